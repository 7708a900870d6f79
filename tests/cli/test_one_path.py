"""One path: the command line and the service run the same processes, on inputs that are prepared once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend import cli
from backend.imagery.sandbox import ReaderPool
from backend.imagery.window_grid import WindowGrid
from backend.index.manifest import MANIFEST_FILE
from backend.index.store import LayerIndex
from backend.jobs.engine import Engine
from backend.jobs.job import Job, JobStatus
from backend.settings import load_settings

LEFT, TOP, SIDE_M = 500_000.0, 5_100_000.0, 256.0
"""Of the layer of ``conftest``."""

EXTENTS = st.none() | st.tuples(st.integers(0, 180), st.integers(0, 180), st.integers(60, 256), st.integers(60, 256))
DRAWN = settings(max_examples=10, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def engine(tiny_model: str, layer: Path, tmp_path: Path) -> Iterator[Engine]:
    engine = new_engine(tiny_model, layer, tmp_path)
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def service(tiny_model: str, layer: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One service for all drawn requests."""
    engine = new_engine(tiny_model, layer, tmp_path_factory.mktemp("service"))
    yield engine
    engine.stop()


def new_engine(model: str, layer: Path, folder: Path) -> Engine:
    engine = Engine(
        load_settings(
            state_dir=folder / "state",
            index=folder / "index",
            data_roots=[layer.parent],
            model=model,
            preload=False,
            device="cpu",
        )
    )
    engine.start()
    return engine


def ended(engine: Engine, process: str, inputs: dict[str, Any]) -> Job:
    job = engine.wait(engine.submit(engine.prepare(process, inputs)).id, 300)
    assert job.status is JobStatus.SUCCESSFUL, job.error
    return job


def box(extent: tuple[int, int, int, int] | None) -> list[float] | None:
    if extent is None:
        return None
    x, y, width, height = extent
    return [LEFT + x, TOP - min(y + height, SIDE_M), LEFT + min(x + width, SIDE_M), TOP - y]


