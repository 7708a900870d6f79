"""A real file system of two megabytes, filled up: clear errors, no lost end, and the threads live."""

from __future__ import annotations

import sqlite3
import subprocess
import time

import pytest

from backend.errors import JobStoreUnavailable
from backend.jobs.job import JobStatus
from backend.jobs.runner import JobRunner
from backend.jobs.store import JobStore
from backend.progress import Progress


@pytest.fixture
def disk(tmp_path):
    """A mounted file system of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file):
    with file.open("wb", buffering=0) as stream:
        for size in (65536, 4096, 1):
            try:
                while True:
                    stream.write(bytes(size))
            except OSError:
                continue


def stored(disk, job_id):
    with sqlite3.connect(disk / "jobs.sqlite") as connection:
        return connection.execute("SELECT status FROM jobs WHERE id = ?", (job_id,)).fetchone()[0]


@pytest.fixture
def store(disk):
    store = JobStore(disk / "jobs.sqlite")
    yield store
    store.close()


@pytest.fixture
def run(store, disk):
    runners = []

    def start(execute):
        runner = JobRunner(store, execute, disk / "results", workers=1)
        runner.start()
        runners.append(runner)
        return runner

    yield start
    for runner in runners:
        runner.stop(2)


def test_a_job_that_cannot_be_stored_is_not_accepted(store, disk):
    fill(disk / "film.mp4")
    with pytest.raises(JobStoreUnavailable, match=r"database or disk is full.*free space on its disk") as refused:
        for _ in range(200):  # what the file has reserved already is used up first
            store.create("index", {"text": "x" * 5000})
    assert str(disk) not in str(refused.value)
    made = store.list(1000, 0)[1]
    (disk / "film.mp4").unlink()
    store.create("index", {})
    assert store.list(1000, 0)[1] == made + 1


def test_a_job_that_fills_the_disk_fails_with_a_sentence_and_its_room_is_free_again(run):
    def execute(job, context):
        if context.inputs()["large"]:
            with (context.folder / "large").open("wb", buffering=0) as stream:
                while True:
                    stream.write(bytes(65536))
        return {}

    runner = run(execute)
    large, small = (runner.store.create("index", {"large": large}).id for large in (True, False))
    runner.wake()
    job = runner.wait(large, 10)
    assert (job.status, job.error_type) == (JobStatus.FAILED, "DiskFull")
    assert job.error == "The server's disk is full: free space on it and start the job again."
    assert runner.wait(small, 10).status is JobStatus.SUCCESSFUL


def test_an_end_that_cannot_be_stored_is_seen_and_stored_when_there_is_room(run, disk):
    def execute(job, context):
        fill(disk / "film.mp4")
        for number in range(400):  # until the file's own reserve is used up, logs and reports included
            context.log("x" * 2000)
            context.progress(Progress("y" * 300, number / 400))
        return {"rows": "z" * 20_000}

    runner = run(execute)
    job_id = runner.store.create("index", {}).id
    runner.wake()
    job = runner.wait(job_id, 20)
    assert (job.status, job.error_type) == (JobStatus.FAILED, "DiskFull")
    assert stored(disk, job_id) == "running"
    (disk / "film.mp4").unlink()
    deadline = time.monotonic() + 10
    while stored(disk, job_id) != "failed":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert runner.store.get(job_id) == job


def test_a_running_job_can_be_dismissed_although_the_disk_is_full(run, disk):
    def execute(job, context):
        fill(disk / "film.mp4")
        for _ in range(400):
            context.log("x" * 2000)
        while not context.cancelled():
            time.sleep(0.01)
        return {}

    runner = run(execute)
    job_id = runner.store.create("index", {}).id
    runner.wake()
    while runner.store.get(job_id).status is not JobStatus.RUNNING:
        time.sleep(0.01)
    time.sleep(0.5)
    assert runner.dismiss(job_id, 10).status is JobStatus.DISMISSED
