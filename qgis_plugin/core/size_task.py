"""Size of the local server on disk."""

from __future__ import annotations

from .environment import Environment
from .task import Task
from .translation import tr


class SizeTask(Task):
    """Succeeds with the size in bytes."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(tr("Size of the local server"))
        self.environment = environment

    def work(self) -> int:
        """Add up."""
        return self.environment.size_bytes()