def run(arguments: list[object], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    code = cli.run([str(argument) for argument in arguments])
    said = capsys.readouterr()
    assert code in (0, 1), said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


@DRAWN
@given(
    text=st.sampled_from(["dark square", "lake; pond", "Wald", "parking lot"]),
    unwanted=st.sampled_from([(), ("forest",), ("forest", "road")]),
    extent=EXTENTS,
    top=st.integers(1, 12),
    mode=st.sampled_from(["windows", "merged", "outline"]),
    threshold=st.sampled_from([0.0, 0.2, 0.5]),
)
def test_the_command_line_and_the_service_find_the_same_regions(
    service: Engine,
    tiny_model: str,
    layer: Path,
    index_root: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    unwanted: tuple[str, ...],
    extent: tuple[int, int, int, int] | None,
    top: int,
    mode: str,
    threshold: float,
) -> None:
    place = box(extent)
    told = run(
        [
            *("search", text, "--layer", layer, "--model", tiny_model, "--index", index_root, "--window-m", "50,100"),
            *("--top", top, "--regions", mode, "--threshold", threshold, "--json"),
            *(part for phrase in unwanted for part in ("--not", phrase)),
            *(("--extent", ",".join(map(str, place))) if place else ()),
        ],
        capsys,
    )
    inputs = {
        "layer": service.layers.add_path(str(layer)).id,
        "text": text,
        "unwanted": list(unwanted),
        "extent": place and {"bbox": place, "crs": None},
        "top": top,
        "mode": mode,
        "threshold": threshold,
        "window_m": [50.0, 100.0],
    }
    request = service.prepare("search", inputs)
    answer = service.execute(request) or service.outputs(ended(service, "search", inputs).id)
    features = answer["regions"]["value"]["features"]
    assert [row["rank"] for row in told["regions"]] == [feature["properties"]["rank"] for feature in features]
    for row, feature in zip(told["regions"], features, strict=True):
        assert {name: row[name] for name in feature["properties"]} == feature["properties"]
        bounds = shapely.bounds(shapely.from_geojson(json.dumps(feature["geometry"])))
        assert np.allclose(row["bounds_wgs84"], bounds, atol=1e-6)
    facts = answer["summary"]["value"]
    assert {name: told[name] for name in ("count", "windows", "windows_relevant")} == {
        name: facts[name] for name in ("count", "windows", "windows_relevant")
    }


@DRAWN
@given(
    labels=st.sampled_from(["preset:eurosat", "preset:corine-level-1"]),
    language=st.sampled_from(["en", "de"]),
    extent=EXTENTS,
    smooth=st.sampled_from([0.0, 0.4]),
    transduce=st.booleans(),
    other_below=st.sampled_from([0.0, 0.3]),
    dissolve=st.sampled_from([None, True, False]),
)
def test_the_command_line_and_the_service_give_the_same_labels(
    service: Engine,
    tiny_model: str,
    layer: Path,
    index_root: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    labels: str,
    language: str,
    extent: tuple[int, int, int, int] | None,
    smooth: float,
    transduce: bool,
    other_below: float,
    dissolve: bool | None,
) -> None:
    place, out = box(extent), tmp_path_factory.mktemp("labels") / "labels.gpkg"
    run(
        [
            *("label", layer, "--labels", labels, "--model", tiny_model, "--index", index_root, "--window-m", "50,100"),
            *("--language", language, "--smooth", smooth, "--other-below", other_below, "--json", "-o", out),
            *(("--extent", ",".join(map(str, place))) if place else ()),
            *(("--transduce",) if transduce else ()),
            *(() if dissolve is None else ("--dissolve" if dissolve else "--no-dissolve",)),
        ],
        capsys,
    )
    inputs: dict[str, Any] = {
        "layer": service.layers.add_path(str(layer)).id,
        "labels": labels,
        "language": language,
        "extent": place and {"bbox": place, "crs": None},
        "smooth": smooth,
        "transduce": transduce,
        "other_below": other_below,
        "window_m": [50.0, 100.0],
        **({} if dissolve is None else {"dissolve": dissolve}),
    }
    job = ended(service, "label-windows", inputs)
    written = service.result_folder(job.id) / service.outputs(job.id)["areas"]["file"]
    mine, theirs = (pyogrio.read_arrow(file, layer="labels")[1].to_pydict() for file in (out, written))
    assert len(mine["class"]) > 0
    for name in set(mine) - {"time", "layer"}:
        assert mine[name] == theirs[name], name


class Counts:
    """How often layers are opened and grids are laid."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = self.laid = 0
        opens, lays = ReaderPool.open, WindowGrid.__init__

        def count_open(*arguments: Any, **named: Any) -> Any:
            self.opened += 1
            return opens(*arguments, **named)

        def count_grid(*arguments: Any, **named: Any) -> None:
            self.laid += 1
            lays(*arguments, **named)

        monkeypatch.setattr(ReaderPool, "open", count_open)
        monkeypatch.setattr(WindowGrid, "__init__", count_grid)


@pytest.mark.parametrize("extent", [None, [LEFT, TOP - 80, LEFT + 80, TOP]], ids=["whole layer", "extent"])
def test_a_search_that_indexes_first_opens_the_layer_once_and_lays_its_grid_once(
    engine: Engine, layer: Path, monkeypatch: pytest.MonkeyPatch, extent: list[float] | None
) -> None:
    name = engine.layers.add_path(str(layer)).id
    counts = Counts(monkeypatch)
    inputs = {"layer": name, "text": "dark", "threshold": 0, "window_m": [50.0], "top": 3}
    request = engine.prepare("search", {**inputs, "extent": extent and {"bbox": extent, "crs": None}})
    assert engine.execute(request) is None, "not indexed yet"
    job = engine.wait(engine.submit(request).id, 300)
    assert job.status is JobStatus.SUCCESSFUL, job.error
    assert (counts.opened, counts.laid) == (1, 1)


def test_a_search_of_an_extent_indexes_that_extent_alone(
    tiny_model: str, layer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], small_chunks: None
) -> None:
    extent = f"{LEFT},{TOP - 40},{LEFT + 40},{TOP}"
    arguments = ["search", "dark", "--layer", layer, "--model", tiny_model, "--index", tmp_path, "--window-m", "10"]
    found = run([*arguments, "--threshold", 0, "--json", "--extent", extent], capsys)
    assert found["count"] > 0
    (manifest,) = tmp_path.glob(f"*/*/{MANIFEST_FILE}")
    index = LayerIndex.open(manifest.parent)
    assert not index.complete and 0 < index.count < index.manifest.total_windows / 4
    run([*arguments, "--threshold", 0, "--json"], capsys)
    assert LayerIndex.open(manifest.parent).complete


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of so few windows that a layer of this size has many."""
    monkeypatch.setattr("backend.imagery.window_grid.BLOCK_PX", 128)


PAM = "<PAMDataset><Metadata domain='OVERVIEWS'><MDI key='OVERVIEW_FILE'>/vsicurl/http://127.0.0.1:9/x</MDI></Metadata></PAMDataset>"
VRT = (
    "<VRTDataset rasterXSize='9' rasterYSize='9'><VRTRasterBand dataType='Byte' band='1'><SimpleSource>"
    "<SourceFilename relativeToVRT='0'>{source}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
)


@pytest.mark.parametrize("command", ["index", "search"])
@pytest.mark.parametrize("side", ["layer.tif.ovr", "layer.tif.aux.xml", "layer.vrt"])
def test_side_files_that_lead_to_a_host_are_refused_unless_trusted(
    layer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, side: str
) -> None:
    file = tmp_path / "layer.tif"
    file.write_bytes(layer.read_bytes())
    vrt = VRT.format(source="/vsicurl/http://127.0.0.1:9/x.tif")
    (tmp_path / side).write_text(PAM if side.endswith(".xml") else vrt)
    named = str(tmp_path / side) if side.endswith(".vrt") else str(file)
    arguments = ["index", named] if command == "index" else ["search", "lake", "--layer", named, "--json"]
    assert cli.run([*arguments, "--index", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "layer" in said and said.endswith("or add --trust if you created it yourself.\n")
