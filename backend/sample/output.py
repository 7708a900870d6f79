"""The files of a sample: a tiled GeoTIFF with overviews, and the true objects as a GeoPackage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.enums import Resampling

from backend.output.files import write_whole
from backend.output.vector import write_vector
from backend.sample.canvas import GROUND_SAMPLING_M
from backend.sample.georeference import Georeference
from backend.sample.scene import TrueObject


def write_image(path: Path, pixels: NDArray[np.uint8], place: Georeference) -> None:
    """Write [n, n, 3] uint8 as DEFLATE tiles of 512 with overviews, whole or not at all."""

    def write(file: Path) -> None:
        with rasterio.open(
            file, "w", driver="GTiff", width=pixels.shape[1], height=pixels.shape[0], count=3, dtype="uint8",
            crs=place.crs, transform=place.transform, photometric="RGB", interleave="pixel", tiled=True,
            blockxsize=512, blockysize=512, compress="DEFLATE", predictor=2, zlevel=6,
        ) as target:  # fmt: skip
            target.write(np.moveaxis(pixels, 2, 0))
            levels = [factor for factor in (2, 4, 8, 16, 32) if pixels.shape[0] // factor >= 128]
            target.build_overviews(levels, Resampling.average)

    write_whole(path, write)


def write_truth(path: Path, objects: Sequence[TrueObject], place: Georeference) -> None:
    """Write the true outlines as layer ``truth`` with fields ``kind`` and ``name``, whole or not at all."""
    affine, metre = place.transform, 1.0 / GROUND_SAMPLING_M
    outlines = [
        shapely.transform(
            item.outline,
            lambda xy: np.column_stack(
                [affine.a * metre * xy[:, 0] + affine.c, affine.e * metre * xy[:, 1] + affine.f]
            ),
        )
        for item in objects
    ]
    columns = {"kind": [item.kind for item in objects], "name": [item.name for item in objects]}
    write_vector(path, outlines, place.crs, columns, "truth")
