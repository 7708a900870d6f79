"""Taught concepts: ``.tlx`` files in the form that a server accepts and returns."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path

from .errors import BadInput, OutputNotWritable
from .translation import tr

EXTENSION = ".tlx"
MAX_BYTES = 8 * 1024**2
_HEADER_LENGTH = 8


@dataclass(frozen=True)
class ConceptFile:
    """A concept for a server, which decides whether it can be used.

    Attributes:
        name: its name.
        content: of its file, base64.
        words: those that it began with; may be none.
        accepted, rejected: how many marks it was taught by.
        model: under which it was taught; no other can use it.
    """

    name: str
    content: str
    words: tuple[str, ...] = ()
    accepted: int = 0
    rejected: int = 0
    model: str = ""

    @property
    def content_bytes(self) -> bytes:
        """The content of its file."""
        return base64.b64decode(self.content)


def read_concept_file(path: str | Path) -> ConceptFile:
    """Read a concept.

    Raises:
        BadInput: the file cannot be read, or holds none.
    """
    file = Path(path)
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(tr("The concept {file} cannot be read: check that it exists.", file=file.name)) from error
    return parse_concept(content, file.name)


def parse_concept(content: bytes, where: str) -> ConceptFile:
    """The concept that the content of a file holds.

    Args:
        content: of a ``.tlx`` file.
        where: the name that the sentence calls it by.

    Raises:
        BadInput: it holds none.
    """
    try:
        length = int.from_bytes(content[:_HEADER_LENGTH], "little")
        header = json.loads(content[_HEADER_LENGTH : _HEADER_LENGTH + length])
        facts = json.loads(header["__metadata__"]["concept"])
        name, words, model = facts["name"], tuple(map(str, facts["texts"])), str(facts["model"])
        counts = int(facts["accepted"]), int(facts["rejected"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(tr("{file} is not a Terralex concept.", file=where)) from error
    if len(content) > MAX_BYTES or not isinstance(name, str):
        raise BadInput(tr("{file} is not a Terralex concept.", file=where))
    return ConceptFile(name, base64.b64encode(content).decode("ascii"), words, *counts, model)


def write_concept_file(path: str | Path, content: str) -> None:
    """Write a concept from a server, completely or not at all; ``content`` is base64.

    Raises:
        OutputNotWritable: it cannot be written there.
    """
    file = Path(path)
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_bytes(base64.b64decode(content))
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputNotWritable(tr("The concept {file} cannot be written.", file=file.name)) from error
