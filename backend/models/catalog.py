"""The catalogue of models, and what is known of a model without loading its weights."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from backend.errors import ModelUnavailable
from backend.resources import resource_path

DEFAULT_MODEL = "terralex-mini"
HUB = "hf-hub:"
LOCAL = "local-dir:"
CONFIG_FILE = "open_clip_config.json"
WEIGHT_FILES = ("open_clip_model.safetensors", "model.safetensors", "open_clip_pytorch_model.bin", "pytorch_model.bin")


class CatalogueEntry(BaseModel):
    """One model of ``resources/models/catalog.toml``; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    source: str
    revision: str | None = None
    licence: str
    languages: tuple[str, ...]
    ground_sampling_m: tuple[float, float] | None = None
    note: str = ""


@dataclass(frozen=True)
class ModelFiles:
    """A model in open_clip's ``local-dir`` layout on this machine."""

    id: str
    folder: Path
    config: Mapping[str, Any]
    weights: Path

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return int(self.config["model_cfg"]["embed_dim"])

    @property
    def image_size(self) -> int:
        """Side of the square input in pixels."""
        size = self.config["model_cfg"]["vision_cfg"].get("image_size", 224)
        return int(size if isinstance(size, int) else size[0])

    def digest(self) -> str:
        """First 16 hex digits of the SHA-256 of the weights: the revision of a model that has no other."""
        return _file_digest(self.weights, self.weights.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _file_digest(path: Path, _mtime_ns: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


@lru_cache(maxsize=1)
def load_catalogue() -> Mapping[str, CatalogueEntry]:
    """The models that ship with Terralex or that it knows how to fetch, by id."""
    rows = tomllib.loads(resource_path("models", "catalog.toml").read_text(encoding="utf-8"))
    try:
        return MappingProxyType({key: CatalogueEntry(**row) for key, row in rows.items()})
    except ValidationError as error:
        raise ModelUnavailable(f"resources/models/catalog.toml is not valid: {error.errors()[0]['msg']}.") from error


def _source_of(model_id: str) -> tuple[str, str | None]:
    if model_id.startswith((HUB, LOCAL)):
        return model_id, None
    entry = load_catalogue().get(model_id)
    if entry is None:
        known = ", ".join(load_catalogue())
        raise ModelUnavailable(
            f"Unknown model {model_id!r}: choose one of {known}, or give {HUB}ORG/NAME or {LOCAL}FOLDER."
        )
    return entry.source, entry.revision


def _fetch(repository: str, revision: str | None) -> Path:
    # Kept out of module level: the hub client is not needed by a local model.
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    wanted = [CONFIG_FILE, "*.json", "*.txt", "*.model", *WEIGHT_FILES]
    try:
        return Path(snapshot_download(repository, revision=revision, allow_patterns=wanted))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        raise ModelUnavailable(
            f"Model {HUB}{repository} is not on this machine and cannot be fetched: connect to its hub once, "
            f"or copy its files into a folder and use {LOCAL}FOLDER ({type(error).__name__})."
        ) from error


def locate_model(model_id: str) -> ModelFiles:
    """Find (or fetch) the files of a model; no weight is read.

    Args:
        model_id: a catalogue id, ``hf-hub:ORG/NAME`` or ``local-dir:FOLDER``.

    Raises:
        ModelUnavailable: unknown id, files missing or not readable, or the hub cannot be reached.
    """
    source, revision = _source_of(model_id)
    if source.startswith(HUB):
        folder = _fetch(source.removeprefix(HUB), revision)
    else:
        folder = Path(source.removeprefix(LOCAL)).expanduser()
        if not model_id.startswith(LOCAL):
            folder = resource_path("models", source.removeprefix(LOCAL))
    config_file = folder / CONFIG_FILE
    if not config_file.is_file():
        raise ModelUnavailable(f"Model {model_id}: {config_file} is missing; give a folder in open_clip's layout.")
    try:
        config = json.loads(config_file.read_text(encoding="utf-8"))
        size = config["model_cfg"]["embed_dim"], config["model_cfg"]["vision_cfg"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(
            f"Model {model_id}: {config_file} is not an open_clip configuration ({error})."
        ) from error
    del size
    weights = next((folder / name for name in WEIGHT_FILES if (folder / name).is_file()), None)
    if weights is None:
        raise ModelUnavailable(f"Model {model_id}: {folder} holds no weights ({', '.join(WEIGHT_FILES)}).")
    return ModelFiles(model_id, folder.resolve(), config, weights)
