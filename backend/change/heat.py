"""A change heat map: how much more or less every place is now like a query, as a raster."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from affine import Affine

from backend.change.find import Comparison
from backend.change.region import Dates
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.output.files import check_output
from backend.search.consensus import Places
from backend.search.heatmap import EXTENSIONS, MAX_CELLS, NODATA, cropped, write_bands

BANDS = ("change", "relevance_earlier", "relevance_later")


def write_change_map(
    path: Path, compared: Comparison, info: LayerInfo, source: Dates, extent: Box | None = None
) -> None:
    """Write the change (band 1) and both relevances (bands 2 and 3, 0-1) as a cloud-optimised GeoTIFF.

    The change is in robust standard deviations of the pair: positive where the later date is more like the query,
    negative where it is less. A cell has the value of the window size with the largest change, in either direction.

    Args:
        path: the raster, ``.tif``.
        info: the common pixel grid.
        extent: in its CRS; all common ground if None.

    Raises:
        BadOption: another extension.
        OutputNotWritable: it cannot be written there.
    """
    check_output(path, EXTENSIONS)
    windows = compared.pair.windows
    places = Places(windows, MAX_CELLS)
    change = compared.change.astype(np.float32)
    more, less = places.highest(change), -places.highest(-change)
    heat = np.where(np.abs(more) >= np.abs(less), more, less)
    bands = np.stack([heat, *(places.highest(scores.relevance) for scores in compared.scores)])
    bands[:, ~places.covered] = NODATA
    transform = info.transform * Affine.translation(places.left, places.top)
    transform = transform * Affine.scale(places.step_x, places.step_y)
    if extent is not None:
        bands, transform = cropped(bands, transform, extent)
    facts = json.dumps(source.to_dict(), ensure_ascii=False)
    write_bands(path, dict(zip(BANDS, bands, strict=True)), transform, info.crs.to_wkt(), facts)
