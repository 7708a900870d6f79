"""Lists, logs and expiry of jobs, and the file that they lie in."""

from __future__ import annotations

import gc
import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest

from backend.errors import (
    JobNotFound,
    JobStoreUnavailable,
    OutputNotWritable,
    StateInUse,
)
from backend.jobs.job import JobStatus
from backend.jobs.store import MAX_LOG_LINES, JobStore
from backend.storage.state_lock import state_lock


def test_lists_are_paged_newest_first(store):
    made = [store.create("index", {"n": number}).id for number in range(5)]
    page, total = store.list(2, 1)
    assert ([job.id for job in page], total) == ([made[3], made[2]], 5)
    assert store.list(10, 5) == ([], 5)


def test_lists_can_be_of_one_status_and_one_process(store):
    index, search = store.create("index", {}), store.create("search", {})
    store.claim({"search"})
    assert [job.id for job in store.list(9, 0, process="index")[0]] == [index.id]
    assert [job.id for job in store.list(9, 0, status=JobStatus.RUNNING)[0]] == [search.id]
    assert store.list(9, 0, status=JobStatus.RUNNING, process="index") == ([], 0)
    assert [store.count(status) for status in (JobStatus.ACCEPTED, JobStatus.RUNNING)] == [1, 1]


def test_a_log_has_its_lines_in_order_with_their_times(store, clock):
    job = store.create("index", {})
    store.log(job.id, "one")
    clock.now += 1.5
    store.log(job.id, "two \ud800")
    assert [(line.time, line.text) for line in store.log_lines(job.id)] == [
        ("2023-11-14T22:13:20.000Z", "one"),
        ("2023-11-14T22:13:21.500Z", "two ?"),
    ]


def test_a_log_does_not_grow_without_end(tmp_path):
    store = JobStore(tmp_path / "jobs.sqlite")
    job, other = store.create("index", {}), store.create("index", {})
    store.log(other.id, "mine")
    with store._database.writing() as connection:
        for number in range(MAX_LOG_LINES):
            connection.execute("INSERT INTO log_lines (job, time, text) VALUES (?, '', ?)", (job.id, f"line {number}"))
    store.log(job.id, "x" * 1_000_000)
    lines = store.log_lines(job.id)
    assert (len(lines), lines[0].text, len(lines[-1].text)) == (MAX_LOG_LINES, "line 1", 2000)
    assert len(store.log_lines(other.id)) == 1


def test_ended_jobs_expire_with_their_logs_and_others_do_not(store, clock):
    old, waiting, running = (store.create(name, {}) for name in ("old", "waiting", "running"))
    store.claim({"old"})
    store.claim({"running"})
    store.log(old.id, "line")
    store.succeed(old.id, {})
    clock.now += 3600
    recent = store.create("recent", {})
    store.dismiss(recent.id)
    before = datetime.fromtimestamp(clock.now, UTC) - timedelta(minutes=30)
    assert store.expire(before) == [old.id]
    with pytest.raises(JobNotFound):
        store.get(old.id)
    assert [store.get(job.id).id for job in (waiting, running, recent)] == [waiting.id, running.id, recent.id]
    with store._database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM log_lines").fetchone()[0] == 0


def test_times_of_other_zones_expire_the_same_jobs(store, clock):
    job = store.create("index", {})
    store.dismiss(job.id)
    zone = datetime.fromisoformat("2023-11-15T03:43:20.001+05:30").tzinfo
    assert store.expire(datetime.fromtimestamp(clock.now, zone)) == []
    assert store.expire(datetime.fromtimestamp(clock.now + 0.001, zone)) == [job.id]


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    JobStore(tmp_path / "jobs.sqlite").close()
    with sqlite3.connect(tmp_path / "jobs.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(JobStoreUnavailable, match=r"another version of Terralex \(schema 99"):
        JobStore(tmp_path / "jobs.sqlite")


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "jobs.sqlite"
    file.write_bytes(b"this is not a database" * 100)
    with pytest.raises(JobStoreUnavailable, match="cannot be opened"):
        JobStore(file)
    assert file.read_bytes() == b"this is not a database" * 100


def test_a_closed_store_says_so(store):
    store.close()
    with pytest.raises(JobStoreUnavailable):
        store.create("index", {})


def test_threads_that_ended_leave_no_open_connection(store):
    for _ in range(20):
        thread = threading.Thread(target=store.count, args=(JobStatus.ACCEPTED,))
        thread.start()
        thread.join()
    gc.collect()
    assert len(store._database._opened) == 1


def test_a_state_folder_has_one_server(tmp_path):
    folder = tmp_path / "state"
    with state_lock(folder), pytest.raises(StateInUse, match="Another server is using"), state_lock(folder):
        pass
    with state_lock(folder):
        pass


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputNotWritable, match="state_dir"), state_lock(tmp_path / "file" / "state"):
        pass
