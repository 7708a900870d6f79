"""Boxes and class masks as a training source: read in their published formats, captioned by M2B and B2C."""

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
    """Images of a source of kind ``boxes`` or ``masks``; a few missing or damaged ones are reported and left out.

    Raises:
        BadOption: an annotation does not match ``format``, or too many images are missing.
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
    """Samples with five captions in each language; none in a language without names for the image's objects.

    English is always included, as the fallback of evaluation and other languages.

    Raises:
        BadOption: an alias names a concept that is not in the lexicon, or ``middle`` is not an interval.
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
