"""Files of regions: readable by others, correct by their standards, whole or not there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from backend.errors import BadOption, OutputNotWritable
from backend.imagery.crs import geometries_to_crs
from backend.search.export import write_regions
from backend.search.query import Query
from backend.search.search import SearchOptions, search

COLUMNS = [
    "rank",
    "score",
    "relevance",
    "weak",
    "mark",
    "ask",
    "query",
    "unwanted",
    "model",
    "revision",
    "window_m",
    "windows",
    "layer",
    "fingerprint",
    "bands",
    "time",
]


@pytest.fixture
def result(coloured_index: Any, encoder: Any) -> Any:
    return search(coloured_index, encoder, Query(("red", "blue"), ("green",)), SearchOptions(top=5))


@pytest.mark.parametrize("name", ["regions.gpkg", "regions.fgb", "REGIONS.GPKG"])
def test_a_file_keeps_the_layers_crs_geometry_and_columns(tmp_path: Path, result: Any, name: str) -> None:
    write_regions(tmp_path / name, result)
    meta, _, wkb, fields = pyogrio.raw.read(tmp_path / name)
    assert meta["crs"] == "EPSG:32632"
    assert list(meta["fields"]) == COLUMNS
    table = dict(zip(meta["fields"], fields, strict=True))
    order = np.argsort(table["rank"])
    assert list(table["rank"][order]) == [region.rank for region in result.regions]
    assert set(table["query"]) == {"red; blue"} and set(table["unwanted"]) == {"green"}
    for at, region in zip(order, result.regions, strict=True):
        assert shapely.from_wkb(wkb[at]).equals(region.geometry)
        assert table["score"][at] == pytest.approx(region.score, abs=1e-6)


def test_a_geopackage_carries_its_provenance_as_metadata(tmp_path: Path, result: Any) -> None:
    write_regions(tmp_path / "regions.gpkg", result)
    info = pyogrio.read_info(tmp_path / "regions.gpkg", layer="regions")
    assert json.loads(info["layer_metadata"]["provenance"]) == result.provenance.to_dict()
    write_regions(tmp_path / "fast.gpkg", replace(result, exact=False))
    info = pyogrio.read_info(tmp_path / "fast.gpkg", layer="regions")
    assert json.loads(info["layer_metadata"]["provenance"])["exact"] is False


def test_geojson_is_rfc_7946(tmp_path: Path, result: Any) -> None:
    write_regions(tmp_path / "regions.geojson", result)
    found = json.loads((tmp_path / "regions.geojson").read_text())
    assert found["type"] == "FeatureCollection" and "crs" not in found
    assert len(found["features"]) == len(result.regions)
    for feature, region in zip(found["features"], result.regions, strict=True):
        assert feature["geometry"]["type"] == "Polygon"
        ring = feature["geometry"]["coordinates"][0]
        assert shapely.LinearRing(ring).is_ccw
        assert all(round(value, 7) == value for point in ring for value in point)
        expected = geometries_to_crs(region.geometry, result.crs, "EPSG:4326")[0]
        assert shapely.Polygon(ring).hausdorff_distance(expected) < 2e-7
        assert feature["properties"]["rank"] == region.rank
        assert feature["properties"]["model"] == "colours"


def test_outlines_of_several_parts_are_written(tmp_path: Path, result: Any) -> None:
    first, *rest = result.regions
    parts = shapely.MultiPolygon([first.geometry, shapely.affinity.translate(first.geometry, 500)])
    several = replace(result, regions=(replace(first, geometry=parts), *rest))
    for name in ("regions.gpkg", "regions.fgb", "regions.geojson"):
        write_regions(tmp_path / name, several)
        assert pyogrio.read_info(tmp_path / name)["features"] == len(result.regions)


@pytest.mark.parametrize("name", ["regions.gpkg", "regions.fgb", "regions.geojson"])
def test_an_empty_result_replaces_an_older_one_with_an_empty_file(tmp_path: Path, result: Any, name: str) -> None:
    write_regions(tmp_path / name, result)
    write_regions(tmp_path / name, replace(result, regions=()))
    assert len(pyogrio.raw.read(tmp_path / name)[2]) == 0


def test_nothing_is_left_beside_a_file(tmp_path: Path, result: Any) -> None:
    for name in ("a.gpkg", "a.gpkg", "a.fgb", "a.geojson"):
        write_regions(tmp_path / name, result)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.fgb", "a.geojson", "a.gpkg"]


@pytest.mark.parametrize("name", ["regions.shp", "regions", "regions.tif"])
def test_an_unknown_extension_is_refused(tmp_path: Path, result: Any, name: str) -> None:
    with pytest.raises(BadOption, match=r"must end in \.gpkg, \.geojson"):
        write_regions(tmp_path / name, result)


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, result: Any) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.gpkg").mkdir()
    for path in (tmp_path / "absent" / "a.gpkg", tmp_path / "file" / "a.gpkg", tmp_path / "folder.gpkg"):
        with pytest.raises(OutputNotWritable):
            write_regions(path, result)


def test_a_failure_keeps_the_older_file(tmp_path: Path, result: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(b"older")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyogrio, "write_arrow", fail)
    with pytest.raises(OutputNotWritable, match="No space left on device"):
        write_regions(path, result)
    assert path.read_bytes() == b"older" and list(tmp_path.iterdir()) == [path]
