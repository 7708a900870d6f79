"""An SQLite file whose schema is known, and that says so when it is not."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from backend.errors import OutputNotWritable
from backend.storage.database import Database, Schema, opened

SCHEMA = Schema(2, "CREATE TABLE things (name TEXT)", "things")


def test_a_file_of_another_version_is_left_alone(tmp_path: Path) -> None:
    Database(tmp_path / "things.sqlite", replace(SCHEMA, version=3)).close()
    with pytest.raises(OutputNotWritable, match=r"another version of Terralex \(schema 3, this version uses 2\)"):
        Database(tmp_path / "things.sqlite", SCHEMA)


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "things.sqlite", SCHEMA)

    def write_and_fail() -> None:
        with database.writing() as rows:
            rows.execute("INSERT INTO things VALUES ('a')")
            raise ValueError("something went wrong")

    with pytest.raises(ValueError, match="went wrong"):
        write_and_fail()
    with database.writing() as rows:
        rows.execute("INSERT INTO things VALUES ('b')")
    with database.reading() as rows:
        assert [row["name"] for row in rows.execute("SELECT name FROM things")] == ["b"]
    database.close()
    with pytest.raises(OutputNotWritable, match="cannot read its things"), database.reading() as rows:
        rows.execute("SELECT name FROM things")


def test_a_file_with_an_odd_name_is_read_and_never_made(tmp_path: Path) -> None:
    file = tmp_path / "a ?#%20 b.gpkg"
    with opened(file) as rows:
        rows.execute("CREATE TABLE things (name TEXT)")
    with opened(file, read_only=True) as rows:
        assert rows.execute("SELECT count(*) FROM things").fetchone() == (0,)
    with pytest.raises(sqlite3.Error), opened(tmp_path / "none.gpkg", read_only=True):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == [file.name]
