"""The best classes of every cell as a raster, for identifying single places, which dissolved areas do not allow."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil

from backend.imagery.gdal_session import gdal_session
from backend.labeling.class_raster import EXTENSIONS
from backend.labeling.legend import class_ids
from backend.labeling.windows import LabelledWindows
from backend.output.files import check_output, write_whole


def bands_of(best: int) -> tuple[str, ...]:
    """Names of the bands: class numbers of the ``best`` classes, best first, then their confidences."""
    ranks = range(1, best + 1)
    return (*(f"best {rank}" for rank in ranks), *(f"confidence of best {rank}" for rank in ranks))


def write_best_raster(path: Path, labelled: LabelledWindows) -> None:
    """Write the best classes of the cells, numbered as in :func:`write_class_raster`, with confidences from 0 to 100.

    All bands are uint8 with no-data 255, or uint16 with 65535 for more than 254 classes. It is a separate file because
    a GeoTIFF with more than two bands has no colour table.

    Raises:
        BadOption: the extension is not .tif or .tiff.
        OutputNotWritable: it cannot be written there.
    """
    check_output(path, EXTENSIONS)
    grid, labels = labelled.grid, labelled.labels
    dtype = "uint8" if len(labelled.label_set) < 255 else "uint16"
    empty = int(np.iinfo(dtype).max)
    names = bands_of(labels.top.shape[1])
    bands = np.full((len(names), grid.rows * grid.cols), empty, dtype)
    values = (*class_ids(labels.top).T, *np.rint(100 * labels.top_confidence).T)
    for band, value in zip(bands, values, strict=True):
        band[labelled.cells] = value

    def write(file: Path) -> None:
        plain = file.with_name("plain.tif")
        with gdal_session():
            with rasterio.open(
                plain, "w", driver="GTiff", width=grid.cols, height=grid.rows, count=len(names), dtype=dtype,
                nodata=empty, crs=grid.crs, transform=grid.cell_transform,
            ) as target:  # fmt: skip
                target.write(bands.reshape(-1, grid.rows, grid.cols))
                target.update_tags(TERRALEX_PROVENANCE=json.dumps(labelled.provenance.to_dict(), ensure_ascii=False))
                for number, name in enumerate(names, start=1):
                    target.set_band_description(number, name)
            rasterio.shutil.copy(
                plain, file, driver="COG", compress="DEFLATE", predictor="YES", overview_resampling="NEAREST"
            )

    write_whole(path, write)
