"""Boxes and class masks as a source of training: read as they are distributed, captioned by B2C (and M2B before it)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backend.lexicon import Lexicon
from training.captions.from_boxes import BoxCaptioner, CaptionRules
from training.config.data import SourceConfig
from training.data.archive import ImageArchive
from training.data.box_readers import read_class_names, read_coco, read_dota, read_voc, read_yolo
from training.data.boxes import BoxedImage
from training.data.masks import read_class_map, read_masks
from training.data.missing_images import Report
from training.data.sample import Sample


def read_boxed_images(config: SourceConfig, root: Path, archive: ImageArchive, report: Report) -> list[BoxedImage]:
    """Images of a source of kind ``boxes`` or ``masks``; few that are missing or damaged are reported and left out.

    Raises:
        BadOption: an annotation is not what ``format`` says, or more than few images are missing.
    """
    annotation, how = root / config.annotation, config.captions
    if config.kind == "masks":
        classes = read_class_map(root / config.classes)
        return read_masks(config.id, annotation, classes, archive, how.min_pixels, report)
    if config.format == "coco":
        return read_coco(config.id, annotation, archive, report)
    if config.format == "yolo":
        return read_yolo(config.id, annotation, archive, read_class_names(root / config.classes), report)
    read = read_dota if config.format == "dota" else read_voc
    return read(config.id, annotation, archive, how.keep_difficult, report)


def caption_boxes(
    config: SourceConfig, images: Sequence[BoxedImage], lexicon: Lexicon, languages: Sequence[str]
) -> list[Sample]:
    """Samples with five captions in each language; an image that has nothing to name in one has none in it.

    English is always among them: it is what evaluation and other languages fall back on.

    Raises:
        BadOption: an alias names a concept that the lexicon lacks, or ``middle`` is no interval.
    """
    how = config.captions
    captioner = BoxCaptioner(lexicon, CaptionRules(how.middle, how.part), how.aliases)
    spoken = tuple(dict.fromkeys(("en", *languages)))
    samples = []
    for image in images:
        said = {code: tuple(c.text for c in captioner.captions(image, code, how.seed)) for code in spoken}
        captions = {code: texts for code, texts in said.items() if texts}
        samples.append(Sample(config.id, image.name, config.split, None, captions))
    return samples
