"""Processes the queue: threads that claim jobs, run them, and record how each ended, whatever happens."""

from __future__ import annotations

import errno
import logging
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from backend.errors import (
    Cancelled,
    DiskFull,
    JobCrashed,
    JobNotFound,
    JobStoreUnavailable,
    OutOfMemory,
    TerralexError,
)
from backend.jobs.job import Job, JobStatus
from backend.jobs.result_folders import ResultFolders
from backend.jobs.store import JobStore
from backend.models.batching import is_out_of_memory
from backend.progress import Progress

REPORT_EVERY_S = 0.25
POLL_S = 1.0
DISMISS_WAIT_S = 2.0
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

logger = logging.getLogger(__name__)


class JobContext:
    """The context of a running job. Its methods are thread-safe and, except for :meth:`inputs`, never
    raise.
    """

    def __init__(self, job: Job, folder: Path, store: JobStore) -> None:
        self.job = job
        self.folder = folder
        """Folder for the job's files: empty, or with files of an interrupted attempt; committed by a rename."""
        self._store = store
        self._lock = threading.Lock()
        self._unsaid: Progress | None = None
        self._said = -REPORT_EVERY_S
        self._dismissed = threading.Event()
        self._interrupted = threading.Event()

    def inputs(self) -> dict[str, Any]:
        """The inputs of the job, read anew at every call.

        Raises:
            JobStoreUnavailable: it cannot be read.
        """
        return self._store.inputs(self.job.id)

    def progress(self, progress: Progress) -> None:
        """Report progress; stored at most four times a second."""
        with self._lock:
            self._unsaid = progress
        self._say()

    def cancelled(self) -> bool:
        """Whether the work should stop; check at least once a second."""
        self._say()
        return self._dismissed.is_set() or self._interrupted.is_set()

    def log(self, line: str) -> None:
        """Add a line to the job's log."""
        with suppress(TerralexError):
            self._store.log(self.job.id, line)

    def dismiss(self) -> None:
        """Request the work to stop for good."""
        self._dismissed.set()

    def interrupt(self) -> None:
        """Request the work to stop until the next start."""
        self._interrupted.set()

    @property
    def dismissed(self) -> bool:
        """Whether a permanent stop was requested."""
        return self._dismissed.is_set()

    @property
    def interrupted(self) -> bool:
        """Whether a stop until the next start was requested."""
        return self._interrupted.is_set()

    def _say(self) -> None:
        with self._lock:
            now = time.monotonic()
            if self._unsaid is None or now - self._said < REPORT_EVERY_S:
                return
            report, self._unsaid, self._said = self._unsaid, None, now
        try:
            self._store.report(self.job.id, report)
        except TerralexError as error:
            logger.warning("The progress of a job is not stored: %s", error, extra={"job": self.job.id})
            with self._lock:
                self._unsaid = self._unsaid or report  # said again when it is due, unless there is newer


