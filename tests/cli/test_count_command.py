"""Count on the command line: in all, by zone, and one sentence where it cannot be."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyogrio
import rasterio
import shapely

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LONG_S = 600.0
"""A layer is indexed: on a busy machine that takes its time."""


def halves(layer: Path, target: Path) -> Path:
    """The layer's western and eastern half as zones."""
    with rasterio.open(layer) as source:
        west, south, east, north = source.bounds
    middle = (west + east) / 2
    features = [
        {"type": "Feature", "properties": {"side": name}, "geometry": json.loads(shapely.to_geojson(box))}
        for name, box in (
            ("west", shapely.box(west, south, middle, north)),
            ("east", shapely.box(middle, south, east, north)),
        )
    ]
    crs = {"type": "name", "properties": {"name": "EPSG:32632"}}
    target.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return target


def test_zones_are_written_with_their_counts(terralex: Run, tiny_model: str, layer: Path, tmp_path: Path) -> None:
    zones = halves(layer, tmp_path / "zones.geojson")
    asked = ("count", layer, "dark squares", "--size-m", "20,40", "--zones", zones, "--model", tiny_model)
    done = terralex(*asked, "-o", "counts.gpkg", "--json", timeout_s=LONG_S)
    assert done.returncode in (0, 1), done.stderr
    told = json.loads(done.stdout)
    assert told["low"] <= told["high"] and len(told["by_zone"]) == 2
    assert sum(row["instances"] for row in told["by_zone"]) == told["instances"]
    info = pyogrio.read_info(tmp_path / "counts.gpkg", layer="counts")
    assert {"side", "count", "low", "high", "covered"} <= set(info["fields"]) and info["features"] == 2


def test_what_cannot_be_counted_is_one_sentence(terralex: Run, tiny_model: str, layer: Path) -> None:
    model = ("--model", tiny_model)
    small = terralex("count", layer, "dogs", "--size-m", "0.5,1", *model, timeout_s=LONG_S)
    assert small.returncode == 2 and "pixels of" in small.stderr and "Traceback" not in small.stderr
    unknown = terralex("count", layer, "xyzzy", *model, timeout_s=LONG_S)
    assert unknown.returncode == 2 and "size_m" in unknown.stderr
    wrong = terralex("count", layer, "cars", "--size-m", "4", *model, timeout_s=LONG_S)
    assert wrong.returncode == 2 and "4,6" in wrong.stderr
