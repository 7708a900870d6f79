"""One TOML file a run: everything that decides its outcome. Unknown keys are errors that name them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from backend.errors import BadOption
from backend.lexicon import LANGUAGES
from training.composites.grounds import SOURCES
from training.composites.grounds import Source as GroundSource
from training.data.place_sets import PlaceFormat
from training.data.sample import Split

Share = Annotated[float, Field(ge=0, le=1)]
Config = TypeVar("Config", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BoxCaptionsConfig(_Strict):
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


class SourceConfig(_Strict):
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


class DataConfig(_Strict):
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


class ModelConfig(_Strict):
    """Towers; the text tower is open_clip's own transformer over our vocabulary."""

    timm_model: str = "mobilenetv2_100"
    trunk_weights: str = ""
    image_size: int = 224
    embed_dim: int = 384
    projection: Literal["linear", "mlp"] = "linear"
    vocabulary: int = 12_000
    context_length: int = 64
    text_width: int = 256
    text_layers: int = 4
    text_heads: int = 4


class StageConfig(_Strict):
    """One stage of training.

    Attributes:
        trains: ``projections`` (the trunk is frozen, its pooled features are cached), ``tail`` (the trunk is frozen up
            to ``frozen_blocks``, activations there are cached) or ``all`` (end to end on fresh views). The text tower
            trains in each.
        views: how many cached views of an image there are; 0 is the plain one.
        repeats: how often a source's images come in an epoch; 1 where it is not named, 0 leaves it out.
    """

    name: str
    trains: Literal["projections", "tail", "all"]
    frozen_blocks: int = 0
    views: Annotated[int, Field(ge=1)] = 1
    repeats: dict[str, Annotated[int, Field(ge=0)]] = {}
    precision: Literal["float32", "bfloat16"] = "bfloat16"
    steps: Annotated[int, Field(ge=1)]
    batch: Annotated[int, Field(ge=2)]
    learning_rate: float
    trunk_learning_rate: float = 0.0
    weight_decay: float = 0.05
    warmup_steps: int = 100
    label_weight: float = 1.0
    lexicon_weight: float = 0.2
    name_pairs: Annotated[int, Field(ge=2)] = 48
    feature_noise: float = 0.0
    english_share: Share = 0.35
    ema_decay: float = 0.998
    clip_gradient: float = 1.0


class RunConfig(_Strict):
    """A whole run."""

    name: str
    seed: int = 0
    threads: int = 0
    feature_precision: Literal["float32", "bfloat16"] = "bfloat16"
    languages: tuple[str, ...] = LANGUAGES
    checkpoint_every: int = 200
    data: DataConfig
    model: ModelConfig = ModelConfig()
    stages: tuple[StageConfig, ...]


def read_toml(file: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        BadOption: no such file, or not TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadOption(f"{file}: cannot be read ({error.strerror}).") from error
    except tomllib.TOMLDecodeError as error:
        raise BadOption(f"{file}: not valid TOML ({error}).") from error


def checked(kind: type[Config], rows: dict[str, Any], file: Path) -> Config:
    """The configuration that ``rows`` of ``file`` describe.

    Raises:
        BadOption: a key is unknown, is missing or has a wrong value.
    """
    try:
        return kind(**rows)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadOption(f"{file}: {where}: {first['msg']}.") from error


def load_config(file: Path) -> RunConfig:
    """Read and check the configuration of a run in stages.

    Raises:
        BadOption: no such file, not TOML, or a key that is unknown or has a wrong value.
    """
    return checked(RunConfig, read_toml(file), file)
