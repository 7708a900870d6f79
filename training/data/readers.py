"""Readers of the two layouts the first model needs: Karpathy-style JSON, and folders named after classes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from backend.errors import BadOption
from training.data.archive import ImageArchive
from training.data.sample import Sample, Split

_SPLITS: dict[str, Split] = {"train": "train", "restval": "train", "val": "val", "test": "test"}


def read_karpathy(source: str, annotation: Path, archive: ImageArchive) -> list[Sample]:
    """Samples of a Karpathy-style JSON (RSICD, RSITMD, UCM-captions, Sydney), in file order.

    Image names in the JSON may be bare file names: they are matched to the archive by their last part.

    Raises:
        BadOption: the file is not such a JSON, or names an image that the archive lacks.
    """
    try:
        rows = json.loads(annotation.read_text(encoding="utf-8"))["images"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadOption(f"{annotation}: not a Karpathy-style caption file ({error}).") from error
    by_file = {PurePosixPath(name).name: name for name in archive.names}
    samples = []
    for row in rows:
        name = by_file.get(PurePosixPath(row["filename"]).name)
        if name is None:
            raise BadOption(f"{annotation}: image {row['filename']} is not in {archive.path}.")
        sentences = tuple(s["raw"].strip() for s in row["sentences"] if s["raw"].strip())
        samples.append(Sample(source, name, _SPLITS[row["split"]], row.get("label"), {"en": sentences}))
    return samples


def read_class_folders(source: str, archive: ImageArchive, train_share: float = 0.8) -> list[Sample]:
    """Samples of ``<class>/<image>`` folders (UC Merced, EuroSAT, RESISC45, AID, ...).

    RemoteCLIP's split: file names of a class in sorted order, the first ``train_share`` train, the rest test.
    """
    classes: dict[str, list[str]] = defaultdict(list)
    for name in archive.names:
        classes[PurePosixPath(name).parent.name].append(name)
    samples = []
    for label, names in sorted(classes.items()):
        train_count = round(len(names) * train_share)
        for position, name in enumerate(sorted(names)):
            split: Split = "train" if position < train_count else "test"
            samples.append(Sample(source, name, split, label))
    return samples


def of_split(samples: Sequence[Sample], split: Split) -> list[Sample]:
    """The samples of one split, order kept."""
    return [s for s in samples if s.split == split]
