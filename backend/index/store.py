"""Read an index: embeddings with the windows they belong to, whole or inside an extent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.errors import BadOption, IndexNotUsable
from backend.imagery.layer import LayerInfo
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowSet
from backend.index.manifest import IndexManifest, read_manifest
from backend.index.table import BOUNDS_COLUMNS, PIXEL_COLUMNS, open_table

_READ_COLUMNS = ["window_id", "embedding", *PIXEL_COLUMNS, "window_m", "valid_share"]


@dataclass(frozen=True)
class IndexRows:
    """Rows of an index, ordered by ``window_ids``.

    Attributes:
        embeddings: float16 ``[n, d]``, L2-normalised before rounding.
        windows: the ``n`` windows.
        valid_share: float32 ``[n]``, 0.5-1.
        window_ids: int64 ``[n]``, unique, ascending.
    """

    embeddings: NDArray[np.float16]
    windows: WindowSet
    valid_share: NDArray[np.float32]
    window_ids: NDArray[np.int64]


class LayerIndex:
    """All embeddings of one layer under one model. Made by :func:`backend.index.pipeline.index_layer`."""

    def __init__(self, folder: Path, manifest: IndexManifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._table = open_table(folder, manifest.dimension)

    @classmethod
    def open(cls, folder: Path) -> LayerIndex:
        """Open an index folder, complete or not (:attr:`complete` tells).

        Raises:
            IndexNotUsable: it is no index, or damaged.
        """
        return cls(Path(folder), read_manifest(Path(folder)))

    @property
    def info(self) -> LayerInfo:
        """The layer as it was when indexed."""
        return self.manifest.layer

    @property
    def stretch(self) -> Stretch | None:
        """The layer's stretch, to pass to ``open_layer`` so that pixels look as they did when indexed."""
        return self.manifest.stretch

    @property
    def model_id(self) -> str:
        """Id of the model that made the embeddings."""
        return self.manifest.model_id

    @property
    def model_revision(self) -> str:
        """Revision of that model."""
        return self.manifest.model_revision

    @property
    def window_sizes_m(self) -> tuple[float, ...]:
        """Ground sizes of the windows in metres, ascending."""
        return self.manifest.window_sizes_m

    @property
    def complete(self) -> bool:
        """Whether every chunk is done."""
        return self.manifest.complete

    @property
    def count(self) -> int:
        """Number of rows, that is, of windows with enough valid pixels.

        Raises:
            IndexNotUsable: the table is damaged.
        """
        return int(self._guarded(lambda: self._table.count_rows()))

    def rows(self, extent: Sequence[float] | None = None) -> IndexRows:
        """The rows, in full or those whose window shares some area with an extent.

        Args:
            extent: ``xmin, ymin, xmax, ymax`` in the layer's CRS.

        Raises:
            BadOption: the extent is not four numbers with the smaller ones first.
            IndexNotUsable: the table is damaged.
        """
        query = self._table.search().select(_READ_COLUMNS)
        if extent is not None:
            query = query.where(_meets(extent))
        found = self._guarded(query.to_arrow)
        ids = _column(found, "window_id")
        ids, first = np.unique(ids, return_index=True)  # sorts, and a row written twice counts once
        embeddings = found.column("embedding").combine_chunks()
        vectors = np.asarray(embeddings.flatten().to_numpy(zero_copy_only=False), np.float16)
        col_off, row_off, width, height = (_column(found, name)[first] for name in PIXEL_COLUMNS)
        window_m = _column(found, "window_m")[first]
        windows = WindowSet(col_off, row_off, width, height, window_m, self.info.crs, self.info.transform)
        shares = _column(found, "valid_share")[first]
        rows = IndexRows(vectors.reshape(-1, self.manifest.dimension)[first], windows, shares, ids)
        turned = self.info.transform.b != 0.0 or self.info.transform.d != 0.0
        return _inside(rows, extent) if extent is not None and turned else rows

    def _guarded(self, work: Any) -> Any:
        try:
            return work()
        except (RuntimeError, OSError, ValueError) as error:
            raise IndexNotUsable(
                f"The index in {self.folder} is damaged: delete this folder and index again."
            ) from error


def _column(table: Any, name: str) -> NDArray[Any]:
    return np.asarray(table.column(name).to_numpy())


def _meets(extent: Sequence[float]) -> str:
    """SQL condition: the window's envelope shares area with the extent."""
    box = [float(value) for value in extent]
    if len(box) != 4 or np.isnan(box).any() or box[0] > box[2] or box[1] > box[3]:
        raise BadOption("An extent is xmin,ymin,xmax,ymax: four numbers, the smaller ones first.")
    limit = np.finfo(np.float64).max
    xmin, ymin, xmax, ymax = (repr(float(np.clip(value, -limit, limit))) for value in box)
    own_xmin, own_ymin, own_xmax, own_ymax = BOUNDS_COLUMNS
    return f"{own_xmin} < {xmax} AND {own_xmax} > {xmin} AND {own_ymin} < {ymax} AND {own_ymax} > {ymin}"


def _inside(rows: IndexRows, extent: Sequence[float]) -> IndexRows:
    """Of a rotated layer, the rows whose window itself and not only its envelope meets the extent."""
    polygons = rows.windows.polygons()
    box = shapely.box(*(float(value) for value in extent))
    kept = np.flatnonzero(shapely.intersects(polygons, box) & ~shapely.touches(polygons, box))
    return IndexRows(rows.embeddings[kept], rows.windows.take(kept), rows.valid_share[kept], rows.window_ids[kept])
