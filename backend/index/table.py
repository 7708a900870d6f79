"""The Lance table of an index: its columns, how it is opened, and where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backend.errors import IndexNotUsable
from backend.imagery.blocks import ChunkBlock
from backend.index.home import TABLE_NAME, home_of

if TYPE_CHECKING:
    import pyarrow as pa

BOUNDS_COLUMNS = ("xmin", "ymin", "xmax", "ymax")
PIXEL_COLUMNS = ("col_off", "row_off", "width", "height")


def table_schema(dimension: int) -> pa.Schema:
    """Columns of the table: one row per window."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field("window_id", pa.int64(), nullable=False),
            pa.field("chunk", pa.string(), nullable=False),
            pa.field("embedding", pa.list_(pa.float16(), dimension), nullable=False),
            *(pa.field(name, pa.float64(), nullable=False) for name in (*BOUNDS_COLUMNS, *PIXEL_COLUMNS)),
            pa.field("window_m", pa.float32(), nullable=False),
            pa.field("valid_share", pa.float32(), nullable=False),
        ]
    )


def chunk_rows(read: ChunkBlock, embeddings: NDArray[np.float32]) -> pa.Table:
    """Rows of one chunk from its windows and their embeddings ``[n, d]``."""
    import pyarrow as pa

    windows, bounds = read.windows, read.windows.bounds()
    half = np.ascontiguousarray(embeddings, dtype=np.float16)
    columns = [
        pa.array(read.window_ids),
        pa.array([read.chunk.chunk_id] * len(windows), pa.string()),
        pa.FixedSizeListArray.from_arrays(pa.array(half.ravel()), half.shape[1]),
        *(pa.array(np.ascontiguousarray(bounds[:, index])) for index in range(4)),
        *(pa.array(np.ascontiguousarray(getattr(windows, name))) for name in PIXEL_COLUMNS),
        pa.array(np.ascontiguousarray(windows.window_m)),
        pa.array(read.valid_share),
    ]
    return pa.Table.from_arrays(columns, schema=table_schema(half.shape[1]))


def open_table(folder: Path, dimension: int, create: bool = False) -> Any:
    """Open (or create) the table of an index.

    Raises:
        IndexNotUsable: it is missing, damaged, or has other columns.
        IndexStorageFailed: the store where it lies does not answer.
    """
    import lancedb

    home = home_of(folder)
    damaged = IndexNotUsable(f"The index in {folder} is damaged: delete this folder and index again.")
    try:
        database = lancedb.connect(home.uri, storage_options=home.options)
        if create and not home.has_table():
            table = database.create_table(TABLE_NAME, schema=table_schema(dimension))
        else:
            table = database.open_table(TABLE_NAME)
        names = table.schema.names
    except (ValueError, RuntimeError, OSError) as error:
        found = home.unreadable(error)
        raise (damaged if isinstance(found, IndexNotUsable) else found) from error
    if names != table_schema(dimension).names:
        raise damaged
    return table


def has_table(folder: Path) -> bool:
    """Whether an index has a table, whole or not.

    Raises:
        IndexStorageFailed: the store where it lies does not answer.
    """
    return home_of(folder).has_table()


def stored_chunks(folder: Path, table: Any) -> set[str]:
    """Ids of the chunks that are in the table or are known to have no rows."""
    # A line truncated by a crash is not a complete id: that chunk is read again.
    done = {line for line in home_of(folder).empty_chunks() if len(line) == 64}
    return done | set(table.search().select(["chunk"]).to_arrow().column("chunk").unique().to_pylist())
