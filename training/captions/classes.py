"""Class names of a data set -> concepts of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from backend.errors import BadOption
from backend.labeling.label_set import PRESET_PREFIX, load_label_set, preset_names
from backend.lexicon import Concept, Lexicon
from training.captions.box_labels import BoxLabels


def load_classes(label_set: str, root: Path) -> Mapping[str, tuple[Concept, ...]]:
    """Classes of a label set in order, each with its concepts.

    Args:
        label_set: name of a preset, or a JSON or CSV file as for ``terralex label``.
        root: base of a relative path.

    Raises:
        BadOption: the label set does not exist, or a class has no concept in the lexicon.
    """
    known, file = preset_names(), root / label_set
    if label_set not in known and not file.is_file():
        raise BadOption(
            f"Unknown label set {label_set!r}: choose one of {', '.join(known)}, or name a JSON or CSV file of classes "
            f"({file} is none)."
        )
    classes = load_label_set(PRESET_PREFIX + label_set if label_set in known else file).classes
    if nameless := [label.name for label in classes if not label.concepts]:
        raise BadOption(
            f"{file}: nothing says what {nameless[0]!r} means in ten languages; list the concepts of the lexicon that "
            f"it is, in the field 'concepts'."
        )
    return MappingProxyType({label.name: label.concepts for label in classes})


def classes_by_name(names: Iterable[str], lexicon: Lexicon) -> Mapping[str, tuple[Concept, ...]]:
    """Concepts of class names that are in the lexicon, ignoring spaces and spelling variants ("baseballdiamond")."""
    labels = BoxLabels(lexicon)
    concepts = {name: labels.find(name) for name in names}
    return MappingProxyType(
        {
            name: (known.concept,)
            for name, known in concepts.items()
            if known is not None and known.concept is not None and known.english == known.concept["en"]
        }
    )
