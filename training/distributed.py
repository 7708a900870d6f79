"""The processes that train one model together; alone, everything here is the identity."""

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
    """This process's place among those of the run, as ``torchrun`` set it, and the device it computes on."""

    rank: int = 0
    world: int = 1
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

    @property
    def leads(self) -> bool:
        """Whether this process writes files and talks to the user."""
        return self.rank == 0

    def sum(self, value: Tensor) -> Tensor:
        """Sum over processes of a tensor without a gradient; each gets it."""
        if self.world > 1:
            value = value.detach().clone()
            dist.all_reduce(value)
        return value

    def mean(self, value: Tensor) -> Tensor:
        """Mean over processes; each gets it."""
        return self.sum(value) / self.world

    def gather(self, value: Tensor) -> Tensor:
        """The processes' tensors ``[n, ...]``, without a gradient, one after the other in the order of their ranks."""
        if self.world == 1:
            return value
        parts = [torch.empty_like(value) for _ in range(self.world)]
        dist.all_gather(parts, value.contiguous())
        return torch.cat(parts)

    def wait(self) -> None:
        """Until every process is here."""
        if self.world > 1:
            dist.barrier()

    def share(self, count: int) -> range:
        """Positions of a batch of ``count`` rows that are this process's."""
        each = count // self.world
        return range(self.rank * each, (self.rank + 1) * each)


def pick_device(device: str, local_rank: int) -> torch.device:
    """``auto`` is the local rank's GPU where there is one, else the CPU."""
    if device != "auto":
        return torch.device(device)
    return torch.device("cuda", local_rank) if torch.cuda.is_available() else torch.device("cpu")


@contextmanager
def process_group(device: str = "auto") -> Iterator[Group]:
    """The group that ``torchrun`` describes in the environment, or one process alone; NCCL on GPUs, else gloo."""
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
