"""What a worker does, wherever it runs: it opens the layer and the model once, then embeds chunk after chunk."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.errors import IndexNotUsable, JobCrashed, TerralexError

if TYPE_CHECKING:
    from backend.index.elsewhere import EmbeddedChunk

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """What a worker is told; plain values, so that it can be sent to another machine.

    Attributes:
        manifest: of the index, as :meth:`backend.index.manifest.IndexManifest.to_dict` writes it.
        model_id: as a user names it; a folder has to be there on every machine.
        device: ``auto``, ``cpu`` or ``cuda``.
        offline: never fetch a model.
        trust: read the layer in the worker itself, and not in a confined process of its own.
        threads: of torch; 0 leaves them as they are.
        online_hosts, s3_buckets: that may be asked for parts of a remote layer.
        remote_folder: where the files of remote layers lie.
    """

    manifest: Mapping[str, Any]
    model_id: str
    device: str = "auto"
    offline: bool = False
    trust: bool = False
    threads: int = 0
    online_hosts: tuple[str, ...] = ()
    s3_buckets: tuple[str, ...] = ()
    remote_folder: str = ""


@dataclass(frozen=True)
class Answer:
    """What a worker answers.

    Attributes:
        chunk: what it embedded, or None.
        error: class and sentence of what went wrong with the layer or the model, so that trying it elsewhere is no use.
    """

    chunk: EmbeddedChunk | None = None
    error: tuple[str, str] | None = None


class Worker:
    """Embeds chunks of one index. Whatever fails is an answer: nothing is raised where nobody would see it."""

    def __init__(self, work: Work, number: int = 0) -> None:
        """Open the layer and find the model, whose weights load with the first chunk; :meth:`hello` tells how it went.

        Args:
            work: what it is told.
            number: of the worker; those of one machine take its GPUs in turn.
        """
        self._hello = Answer()
        try:
            self._begin(work, number)
        except Exception as error:
            self._hello = Answer(None, _said(error))

    def hello(self) -> Answer:
        """Whether it could begin."""
        return self._hello

    def embed(self, chunk_id: str) -> Answer:
        """One chunk, or a piece of one."""
        from backend.imagery.pieces import stem, with_id
        from backend.index.pipeline import embed_chunk

        if self._hello.error is not None:
            return self._hello
        try:
            return Answer(embed_chunk(self._layer, with_id(self._chunks[stem(chunk_id)], chunk_id), self._encoder))
        except Exception as error:
            return Answer(None, _said(error))

    def _begin(self, work: Work, number: int) -> None:
        """Raises:
        TerralexError: the layer cannot be opened here, or is another one; or there is no such model.
        """
        import torch

        from backend.imagery.layer import open_layer
        from backend.imagery.pieces import stem
        from backend.imagery.range_fetcher import RangeFetcher
        from backend.imagery.remote_reads import RemoteReads
        from backend.imagery.sandbox import ReaderPool
        from backend.index.manifest import IndexManifest
        from backend.models.encoder import load_encoder

        if work.threads:
            torch.set_num_threads(work.threads)
        if work.device != "cpu" and torch.cuda.is_available():
            torch.cuda.set_device(number % torch.cuda.device_count())
        manifest = IndexManifest.from_dict(work.manifest)
        path, bands = manifest.layer.path, manifest.layer.bands
        held = ExitStack()
        if work.trust:
            self._layer: Any = held.enter_context(open_layer(path, manifest.stretch, bands))
        else:
            fetcher = held.enter_context(RangeFetcher(work.online_hosts, work.s3_buckets))
            remote = RemoteReads(Path(work.remote_folder), fetcher) if work.remote_folder else None
            pool = held.enter_context(ReaderPool(remote=remote))
            self._layer = held.enter_context(pool.open(path, manifest.stretch, bands))
        self._held = held  # until the worker's process ends
        if self._layer.info.fingerprint != manifest.layer.fingerprint:
            raise IndexNotUsable(f"{path.name} is not the same file on every machine: share one, or copy it again.")
        self._encoder = load_encoder(work.model_id, work.device, offline=work.offline or None)
        if self._encoder.revision != manifest.model_revision:
            raise IndexNotUsable(f"The model {work.model_id} is not the same on every machine: fetch it again there.")
        self._chunks = {stem(chunk.chunk_id): chunk for chunk in manifest.grid().chunks()}


def _said(error: Exception) -> tuple[str, str]:
    """Class and sentence of an error."""
    if isinstance(error, TerralexError):
        return type(error).__name__, str(error)
    _LOG.debug("A worker failed", exc_info=error)
    message = " ".join(str(error).split())[:200] or "no message"
    return JobCrashed.__name__, f"A process that embeds chunks failed with {type(error).__name__}: {message}."


def raise_error(error: tuple[str, str]) -> None:
    """Raise what a worker has told, as the class it was.

    Raises:
        TerralexError: always.
    """
    from backend import errors

    kind = getattr(errors, error[0], None)
    if not (isinstance(kind, type) and issubclass(kind, TerralexError)):
        kind = errors.LayerNotReadable
    raise kind(error[1])


def usable_cpus() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
