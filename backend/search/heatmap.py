"""A heat map: a raster of how well every place of a layer matches a query.

A cell is half the smallest window, the resolution of the windows. A window's scores are those of a search for regions:
its own, averaged with the consensus about its ground (:mod:`backend.search.consensus`). A cell has the mean over the
windows of one size that cover it, for the size with the highest mean: a thing is as hot as in windows of its own size,
however much other ground larger ones include.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import rasterio.shutil
from affine import Affine
from numpy.typing import NDArray
from rasterio.io import MemoryFile

from backend.errors import BadOption, Cancelled, OutsideLayer
from backend.imagery.gdal_session import gdal_session
from backend.imagery.globe import Box
from backend.index.store import check_model
from backend.models.contracts import TextEncoder
from backend.output.files import check_output, write_whole
from backend.progress import Progress, Tell
from backend.search.best import with_presence
from backend.search.consensus import OTHERS_WEIGHT, Places
from backend.search.directions import Directions, text_directions
from backend.search.matrix import WindowMatrix
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from backend.search.ranking import rank_windows
from backend.search.search import SearchableIndex, header_of, open_matrix
from backend.search.taught import with_marks

EXTENSIONS = (".tif", ".tiff")
NODATA = -9999.0
MAX_CELLS = 16_384
"""Maximum number of cells per side; a layer with more gets larger cells."""

_BLOCK = 512


def write_heatmap(
    path: Path,
    index: SearchableIndex,
    encoder: TextEncoder,
    query: Query,
    *,
    extent: Box | None = None,
    matrices: MatrixCache | None = None,
    layer_name: str | None = None,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write relevance (band 1, 0-1) and cosine (band 2) as a cloud-optimised GeoTIFF, completely or not at all.

    float32 in the layer's CRS, rotated like the layer; no-data value -9999 where there is no window. The tag
    ``TERRALEX_PROVENANCE`` contains query, model and layer as JSON.

    Args:
        path: the raster, ``.tif``.
        index: embeddings of ``encoder``'s model.
        extent: ``xmin, ymin, xmax, ymax`` in the layer's CRS; the whole layer if None.
        matrices: see :func:`backend.search.search.search`.
        layer_name: name of the layer in the provenance; its path if None.
        progress: called with the progress of the work.
        cancelled: polled between steps.

    Raises:
        BadOption: another extension, or an index of another model.
        OutputNotWritable: it cannot be written there.
        OutsideLayer: the extent or an example intersects no window.
        ModelUnavailable: the model cannot be loaded.
        Cancelled: ``cancelled`` returned True; nothing is written.
    """
    check_output(path, EXTENSIONS)
    check_model(index, encoder)

    def step(share: float, what: str) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled(f"The heat map {path.name} was stopped: nothing was written.")
        if progress is not None:
            progress(Progress(what, share))

    step(0.0, "reading the index")
    directions = text_directions(query, encoder)
    matrix = open_matrix(index, encoder.device, extent, query.taught, matrices)
    step(0.3, "comparing")
    directions = with_marks(directions, query, matrix, index.info)
    met = None if extent is None else matrix.windows.meet(extent, matrix.bounds)
    chosen = np.arange(len(matrix)) if met is None else np.flatnonzero(met)
    if not len(chosen):
        raise OutsideLayer(f"No window of {index.info.path.name} with valid pixels lies in the extent: check it.")
    directions, _ = with_presence(directions, matrix, met)
    bands, transform = _heat(matrix, directions, chosen)
    if extent is not None:
        bands, transform = cropped(bands, transform, extent)
    step(0.8, "writing")
    source = header_of(index, query)
    facts = json.dumps(replace(source, layer=layer_name or source.layer).to_dict(), ensure_ascii=False)
    write_bands(path, {"relevance": bands[0], "cosine": bands[1]}, transform, index.info.crs.to_wkt(), facts)
    if progress is not None:
        progress(Progress("writing", 1.0))


def _heat(matrix: WindowMatrix, directions: Directions, chosen: NDArray[np.intp]) -> tuple[NDArray[np.float32], Affine]:
    """Relevance and cosine, float32 ``[2, rows, cols]``, under the chosen windows, and the cells' transform."""
    places = Places(matrix.windows.take(chosen), MAX_CELLS)
    scores = rank_windows(matrix, directions, OTHERS_WEIGHT, None if len(chosen) == len(matrix) else chosen)
    bands = np.stack([places.highest(scores.relevance), places.highest(scores.cosine)])
    bands[:, ~places.covered] = NODATA
    corner = Affine.translation(places.left, places.top) * Affine.scale(places.step_x, places.step_y)
    return bands, matrix.windows.transform * corner


def cropped(bands: NDArray[np.float32], transform: Affine, extent: Box) -> tuple[NDArray[np.float32], Affine]:
    """The cells that intersect an extent; for a rotated layer those of the smallest rotated box around it."""
    inverse = ~transform
    xmin, ymin, xmax, ymax = extent
    cols, rows = zip(*(inverse * at for at in ((xmin, ymin), (xmax, ymin), (xmin, ymax), (xmax, ymax))), strict=True)
    top, bottom = max(int(np.floor(min(rows) + 1e-6)), 0), min(int(np.ceil(max(rows) - 1e-6)), bands.shape[1])
    left, right = max(int(np.floor(min(cols) + 1e-6)), 0), min(int(np.ceil(max(cols) - 1e-6)), bands.shape[2])
    if bottom <= top or right <= left:
        raise BadOption("The extent is too small to be drawn: give a larger one.")
    return bands[:, top:bottom, left:right], transform * Affine.translation(left, top)


def write_bands(path: Path, bands: Mapping[str, NDArray[np.float32]], transform: Affine, crs: str, facts: str) -> None:
    """Write named bands ``[rows, cols]`` as a cloud-optimised GeoTIFF, completely or not at all; -9999 is no data.

    Args:
        crs: CRS as WKT.
        facts: the provenance as JSON.

    Raises:
        OutputNotWritable: it cannot be written there.
    """
    write_whole(path, lambda file: _write(file, bands, transform, crs, facts))


def _write(path: Path, bands: Mapping[str, NDArray[np.float32]], transform: Affine, crs: str, facts: str) -> None:
    values = np.stack(list(bands.values()))
    count, height, width = values.shape
    profile = {
        "driver": "GTiff",
        "count": count,
        "height": height,
        "width": width,
        "dtype": "float32",
        "nodata": NODATA,
        "crs": crs,
        "transform": transform,
        "bigtiff": "if_safer",
    }
    with gdal_session(), MemoryFile() as memory:
        with memory.open(**profile) as dataset:
            dataset.write(values)
            for number, name in enumerate(bands, start=1):
                dataset.set_band_description(number, name)
            dataset.update_tags(TERRALEX_PROVENANCE=facts)
        options = {"compress": "DEFLATE", "predictor": "YES", "blocksize": _BLOCK, "overview_resampling": "AVERAGE"}
        with memory.open() as dataset:
            rasterio.shutil.copy(dataset, str(path), driver="COG", **options)
