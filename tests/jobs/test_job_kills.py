"""kill -9 at random and at the worst moments: every accepted job ends successful, once, with its whole result."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from backend.jobs.job import JobStatus
from backend.jobs.runner import JobRunner
from backend.jobs.store import JobStore

CHUNKS = 6

SERVER = """
import fcntl, json, os, signal, sys, time
from pathlib import Path
from backend.errors import Cancelled
from backend.storage.state_lock import state_lock
from backend.jobs.runner import JobRunner
from backend.jobs.store import JobStore
from backend.progress import Progress

root, jobs, kill_at = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
CHUNKS = 6

def execute(job, context):
    # Chunks as an index has them: each written whole, found again by the next attempt.
    lock = (root / f"{job.id}.running").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails if anybody else runs this job now
    for number in range(CHUNKS):
        if context.cancelled():
            raise Cancelled("Stopped.")
        file = context.folder / f"chunk-{number}"
        if not file.exists():
            time.sleep(0.01)
            partial = file.with_suffix(".partial")
            partial.write_text(f"{context.inputs()['n']}/{number}")
            partial.rename(file)
            with (root / "computed.txt").open("a") as ledger:
                ledger.write(f"{job.id} {number}\\n")
        context.progress(Progress(f"chunk {number + 1} of {CHUNKS}", (number + 1) / CHUNKS))
    return {"sum": sum(len(file.read_text()) for file in context.folder.glob("chunk-*")), "n": context.inputs()["n"]}

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def dying(owner, name, before):
    method = getattr(owner, name)
    def call(*arguments):
        if before:
            die()
        answer = method(*arguments)
        if answer is not None or name == "commit":
            die()
        return answer
    setattr(owner, name, call)

with state_lock(root):
    store = JobStore(root / "jobs.sqlite")
    runner = JobRunner(store, execute, root / "results", workers=2)
    if kill_at:
        moment, name = kill_at.split()
        dying(store if hasattr(store, name) else runner._folders, name, moment == "before")
    runner.start()
    print("ready", flush=True)
    for n in range(jobs):
        job = store.create("index", {"n": n})
        print(job.id, flush=True)
        runner.wake()
        if kill_at.endswith("confirm_dismissed"):
            time.sleep(0.03)
            runner.dismiss(job.id)
        time.sleep(0.002)
    while any(store.count(status) for status in ("accepted", "running")):
        time.sleep(0.005)
    runner.stop()
"""


def serve(root, jobs, kill_at=""):
    command = [sys.executable, "-c", SERVER, str(root), str(jobs), kill_at]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def accepted_by(process):
    output = process.communicate(timeout=60)[0]
    return [line for line in output.splitlines() if len(line) == 36]


def assert_all_done_once(root, accepted):
    store = JobStore(root / "jobs.sqlite")
    jobs, total = store.list(10_000, 0)
    assert {job.status for job in jobs} == {JobStatus.SUCCESSFUL}
    assert len({job.id for job in jobs}) == total
    assert set(accepted) <= {job.id for job in jobs}
    for job in jobs:
        n = store.inputs(job.id)["n"]
        chunks = {f"chunk-{number}": f"{n}/{number}" for number in range(CHUNKS)}
        whole = {"n": n, "sum": sum(map(len, chunks.values()))}
        assert store.result(job.id) == whole
        files = {file.name: file.read_text() for file in (root / "results" / job.id).iterdir()}
        assert json.loads(files.pop(".result.json")) == whole
        assert files == chunks
    assert {folder.name for folder in (root / "results").iterdir()} == {job.id for job in jobs}
    return jobs


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)])
def test_after_twenty_kills_at_random_moments_nothing_is_lost_or_doubled(tmp_path, seed):
    chance = random.Random(seed)
    accepted: list[str] = []
    for _ in range(20):
        process = serve(tmp_path, jobs=6)
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        accepted += accepted_by(process)
    assert len(accepted) > 20
    process = serve(tmp_path, jobs=0)
    accepted_by(process)
    assert process.returncode == 0
    jobs = assert_all_done_once(tmp_path, accepted)
    store = JobStore(tmp_path / "jobs.sqlite")
    interrupted = [job for job in jobs if any("restarted" in line.text for line in store.log_lines(job.id))]
    assert len(interrupted) > 5  # the kills did come while jobs ran
    computed = (tmp_path / "computed.txt").read_text().splitlines()
    # A chunk is computed again only where the kill came between its file and the ledger's line, or while it was made.
    assert len(computed) - len(set(computed)) <= 20 * 2


@pytest.mark.parametrize(
    "moment", ["after claim", "before commit", "after commit", "before succeed", "after succeed", "after create"]
)
def test_after_a_kill_at_the_worst_moment_every_job_is_done(tmp_path, moment):
    process = serve(tmp_path, jobs=2, kill_at=moment)
    accepted = accepted_by(process)
    assert process.returncode == -signal.SIGKILL
    process = serve(tmp_path, jobs=0)
    accepted_by(process)
    assert process.returncode == 0
    assert len(assert_all_done_once(tmp_path, accepted)) >= 1


def test_a_committed_job_is_not_computed_again_after_a_kill(tmp_path):
    accepted_by(serve(tmp_path, jobs=1, kill_at="before succeed"))
    before = (tmp_path / "computed.txt").read_text()
    accepted_by(serve(tmp_path, jobs=0))
    assert (tmp_path / "computed.txt").read_text() == before
    assert len(before.splitlines()) == CHUNKS


def test_a_kill_between_the_wish_to_dismiss_and_the_end_does_not_bring_the_job_back(tmp_path):
    process = serve(tmp_path, jobs=1, kill_at="before confirm_dismissed")
    (job_id,) = accepted_by(process)
    assert process.returncode == -signal.SIGKILL
    with sqlite3.connect(tmp_path / "jobs.sqlite") as connection:
        assert connection.execute("SELECT status, dismiss_requested FROM jobs").fetchone() == ("running", 1)
    accepted_by(serve(tmp_path, jobs=0))
    assert JobStore(tmp_path / "jobs.sqlite").get(job_id).status is JobStatus.DISMISSED
    assert list((tmp_path / "results").iterdir()) == []


def test_a_stopped_server_frees_its_state_folder_however_it_ended(tmp_path):
    process = serve(tmp_path, jobs=1, kill_at="after claim")
    accepted_by(process)
    process = serve(tmp_path, jobs=0)
    accepted_by(process)
    assert process.returncode == 0


def test_the_log_tells_of_the_interruption(tmp_path):
    accepted = accepted_by(serve(tmp_path, jobs=1, kill_at="before commit"))
    accepted_by(serve(tmp_path, jobs=0))
    lines = [line.text for line in JobStore(tmp_path / "jobs.sqlite").log_lines(accepted[0])]
    assert lines == [
        "Started: index",
        "The server stopped while this job was running: the job is restarted.",
        "Started: index",
        "Done",
    ]


def test_a_job_whose_file_is_whole_but_whose_row_is_running_is_seen_as_such_until_the_server_starts(tmp_path):
    (job_id,) = accepted_by(serve(tmp_path, jobs=1, kill_at="before succeed"))
    store = JobStore(tmp_path / "jobs.sqlite")
    assert store.get(job_id).status is JobStatus.RUNNING
    runner = JobRunner(store, lambda job, context: {}, tmp_path / "results")
    runner.start()
    assert runner.wait(job_id, 10).status is JobStatus.SUCCESSFUL
    runner.stop()
