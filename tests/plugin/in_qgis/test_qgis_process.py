"""Algorithms through ``qgis_process``, as a script or a person at a terminal runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from backend_process import BackendProcess
from osgeo import gdal
from plugin_fixtures import with_a_lake
from qgis.core import QgsRasterLayer, QgsVectorLayer
from terralex.core.paths import package_path

Run = Any


@pytest.fixture
def tif(sample: Path) -> str:
    return str(sample / "sample.tif")


@pytest.fixture
def corner(sample: Path) -> str:
    """A part of the sample as a layer of its own, in another system."""
    path = sample / "corner.tif"
    if not path.exists():
        part = gdal.Translate("", str(sample / "sample.tif"), format="VRT", srcWin=[0, 0, 300, 300])
        gdal.Warp(str(path), part, dstSRS="EPSG:3857")
    return str(path)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile where the plugin is installed and switched on."""
    folder = tmp_path_factory.mktemp("cli")
    default = folder / "profiles" / "default"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package_path(), default / "python" / "plugins" / "terralex", ignore=ignored)
    settings = default / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[PythonPlugins]\nterralex=true\n")
    return folder


@pytest.fixture
def run(backend: BackendProcess, profile: Path) -> Run:
    """Runs an algorithm -> its results."""

    def run_it(algorithm: str, **parameters: str | list[str]) -> dict[str, Any]:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            "QGIS_CUSTOM_CONFIG_PATH": str(profile),
            "TERRALEX_URL": backend.url,
            "TERRALEX_TOKEN_FILE": str(backend.token_file),
        }
        # Debian wraps the program in a script that hands it an option it does not know.
        program = shutil.which("qgis_process.bin") or "qgis_process"
        given = [(key, value if isinstance(value, list) else [value]) for key, value in parameters.items()]
        said = [f"{key}={one}" for key, values in given for one in values]
        command = [program, "run", f"terralex:{algorithm}", "--json", "--", *said]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        return dict(json.loads(done.stdout[done.stdout.index("{") :])["results"])

    return run_it


def rows(file: str) -> list[Any]:
    return list(QgsVectorLayer(file, "found", "ogr").getFeatures())


def test_index(run: Run, tif: str) -> None:
    assert run("indexlayer", INPUT=tif)["WINDOWS"] > 50


def test_search(run: Run, tif: str, tmp_path: Path) -> None:
    output = str(tmp_path / "cli.gpkg")
    found = run("searchbytext", INPUT=tif, TEXT="river", THRESHOLD="0", OUTPUT=output)
    assert len(rows(output)) == found["COUNT"] > 0


def test_teach_a_concept_and_search_by_it(run: Run, tif: str, sample: Path, tmp_path: Path) -> None:
    places, concept, output = (str(tmp_path / name) for name in ("places.gpkg", "mine.tlx", "by_concept.gpkg"))
    gdal.VectorTranslate(places, str(sample / "truth.gpkg"), options=["-limit", "2"])
    taught = run("teachconcept", INPUT=tif, NAME="mine", TEXT="river", ACCEPTED=places, OUTPUT=concept)
    assert (taught["ACCEPTED_COUNT"], taught["REJECTED_COUNT"]) == (2, 0)
    found = run("searchbytext", INPUT=tif, CONCEPT=concept, THRESHOLD="0", OUTPUT=output)
    assert len(rows(output)) == found["COUNT"] > 0 and rows(output)[0]["query"] == "mine"


def test_two_dates(run: Run, tif: str, tmp_path: Path) -> None:
    later = str(with_a_lake(Path(tif), tmp_path / "later.tif"))
    files = {name: str(tmp_path / file) for name, file in (("OUTPUT", "new.gpkg"), ("HEATMAP", "change.tif"))}
    found = run("change", INPUT=later, EARLIER=tif, TEXT="new lakes", WINDOW_SIZES="60,120", **files)
    assert len(rows(files["OUTPUT"])) == found["COUNT"] > 0
    assert {row["direction"] for row in rows(files["OUTPUT"])} == {"appeared"}
    assert QgsRasterLayer(files["HEATMAP"]).bandCount() == 3


def test_count(run: Run, tif: str, tmp_path: Path) -> None:
    output = str(tmp_path / "tanks.gpkg")
    found = run("count", INPUT=tif, TEXT="storage tanks", WINDOW_SIZES="60", OUTPUT=output)
    assert abs(found["EXPECTED"] - sum(row["probability"] for row in rows(output))) < 0.01


def test_many_layers_are_searched_saved_and_watched(run: Run, tif: str, corner: str, tmp_path: Path) -> None:
    output, changes = str(tmp_path / "cli.gpkg"), str(tmp_path / "changes.gpkg")
    asked = {"TEXT": "river", "THRESHOLD": "0", "OUTPUT": output, "SAVE_AS": "By the terminal"}
    found = run("searchmanylayers", INPUTS=[tif, corner], **asked)
    assert len(rows(output)) == found["COUNT"] > 0 and {row["layer"] for row in rows(output)} == {"sample", "corner"}
    first = run("runsavedsearch", SEARCH="By the terminal", OUTPUT=changes)
    assert first["NEW"] == len(rows(changes)) > 0 and {row["change"] for row in rows(changes)} == {"new"}
