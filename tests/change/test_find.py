"""Two dates of coloured ground: what came and what went is found, what only looks otherwise is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from PIL import Image
from rasterio.io import DatasetReader

from backend.change.export import LAYER_NAME, write_changes
from backend.change.find import ChangeOptions, Date, compare, find_changes
from backend.change.heat import write_change_map
from backend.change.picture import write_pairs
from backend.change.region import ChangeResult
from backend.errors import BadOption, OutsideLayer
from backend.imagery.layer import open_layer
from backend.search.query import parse_query
from tests.search.conftest import COLOURS, ColourEncoder, memory_index

PIXEL = Affine(0.5, 0, 5e5, 0, -0.5, 5.1e6)
SIDE = 800
Pixels = NDArray[np.uint8]
Writer = Callable[[str, Pixels], Date]


def ground(seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(100, 140, (3, SIDE, SIDE), dtype=np.uint8)


def painted(pixels: Pixels, colour: str, *corners: tuple[int, int], side: int = 60) -> Pixels:
    found = pixels.copy()
    for col, row in corners:
        found[:, row : row + side, col : col + side] = np.array(COLOURS[colour], np.uint8)[:, None, None]
    return found


def square(col: int, row: int, side: int = 60) -> shapely.Polygon:
    return shapely.Polygon([PIXEL * at for at in shapely.box(col, row, col + side, row + side).exterior.coords])


@pytest.fixture
def date(tmp_path: Path) -> Writer:
    def make(name: str, pixels: Pixels) -> Date:
        path = tmp_path / f"{name}.tif"
        profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": "EPSG:32632", "transform": PIXEL}
        with rasterio.open(path, "w", height=SIDE, width=SIDE, **profile) as target:
            target.write(pixels)
        index = memory_index(path, (25.0, 50.0))
        return Date(index, lambda: open_layer(path), index.info)

    return make


def asked(earlier: Date, later: Date, text: str = "red", **options: object) -> ChangeResult:
    return find_changes(earlier, later, ColourEncoder(), parse_query(text), ChangeOptions(**options))  # type: ignore[arg-type]


def test_what_came_and_what_went_are_found_and_told_apart(date: Writer) -> None:
    old, new, kept = (100, 100), (500, 600), (600, 100)
    earlier = date("earlier", painted(ground(1), "red", old, kept))
    later = date("later", painted(ground(2), "red", new, kept))
    found = asked(earlier, later)
    by_side = {region.side: region for region in found.regions}
    assert set(by_side) == {"appeared", "disappeared"} and len(found.regions) == 2
    assert by_side["appeared"].geometry.intersects(square(*new))
    assert by_side["disappeared"].geometry.intersects(square(*old))
    assert by_side["appeared"].relevance_later > 0.5 > by_side["appeared"].relevance_earlier
    assert found.verdict.word == "found" and found.ground_km2 == pytest.approx(0.16, rel=0.05)


@pytest.mark.parametrize("side", ["appeared", "disappeared"])
def test_one_direction_is_answered_alone(date: Writer, side: str) -> None:
    earlier, later = date("a", painted(ground(), "red", (100, 100))), date("b", painted(ground(), "red", (500, 500)))
    assert {region.side for region in asked(earlier, later, direction=side).regions} == {side}


def test_the_earlier_and_the_later_date_exchanged_answer_the_other_direction(date: Writer) -> None:
    earlier, later = date("a", ground(1)), date("b", painted(ground(2), "red", (300, 300)))
    (came,), (went,) = asked(earlier, later).regions, asked(later, earlier).regions
    assert (came.side, went.side) == ("appeared", "disappeared")
    assert came.geometry.equals(went.geometry) and came.change == pytest.approx(went.change, rel=1e-3)


def test_a_thing_that_only_moved_by_a_few_pixels_is_no_change(date: Writer) -> None:
    earlier = painted(ground(), "red", (300, 300), (96, 596))
    later = np.roll(earlier, (2, 3), axis=(1, 2))
    assert asked(date("a", earlier), date("b", later)).regions == ()


def test_the_same_picture_has_no_change_and_the_verdict_says_so(date: Writer) -> None:
    pixels = painted(ground(), "red", (300, 300))
    found = asked(date("a", pixels), date("b", pixels))
    assert found.regions == () and found.verdict.word == "absent"


def test_another_thing_that_came_is_not_what_was_asked_for(date: Writer) -> None:
    earlier, later = date("a", ground(1)), date("b", painted(ground(2), "blue", (300, 300)))
    assert asked(earlier, later, "red").regions == ()
    assert len(asked(earlier, later, "blue").regions) == 1


def test_only_the_extent_is_compared(date: Writer) -> None:
    earlier, later = date("a", ground(1)), date("b", painted(ground(2), "red", (100, 100), (600, 600)))
    box = square(550, 550, 200).bounds
    (region,) = asked(earlier, later, extent=box).regions
    assert region.geometry.intersects(square(600, 600))
    with pytest.raises(OutsideLayer, match="both dates"):
        asked(earlier, later, extent=(0.0, 0.0, 1.0, 1.0))


@pytest.mark.parametrize(
    "options", [{"direction": "up"}, {"top": 0}, {"least_change": -1.0}, {"min_relevance": 1.5}], ids=str
)
def test_what_cannot_be_meant_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(BadOption):
        ChangeOptions(**options)  # type: ignore[arg-type]


def test_the_heat_map_is_positive_where_it_came_and_negative_where_it_went(date: Writer, tmp_path: Path) -> None:
    earlier = date("a", painted(ground(1), "red", (100, 100)))
    later = date("b", painted(ground(2), "red", (500, 600)))
    compared = compare(earlier, later, ColourEncoder(), parse_query("red"))
    source = asked(earlier, later).provenance
    write_change_map(tmp_path / "heat.tif", compared, later.index.info, source)

    def at(dataset: DatasetReader, col: int, row: int) -> list[float]:
        (value,) = dataset.sample([PIXEL * (col, row)])
        return [float(one) for one in value]

    with rasterio.open(tmp_path / "heat.tif") as raster:
        assert raster.descriptions == ("change", "relevance_earlier", "relevance_later")
        came, went, nothing = at(raster, 530, 630), at(raster, 130, 130), at(raster, 700, 100)
        assert json.loads(raster.tags()["TERRALEX_PROVENANCE"])["earlier"] == "a.tif"
    assert came[0] > 4 and went[0] < -4 and abs(nothing[0]) < 1
    assert came[2] > came[1] and went[1] > went[2]


def test_both_dates_lie_side_by_side_and_the_file_keeps_where_it_comes_from(date: Writer, tmp_path: Path) -> None:
    import pyogrio

    earlier, later = date("a", ground(1)), date("b", painted(ground(2), "red", (300, 300)))
    found = asked(earlier, later)
    with earlier.opener() as first, later.opener() as second:
        write_pairs(tmp_path / "pairs.png", found, first, second)
    picture = np.asarray(Image.open(tmp_path / "pairs.png").convert("RGB")).astype(int)
    red = (picture[..., 0] > 180) & (picture[..., 1] < 60)
    assert not red[:, :210].any() and red[:, 212:412].any()
    write_changes(tmp_path / "changes.gpkg", found)
    meta, _, _, columns = pyogrio.raw.read(tmp_path / "changes.gpkg", layer=LAYER_NAME)
    row = {name: values[0] for name, values in zip(meta["fields"], columns, strict=True)}
    assert (row["rank"], row["direction"], row["earlier"], row["later"]) == (1, "appeared", "a.tif", "b.tif")
    assert row["relevance_later"] > row["relevance_earlier"]
