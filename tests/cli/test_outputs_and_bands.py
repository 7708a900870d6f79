"""On the command line: outputs are refused before any work, bands can be chosen, and what is left out is said."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine

Run = Callable[..., "subprocess.CompletedProcess[str]"]
UTM = {"crs": "EPSG:32632", "transform": Affine(0.5, 0, 5e5, 0, -0.5, 5.1e6)}


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "roof", "--layer", "layer.tif", "--heatmap", "layer.tif"),
        ("search", "roof", "--layer", "layer.tif", "--heatmap", "linked.tif"),
        (
            "search",
            "roof",
            "--layer",
            "layer.tif",
            "--json",
            "--heatmap",
            "a.tif",
            "--preview",
            "a.png",
            "-o",
            "up/b/c.json",
        ),
        ("label", "layer.tif", "--labels", "c.json", "--raster", "layer.tiff"),
        ("label", "layer.tif", "--labels", "c.json", "-o", "c.json"),
        ("label", "layer.tif", "--labels", "c.json", "--features", "f.geojson", "-o", "f.geojson"),
        ("search", "roof", "--layer", "layer.tif", "-o", "others.gpkg"),
    ],
)
def test_what_would_be_lost_is_refused(terralex: Run, layer: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    shutil.copy(layer, tmp_path / "layer.tif")
    (tmp_path / "linked.tif").hardlink_to(tmp_path / "layer.tif")
    (tmp_path / "c.json").write_text('["forest", "farmland"]')
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "b").symlink_to(tmp_path / "up" / "real", target_is_directory=True)
    (tmp_path / "up" / "real").mkdir()
    (tmp_path / "up" / "real" / "c.json").symlink_to(tmp_path / "layer.tif")
    shapes = np.array([shapely.box(9.0, 46.0, 9.001, 46.001)])
    for name, kind in (("f.geojson", "GeoJSON"), ("others.gpkg", "GPKG")):
        pyogrio.raw.write(
            tmp_path / name, geometry=shapely.to_wkb(shapes), field_data=[np.array([1])], fields=np.array(["n"]),
            layer="regions", driver=kind, geometry_type="Polygon", crs="EPSG:4326",
        )  # fmt: skip
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    done = terralex(*arguments, "--window-m", "50,100")
    assert done.returncode == 2 and done.stderr.startswith("Error: ") and done.stderr.count("\n") == 1, done.stderr
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_bands_are_chosen_and_told_and_fill_is_said(terralex: Run, tiny_model: str, tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(300, 3000, (4, 256, 512), dtype=np.uint16)
    pixels[:, :, :200] = 0
    with rasterio.open(
        tmp_path / "stack.tif", "w", driver="GTiff", width=512, height=256, count=4, dtype="uint16", **UTM
    ) as dataset:
        dataset.write(pixels)
        for band, name in enumerate(("blue", "green", "red", "nir"), start=1):
            dataset.set_band_description(band, name)
    common = ("search", "roof", "--layer", "stack.tif", "--model", tiny_model, "--window-m", "50", "--threshold", 0)
    done = terralex(*common, "--json")
    assert done.returncode == 0, done.stderr
    source = json.loads(done.stdout)["provenance"]
    assert source["bands"] == [3, 2, 1] and source["band_names"] == ["red", "green", "blue"]
    assert done.stderr.startswith("Note: stack.tif: about 39% of it is 0 throughout") and done.stderr.count("\n") == 1
    done = terralex(*common, "-o", "a.gpkg", "--bands", "nir,red,2")
    assert done.returncode == 0, done.stderr
    assert set(pyogrio.read_arrow(tmp_path / "a.gpkg")[1].column("bands").to_pylist()) == {"4 nir, 3 red, 2 green"}
    assert pyogrio.raw.read(tmp_path / "a.gpkg")[2] is not None
    bounds = [shape.bounds for shape in shapely.from_wkb(pyogrio.raw.read(tmp_path / "a.gpkg")[2])]
    assert min(box[0] for box in bounds) >= 5e5 + 70
    done = terralex(*common, "--json", "--bands", "1,2")
    assert done.returncode == 2 and "2 bands are given" in done.stderr
