"""Rasters that are refused when they are opened, each with a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rasterio.io import DatasetReader

from backend.errors import LayerNotGeoreferenced, LayerNotReadable
from backend.imagery.crs import ground_metres_per_pixel
from backend.imagery.layer_files import layer_files
from backend.imagery.tiff_structure import missing_bytes

_MAX_BLOCK_BYTES = 512 * 1024**2


def refuse_incomplete(file: Path) -> None:
    """Refuse a truncated TIFF, and a VRT with missing sources.

    Raises:
        LayerNotReadable: it is one; the sentence names what is missing.
    """
    lost = missing_bytes(file)
    if lost:
        raise LayerNotReadable(f"{file} is truncated, at least {lost} bytes are missing: copy or export it again.")
    missing = layer_files(file).missing
    if missing:
        more = f" and {len(missing) - 1} more are" if len(missing) > 1 else " is"
        raise LayerNotReadable(
            f"{file} refers to other files, of which {missing[0].name}{more} missing: restore {missing[0]}, or "
            "build the VRT again without it."
        )


def refuse_unreadable(dataset: DatasetReader, file: Path) -> None:
    """Refuse what is not a raster of real numbers, or can only be read as a whole.

    Raises:
        LayerNotReadable: it is refused.
    """
    if dataset.count == 0:
        raise LayerNotReadable(
            f"{file} contains several images and no band of its own: extract one with gdal_translate."
        )
    if any("complex" in dtype for dtype in dataset.dtypes):
        raise LayerNotReadable(f"{file} contains complex numbers: compute their amplitude first.")
    rows, cols = dataset.block_shapes[0]
    if rows * cols * dataset.count * np.dtype(dataset.dtypes[0]).itemsize > _MAX_BLOCK_BYTES:
        raise LayerNotReadable(
            f"{file} is stored in blocks of {cols} x {rows} pixels, too large to read in parts: "
            "tile it with gdal_translate -co TILED=YES."
        )


def refuse_unplaced(dataset: DatasetReader, file: Path) -> None:
    """Refuse what is not georeferenced on the Earth.

    Raises:
        LayerNotGeoreferenced: it is refused.
    """
    transform = dataset.transform
    if transform.is_identity:
        if dataset.gcps[0] or dataset.rpcs:
            what = "ground control points" if dataset.gcps[0] else "a sensor model (RPC)"
            option = "" if dataset.gcps[0] else "-rpc "
            raise LayerNotGeoreferenced(
                f"{file} is georeferenced by {what} only: warp it first with gdalwarp {option}-t_srs EPSG:4326 "
                f"{file.name} {file.stem}_warped.tif."
            )
        raise LayerNotGeoreferenced(
            f"{file} is not georeferenced: georeference it first, for example with the QGIS Georeferencer."
        )
    if dataset.crs is None or not dataset.crs.to_wkt():
        raise LayerNotGeoreferenced(
            f"{file} has no coordinate reference system: assign it with gdal_edit.py -a_srs EPSG:n {file.name}."
        )
    try:
        metres = ground_metres_per_pixel(dataset.crs, transform, dataset.width / 2, dataset.height / 2)
        usable = all(np.isfinite(value) and value > 0 for value in metres) and not transform.is_degenerate
    except Exception:  # PROJ reports in many ways that a CRS is not on the Earth
        usable = False
    if not usable:
        raise LayerNotGeoreferenced(
            f"{file} has a coordinate reference system or geotransform that does not lie on the Earth: correct it "
            f"with gdal_edit.py -a_srs EPSG:n {file.name}."
        )
