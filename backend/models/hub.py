"""Files of a model hub: finding them in the local cache, and fetching them.

The hub is the one that ``huggingface_hub`` uses (``HF_ENDPOINT``), and so is the cache (``HF_HOME``, ``HF_HUB_CACHE``),
so that models fetched by other programs are found. Interrupted downloads are resumed; every file is checked against the
hub's digest, and against the first download of the same commit.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from backend.errors import ModelUnavailable
from backend.models.layout import CONFIG_FILE, TOKENIZER_FILES, WEIGHT_FILES
from backend.models.pins import Pins

OFFLINE_ENV = ("TERRALEX_OFFLINE", "HF_HUB_OFFLINE")
FOLDER_ENV = "TERRALEX_MODEL_DIR"
MAIN = "main"
_COMMIT = re.compile(r"[0-9a-f]{40}")

Chooser = Callable[[Sequence[str]], Sequence[str]]
"""Selects files of a repository, the one that makes it complete last."""

Complete = Callable[[Path], bool]
"""Whether a folder contains everything that is needed."""


def is_offline() -> bool:
    """Whether the environment forbids using the network for models."""
    return any(os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"} for name in OFFLINE_ENV)


def own_folder(name: str) -> Path:
    """Where users may put a model's files by hand: ``TERRALEX_MODEL_DIR``, else a folder of the user's data."""
    from platformdirs import user_data_path

    named = os.environ.get(FOLDER_ENV)
    return (Path(named).expanduser() if named else user_data_path("terralex") / "models") / name


def choose_model(names: Sequence[str]) -> Sequence[str]:
    """Configuration, tokenizer and the weights in the safest format; nothing if it is not in open_clip's layout."""
    weights = next((name for name in WEIGHT_FILES if name in names), None)
    if CONFIG_FILE not in names or weights is None:
        return ()
    return [CONFIG_FILE, *(name for name in TOKENIZER_FILES if name in names), weights]


def choose_tokenizer(names: Sequence[str]) -> Sequence[str]:
    """The files of a tokenizer, and the configuration with its type."""
    return [name for name in ("config.json", *reversed(TOKENIZER_FILES)) if name in names]


def choose_file(name: str) -> Chooser:
    """Choose a single file."""
    return lambda names: [name] if name in names else ()


def cached(repository: str, revision: str | None, complete: Complete) -> Path | None:
    """Folder of a repository in the hub's cache, or None if it is not complete there; the network is not used."""
    storage = _storage(repository)
    revision = revision or MAIN
    commit: str | None = revision
    if not _COMMIT.fullmatch(revision):
        ref = storage / "refs" / revision
        commit = Pins(storage).commit(revision) or (ref.read_text().strip() if ref.is_file() else None)
    if commit is None:
        return None
    folder = storage / "snapshots" / commit
    return folder if folder.is_dir() and complete(folder) else None


def commit_of(folder: Path) -> str | None:
    """The commit of a folder of the hub's cache; None for any other folder."""
    return folder.name if folder.parent.name == "snapshots" and _COMMIT.fullmatch(folder.name) else None


def recorded_digest(repository: str, commit: str, name: str) -> str | None:
    """SHA-256 that a file had when it was first fetched; None if unknown."""
    return Pins(_storage(repository)).digest(commit, name)


def fetch(
    repository: str,
    revision: str | None,
    choose: Chooser,
    *,
    update: bool = False,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Fetch files of a repository into the hub's cache, with a progress bar on a terminal.

    Args:
        revision: commit, tag or branch; None for the main branch.
        update: use the current commit of a branch or tag, not the one that was first fetched.
        known: SHA-256 by file name, as far as the catalogue has it.

    Returns:
        The folder of the commit.

    Raises:
        ModelUnavailable: the hub cannot be reached, has no such repository, revision or file, or sent bytes that do not
            match their digest.
    """
    # Not imported at module level: a local model does not need the client.
    from huggingface_hub import HfApi, hf_hub_download

    pins = Pins(_storage(repository))
    revision = revision or MAIN
    recorded = None if update else pins.commit(revision)
    try:
        info = HfApi().model_info(repository, revision=recorded or revision)
        names = choose([file.rfilename for file in info.siblings or ()])
        if not names:
            raise ModelUnavailable(
                f"The hub repository {repository} does not contain the files of a model that Terralex can use: it "
                f"needs {CONFIG_FILE} with {' or '.join(WEIGHT_FILES[::2])}, or the file named in the catalogue."
            )
        commit = str(info.sha)
        digests = {}
        for name in names:
            path = Path(hf_hub_download(repository, name, revision=commit))
            digests[name] = _checked_digest(path, name, known.get(name) or pins.digest(commit, name))
    except ModelUnavailable:
        raise
    except Exception as error:  # the client's transport errors have no common base class across its versions
        raise ModelUnavailable(_sentence(error, repository, revision, recorded)) from error
    pins.record(revision, commit, digests)
    return _storage(repository) / "snapshots" / commit


def _storage(repository: str) -> Path:
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE) / f"models--{repository.replace('/', '--')}"


def _checked_digest(path: Path, name: str, expected: str | None) -> str:
    """SHA-256 of a fetched file.

    The cache names a file by the hub's digest: SHA-256 of a large file, git's SHA-1 of a small one. The client itself
    only checks the length.
    """
    blob = path.resolve()
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    damaged = len(blob.name) == 64 and blob.name != digest
    if len(blob.name) == 40:
        content = path.read_bytes()
        damaged = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest() != blob.name
    if damaged:
        _remove(path)
        raise ModelUnavailable(
            f"{name} was damaged in transit (its digest differs from the hub's) and was removed: try again."
        )
    if expected not in (None, digest):
        _remove(path)
        raise ModelUnavailable(
            f"{name} was removed: the hub sent a different file from the one known under this commit (SHA-256 "
            f"{digest[:16]}..., not {str(expected)[:16]}...); ask its authors which one is right."
        )
    return digest


def _remove(path: Path) -> None:
    blob = path.resolve()
    path.unlink(missing_ok=True)
    blob.unlink(missing_ok=True)


def _sentence(error: Any, repository: str, revision: str, recorded: str | None) -> str:
    from huggingface_hub.errors import (
        GatedRepoError,
        HFValidationError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    if isinstance(error, GatedRepoError):
        return f"The hub gives {repository} only to registered users: accept its terms there and set HF_TOKEN."
    if isinstance(error, (RepositoryNotFoundError, HFValidationError)):
        return f"The hub has no public model repository {repository}: check the name, or set HF_TOKEN."
    if isinstance(error, RevisionNotFoundError) and recorded:
        return (
            f"The hub no longer has the revision {recorded} of {repository} that was fetched before: run `terralex "
            "models fetch ID --update` to get the current one."
        )
    if isinstance(error, RevisionNotFoundError):
        return f"The hub repository {repository} has no revision {revision}: check the name."
    return (
        f"The model {repository} is not on this machine and cannot be fetched ({_first_line(error)}): check the "
        "connection and the disk space, and try again."
    )


def _first_line(error: Any) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0].rstrip('.')}" if lines else type(error).__name__
