"""An index in a bucket has the rows of one on the disk, is shared by machines, and survives a store that fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from backend.errors import BadOption, Cancelled, IndexNotUsable, IndexStorageFailed
from backend.index import bucket as bucket_module
from backend.index import lease as lease_module
from backend.index.bucket import bucket_and_prefix, bucket_home, keep_in
from backend.index.folders import indexes_of
from backend.index.home import STORAGE_FILE, home_of
from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.index.writer import only_writer
from harness.object_store import Fault, ObjectStore, object_store

pytest.importorskip("moto", reason="moto is not installed")

SIZES = (20.0, 40.0)
ADDRESS = "s3://indexes/survey/2026"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    with object_store("indexes") as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        for cached in (bucket_home, bucket_module._client_for):
            cached.cache_clear()
        yield running


@pytest.fixture
def root(store: ObjectStore, tmp_path: Path) -> Path:
    """The folder of all indexes of this machine."""
    keep_in(tmp_path / "here", ADDRESS)
    return tmp_path / "here"


@pytest.mark.usefixtures("small_chunks")
def test_machines_share_an_index_in_a_bucket(store, root, write_layer, encoder, assert_same_rows, tmp_path):
    path = write_layer(empty_cols=400)
    index = index_layer(path, encoder, root, SIZES)
    assert index.complete and index.address.startswith(f"{ADDRESS}/")
    assert_same_rows(index, index_layer(path, encoder, tmp_path / "disk", SIZES))
    assert {file.suffix for file in root.rglob("*") if file.is_file()} <= {".json", ".lock"}, "locks alone lie here"
    assert sum("empty_chunks/" in key for key in store.keys("indexes")) > 0

    embedded = encoder.windows
    keep_in(tmp_path / "there", ADDRESS)  # the folder of another machine
    told = {json.loads((folder / STORAGE_FILE).read_text())["machine"] for folder in (root, tmp_path / "there")}
    assert len(told) == 2
    again = index_layer(path, encoder, tmp_path / "there", SIZES)
    assert encoder.windows == embedded and again.state()[1:] == index.reopened().state()[1:]
    assert_same_rows(again, index)
    assert [folder.name for folder, _ in indexes_of(tmp_path / "there", path)] == [index.folder.name]


@pytest.mark.usefixtures("small_chunks")
def test_another_machine_continues_a_stopped_run(root, write_layer, encoder, assert_same_rows, tmp_path):
    path, told = write_layer(), []
    with pytest.raises(Cancelled):
        index_layer(
            *(path, encoder, root, SIZES),
            progress=lambda done: told.append(done.done),
            cancelled=lambda: bool(told and told[-1]),
        )
    embedded = encoder.windows
    keep_in(tmp_path / "there", ADDRESS)
    index = index_layer(path, encoder, tmp_path / "there", SIZES)
    assert encoder.windows - embedded < index.count, "what was done is not done again"
    assert_same_rows(index, index_layer(path, encoder, tmp_path / "disk", SIZES))


@pytest.mark.usefixtures("small_chunks")
def test_a_changed_file_loses_its_old_index_in_the_bucket(store, root, write_layer, encoder):
    index_layer(write_layer(), encoder, root, SIZES)
    index = index_layer(write_layer(seed=1), encoder, root, (20.0, 80.0))
    manifests = [key for key in store.keys("indexes") if key.endswith("index.json")]
    assert len(manifests) == 1 and manifests[0].endswith(f"{index.folder.name}/index.json")


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("how", ["refused", "unsaid"])
@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_errors_of_the_store_cost_nothing_but_time(
    store, root, write_layer, encoder, assert_same_rows, tmp_path, method, how
):
    """Every third request fails, whether it was done or not; no row is written twice."""
    seen = []

    def third(asked: str, path: str) -> bool:
        if asked == method and path.startswith("/indexes/"):
            seen.append(path)
        return asked == method and len(seen) % 3 == 1

    path = write_layer()
    store.faults.append(Fault(third, 1000, how))
    index = index_layer(path, encoder, root, SIZES)
    rows = index.rows()
    assert len(store.failed) > 5
    assert index.count == len(np.unique(rows.window_ids)) == len(rows.window_ids)
    assert_same_rows(index, index_layer(path, encoder, tmp_path / "disk", SIZES))


@pytest.mark.usefixtures("small_chunks")
def test_a_store_that_is_silent_is_asked_again(
    store, root, write_layer, encoder, assert_same_rows, tmp_path, monkeypatch
):
    monkeypatch.setattr(bucket_module, "TIMEOUT_S", 1.0)
    path = write_layer(height=300, width=300)
    store.faults += [Fault(lambda method, _, wanted=wanted: method == wanted, 2, "silent") for wanted in ("PUT", "GET")]
    index = index_layer(path, encoder, root, SIZES)
    assert len(store.failed) == 4
    assert_same_rows(index, index_layer(path, encoder, tmp_path / "disk", SIZES))


@pytest.mark.usefixtures("small_chunks")
def test_a_store_that_fails_for_good_is_one_sentence_and_loses_nothing(store, root, write_layer, encoder, monkeypatch):
    monkeypatch.setattr(bucket_module, "TRIES", 1)
    monkeypatch.setattr(bucket_module, "TIMEOUT_S", 1.0)
    path = write_layer()
    index = index_layer(path, encoder, root, SIZES)
    keys, embedded = store.keys("indexes"), encoder.windows
    for when in (lambda *_: True, lambda _, path: ".lance" in path):  # all of it; then the table alone
        store.faults[:] = [Fault(when, 10**6)]
        with pytest.raises(IndexStorageFailed, match="The store of s3://indexes/survey/2026/"):
            index_layer(path, encoder, root, SIZES)
        with pytest.raises(IndexStorageFailed):
            LayerIndex.open(index.folder).rows()
    store.faults.clear()
    assert store.keys("indexes") == keys and LayerIndex.open(index.folder).count == index.count
    index_layer(path, encoder, root, SIZES)
    assert encoder.windows == embedded


def test_one_machine_writes_at_a_time(store, root, tmp_path, monkeypatch):
    keep_in(tmp_path / "there", ADDRESS)
    here, there = root / "layer" / "index", tmp_path / "there" / "layer" / "index"
    with only_writer(here):
        with pytest.raises(IndexNotUsable, match="Another machine is writing the index in s3://"), only_writer(there):
            pass
        home_of(here).make_durable()
    with only_writer(there), only_writer(root / "layer" / "other"):  # given back; others are free
        pass
    assert len([key for key in store.keys("indexes") if "index.writers/" in key]) == 1, "old leases go"

    # a machine that is silent for too long loses its lease, learns it, and a killed one begins again at once
    monkeypatch.setattr(lease_module, "_RENEWED_EVERY_S", 0.01)
    lease = home_of(here)
    with only_writer(here):
        monkeypatch.setattr(lease_module, "EXPIRES_S", -1.0)
        (keeper,) = [thread for thread in threading.enumerate() if thread.name == "terralex-lease"]
        with only_writer(there):
            keeper.join()
            with pytest.raises(IndexNotUsable, match="Another machine has taken over"):
                lease.make_durable()
    monkeypatch.setattr(lease_module, "EXPIRES_S", 120.0)
    abandoned = lease._lease.held()
    abandoned.__enter__()
    with only_writer(here):
        pass
    abandoned.__exit__(None, None, None)


def test_places_that_cannot_be_used_are_said(store, root, write_layer, encoder, tmp_path):
    for address in ("s3://", "s3://UPPER/x", "s3://a/../../b c", "http://host/x"):
        with pytest.raises(BadOption, match="is no place for indexes"):
            bucket_and_prefix(address)
    keep_in(tmp_path / "nowhere", "s3://nowhere/x")
    with pytest.raises(IndexStorageFailed, match="there is no such bucket"):
        index_layer(write_layer(), encoder, tmp_path / "nowhere", SIZES)
