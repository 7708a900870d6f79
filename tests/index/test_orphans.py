"""What is deleted takes its indexes along; those of other people's files, and newer ones, stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.index.orphans import remove_indexes_of, remove_orphans
from backend.index.pipeline import index_layer

SIZES = (40.0,)


@pytest.fixture
def indexed(write_layer, encoder, tmp_path):
    """An index of a file that a service keeps, and the root of all indexes."""
    kept = tmp_path / "state" / "contents" / "a"
    kept.mkdir(parents=True)
    file = Path(write_layer()).rename(kept / "map.tif")
    return index_layer(file, encoder, tmp_path / "indexes", SIZES), tmp_path / "indexes", file


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_index_goes_with_its_layer(indexed):
    _, root, file = indexed
    remove_indexes_of(root, file)
    assert files(root) == []


def test_an_index_whose_file_has_gone_is_swept(indexed, tmp_path):
    _, root, file = indexed
    remove_orphans(root, tmp_path / "state")
    assert files(root)
    file.unlink()
    remove_orphans(root, tmp_path / "elsewhere")  # a file of somebody else's: it may only be on a disk not plugged in
    assert files(root)
    remove_orphans(root, tmp_path / "state")
    assert files(root) == []


def test_an_index_of_a_newer_format_is_not_ours_to_remove(indexed, tmp_path):
    index, root, file = indexed
    manifest = index.folder / "index.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format_version": 99}))
    file.unlink()
    remove_orphans(root, tmp_path / "state")
    remove_indexes_of(root, file)
    assert manifest.exists()
