"""The box that windows are laid over: a frame of any kind around a scene changes neither windows nor what they show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.transform import from_origin

from backend.imagery.blocks import read_chunk
from backend.imagery.layer import open_layer
from backend.imagery.valid_ground import Ground, valid_ground, whole_ground
from backend.imagery.window_grid import WindowGrid


def scene(height: int = 300, width: int = 420) -> np.ndarray:
    return np.random.default_rng(3).integers(20, 235, (3, height, width), dtype=np.uint8)


def write(
    path: Path, pixels: np.ndarray, left: int, top: int, size: tuple[int, int], fill: int, nodata: int | None
) -> Path:
    framed = np.full((3, *size), fill, np.uint8)
    framed[:, top : top + pixels.shape[1], left : left + pixels.shape[2]] = pixels
    transform = from_origin(500_000 - left * 0.5, 5_200_000 + top * 0.5, 0.5, 0.5)
    profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": "EPSG:32632", "transform": transform}
    with rasterio.open(path, "w", height=size[0], width=size[1], nodata=nodata, **profile) as target:
        target.write(framed)
    return path


@pytest.mark.parametrize(("fill", "nodata"), [(0, 0), (0, None), (255, None), (255, 255)])
@settings(max_examples=8, deadline=None)
@given(left=st.integers(0, 1300), top=st.integers(0, 90))
def test_the_ground_is_found_wherever_it_lies(
    tmp_path_factory: pytest.TempPathFactory, fill: int, nodata: int | None, left: int, top: int
) -> None:
    path = write(tmp_path_factory.mktemp("framed") / "a.tif", scene(), left, top, (800, 1900), fill, nodata)
    with open_layer(path) as layer:
        assert valid_ground(layer) == Ground(left, top, 420, 300)


def test_a_layer_without_a_frame_is_all_ground_and_so_is_one_of_nothing(tmp_path: Path) -> None:
    for pixels in (scene(), np.zeros((3, 300, 420), np.uint8)):
        with open_layer(write(tmp_path / "a.tif", pixels, 0, 0, (300, 420), 0, None)) as layer:
            assert valid_ground(layer) == whole_ground(layer.info)


def test_windows_and_their_pixels_are_those_of_the_scene_by_itself(tmp_path: Path) -> None:
    seen = []
    for name, left, top, size in (("alone.tif", 0, 0, (300, 420)), ("framed.tif", 137, 61, (500, 700))):
        with open_layer(write(tmp_path / name, scene(), left, top, size, 0, 0)) as layer:
            grid = WindowGrid(layer.info, (50, 100), ground=valid_ground(layer))
            chunks = [read_chunk(layer, chunk) for chunk in grid.chunks()]
            bounds = np.concatenate([chunk.windows.bounds() for chunk in chunks])
            shares = np.concatenate([chunk.valid_share for chunk in chunks])
            pixels = [
                chunk.block.pixels[:, round(y0) : round(y1), round(x0) : round(x1)]
                for chunk in chunks
                for x0, y0, x1, y1 in chunk.boxes
            ]
            seen.append((bounds, shares, pixels))
    (bounds, shares, pixels), (framed_bounds, framed_shares, framed_pixels) = seen
    assert np.allclose(bounds, framed_bounds) and (shares == 1).all() and (framed_shares == 1).all()
    assert all(np.array_equal(one, other) for one, other in zip(pixels, framed_pixels, strict=True))
