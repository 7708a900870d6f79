"""Rows of the jobs' table, and what they mean."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from backend.errors import JobNotFound
from backend.jobs.job import Job, JobStatus
from backend.jobs.pace import Pace

COLUMNS = (
    "id, process, words, status, dismiss_requested, share, step, done, total, unit, created, started,"
    " finished, updated, pace_start, pace_share, pace_end, best_share, attempt_share, attempts, error, error_type"
)
"""All columns except the result, which may be megabytes and is not needed for status and lists."""


@dataclass(frozen=True)
class End:
    """How a running job ended."""

    status: JobStatus
    time: str
    error: str | None = None
    error_type: str | None = None
    result: str = ""


def row_of(connection: sqlite3.Connection, job_id: str) -> sqlite3.Row:
    """A job's row without its result.

    Raises:
        JobNotFound: there is none.
    """
    query = f"SELECT {COLUMNS} FROM jobs WHERE id = ?"
    row: sqlite3.Row | None = connection.execute(query, (job_id,)).fetchone()
    if row is None:
        raise no_job()
    return row


def no_job() -> JobNotFound:
    """The error for an unknown job id."""
    return JobNotFound("There is no job with this id: it has expired or never existed.")


def count_of(connection: sqlite3.Connection, status: JobStatus) -> int:
    """Number of jobs with a status."""
    return int(connection.execute("SELECT count(*) AS jobs FROM jobs WHERE status = ?", (status,)).fetchone()["jobs"])


def ended(job: Job, end: End) -> Job:
    """A running job as it is after its end."""
    status = JobStatus.DISMISSED if job.dismiss_requested else end.status
    failed, done = status is JobStatus.FAILED, status is JobStatus.SUCCESSFUL
    return replace(
        job,
        status=status,
        progress=100 if done else job.progress,
        finished=end.time,
        updated=end.time,
        eta_s=None,
        error=end.error if failed else None,
        error_type=end.error_type if failed else None,
        dismiss_requested=False,
    )


def pace_columns(pace: Pace) -> tuple[float, float, float | None]:
    """What is stored of a pace."""
    return pace.start, pace.start_share, pace.end


def clean(text: str, length: int) -> str:
    """Text that SQLite accepts: a lone surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")[:length]
