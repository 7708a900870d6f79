"""Read an index: embeddings and their windows, all or within an extent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption, IndexNotUsable
from backend.imagery.layer import LayerInfo
from backend.imagery.pieces import is_piece, pieces_of, stem
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import Chunk, WindowGrid, WindowSet
from backend.index.home import home_of
from backend.index.lists import InvertedLists
from backend.index.manifest import IndexManifest, read_manifest
from backend.index.table import BOUNDS_COLUMNS, PIXEL_COLUMNS, open_table, stored_chunks
from backend.models.contracts import TextEncoder

PLACE_COLUMNS = ["window_id", *PIXEL_COLUMNS, "window_m", "valid_share"]
"""Columns that describe a window's ground."""
BLOCK_ROWS = 16_384
_READINGS = 3


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
    """All embeddings of one layer by one model. Created by :func:`backend.index.pipeline.index_layer`.

    Nothing outside this package accesses the table directly.
    """

    def __init__(self, folder: Path, manifest: IndexManifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._home = home_of(folder)
        self._table = open_table(folder, manifest.dimension)
        self._rows: tuple[Any, NDArray[np.int32]] | None = None  # the table that places were read from, and their rows

    @classmethod
    def open(cls, folder: Path) -> LayerIndex:
        """Open an index folder, complete or not (see :attr:`complete`).

        Raises:
            IndexNotUsable: it is not an index, or damaged.
        """
        return cls(Path(folder), read_manifest(Path(folder)))

    @staticmethod
    def stamp(folder: Path) -> int | str:
        """A number or text that changes when the manifest of an index does.

        Raises:
            IndexNotUsable: it is not an index.
        """
        try:
            return home_of(folder).manifest_stamp()
        except OSError as error:
            raise IndexNotUsable(f"{folder.name} is not an index.") from error

    @property
    def address(self) -> str:
        """Its folder, or where it lies in a bucket."""
        return self._home.uri

    @property
    def is_local(self) -> bool:
        """Whether it lies in its folder, and not in a bucket."""
        return self._home.options is None

    @property
    def info(self) -> LayerInfo:
        """The layer as it was when indexed."""
        return self.manifest.layer

    @property
    def stretch(self) -> Stretch:
        """The layer's stretch, to pass to ``open_layer`` so that pixels look the same as when indexed."""
        return self.manifest.stretch

    @property
    def model_id(self) -> str:
        """Id of the model that computed the embeddings."""
        return self.manifest.model_id

    @property
    def model_revision(self) -> str:
        """Revision of that model."""
        return self.manifest.model_revision

    @property
    def window_sizes_m(self) -> tuple[float, ...]:
        """Sizes of the windows in metres, ascending."""
        return self.manifest.window_sizes_m

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return self.manifest.dimension

    @property
    def complete(self) -> bool:
        """Whether every chunk is done."""
        return self.manifest.complete

    @property
    def count(self) -> int:
        """Number of rows, that is, windows with enough valid pixels.

        Raises:
            IndexNotUsable: the table is damaged.
        """
        return int(self._guarded(lambda: self._table.count_rows()))

    @property
    def table_version(self) -> int:
        """A number that changes whenever the rows do."""
        return int(self._guarded(lambda: self._table.version))

    def lists(self) -> InvertedLists | None:
        """What finds the windows most like a query without reading all of them; None if there is none for these
        rows."""
        return InvertedLists.open(self)

    def check(self) -> None:
        """Check every file of the table by reading one column of all rows, 8 bytes per row.

        Raises:
            IndexNotUsable: a file is missing, empty or truncated, or a complete index has no rows.
        """
        ids = self._guarded(lambda: self._select(["window_id"]).to_arrow())
        if self.complete and not len(ids):
            raise _damaged(self.folder)

    def state(self) -> tuple[str, int | str, int | str]:
        """Where the index is and how far it has come: indexes with equal states have the same rows.

        Reads the disk and not this object, whose table stays as it was when opened. Costs two file system calls.

        Raises:
            IndexNotUsable: the index has been removed.
        """
        try:
            return str(self.folder), *self._home.stamps()
        except OSError as error:
            raise IndexNotUsable(f"{self.folder} is no longer an index: run terralex index on the layer.") from error

    def reopened(self) -> LayerIndex:
        """The index opened again, as it is on disk now."""
        return LayerIndex.open(self.folder)

    def coverage(self, extent: Sequence[float] | None = None, grid: WindowGrid | None = None) -> float:
        """Share of the grid's windows in an extent, 0-1, whose chunks, or pieces of them, were done when the index was
        opened.

        Windows without valid pixels count as done with their chunk. An extent without windows is covered.

        Args:
            extent: ``xmin, ymin, xmax, ymax`` in the layer's CRS; the whole layer if None.
            grid: the index's grid if known; computed if None.

        Raises:
            IndexNotUsable: the table is damaged.
        """
        if self.complete:
            return 1.0
        done = self._guarded(lambda: stored_chunks(self.folder, self._table))
        grid = grid or self.manifest.grid()
        divided = {stem(chunk_id) for chunk_id in done if is_piece(chunk_id)}

        def count(chunk: Chunk) -> int:
            return chunk.window_count if extent is None else int(chunk.windows.meet(extent).sum())

        ready = total = 0
        for chunk in grid.chunks() if extent is None else grid.chunks_meeting(extent, grid.chunks()):
            windows = count(chunk)
            total += windows
            if chunk.chunk_id in done:
                ready += windows
            elif stem(chunk.chunk_id) in divided:
                ready += sum(count(piece) for piece in pieces_of(chunk) if piece.chunk_id in done)
        return ready / total if total else 1.0

    def rows(self, extent: Sequence[float] | None = None) -> IndexRows:
        """All rows, or those whose window shares area with an extent.

        Args:
            extent: ``xmin, ymin, xmax, ymax`` in the layer's CRS.

        Raises:
            BadOption: the extent is not four numbers, minimums first.
            IndexNotUsable: the table is damaged.
        """
        condition = None if extent is None else _meets(_checked(extent))
        found = self._guarded(lambda: self._select(["embedding", *PLACE_COLUMNS], condition).to_arrow())
        places, first = self._places(found)
        rows = IndexRows(_vectors(found, self.manifest.dimension)[first], *places)
        turned = self.info.transform.b != 0.0 or self.info.transform.d != 0.0
        if extent is None or not turned:
            return rows
        kept = np.flatnonzero(rows.windows.meet(extent))
        return IndexRows(rows.embeddings[kept], rows.windows.take(kept), rows.valid_share[kept], rows.window_ids[kept])

    def places(self) -> tuple[WindowSet, NDArray[np.float32], NDArray[np.int64]]:
        """All rows without embeddings: windows, valid shares ``[n]`` and ids ``[n]``, ordered by id.

        Raises:
            IndexNotUsable: the table is damaged.
        """
        found: tuple[WindowSet, NDArray[np.float32], NDArray[np.int64]] = self._guarded(self._read_places)
        return found

    def columns(
        self,
        names: Iterable[str],
        near: Sequence[Sequence[float]] | None = None,
        ids: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.int64], dict[str, NDArray[Any]]]:
        """Ids, ascending, and columns of all or some windows.

        Args:
            names: columns, of :data:`PLACE_COLUMNS`.
            near: boxes ``xmin, ymin, xmax, ymax`` in the layer's CRS: windows whose envelope intersects or touches one
                of them.
            ids: windows with these ids.

        Raises:
            IndexNotUsable: the table is damaged.
        """
        wanted = list(dict.fromkeys(names))
        condition = None
        if ids is not None:
            condition = f"window_id IN ({', '.join(map(str, ids.tolist()))})" if len(ids) else "false"
        elif near is not None:
            condition = " OR ".join(f"({_meets(box, touching=True)})" for box in near) or "false"
        found = self._guarded(lambda: self._select(list(dict.fromkeys(["window_id", *wanted])), condition).to_arrow())
        # A row that was written twice, by a writer that died before recording the first, counts once.
        own, first = np.unique(_column(found, "window_id"), return_index=True)
        return own, {name: _column(found, name)[first] for name in wanted}

    def blocks(self, block_rows: int = BLOCK_ROWS) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
        """All embeddings in bounded memory: ids ``[m]`` and embeddings ``[m, d]``, in the order of the table.

        A row that was written twice is returned twice. So are rows read before a run that just finished replaced the
        table's files: reading then starts again, as the rows are in another order.

        Raises:
            IndexNotUsable: the table is damaged.
        """
        for attempt in range(_READINGS):
            try:
                query = self._select(["window_id", "embedding"])
                for batch in query.to_batches(batch_size=block_rows):
                    yield np.asarray(batch.column("window_id").to_numpy()), _vectors(batch, self.manifest.dimension)
                return
            except (RuntimeError, OSError, ValueError) as error:
                if attempt + 1 == _READINGS:
                    raise self._home.unreadable(error) from error
                self._table = open_table(self.folder, self.manifest.dimension)

    def embeddings_at(self, positions: NDArray[np.intp]) -> NDArray[np.float16]:
        """Embeddings ``[m, d]`` of the windows at some positions ``[m]`` of :meth:`places`.

        Raises:
            IndexNotUsable: the table is damaged, or has lost the version that places were read from.
        """
        if not len(positions):
            return np.empty((0, self.manifest.dimension), np.float16)
        if self._rows is None:
            self.places()
        assert self._rows is not None  # places sets it
        table, placed = self._rows
        rows = placed[positions]  # in no other version of the table do windows have these rows
        order = np.argsort(rows)  # in the order of the table, in which neighbours lie together
        try:
            found = table.take_offsets(rows[order].tolist()).select(["embedding"]).to_arrow()
        except (RuntimeError, OSError, ValueError) as error:
            raise IndexNotUsable("The index changed while it was being read: search again.") from error
        vectors = np.empty((len(positions), self.manifest.dimension), np.float16)
        vectors[order] = _vectors(found, self.manifest.dimension)
        return vectors

    def _select(self, columns: list[str], condition: str | None = None) -> Any:
        query = self._table.search().select(columns)
        return query if condition is None else query.where(condition)

    def _read_places(self) -> tuple[WindowSet, NDArray[np.float32], NDArray[np.int64]]:
        """See :meth:`places`. One column after the other: together they would take twice the memory."""

        def read(name: str) -> NDArray[Any]:
            return _column(self._select([name]).to_arrow(), name)

        ids, first = np.unique(read("window_id"), return_index=True)  # a row that was written twice counts once
        col_off, row_off, width, height = (read(name)[first] for name in PIXEL_COLUMNS)
        window_m = read("window_m")[first]
        windows = WindowSet(col_off, row_off, width, height, window_m, self.info.crs, self.info.transform)
        shares = read("valid_share")[first]
        self._rows = self._table, first.astype(np.int32)
        return windows, shares, ids

    def _places(self, found: Any) -> tuple[tuple[WindowSet, NDArray[np.float32], NDArray[np.int64]], NDArray[np.intp]]:
        """Windows, valid shares and ids of a table, and the row of the table that each of them is."""
        # sorts, and counts a row written twice once
        ids, first = np.unique(_column(found, "window_id"), return_index=True)
        col_off, row_off, width, height = (_column(found, name)[first] for name in PIXEL_COLUMNS)
        window_m = _column(found, "window_m")[first]
        windows = WindowSet(col_off, row_off, width, height, window_m, self.info.crs, self.info.transform)
        return (windows, _column(found, "valid_share")[first], ids), first

    def _guarded(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except (RuntimeError, OSError, ValueError):
            pass
        # A run that has just finished removes the old versions of the table.
        try:
            self._table = open_table(self.folder, self.manifest.dimension)
            return work()
        except (RuntimeError, OSError, ValueError) as error:
            raise self._home.unreadable(error) from error


class MadeByModel(Protocol):
    """An index that knows which model computed it."""

    @property
    def model_id(self) -> str:
        """Id of the model."""

    @property
    def model_revision(self) -> str:
        """Its revision."""


def check_model(index: MadeByModel, encoder: TextEncoder) -> None:
    """Refuse an index of another model.

    Raises:
        BadOption: it was computed by another model.
    """
    if index.model_revision != encoder.revision:
        raise BadOption(
            f"This index was created with {index.model_id} {index.model_revision}, not with {encoder.model_id} "
            f"{encoder.revision}: index the layer with this model first."
        )


def _damaged(folder: Path) -> IndexNotUsable:
    return IndexNotUsable(f"The index in {folder} is damaged: index the layer again.")


def _vectors(found: Any, dimension: int) -> NDArray[np.float16]:
    """The embeddings ``[n, d]`` of a table or batch."""
    column = found.column("embedding")
    column = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    return np.asarray(column.flatten().to_numpy(zero_copy_only=False), np.float16).reshape(-1, dimension)


def _column(table: Any, name: str) -> NDArray[Any]:
    return np.asarray(table.column(name).to_numpy())


def _checked(extent: Sequence[float]) -> list[float]:
    box = [float(value) for value in extent]
    if len(box) != 4 or np.isnan(box).any() or box[0] > box[2] or box[1] > box[3]:
        raise BadOption("An extent is xmin,ymin,xmax,ymax: four numbers, with the minimum before the maximum.")
    return box


def _meets(box: Sequence[float], touching: bool = False) -> str:
    """SQL condition: the window's envelope shares area with a box, or with ``touching`` at least touches it."""
    limit = np.finfo(np.float64).max
    xmin, ymin, xmax, ymax = (repr(float(np.clip(value, -limit, limit))) for value in box)
    own_xmin, own_ymin, own_xmax, own_ymax = BOUNDS_COLUMNS
    below = "<=" if touching else "<"
    pairs = ((own_xmin, xmax), (xmin, own_xmax), (own_ymin, ymax), (ymin, own_ymax))
    return " AND ".join(f"{low} {below} {high}" for low, high in pairs)
