"""Which executor a user has asked for."""

from __future__ import annotations

from dataclasses import dataclass

from backend.executors.work import Work
from backend.index.elsewhere import ChunkEmbedder


@dataclass(frozen=True)
class ExecutorChoice:
    """What ``--workers`` says.

    Attributes:
        workers: how many processes of this machine.
    """

    workers: int

    def start(self, work: Work) -> ChunkEmbedder:
        """The executor, told what its workers are to do.

        Raises:
            BadOption: it cannot be had.
        """
        from backend.executors.local import LocalExecutor

        return LocalExecutor(work, self.workers)
