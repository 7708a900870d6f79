"""Distributed training; with a single process, everything here is the identity."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor


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
    """The process group from ``torchrun``'s environment, or a single process; NCCL on GPUs, else Gloo."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    rank, local_rank = int(os.environ.get("RANK", "0")), int(os.environ.get("LOCAL_RANK", "0"))
    chosen = pick_device(device, local_rank)
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen.index or 0)
    if world == 1:
        yield Group(device=chosen)
        return
    dist.init_process_group("nccl" if chosen.type == "cuda" else "gloo", timeout=timedelta(minutes=60))
    try:
        yield Group(rank, world, chosen)
    finally:
        dist.destroy_process_group()
