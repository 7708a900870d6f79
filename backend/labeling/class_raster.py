"""Labels as a raster: a cloud-optimised GeoTIFF with class numbers, confidence and a colour table."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.enums import ColorInterp

from backend.imagery.gdal_session import gdal_session
from backend.labeling.legend import categories, class_ids
from backend.labeling.windows import LabelledWindows
from backend.output.files import check_output, write_whole
from backend.output.qgis_style import category_names, raster_style

EXTENSIONS = (".tif", ".tiff")
BANDS = ("class", "confidence")


def sidecars(path: Path) -> tuple[str, str]:
    """Names of the side files of a class raster: for GDAL, and for QGIS."""
    return f"{path.name}.aux.xml", f"{path.stem}.qml"


def write_class_raster(path: Path, labelled: LabelledWindows) -> None:
    """Write the cells as a raster in the layer's CRS, rotated like the layer; cells without a label are no-data.

    Band 1 has the class numbers (from 1 in the label set's order; 0 is none of the classes) with a colour table, band 2
    the confidence from 0 to 100. Both are uint8 with no-data 255, or uint16 with 65535 for more than 254 classes. Side
    files are ``.aux.xml`` with the names of the classes for GDAL, and ``.qml``, because QGIS otherwise shows two bands
    as colours.

    Raises:
        BadOption: the extension is not .tif or .tiff.
        OutputNotWritable: it cannot be written there.
    """
    check_output(path, EXTENSIONS)
    legend = categories(labelled.label_set, by_title=False)
    grid, dtype = labelled.grid, "uint8" if len(labelled.label_set) < 255 else "uint16"
    empty = int(np.iinfo(dtype).max)
    bands = np.full((2, grid.rows * grid.cols), empty, dtype)
    bands[0, labelled.cells] = class_ids(labelled.labels.label)
    bands[1, labelled.cells] = np.rint(100 * labelled.labels.confidence)
    tags = {
        "TERRALEX_PROVENANCE": json.dumps(labelled.provenance.to_dict(), ensure_ascii=False),
        "TERRALEX_CLASSES": json.dumps({str(entry.value): entry.name for entry in legend}, ensure_ascii=False),
    }
    colours = {int(entry.value): (*bytes.fromhex(entry.colour[1:]), 255) for entry in legend}

    def write(file: Path) -> None:
        plain = file.with_name("plain.tif")
        with gdal_session():
            with rasterio.open(
                plain, "w", driver="GTiff", width=grid.cols, height=grid.rows, count=2, dtype=dtype, nodata=empty,
                crs=grid.crs, transform=grid.cell_transform,
            ) as target:  # fmt: skip
                target.write(bands.reshape(2, grid.rows, grid.cols))
                target.write_colormap(1, colours)
                target.colorinterp = (ColorInterp.palette, ColorInterp.gray)  # otherwise taken for alpha
                target.update_tags(**tags)
                for number, name in enumerate(BANDS, start=1):
                    target.set_band_description(number, name)
            rasterio.shutil.copy(
                plain, file, driver="COG", compress="DEFLATE", predictor="YES", overview_resampling="NEAREST"
            )
        file.with_name(f"{file.name}.aux.xml").write_text(category_names(BANDS, legend), encoding="utf-8")
        file.with_suffix(".qml").write_text(raster_style(1, legend), encoding="utf-8")

    write_whole(path, write, sidecars(path))
