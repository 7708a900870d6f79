"""The opened data sets of a run: archives, samples by split, and classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from backend.lexicon import LANGUAGES, Concept, Lexicon
from training.captions.classes import classes_by_name, load_classes
from training.config.data import DataConfig, SourceConfig
from training.data.archive import ImageArchive
from training.data.missing_images import Report, say_nothing
from training.data.readers import of_split, read_class_folders, read_csv, read_karpathy
from training.data.rendered import make_crops, seed_of
from training.data.sample import Sample, Split
from training.data.shards import read_shards
from training.sources.boxed import caption_boxes, read_boxed_images
from training.sources.composites import caption_composites, make_composites, read_composites
from training.sources.place_sets import read_places
from training.translation.translation_file import Translations, add_translations, read_translations


@dataclass(frozen=True)
class Source:
    """One data set, opened.

    Attributes:
        classes: concepts of its class names: from its label set, else for names that are in the lexicon.
    """

    config: SourceConfig
    archive: ImageArchive
    samples: tuple[Sample, ...]
    classes: Mapping[str, tuple[Concept, ...]]

    @property
    def labels(self) -> tuple[str, ...]:
        """Class names of its samples, sorted."""
        return tuple(sorted({sample.label for sample in self.samples if sample.label}))

    @property
    def unnamed(self) -> tuple[str, ...]:
        """Class names of its samples without a known meaning."""
        return tuple(label for label in self.labels if label not in self.classes)

    def split(self, split: Split) -> list[Sample]:
        """Samples of one split, in order."""
        return of_split(self.samples, split)


def _read(
    config: SourceConfig, root: Path, lexicon: Lexicon, languages: Sequence[str], report: Report
) -> tuple[ImageArchive, list[Sample]]:
    if config.kind == "shards":
        return read_shards(config.id, str(root / config.images), config.split, report)
    archive = ImageArchive(root / config.images)
    if config.kind == "karpathy":
        return archive, read_karpathy(config.id, root / config.annotation, archive)
    if config.kind == "csv":
        return archive, read_csv(config.id, root / config.annotation, archive, config.split)
    if config.kind in ("boxes", "masks"):
        images = read_boxed_images(config, root, archive, report)
        return archive, caption_boxes(config, images, lexicon, languages)
    if config.kind == "composites":
        records = read_composites(root / config.images, config.seeds)
        return archive, caption_composites(config.id, records, lexicon, languages)
    if config.kind == "places":
        return read_places(config.id, config.format, archive, root / config.annotation, lexicon, languages)
    if config.kind == "rendered":  # the folder may contain crops of other runs' seeds
        samples = read_class_folders(config.id, archive, train_share=1.0)
        return archive, [sample for sample in samples if seed_of(sample.name) in config.seeds]
    return archive, read_class_folders(config.id, archive)


def open_source(
    config: SourceConfig,
    root: Path,
    lexicon: Lexicon,
    report: Report,
    languages: Sequence[str] = LANGUAGES,
    translations: Translations = MappingProxyType({}),
    data: Path = Path(),
) -> Source:
    """Open one data set; missing crops of rendered samples and composites are made first.

    Args:
        languages: languages of the captions made from boxes and masks.
        translations: of English sentences; they become captions.
        data: base of the folder of grounds for composites.
    """
    if config.kind == "rendered":
        make_crops(root / config.images, config.seeds, report)
    if config.kind == "composites":
        make_composites(root / config.images, config.seeds, data / config.annotation, lexicon, report, config.grounds)
    archive, samples = _read(config, root, lexicon, languages, report)
    samples = add_translations(samples, translations)
    source = Source(config, archive, tuple(samples), {})
    if config.label_set:
        return replace(source, classes=load_classes(config.label_set, root))
    if config.kind != "class-folders":
        return source
    source = replace(source, classes=classes_by_name(source.labels, lexicon))
    if source.unnamed:
        some = ", ".join(source.unnamed[:3])
        report(f"{config.id}: {len(source.unnamed)} classes are not in the lexicon ({some}); give a label_set")
    return source


def open_sources(
    config: DataConfig, base: Path, lexicon: Lexicon, report: Report = say_nothing, languages: Sequence[str] = LANGUAGES
) -> list[Source]:
    """Open every data set of a run, with its translations.

    Paths are relative to ``data.root``, which is relative to the working directory ``base``; rendered crops and
    translations are under ``base``.

    Raises:
        BadOption: a file of translations is missing or unchecked; see also the readers.
    """
    translations = read_translations([base / file for file in config.translations])
    return [
        open_source(
            source,
            base if source.kind in ("rendered", "composites") else base / config.root,
            lexicon,
            report,
            languages,
            {code: known for code, known in translations.items() if code in languages},
            base / config.root,
        )
        for source in config.sources
    ]
