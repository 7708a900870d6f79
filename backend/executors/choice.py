"""Which executor a user has asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from backend.errors import BadOption
from backend.executors.work import Work
from backend.index.elsewhere import ChunkEmbedder

ExecutorName = Literal["local", "ray"]
NAMES: tuple[str, ...] = get_args(ExecutorName)


@dataclass(frozen=True)
class ExecutorChoice:
    """What ``--executor``, ``--workers`` and ``--address`` say.

    Attributes:
        name: which executor.
        workers: how many processes or actors; the executor's own choice if None.
        address: of a Ray cluster; one of this machine if None.

    Raises:
        BadOption: an address for an executor that has none.
    """

    name: ExecutorName = "local"
    workers: int | None = None
    address: str | None = None

    def __post_init__(self) -> None:
        if self.address is not None and self.name != "ray":
            raise BadOption("--address is that of a Ray cluster: add --executor ray.")

    def start(self, work: Work) -> ChunkEmbedder:
        """The executor, told what its workers are to do.

        Raises:
            BadOption: it cannot be had.
        """
        if self.name == "ray":
            from backend.executors.ray_cluster import RayExecutor

            return RayExecutor(work, self.workers, self.address)
        from backend.executors.local import LocalExecutor

        return LocalExecutor(work, self.workers if self.workers is not None else devices())


def devices() -> int:
    """Graphics processors of this machine, one at least."""
    import torch

    return max(1, torch.cuda.device_count())


def choice_of(name: str | None, workers: int | None, address: str | None) -> ExecutorChoice | None:
    """The choice that options make; None where windows are to be embedded in this process.

    Raises:
        BadOption: they do not go together.
    """
    if (name, workers, address) == (None, None, None):
        return None
    return ExecutorChoice("ray" if name == "ray" else "local", workers, address)
