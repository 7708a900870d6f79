"""``terralex survey``: one list of many layers, and each that fails says so in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
from affine import Affine

from backend import cli

WINDOWS = ("--window-m", "50,100", "--device", "cpu", "--trust")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def terralex(
    index_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run the command in this process, in an empty folder: torch is imported once for all."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERRALEX_INDEX", str(index_root))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    def run(*arguments: object) -> Done:
        code = cli.run([str(argument) for argument in arguments])
        return Done(code, *capsys.readouterr())

    return run


def write_layer(path: Path, seed: int, left: float = 5e5, crs: str = "EPSG:32632", side: int = 256) -> Path:
    """Noise with a dark square in it, of 0.5 m pixels."""
    pixels = np.random.default_rng(seed).integers(90, 160, (3, side, side), dtype=np.uint8)
    pixels[:, 60:160, 60:160] //= 4
    profile = {"driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint8"}
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(path, "w", crs=crs, transform=Affine(0.5, 0, left, 0, -0.5, 5.1e6), **profile) as dataset:
        dataset.write(pixels)
    return path


@pytest.fixture(scope="module")
def imagery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three rasters, the last of another CRS and a folder deeper; a mosaic of two; a broken file and two others."""
    folder = tmp_path_factory.mktemp("imagery")
    write_layer(folder / "a.tif", 1)
    write_layer(folder / "b.tif", 2, left=5e5 + 128)
    write_layer(folder / "deeper" / "c.tif", 3, crs="EPSG:32633")
    (folder / "broken.tif").write_bytes(b"II*\0 no raster at all")
    (folder / "notes.txt").write_text("not looked at")
    (folder / "picture.png").write_bytes(b"\x89PNG, placed nowhere")
    tiles = "".join(
        f'<SimpleSource><SourceFilename relativeToVRT="1">{name}</SourceFilename><SourceBand>1</SourceBand>'
        f'<DstRect xOff="{at}" yOff="0" xSize="256" ySize="256"/></SimpleSource>'
        for name, at in (("a.tif", 0), ("b.tif", 256))
    )
    (folder / "mosaic.vrt").write_text(
        '<VRTDataset rasterXSize="512" rasterYSize="256"><SRS>EPSG:32632</SRS>'
        "<GeoTransform>500000, 0.5, 0, 5100000, 0, -0.5</GeoTransform>"
        f'<VRTRasterBand dataType="Byte" band="1">{tiles}</VRTRasterBand></VRTDataset>'
    )
    return folder


def test_a_folder_answers_in_one_list_that_names_layers(
    terralex: Run, tiny_model: str, imagery: Path, tmp_path: Path
) -> None:
    done = terralex(
        *("survey", "dark square", imagery, "--model", tiny_model, *WINDOWS),
        *("--threshold", 0, "--top", 7, "--json", "-o", "found.gpkg"),
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [row["rank"] for row in told["regions"]] == [1, 2, 3, 4, 5, 6, 7]
    relevances = [row["relevance"] for row in told["regions"]]
    assert relevances == sorted(relevances, reverse=True)
    assert {row["layer"] for row in told["regions"]} <= {"a.tif", "b.tif", "deeper/c.tif"}
    answers = {row["layer"]: row for row in told["layers"]}
    # The mosaic is of tiles that are asked themselves; text, and a picture of no place, are no layers.
    assert list(answers) == ["a.tif", "b.tif", "broken.tif", "deeper/c.tif"]
    assert answers["broken.tif"]["verdict"] == "failed" and answers["broken.tif"]["error"].count(".tif") == 1
    assert told["failed"] == 1 and told["provenance"]["query"] == ["dark square"]
    info = pyogrio.read_info(tmp_path / "found.gpkg", layer="regions")
    assert info["features"] == 7 and {"rank", "relevance", "layer", "layer_id", "query", "model"} <= set(info["fields"])
    assert "4326" in info["crs"]  # two systems share none

    said = terralex("survey", "dark square", imagery, "--model", tiny_model, *WINDOWS, "--threshold", 0, "--top", 3)
    assert said.returncode == 0, said.stderr
    assert "'dark square': 3 regions in 3 layers." in said.stdout
    assert said.stderr.startswith("Not searched: broken.tif: ") and len(said.stderr.strip().splitlines()) == 1


def test_layers_and_a_mosaic_by_name_and_their_own_system(
    terralex: Run, tiny_model: str, imagery: Path, tmp_path: Path
) -> None:
    done = terralex(
        *("survey", "dark square", imagery / "a.tif", imagery / "mosaic.vrt", imagery / "a.tif"),
        *("--model", tiny_model, *WINDOWS, "--threshold", 0, "--json", "-o", "found.gpkg"),
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [row["layer"] for row in told["layers"]] == ["a.tif", "mosaic.vrt"]
    assert pyogrio.read_info(tmp_path / "found.gpkg", layer="regions")["crs"] == "EPSG:32632"


def test_one_layer_of_a_survey_answers_as_its_own_search_does(terralex: Run, tiny_model: str, imagery: Path) -> None:
    options = ("--model", tiny_model, *WINDOWS, "--threshold", 0, "--top", 4, "--json")
    many = json.loads(terralex("survey", "dark square", imagery / "b.tif", *options).stdout)
    one = json.loads(terralex("search", "dark square", "--layer", imagery / "b.tif", *options).stdout)
    fields = ("relevance", "score", "bounds_wgs84")

    def told(answer: dict[str, Any]) -> list[list[Any]]:
        return sorted(([row[name] for name in fields] for row in answer["regions"]), reverse=True)

    assert told(many) == told(one)
    assert [row["relevance"] for row in many["regions"]] == [row[0] for row in told(one)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("survey",), "There is nothing to search"),
        (("survey", "words"), "There is nothing to search"),
        (("survey", "words", "no.tif"), "no.tif"),
        (("survey", "words", "{empty}"), "There is no raster in empty"),
        (("survey", " ; ", "no.tif"), "The query is empty"),
        (("survey", "words", "no.tif", "nor.tif"), "None of 2 layers can be searched"),
        (("survey", "words", "no.tif", "--top", "100000"), "the maximum is 1000"),
        (("survey", "words", "no.tif", "--save", "a.json", "--name", "?"), "must contain a letter or a digit"),
        (("survey", "words", "no.tif", "--save", "a.txt"), "must end in .json"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    terralex: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = terralex(*(part.format(empty=empty) for part in arguments))
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert sentence in done.stderr and len(done.stderr.strip().splitlines()) == 1
