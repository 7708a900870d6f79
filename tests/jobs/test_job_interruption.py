"""Work that is stopped, abandoned or cut off goes on, and waiting for it ends."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid

import pytest

from backend.errors import BadOption, JobStoreUnavailable
from backend.jobs.job import JobStatus
from backend.jobs.store import JobStore
from backend.progress import Progress
from backend.storage import database
from tests.jobs.running import ended, failing, submit, until, work_until_cancelled, write_files


@pytest.fixture
def store(tmp_path):
    store = JobStore(tmp_path / "jobs.sqlite")
    yield store
    store.close()


def test_stopping_puts_running_jobs_back_and_the_next_start_does_them(run):
    runner = run(work_until_cancelled, workers=2)
    jobs = [submit(runner) for _ in range(3)]
    until(lambda: runner.store.count(JobStatus.RUNNING) == 2)
    runner.stop(5)
    assert [runner.store.get(job).status for job in jobs] == [JobStatus.ACCEPTED] * 3
    again = run(write_files)
    assert [ended(again, job).status for job in jobs] == [JobStatus.SUCCESSFUL] * 3
    assert [again.store.get(job).attempts for job in jobs] == [0] * 3


def test_an_interrupted_job_finds_its_files_again(run):
    def first(job, context):
        (context.folder / "chunk").write_text("done before")
        return work_until_cancelled(job, context)

    runner = run(first)
    job_id = submit(runner)
    until(lambda: (runner.working_folder(job_id) / "chunk").exists())
    runner.stop(5)
    again = run(lambda job, context: {"found": (context.folder / "chunk").read_text()})
    ended(again, job_id)
    assert again.store.result(job_id) == {"found": "done before"}


def test_work_that_does_not_stop_is_abandoned_and_done_again(run):
    release = threading.Event()

    def deaf(job, context):
        release.wait(20)
        return {"by": "the abandoned"}

    runner = run(deaf)
    job_id = submit(runner)
    until(lambda: runner.store.count(JobStatus.RUNNING) == 1)
    began = time.monotonic()
    runner.stop(0.2)
    assert time.monotonic() - began < 2
    assert runner.store.get(job_id).status is JobStatus.ACCEPTED
    again = run(write_files)
    ended(again, job_id)
    release.set()
    runner.stop(5)
    assert again.store.result(job_id) == {"rows": 4}
    assert (again.result_folder(job_id) / "rows.txt").exists()


def test_waiting_ends_when_the_runner_stops(run):
    runner = run(work_until_cancelled)
    job_id = submit(runner)
    threading.Timer(0.2, runner.stop, [5]).start()
    began = time.monotonic()
    assert not runner.wait(job_id, 30).status.ended
    assert time.monotonic() - began < 10


def test_waiting_ends_in_time(run):
    runner = run(work_until_cancelled)
    began = time.monotonic()
    assert runner.wait(submit(runner), 0.2).status is not JobStatus.SUCCESSFUL
    assert 0.15 < time.monotonic() - began < 2


def test_folders_of_jobs_that_are_gone_are_swept_at_the_start(run, tmp_path, store):
    results = tmp_path / "results"
    failed, waiting = store.create("index", {}), store.create("index", {})
    store.claim()
    store.fail(failed.id, BadOption("no"))
    unknown = str(uuid.uuid4())
    for name in (f"{failed.id}.part", unknown, f"{unknown}.part", f"{waiting.id}.part", "notes"):
        (results / name).mkdir(parents=True)
    run(write_files, workers=0)
    assert sorted(entry.name for entry in results.iterdir()) == sorted([f"{waiting.id}.part", "notes"])


def test_a_job_whose_folder_was_committed_is_adopted_and_not_done_again(run, store):
    runner = run(write_files, workers=0)
    job = store.create("index", {})
    runner._folders.begin(job.id)
    (runner.working_folder(job.id) / "rows.txt").write_text("of the first attempt")
    runner._folders.commit(job.id, {"rows": 11})
    store.claim()  # and here the server dies
    again = run(failing(AssertionError("done twice")))
    assert ended(again, job.id).status is JobStatus.SUCCESSFUL
    assert store.result(job.id) == {"rows": 11}
    assert (again.result_folder(job.id) / "rows.txt").read_text() == "of the first attempt"


@pytest.fixture
def impatient(monkeypatch):
    """SQLite gives up soon."""
    monkeypatch.setattr(database, "BUSY_S", 0.1)


def test_a_store_that_fails_for_a_while_costs_no_thread_and_no_job(impatient, run, store):
    """Another connection holds the file for longer than SQLite waits."""
    begun, locked = threading.Event(), threading.Event()

    def execute(job, context):
        begun.set()
        locked.wait(10)
        context.progress(Progress("said while nobody can write", 0.5))
        context.log("lost")
        return {"rows": 1}

    def stored():
        return sqlite3.connect(store.path).execute("SELECT status FROM jobs").fetchone()[0]

    runner = run(execute, workers=2)
    job_id = submit(runner)
    assert begun.wait(10)
    blocker = sqlite3.connect(store.path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    locked.set()
    job = ended(runner, job_id)
    assert (job.status, job.progress, store.result(job_id)) == (JobStatus.SUCCESSFUL, 100, {"rows": 1})
    assert store.list(9, 0)[0] == [job]
    assert stored() == "running"
    with pytest.raises(JobStoreUnavailable):
        store.create("index", {})
    blocker.execute("ROLLBACK")
    until(lambda: stored() == "successful")
    assert (store.get(job_id), store.result(job_id)) == (job, {"rows": 1})
    assert ended(runner, submit(runner)).status is JobStatus.SUCCESSFUL
