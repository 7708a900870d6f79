"""Builds one GeoTIFF from all tiles of a grid: tiled, lossless, with a mask and overviews."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio._err import CPLE_BaseError
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioError
from rasterio.windows import Window

from backend.errors import Cancelled, DiskFull
from backend.imagery.gdal_session import BLOCK_CACHE_BYTES, gdal_session
from backend.layers.tile_image import decode_tile
from backend.layers.tiles import TileFolder, TileGrid

_BLOCKS_PX = (512, 256)
_SMALLEST_OVERVIEW_PX = 256


def assemble_tiles(
    tiles: TileFolder,
    path: Path,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    room_for: Callable[[int], None] | None = None,
) -> None:
    """Write the layer built from tiles; positions without a tile are masked.

    Args:
        tiles: complete, places noted as absent included.
        path: the GeoTIFF.
        progress: called with the completed share.
        cancelled: checked between tiles.
        room_for: told what the file takes of the disk so far, between tiles; raises where that is too much.

    Raises:
        UploadConflict: a tile is missing.
        DiskFull: the disk is full.
        Cancelled: ``cancelled`` said so.
    """
    grid = tiles.grid
    try:
        with gdal_session(), rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True, GDAL_CACHEMAX=_cache_bytes(grid)):
            with rasterio.open(path, "w", **_profile(grid)) as dataset:
                dataset.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
                for row in range(grid.rows):
                    for column in range(grid.columns):
                        if cancelled is not None and cancelled():
                            raise Cancelled("Building a layer from tiles was stopped; the tiles are kept.")
                        _write_tile(dataset, tiles, column, row)
                        if room_for is not None:
                            room_for(path.stat().st_size)
                    if progress is not None:
                        progress((row + 1) / grid.rows)
            levels = _overview_levels(grid)
            if levels:
                with rasterio.open(path, "r+") as dataset:
                    dataset.build_overviews(levels, Resampling.average)
    except (RasterioError, CPLE_BaseError) as error:
        raise DiskFull("The server cannot write the layer built from the tiles: free space on its disk.") from error


def _write_tile(dataset: Any, tiles: TileFolder, column: int, row: int) -> None:
    side = tiles.grid.tile_px
    window = Window(column * side, row * side, side, side)
    data = tiles.read(column, row)
    if data is None:
        dataset.write_mask(np.zeros((side, side), bool), window=window)
        return
    pixels, mask = decode_tile(data, side)
    dataset.write(pixels, window=window)
    dataset.write_mask(mask, window=window)


def _profile(grid: TileGrid) -> dict[str, Any]:
    # Blocks that tiles fill whole are compressed once.
    block = next((side for side in _BLOCKS_PX if grid.tile_px % side == 0), _BLOCKS_PX[-1])
    return {
        "driver": "GTiff",
        "width": grid.width,
        "height": grid.height,
        "count": 3,
        "dtype": "uint8",
        "crs": grid.crs,
        "transform": grid.transform,
        "tiled": True,
        "blockxsize": block,
        "blockysize": block,
        "compress": "deflate",
        "predictor": 2,
        "zlevel": 6,
        "interleave": "pixel",
        "photometric": "RGB",
        "bigtiff": "IF_SAFER",
        "sparse_ok": True,
    }


def _cache_bytes(grid: TileGrid) -> int:
    """Two rows of tiles: if tiles and blocks are not aligned, a block is complete only with the next row."""
    return min(max(BLOCK_CACHE_BYTES, 2 * 4 * grid.width * (grid.tile_px + _BLOCKS_PX[0])), 4 * BLOCK_CACHE_BYTES)


def _overview_levels(grid: TileGrid) -> list[int]:
    levels, level = [], 2
    while max(grid.width, grid.height) / level >= _SMALLEST_OVERVIEW_PX:
        levels.append(level)
        level *= 2
    return levels
