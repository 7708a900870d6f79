"""Rendered tiles make one layer with the pixels they had, and nothing where they were transparent."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.errors import BadOption, Cancelled, ChecksumMismatch, UploadConflict
from backend.imagery.layer import open_layer
from backend.layers.tile_assembly import assemble_tiles
from backend.layers.tile_image import decode_tile
from backend.layers.tiles import TileFolder, TileGrid


def grid(columns: int = 3, rows: int = 2, tile_px: int = 64, crs: str = "EPSG:32632") -> TileGrid:
    return TileGrid(
        crs, (500_000.0, 5_200_000.0, 500_000.0 + columns * 32, 5_200_000.0 + rows * 32), tile_px, columns, rows
    )


def picture(tile_px: int, seed: int) -> np.ndarray:
    """``[tile_px, tile_px, 4]`` with some transparent pixels."""
    rgba = np.random.default_rng(seed).integers(1, 256, (tile_px, tile_px, 4), dtype=np.uint8)
    rgba[..., 3] = np.where(rgba[..., 3] < 64, 0, 255)
    return rgba


def encoded(rgba: np.ndarray, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    image = Image.fromarray(rgba)
    (image.convert("RGB") if kind == "JPEG" else image).save(stream, kind, **options)
    return stream.getvalue()


def assembled(tiles: TileFolder, folder: Path) -> tuple[np.ndarray, np.ndarray]:
    path = folder / "layer.tif"
    assemble_tiles(tiles, path)
    with open_layer(path) as layer:
        assert layer.info.transform == tiles.grid.transform
        block = layer.read((0, 0, layer.info.width, layer.info.height), (layer.info.height, layer.info.width))
    return block.pixels, block.mask


@settings(max_examples=15)
@given(
    columns=st.integers(1, 4),
    rows=st.integers(1, 4),
    tile_px=st.sampled_from([16, 37, 64, 100, 256]),
    gaps=st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3))),
)
def test_the_layer_has_the_pixels_of_its_tiles(columns, rows, tile_px, gaps):
    whole = np.zeros((rows * tile_px, columns * tile_px, 4), np.uint8)
    with TemporaryDirectory() as folder:
        tiles = TileFolder(Path(folder) / "tiles", grid(columns, rows, tile_px))
        for row in range(rows):
            for column in range(columns):
                if (column, row) in gaps:
                    tiles.put_absent(column, row)
                    continue
                rgba = picture(tile_px, row * 10 + column)
                tiles.put(column, row, encoded(rgba))
                whole[row * tile_px : (row + 1) * tile_px, column * tile_px : (column + 1) * tile_px] = rgba
        assert tiles.missing() == []
        pixels, mask = assembled(tiles, Path(folder))
    assert np.array_equal(mask, whole[..., 3] > 0)
    assert np.array_equal(pixels[:, mask], np.moveaxis(whole[..., :3], -1, 0)[:, mask])


@pytest.mark.parametrize(
    ("kind", "options", "off"), [("PNG", {}, 0), ("WEBP", {"lossless": True}, 0), ("JPEG", {"quality": 95}, 8)]
)
def test_png_webp_and_jpeg_are_taken(kind, options, off):
    smooth = np.zeros((64, 64, 4), np.uint8)
    smooth[..., :3] = np.linspace(50, 200, 64)[:, None, None]
    smooth[..., 3] = 255
    pixels, mask = decode_tile(encoded(smooth, kind, **options), 64)
    assert mask.all()
    assert np.abs(pixels.astype(int) - np.moveaxis(smooth[..., :3], -1, 0)).max() <= off


def test_grey_and_palette_tiles_are_taken():
    for mode in ("L", "LA", "P", "1", "I;16"):
        stream = io.BytesIO()
        Image.new(mode, (16, 16), 1).save(stream, "PNG")
        pixels, mask = decode_tile(stream.getvalue(), 16)
        assert pixels.shape == (3, 16, 16) and mask.shape == (16, 16)


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it has many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


def gif() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (64, 64)).save(stream, "GIF")
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no image",
        gif(),
        encoded(picture(32, 0)),
        encoded(picture(64, 0))[:-200],
        encoded(picture(64, 0))[:60],
        png_bomb(100_000, 100_000),
        png_bomb(30_000, 30_000),
    ],
    ids=["empty", "text", "gif", "size", "cut", "broken", "bomb", "large"],
)
def test_what_is_no_tile_of_the_grid_is_refused(tmp_path, data):
    tiles = TileFolder(tmp_path / "tiles", grid())
    with pytest.raises(BadOption, match="tile"):
        tiles.put(0, 0, data)
    assert (0, 0) in tiles.missing()


def test_a_tile_that_arrives_changed_is_refused(tmp_path):
    tiles = TileFolder(tmp_path / "tiles", grid())
    data = encoded(picture(64, 1))
    with pytest.raises(ChecksumMismatch, match="tile 1, 0"):
        tiles.put(1, 0, data, hashlib.sha256(b"other").hexdigest())
    assert tiles.put(1, 0, data, hashlib.sha256(data).hexdigest().upper()) == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("place", [(-1, 0), (3, 0), (0, 2), (0, -1)])
def test_a_tile_outside_the_grid_is_refused(tmp_path, place):
    with pytest.raises(BadOption, match="not in the grid"):
        TileFolder(tmp_path / "tiles", grid()).put(*place, encoded(picture(64, 1)))


def test_tiles_survive_a_restart_and_damage_is_missing(tmp_path):
    tiles = TileFolder(tmp_path / "tiles", grid(2, 1))
    for column in (0, 1):
        tiles.put(column, 0, encoded(picture(64, column)))
    (tmp_path / "tiles" / "123.part").write_bytes(b"half")
    again = TileFolder(tmp_path / "tiles", grid(2, 1))
    assert again.missing() == [] and again.content_hash() == tiles.content_hash()
    assert again.used_bytes == tiles.used_bytes > 0
    assert len(list((tmp_path / "tiles").iterdir())) == 2
    file = next((tmp_path / "tiles").glob("1_0-*"))
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(UploadConflict, match="tile 1, 0 is missing"):
        assemble_tiles(again, tmp_path / "layer.tif")
    assert again.missing() == [(1, 0)]


def test_a_tile_sent_twice_is_kept_once(tmp_path):
    tiles = TileFolder(tmp_path / "tiles", grid(1, 1))
    tiles.put(0, 0, encoded(picture(64, 1)))
    first = tiles.content_hash()
    tiles.put(0, 0, encoded(picture(64, 2)))
    assert tiles.content_hash() != first
    tiles.put(0, 0, encoded(picture(64, 1)))
    assert tiles.content_hash() == first
    assert len(list((tmp_path / "tiles").iterdir())) == 1


def test_a_layer_of_tiles_has_overviews_and_a_mask_of_its_own(tmp_path):
    tiles = TileFolder(tmp_path / "tiles", grid(4, 4, 256))
    for row in range(4):
        for column in range(4):
            tiles.put(column, row, encoded(picture(256, row * 4 + column)))
    assemble_tiles(tiles, tmp_path / "layer.tif")
    with rasterio.open(tmp_path / "layer.tif") as dataset:
        assert dataset.overviews(1) == [2, 4]
        assert dataset.block_shapes[0] == (256, 256)
        assert dataset.crs.to_epsg() == 32632
    assert [path.name for path in tmp_path.glob("layer*")] == ["layer.tif"]


def test_making_the_layer_can_be_stopped(tmp_path):
    tiles = TileFolder(tmp_path / "tiles", grid(1, 1))
    tiles.put(0, 0, encoded(picture(64, 1)))
    with pytest.raises(Cancelled):
        assemble_tiles(tiles, tmp_path / "layer.tif", cancelled=lambda: True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tile_px": 8},
        {"tile_px": 5000},
        {"columns": 0},
        {"rows": 10**6},
        {"extent": (0, 0, 0, 1)},
        {"extent": (0, 0, float("nan"), 1)},
        {"crs": "EPSG:none"},
        {"crs": "EPSG:4326", "extent": (500.0, 500.0, 501.0, 501.0)},
    ],
)
def test_a_grid_that_makes_no_layer_is_refused(wrong):
    with pytest.raises(BadOption):
        TileGrid.from_dict({**grid().to_dict(), **wrong})


def test_a_grid_survives_json():
    assert TileGrid.from_dict(grid().to_dict()) == grid()
