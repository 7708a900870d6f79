"""Threads that work off the queue: order, cancelling, failing, stopping, and what is left on the disk."""

from __future__ import annotations

import errno
import logging
import threading
import time
import uuid

import pytest

from backend.errors import BadOption, Cancelled, DeviceOutOfMemory, JobNotFound
from backend.jobs.job import JobStatus
from backend.jobs.store import JobStore
from backend.progress import Progress
from tests.jobs.running import ended, failing, submit, until, work_until_cancelled, write_files


@pytest.fixture
def store(tmp_path):
    store = JobStore(tmp_path / "jobs.sqlite")
    yield store
    store.close()


def test_a_job_is_done_and_its_files_are_in_its_folder(run):
    runner = run(write_files)
    job = ended(runner, submit(runner))
    assert (job.status, job.progress) == (JobStatus.SUCCESSFUL, 100)
    assert runner.store.result(job.id) == {"rows": 4}
    assert (runner.result_folder(job.id) / "rows.txt").read_text() == "rows"
    assert not runner.working_folder(job.id).exists()


def test_a_job_is_given_its_inputs(run):
    runner = run(lambda job, context: context.inputs())
    job_id = submit(runner, layer="a", sizes=[1, 2])
    ended(runner, job_id)
    assert runner.store.result(job_id) == {"layer": "a", "sizes": [1, 2]}


def test_files_are_seen_in_the_working_folder_alone_while_the_job_runs(run):
    written, go_on = threading.Event(), threading.Event()

    def execute(job, context):
        write_files(job, context)
        written.set()
        go_on.wait(10)
        return {}

    runner = run(execute)
    job_id = submit(runner)
    assert written.wait(10)
    assert (runner.working_folder(job_id) / "rows.txt").exists()
    assert not runner.result_folder(job_id).exists()
    go_on.set()
    ended(runner, job_id)


def test_jobs_are_taken_in_the_order_they_came(run):
    order = []
    runner = run(lambda job, context: order.append(context.inputs()["n"]) or {}, workers=1)
    jobs = [submit(runner, n=number) for number in range(20)]
    for job_id in jobs:
        ended(runner, job_id)
    assert order == list(range(20))


def test_a_search_does_not_wait_behind_index_jobs(run):
    def execute(job, context):
        return {} if job.process == "search" else work_until_cancelled(job, context)

    runner = run(execute, workers=2, urgent=frozenset({"search"}))
    for _ in range(4):
        submit(runner, "index")
    started = time.monotonic()
    assert ended(runner, submit(runner, "search")).status is JobStatus.SUCCESSFUL
    assert time.monotonic() - started < 1.0


def test_the_urgent_thread_leaves_long_jobs_alone(run):
    runner = run(work_until_cancelled, workers=1, urgent=frozenset({"search"}))
    jobs = [submit(runner, "index") for _ in range(3)]
    until(lambda: runner.store.count(JobStatus.RUNNING) == 1)
    time.sleep(0.2)
    assert [runner.store.get(job).status for job in jobs] == [JobStatus.RUNNING, JobStatus.ACCEPTED, JobStatus.ACCEPTED]


def test_a_running_job_that_is_dismissed_stops_within_two_seconds(run):
    runner = run(work_until_cancelled)
    job_id = submit(runner)
    until(lambda: runner.working_folder(job_id).exists())
    began = time.monotonic()
    job = runner.dismiss(job_id)
    assert time.monotonic() - began < 2.0
    assert (job.status, job.progress) == (JobStatus.DISMISSED, 0)
    assert not runner.working_folder(job_id).exists()


def test_an_accepted_job_that_is_dismissed_never_runs(run):
    ran = []

    def execute(job, context):
        ran.append(job.id)
        return work_until_cancelled(job, context)

    runner = run(execute, workers=1)
    first, second = submit(runner), submit(runner)
    until(lambda: ran == [first])
    assert runner.dismiss(second).status is JobStatus.DISMISSED
    runner.dismiss(first)
    time.sleep(0.1)
    assert ran == [first]


def test_dismissing_an_ended_job_removes_its_files(run):
    runner = run(write_files)
    job_id = submit(runner)
    ended(runner, job_id)
    assert runner.dismiss(job_id).status is JobStatus.DISMISSED
    assert not runner.result_folder(job_id).exists()


def test_dismissing_an_unknown_job_says_so(run):
    with pytest.raises(JobNotFound):
        run(write_files).dismiss(str(uuid.uuid4()))


def test_jobs_dismissed_at_any_moment_end_dismissed_or_done_with_nothing_between(run):
    runner = run(write_files, workers=3)
    for number in range(60):
        job_id = submit(runner)
        time.sleep(number % 6 / 1000)
        runner.dismiss(job_id)
        assert ended(runner, job_id).status is JobStatus.DISMISSED
        assert not runner.result_folder(job_id).exists()
        assert not runner.working_folder(job_id).exists()


