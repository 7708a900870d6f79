"""Write the embeddings of an index as GeoParquet, one row a window, with STAC's names for what is said of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from backend.embeddings.names import METADATA_KEY, collection_of
from backend.imagery.globe import box_to_degrees
from backend.index.store import LayerIndex
from backend.output.files import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

EXTENSIONS = (".parquet", ".geoparquet")
_GEOPARQUET = "1.1.0"
_ROWS = 16_384


def write_embeddings(path: Path, index: LayerIndex) -> int:
    """Write all embeddings of an index, ordered by window id; returns how many.

    Columns: ``id``; ``geometry``, the window as WKB in the layer's CRS; ``embedding``, float32 of fixed length, of unit
    length up to half precision; ``gsd``, the window's side in metres; ``valid_share``; ``bbox``. The file's metadata
    have GeoParquet's ``geo`` and, as ``stac``, a collection with the ``emb:`` fields.

    Raises:
        OutputNotWritable: it cannot be written there.
        IndexNotUsable: the index is damaged.
    """
    import pyarrow.parquet as pq

    rows = index.rows()
    bounds = rows.windows.bounds()
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    schema = _schema(index, [*map(float, low), *map(float, high)])

    def write(beside: Path) -> None:
        with pq.ParquetWriter(beside, schema, compression="zstd") as writer:
            for start in range(0, len(rows.window_ids), _ROWS):
                writer.write_table(_table(rows, bounds, slice(start, start + _ROWS), schema))

    write_whole(path, write)
    return len(rows.window_ids)


def _schema(index: LayerIndex, envelope: list[float]) -> pa.Schema:
    import pyarrow as pa

    info = index.info
    crs: dict[str, Any] = pyproj.CRS.from_wkt(info.crs.to_wkt()).to_json_dict()
    column = {
        "encoding": "WKB",
        "geometry_types": ["Polygon"],
        "crs": crs,
        "bbox": envelope,
        "covering": {"bbox": {name: ["bbox", name] for name in ("xmin", "ymin", "xmax", "ymax")}},
    }
    geo = {"version": _GEOPARQUET, "primary_column": "geometry", "columns": {"geometry": column}}
    degrees = box_to_degrees((envelope[0], envelope[1], envelope[2], envelope[3]), info.crs)
    stac = collection_of(index.manifest, (degrees[0], degrees[1], degrees[2], degrees[3]))
    box = pa.struct([pa.field(name, pa.float64()) for name in ("xmin", "ymin", "xmax", "ymax")])
    fields = [
        pa.field("id", pa.int64()),
        pa.field("geometry", pa.binary()),
        pa.field("embedding", pa.list_(pa.float32(), index.dimension)),
        pa.field("gsd", pa.float32()),
        pa.field("valid_share", pa.float32()),
        pa.field("bbox", box),
    ]
    metadata = {"geo": json.dumps(geo), METADATA_KEY: json.dumps(stac)}
    return pa.schema(fields, metadata=metadata)


def _table(rows: Any, bounds: Any, part: slice, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    vectors = rows.embeddings[part].astype(np.float32)
    windows = rows.windows.take(np.arange(len(rows.window_ids))[part])
    corners = [pa.array(np.ascontiguousarray(bounds[part][:, at])) for at in range(4)]
    columns = [
        pa.array(rows.window_ids[part]),
        pa.array(shapely.to_wkb(windows.polygons()), pa.binary()),
        pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1]),
        pa.array(rows.windows.window_m[part]),
        pa.array(rows.valid_share[part]),
        pa.StructArray.from_arrays(corners, ["xmin", "ymin", "xmax", "ymax"]),
    ]
    return pa.Table.from_arrays(columns, schema=schema)
