"""A Ray cluster makes the index that one process makes, though workers and whole nodes are killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from backend.errors import BadOption, IndexNotUsable
from backend.executors.ray_cluster import Actor, RayExecutor
from backend.executors.work import Work
from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.models.encoder import load_encoder
from backend.progress import Progress
from tests.executors.conftest import SIZES_M, assert_same, make_index

ray = pytest.importorskip("ray", reason="the extra ray is not installed")

STORE_BYTES = 100 * 1024**2
BEGIN_S = 300


@pytest.fixture(scope="module")
def head() -> Iterator[Any]:
    """A cluster of one node of two processors on this machine."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("RAY_USAGE_STATS_ENABLED", "0"), ("RAY_memory_monitor_refresh_ms", "0")):
            patch.setenv(name, value)
        node = {"num_cpus": 2, "object_store_memory": STORE_BYTES, "include_dashboard": False}
        made = Cluster(initialize_head=True, head_node_args=node)
        try:
            ray.init(address=made.address, log_to_driver=False, configure_logging=False)
            yield made
        finally:
            ray.shutdown()
            made.shutdown()


@pytest.fixture
def cluster(head: Any) -> Iterator[Any]:
    """The same with a second node."""
    node = head.add_node(num_cpus=2, object_store_memory=STORE_BYTES)
    head.wait_for_nodes()
    yield head
    if node in head.worker_nodes:
        head.remove_node(node)


def seat(_: Any) -> tuple[str, int]:
    """Node and process of an actor."""
    return ray.get_runtime_context().get_node_id(), os.getpid()


def indexed_through(
    layer: Path, work: Work, root: Path, workers: int, node: str | None, disaster: Callable[[list[int]], None]
) -> LayerIndex:
    """The index, with a disaster while actors, all of one node or one of all, are in the middle of a chunk.

    They are stopped first, so that they are certainly in the middle of the chunks that they are given then.
    """
    executor = RayExecutor(work, workers)
    stopped: list[Actor] = []
    pids: list[int] = []
    happened: list[bool] = []

    def tell(done: Progress) -> None:
        if not done.done or happened:
            return
        if not stopped:
            ray.wait([actor.hello for actor in executor.actors], num_returns=workers, timeout=BEGIN_S)
            seats = [ray.get(actor.handle.__ray_call__.remote(seat)) for actor in executor.actors]
            chosen = [at for at, (place, _) in enumerate(seats) if place == node] if node else [workers - 1]
            assert 0 < len(chosen) < workers
            stopped.extend(executor.actors[at] for at in chosen)
            pids.extend(seats[at][1] for at in chosen)
            for pid in pids:
                os.kill(pid, signal.SIGSTOP)
        elif any(ray.wait([ref], timeout=0)[1] for actor in stopped for ref in actor.asked):
            happened.append(True)
            disaster(pids)

    encoder = load_encoder(work.model_id, "cpu")
    try:
        index = index_layer(*(layer, encoder, root, SIZES_M), progress=tell, elsewhere=executor)
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert happened, "it happened in mid-run"
    return index


def test_two_actors_make_the_index_of_one_process(
    head: Any, layer: Path, work: Work, alone: LayerIndex, tmp_path: Path
) -> None:
    assert_same(make_index(layer, work, tmp_path, RayExecutor(work, 2)), alone)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_number_of_actors_changes_nothing(
    cluster: Any, layer: Path, work: Work, alone: LayerIndex, tmp_path: Path, workers: int
) -> None:
    assert_same(make_index(layer, work, tmp_path, RayExecutor(work, workers)), alone)


@pytest.mark.slow
def test_a_killed_worker_costs_nothing_but_time(
    cluster: Any, layer: Path, work: Work, alone: LayerIndex, tmp_path: Path
) -> None:
    def kill(pids: list[int]) -> None:
        os.kill(pids[0], signal.SIGKILL)

    assert_same(indexed_through(layer, work, tmp_path, 2, None, kill), alone)


@pytest.mark.slow
def test_a_node_that_goes_costs_nothing_but_time(
    cluster: Any, layer: Path, work: Work, alone: LayerIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.executors.ray_cluster.AHEAD", 1)  # so that chunks are left for actors that begin late
    (node,) = cluster.worker_nodes

    def remove(_: list[int]) -> None:
        cluster.remove_node(node, allow_graceful=False)

    assert_same(indexed_through(layer, work, tmp_path, 4, node.node_id, remove), alone)


@pytest.mark.slow
def test_what_no_actor_can_do_is_said_at_once(head: Any, layer: Path, work: Work, tmp_path: Path) -> None:
    class Other(RayExecutor):
        def embed(self, manifest, chunk_ids, cancelled):  # type: ignore[no-untyped-def]
            changed = manifest.layer.__class__(**{**vars(manifest.layer), "fingerprint": "other"})
            yield from super().embed(manifest.__class__(**{**vars(manifest), "layer": changed}), chunk_ids, cancelled)

    with pytest.raises(IndexNotUsable, match="not the same file on every machine"):
        make_index(layer, work, tmp_path, Other(work, 1))
    with pytest.raises(BadOption, match="0 workers cannot be had"):
        RayExecutor(work, 0)


@pytest.mark.slow
def test_the_command_starts_a_cluster_of_its_own(layer: Path, work: Work, alone: LayerIndex, tmp_path: Path) -> None:
    sizes = ",".join(f"{size:g}" for size in SIZES_M)
    command = ("index", layer, "--model", work.model_id, "--device", "cpu", "--window-m", sizes, "--index", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "backend.cli", *map(str, command), "--executor", "ray", "--workers", "1"],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{alone.count} windows of ")
    (manifest,) = tmp_path.glob("*/*/index.json")
    assert_same(LayerIndex.open(manifest.parent), alone)
