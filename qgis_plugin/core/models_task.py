"""The models that a server offers."""

from __future__ import annotations

from .client import Client
from .connection import Connection
from .replies import Model
from .task import Task
from .translation import tr


class ModelsTask(Task):
    """Succeeds with the models."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(tr("Models on the server"))
        self.connection = connection

    def work(self) -> list[Model]:
        """Ask."""
        return Client(self.connection, self.feedback).models()
