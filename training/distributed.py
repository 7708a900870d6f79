"""Distributed training; with a single process, everything here is the identity."""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType
from typing import TYPE_CHECKING

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.rendezvous import rendezvous

from backend.errors import TerralexError

if TYPE_CHECKING:
    from torch._C._distributed_c10d import Store

_TIMEOUT = timedelta(minutes=60)  # the others wait as long for the first one, which prepares the data
_LOST = re.compile(r"gloo|connection (closed|reset)|broken pipe", re.IGNORECASE)
_GO_ON = "what is done is kept: run the same command again, and it goes on from the last checkpoint."


class ProcessLost(TerralexError):
    """A process of the run has ended, so that the others cannot go on either."""


@dataclass(frozen=True)
class Group:
    """This process's rank among those of the run, as set by ``torchrun``, and its device."""

    rank: int = 0
    world: int = 1
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

    @property
    def leads(self) -> bool:
        """Whether this process writes files and talks to the user."""
        return self.rank == 0

    def sum(self, value: Tensor) -> Tensor:
        """Sum of a tensor over all processes, without a gradient."""
        if self.world > 1:
            value = value.detach().clone()
            dist.all_reduce(value)
        return value

    def mean(self, value: Tensor) -> Tensor:
        """Mean over all processes."""
        return self.sum(value) / self.world

    def gather(self, value: Tensor) -> Tensor:
        """The tensors ``[n, ...]`` of all processes, concatenated by rank, without a gradient."""
        if self.world == 1:
            return value
        parts = [torch.empty_like(value) for _ in range(self.world)]
        dist.all_gather(parts, value.contiguous())
        return torch.cat(parts)

    def first_unlike(self, lines: Iterable[str]) -> int | None:
        """The first process whose lines differ from those of the leading one; None if all are alike."""
        digest = hashlib.sha256()
        for line in lines:
            digest.update(f"{line}\n".encode())
        number = int.from_bytes(digest.digest()[:7], "big")
        numbers = self.gather(torch.tensor([number], device=self.device)).tolist()
        return next((rank for rank, other in enumerate(numbers) if other != numbers[0]), None)

    def wait(self) -> None:
        """Wait for all processes."""
        if self.world > 1:
            dist.barrier()

    def share(self, count: int) -> range:
        """This process's positions in a batch of ``count`` rows."""
        each = count // self.world
        return range(self.rank * each, (self.rank + 1) * each)


def pick_device(device: str, local_rank: int) -> torch.device:
    """``auto`` is the local rank's GPU if there is one, else the CPU."""
    if device != "auto":
        return torch.device(device)
    return torch.device("cuda", local_rank) if torch.cuda.is_available() else torch.device("cpu")


@contextmanager
def process_group(device: str = "auto") -> Iterator[Group]:
    """The process group from ``torchrun``'s environment, or a single process; NCCL on GPUs, else Gloo.

    When one process fails or is killed, the others cannot go on. One of them says why; those that have nothing to add
    say nothing. Once the group has failed a process can only end: with code 2, as all of our commands, or with 1 after
    an error that is not ours.

    Raises:
        ProcessLost: another process has ended, or the run was told to stop (SIGTERM, which ``torchrun`` sends to the
            others when one has ended).
    """
    world = int(os.environ.get("WORLD_SIZE", "1"))
    rank, local_rank = int(os.environ.get("RANK", "0")), int(os.environ.get("LOCAL_RANK", "0"))
    chosen = pick_device(device, local_rank)
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen.index or 0)
    if world == 1:
        yield Group(device=chosen)
        return
    store, rank, world = next(rendezvous("env://", timeout=_TIMEOUT))
    in_charge = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, _told_to_stop) if in_charge else None
    try:
        backend = "nccl" if chosen.type == "cuda" else "gloo"
        dist.init_process_group(backend, store=store, rank=rank, world_size=world, timeout=_TIMEOUT)
        yield Group(rank, world, chosen)
    except BaseException as error:
        if in_charge:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends anyway, and has a sentence to finish
        first = _first_to_fail(store)
        lost = _is_lost(error)
        told = lost or isinstance(error, TerralexError)
        if isinstance(error, Exception):  # not Ctrl+C, whose exit code is another
            atexit.register(_leave, 2 if told else 1)
        if told and not first:
            raise SystemExit(2) from error
        if lost:
            raise ProcessLost(f"Another process of the run has ended; {_GO_ON}") from error
        raise
    else:
        dist.destroy_process_group()  # not after a failure: with NCCL it would wait for those that are gone
        if in_charge:
            signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _leave(code: int) -> None:
    """End the process, once everything is said, without dismantling its half of a group whose other half is gone.

    Gloo's threads may still run then, and C++ aborts a process that drops a running thread.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _told_to_stop(_: int, __: FrameType | None) -> None:
    raise ProcessLost(f"The run was stopped, or another of its processes has ended; {_GO_ON}")


def _first_to_fail(store: Store) -> bool:
    try:
        return int(store.add("failed", 1)) == 1
    except RuntimeError:  # the store went with the process that held it
        return True


def _is_lost(error: BaseException) -> bool:
    """Whether an error of a collective says that another process is gone."""
    if isinstance(error, TerralexError) or not isinstance(error, RuntimeError):
        return False
    return isinstance(error, dist.DistError) or _LOST.search(str(error)) is not None
