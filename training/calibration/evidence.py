"""Evidence: embedded images with known truth, to which a calibration is fitted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from backend.errors import BadOption
from backend.lexicon import load_lexicon
from backend.models.encoder import Encoder
from training.config.data import PlaceFormat, SourceConfig
from training.data.archive import ImageArchive
from training.data.crops import CropArchive
from training.data.missing_images import Report
from training.data.readers import read_class_folders, read_karpathy
from training.data.sample import Sample
from training.evaluation.encode import encode_samples_with
from training.sources.place_sets import shown_places
from training.sources.source import Source

_AND = "+"  # separates the concepts that one place shows


class CalibrationSource(BaseModel):
    """One data set of ``training/configs/calibration.json``; unknown keys are errors.

    Attributes:
        images: tar, relative to the folder of the data.
        annotation: Karpathy-style JSON with splits and labels, or what ``format`` needs; otherwise folder names are
            labels.
        format: format of a set of places (:mod:`training.sources.place_sets`), whose classes are concepts.
        split: split of the images; test images are refused.
        folder: use only images in this folder.
        most: maximum number of images, spread over the classes.
        right: class names that show each concept.
        absent: concepts that no image shows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    images: str
    annotation: str = ""
    format: PlaceFormat | Literal[""] = ""
    split: Literal["train", "val", ""] = ""
    folder: str = ""
    most: int
    right: Mapping[str, tuple[str, ...]]
    absent: tuple[str, ...]


class CalibrationData(BaseModel):
    """The contents of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str
    sources: tuple[CalibrationSource, ...]


@dataclass(frozen=True)
class Evidence:
    """One source, embedded.

    Attributes:
        embeddings: float32 ``[n, d]``, L2-normalised.
        labels: ``n`` sets of class names; for places, which show several things, sets of concepts.
        right, absent: as in :class:`CalibrationSource`.
    """

    id: str
    embeddings: NDArray[np.float32]
    labels: tuple[frozenset[str], ...]
    right: Mapping[str, tuple[str, ...]]
    absent: tuple[str, ...]

    @property
    def concepts(self) -> tuple[str, ...]:
        """All concepts with known truth."""
        return (*self.right, *self.absent)

    def shows(self, concept: str) -> NDArray[np.bool_]:
        """Which images show a concept, bool ``[n]``."""
        names = frozenset(self.right.get(concept, ()))
        return np.array([not names.isdisjoint(shown) for shown in self.labels], bool)


def load_calibration_data(file: Path) -> CalibrationData:
    """Read the file.

    Raises:
        BadOption: it is invalid, or names a concept that is not in the lexicon.
    """
    try:
        data = CalibrationData.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise BadOption(f"{file} cannot be used: {str(error).splitlines()[0]}.") from error
    known = load_lexicon().concepts
    for source in data.sources:
        for concept in (*source.right, *source.absent):
            if concept not in known:
                raise BadOption(f"{file}: source {source.id!r} names {concept!r}, which is not in the lexicon.")
    return data


def gather(data: CalibrationData, root: Path, encoder: Encoder, report: Report) -> list[Evidence]:
    """Embed the images of every source; missing sources are reported and skipped."""
    evidence = []
    for source in data.sources:
        if not (root / source.images).is_file():
            report(f"{source.id}: {root / source.images} is not there: left out.")
            continue
        archive, samples = _read(source, root)
        samples = _spread(samples, source.most)
        kind: Literal["karpathy", "class-folders"] = "karpathy" if source.annotation else "class-folders"
        config = SourceConfig(id=source.id, kind=kind, images=source.images, annotation=source.annotation)
        images = encode_samples_with(encoder)(Source(config, archive, tuple(samples), {}), samples)
        labels = tuple(frozenset((sample.label or "").split(_AND)) for sample in samples)
        evidence.append(Evidence(source.id, images, labels, source.right, source.absent))
        report(f"{source.id}: {len(samples)} images")
    return evidence


def _read(source: CalibrationSource, root: Path) -> tuple[ImageArchive, list[Sample]]:
    archive = ImageArchive(root / source.images)
    if source.format:
        places = shown_places(source.id, source.format, archive, root / source.annotation)
        labels = {key: _AND.join(sorted(image.concept for image in shown)) for key, (_, _, shown) in places.items()}
        samples = [Sample(source.id, key, "train", label, {}) for key, label in sorted(labels.items())]
        return CropArchive(archive, {key: (name, area) for key, (name, area, _) in places.items()}), samples
    if source.annotation:
        samples = read_karpathy(source.id, root / source.annotation, archive)
    else:
        samples = read_class_folders(source.id, archive)
    return archive, [
        sample
        for sample in samples
        if (not source.split or sample.split == source.split)
        and (not source.folder or source.folder in Path(sample.name).parts)
    ]


def _spread(samples: Sequence[Sample], most: int) -> list[Sample]:
    """At most ``most`` samples, as far as possible the same number per class, evenly spread over its images."""
    classes: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        classes[sample.label or ""].append(sample)
    share = max(1, most // max(len(classes), 1))
    chosen = []
    for rows in classes.values():
        places = np.unique(np.linspace(0, len(rows) - 1, min(share, len(rows))).round().astype(int))
        chosen += [rows[at] for at in places]
    return chosen
