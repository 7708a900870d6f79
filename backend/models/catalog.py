"""The catalogue of models, and where the files of a model are. No weights are read here."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from backend.errors import ModelUnavailable
from backend.models import hub
from backend.models.configuration import check_configuration
from backend.models.layout import CONFIG_FILE, TOKENIZER_FILES, WEIGHT_FILES, has_tokenizer, is_complete, weights_in
from backend.resources import resource_path

DEFAULT_MODEL = "terralex-mini"
HUB = "hf-hub:"
HUB_FILE = "hub-file:"
LOCAL = "local-dir:"
_PLACES = ("hf_tokenizer_name", "hf_model_name", "hf_model_pretrained")
"""Settings of a text tower that say where its files come from, not what is in them."""


class CatalogueEntry(BaseModel):
    """One model of ``resources/models/catalog.toml``; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    source: str
    architecture: str | None = None
    """open_clip architecture of bare weights; a repository or folder has its own configuration."""
    revision: str | None = None
    sha256: str | None = None
    licence: str
    languages: tuple[str, ...]
    ground_sampling_m: tuple[float, float] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _bare_weights_need_an_architecture(self) -> CatalogueEntry:
        if not self.source.startswith((HUB, HUB_FILE, LOCAL)):
            raise ValueError(f"source {self.source!r} must start with {HUB}, {HUB_FILE} or {LOCAL}")
        if self.source.startswith(HUB_FILE) != (self.architecture is not None):
            raise ValueError(f"{self.source!r}: an architecture is only allowed with {HUB_FILE}")
        return self


@dataclass(frozen=True)
class ModelSource:
    """Where a model comes from: a folder, or a repository of the hub.

    Attributes:
        folder: folder of a ``local-dir:`` model, else None.
        repository: ``ORG/NAME`` at the hub, else None.
        file: path of bare weights in the repository; None if the whole repository is the model.
        architecture: open_clip architecture of bare weights.
        revision: commit, tag or branch; None for the hub's main branch.
        sha256: SHA-256 of the weights, if known.
        own_folder: folder in which users may put the files of a hub model by hand.
    """

    folder: Path | None = None
    repository: str | None = None
    file: str | None = None
    architecture: str | None = None
    revision: str | None = None
    sha256: str | None = None
    own_folder: Path | None = None


@dataclass(frozen=True)
class ModelFiles:
    """A model whose files are on this machine.

    Attributes:
        id: the id by which it was requested.
        folder: folder of the weights.
        config: open_clip's ``model_cfg`` and ``preprocess_cfg``.
        tokenizer: folder of the tokenizer's files; None for open_clip's own byte-pair tokenizer.
        text_tower: folder with the ``config.json`` of a transformers text tower; None if open_clip builds it.
        commit: commit of the hub's repository; None for a folder.
        sha256: expected SHA-256 of the weights, if known.
    """

    id: str
    folder: Path
    config: Mapping[str, Any]
    weights: Path
    tokenizer: Path | None = None
    text_tower: Path | None = None
    commit: str | None = None
    sha256: str | None = None

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return int(self.config["model_cfg"]["embed_dim"])

    @property
    def image_size(self) -> int:
        """Side of the square input, in pixels."""
        size = self.config["model_cfg"]["vision_cfg"].get("image_size", 224)
        return int(size if isinstance(size, int) else size[0])

    def digest(self) -> str:
        """First 16 hex digits of the SHA-256 of the weights, which identify a version of a model."""
        return self.full_digest()[:16]

    def full_digest(self) -> str:
        """SHA-256 of the weights in hex; computed once per process."""
        return _file_digest(self.weights, self.weights.stat().st_mtime_ns)

    def text_digest(self) -> str:
        """First 16 hex digits of a SHA-256 of all that makes the embedding of a text.

        With the same weights, another tokenizer or another setting of it gives other embeddings.
        """
        model = self.config["model_cfg"]
        text = {name: value for name, value in model["text_cfg"].items() if name not in _PLACES}
        settings = [self.full_digest(), text, bool(model.get("quick_gelu"))]
        digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
        for folder, names in ((self.tokenizer, TOKENIZER_FILES), (self.text_tower, ("config.json",))):
            for file in (folder / name for name in names) if folder is not None else ():
                if file.is_file():
                    digest.update(f"{file.name} {_file_digest(file, file.stat().st_mtime_ns)}".encode())
        return digest.hexdigest()[:16]


