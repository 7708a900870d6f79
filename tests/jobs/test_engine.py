"""The service without HTTP: real model, real readers, real store; one rendered layer."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio

from backend.errors import (
    BadOption,
    EmptyQuery,
    JobDismissed,
    LayerNotFound,
    OutsideLayer,
    ProcessNotFound,
    ResultNotReady,
    TooManyJobs,
)
from backend.jobs.engine import Engine
from backend.jobs.job import Job, JobStatus
from backend.sample import render_sample
from backend.settings import load_settings

SIDE_PX = 1024
REPEATS = 6  # chunks are 2048 pixels wide: the layer has three
COARSE = [200.0]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with rasterio.open(render_sample(folder / "tile", SIDE_PX, seed=1).image) as tile:
        pixels, profile = tile.read(), tile.profile
    profile.update(width=SIDE_PX * REPEATS)
    with rasterio.open(folder / "wide.tif", "w", **profile) as wide:
        wide.write(np.tile(pixels, (1, 1, REPEATS)))
    return folder / "wide.tif"


@pytest.fixture
def engine(data: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = new_engine(data, tmp_path)
    yield engine
    engine.stop()


def new_engine(data: Path, folder: Path, preload: bool = False, **limits: int) -> Engine:
    folders = {"state_dir": folder / "state", "index": folder / "index", "data_roots": [data.parent]}
    settings = load_settings(**folders, limits=limits, preload=preload, device="cpu")
    engine = Engine(settings)
    engine.start()
    return engine


def submit(engine: Engine, process: str, inputs: dict[str, object]) -> Job:
    return engine.submit(engine.prepare(process, inputs))


def corner(data: Path, metres: float = 200.0) -> dict[str, object]:
    with rasterio.open(data) as raster:
        left, top = raster.bounds.left, raster.bounds.top
        return {"bbox": [left, top - metres, left + metres, top], "crs": raster.crs.to_string()}


def test_an_indexed_layer_is_searched_at_once(engine: Engine, data: Path) -> None:
    layer = engine.layers.add_path(str(data)).id
    inputs = {"layer": layer, "text": "golf course", "threshold": 0, "window_m": COARSE}
    assert engine.execute(engine.prepare("search", inputs)) is None
    indexed = engine.wait(submit(engine, "index", {"layer": layer, "window_m": COARSE}).id, 300)
    assert indexed.status is JobStatus.SUCCESSFUL, indexed.error
    found = engine.execute(engine.prepare("search", inputs))
    assert found is not None
    features = found["regions"]["value"]["features"]
    assert [feature["properties"]["rank"] for feature in features] == list(range(1, len(features) + 1))
    assert found["summary"]["value"]["provenance"]["model"] == "terralex-mini"
    assert str(data.parent) not in json.dumps(found)


def test_a_search_of_an_extent_indexes_that_extent_alone(engine: Engine, data: Path) -> None:
    layer = engine.layers.add_path(str(data)).id
    inputs = {"layer": layer, "text": "trees", "threshold": 0, "extent": corner(data), "window_m": COARSE}
    job = engine.wait(submit(engine, "search", inputs).id, 300)
    assert job.status is JobStatus.SUCCESSFUL, job.error
    (index,) = engine.indexes()
    assert not index.manifest.complete
    assert engine.execute(engine.prepare("search", inputs)) is not None
    assert engine.execute(engine.prepare("search", {**inputs, "extent": None})) is None
    written = engine.result_folder(job.id) / engine.outputs(job.id)["geopackage"]["file"]
    count = pyogrio.read_info(written)["features"]
    assert count == len(engine.outputs(job.id)["regions"]["value"]["features"]) > 0


def test_a_search_goes_before_an_index_of_the_same_layer(engine: Engine, data: Path) -> None:
    layer = engine.layers.add_path(str(data)).id
    index = submit(engine, "index", {"layer": layer, "window_m": [60.0]})
    while engine.jobs.get(index.id).progress < 1:
        time.sleep(0.05)
    extent = corner(data)
    search = submit(engine, "search", {"layer": layer, "text": "trees", "window_m": [60.0], "extent": extent})
    assert engine.wait(search.id, 120).status is JobStatus.SUCCESSFUL
    assert engine.wait(index.id, 300).status is JobStatus.SUCCESSFUL
    finished = [engine.jobs.get(job.id).finished for job in (search, index)]
    assert finished == sorted(str(time) for time in finished)


@pytest.mark.parametrize("process", ["index", "label-windows"])
def test_dismissing_really_stops_the_work(engine: Engine, data: Path, process: str) -> None:
    inputs: dict[str, object] = {"layer": engine.layers.add_path(str(data)).id, "window_m": [20.0]}
    if process == "label-windows":
        inputs["labels"] = "preset:sample"
    job = submit(engine, process, inputs)
    while engine.jobs.get(job.id).progress < 1:
        time.sleep(0.05)
    start = time.monotonic()
    assert engine.dismiss(job.id).status is JobStatus.DISMISSED
    assert time.monotonic() - start < 2.0
    rows = engine.indexes()[0]
    count = engine.index(rows.id)[1].count
    time.sleep(1.5)
    assert engine.index(rows.id)[1].count == count
    with pytest.raises(JobDismissed):
        engine.outputs(job.id)


def test_a_stopped_service_continues_its_jobs(data: Path, tmp_path: Path) -> None:
    first = new_engine(data, tmp_path)
    layer = first.layers.add_path(str(data)).id
    job = first.submit(first.prepare("index", {"layer": layer, "window_m": [100.0]}))
    while first.jobs.get(job.id).progress < 10:
        time.sleep(0.05)
    with pytest.raises(ResultNotReady):
        first.outputs(job.id)
    first.stop()
    second = new_engine(data, tmp_path)
    try:
        done = second.wait(job.id, 300)
        assert done.status is JobStatus.SUCCESSFUL, done.error
        assert second.indexes()[0].manifest.complete
    finally:
        second.stop()


def test_labels_of_a_layer_and_of_features(engine: Engine, data: Path) -> None:
    layer = engine.layers.add_path(str(data)).id
    common = {"layer": layer, "labels": "preset:sample", "language": "de", "window_m": [100.0]}
    windows = submit(engine, "label-windows", {**common, "extent": corner(data, 400)})
    done = engine.wait(windows.id, 300)
    assert done.status is JobStatus.SUCCESSFUL, done.error
    outputs, folder = engine.outputs(windows.id), engine.result_folder(windows.id)
    assert pyogrio.read_info(folder / outputs["areas"]["file"], layer="labels")["features"] > 0
    with rasterio.open(folder / outputs["raster"]["file"]) as raster:
        assert raster.count == 2
    assert sum(row["share"] for row in outputs["summary"]["value"]["classes"]) == pytest.approx(1, abs=0.01)
    with rasterio.open(data) as raster:
        left, top = raster.bounds.left, raster.bounds.top
    ring = [[left, top - 90], [left + 90, top - 90], [left + 90, top], [left, top], [left, top - 90]]
    feature = {"type": "Feature", "properties": {"own": 7}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    posted = {"type": "FeatureCollection", "features": [feature]}
    job = submit(engine, "label-features", {**common, "features": posted, "features_crs": "EPSG:32632"})
    assert engine.wait(job.id, 120).status is JobStatus.SUCCESSFUL
    written = engine.result_folder(job.id) / engine.outputs(job.id)["features"]["file"]
    meta, _, _, fields = pyogrio.raw.read(written, layer="labels")
    row = dict(zip(meta["fields"], (field[0] for field in fields), strict=True))
    assert row["own"] == 7
    assert row["label"]


def test_a_heat_map_and_similar_regions(engine: Engine, data: Path) -> None:
    layer = engine.layers.add_path(str(data)).id
    extent = corner(data, 400)
    drawn = submit(engine, "heatmap", {"layer": layer, "text": "forest", "extent": extent, "window_m": COARSE})
    assert engine.wait(drawn.id, 300).status is JobStatus.SUCCESSFUL, engine.jobs.get(drawn.id).error
    with rasterio.open(engine.result_folder(drawn.id) / "heatmap.tif") as raster:
        assert raster.crs.to_string() == "EPSG:32632"
    box = extent["bbox"]
    assert isinstance(box, list)
    xmin, ymax = box[0], box[3]
    ring = [[xmin, ymax - 100], [xmin + 100, ymax - 100], [xmin + 100, ymax], [xmin, ymax], [xmin, ymax - 100]]
    like = {"type": "Polygon", "coordinates": [ring]}
    inputs = {
        "layer": layer,
        "like": like,
        "examples_crs": "EPSG:32632",
        "extent": extent,
        "threshold": 0,
        "window_m": COARSE,
    }
    found = engine.execute(engine.prepare("similar", inputs))
    assert found is not None
    assert found["regions"]["value"]["features"]


@pytest.mark.parametrize(
    ("process", "change", "error", "words"),
    [
        ("nothing", {}, ProcessNotFound, "nothing"),
        ("search", {"layer": "none"}, LayerNotFound, "none"),
        ("search", {"model": "hf-hub:someone/else"}, BadOption, "someone/else"),
        ("search", {"model": "local-dir:/etc"}, BadOption, "offer"),
        ("search", {"text": "..."}, EmptyQuery, "words"),
        ("search", {"top": 0}, BadOption, "top"),
        ("search", {"top": 100_000}, BadOption, "top"),
        ("search", {"txet": "x"}, BadOption, "txet"),
        ("search", {"window_m": [-5]}, BadOption, "window_m"),
        ("search", {"extent": {"bbox": [0, 0, 1, 1]}}, OutsideLayer, "outside"),
        ("search", {"extent": {"bbox": [0, 0, 1, 1], "crs": "+proj=geoc"}}, BadOption, "crs"),
        ("search", {"examples": {"type": "Polygon", "coordinates": "no"}}, BadOption, "examples"),
        ("label-windows", {"labels": "/etc/passwd", "text": None}, BadOption, "preset"),
    ],
)
def test_what_cannot_be_done_is_refused_before_it_begins(
    engine: Engine, data: Path, process: str, change: dict[str, object], error: type[Exception], words: str
) -> None:
    inputs = {"layer": engine.layers.add_path(str(data)).id, "text": "forest", **change}
    given = {name: value for name, value in inputs.items() if value is not None}
    with pytest.raises(error, match=words):
        submit(engine, process, given)
    assert engine.jobs.count(JobStatus.ACCEPTED) == 0


def test_the_queue_is_bounded(data: Path, tmp_path: Path) -> None:
    engine = new_engine(data, tmp_path, max_queued_jobs=1)
    try:
        layer = engine.layers.add_path(str(data)).id
        with pytest.raises(TooManyJobs):
            for _ in range(8):
                submit(engine, "index", {"layer": layer, "window_m": [20.0]})
    finally:
        engine.stop()


def test_the_model_is_loaded_before_somebody_asks(data: Path, tmp_path: Path) -> None:
    engine = new_engine(data, tmp_path, preload=True)
    try:
        until = time.monotonic() + 60
        while not engine.models.loaded() and time.monotonic() < until:
            time.sleep(0.1)
        assert [model.id for model in engine.models.loaded()] == ["terralex-mini"]
    finally:
        engine.stop()


def test_an_empty_layer_is_refused_each_time(engine: Engine, data: Path) -> None:
    with rasterio.open(data) as raster:
        profile = raster.profile | {"width": 1024, "nodata": 0}
    empty = data.with_name("empty.tif")
    with rasterio.open(empty, "w", **profile) as written:
        written.write(np.zeros((profile["count"], profile["height"], 1024), np.uint8))
    inputs = {"layer": engine.layers.add_path(str(empty)).id, "text": "forest", "window_m": COARSE}
    for _ in range(2):
        job = engine.wait(submit(engine, "search", inputs).id, 120)
        assert (job.status, job.error_type) == (JobStatus.FAILED, "LayerEmpty")
