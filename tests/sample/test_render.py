"""The rendered sample: the same by seed, true to size, and with its truth on the right pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import pytest
import rasterio
import rasterio.transform
import shapely

from backend.errors import BadOption, OutputNotWritable
from backend.sample import render_sample
from backend.sample.georeference import georeference
from tests.sample.conftest import Rendered

METRIC = pyproj.Geod(ellps="WGS84")


def test_the_same_seed_gives_the_same_file_byte_for_byte(small: Rendered, tmp_path: Path) -> None:
    again = render_sample(tmp_path, 1024, 5)
    assert again.image.read_bytes() == small.paths.image.read_bytes()
    assert again.kinds == small.paths.kinds


def test_another_seed_gives_another_scene(small: Rendered, tmp_path: Path) -> None:
    other = render_sample(tmp_path, 1024, 6)
    with rasterio.open(other.image) as source:
        assert (np.moveaxis(source.read(), 0, 2) != small.pixels).mean() > 0.5


def test_a_small_scene_still_holds_coast_river_and_housing(small: Rendered) -> None:
    assert {"beach", "river", "bridge", "dense_residential_area"} <= set(small.paths.kinds)


def test_a_whole_scene_holds_at_least_fourteen_kinds(whole: Rendered) -> None:
    assert len(set(whole.kinds)) >= 14
    assert {"airport", "airplane", "storage_tank", "stadium", "harbor", "golf_course"} <= set(whole.kinds)
    assert whole.paths.kinds == tuple(sorted(set(whole.kinds)))


@pytest.mark.parametrize("crs", ["EPSG:32632", "EPSG:3857", "EPSG:4326", "EPSG:2154", "EPSG:2263"])
def test_a_pixel_is_half_a_metre_of_ground_in_any_crs(crs: str) -> None:
    transform = georeference(crs, 2048).transform
    to_degrees = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform
    ends = ((0, 1024), (2048, 1024), (1024, 0), (1024, 2048))
    corners = [to_degrees(transform.c + transform.a * x, transform.f + transform.e * y) for x, y in ends]
    for first, second in (corners[:2], corners[2:]):
        assert METRIC.inv(*first, *second)[2] == pytest.approx(1024.0, rel=0.002)


def test_the_file_carries_crs_tiles_overviews_and_lossless_compression(whole: Rendered) -> None:
    with rasterio.open(whole.paths.image) as source:
        assert source.crs.to_epsg() == 32632
        assert source.shape == (4096, 4096)
        assert source.count == 3
        assert source.profile["tiled"]
        assert source.compression.name == "deflate"
        assert source.overviews(1)[0] == 2
    assert pyogrio.read_info(whole.paths.truth, layer="truth")["crs"] == "EPSG:32632"


def test_every_true_outline_is_valid_and_inside_the_picture(whole: Rendered) -> None:
    left, bottom, right, top = rasterio.transform.array_bounds(4096, 4096, whole.transform)
    extent = shapely.box(left, bottom, right, top).buffer(0.01)
    assert all(outline.is_valid and extent.covers(outline) for outline in whole.outlines)


def test_the_outlines_lie_on_the_pixels_they_name(whole: Rendered) -> None:
    beach, river = whole.mean_colour("beach", 4), whole.mean_colour("river", 6)
    forest, pool = whole.mean_colour("forest", 5), whole.mean_colour("swimming_pool", 1)
    assert beach.mean() > river.mean() + 40
    assert river[2] > river[0] - 12
    assert forest[1] > forest[0] and forest[1] > forest[2] and forest.mean() < 90
    assert pool[2] > pool[0] + 40
    assert whole.mean_colour("airplane").mean() > whole.mean_colour("runway").mean() + 20


def test_objects_have_their_real_sizes(whole: Rendered) -> None:
    lengths = [_longest(plane) for plane in whole.of("airplane")]
    assert min(lengths) > 12 and max(lengths) < 66
    assert max(_longest(runway) for runway in whole.of("runway")) > 900
    assert all(20 < pool.area < 140 for pool in whole.of("swimming_pool"))


def _longest(outline: shapely.Geometry) -> float:
    corners = shapely.get_coordinates(outline.minimum_rotated_rectangle)
    return float(np.hypot(*np.diff(corners, axis=0).T).max())


def test_objects_do_not_overlap_others_of_another_kind(whole: Rendered) -> None:
    zoned = ["airport", "golf_course", "stadium", "storage_tank", "industrial_area", "solar_farm", "cemetery", "forest"]
    outlines = [outline for kind in zoned for outline in whole.of(kind)]
    union = shapely.union_all(outlines).area
    assert union == pytest.approx(sum(outline.area for outline in outlines), rel=0.001)


def test_progress_rises_to_one(tmp_path: Path) -> None:
    shares: list[float] = []
    render_sample(tmp_path, 1024, 2, progress=lambda share, what: shares.append(share))
    assert shares == sorted(shares)
    assert shares[0] == 0.0 and shares[-1] == 1.0


@pytest.mark.parametrize("size", [0, 512, 1023, 100_000])
def test_a_size_out_of_bounds_is_refused_in_one_sentence(tmp_path: Path, size: int) -> None:
    with pytest.raises(BadOption, match=f"size {size} is not between 1024 and 8192 pixels"):
        render_sample(tmp_path, size)


@pytest.mark.parametrize("crs", ["EPSG:999999", "nonsense", "EPSG:5703", "EPSG:4978"])
def test_a_crs_that_cannot_hold_a_map_is_refused_in_one_sentence(tmp_path: Path, crs: str) -> None:
    with pytest.raises(BadOption, match=f"crs '{crs}'") as caught:
        render_sample(tmp_path, 1024, crs=crs)
    assert "\n" not in str(caught.value)


def test_a_negative_seed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="seed -1 is negative"):
        render_sample(tmp_path, 1024, -1)


def test_a_folder_that_cannot_be_made_is_refused_before_rendering(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    with pytest.raises(OutputNotWritable, match="cannot be written"):
        render_sample(file / "sample", 1024)


def test_nothing_but_the_two_files_is_left_behind(small: Rendered) -> None:
    assert {path.name for path in small.paths.image.parent.iterdir()} == {"sample.tif", "truth.gpkg"}
