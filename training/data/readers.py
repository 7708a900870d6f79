"""Readers of images with sentences (Karpathy-style JSON, RemoteCLIP's CSV), and of class folders."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from backend.errors import BadOption
from training.data.archive import ImageArchive, ImageNotReadable
from training.data.image_lookup import ImageLookup
from training.data.missing_images import refuse_many
from training.data.pairs import read_pairs
from training.data.sample import Sample, Split

MISSING = "missing"
_SPLITS: dict[str, Split] = {"train": "train", "restval": "train", "val": "val", "test": "test"}


def read_karpathy(source: str, annotation: Path, archive: ImageArchive) -> list[Sample]:
    """Samples of a Karpathy-style JSON (RSICD, RSITMD, UCM-captions, Sydney), in file order.

    Image names in the JSON may be file names, or paths on another machine, matched by their longest suffix that is in
    the archive. A few missing images become unreadable samples, which training reports and leaves out.

    Raises:
        BadOption: the file is not such JSON, a name is ambiguous, or too many images are missing.
    """
    try:
        rows = json.loads(annotation.read_text(encoding="utf-8"))["images"]
        described = [
            (
                row["filename"],
                _SPLITS[row["split"]],
                row.get("label"),
                tuple(said for s in row["sentences"] if (said := s["raw"].strip())),
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadOption(f"{annotation}: not a Karpathy-style caption file ({error!r}).") from error
    names = _names_in(archive, annotation, [file for file, *_ in described])
    return [
        Sample(source, name, split, label, {"en": sentences})
        for name, (_, split, label, sentences) in zip(names, described, strict=True)
    ]


def _names_in(archive: ImageArchive, annotation: Path, paths: Sequence[str]) -> list[str]:
    """Names in the archive; for a missing image a name that cannot exist."""
    lookup = ImageLookup(archive)
    names = {path: end for path in paths if (end := lookup.find_end(path)) is not None}
    taken = set(names.values())
    missing: list[str] = []
    for path in dict.fromkeys(paths):
        if path in names:
            continue
        try:
            name = lookup.find(annotation, path)
            if name in taken:  # it belongs to another path
                raise ImageNotReadable(f"{annotation}: image {path} is not in {archive.path}.")
        except ImageNotReadable as error:
            missing.append(str(error))
            name = f"{MISSING}/{PurePosixPath(path).name}"
        names[path] = name
        taken.add(name)
    refuse_many(annotation, missing, len(paths), archive)
    return [names[path] for path in paths]


def read_csv(source: str, annotation: Path, archive: ImageArchive, split: Split) -> list[Sample]:
    """Samples of RemoteCLIP's CSV: a header line, then a tab-separated file path and caption per line.

    Lines with the same image become the captions of one sample, in file order. Paths may be from another machine; they
    are matched by their longest suffix that is in the archive. A few missing images become unreadable samples, which
    training reports and leaves out.

    Raises:
        BadOption: the file is not such CSV, a path is ambiguous, or too many images are missing.
    """
    sentences: dict[str, list[str]] = {}
    for path, caption in read_pairs(annotation):
        said = sentences.setdefault(path, [])
        if caption:
            said.append(caption)
    names = _names_in(archive, annotation, list(sentences))
    return [
        Sample(source, name, split, None, {"en": tuple(said)})
        for name, said in zip(names, sentences.values(), strict=True)
    ]


def read_class_folders(source: str, archive: ImageArchive, train_share: float = 0.8) -> list[Sample]:
    """Samples of ``<class>/<image>`` folders (UC Merced, EuroSAT, RESISC45, AID, ...).

    RemoteCLIP's split: of the sorted file names of a class, the first ``train_share`` are for training, the rest for
    testing.
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
    """The samples of one split, in order."""
    return [s for s in samples if s.split == split]
