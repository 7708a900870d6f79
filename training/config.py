"""One TOML file a run: everything that decides its outcome. Unknown keys are errors that name them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.errors import BadOption
from backend.lexicon import LANGUAGES

Share = Annotated[float, Field(ge=0, le=1)]
Config = TypeVar("Config", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceConfig(_Strict):
    """One data set. Paths are relative to ``data.root``."""

    id: str
    kind: Literal["karpathy", "class-folders", "rendered"]
    images: str = ""
    annotation: str = ""
    label_set: str = ""
    seeds: tuple[int, ...] = ()


class DataConfig(_Strict):
    """Where the data lie, and which.

    ``leaks``: what happens to training images that are (nearly) held-out ones: left out, or the run does not start.
    """

    root: str
    leaks: Literal["drop", "stop"] = "drop"
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
