"""Names of one thing in several languages, from the lexicon and from files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.errors import BadOption
from backend.lexicon import LANGUAGES


@dataclass(frozen=True)
class NamedThing:
    """One line of a file of names: language code -> names, including English."""

    names: Mapping[str, tuple[str, ...]]

    def in_languages(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Those of the given codes, other than English, in which it has a name."""
        return tuple(code for code in codes if code != "en" and self.names.get(code))


def read_names(files: Sequence[Path]) -> tuple[NamedThing, ...]:
    """Things from JSON Lines, each ``{"en": ["swimming pool"], "de": ["Schwimmbad"]}``, in order.

    Raises:
        BadOption: the file does not exist, or a line is invalid.
    """
    things = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise BadOption(f"{file}: cannot be read ({error}).") from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                things.append(_thing(file, number, line))
    return tuple(things)


def _thing(file: Path, number: int, line: str) -> NamedThing:
    form = 'write {"en": ["swimming pool"], "de": ["Schwimmbad"]}'
    try:
        row = json.loads(line)
        names = {code: tuple(said.strip() for said in names if said.strip()) for code, names in row.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise BadOption(f"{file}: line {number} is no names in languages; {form}.") from error
    if any(isinstance(given, str) for given in row.values()):
        raise BadOption(f"{file}: line {number}: names are a list; {form}.")
    if unknown := names.keys() - set(LANGUAGES):
        raise BadOption(f"{file}: line {number}: unknown language {sorted(unknown)[0]!r}.")
    if not names.get("en"):
        raise BadOption(f"{file}: line {number}: has no English name; {form}.")
    return NamedThing(names)
