"""A task for one job of the server: progress, message, remaining time, cancellation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .client import Client
from .connection import Connection
from .jobs import run_process
from .replies import JobState
from .server_words import progress_sentence
from .task import Task
from .translation import tr


class JobTask(Task):
    """Run one process with prepared inputs; succeeds with its outputs by name."""

    def __init__(self, description: str, connection: Connection, process: str, inputs: Mapping[str, Any]) -> None:
        super().__init__(description)
        self.connection = connection
        self.process = process
        self.inputs = dict(inputs)

    def work(self) -> Mapping[str, Any]:
        """Run the process."""
        return run_process(Client(self.connection, self.feedback), self.process, self.inputs, self.on_state)

    def on_state(self, state: JobState) -> None:
        """Report the progress of the job."""
        self.say(job_sentence(state), state.progress / 100)


def job_sentence(state: JobState) -> str:
    """What a job is doing and the remaining time."""
    if state.status == "accepted":
        return tr("Waiting in the queue")
    message = progress_sentence(state.code, state.done, state.total, state.message)
    if state.eta_s is None or state.eta_s < 2:
        return message
    if state.eta_s < 90:
        return tr("{message} (about {seconds} s left)", message=message, seconds=round(state.eta_s))
    return tr("{message} (about {minutes} min left)", message=message, minutes=round(state.eta_s / 60))
