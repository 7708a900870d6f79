"""Label sets: named classes, each with its prompts, its concepts of the lexicon and its colour.

A set comes from a preset (``preset:corine-level-1``), a file, or posted JSON. A file may contain:

* CSV or text, one class per line: only names; or with a header row, the columns ``name``, ``prompts``, ``synonyms``,
  ``colour`` and ``concepts`` in any order. Columns are separated by commas, semicolons or tabs; several values in one
  cell by ``|`` (or by ``;`` if that does not separate the columns).
* JSON: a list of classes, or ``{"title": ..., "classes": [...]}``; a class is a name or an object with the same fields.
  An object may also have ``names``, its name by language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from backend.concepts.concept import Concept as TaughtConcept
from backend.errors import BadOption
from backend.labeling.colours import fill_colours, parse_colour
from backend.labeling.label_csv import read_csv_rows
from backend.letters import plain
from backend.lexicon import LANGUAGES, Concept, load_lexicon
from backend.naming import concept_named
from backend.resources import resource_path

PRESET_PREFIX = "preset:"
MAX_CLASSES = 1000
MAX_FILE_BYTES = 4 * 1024**2
MAX_TEXT = 500
_FIELDS = ("name", "prompts", "synonyms", "colour", "concepts", "names")
_LISTS = ("prompts", "synonyms", "concepts")


@dataclass(frozen=True)
class LabelClass:
    """One class.

    Attributes:
        name: as in the file; the same in every language, so that colours and results are comparable.
        title: the name to show, in the set's language.
        prompts: texts that replace the templates around the name; empty for the default prompts.
        synonyms: other words for the class, each with the same weight as the name.
        colour: ``#rrggbb``.
        concepts: concepts of the lexicon, which give its prompts in ten languages; may be empty. Several mean any of
            them, see :mod:`backend.labeling.kinds`.
        taught: a concept taught by marks, which then defines the class; its words are the synonyms.
    """

    name: str
    title: str
    prompts: tuple[str, ...]
    synonyms: tuple[str, ...]
    colour: str
    concepts: tuple[Concept, ...]
    taught: TaughtConcept | None = field(default=None, compare=False)


@dataclass(frozen=True)
class LabelSet:
    """Classes in file order: at least one, with names that are unique ignoring letter case.

    Attributes:
        language: ISO 639-1.
        preset: whether it is a shipped preset, whose classes are meant to be exhaustive.
    """

    title: str
    classes: tuple[LabelClass, ...]
    language: str = "en"
    preset: bool = False

    def __len__(self) -> int:
        return len(self.classes)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the classes, the same in every language."""
        return tuple(label.name for label in self.classes)

    @property
    def titles(self) -> tuple[str, ...]:
        """Names to show, in the set's language."""
        return tuple(label.title for label in self.classes)

    @property
    def colours(self) -> tuple[str, ...]:
        """``#rrggbb`` per class."""
        return tuple(label.colour for label in self.classes)


def preset_names() -> tuple[str, ...]:
    """Names of the presets, as after ``preset:``, sorted."""
    return tuple(sorted(file.stem for file in resource_path("label_sets").glob("*.json")))


def load_label_set(source: str | Path, language: str = "en") -> LabelSet:
    """Load a label set from ``preset:NAME`` or a JSON, CSV or text file.

    Args:
        source: the preset or the path; a file without the extension ``.json`` is read as CSV.
        language: ISO 639-1 code; classes in the lexicon get their title and prompts in it.

    Raises:
        BadOption: unknown preset or language, or a file that is missing, too large or not a label set; the sentence
            names the file and the row or field.
    """
    _check_language(language)
    text = str(source)
    if text.startswith(PRESET_PREFIX):
        name = text.removeprefix(PRESET_PREFIX)
        if name not in preset_names():
            raise BadOption(f"Unknown preset {name!r}: choose one of {', '.join(preset_names())}.")
        path = resource_path("label_sets", f"{name}.json")
        return replace(_load(path, language), preset=True)
    return _load(Path(source), language)


def _load(path: Path, language: str) -> LabelSet:
    content = _read_text(path)
    if path.suffix.lower() != ".json":
        rows = read_csv_rows(content, path.name)
        return _build(path.stem, [(f"{path.name}, line {line}", row) for line, row in rows], language, path.name)
    try:
        data = json.loads(content)
    except (json.JSONDecodeError, RecursionError) as error:
        at = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "its nesting"
        raise BadOption(f"{path.name} is not valid JSON: check {at}.") from error
    return parse_label_set(data, path.name, language)


def parse_label_set(data: Any, where: str, language: str = "en") -> LabelSet:
    """Parse a label set from decoded JSON, such as the body of a request.

    Args:
        data: a list of classes, or an object with ``classes`` and optionally ``title``.
        where: how errors refer to it, for example the file's name.
        language: see :func:`load_label_set`.

    Raises:
        BadOption: it is not a label set; the sentence names the class and the field.
    """
    _check_language(language)
    title: Any = Path(where).stem
    if isinstance(data, Mapping):
        _refuse_unknown(data, ("title", "classes"), where)
        title, data = data.get("title", title), data.get("classes")
    if not isinstance(data, list):
        raise BadOption(f'{where} is not a label set: write a list of classes, or {{"classes": [...]}}.')
    rows = [(f"{where}, class {number}", row) for number, row in enumerate(data, start=1)]
    return _build(_text(title, "title", where), rows, language, where)


