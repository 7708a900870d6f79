"""Several processes of this machine, on its GPUs in turn if there are any, else with a share of the processors each."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from backend.errors import BadOption, Cancelled
from backend.executors.attempts import Attempts
from backend.executors.work import Answer, Work, Worker, raise_error, usable_cpus
from backend.index.elsewhere import EmbeddedChunk
from backend.index.manifest import IndexManifest

AHEAD = 2
"""Chunks that a worker has at once: one that it embeds and one that waits for it."""
MAX_WORKERS = 256
_POLL_S = 0.2
_END_S = 10.0


@dataclass(eq=False)
class _Process:
    process: BaseProcess
    channel: Connection


class LocalExecutor:
    """Embeds chunks in processes of this machine; one that dies is replaced."""

    def __init__(self, work: Work, workers: int) -> None:
        """Args:
        work: what each of them is told; its manifest is that of :meth:`embed`.
        workers: how many.

        Raises:
            BadOption: a number that cannot be used.
        """
        if not 1 <= workers <= MAX_WORKERS:
            raise BadOption(f"{workers} workers cannot be had: ask for 1 to {MAX_WORKERS}.")
        self._work = replace(work, threads=work.threads or max(1, usable_cpus() // workers))
        self.workers = workers
        self.pids: list[int] = []
        """Of the workers that run."""

    def embed(
        self, manifest: IndexManifest, chunk_ids: Sequence[str], cancelled: Callable[[], bool]
    ) -> Generator[EmbeddedChunk]:
        """See :class:`backend.index.elsewhere.ChunkEmbedder`."""
        work = replace(self._work, manifest=manifest.to_dict())
        attempts: Attempts[_Process] = Attempts(chunk_ids)
        running = [_start(work, number) for number in range(min(self.workers, len(chunk_ids)))]
        try:
            while not attempts.over:
                self.pids = [one.process.pid or 0 for one in running]
                for number, one in enumerate(running):
                    if not _feed(one, attempts):
                        attempts.lost(one)
                        _end(one)
                        running[number] = _start(work, number)
                        _feed(running[number], attempts)
                for one in _ready(running):
                    answer = _take(one)
                    if answer is None:  # it has died; it is replaced in the next round
                        continue
                    if answer.error is not None:
                        raise_error(answer.error)
                    if answer.chunk is not None and attempts.done(answer.chunk.chunk_id):
                        yield answer.chunk
                if cancelled():
                    raise Cancelled("Indexing was stopped: run it again to continue from there.")
        finally:
            self.pids = []
            for one in running:
                _end(one)


def _start(work: Work, number: int) -> _Process:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, number), daemon=True, name=f"terralex-worker-{number}")
    with _no_interrupts():
        process.start()
    theirs.close()
    return _Process(process, ours)


def _feed(one: _Process, attempts: Attempts[_Process]) -> bool:
    """Give a worker what it can take; False where it has died."""
    if not one.process.is_alive() and not _has_answer(one):
        return False
    try:
        while attempts.held_by(one) < AHEAD and (chunk_id := attempts.next(one)) is not None:
            one.channel.send(chunk_id)
    except OSError:
        return False
    return True


def _has_answer(one: _Process) -> bool:
    try:
        return one.channel.poll()
    except OSError:
        return False


def _ready(running: Sequence[_Process]) -> list[_Process]:
    found = wait([one.channel for one in running], _POLL_S)
    return [one for one in running if one.channel in found]


def _take(one: _Process) -> Answer | None:
    try:
        answer: Answer = one.channel.recv()
    except (EOFError, OSError, pickle.UnpicklingError):  # killed, in the middle of an answer perhaps
        one.process.kill()
        one.process.join(_END_S)
        with suppress(OSError):
            one.channel.close()
        return None
    return answer


def _end(one: _Process) -> None:
    with suppress(OSError):
        one.channel.close()
    one.process.terminate()
    one.process.join(_END_S)
    if one.process.is_alive():
        one.process.kill()
        one.process.join(_END_S)


def _serve(channel: Any, work: Work, number: int) -> None:
    """The worker's process: answers chunk after chunk until nobody asks any more."""
    worker = Worker(work, number)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            channel.send(worker.embed(channel.recv()))


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Processes that are started in this block do not hear Ctrl+C, which is this process's to heed."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
