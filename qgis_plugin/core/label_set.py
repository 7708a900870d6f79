"""Label sets: named classes with prompts and colours; presets in the user's language, CSV in and out. No QGIS."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .colours import colours_by_order, default_colour, parse_colour
from .concept_file import ConceptFile
from .errors import BadInput
from .lexicon import Lexicon
from .translation import tr

COLUMNS = ("name", "prompts", "synonyms", "colour", "concepts")
_ALIASES = {"color": "colour", "names": "name", "class": "name", "label": "name", "prompt": "prompts"}
_SEPARATOR = "|"


@dataclass(frozen=True)
class LabelClass:
    """One class; ``title`` is its name in the user's language, ``colour`` is ``#rrggbb``.

    ``concepts`` are those of the lexicon; ``taught`` is the content of a concept's file, base64: it is the class then.
    """

    name: str
    title: str = ""
    prompts: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    colour: str = ""
    concepts: tuple[str, ...] = ()
    taught: str = ""

    @property
    def shown(self) -> str:
        """What the user reads."""
        return self.title or self.name

    @property
    def asked(self) -> tuple[str, ...]:
        """What it is recognised by: its prompts, else what it is called."""
        return self.prompts or tuple(dict.fromkeys((self.shown, *self.synonyms)))

    @property
    def drawn(self) -> str:
        """The colour on the map."""
        return self.colour or default_colour(self.name)

    def to_json(self, language: str) -> dict[str, Any]:
        """As the server takes it; the result calls the class as the user reads it here, in ``language``."""
        row: dict[str, Any] = {"name": self.name, "colour": self.drawn, "names": {language: self.shown}}
        for field in ("prompts", "synonyms", "concepts"):
            if getattr(self, field):
                row[field] = list(getattr(self, field))
        return row


def taught_class(concept: ConceptFile) -> LabelClass:
    """A concept as a class, in the colour that the server gives it."""
    return LabelClass(concept.name, colour=default_colour(concept.name), taught=concept.content)


def coloured(classes: Iterable[LabelClass]) -> list[LabelClass]:
    """The classes, each with a distinguishable colour."""
    rows = list(classes)
    colours = colours_by_order([label.colour for label in rows], [label.name for label in rows])
    return [replace(label, colour=colour) for label, colour in zip(rows, colours)]


def check_classes(classes: Iterable[LabelClass]) -> list[LabelClass]:
    """The classes that have a name, with their colours; concepts are the last of them.

    Raises:
        BadInput: there are less than two and none is a concept, or a name comes twice.
    """
    named = sorted((one for one in classes if one.name.strip()), key=lambda one: bool(one.taught))
    if len(named) < 2 and not any(one.taught for one in named):
        raise BadInput(tr("Add at least two classes."))
    seen: set[str] = set()
    for label in named:
        key = label.name.strip().casefold()
        if key in seen:
            raise BadInput(tr("The class {name} exists twice: rename one.", name=label.name))
        seen.add(key)
    return coloured(named)


def preset_names(folder: Path) -> list[str]:
    """Names of the presets that ship with the plugin."""
    return sorted(file.stem for file in folder.glob("*.json"))


def preset_title(folder: Path, name: str) -> str:
    """The name of a preset in the user's language."""
    return tr(str(_read_json(folder / f"{name}.json").get("title", name)))


def read_preset(folder: Path, name: str, language: str, lexicon: Lexicon) -> list[LabelClass]:
    """Classes of a preset with their titles in a language."""
    classes = []
    for row in _read_json(folder / f"{name}.json")["classes"]:
        concepts = tuple(row.get("concepts", ()))
        names = row.get("names", {})
        own = names.get(language) or (row["name"] if names and language == "en" else "")
        words = own or ", ".join(lexicon.name(concept, language) for concept in concepts) or row["name"]
        colour = parse_colour(row.get("colour", "")) or ""
        prompts, synonyms = tuple(row.get("prompts", ())), tuple(row.get("synonyms", ()))
        classes.append(LabelClass(row["name"], words, prompts, synonyms, colour, concepts))
    return classes


def read_csv(text: str, where: str) -> list[LabelClass]:
    """Classes of a CSV text with a header, or of a plain list of names.

    Raises:
        BadInput: an unknown column, an invalid colour, or a row without a name; the sentence names the line.
    """
    lines = text.lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = next((mark for mark in "\t;," if "name" in _header(first, mark)), None)
    if delimiter is None:
        return [LabelClass(line.strip()) for line in lines if line.strip()]
    header = _header(first, delimiter)
    unknown = [column for column in header if column and column not in COLUMNS]
    if unknown:
        known = ", ".join(COLUMNS)
        raise BadInput(
            tr(
                "{file} has the unknown column {column}: known columns are {known}.",
                file=where,
                column=unknown[0],
                known=known,
            )
        )
    classes = []
    rows = csv.reader([line for line in lines if line.strip()][1:], delimiter=delimiter, skipinitialspace=True)
    for number, cells in enumerate(rows, start=2):
        row = {column: cell.strip() for column, cell in zip(header, cells)}
        if not row.get("name"):
            raise BadInput(tr("{file}, line {line} has no name.", file=where, line=number))
        colour = parse_colour(row["colour"]) if row.get("colour") else ""
        if colour is None:
            raise BadInput(
                tr(
                    "{file}, line {line}: {colour} is not a colour, write it like #3366cc.",
                    file=where,
                    line=number,
                    colour=row["colour"],
                )
            )
        parts = {name: _parts(row.get(name, ""), delimiter) for name in ("prompts", "synonyms", "concepts")}
        classes.append(LabelClass(row["name"], "", parts["prompts"], parts["synonyms"], colour, parts["concepts"]))
    return classes


def write_csv(classes: Iterable[LabelClass]) -> str:
    """Classes as CSV that :func:`read_csv` and the server read back; concepts, which are files, are left out."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in (one for one in classes if not one.taught):
        lists = {field: _SEPARATOR.join(getattr(one, field)) for field in ("prompts", "synonyms", "concepts")}
        writer.writerow([one.name, lists["prompts"], lists["synonyms"], one.drawn, lists["concepts"]])
    return text.getvalue()


def _header(line: str, delimiter: str) -> list[str]:
    cells = [cell.strip().strip('"').casefold() for cell in line.split(delimiter)]
    return [_ALIASES.get(cell, cell) for cell in cells]


def _parts(cell: str, delimiter: str) -> tuple[str, ...]:
    text = cell if delimiter == ";" else cell.replace(";", _SEPARATOR)
    return tuple(part.strip() for part in text.split(_SEPARATOR) if part.strip())


def _read_json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
