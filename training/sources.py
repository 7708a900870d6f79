"""The data of a run: archives, samples a split, classes, and a leakage check that cannot be skipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.lexicon import Concept, Lexicon
from training.captions.classes import load_classes
from training.config import DataConfig, SourceConfig
from training.data.archive import ImageArchive
from training.data.readers import of_split, read_class_folders, read_karpathy
from training.data.rendered import make_crops, seed_of
from training.data.sample import Sample, Split

Report = Callable[[str], None]


def _silent(_: str) -> None:
    return None


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


def open_source(config: SourceConfig, root: Path, lexicon: Lexicon, report: Report) -> Source:
    """Open one data set; crops of rendered samples are made first where they are missing."""
    if config.kind == "rendered":
        make_crops(root / config.images, config.seeds, report)
    archive = ImageArchive(root / config.images)
    if config.kind == "karpathy":
        samples = read_karpathy(config.id, root / config.annotation, archive)
    else:
        samples = read_class_folders(config.id, archive, train_share=1.0 if config.kind == "rendered" else 0.8)
        if config.kind == "rendered":  # the folder may hold crops of other runs' seeds
            samples = [sample for sample in samples if seed_of(sample.name) in config.seeds]
    classes = load_classes(config.label_set, lexicon) if config.label_set else {}
    return Source(config, archive, tuple(samples), classes)


def open_sources(config: DataConfig, base: Path, lexicon: Lexicon, report: Report = _silent) -> list[Source]:
    """Open every data set of a run.

    Paths are relative to ``data.root``, and that to the working directory ``base``; rendered crops lie under ``base``.
    """
    return [
        open_source(source, base if source.kind == "rendered" else base / config.root, lexicon, report)
        for source in config.sources
    ]
