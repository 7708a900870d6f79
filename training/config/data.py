"""The data of a run: where it lies, how it is laid out, what is made of it. Unknown keys are errors that name them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from training.composites.grounds import SOURCES
from training.composites.grounds import Source as GroundSource
from training.data.sample import Split

PlaceFormat = Literal["map-pairs", "tree-points", "building-counts", "flood-damage", "wind-turbines"]
"""How a set of the kind ``places`` says what its images show."""
Share = Annotated[float, Field(ge=0, le=1)]


class Strict(BaseModel):
    """A table of a run's file: a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BoxCaptionsConfig(Strict):
    """How the boxes of a source become captions.

    Attributes:
        seed: decides what captions tell and how; the same seed gives the same captions.
        middle: from which to which share of each side an object's centre is in the middle of the image.
        part: what the random captions name: some of the ``objects``, or all objects of some ``classes``.
        aliases: the data set's label -> concept of the lexicon, for labels whose name Terralex does not know.
        keep_difficult: whether objects that DOTA or VOC files flag as hard to see are told of.
        min_pixels: regions of a mask whose box has less area are specks and left out.
    """

    seed: int = 0
    middle: tuple[Share, Share] = (1 / 3, 2 / 3)
    part: Literal["objects", "classes"] = "objects"
    aliases: dict[str, str] = {}
    keep_difficult: bool = True
    min_pixels: Annotated[int, Field(ge=1)] = 1


class SourceConfig(Strict):
    """One data set. Paths are relative to ``data.root``.

    Attributes:
        kind: how it is laid out. ``karpathy``: a JSON of sentences; ``csv``: tab-separated image and caption;
            ``shards``: WebDataset tars; ``boxes`` and ``masks``: captions are made of what they mark, in every language
            of the run; ``class-folders``; ``rendered``: crops of samples made here; ``composites``: things laid on
            ground of the sets in the folder ``annotation``; ``places``: a map, points, counts or folders tell what the
            images show.
        images: folder or plain tar of the images; for ``shards`` a pattern like ``rs-{0000..0099}.tar``, or a folder.
        annotation: the JSON or CSV file; for ``boxes`` the COCO file, else the folder of labels; the folder of masks.
        format: of ``boxes`` and ``places``.
        classes: file of class names in order (YOLO), or of the mask values' labels (JSON).
        split: which split all images of ``csv``, ``boxes`` and ``masks`` are, and those of ``shards`` that say nothing.
        seeds: of the samples to render or to compose.
        grounds: sets that composites stand on; a set that is left out for validation must not be among them.
    """

    id: str
    kind: Literal["karpathy", "class-folders", "rendered", "csv", "boxes", "masks", "shards", "composites", "places"]
    images: str = ""
    annotation: str = ""
    format: Literal["", "coco", "dota", "voc", "yolo", PlaceFormat] = ""
    classes: str = ""
    label_set: str = ""
    split: Split = "train"
    captions: BoxCaptionsConfig = BoxCaptionsConfig()
    seeds: tuple[int, ...] = ()
    grounds: tuple[GroundSource, ...] = SOURCES

    @model_validator(mode="after")
    def _has_what_its_kind_takes(self) -> Self:
        needs, may = _FIELDS[self.kind]
        if self.format == "yolo":
            needs = needs | {"classes"}
        defaults = {name: field.default for name, field in type(self).model_fields.items()}
        given = {name for name, value in self if value != defaults[name]}
        if missing := needs - given:
            raise ValueError(f"source {self.id!r}: kind {self.kind!r} needs {', '.join(sorted(missing))}")
        if foreign := given - needs - may - {"id", "kind"}:
            raise ValueError(f"source {self.id!r}: kind {self.kind!r} has no use for {', '.join(sorted(foreign))}")
        return self


_FIELDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    {
        "karpathy": (frozenset({"images", "annotation"}), frozenset({"label_set"})),
        "class-folders": (frozenset({"images"}), frozenset({"label_set"})),
        "rendered": (frozenset({"images", "seeds"}), frozenset({"label_set"})),
        "composites": (frozenset({"images", "annotation", "seeds"}), frozenset({"grounds"})),
        "places": (frozenset({"images", "format"}), frozenset({"annotation"})),
        "csv": (frozenset({"images", "annotation"}), frozenset({"split"})),
        "boxes": (frozenset({"images", "annotation", "format"}), frozenset({"split", "captions"})),
        "masks": (frozenset({"images", "annotation", "classes"}), frozenset({"split", "captions"})),
        "shards": (frozenset({"images"}), frozenset({"label_set", "split"})),
    }
)
"""Fields that each kind of source needs, and those that it may have."""


class DataConfig(Strict):
    """Where the data lie, and which.

    Attributes:
        leaks: what happens to training images that are (nearly) held-out ones: left out, or the run does not start.
        translations: files that ``terralex-train translate`` wrote, relative to the working directory. Sentences in
            them become captions of the images in their languages; where two files have one, the first listed counts.
    """

    root: str
    leaks: Literal["drop", "stop"] = "drop"
    translations: tuple[str, ...] = ()
    sources: tuple[SourceConfig, ...]
