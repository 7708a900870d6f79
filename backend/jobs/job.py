"""A job: one long piece of work, as everybody outside the store sees it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backend.progress import Progress


class JobStatus(StrEnum):
    """The states of OGC API - Processes."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    SUCCESSFUL = "successful"
    FAILED = "failed"
    DISMISSED = "dismissed"

    @property
    def ended(self) -> bool:
        """Whether no more work is done on a job of this status."""
        return self in (JobStatus.SUCCESSFUL, JobStatus.FAILED, JobStatus.DISMISSED)


@dataclass(frozen=True)
class Job:
    """One job at one moment. Times are ISO 8601 UTC.

    Attributes:
        id: UUID 4, so that it cannot be guessed.
        process: id of the process it executes.
        words: the text it was asked for, if it was asked for one; all of its inputs are in the store.
        progress: 0-100; 100 only once it is successful.
        step, done, total, unit: what it is doing, and how far it is with that; see :class:`backend.progress.Progress`.
        created, started, finished, updated: when; ``started`` is that of the latest attempt.
        eta_s: seconds until it is done, None until that can be told and once it has ended.
        error, error_type: the sentence the user reads and the name of its class, of a failed job.
        attempts: attempts in a row that the server did not survive and in which the job came no further.
        dismiss_requested: whether a running job is being stopped by its user.
    """

    id: str
    process: str
    words: str | None
    status: JobStatus
    progress: int
    step: str
    done: int | None
    total: int | None
    unit: str | None
    created: str
    started: str | None
    finished: str | None
    updated: str
    eta_s: float | None
    error: str | None
    error_type: str | None
    attempts: int
    dismiss_requested: bool

    @property
    def doing(self) -> Progress:
        """What it is doing, as facts."""
        return Progress(self.step, self.progress / 100, self.done, self.total, self.unit)

    @property
    def message(self) -> str:
        """What it is doing, in English."""
        return self.doing.sentence


@dataclass(frozen=True)
class LogLine:
    """One line of a job's log, with its time in ISO 8601 UTC."""

    time: str
    text: str
