"""A job: one long piece of work, as seen from outside the store."""

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
        """Whether a job with this status has ended."""
        return self in (JobStatus.SUCCESSFUL, JobStatus.FAILED, JobStatus.DISMISSED)


@dataclass(frozen=True)
class Job:
    """One job at one moment. Times are ISO 8601 UTC.

    Attributes:
        id: UUID 4, so that it cannot be guessed.
        process: id of the process it executes.
        words: its text input, if it has one; all of its inputs are in the store.
        progress: 0-100; 100 only once it is successful.
        step, done, total, unit: its current step and progress; see :class:`backend.progress.Progress`.
        created, started, finished, updated: when; ``started`` is that of the latest attempt.
        eta_s: estimated seconds until it is done; None if unknown or ended.
        error, error_type: of a failed job, the sentence for the user and the name of the error's class.
        attempts: consecutive attempts that the server did not survive and in which the job made no progress.
        dismiss_requested: whether the user is stopping the running job.
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
        """The current progress, as facts."""
        return Progress(self.step, self.progress / 100, self.done, self.total, self.unit)

    @property
    def message(self) -> str:
        """The current progress, in English."""
        return self.doing.sentence


@dataclass(frozen=True)
class LogLine:
    """One line of a job's log, with its time in ISO 8601 UTC."""

    time: str
    text: str
