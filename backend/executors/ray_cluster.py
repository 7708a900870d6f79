"""``ray``: the actors of a Ray cluster, on this machine or many; nodes may come and go while it runs."""

from __future__ import annotations

import logging
import os
import time
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from backend.errors import BadOption, Cancelled, ServiceUnreachable
from backend.executors.attempts import MOST_ATTEMPTS, Attempts
from backend.executors.work import Answer, Work, Worker, raise_error
from backend.index.elsewhere import EmbeddedChunk
from backend.index.manifest import IndexManifest

AHEAD = 2
"""Chunks that an actor has at once: more would only wait in its memory."""
NOBODY_S = 180.0
"""How long no actor may be there before the work is given up."""
_POLL_S = 0.2


@dataclass(eq=False)
class Actor:
    """An actor; chunks go to it once it has answered, so that none waits for a node that may never come."""

    handle: Any
    hello: Any
    ready: bool = False
    asked: dict[Any, str] = field(default_factory=dict)

    @property
    def awaited(self) -> list[Any]:
        """What it is to answer next."""
        return list(self.asked) if self.ready else [self.hello]


class RayExecutor:
    """Embeds chunks on a Ray cluster. This process alone writes the index."""

    def __init__(self, work: Work, workers: int | None = None, address: str | None = None) -> None:
        """Args:
        work: what each actor is told; its manifest is that of :meth:`embed`.
        workers: actors; one a GPU of the cluster if None, or one a processor where it has none.
        address: of the cluster, ``host:port``; that of ``RAY_ADDRESS`` if None, else a cluster of this machine, which
            is started and stopped.

        Raises:
            BadOption: the extra ``ray`` is not installed, or the number cannot be used.
        """
        try:
            import ray  # noqa: F401
        except ImportError as error:
            raise BadOption('Ray is not installed: pip install "terralex[ray]", or leave --executor out.') from error
        if workers is not None and workers < 1:
            raise BadOption(f"{workers} workers cannot be had: ask for 1 or more.")
        self.workers = workers or 1
        self.actors: list[Actor] = []
        """That run, or wait for a node."""
        self._asked_for = workers
        self._work = work
        self._address = address or os.environ.get("RAY_ADDRESS")

    def embed(
        self, manifest: IndexManifest, chunk_ids: Sequence[str], cancelled: Callable[[], bool]
    ) -> Generator[EmbeddedChunk]:
        """See :class:`backend.index.elsewhere.ChunkEmbedder`.

        Raises:
            ServiceUnreachable: the cluster cannot be reached, or has nobody for three minutes.
        """
        import ray

        ours = not ray.is_initialized()
        if ours:
            _connect(ray, self._address)
        try:
            yield from self._run(ray, replace(self._work, manifest=manifest.to_dict()), chunk_ids, cancelled)
        finally:
            for actor in self.actors:
                _end(ray, actor)
            self.actors = []
            if ours:
                ray.shutdown()

    def _run(
        self, ray: Any, work: Work, chunk_ids: Sequence[str], cancelled: Callable[[], bool]
    ) -> Generator[EmbeddedChunk]:
        resources = ray.cluster_resources()
        gpus = 0 if work.device == "cpu" else int(resources.get("GPU", 0))
        self.workers = self._asked_for or gpus or max(1, int(resources.get("CPU", 1)))
        kind = ray.remote(num_cpus=1, num_gpus=1 if gpus else 0, max_restarts=0, max_task_retries=0)(Worker)
        work = replace(work, threads=work.threads or 1)

        def start() -> Actor:
            handle = kind.remote(work)
            return Actor(handle, handle.hello.remote())

        attempts: Attempts[Actor] = Attempts(chunk_ids)
        actors = self.actors = [start() for _ in range(min(self.workers, len(chunk_ids)))]
        failed, seen = 0, time.monotonic()
        while not attempts.over:
            for actor in actors:
                while actor.ready and attempts.held_by(actor) < AHEAD and (chunk_id := attempts.next(actor)):
                    actor.asked[actor.handle.embed.remote(chunk_id)] = chunk_id
            waiting = {ref: actor for actor in actors for ref in actor.awaited}
            done = ray.wait(list(waiting), num_returns=1, timeout=_POLL_S)[0] if waiting else []
            for ref in done:
                actor = waiting[ref]
                try:
                    answer: Answer = ray.get(ref)
                except ray.exceptions.RayError:  # the actor or its node has gone
                    failed = 0 if actor.ready else failed + 1
                    if failed > MOST_ATTEMPTS * self.workers:
                        raise ServiceUnreachable(
                            "Every worker of the Ray cluster ends as it begins: install the same Terralex on all of "
                            "its machines."
                        ) from None
                    attempts.lost(actor)
                    actors.remove(actor)
                    _end(ray, actor)
                    actors.append(start())
                    continue
                if answer.error is not None:
                    raise_error(answer.error)
                actor.ready = True
                actor.asked.pop(ref, None)
                if answer.chunk is not None and attempts.done(answer.chunk.chunk_id):
                    yield answer.chunk
            if done or any(actor.asked for actor in actors):
                seen = time.monotonic()
            if time.monotonic() - seen > NOBODY_S:
                raise ServiceUnreachable(
                    "The Ray cluster has no room for a worker: add a node, or stop other work there."
                )
            if cancelled():
                raise Cancelled("Indexing was stopped: run it again to continue from there.")


def _connect(ray: Any, address: str | None) -> None:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody is told what is done here
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    own = {"include_dashboard": False} if address is None else {}
    try:
        with warnings.catch_warnings():  # of lancedb, as Ray starts its own programs, which do not use it
            warnings.filterwarnings("ignore", message="lancedb fork support", category=RuntimeWarning)
            ray.init(address or "local", logging_level=logging.ERROR, log_to_driver=False, **own)
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        raise ServiceUnreachable(
            f"No Ray cluster answers at {address or 'this machine'}: check --address and that it runs."
        ) from error


def _end(ray: Any, actor: Actor) -> None:
    with suppress(Exception):
        ray.kill(actor.handle)