@lru_cache(maxsize=64)
def _file_digest(path: Path, _mtime_ns: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@lru_cache(maxsize=1)
def load_catalogue() -> Mapping[str, CatalogueEntry]:
    """The models that ship with Terralex or that it can fetch, by id."""
    rows = tomllib.loads(resource_path("models", "catalog.toml").read_text(encoding="utf-8"))
    try:
        return MappingProxyType({key: CatalogueEntry(**row) for key, row in rows.items()})
    except ValidationError as error:
        raise ModelUnavailable(f"resources/models/catalog.toml is not valid: {error.errors()[0]['msg']}.") from error


def find_source(model_id: str) -> ModelSource:
    """Where a model comes from.

    Args:
        model_id: a catalogue id, ``hf-hub:ORG/NAME``, ``hf-hub:ORG/NAME@REVISION`` or ``local-dir:FOLDER``.

    Raises:
        ModelUnavailable: unknown id.
    """
    if model_id.startswith(LOCAL):
        return ModelSource(folder=Path(model_id.removeprefix(LOCAL)).expanduser())
    if model_id.startswith(HUB):
        repository, _, revision = model_id.removeprefix(HUB).partition("@")
        own_folder = hub.own_folder(repository.replace("/", "--"))
        return ModelSource(repository=repository, revision=revision or None, own_folder=own_folder)
    entry = load_catalogue().get(model_id)
    if entry is None:
        known = ", ".join(load_catalogue())
        raise ModelUnavailable(
            f"Unknown model {model_id!r}: choose one of {known}, or give {HUB}ORG/NAME or {LOCAL}FOLDER."
        )
    if entry.source.startswith(LOCAL):
        return ModelSource(folder=resource_path("models", entry.source.removeprefix(LOCAL)), sha256=entry.sha256)
    organisation, name, *file = entry.source.partition(":")[2].split("/")
    return ModelSource(
        repository=f"{organisation}/{name}",
        file="/".join(file) or None,
        architecture=entry.architecture,
        revision=entry.revision,
        sha256=entry.sha256,
        own_folder=hub.own_folder(model_id),
    )


def locate_model(model_id: str, *, offline: bool | None = None, update: bool = False) -> ModelFiles:
    """Find (or fetch) the files of a model; no weights are read.

    Args:
        model_id: a catalogue id, ``hf-hub:ORG/NAME[@REVISION]`` or ``local-dir:FOLDER``.
        offline: never use the network; if None, ``TERRALEX_OFFLINE`` and ``HF_HUB_OFFLINE`` decide.
        update: get the newest revision of a model without a pinned revision from the hub, and record it.

    Raises:
        ModelUnavailable: unknown id; files missing, damaged or not readable; or the hub cannot be reached.
    """
    offline = hub.is_offline() if offline is None else offline
    source = find_source(model_id)
    folder = source.folder if source.folder is not None else files_at(source, update=update)
    if folder is None:
        assert source.repository is not None
        if offline:
            raise ModelUnavailable(_offline_sentence(model_id, source))
        known = {source.file: source.sha256} if source.file and source.sha256 else {}
        folder = hub.fetch(source.repository, source.revision, _chooser(source), update=update, known=known)
    commit = hub.commit_of(folder)
    if source.file is None:
        config = _read_config(model_id, folder)
        weights = weights_in(folder)
        if weights is None:
            raise ModelUnavailable(f"Model {model_id}: {folder} contains no weights ({', '.join(WEIGHT_FILES)}).")
    else:
        assert source.architecture is not None
        config = {"model_cfg": _architecture(source.architecture), "preprocess_cfg": {}}
        weights = folder / (source.file if commit else Path(source.file).name)
    sha256 = source.sha256
    if sha256 is None and commit and source.repository is not None:
        sha256 = hub.recorded_digest(source.repository, commit, weights.relative_to(folder).as_posix())
    text = config["model_cfg"].get("text_cfg", {})
    tokenizer_name, tower_name = text.get("hf_tokenizer_name"), text.get("hf_model_name")
    return ModelFiles(
        id=model_id,
        folder=weights.parent.absolute(),
        config=config,
        weights=weights,
        tokenizer=_tokenizer(model_id, folder, tokenizer_name, source, offline) if tokenizer_name else None,
        text_tower=_text_tower(model_id, folder, tower_name, offline) if tower_name else None,
        commit=commit,
        sha256=sha256,
    )


def files_at(source: ModelSource, *, update: bool = False) -> Path | None:
    """Folder that contains all files of a hub model, searched only on this machine; None if there is none.

    Files that a user put there by hand come first; with ``update``, the cache is ignored.
    """
    assert source.repository is not None and source.own_folder is not None
    if source.file is None:
        if is_complete(source.own_folder):
            return source.own_folder
        return None if update else hub.cached(source.repository, source.revision, is_complete)
    if (source.own_folder / Path(source.file).name).is_file():
        return source.own_folder
    file = source.file
    return None if update else hub.cached(source.repository, source.revision, lambda folder: (folder / file).is_file())


def _chooser(source: ModelSource) -> hub.Chooser:
    return hub.choose_model if source.file is None else hub.choose_file(source.file)


def _offline_sentence(model_id: str, source: ModelSource) -> str:
    what = Path(source.file).name if source.file else f"{CONFIG_FILE}, the weights and the tokenizer's files"
    return (
        f"Model {model_id} is not on this machine and offline mode forbids fetching it: put {what} of "
        f"{source.repository} into {source.own_folder}, or run `terralex models fetch {model_id}` once where a "
        "network is available."
    )


def _read_config(model_id: str, folder: Path) -> Mapping[str, Any]:
    file = folder / CONFIG_FILE
    if not file.is_file():
        raise ModelUnavailable(f"Model {model_id}: {file} is missing; give a folder in open_clip's layout.")
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
        missing = {"embed_dim", "vision_cfg", "text_cfg"} - set(config["model_cfg"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(f"Model {model_id}: {file} is not an open_clip configuration ({error!r}).") from error
    if missing:
        raise ModelUnavailable(f"Model {model_id}: {file} lacks {', '.join(sorted(missing))} in model_cfg.")
    check_configuration(model_id, config)
    return dict(config)


def _architecture(name: str) -> Mapping[str, Any]:
    """The configuration that open_clip ships for an architecture, read without importing open_clip (and torch)."""
    package = find_spec("open_clip")
    assert package is not None and package.origin is not None
    file = Path(package.origin).parent / "model_configs" / f"{name}.json"
    if not file.is_file():
        raise ModelUnavailable(
            f"The installed open_clip does not know the architecture {name}: update open_clip_torch."
        )
    return dict(json.loads(file.read_text(encoding="utf-8")))


def _tokenizer(model_id: str, folder: Path, name: str, source: ModelSource, offline: bool) -> Path:
    """Folder of the tokenizer's files: beside the weights, or in the repository that the configuration names."""
    if source.folder is not None or has_tokenizer(folder):
        return folder
    return _elsewhere(model_id, name, "tokenizer", hub.choose_tokenizer, has_tokenizer, offline)


def _text_tower(model_id: str, folder: Path, name: str, offline: bool) -> Path:
    """Folder with the ``config.json`` of a transformers text tower: the model's own if it has one."""
    if (folder / "config.json").is_file():
        return folder
    if Path(name).is_dir():
        return Path(name)
    shipped = resource_path("models", "text_towers", name.removeprefix("FacebookAI/"))
    if (shipped / "config.json").is_file():
        return shipped
    return _elsewhere(
        model_id,
        name,
        "text tower's config.json",
        hub.choose_file("config.json"),
        lambda folder: (folder / "config.json").is_file(),
        offline,
    )


def _elsewhere(
    model_id: str, repository: str, what: str, choose: hub.Chooser, complete: hub.Complete, offline: bool
) -> Path:
    own_folder = hub.own_folder(repository.replace("/", "--"))
    if complete(own_folder):
        return own_folder
    folder = hub.cached(repository, None, complete)
    if folder is None and offline:
        raise ModelUnavailable(
            f"Model {model_id} needs the {what} of {repository}, which is not on this machine, and offline mode "
            f"forbids fetching it: put it into {own_folder}, or run `terralex models fetch {model_id}` once where "
            "a network is available."
        )
    return folder if folder is not None else hub.fetch(repository, None, choose)