def _build(title: str, rows: Sequence[tuple[str, Any]], language: str, where: str) -> LabelSet:
    if not rows:
        raise BadOption(f"{where} has no classes: write one name per line.")
    if len(rows) > MAX_CLASSES:
        raise BadOption(f"{where} has {len(rows)} classes: the maximum is {MAX_CLASSES}.")
    drafts: list[LabelClass] = []
    colours: list[str | None] = []
    seen: dict[str, str] = {}
    for place, row in rows:
        draft, colour = _read_class(row, language, place)
        key = draft.name.casefold()
        if key in seen:
            raise BadOption(f"{place}: the name {draft.name!r} is already used in {seen[key]}.")
        seen[key] = place
        drafts.append(draft)
        colours.append(colour)
    filled = fill_colours([draft.name for draft in drafts], colours)
    repeated = {draft.title for draft in drafts if sum(draft.title == other.title for other in drafts) > 1}
    classes = tuple(
        LabelClass(
            draft.name,
            # Two classes may share a concept, but not the title in the legend.
            f"{draft.title} ({draft.name})" if draft.title in repeated else draft.title,
            draft.prompts,
            draft.synonyms,
            colour,
            draft.concepts,
        )
        for draft, colour in zip(drafts, filled, strict=True)
    )
    return LabelSet(title, classes, language)


def _read_class(row: Any, language: str, where: str) -> tuple[LabelClass, str | None]:
    """A class without its colour, and the given colour."""
    fields: Mapping[str, Any] = {"name": row} if isinstance(row, str) else row
    if not isinstance(fields, Mapping):
        raise BadOption(f"{where} is neither a name nor an object with a name.")
    _refuse_unknown(fields, _FIELDS, where)
    name = _text(fields.get("name"), "name", where)
    prompts, synonyms, ids = (_texts(fields.get(field), field, where) for field in _LISTS)
    concepts = tuple({concept.id: concept for concept in (_concept(text, language, where) for text in ids)}.values())
    given_colour = fields.get("colour")
    colour = parse_colour(given_colour) if isinstance(given_colour, str) else None
    if given_colour not in (None, "") and colour is None:
        raise BadOption(f"{where}, field 'colour': {given_colour!r} is not a colour, write it like #3366cc.")
    names = _names_by_language(fields.get("names"), where)
    if concepts:
        own = len(concepts) > 1 or (names and language == "en")
        title = names.get(language) or (name if own else concepts[0][language].one)
    else:
        title = names.get(language, name)
        if not prompts:
            concepts = _named(name, language)
    return LabelClass(name, title, prompts, synonyms, "", concepts), colour


def _concept(text: str, language: str, where: str) -> Concept:
    """A concept by its id or by a name."""
    known = load_lexicon().concepts.get(text)
    concepts = (known,) if known else _named(text, language)
    if not concepts:
        raise BadOption(
            f"{where}, field 'concepts': the lexicon has no concept {text!r}: add it to the synonyms instead."
        )
    return concepts[0]


def _named(text: str, language: str) -> tuple[Concept, ...]:
    concept = concept_named(text, language)
    return () if concept is None else (concept,)


def _names_by_language(value: Any, where: str) -> Mapping[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadOption(f"""{where}, field 'names': write one name per language, such as {{"de": "Wald"}}.""")
    _refuse_unknown(value, LANGUAGES, f"{where}, field 'names'")
    return {language: _text(name, f"names.{language}", where) for language, name in value.items()}


def _text(value: Any, field: str, where: str) -> str:
    if not isinstance(value, str) or not any(letter.isalnum() for letter in value):
        raise BadOption(f"{where}, field {field!r}: write a text with at least one letter or digit.")
    if len(value) > MAX_TEXT:
        raise BadOption(f"{where}, field {field!r}: {len(value)} characters are too many, the maximum is {MAX_TEXT}.")
    return " ".join(plain(value).split())


def _texts(value: Any, field: str, where: str) -> tuple[str, ...]:
    values = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(values, list):
        raise BadOption(f"{where}, field {field!r}: write a text or a list of texts.")
    if len(values) > MAX_CLASSES:
        raise BadOption(f"{where}, field {field!r}: {len(values)} texts are too many, the maximum is {MAX_CLASSES}.")
    return tuple(dict.fromkeys(_text(value, field, where) for value in values))


def _refuse_unknown(fields: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    unknown = [field for field in fields if field not in known]
    if unknown:
        raise BadOption(f"{where} has the unknown field {unknown[0]!r}: known fields are {', '.join(known)}.")


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise BadOption(f"Unknown language {language!r}: choose one of {', '.join(LANGUAGES)}.")


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadOption(f"{path.name} is larger than {MAX_FILE_BYTES // 1024**2} MB: a label set is a short list.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadOption(f"{path.name} is not UTF-8 text: save it as CSV UTF-8 or JSON.") from error
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise BadOption(f"The label set {path} cannot be read: {reason}.") from error
