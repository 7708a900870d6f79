"""Files are whole or as they were; folders get their name when all of it is there."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from backend.storage.files import commit_folder, write_beside, write_new, write_text


def test_a_text_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "note.json"
    write_text(file, "old")
    write_text(file, "Größe")
    assert file.read_text(encoding="utf-8") == "Größe"
    assert [entry.name for entry in tmp_path.iterdir()] == ["note.json"]


def test_what_fails_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "note"
    write_text(file, "old")

    def write_half() -> None:
        with write_beside(file, durable=True) as beside:
            beside.write_text("half", encoding="utf-8")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_half()
    assert file.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["note"]


def test_a_new_file_is_its_owners_and_is_written_once(tmp_path: Path) -> None:
    file = tmp_path / "token"
    write_new(file, "first\n", 0o600)
    with pytest.raises(FileExistsError):
        write_new(file, "second\n", 0o600)
    assert file.read_text(encoding="ascii") == "first\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["token"]


def test_a_folder_gets_its_name_once(tmp_path: Path) -> None:
    for turn in ("first", "second"):
        (tmp_path / turn / "deep").mkdir(parents=True)
        (tmp_path / turn / "deep" / "file").write_text(turn, encoding="utf-8")
    commit_folder(tmp_path / "first", tmp_path / "final")
    with pytest.raises(OSError, match="not empty"):
        commit_folder(tmp_path / "second", tmp_path / "final")
    commit_folder(tmp_path / "second", tmp_path / "final", shared=True)
    assert (tmp_path / "final" / "deep" / "file").read_text(encoding="utf-8") == "first"
    assert [entry.name for entry in tmp_path.iterdir()] == ["final"]
