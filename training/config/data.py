"""The data of a run: location, layout and use. Unknown keys are errors that name them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from training.composites.grounds import SOURCES
from training.composites.grounds import Source as GroundSource
from training.data.sample import Split

PlaceFormat = Literal["map-pairs", "tree-points", "building-counts", "flood-damage", "wind-turbines"]
"""Formats of annotations for sources of the kind ``places``."""
Share = Annotated[float, Field(ge=0, le=1)]


class Strict(BaseModel):
    """A table of a run's file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BoxCaptionsConfig(Strict):
    """How boxes of a source become captions.

    Attributes:
        seed: seed of the captions' content and wording.
        middle: interval, as shares of each side, in which the centre of an object counts as in the middle of the image.
        part: content of the random captions: some ``objects``, or all objects of some ``classes``.
        aliases: label in the data set -> concept of the lexicon, for labels that Terralex does not know.
        keep_difficult: whether to include objects that DOTA or VOC files flag as difficult.
        min_pixels: regions of a mask whose box has a smaller area are left out.
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
        kind: layout of the data. ``karpathy``: a JSON file of sentences; ``csv``: tab-separated image and caption;
            ``shards``: WebDataset tars; ``boxes`` and ``masks``: captions are made from them, in every language of the
            run; ``class-folders``; ``rendered``: crops of rendered samples; ``composites``: things on ground of the
            sets in the folder ``annotation``; ``places``: a map, points, counts or folders tell what the images show.
        images: folder or plain tar of the images; for ``shards`` a pattern like ``rs-{0000..0099}.tar``, or a folder.
        annotation: the JSON or CSV file; for ``boxes`` the COCO file or the folder of labels; the folder of masks.
        format: format of ``boxes`` and ``places``.
        classes: file of class names in order (YOLO), or of the mask values' labels (JSON).
        split: split of all images of ``csv``, ``boxes`` and ``masks``, and of those in ``shards`` without one.
        seeds: seeds of the samples to render or compose.
        grounds: sets of ground for composites; must not include a set held out for validation.
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
"""Required and optional fields of each kind of source."""


class DataConfig(Strict):
    """The data sets of a run.

    Attributes:
        leaks: how training images that (nearly) equal held-out ones are handled: dropped, or the run does not start.
        translations: files that ``terralex-train translate`` wrote, relative to the working directory. Their sentences
            become captions of the images; if two files translate the same sentence, the first one is used.
    """

    root: str
    leaks: Literal["drop", "stop"] = "drop"
    translations: tuple[str, ...] = ()
    sources: tuple[SourceConfig, ...]
