"""Inverted lists of a real index on disk: what they find, what they say of themselves, and what they leave behind."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.errors import BadOption, Cancelled, IndexNotUsable, OutputNotWritable
from backend.index import lists as lists_module
from backend.index.lists import FACTS_FILE, FOLDER, InvertedLists, build_lists
from backend.index.store import LayerIndex
from backend.index.table import open_table
from backend.models.encoder import load_encoder
from backend.search.usual_queries import usual_directions
from harness.made_up_index import build_index
from harness.text_model import save_text_model

WINDOWS = 6000


class InSmallBlocks:
    """An index that is read a few hundred rows at a time."""

    def __init__(self, index: LayerIndex) -> None:
        self._index = index

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def blocks(self) -> Any:
        return self._index.blocks(700)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[LayerIndex, np.ndarray]:
    """An index of thousands of windows, and directions of names."""
    folder = tmp_path_factory.mktemp("large")
    encoder = load_encoder(save_text_model(folder / "model"), "cpu")
    return build_index(folder, WINDOWS, encoder), usual_directions(encoder)


@pytest.fixture(scope="module")
def listed(made: tuple[LayerIndex, np.ndarray]) -> tuple[LayerIndex, InvertedLists, np.ndarray]:
    index, queries = made
    build_lists(index, queries, lambda _: None)
    found = index.lists()
    assert found is not None
    return index, found, queries


def test_they_find_the_share_of_the_best_windows_that_they_say(
    listed: tuple[LayerIndex, InvertedLists, np.ndarray],
) -> None:
    index, found, queries = listed
    rows = index.rows()
    judged, recalls = queries[1::2], []
    for vector in judged:
        cosines = rows.embeddings.astype(np.float32) @ vector
        best = rows.window_ids[np.argsort(-cosines)[: lists_module.JUDGED]]
        recalls.append(np.isin(best, found.nearest(vector)).mean())
    assert found.facts.recall == pytest.approx(np.mean(recalls), abs=1e-3)
    assert found.facts.rows == WINDOWS and found.facts.queries == len(judged)
    assert found.facts.probes < found.facts.lists, "not all lists are needed"


def test_the_most_alike_come_first_and_only_once(listed: tuple[LayerIndex, InvertedLists, np.ndarray]) -> None:
    index, found, queries = listed
    ids = found.nearest(queries[0])
    cosines = index.embeddings_at(np.searchsorted(index.places()[2], ids)).astype(np.float32) @ queries[0]
    assert len(np.unique(ids)) == len(ids) <= lists_module.MOST
    assert (np.diff(cosines) < 5e-3).all(), "8 bits a number order them nearly as well as 16"


def test_only_allowed_windows_are_chosen(listed: tuple[LayerIndex, InvertedLists, np.ndarray]) -> None:
    index, found, queries = listed
    allowed = index.places()[2][100:400]
    ids = found.nearest(queries[3], allowed)
    assert len(ids) and np.isin(ids, allowed).all()
    assert not len(found.nearest(queries[3], allowed[:0]))


def test_making_and_reading_them_prints_nothing(
    made: tuple[LayerIndex, np.ndarray], capfd: pytest.CaptureFixture[str]
) -> None:
    index, queries = made
    build_lists(index, queries, lambda _: None)
    found = index.lists()
    assert found is not None
    found.nearest(queries[0])
    assert capfd.readouterr() == ("", "")


def test_many_shards_give_the_lists_of_one(
    made: tuple[LayerIndex, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    index, queries = made
    build_lists(index, queries, lambda _: None)
    one = index.lists()
    monkeypatch.setattr(lists_module, "_SHARD_ROWS", 1000)
    told: list[Any] = []
    build_lists(InSmallBlocks(index), queries, told.append)
    several = index.lists()
    assert one is not None and several is not None
    assert several.facts.lists == one.facts.lists
    for found in (one, several):
        found.facts = replace(found.facts, probes=found.facts.lists)
    for vector in queries[:10]:
        assert set(several.nearest(vector)[:500]) == set(one.nearest(vector)[:500])
    assert (told[-1].done, told[-1].total) == (WINDOWS, WINDOWS)
    assert sorted(path.suffix for path in (index.folder / FOLDER).iterdir()) == [".bin", ".faiss", ".json", ".npy"]


def test_lists_of_other_rows_are_not_used(listed: tuple[LayerIndex, InvertedLists, np.ndarray], tmp_path: Path) -> None:
    index, _, _ = listed
    copy = tmp_path / "layer" / index.folder.name
    shutil.copytree(index.folder, copy)
    moved = LayerIndex.open(copy)
    assert moved.lists() is not None, "a folder that is moved keeps its lists"
    facts = copy / FOLDER / FACTS_FILE
    told = json.loads(facts.read_text())
    facts.write_text(json.dumps({**told, "rows": WINDOWS - 1}))
    assert moved.lists() is None
    facts.write_text("{")
    assert moved.lists() is None


def test_a_cancelled_run_leaves_nothing(made: tuple[LayerIndex, np.ndarray]) -> None:
    index, queries = made
    build_lists(index, queries, lambda _: None)
    told = []
    with pytest.raises(Cancelled):
        build_lists(InSmallBlocks(index), queries, told.append, lambda: bool(told))
    assert not (index.folder / f"{FOLDER}.part").exists()
    assert index.lists() is not None, "those that were there are there"


def test_without_faiss_a_sentence_says_what_to_install(
    made: tuple[LayerIndex, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    index, queries = made
    monkeypatch.setitem(sys.modules, "faiss", None)
    with pytest.raises(BadOption, match=r'pip install "terralex\[large\]"'):
        build_lists(index, queries, lambda _: None)
    assert index.lists() is None


def test_a_full_disk_is_told(made: tuple[LayerIndex, np.ndarray], monkeypatch: pytest.MonkeyPatch) -> None:
    index, queries = made

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lists_module, "_join", full)
    with pytest.raises(OutputNotWritable, match="free some space"):
        build_lists(index, queries, lambda _: None)
    assert not (index.folder / f"{FOLDER}.part").exists()


def test_embeddings_of_some_windows_are_those_of_all(made: tuple[LayerIndex, np.ndarray]) -> None:
    index, _ = made
    rows = index.rows()
    some = np.random.default_rng(0).permutation(len(rows.window_ids))[:500]
    np.testing.assert_array_equal(index.embeddings_at(some), rows.embeddings[some])


def test_embeddings_of_a_table_that_was_rewritten_are_refused_and_never_those_of_other_windows(
    made: tuple[LayerIndex, np.ndarray], tmp_path: Path
) -> None:
    copy = tmp_path / "layer" / made[0].folder.name
    shutil.copytree(made[0].folder, copy)
    index = LayerIndex.open(copy)
    ids = index.places()[2]
    before = index.rows().embeddings
    table = open_table(copy, index.dimension)
    table.delete(f"window_id < {ids[WINDOWS // 3]}")
    table.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)
    some = np.arange(WINDOWS // 2, WINDOWS // 2 + 50)
    try:
        found = index.embeddings_at(some)
    except IndexNotUsable as error:
        assert "search again" in str(error)
    else:
        np.testing.assert_array_equal(found, before[some])
