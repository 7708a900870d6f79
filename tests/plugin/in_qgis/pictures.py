"""Rasters and pictures as arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, gdal_array
from qgis.PyQt.QtGui import QImage


def pixels(image: QImage) -> np.ndarray[Any, Any]:
    """``[height, width, 4]`` RGBA."""
    data = image.constBits().asarray(image.sizeInBytes())
    return np.array(data, np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]


def read_raster(file: Path) -> np.ndarray[Any, Any]:
    """``[bands, height, width]``."""
    return gdal.Open(str(file)).ReadAsArray()


def write_raster(file: Path, bands: np.ndarray[Any, Any], like: Path) -> Path:
    """A GeoTIFF of ``[bands, height, width]`` where another one is."""
    count, height, width = bands.shape
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(bands.dtype)
    data = gdal.GetDriverByName("GTiff").Create(str(file), width, height, count, kind, ["PHOTOMETRIC=MINISBLACK"])
    other = gdal.Open(str(like))
    data.SetProjection(other.GetProjection())
    data.SetGeoTransform(other.GetGeoTransform())
    for number, band in enumerate(bands, start=1):
        data.GetRasterBand(number).WriteArray(band)
    return file
