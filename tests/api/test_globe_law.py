"""For any geometry on the globe, what the API answers, what it hands out as a file and what it keeps agree."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backend.api.file_source import FileSource
from backend.imagery.crs import project
from backend.imagery.globe import to_degrees
from backend.output.vector import write_vector

SYSTEMS = ("EPSG:4326", "EPSG:3857", "EPSG:32601", "EPSG:32760", "EPSG:3031", "EPSG:3413", "ESRI:54009")
BOUNDS_ERROR = 1e-6
"""Degrees: GeoJSON has 7 decimals."""

longitudes, latitudes = st.floats(-180, 180), st.floats(-89, 89)


@st.composite
def on_the_globe(draw: Any, crs: str) -> Any:
    """A geometry with its middle anywhere on the Earth where the CRS has it: filled, with a hole, in parts, a line."""
    lon, lat = draw(longitudes), draw(latitudes)
    lat = {"EPSG:3413": abs(lat) / 2 + 45, "EPSG:3031": -abs(lat) / 2 - 45}.get(crs, lat)
    if crs in ("EPSG:32601", "EPSG:32760"):
        lon, lat = (-177 if crs.endswith("01") else 177) + lon / 60, abs(lat) * (1 if crs.endswith("01") else -1) * 0.9
    if crs == "EPSG:3857":
        lat *= 0.9
    (x,), (y,) = project("EPSG:4326", crs, [lon], [lat])
    size = draw(st.floats(0.01, 4)) * (1 if crs == "EPSG:4326" else 50_000)
    middle = shapely.Point(x, y)
    square = shapely.box(x - size, y - size, x + size, y + size)
    kinds = {
        "box": square,
        "circle": middle.buffer(size, quad_segs=4),
        "ring": shapely.difference(square, middle.buffer(size / 3, quad_segs=2)),
        "parts": shapely.MultiPolygon([square, shapely.box(x + 2 * size, y, x + 3 * size, y + size)]),
        "line": shapely.LineString([(x - size, y), (x + size, y + size)]),
        "point": middle,
    }
    return draw(st.sampled_from(list(kinds.values())))


@st.composite
def collections(draw: Any) -> tuple[str, list[Any]]:
    crs = draw(st.sampled_from(SYSTEMS))
    return crs, draw(st.lists(on_the_globe(crs), min_size=1, max_size=3))


@given(collections())
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_api_a_download_and_the_database_agree(made: tuple[str, list[Any]]) -> None:
    crs, shapes = made
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kept.gpkg"
        write_vector(file, shapes, crs, {"n": np.arange(len(shapes))}, "things")
        source = FileSource(file, "things")
        rows = source.rows()
        answered = [shapely.geometry.shape(one["geometry"]) for one in rows.features()]
        downloads = {}
        for name in ("a.geojson", "a.fgb"):
            write_vector(Path(folder) / name, rows.shapes, rows.crs, rows.columns, "features")
            _, _, wkb, (numbers,) = pyogrio.raw.read(Path(folder) / name)
            downloads[name] = shapely.from_wkb(wkb)[np.argsort(numbers)]
        west, south, east, north = source.bounds_wgs84() or (0, 0, 0, 0)
        matching = source.matching([(-180.0, -90.0, 180.0, 90.0)], {}).tolist()
    assert matching == rows.ids.tolist()
    for shape, kept, api, geojson, flat in zip(
        shapes, rows.shapes, answered, downloads["a.geojson"], downloads["a.fgb"], strict=True
    ):
        assert shapely.normalize(kept).equals_exact(shapely.normalize(_same_type(shape, kept)), 1e-9)
        assert shapely.normalize(flat).equals_exact(shapely.normalize(_same_type(kept, flat)), 1e-9)
        assert _apart(api, geojson) < BOUNDS_ERROR
        (there,) = to_degrees([kept], crs)
        assert _apart(api, there) < BOUNDS_ERROR
        xmin, ymin, xmax, ymax = api.bounds
        assert xmin >= -180 and xmax <= 180 and ymin >= -90 and ymax <= 90
        assert ymin >= south - BOUNDS_ERROR and ymax <= north + BOUNDS_ERROR
        for part in shapely.get_parts([api]):
            inside = (part.bounds[0] >= west - BOUNDS_ERROR, part.bounds[2] <= east + BOUNDS_ERROR)
            assert all(inside) if west <= east else any(inside)


def _same_type(shape: Any, as_is: Any) -> Any:
    """The shape as a multipolygon where a file has made it one."""
    if as_is.geom_type == "MultiPolygon" and shape.geom_type == "Polygon":
        return shapely.MultiPolygon([shape])
    return shape


def _apart(one: Any, other: Any) -> float:
    """How far two shapes are from each other, at most."""
    return float(shapely.hausdorff_distance(one, other))


wild = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-400, 400)


@given(st.lists(st.tuples(wild, wild), min_size=3, max_size=8), st.sampled_from(SYSTEMS))
@example([(1e300, 1e300), (1e301, 1e300), (1e301, 1e301)], "EPSG:4326")
@example([(0, 0), (1e9, 0), (1e9, 1)], "EPSG:4326")
@example([(0, 0), (0, 1e308), (-1e308, 1)], "EPSG:3857")
@settings(max_examples=150, deadline=2000)
def test_numbers_that_are_no_places_are_never_answered(points: list[tuple[float, float]], crs: str) -> None:
    for shape in (shapely.Polygon(points), shapely.LineString(points), shapely.MultiPoint(points)):
        (found,) = to_degrees([shape], crs)
        if found is not None and not found.is_empty:
            west, south, east, north = found.bounds
            assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90


@pytest.mark.parametrize("extension", [".fgb", ".gpkg"])
def test_heights_of_some_features_are_kept(tmp_path: Path, extension: str) -> None:
    flat = shapely.box(9, 42, 9.1, 42.1)
    file = tmp_path / f"a{extension}"
    write_vector(file, [shapely.force_3d(flat, 5.0), flat, None], "EPSG:4326", {"n": [0, 1, 2]}, "things")
    _, _, wkb, (numbers,) = pyogrio.raw.read(file)
    shapes = shapely.from_wkb(wkb)[np.argsort(numbers)]
    assert shapely.get_coordinates(shapes[0], include_z=True)[:, 2].tolist() == [5.0] * 5
    assert shapely.force_2d(shapes[1]).equals(flat) and (shapes[2] is None or shapes[2].is_empty)
