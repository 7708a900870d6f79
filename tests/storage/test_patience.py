"""A database that another program holds costs one caller its patience, and nobody who only reads anything."""

from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.errors import JobStoreUnavailable, OutputNotWritable
from backend.jobs.tables import JOBS
from backend.storage.database import Database, Schema

WAIT_S = 0.5
WRITERS = 24
SCHEMA = Schema(1, "CREATE TABLE things (name TEXT)", "things")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.storage.database.BUSY_S", WAIT_S)


@pytest.fixture
def layers(tmp_path: Path, impatient: None) -> Database:
    return Database(tmp_path / "layers.sqlite", SCHEMA)


def test_writers_of_a_held_file_wait_once_and_not_each_in_turn(layers: Database, tmp_path: Path) -> None:
    def write(number: int) -> str:
        try:
            with layers.writing() as rows:
                rows.execute("INSERT INTO things VALUES (?)", (str(number),))
        except OutputNotWritable as error:
            return str(error)
        return "written"

    holder = sqlite3.connect(tmp_path / "layers.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    start = time.monotonic()
    with ThreadPoolExecutor(WRITERS) as pool:
        told = list(pool.map(write, range(WRITERS)))
    assert time.monotonic() - start < WAIT_S * WRITERS / 3
    assert all("another program is using the file, try again" in one for one in told)
    with layers.reading() as rows:
        assert rows.execute("SELECT count(*) FROM things").fetchone()[0] == 0
    holder.execute("COMMIT")
    assert write(0) == "written"
    with ThreadPoolExecutor(WRITERS) as pool:
        assert set(pool.map(write, range(WRITERS))) == {"written"}


def test_a_reader_does_not_wait_for_a_writer_who_waits(layers: Database, tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "layers.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    begun, ended = threading.Event(), threading.Event()

    def write() -> None:
        begun.set()
        with pytest.raises(OutputNotWritable), layers.writing():
            pass
        ended.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert begun.wait(10)
    with layers.reading() as rows:
        rows.execute("SELECT * FROM things").fetchall()
    assert not ended.is_set()
    thread.join(20)
    assert ended.is_set()


def test_jobs_wait_in_the_same_way(tmp_path: Path, impatient: None) -> None:
    jobs = Database(tmp_path / "jobs.sqlite", JOBS)
    holder = sqlite3.connect(tmp_path / "jobs.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    def write(_: int = 0) -> str:
        try:
            with jobs.writing():
                return "written"
        except JobStoreUnavailable as error:
            return str(error)

    assert "another program is using the file" in write()
    waits: list[float] = []

    def timed(_: int) -> None:
        start = time.monotonic()
        write()
        waits.append(time.monotonic() - start)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(timed, range(WRITERS)))
    assert sum(wait > WAIT_S * 0.9 for wait in waits) <= WRITERS / 4  # those who went on trying, one at a time
    holder.execute("COMMIT")
    assert write() == "written"
