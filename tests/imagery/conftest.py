"""Small real rasters, written by rasterio."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.transform import from_origin

from backend.imagery.layer import LayerInfo

UTM32 = from_origin(500_000, 5_200_000, 0.5, 0.5)

RasterWriter = Callable[..., Path]


def textured(bands: int, height: int, width: int, dtype: str = "uint8", top: int = 255) -> NDArray[Any]:
    """A seeded picture with structure at several scales, ``[bands, height, width]``, values 1 to ``top``."""
    rng = np.random.default_rng(bands * 1_000_003 + height * 1009 + width)
    coarse = rng.random((bands, height // 16 + 2, width // 16 + 2))
    picture = np.repeat(np.repeat(coarse, 16, axis=1), 16, axis=2)[:, :height, :width]
    picture = 0.7 * picture + 0.3 * rng.random((bands, height, width))
    return (1 + picture * (top - 1)).astype(dtype)


@pytest.fixture
def write_raster(tmp_path: Path) -> RasterWriter:
    """``write(name, pixels, crs=, transform=, colors=, mask=, **profile)`` -> path."""

    def write(
        name: str,
        pixels: NDArray[Any],
        crs: str | None = "EPSG:32632",
        transform: Affine | None = UTM32,
        colors: tuple[Any, ...] | None = None,
        colormap: dict[int, tuple[int, int, int, int]] | None = None,
        mask: NDArray[np.bool_] | None = None,
        **profile: Any,
    ) -> Path:
        path = tmp_path / name
        bands, height, width = pixels.shape
        settings = {
            "driver": "GTiff",
            "count": bands,
            "height": height,
            "width": width,
            "dtype": pixels.dtype,
            "crs": crs,
        }
        if transform is not None:
            settings["transform"] = transform
        with (
            rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
            rasterio.open(path, "w", **(settings | profile)) as dataset,
        ):
            if colors is not None:
                dataset.colorinterp = colors
            if colormap is not None:
                dataset.write_colormap(1, colormap)
            dataset.write(pixels)
            if mask is not None:
                dataset.write_mask(mask)
        return path

    return write


def info_of(crs: str, transform: Affine, width: int, height: int) -> LayerInfo:
    """A layer that has no file: enough for everything that reads no pixel."""
    return LayerInfo(
        path=Path("/nowhere/layer.tif"),
        driver="GTiff",
        width=width,
        height=height,
        band_count=3,
        dtype="uint8",
        crs=CRS.from_user_input(crs),
        transform=transform,
        nodata=None,
        block_shape=(512, 512),
        fingerprint="0" * 64,
    )


@pytest.fixture(scope="session")
def make_info() -> Callable[[str, Affine, int, int], LayerInfo]:
    """``make(crs, transform, width, height)`` -> LayerInfo without a file."""
    return info_of


@pytest.fixture
def texture() -> Callable[..., NDArray[Any]]:
    """``texture(bands, height, width, dtype, top)`` -> seeded pixels."""
    return textured
