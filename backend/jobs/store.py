"""The durable queue: all jobs with their state, result and log, in SQLite.

State transitions: accepted -> running -> successful | failed | dismissed, accepted -> dismissed, running ->
accepted (the server stopped), successful | failed -> dismissed (the user wants the result gone).
An end that cannot be written, because the disk is full, is kept in memory and seen by :meth:`JobStore.get` until
:meth:`JobStore.save_ends` has it on the disk; a crash before that runs the job again.
"""

from __future__ import annotations

import json
import logging
import math
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.errors import (
    JobCrashed,
    JobDismissed,
    JobFailed,
    JobStoreUnavailable,
    ResultNotReady,
    TerralexError,
    TooManyJobs,
)
from backend.jobs.job import Job, JobStatus, LogLine
from backend.jobs.job_rows import COLUMNS, End, clean, count_of, ended, no_job, pace_columns, row_of
from backend.jobs.pace import Pace
from backend.jobs.tables import JOBS
from backend.progress import Progress
from backend.storage.database import Database
from backend.utc import to_text

MAX_ATTEMPTS = 20
MAX_LOG_LINES = 2000
MAX_LINE = 2000
MAX_MESSAGE = 300

JobPage = tuple[list[Job], int]
JobIds = list[str]

logger = logging.getLogger(__name__)


