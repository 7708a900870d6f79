"""What saying a caption has in common in all languages: statement after statement, joined, capitalised, closed."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any

from training.translation.grammar.language_file import LanguageFile
from training.translation.grammar.tree import Caption, Clause, Existence, Phrase, Statement


class Renderer(ABC):
    """Says trees in one language; every method raises ``Unsayable`` where its data or its grammar cannot."""

    words: LanguageFile[Any, Any, Any, Any, Any, Any]
    conjunction: str
    comma = ", "
    full_stop = "."

    def say(self, caption: Caption) -> str:
        """The caption as one sentence.

        Raises:
            Unsayable: the language lacks a word or a form for a part of it.
        """
        said = [self.statement(statement) for statement in caption.statements]
        text = said[0]
        for joint, statement in zip(caption.joints, said[1:], strict=True):
            text += (self.joint() if joint == "and" else self.comma) + statement
        return self.finished(text)

    def joint(self) -> str:
        """Between two statements joined by "and"."""
        return f" {self.conjunction} "

    def statement(self, statement: Statement) -> str:
        if isinstance(statement, Phrase):
            return self.title(statement)
        if isinstance(statement, Existence):
            return self.existence(statement)
        return self.clause(statement)

    @abstractmethod
    def title(self, phrase: Phrase) -> str:
        """A phrase that is all of a caption."""

    @abstractmethod
    def existence(self, existence: Existence) -> str: ...

    @abstractmethod
    def clause(self, clause: Clause) -> str: ...

    def finished(self, text: str) -> str:
        """Upper case at the beginning, a full stop at the end, commas that met put right."""
        text = re.sub(r"\s+", " ", text)
        text = re.sub(r"(?:\s*,)+", ",", text).strip(" ,")
        return text[0].upper() + text[1:] + self.full_stop


def spaced(*parts: str) -> str:
    """The parts that are not empty, with spaces between."""
    return " ".join(part for part in parts if part)


def listed(parts: list[str], conjunction: str) -> str:
    """ "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"
