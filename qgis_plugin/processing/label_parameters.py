"""Classes as a Processing parameter: a preset, names, or a file."""

from __future__ import annotations

from pathlib import Path

from ..core.errors import BadInput
from ..core.label_set import LabelClass, check_classes, preset_names, read_csv, read_preset
from ..core.lexicon import shipped_lexicon
from ..core.paths import resource_path
from ..core.translation import tr

PRESET = "preset:"


def parse_labels(text: str, language: str) -> tuple[str, list[LabelClass]]:
    """Title and classes of ``preset:NAME``, the path of a CSV file, or names separated by semicolons or line breaks.

    Raises:
        BadInput: it is none of these; the sentence says what to write.
    """
    text = text.strip()
    folder = resource_path("label_sets")
    if text.startswith(PRESET):
        name = text[len(PRESET) :]
        if name not in preset_names(folder):
            known = ", ".join(preset_names(folder))
            raise BadInput(tr("There is no preset {name}: choose one of {known}.", name=name, known=known))
        return name, read_preset(folder, name, language, shipped_lexicon(resource_path("lexicon")))
    if "\n" not in text and text.lower().endswith((".csv", ".txt")):
        file = Path(text)
        try:
            return file.stem, check_classes(read_csv(file.read_text(encoding="utf-8-sig"), file.name))
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(tr("{file} cannot be read: check that it exists and is UTF-8.", file=file.name)) from error
    return tr("Labels"), check_classes([LabelClass(part.strip()) for part in text.replace("\n", ";").split(";")])