class JobStore:
    """All jobs of one server; thread-safe.

    Every method raises :class:`JobStoreUnavailable` if SQLite cannot read or write, and :class:`JobNotFound` if there
    is no job with the id, unless stated otherwise.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Open the file, or create it.

        Args:
            path: the SQLite file.
            clock: seconds since the epoch.

        Raises:
            JobStoreUnavailable: it cannot be opened, is damaged, or was made by another version.
        """
        self.path = path
        self._clock = clock
        self._database = Database(path, JOBS)
        self._unsaved: dict[str, End] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the file; later calls raise :class:`JobStoreUnavailable`."""
        self._database.close()

    def create(
        self, process: str, inputs: Mapping[str, Any], most_waiting: int | None = None, job_id: str | None = None
    ) -> Job:
        """Accept a job, with a new id if none is given; once this returns, it survives a crash.

        Raises:
            TooManyJobs: ``most_waiting`` jobs are waiting already.
        """
        job_id = job_id or str(uuid.uuid4())
        text, now = json.dumps(inputs), self._now()
        words = inputs.get("text")
        words = clean(words, MAX_MESSAGE) if isinstance(words, str) else None
        with self._database.writing() as connection:
            # Counted in the same transaction: of many at once no more are let in than there is room for.
            if most_waiting is not None and count_of(connection, JobStatus.ACCEPTED) >= most_waiting:
                raise TooManyJobs(
                    f"{most_waiting} jobs are already waiting: try again when some have finished, or dismiss some."
                )
            connection.execute(
                "INSERT INTO jobs (id, process, words, status, created, updated) VALUES (?, ?, ?, 'accepted', ?, ?)",
                (job_id, process, words, now, now),
            )
            connection.execute("INSERT INTO inputs (job, text) VALUES (?, ?)", (job_id, text))
        return self.get(job_id)

    def inputs(self, job_id: str) -> dict[str, Any]:
        """The inputs of a job as JSON; may be megabytes, and is read only for its execution."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT text FROM inputs WHERE job = ?", (job_id,)).fetchone()
        if row is None:
            raise no_job()
        inputs: dict[str, Any] = json.loads(row["text"])
        return inputs

    def get(self, job_id: str) -> Job:
        """The current state of the job."""
        ends = self._ends()
        with self._database.reading() as connection:
            return self._job(row_of(connection, job_id), ends)

    def result(self, job_id: str) -> dict[str, Any]:
        """The result of a successful job.

        Raises:
            ResultNotReady: it has not ended.
            JobFailed: it failed; the sentence says why.
            JobDismissed: it was dismissed.
        """
        ends = self._ends()
        with self._database.reading() as connection:
            row = row_of(connection, job_id)
            stored = connection.execute("SELECT result FROM jobs WHERE id = ?", (job_id,)).fetchone()
        job = self._job(row, ends)
        if job.status is JobStatus.FAILED:
            raise JobFailed(job.error or "The job failed.")
        if job.status is JobStatus.DISMISSED:
            raise JobDismissed(f"Job {job_id} was dismissed and has no result: run it again.")
        if job.status is not JobStatus.SUCCESSFUL:
            raise ResultNotReady(f"Job {job_id} is {job.status}: request its result when it is successful.")
        # It ended before it was read, or it was read as running and its end is in memory.
        text: str = (stored and stored["result"]) or ends[job_id].result
        result: dict[str, Any] = json.loads(text)
        return result

    def claim(self, processes: Collection[str] | None = None) -> Job | None:
        """Claim the oldest accepted job for the caller and mark it as running; None if there is none.

        Args:
            processes: ids of the processes to choose from, all if None.
        """
        names = [] if processes is None else sorted(processes)
        among = "" if processes is None else f" AND process IN ({', '.join('?' * len(names))})"
        oldest = f"SELECT id FROM jobs WHERE status = 'accepted'{among} ORDER BY number LIMIT 1"
        with self._database.reading() as connection:
            if connection.execute(oldest, names).fetchone() is None:  # the usual case costs no write
                return None
        now = self._now()
        with self._database.writing() as connection:
            row = connection.execute(oldest, names).fetchone()
            if row is None:
                return None
            connection.execute(
                "UPDATE jobs SET status = 'running', started = ?, updated = ?, attempt_share = best_share,"
                " pace_start = NULL, pace_share = NULL, pace_end = NULL WHERE id = ?",
                (now, now, row["id"]),
            )
            return self._job(row_of(connection, row["id"]), {})

    def report(self, job_id: str, progress: Progress) -> None:
        """Store the progress of a running job; other jobs are not changed."""
        now = self._clock()
        share = min(max(progress.share, 0.0), 1.0) if math.isfinite(progress.share) else 0.0
        facts = (clean(progress.step, MAX_MESSAGE), progress.done, progress.total, progress.unit)
        with self._database.writing() as connection:
            row = row_of(connection, job_id)
            begun = row["pace_start"] is not None
            pace = Pace(row["pace_start"], row["pace_share"], row["pace_end"]) if begun else Pace(now, share)
            pace = pace.at(now, share)
            connection.execute(
                "UPDATE jobs SET share = ?, best_share = max(best_share, ?), step = ?, done = ?, total = ?, unit = ?,"
                " updated = ?, pace_start = ?, pace_share = ?, pace_end = ? WHERE id = ? AND status = 'running'",
                (share, share, *facts, self._now(), *pace_columns(pace), job_id),
            )

    def succeed(self, job_id: str, result: Mapping[str, Any]) -> Job:
        """End a running job with its result; a job dismissed in the meantime ends as dismissed.

        An end that cannot be written is kept in memory: this raises no :class:`JobStoreUnavailable`.
        """
        return self._end(job_id, End(JobStatus.SUCCESSFUL, self._now(), result=json.dumps(result)))

    def fail(self, job_id: str, error: TerralexError) -> Job:
        """End a running job with the sentence of ``error``; otherwise as :meth:`succeed`."""
        sentence, kind = clean(str(error), MAX_LINE), type(error).__name__
        return self._end(job_id, End(JobStatus.FAILED, self._now(), error=sentence, error_type=kind))

    def confirm_dismissed(self, job_id: str) -> Job:
        """End a running job that was stopped for its user; otherwise as :meth:`succeed`."""
        return self._end(job_id, End(JobStatus.DISMISSED, self._now()))

    def dismiss(self, job_id: str) -> Job:
        """Dismiss a job: at once, or by a request to stop if it is running.

        The request is stored, so that a crash before the job has stopped does not revive it; the runner calls
        :meth:`confirm_dismissed`. A job that has ended loses its result.
        """
        now = self._now()
        with self._database.writing() as connection:
            row_of(connection, job_id)
            connection.execute(
                "UPDATE jobs SET dismiss_requested = 1, updated = ? WHERE id = ? AND status = 'running'", (now, job_id)
            )
            connection.execute(
                "UPDATE jobs SET status = 'dismissed', result = NULL, error = NULL, error_type = NULL, updated = ?,"
                " finished = ? WHERE id = ? AND status IN ('accepted', 'successful', 'failed')",
                (now, now, job_id),
            )
            return self._job(row_of(connection, job_id), self._ends())

    def release(self, job_id: str) -> Job:
        """Return a running job to its old place in the queue; one that is being dismissed ends as dismissed."""
        with self._database.writing() as connection:
            row_of(connection, job_id)
            self._requeue(connection, "id = ?", job_id)
            return self._job(row_of(connection, job_id), self._ends())

    def recover(self) -> JobIds:
        """Return jobs that were running when the server died to the queue, and return their ids; call once, at start.

        A job without progress in more than :data:`MAX_ATTEMPTS` consecutive attempts fails: it may kill the server.
        """
        now = self._now()
        killer = JobCrashed(
            f"The server ended {MAX_ATTEMPTS + 1} times while this job was running: see the server's log."
        )
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE jobs SET attempts = iif(best_share > attempt_share, 0, attempts + 1) WHERE status = 'running'"
            )
            connection.execute(
                "UPDATE jobs SET status = 'failed', finished = ?, updated = ?, error = ?, error_type = ?"
                " WHERE status = 'running' AND NOT dismiss_requested AND attempts > ?",
                (now, now, str(killer), type(killer).__name__, MAX_ATTEMPTS),
            )
            return self._requeue(connection, "TRUE")

    def _requeue(self, connection: sqlite3.Connection, which: str, *values: str) -> JobIds:
        now = self._now()
        connection.execute(
            f"UPDATE jobs SET status = 'dismissed', finished = ?, updated = ?"
            f" WHERE status = 'running' AND dismiss_requested AND {which}",
            (now, now, *values),
        )
        query = f"UPDATE jobs SET status = 'accepted', updated = ? WHERE status = 'running' AND {which} RETURNING id"
        return [row["id"] for row in connection.execute(query, (now, *values)).fetchall()]

    def expire(self, before: datetime) -> JobIds:
        """Remove the jobs that ended before a time, with results and logs, and return their ids."""
        with self._database.writing() as connection:
            query = "DELETE FROM jobs WHERE status NOT IN ('accepted', 'running') AND finished < ? RETURNING id"
            return [row["id"] for row in connection.execute(query, (to_text(before),)).fetchall()]

    def log(self, job_id: str, line: str) -> None:
        """Add a line to a job's log; only the last :data:`MAX_LOG_LINES` are kept."""
        with self._database.writing() as connection:
            row_of(connection, job_id)
            connection.execute(
                "INSERT INTO log_lines (job, time, text) VALUES (?, ?, ?)",
                (job_id, self._now(), clean(line, MAX_LINE)),
            )
            connection.execute(
                "DELETE FROM log_lines WHERE job = ? AND number <= (SELECT number FROM log_lines WHERE job = ?"
                " ORDER BY number DESC LIMIT 1 OFFSET ?)",
                (job_id, job_id, MAX_LOG_LINES),
            )

    def log_lines(self, job_id: str) -> tuple[LogLine, ...]:
        """A job's log, oldest line first."""
        with self._database.reading() as connection:
            row_of(connection, job_id)
            query = "SELECT time, text FROM log_lines WHERE job = ? ORDER BY number"
            return tuple(LogLine(row["time"], row["text"]) for row in connection.execute(query, (job_id,)))

    def count(self, status: JobStatus) -> int:
        """Number of jobs in the file with this status."""
        with self._database.reading() as connection:
            return count_of(connection, status)

    def save_ends(self) -> bool:
        """Write ends that could not be written when they happened; returns whether none is left."""
        for job_id, end in self._ends().items():
            try:
                with self._database.writing() as connection:
                    connection.execute(
                        "UPDATE jobs SET status = iif(dismiss_requested, 'dismissed', ?), finished = ?, updated = ?,"
                        " error = iif(dismiss_requested, NULL, ?), error_type = iif(dismiss_requested, NULL, ?),"
                        " result = iif(dismiss_requested, NULL, nullif(?, '')) WHERE id = ? AND status = 'running'",
                        (end.status, end.time, end.time, end.error, end.error_type, end.result, job_id),
                    )
            except JobStoreUnavailable as error:
                logger.warning("The end of a job is kept in memory: %s", error, extra={"job": job_id})
                return False
            with self._lock:
                self._unsaved.pop(job_id, None)
        return True

    def _end(self, job_id: str, end: End) -> Job:
        with self._lock:
            self._unsaved[job_id] = end
        self.save_ends()
        return self.get(job_id)

    def _ends(self) -> dict[str, End]:
        """Ends that are not on the disk yet; get them before reading rows, so that none is missed."""
        with self._lock:
            return dict(self._unsaved)

    def _job(self, row: sqlite3.Row, ends: Mapping[str, End]) -> Job:
        status = JobStatus(row["status"])
        running = status is JobStatus.RUNNING
        end_s = row["pace_end"] if running else None
        job = Job(
            id=row["id"],
            process=row["process"],
            words=row["words"],
            status=status,
            progress=100 if status is JobStatus.SUCCESSFUL else min(int(row["share"] * 100), 99),
            step=row["step"],
            done=row["done"],
            total=row["total"],
            unit=row["unit"],
            created=row["created"],
            started=row["started"],
            finished=row["finished"],
            updated=row["updated"],
            eta_s=None if end_s is None else max(0.0, end_s - self._clock()),
            error=row["error"],
            error_type=row["error_type"],
            attempts=row["attempts"],
            dismiss_requested=bool(row["dismiss_requested"]) and running,
        )
        end = ends.get(job.id) if running else None
        return job if end is None else ended(job, end)

    def _now(self) -> str:
        return to_text(datetime.fromtimestamp(self._clock(), UTC))

    def list(self, limit: int, offset: int, status: JobStatus | None = None, process: str | None = None) -> JobPage:
        """One page of the jobs, newest first, and the total number.

        Args:
            limit: jobs of the page.
            offset: jobs before it.
            status, process: only those of this status and this process, as the file has them.
        """
        wanted = "(? IS NULL OR status = ?) AND (? IS NULL OR process = ?)"
        values = (status, status, process, process)
        ends = self._ends()
        with self._database.reading() as connection:
            connection.execute("BEGIN")  # one moment for both answers
            try:
                total = connection.execute(f"SELECT count(*) AS jobs FROM jobs WHERE {wanted}", values).fetchone()
                query = f"SELECT {COLUMNS} FROM jobs WHERE {wanted} ORDER BY number DESC LIMIT ? OFFSET ?"
                rows = connection.execute(query, (*values, limit, offset)).fetchall()
            finally:
                connection.execute("COMMIT")
        return [self._job(row, ends) for row in rows], int(total["jobs"])
