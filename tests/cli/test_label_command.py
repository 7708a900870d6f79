"""``terralex label`` and ``terralex labels`` as a user and as a script run them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from PIL import Image

from backend import cli
from backend.labeling.label_set import preset_names
from backend.lexicon import LANGUAGES
from backend.output.vector import write_vector
from tests.cli.test_search_command import assert_one_sentence

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def columns_of(file: Path) -> dict[str, list[object]]:
    table = pyogrio.read_arrow(file, layer="labels")[1]
    return {name: table.column(name).to_pylist() for name in table.column_names if name != "geometry"}


def test_a_layer_is_labelled_into_everything_that_was_asked_for(
    terralex: Run, tiny_model: str, layer: Path, tmp_path: Path
) -> None:
    (tmp_path / "classes.csv").write_text("name,colour\nforest,#00aa00\nlake,#0000ff\ncar park,#888888\n")
    done = terralex(
        *("label", layer, "--labels", "classes.csv", "--model", tiny_model, "--window-m", "50,100", "--language", "de"),
        *("--smooth", 0.3, "--transduce", "--other-below", 0.2, "--json", "--no-dissolve"),
        *("-o", "a.gpkg", "--raster", "a.tif", "--preview", "a.png"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert told["files"] == ["a.gpkg", "a.tif", "a.png"] and {"index", "label", "write"} == set(told["seconds"])
    assert told["area_m2"] == pytest.approx(256**2, rel=0.01)
    assert sum(row["area_m2"] for row in told["classes"]) == pytest.approx(told["area_m2"], abs=1)
    source = told["provenance"]
    assert source["model"] == tiny_model and source["classes"] == ["forest", "lake", "car park"]
    assert source["languages"] == ["de"] and source["transduction"] and source["smoothing"] == 0.3
    table = columns_of(tmp_path / "a.gpkg")
    assert len(table["label"]) == told["count"] and set(table["label"]) <= {"Wald", "See", "Parkplatz", *table["class"]}
    with rasterio.open(tmp_path / "a.tif") as raster:
        assert np.isin(raster.read(1), [0, 1, 2, 3]).all() and raster.read(2).max() <= 100
    with Image.open(tmp_path / "a.png") as picture:
        picture.verify()


def test_an_extent_is_labelled_and_areas_are_dissolved(
    terralex: Run, tiny_model: str, layer: Path, tmp_path: Path
) -> None:
    arguments = ("label", layer, "--labels", "preset:corine-level-1", "--model", tiny_model, "--window-m", "50,100")
    extent = "500050,5099850,500150,5099950"
    assert terralex(*arguments, "--extent", extent, "--no-dissolve", "-o", "cells.gpkg").returncode == 0
    done = terralex(*arguments, "--extent", extent, "-o", "areas.gpkg")
    assert done.returncode == 0 and "hectares" in done.stdout and "Written: areas.gpkg" in done.stdout
    cells, areas = columns_of(tmp_path / "cells.gpkg"), columns_of(tmp_path / "areas.gpkg")
    assert len(cells["label"]) == 16 == sum(areas["cells"])  # 4 x 4 cells of 25 m
    assert sum(cells["area_m2"]) == pytest.approx(100**2, rel=0.01)


def test_features_keep_their_attributes_and_get_labels(
    terralex: Run, tiny_model: str, layer: Path, tmp_path: Path
) -> None:
    shapes = [shapely.box(500_010 + x, 5_099_900, 500_040 + x, 5_099_930) for x in (0, 60, 5000)]
    write_vector(tmp_path / "in.gpkg", shapes, "EPSG:32632", {"house": [3, 1, 2], "label": ["a", "b", "c"]}, "houses")
    done = terralex(
        *("label", layer, "--labels", "preset:eurosat", "--model", tiny_model, "--features", "in.gpkg"),
        *("-o", "a.gpkg", "--preview", "a.png"),
    )
    assert done.returncode == 0, done.stderr
    assert "1 of 3 features have no label: outside the layer." in done.stdout
    table = columns_of(tmp_path / "a.gpkg")
    assert table["house"] == [3, 1, 2] and table["label_input"] == ["a", "b", "c"]
    assert [label is None for label in table["label"]] == [False, False, True]
    shapes = [shapes[2]]
    write_vector(tmp_path / "far.gpkg", shapes, "EPSG:32632", {"house": [1]}, "houses")
    nothing = terralex(
        *("label", layer, "--labels", "preset:eurosat", "--model", tiny_model, "--features", "far.gpkg", "--json")
    )
    assert nothing.returncode == 1 and json.loads(nothing.stdout)["unlabelled"] == {"outside the layer": 1}


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_the_label_sets_are_listed_in_any_language(terralex: Run, language: str) -> None:
    table, listed = terralex("labels", "--language", language), terralex("labels", "--language", language, "--json")
    assert table.returncode == listed.returncode == 0
    rows = json.loads(listed.stdout)
    assert [row["id"] for row in rows] == [f"preset:{name}" for name in preset_names()]
    assert all(row["id"] in table.stdout for row in rows)
    assert language in LANGUAGES and all(one["title"] and one["colour"] for row in rows for one in row["classes"])


@pytest.mark.parametrize("pipe", ["cp1252", "ascii", "latin-1"])
@pytest.mark.parametrize("language", ["ko", "ru", "zh"])
def test_output_is_utf_8_whatever_the_pipe_takes(terralex: Run, monkeypatch: Any, pipe: str, language: str) -> None:
    expected = terralex("labels", "--language", language).stdout
    monkeypatch.setenv("PYTHONIOENCODING", pipe)
    told = terralex("labels", "--language", language)
    assert told.returncode == 0 and told.stdout == expected and not told.stdout.isascii()
    refused = terralex("label", "숲.tif", "--labels", "preset:eurosat", "--json")
    assert refused.returncode == 2 and "숲.tif does not exist" in refused.stderr


BAD: list[tuple[str, list[str], str]] = [
    ("no labels", ["label", "LAYER", "--json"], "There are no classes"),
    ("no output", ["label", "LAYER", "--labels", "preset:eurosat"], "There is nowhere to write the labels"),
    ("unknown preset", ["label", "LAYER", "--labels", "preset:moon", "--json"], "Unknown preset 'moon'"),
    ("absent labels", ["label", "LAYER", "--labels", "absent.csv", "--json"], "absent.csv cannot be read"),
    ("language", ["label", "LAYER", "--labels", "preset:eurosat", "--language", "xx", "--json"], "Unknown language"),
    ("absent layer", ["label", "absent.tif", "--labels", "preset:eurosat", "--json"], "absent.tif does not exist"),
    ("other", ["label", "LAYER", "--labels", "preset:eurosat", "--other-below", "2", "--json"], "from 0 to 1"),
    ("smooth", ["label", "LAYER", "--labels", "preset:eurosat", "--smooth", "-1", "--json"], "from 0 to 1"),
    ("raster", ["label", "LAYER", "--labels", "preset:eurosat", "--raster", "a.png"], "must end in .tif"),
    ("output", ["label", "LAYER", "--labels", "preset:eurosat", "-o", "a.shp"], "must end in .gpkg"),
    ("extent", ["label", "LAYER", "--labels", "preset:eurosat", "--extent", "1,2", "--json"], "is not an extent"),
    ("outside", ["label", "LAYER", "--labels", "preset:eurosat", "--extent", "0,0,1,1", "--json"], "lies outside"),
    (
        "absent features",
        ["label", "LAYER", "--labels", "preset:eurosat", "--features", "absent.gpkg", "--json"],
        "absent.gpkg does not exist",
    ),
    (
        "raster of features",
        ["label", "LAYER", "--labels", "preset:eurosat", "--features", "a.gpkg", "--raster", "a.tif"],
        "--raster applies to whole layers",
    ),
    ("model", ["label", "LAYER", "--labels", "preset:eurosat", "--model", "nonsense", "--json"], "Unknown model"),
    ("labels in xx", ["labels", "--language", "xx"], "Unknown language"),
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
