"""Kill -9 the whole service at random while it indexes and labels: nothing accepted is lost, doubled or different."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pyogrio
import pytest
import rasterio

from backend.index.store import LayerIndex
from backend.jobs.job import Job, JobStatus
from backend.jobs.store import JobStore
from backend.sample import render_sample
from harness.live_service import Service, launch
from harness.text_model import save_text_model

TOKEN = "a-token-for-all-of-these-servers"
LAYERS = ("north", "south", "west")
SIDE_PX = 1024
COPIES = 3  # a layer is its sample that many times beside and below itself: several blocks, so several chunks
SIZES_M = ((40.0,), (50.0, 100.0), (64.0, 128.0, 256.0), (45.0, 90.0))
END_S = 900.0
CHANGING = frozenset({"time", "created", "seconds", "stages", "layer", "features"})
"""Facts that differ from run to run: times, how busy the last stretch of a run was, and where the layer lies."""

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Order:
    """A request for a process about a layer, known by the name of its file."""

    process: str
    layer: str
    inputs: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.process, self.layer, self.inputs


@dataclass(frozen=True)
class World:
    """What all servers of a test work on."""

    data: Path
    model: str
    orders: tuple[Order, ...]

    def launch(self, folder: Path) -> Service:
        variables = {"TERRALEX_TOKEN": TOKEN, "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
        return launch(folder, self.data, "--model", self.model, "--device", "cpu", **variables)


def place(order: Order, layers: Mapping[str, str]) -> dict[str, Any]:
    return {**json.loads(order.inputs), "layer": layers[order.layer]}


def enlarged(sample: Path, target: Path) -> None:
    with rasterio.open(sample) as source:
        pixels, profile = np.tile(source.read(), (1, COPIES, COPIES)), source.profile
    profile.update(width=pixels.shape[2], height=pixels.shape[1], tiled=True, blockxsize=256, blockysize=256)
    with rasterio.open(target, "w", **profile) as written:
        written.write(pixels)


def orders_of(layer: str, bounds: tuple[float, float, float, float], large: bool) -> list[Order]:
    left, bottom, right, top = bounds
    half = {"bbox": [left, (bottom + top) / 2, right, top], "crs": "EPSG:32632"}
    rings = [
        [[x, y], [x + 120, y], [x + 120, y + 90], [x, y + 90], [x, y]]
        for x in np.arange(left, right - 120, 130).tolist()
        for y in np.arange(bottom, top - 90, 150).tolist()
    ]
    features = [
        {"type": "Feature", "properties": {"own": n}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for n, ring in enumerate(rings)
    ]
    posted = {"type": "FeatureCollection", "features": features}
    some = SIZES_M if large else SIZES_M[:2]
    wanted: list[tuple[str, dict[str, Any]]] = [("index", {"window_m": sizes}) for sizes in some]
    for sizes in some:
        wanted.append(("label-windows", {"labels": "preset:sample", "window_m": sizes, "smooth": 0.3}))
        wanted.append(("label-windows", {"labels": "preset:sample", "window_m": sizes, "extent": half}))
    for language in ("en", "de"):
        common = {"labels": "preset:sample", "language": language}
        wanted.append(("label-features", {**common, "features": posted, "features_crs": "EPSG:32632"}))
    return [Order(process, layer, json.dumps(inputs)) for process, inputs in wanted]


def build_world(folder: Path, large: bool) -> World:
    data = folder / "data"
    orders: list[Order] = []
    for number, name in enumerate(LAYERS if large else LAYERS[:1]):
        sample = render_sample(folder / name, SIDE_PX, seed=number).image
        data.mkdir(exist_ok=True)
        enlarged(sample, data / f"{name}.tif")
        with rasterio.open(data / f"{name}.tif") as raster:
            orders += orders_of(name, tuple(raster.bounds), large)
    return World(data, save_text_model(folder / "model"), tuple(orders))


def named_layers(service: Service, world: World) -> dict[str, str]:
    names = {order.layer for order in world.orders}
    return {name: service.add_layer(world.data / f"{name}.tif") for name in sorted(names)}


def wait_for_all(service: Service) -> None:
    until = time.monotonic() + END_S
    with service.client() as client:
        waiting = [JobStatus.ACCEPTED, JobStatus.RUNNING]
        while any(client.get("/jobs", params={"status": one, "limit": 1}).json()["numberMatched"] for one in waiting):
            assert time.monotonic() < until, client.get("/jobs").text
            time.sleep(0.2)


# What a run left


def steady(value: Any) -> Any:
    """JSON without what changes from run to run."""
    if isinstance(value, dict):
        return {name: steady(one) for name, one in value.items() if name not in CHANGING}
    return [steady(one) for one in value] if isinstance(value, list) else value


def vector_facts(file: Path) -> Facts:
    meta, _, shapes, fields = pyogrio.raw.read(file, layer="labels")
    columns = dict(zip(meta["fields"].tolist(), (field.tolist() for field in fields), strict=True))
    return {
        "shapes": [bytes(shape) for shape in shapes],
        "crs": meta["crs"],
        "columns": {name: column for name, column in columns.items() if name not in CHANGING},
    }


def _colours(raster: rasterio.DatasetReader) -> Any:
    palette = raster.colorinterp[0] == rasterio.enums.ColorInterp.palette
    return raster.colormap(1) if palette else None


def raster_facts(file: Path) -> Facts:
    with rasterio.open(file) as raster:
        tags = steady(json.loads(raster.tags()["TERRALEX_PROVENANCE"]))
        facts = (raster.crs.to_wkt(), raster.transform, raster.nodata, _colours(raster), raster.descriptions)
        return {"pixels": raster.read().tobytes(), "facts": facts, "tags": tags, "overviews": raster.overviews(1)}


def result_facts(folder: Path) -> Facts:
    """All that a job left, without times."""
    readers = {".gpkg": vector_facts, ".tif": raster_facts}
    facts: dict[str, Any] = {}
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.suffix in readers:
            facts[file.name] = readers[file.suffix](file)
        else:
            facts[file.name] = steady(json.loads(file.read_text())) if file.name == ".result.json" else None
    return facts


def index_facts(root: Path) -> dict[str, tuple[Any, ...]]:
    """Rows of every index under a folder, by name."""
    found = {}
    for manifest in root.glob("*/*/index.json"):
        index = LayerIndex.open(manifest.parent)
        rows = index.rows()
        assert index.count == len(rows.window_ids), f"{manifest.parent.name} holds rows twice"
        name = f"{manifest.parent.parent.name.rsplit('-', 1)[0]}/{manifest.parent.name}"
        boxes = rows.windows.pixel_boxes()
        found[name] = (index.complete, rows.window_ids, rows.embeddings.view(np.uint16), boxes, rows.valid_share)
    return found


def disk_bytes(root: Path) -> int:
    return sum(file.stat().st_size for file in root.rglob("*") if file.is_file())


def all_jobs(folder: Path) -> list[tuple[Job, Mapping[str, Any]]]:
    """Jobs with their inputs."""
    store = JobStore(folder / "state" / "jobs.sqlite")
    try:
        return [(job, store.inputs(job.id)) for job in store.list(10_000, 0)[0]]
    finally:
        store.close()


def order_key(job: Job, asked: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str, str]:
    inputs = dict(asked)
    return job.process, names[str(inputs.pop("layer"))], json.dumps(inputs)


def undisturbed(world: World, folder: Path) -> dict[tuple[str, str, str], Facts]:
    """Results of a server that is left in peace, by order."""
    service = world.launch(folder).wait_ready()
    try:
        layers = named_layers(service, world)
        for order in world.orders:
            service.start_job(order.process, **place(order, layers))
        wait_for_all(service)
    finally:
        service.stop()
    names = {layer: name for name, layer in layers.items()}
    jobs = all_jobs(folder)
    assert {job.status for job, _ in jobs} == {JobStatus.SUCCESSFUL}, [job.error for job, _ in jobs if job.error]
    results = folder / "state" / "results"
    return {order_key(job, asked, names): result_facts(results / job.id) for job, asked in jobs}


# The chaos


def children(pid: int) -> list[int]:
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in file.read_text().split()]
    return found


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Killer:
    """Sends SIGKILL after a while, whatever happens then, and sees to it that nothing of the server lives on."""

    def __init__(self, service: Service, after_s: float) -> None:
        self._service, self._after_s = service, after_s
        self._readers: list[int] = []
        self._pool = ThreadPoolExecutor(1)
        self._killed = self._pool.submit(self._kill)

    def _kill(self) -> None:
        time.sleep(self._after_s)
        self._readers = children(self._service.process.pid)
        self._service.process.send_signal(signal.SIGKILL)

    def done(self) -> bool:
        return self._killed.done()

    def join(self) -> None:
        self._killed.result()
        self._pool.shutdown()
        assert self._service.process.wait(10) == -signal.SIGKILL
        until = time.monotonic() + 20
        while any(is_alive(reader) for reader in self._readers):
            assert time.monotonic() < until, "a reading process has outlived its server"
            time.sleep(0.05)


def disturb(world: World, folder: Path, kills: int, chance: random.Random) -> tuple[list[str], int, dict[str, str]]:
    """Kill servers at random while they are given work -> ids of accepted jobs, requests without answer, layers."""
    accepted: list[str] = []
    unanswered = 0
    service = world.launch(folder).wait_ready()
    layers = named_layers(service, world)
    service.stop()
    for number in range(kills):
        service = world.launch(folder)
        if number % 5 == 4:  # a fifth of the kills: any moment from the start on, also before it serves
            Killer(service, chance.uniform(0.3, 10.0)).join()
            continue
        service.wait_ready()
        orders = chance.sample(world.orders, 4)
        accepted.append(service.start_job(orders[-1].process, **place(orders.pop(), layers)))
        wait_for_work(service)
        killer = Killer(service, chance.uniform(0.0, 4.0))
        while orders and not killer.done():
            try:
                accepted.append(service.start_job(orders[-1].process, **place(orders.pop(), layers)))
            except httpx.TransportError:
                unanswered += 1
            time.sleep(chance.uniform(0.0, 0.8))
        killer.join()
    return accepted, unanswered, layers


def wait_for_work(service: Service) -> None:
    """Wait until some job gets on: a new server loads its libraries and its model first."""
    until = time.monotonic() + 120
    with service.client() as client:
        first = seen = progress_of(client)
        while seen == first:
            assert time.monotonic() < until, seen
            time.sleep(0.02)
            seen = progress_of(client)


def progress_of(client: httpx.Client) -> dict[str, int]:
    return {job["jobID"]: job["progress"] for job in client.get("/jobs?limit=1000").json()["jobs"]}


def assert_no_order_was_lost_or_doubled(world: World, tmp_path: Path, kills: int, seed: int) -> None:
    print(f"seed {seed}")
    chance = random.Random(seed)
    expected = undisturbed(world, tmp_path / "peace")
    folder = tmp_path / "chaos"
    accepted, unanswered, layers = disturb(world, folder, kills, chance)
    service = world.launch(folder).wait_ready()
    try:
        wait_for_all(service)
        with service.client() as client:
            states = {job: client.get(f"/jobs/{job}").json() for job in accepted}
            assert {state["status"] for state in states.values()} == {"successful"}, states
            for job in accepted:
                assert client.get(f"/jobs/{job}/results").status_code == 200
            logs = [client.get(f"/jobs/{job}/log").text for job in accepted]
    finally:
        assert service.stop() == 0
    jobs = all_jobs(folder)
    assert {job.status for job, _ in jobs} == {JobStatus.SUCCESSFUL}
    ids = {job.id for job, _ in jobs}
    assert set(accepted) <= ids
    assert len(accepted) <= len(jobs) <= len(accepted) + unanswered
    again = [log.count("restarted") for log in logs if "restarted" in log]
    print(f"{kills} kills, {len(jobs)} jobs, {len(again)} interrupted {sum(again)} times, {unanswered} unanswered")
    assert sum(again) >= kills / 4  # the others came while a server started or was idle
    results = folder / "state" / "results"
    assert {entry.name for entry in results.iterdir()} == ids
    names = {layer: name for name, layer in layers.items()}
    for job, asked in jobs:
        found, wanted = result_facts(results / job.id), expected[order_key(job, asked, names)]
        assert set(found) == set(wanted), job  # nothing half-written is left in it
        assert found == wanted, job
    left = [file for file in folder.rglob("*") if file.name.endswith((".part", ".partial", ".tmp"))]
    assert left == []
    assert_same_indexes(folder / "indexes", tmp_path / "peace" / "indexes")


def assert_same_indexes(root: Path, peaceful: Path) -> None:
    found, expected = index_facts(root), index_facts(peaceful)
    assert set(found) <= set(expected)
    for name, (complete, *columns) in found.items():
        whole, *wanted = expected[name]
        kept = slice(None)
        if not complete:  # of an extent only
            kept = np.isin(wanted[0], columns[0])
        assert whole, name
        for column, other in zip(columns, wanted, strict=True):
            np.testing.assert_array_equal(column, other[kept], err_msg=name)
    of_same = [folder for folder in peaceful.glob("*/*") if folder.is_dir() and (root / folder.relative_to(peaceful))]
    sizes = Counter({str(folder.relative_to(peaceful)): disk_bytes(folder) for folder in of_same})
    for name, size in sizes.items():
        if (root / name).is_dir() and LayerIndex.open(root / name).complete:
            assert disk_bytes(root / name) < 1.25 * size + 100_000, f"{name} holds data of interrupted writes"


def test_after_three_kills_every_accepted_job_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    assert_no_order_was_lost_or_doubled(build_world(tmp_path, large=False), tmp_path, kills=3, seed=7)


@pytest.mark.slow
def test_after_twenty_kills_every_accepted_job_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    seed = int(os.environ.get("CHAOS_SEED", random.randrange(10**6)))
    assert_no_order_was_lost_or_doubled(build_world(tmp_path, large=True), tmp_path, kills=20, seed=seed)
