"""Class names of a data set -> concepts of the lexicon."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from backend.errors import BadOption
from backend.lexicon import Concept, Lexicon
from backend.resources import resource_path


def load_classes(label_set: str, lexicon: Lexicon) -> Mapping[str, tuple[Concept, ...]]:
    """Classes of ``resources/label_sets/<label_set>.json`` in file order, each with the concepts that it means.

    Raises:
        BadOption: no such label set, or it names a concept that the lexicon lacks.
    """
    file = resource_path("label_sets", f"{label_set}.json")
    if not file.is_file():
        known = ", ".join(sorted(f.stem for f in file.parent.glob("*.json")))
        raise BadOption(f"Unknown label set {label_set!r}: choose one of {known}.")
    rows = json.loads(file.read_text(encoding="utf-8"))["classes"]
    return MappingProxyType({row["name"]: tuple(lexicon[c] for c in row["concepts"]) for row in rows})
