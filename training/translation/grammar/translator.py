"""Translation without a model: what the phrase grammar parses it says, what it does not parse it leaves out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from backend.errors import BadOption
from backend.resources import resource_path
from training.translation.grammar.clause_rules import parse
from training.translation.grammar.english_words import EnglishWords, load_english
from training.translation.grammar.language_file import LanguageFile, Unsayable, read_language
from training.translation.grammar.languages.chinese import Chinese, ChineseFile
from training.translation.grammar.languages.dutch import Dutch, DutchFile
from training.translation.grammar.languages.french import French
from training.translation.grammar.languages.german import German, GermanFile
from training.translation.grammar.languages.italian import Italian
from training.translation.grammar.languages.korean import Korean
from training.translation.grammar.languages.korean_words import KoreanFile
from training.translation.grammar.languages.portuguese import Portuguese
from training.translation.grammar.languages.romance_words import RomanceFile
from training.translation.grammar.languages.russian import Russian
from training.translation.grammar.languages.russian_words import RussianFile
from training.translation.grammar.languages.spanish import Spanish
from training.translation.grammar.renderer import Renderer

RENDERERS: Mapping[str, Callable[[Path, EnglishWords], Renderer]] = {
    "de": lambda path, english: German(read_language(path, GermanFile, "de", english.file)),
    "fr": lambda path, english: French(read_language(path, RomanceFile, "fr", english.file)),
    "nl": lambda path, english: Dutch(read_language(path, DutchFile, "nl", english.file)),
    "ko": lambda path, english: Korean(read_language(path, KoreanFile, "ko", english.file)),
    "ru": lambda path, english: Russian(read_language(path, RussianFile, "ru", english.file)),
    "pt": lambda path, english: Portuguese(read_language(path, RomanceFile, "pt", english.file)),
    "es": lambda path, english: Spanish(read_language(path, RomanceFile, "es", english.file)),
    "it": lambda path, english: Italian(read_language(path, RomanceFile, "it", english.file)),
    "zh": lambda path, english: Chinese(read_language(path, ChineseFile, "zh", english.file)),
}
"""One a language: how its file becomes a renderer."""


class PhraseGrammar:
    """The backend of caption translation that needs no model."""

    def __init__(self) -> None:
        self._english = load_english()
        self._renderers: dict[str, Renderer] = {}
        self._parsed = lru_cache(maxsize=1 << 15)(lambda text: parse(text, self._english))

    @cached_property
    def name(self) -> str:
        """A version: it changes when words or rules do, so that texts cached from before are made anew."""
        digest = hashlib.sha256()
        words = (*resource_path("phrase_grammar").glob("*.json"), *resource_path("lexicon").glob("*.json"))
        for file in (*sorted(words), *sorted(Path(__file__).parent.rglob("*.py"))):
            digest.update(file.name.encode() + file.read_bytes())
        return f"phrase-grammar-{digest.hexdigest()[:12]}"

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(RENDERERS)

    def words(self, language: str) -> LanguageFile[Any, Any, Any, Any, Any, Any]:
        """The words that a language is said with.

        Raises:
            BadOption: no grammar of that language, or its file is wrong.
        """
        return self._renderer(language).words

    def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
        """Each English caption in that language; None where it is left out.

        Raises:
            BadOption: no grammar of that language, or its file is wrong.
        """
        renderer = self._renderer(language)
        return [self._translated(text, renderer) for text in texts]

    def _translated(self, text: str, renderer: Renderer) -> str | None:
        caption = self._parsed(text)
        if caption is None:
            return None
        try:
            return renderer.say(caption)
        except Unsayable:
            return None

    def _renderer(self, language: str) -> Renderer:
        if language not in RENDERERS:
            raise BadOption(f"The phrase grammar has no {language!r}; it has {', '.join(RENDERERS)}.")
        if language not in self._renderers:
            path = resource_path("phrase_grammar", f"{language}.json")
            self._renderers[language] = RENDERERS[language](path, self._english)
        return self._renderers[language]