class JobRunner:
    """Threads that process the jobs of a store; one runner per store."""

    def __init__(
        self,
        store: JobStore,
        execute: Callable[[Job, JobContext], dict[str, Any]],
        results: Path,
        workers: int = 2,
        *,
        urgent: frozenset[str] = frozenset(),
        urgent_workers: int = 1,
    ) -> None:
        """Nothing runs before :meth:`start`.

        Args:
            store: the queue.
            execute: runs a job and returns its JSON-serialisable result. Runs again, on top of the files of
                ``context.folder``, after the server stopped or died. Raises :class:`Cancelled` soon after
                ``context.cancelled()`` says so.
            results: folder of the jobs' folders.
            workers: threads that take any job, oldest first.
            urgent: ids of the processes that users wait for.
            urgent_workers: threads that take only jobs of those processes.
        """
        self.store = store
        self._execute = execute
        self._folders = ResultFolders(results)
        self._tasks: list[Collection[str] | None] = [None] * workers + [urgent] * (urgent_workers if urgent else 0)
        self._threads: list[threading.Thread] = []
        self._running: dict[str, JobContext] = {}
        self._lock = threading.Lock()
        self._changed = threading.Condition()  # a job was accepted or has ended, or the runner stops
        self._changes = 0
        self._stopping = threading.Event()
        self._gave_up = threading.Event()

    def start(self) -> None:
        """Resume the jobs of an earlier server and start working.

        Raises:
            JobStoreUnavailable: the store cannot be written.
        """
        for job_id in self.store.recover():
            with suppress(TerralexError):
                self.store.log(job_id, "The server stopped while this job was running: the job is restarted.")
        self._folders.sweep(self._is_kept)
        for number, processes in enumerate(self._tasks):
            name = f"job-worker-{number}" if processes is None else f"urgent-job-worker-{number}"
            thread = threading.Thread(target=self._work, args=(processes,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Stop working; running jobs return to the queue, with their files, and continue at the next start.

        Work that does not stop within ``timeout_s`` is abandoned: its result is discarded.
        """
        self._stopping.set()
        with self._lock:
            for context in self._running.values():
                context.interrupt()
        self.wake()
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._gave_up.set()
        with self._lock:
            abandoned = list(self._running)
        for job_id in abandoned:
            logger.warning("A job did not stop within %.0f s", timeout_s, extra={"job": job_id})
            self._requeue(job_id)
        self.store.save_ends()

    def wake(self) -> None:
        """Notify the workers of a new job."""
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    def wait(self, job_id: str, timeout_s: float) -> Job:
        """The job when it has ended, or as it is after ``timeout_s`` or when the runner stops.

        Raises:
            JobNotFound: there is none.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            seen = self._changes
            job = self.store.get(job_id)
            left = deadline - time.monotonic()
            if job.status.ended or left <= 0 or self._stopping.is_set():
                return job
            self._await_change(seen, left)

    def dismiss(self, job_id: str, wait_s: float = DISMISS_WAIT_S) -> Job:
        """Stop a job for good, or remove an ended one's files and result; waits for running work to stop.

        Works on a running job even where the store cannot be written.

        Raises:
            JobNotFound: there is none.
            JobStoreUnavailable: the store cannot be written, and the job does not run.
        """
        told = self._tell_to_stop(job_id)
        try:
            job = self.store.dismiss(job_id)
        except JobStoreUnavailable:
            if not told:
                raise
            job = self.store.get(job_id)
        if job.status is JobStatus.RUNNING:
            self._tell_to_stop(job_id)  # it may have been claimed since
            return self.wait(job_id, wait_s)
        if job.status is JobStatus.DISMISSED:
            self._folders.remove(job_id)
        self.wake()
        return job

    def result_folder(self, job_id: str) -> Path:
        """Folder of a successful job's files."""
        return self._folders.final(job_id)

    def working_folder(self, job_id: str) -> Path:
        """Folder a running job writes its files to."""
        return self._folders.working(job_id)

    def forget(self, job_id: str) -> None:
        """Remove the files of a job that the store no longer has."""
        self._folders.remove(job_id)

    def _await_change(self, seen: int, timeout_s: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._changes != seen, timeout_s)

    def _is_kept(self, job_id: str) -> bool:
        try:
            status = self.store.get(job_id).status
        except JobNotFound:
            return False
        return status in (JobStatus.ACCEPTED, JobStatus.SUCCESSFUL)

    def _tell_to_stop(self, job_id: str) -> bool:
        with self._lock:
            context = self._running.get(job_id)
        if context is not None:
            context.dismiss()
        return context is not None

    def _work(self, processes: Collection[str] | None) -> None:
        while not self._stopping.is_set():
            seen = self._changes
            try:
                self.store.save_ends()
                context = self._claim(processes)
            except Exception as error:  # the disk may be full: the thread outlives it
                logger.error("No job can be claimed: %s", error)
                context = None
            if context is None:
                self._await_change(seen, POLL_S)
                continue
            try:
                self._run(context)
            except BaseException:
                logger.exception("The end of a job cannot be recorded", extra={"job": context.job.id})
                with suppress(Exception):
                    self.store.fail(context.job.id, _crashed(context.job.id))
            finally:
                with self._lock:
                    del self._running[context.job.id]
                self.wake()

    def _claim(self, processes: Collection[str] | None) -> JobContext | None:
        with self._lock:  # so that whoever dismisses a running job finds it here
            if self._stopping.is_set():
                return None
            job = self.store.claim(processes)
            if job is None:
                return None
            context = JobContext(job, self._folders.working(job.id), self.store)
            self._running[job.id] = context
        return context

    def _run(self, context: JobContext) -> None:
        job_id = context.job.id
        result = self._folders.committed(job_id)
        if result is not None:  # the server died between the rename and the store's word
            self._succeed(job_id, result)
            return
        context.log(f"Started: {context.job.process}")
        try:
            self._folders.begin(job_id)
            result = self._execute(context.job, context)
            if self._gave_up.is_set():  # the job is back in the queue, and its folder another runner's
                return
            if context.dismissed:
                self._dismissed(context)
                return
            self._folders.commit(job_id, result)
        except BaseException as error:  # a panic of a Rust library is no Exception
            if not self._gave_up.is_set():
                self._stopped(context, error)
            return
        context.log("Done")
        self._succeed(job_id, result)

    def _succeed(self, job_id: str, result: dict[str, Any]) -> None:
        if self.store.succeed(job_id, result).status is JobStatus.DISMISSED:
            self._folders.remove(job_id)

    def _stopped(self, context: JobContext, error: BaseException) -> None:
        job_id = context.job.id
        if context.dismissed:
            self._dismissed(context)
        elif context.interrupted and isinstance(error, Cancelled):
            context.log("Stopped with the server; continues at the next start.")
            self._requeue(job_id)
        else:
            self._folders.remove(job_id)  # first: its room may be what the store lacks
            failure = job_error(error, job_id)
            context.log(f"Failed: {failure}")
            self.store.fail(job_id, failure)

    def _dismissed(self, context: JobContext) -> None:
        self._folders.remove(context.job.id)
        context.log("Dismissed")
        self.store.confirm_dismissed(context.job.id)

    def _requeue(self, job_id: str) -> None:
        try:
            self.store.release(job_id)
        except TerralexError as error:  # the next start does the same
            logger.warning("A job cannot be returned to the queue: %s", error, extra={"job": job_id})


def job_error(error: BaseException, job_id: str) -> TerralexError:
    """The sentence about an error for the user; tracebacks of unexpected errors only go to the server's log."""
    if isinstance(error, TerralexError):
        return error
    extra = {"job": job_id}
    if isinstance(error, MemoryError) or is_out_of_memory(error):  # the latter needs memory itself
        logger.error("A job ran out of memory", exc_info=error, extra=extra)
        return OutOfMemory(
            "The server does not have enough memory for this job: request less at once, or try again later."
        )
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        logger.error("A job filled the disk", exc_info=error, extra=extra)
        return DiskFull("The server's disk is full: free space on it and start the job again.")
    logger.error("A job failed because of an internal error", exc_info=error, extra=extra)
    return _crashed(job_id)


def _crashed(job_id: str) -> JobCrashed:
    return JobCrashed(f"Internal error: see the server's log for job {job_id}.")
