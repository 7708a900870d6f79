"""``terralex search`` as a user and as a script run it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
from numpy.typing import NDArray
from PIL import Image
from rasterio.transform import from_origin

from backend import cli
from harness.range_server import range_server

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_search_indexes_finds_and_writes_everything_it_was_asked_for(
    terralex: Run, tiny_model: str, layer: Path, tmp_path: Path
) -> None:
    done = terralex(
        *("search", "dark square; shadow", "--layer", layer, "--model", tiny_model, "--threshold", 0, "--top", 4),
        *("--not", "lake", "--window-m", "50,100", "--json", "-o", "a.gpkg", "--preview", "a.png"),
        *("--heatmap", "a.tif"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # a pipe shows no progress bar
    found = json.loads(done.stdout)
    assert found["count"] == len(found["regions"]) == 4
    assert found["windows"] > 0 and found["files"] == ["a.gpkg", "a.png", "a.tif"]
    assert {"index", "encode_text", "read_index", "score", "regions", "write"} <= set(found["seconds"])
    for rank, region in enumerate(found["regions"], start=1):
        assert region["rank"] == rank
        assert -1 <= region["score"] <= 1 and 0 <= region["relevance"] <= 1
        assert region["window_m"] in (50, 100)
        west, south, east, north = region["bounds_wgs84"]
        assert 8.9 < west < east < 9.1 and 45.9 < south < north < 46.2
    source = found["provenance"]
    assert source["query"] == ["dark square", "shadow"] and source["unwanted"] == ["lake"]
    assert source["model"] == tiny_model and source["layer"] == str(layer) and source["time"].endswith("Z")
    assert pyogrio.read_info(tmp_path / "a.gpkg")["features"] == 4
    with Image.open(tmp_path / "a.png") as picture:
        picture.verify()
    with rasterio.open(tmp_path / "a.tif") as heat:
        assert heat.descriptions == ("relevance", "cosine")

    again = terralex(
        *("search", "dark square", "--layer", layer, "--model", tiny_model, "--threshold", 0, "--regions", "outline"),
        *("--window-m", "50,100", "-o", "b.geojson"),
    )
    assert again.returncode == 0, again.stderr
    assert again.stderr == ""
    assert "rank" in again.stdout and "Written: b.geojson" in again.stdout
    assert len(json.loads((tmp_path / "b.geojson").read_text())["features"]) == 10


def test_nothing_above_the_threshold_is_exit_code_1_and_an_empty_file(
    terralex: Run, tiny_model: str, layer: Path, tmp_path: Path
) -> None:
    done = terralex(
        *("search", "dark", "--layer", layer, "--model", tiny_model, "--window-m", "50,100"),
        *("--threshold", 1, "-o", "a.gpkg"),
    )
    assert done.returncode == 1, done.stderr
    assert "Nothing in" in done.stdout and done.stderr == ""
    assert pyogrio.read_info(tmp_path / "a.gpkg")["features"] == 0
    option, value = re.search(r"show it with (--threshold) (0\.\d\d)", done.stdout).groups()  # type: ignore[union-attr]
    again = terralex(
        *("search", "dark", "--layer", layer, "--model", tiny_model, "--window-m", "50,100"),
        *(option, value, "-o", "b.gpkg"),
    )
    assert again.returncode == 0, again.stderr


def test_a_terminal_sees_a_progress_bar(tiny_model: str, layer: Path, tmp_path: Path) -> None:
    here, there = pty.openpty()
    command = [sys.executable, "-m", "backend.cli", "index", str(layer), "--model", tiny_model, "--window-m", "60"]
    environment = {**os.environ, "TERRALEX_INDEX": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=there, env={**environment, "TERM": "xterm"})
    os.close(there)
    seen = b""
    while True:
        try:
            part = os.read(here, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(here)
    assert process.wait(60) == 0
    assert b"Indexing" in seen and b"windows" in seen


BAD: list[tuple[str, list[str], str]] = [
    ("empty query", ["search", "", "--layer", "LAYER", "--json"], "The query is empty"),
    ("query without words", ["search", " ?! ", "--layer", "LAYER", "--json"], "contains no words"),
    ("no output", ["search", "lake", "--layer", "LAYER"], "There is nowhere to write the result"),
    ("no layer", ["search", "lake", "--json"], "Missing option '--layer'"),
    ("no text", ["search", "--layer", "LAYER", "--json"], "The query is empty"),
    ("absent layer", ["search", "lake", "--layer", "absent.tif", "--json"], "absent.tif does not exist"),
    ("remote layer", ["search", "lake", "--layer", "https://a.b/c.tif", "--json"], "could not be fetched"),
    ("unknown model", ["search", "lake", "--layer", "LAYER", "--model", "nonsense", "--json"], "Unknown model"),
    ("model folder", ["search", "lake", "--layer", "LAYER", "--model", "local-dir:/no", "--json"], "is missing"),
    ("extent words", ["search", "lake", "--layer", "LAYER", "--extent", "here", "--json"], "is not an extent"),
    ("extent of 3", ["search", "lake", "--layer", "LAYER", "--extent", "1,2,3", "--json"], "is not an extent"),
    (
        "extent reversed",
        ["search", "lake", "--layer", "LAYER", "--extent", "3,2,1,4", "--json"],
        "with the minimum before the maximum",
    ),
    ("extent nan", ["search", "lake", "--layer", "LAYER", "--extent", "nan,2,3,4", "--json"], "is not an extent"),
    ("extent outside", ["search", "lake", "--layer", "LAYER", "--extent", "-5,-5,1,1", "--json"], "lies outside"),
    (
        "extent outside in degrees",
        ["search", "lake", "--layer", "LAYER", "--extent", "-5,40,-4,41", "--extent-crs", "EPSG:4326", "--json"],
        "lies outside",
    ),
    (
        "unknown CRS",
        ["search", "lake", "--layer", "LAYER", "--extent", "1,2,3,4", "--extent-crs", "EPSG:0", "--json"],
        "not a coordinate reference system",
    ),
    ("extension", ["search", "lake", "--layer", "LAYER", "-o", "out.shp"], "must end in .gpkg"),
    ("preview extension", ["search", "lake", "--layer", "LAYER", "--preview", "out.jpg"], "must end in .png"),
    ("absent folder", ["search", "lake", "--layer", "LAYER", "-o", "no/out.gpkg"], "is not an existing folder"),
    ("parent is a file", ["search", "lake", "--layer", "LAYER", "-o", "LAYER/out.gpkg"], "is not an existing folder"),
    ("windows", ["search", "lake", "--layer", "LAYER", "--window-m", "50;100", "--json"], "window sizes in metres"),
    ("negative window", ["search", "lake", "--layer", "LAYER", "--window-m", "-50", "--json"], "window sizes"),
    ("top", ["search", "lake", "--layer", "LAYER", "--top", "0", "--json"], "ask for 1 or more"),
    ("threshold", ["search", "lake", "--layer", "LAYER", "--threshold", "7", "--json"], "relevance from 0 to 1"),
    ("regions", ["search", "lake", "--layer", "LAYER", "--regions", "blobs", "--json"], "--regions"),
    ("option", ["search", "lake", "--layer", "LAYER", "--colour"], "--colour"),
    ("command", ["find", "lake"], "No such command 'find'"),
]


@pytest.mark.parametrize(("arguments", "sentence"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_is_exit_code_2_and_one_sentence(
    layer: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERRALEX_INDEX", str(tmp_path))
    code = cli.run([argument.replace("LAYER", str(layer)) for argument in arguments])
    out, err = capfd.readouterr()
    assert_one_sentence(subprocess.CompletedProcess(arguments, code, out, err), sentence)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["empty query", "extent outside in degrees", "unknown model", "parent is a file"])
def test_a_process_of_its_own_says_the_same(terralex: Run, layer: Path, name: str) -> None:
    arguments, sentence = next(row[1:] for row in BAD if row[0] == name)
    assert_one_sentence(terralex(*(argument.replace("LAYER", str(layer)) for argument in arguments)), sentence)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("empty.tif", b"", "is empty"), ("text.tif", b"this is a text, not a picture", "is not a raster")],
)
def test_files_that_are_no_raster_are_refused(
    terralex: Run, tmp_path: Path, tiny_model: str, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert_one_sentence(terralex("index", name, "--model", tiny_model), sentence)
    assert_one_sentence(terralex("search", "lake", "--layer", name, "--json"), sentence)


def test_an_image_without_a_place_is_refused(terralex: Run, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "photo.png")
    assert_one_sentence(terralex("search", "lake", "--layer", "photo.png", "--json"), "is not georeferenced")


def assert_one_sentence(done: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert done.stderr.startswith("Error: ") and done.stderr.endswith(".\n") and done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr and "Usage:" not in done.stderr
    assert done.stdout == ""


def test_an_address_and_a_folder_are_searched_as_a_file_is(
    tiny_model: str, layer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERRALEX_INDEX", str(tmp_path / "indexes"))
    asked = ["--model", tiny_model, "--threshold", "0", "--top", "3", "--window-m", "50,100", "--json"]
    with range_server(layer.parent) as files:
        found = []
        for named in (str(layer), files.url(layer.name), str(layer.parent)):
            assert cli.run(["search", "dark square", "--layer", named, *asked]) == 0
            found.append(json.loads(capfd.readouterr().out))
        assert cli.run(["search", "dark", "--layer", files.url("nothing.tif"), *asked]) == 2
    refused = capfd.readouterr().err
    for one in found[1:]:
        assert [row["bounds_wgs84"] for row in one["regions"]] == [row["bounds_wgs84"] for row in found[0]["regions"]]
    assert found[1]["provenance"]["layer"] == files.url(layer.name)
    assert "answered 404: check the address." in refused and "Traceback" not in refused


def test_a_fast_search_says_what_it_leaves_out_and_the_next_one_completes_it(
    terralex: Run, tiny_model: str, tmp_path: Path
) -> None:
    pixels = np.random.default_rng(0).integers(60, 200, (3, 1200, 1200), np.uint8)
    place = {"crs": "EPSG:32632", "transform": from_origin(500_000, 5_100_000, 1, 1)}
    with rasterio.open(tmp_path / "wide.tif", "w", driver="GTiff", **_shape(pixels), **place) as dataset:
        dataset.write(pixels)
    asked = ("search", "dark square", "--layer", "wide.tif", "--model", tiny_model, "--threshold", 0)
    asked = (*asked, "--window-m", "50,100,200")

    refused = terralex(*asked, "--fast", "--heatmap", "heat.tif")
    assert refused.returncode == 2 and "leave out --fast or --heatmap" in refused.stderr
    fast = terralex(*asked, "--fast", "--json")
    whole = terralex(*asked, "--json")
    again = terralex(*asked, "--fast", "--json")
    assert [done.returncode for done in (fast, whole, again)] == [0, 0, 0], fast.stderr + whole.stderr
    assert "Only promising ground was looked at" in fast.stderr and "promising" not in whole.stderr + again.stderr
    first, second, third = (json.loads(done.stdout) for done in (fast, whole, again))
    assert [found["exact"] for found in (first, second, third)] == [False, True, True]
    assert 0 < first["windows"] < second["windows"] / 2 and first["count"] == second["count"] == 10
    assert third["regions"] == second["regions"], "nothing is missing once all of it is indexed"


def _shape(pixels: NDArray[np.uint8]) -> dict[str, object]:
    count, height, width = pixels.shape
    return {"count": count, "height": height, "width": width, "dtype": pixels.dtype.name}