def test_work_that_ends_although_it_was_dismissed_is_dismissed(run):
    begun = threading.Event()

    def execute(job, context):
        begun.set()
        while not context.cancelled():
            time.sleep(0.01)
        return write_files(job, context)

    runner = run(execute)
    job_id = submit(runner)
    begun.wait(10)
    runner.dismiss(job_id)
    assert ended(runner, job_id).status is JobStatus.DISMISSED
    assert not runner.result_folder(job_id).exists()


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (BadOption("The size 0 cannot be used."), "BadOption", "The size 0 cannot be used."),
        (DeviceOutOfMemory("Too large for the device."), "DeviceOutOfMemory", "Too large for the device."),
        (Cancelled("Somebody else stopped it."), "Cancelled", "Somebody else stopped it."),
        (MemoryError(), "OutOfMemory", "The server does not have enough memory for this job"),
        (
            RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"),
            "OutOfMemory",
            "not have enough memory",
        ),
        (OSError(errno.ENOSPC, "No space left on device", "/secret/path"), "DiskFull", "The server's disk is full"),
        (OSError(errno.EIO, "I/O error", "/secret/path"), "JobCrashed", "Internal error"),
        (ValueError("/secret/path"), "JobCrashed", "Internal error"),
        (SystemExit("/secret/path"), "JobCrashed", "Internal error"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_what_goes_wrong_is_told_in_a_sentence_without_paths_or_traces(run, error, kind, sentence):
    runner = run(failing(error))
    job = ended(runner, submit(runner))
    assert (job.status, job.error_type) == (JobStatus.FAILED, kind)
    assert sentence in job.error
    told = [job.error, *(line.text for line in runner.store.log_lines(job.id))]
    assert not any("secret" in text or "Traceback" in text or "half" in text for text in told)
    assert not runner.working_folder(job.id).exists()


def test_the_trace_of_a_fault_is_in_the_servers_log_with_the_jobs_id(run, caplog):
    runner = run(failing(ValueError("what went wrong inside")))
    job = ended(runner, submit(runner))
    assert job.id in job.error
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.job == job.id
    assert "what went wrong inside" in caplog.text
    assert "in execute" in caplog.text


def test_a_result_that_json_cannot_hold_is_a_fault(run):
    runner = run(lambda job, context: {"rows": object()})
    job = ended(runner, submit(runner))
    assert job.error_type == "JobCrashed"
    assert not runner.working_folder(job.id).exists()


def test_an_end_that_goes_wrong_itself_is_a_failure_too(run, monkeypatch):
    runner = run(write_files)
    monkeypatch.setattr(runner.store, "succeed", lambda *arguments: 1 / 0)
    assert ended(runner, submit(runner)).error_type == "JobCrashed"


def test_after_a_failure_the_next_job_runs(run):
    def execute(job, context):
        if context.inputs()["n"] % 2:
            raise KeyboardInterrupt
        return {}

    runner = run(execute, workers=1)
    jobs = [ended(runner, submit(runner, n=number)).status for number in range(6)]
    assert jobs == [JobStatus.SUCCESSFUL, JobStatus.FAILED] * 3


def test_progress_messages_and_log_lines_are_seen_while_it_runs(run):
    said, go_on = threading.Event(), threading.Event()

    def execute(job, context):
        context.progress(Progress("half way", 0.5))
        context.log("Here is a line.")
        said.set()
        go_on.wait(10)
        return {}

    runner = run(execute)
    job_id = submit(runner)
    assert said.wait(10)
    job = runner.store.get(job_id)
    assert (job.status, job.progress, job.message) == (JobStatus.RUNNING, 50, "Half way")
    assert [line.text for line in runner.store.log_lines(job_id)] == ["Started: index", "Here is a line."]
    go_on.set()
    ended(runner, job_id)
    assert [line.text for line in runner.store.log_lines(job_id)][-1] == "Done"


def test_progress_is_stored_at_most_four_times_a_second_and_the_last_is_not_lost(run, store, monkeypatch):
    stored = []
    report = store.report
    monkeypatch.setattr(store, "report", lambda *values: (stored.append(values[1].share), report(*values)))

    def execute(job, context):
        for number in range(500):
            context.progress(Progress("", number / 1000))
            time.sleep(0.001)
        until(lambda: context.cancelled() or stored[-1] == 0.499, 2)
        return {}

    runner = run(execute)
    began = time.monotonic()
    assert ended(runner, submit(runner)).status is JobStatus.SUCCESSFUL
    assert len(stored) <= 2 + 4 * (time.monotonic() - began)
    assert stored[-1] == 0.499
