"""Counts of coloured squares: as many as there are, by zone as in all, and what is too small is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine

from backend.counting.export import LAYER_NAME, write_counts
from backend.counting.find import Counted, count_things
from backend.counting.sizes import size_to_count, windows_to_count
from backend.errors import BadOption, OutsideLayer
from backend.imagery.layer import open_layer
from backend.labeling.feature_table import FeatureTable
from backend.search.query import parse_query
from tests.search.conftest import COLOURS, ColourEncoder, MemoryIndex, memory_index

PIXEL = Affine(0.5, 0, 5e5, 0, -0.5, 5.1e6)
SIDE, THING = 600, 20
PLACES = [(60, 60), (60, 300), (200, 420), (420, 100), (480, 480)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> MemoryIndex:
    """Five red squares of 10 m on grey ground of 300 m."""
    path = tmp_path_factory.mktemp("count") / "squares.tif"
    pixels = np.full((3, SIDE, SIDE), 120, np.uint8)
    for col, row in PLACES:
        pixels[:, row : row + THING, col : col + THING] = np.array(COLOURS["red"], np.uint8)[:, None, None]
    profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": "EPSG:32632", "transform": PIXEL}
    with rasterio.open(path, "w", height=SIDE, width=SIDE, **profile) as target:
        target.write(pixels)
    return memory_index(path, (10.0,))


def count(index: MemoryIndex, text: str = "red", **options: object) -> Counted:
    return count_things(index, ColourEncoder(), parse_query(text), (10.0, 10.0), **options)  # type: ignore[arg-type]


def ground(col: float, row: float, width: float, height: float) -> shapely.Polygon:
    corners = shapely.box(col, row, col + width, row + height).exterior.coords
    return shapely.Polygon([PIXEL * corner for corner in corners])


def quarters() -> np.ndarray:
    half = SIDE / 2
    return np.array([ground(x, y, half, half) for x in (0, half) for y in (0, half)], dtype=object)


def test_as_many_are_counted_as_there_are(index: MemoryIndex) -> None:
    found = count(index)
    assert found.total.instances == len(PLACES)
    assert found.total.low <= len(PLACES) <= found.total.high
    for col, row in PLACES:
        x, y = PIXEL * (col + THING / 2, row + THING / 2)
        assert np.linalg.norm(found.points - [x, y], axis=1).min() < 8
    assert found.ground_km2 == pytest.approx(0.09, rel=0.1)


def test_the_zones_of_a_partition_add_up_to_the_layer(index: MemoryIndex) -> None:
    whole, parted = count(index), count(index, zones=quarters())
    assert sum(one.instances for one in parted.zones) == whole.total.instances == parted.total.instances
    assert sum(one.expected for one in parted.zones) == pytest.approx(whole.total.expected)
    assert [one.instances for one in parted.zones] == [1, 2, 1, 1]
    assert (parted.covered > 0.95).all()


def test_what_is_not_there_is_not_counted(index: MemoryIndex) -> None:
    found = count(index, "blue")
    assert (found.total.count, found.total.low) == (0, 0)
    assert found.verdict.word != "found" or found.total.expected < 1


def test_only_what_lies_in_the_extent_counts(index: MemoryIndex) -> None:
    box = ground(0, 0, 150, 400).bounds
    assert count(index, extent=box).total.instances == 2
    with pytest.raises(OutsideLayer):
        count(index, extent=(0.0, 0.0, 1.0, 1.0))


def test_a_zone_off_the_layer_has_no_number(index: MemoryIndex, tmp_path: Path) -> None:
    zones = np.array([ground(0, 0, 300, 300), ground(5000, 0, 300, 300)], dtype=object)
    found = count(index, zones=zones)
    names = pa.table({"name": ["here", "elsewhere"], "count": [7, 8]})
    table = FeatureTable(zones, "EPSG:32632", np.array([3, 5]), names, "zones")
    write_counts(tmp_path / "counts.gpkg", found, table)
    meta, _, _, columns = pyogrio.raw.read(tmp_path / "counts.gpkg", layer=LAYER_NAME)
    rows = dict(zip(meta["fields"], columns, strict=True))
    assert rows["name"].tolist() == ["here", "elsewhere"] and rows["count_input"].tolist() == [7, 8]
    assert rows["count"][0] == found.zones[0].count and not np.isfinite(rows["count"][1].astype(float))
    assert rows["covered"][0] > 0.95 and rows["covered"][1] == 0


def test_instances_are_points_with_their_probability(index: MemoryIndex, tmp_path: Path) -> None:
    write_counts(tmp_path / "counts.gpkg", count(index))
    info = pyogrio.read_info(tmp_path / "counts.gpkg", layer=LAYER_NAME)
    assert info["geometry_type"] == "Point" and info["features"] == len(PLACES)
    assert {"probability", "query", "model"} <= set(info["fields"])


def test_what_is_too_small_for_the_pixels_is_one_sentence(index: MemoryIndex) -> None:
    with open_layer(index.info.path) as layer, pytest.raises(BadOption, match=r"3\.0 pixels of 0\.5 m"):
        windows_to_count(layer.info, (1.5, 1.5), "dogs")
    assert windows_to_count(index.info, (10.0, 10.0), "tents") == (16.0,)


@pytest.mark.parametrize(
    ("text", "size", "said"),
    [
        ("water", None, "does not consist of single objects"),
        ("xyzzy", None, "size_m"),
        ("cars", (6.0, 4.0), "smaller one first"),
    ],
    ids=str,
)
def test_what_cannot_be_counted_is_refused(text: str, size: tuple[float, float] | None, said: str) -> None:
    with pytest.raises(BadOption, match=said):
        size_to_count(parse_query(text), size)


def test_the_size_of_what_is_known_is_known() -> None:
    assert size_to_count(parse_query("cars"), None) == (4.0, 6.0)
    assert size_to_count(parse_query("xyzzy"), (2.0, 3.0)) == (2.0, 3.0)
