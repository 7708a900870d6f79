"""The data of a run: archives, samples a split, classes, and a leakage check that cannot be skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.lexicon import Concept, Lexicon
from training.captions.classes import load_classes
from training.config import DataConfig, SourceConfig
from training.data.archive import ImageArchive
from training.data.readers import of_split, read_class_folders, read_karpathy
from training.data.sample import Sample, Split


@dataclass(frozen=True)
class Source:
    """One data set, opened."""

    config: SourceConfig
    archive: ImageArchive
    samples: tuple[Sample, ...]
    classes: Mapping[str, tuple[Concept, ...]]

    def split(self, split: Split) -> list[Sample]:
        """Samples of one split, in order."""
        return of_split(self.samples, split)


def open_source(config: SourceConfig, root: Path, lexicon: Lexicon) -> Source:
    """Open one data set."""
    archive = ImageArchive(root / config.images)
    if config.kind == "karpathy":
        samples = read_karpathy(config.id, root / config.annotation, archive)
    else:
        samples = read_class_folders(config.id, archive, train_share=1.0 if config.kind == "sample" else 0.8)
    classes = load_classes(config.label_set, lexicon) if config.label_set else {}
    return Source(config, archive, tuple(samples), classes)


def open_sources(config: DataConfig, base: Path, lexicon: Lexicon) -> list[Source]:
    """Open every data set of a run; a relative root is relative to the working directory ``base``."""
    root = base / config.root
    return [open_source(source, root, lexicon) for source in config.sources]
