"""Write counts as GeoPackage, GeoJSON (RFC 7946) or FlatGeobuf: zones with their numbers, or instances as points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from backend.counting.find import Counted
from backend.labeling.export import own_names
from backend.labeling.feature_table import FeatureTable
from backend.output.vector import write_vector

LAYER_NAME = "counts"
LEAST_COVERED = 0.5
"""Share of a zone that must be covered by windows; a zone with less gets no count."""


def write_counts(path: Path, counted: Counted, zones: FeatureTable | None = None, overwrite: bool = False) -> None:
    """Write the zones with ``count``, ``kind``, ``expected``, ``low``, ``high``, ``instances`` and ``covered`` after
    their own attributes, or without zones the instances as points with their ``probability``.

    A zone of which less than :data:`LEAST_COVERED` is covered has null counts; ``count`` is also null where it is not a
    number of things (:class:`backend.counting.interval.Count`).

    Args:
        overwrite: whether a GeoPackage's layer of this name may be replaced even if Terralex did not make it.

    Raises:
        BadOption: an unknown extension.
        OutputNotWritable: it cannot be written there, or would replace such a layer.
    """
    source = counted.provenance.to_dict()

    def same(count: int) -> dict[str, Any]:
        rows = {name: str(source[name]) for name in ("model", "revision", "layer", "time")}
        rows = {"query": counted.provenance.query.title, **rows}
        return {name: np.array([text] * count, dtype=object) for name, text in rows.items()}

    if zones is None:
        columns = {
            "probability": np.round(counted.probability, 6),
            "window_m": np.round(counted.sides_m.astype(np.float64), 3),
            **same(len(counted.points)),
        }
        points = shapely.points(counted.points) if len(counted.points) else []
        write_vector(path, points, counted.crs, columns, LAYER_NAME, source, overwrite=overwrite)
        return
    added = {**zone_columns(counted), **same(len(zones))}
    own = dict(zip(own_names(zones.columns.column_names, added), zones.columns.columns, strict=True))
    write_vector(
        *(path, zones.shapes, zones.crs, {**own, **added}, LAYER_NAME, source), fids=zones.fids, overwrite=overwrite
    )


def zone_columns(counted: Counted) -> dict[str, Any]:
    """Arrow columns ``[z]`` with the counts of every zone, null where too little of it is covered."""
    unknown = counted.covered < LEAST_COVERED

    def column(values: list[Any], kind: pa.DataType) -> pa.Array:
        known = [None if hidden else value for value, hidden in zip(values, unknown, strict=True)]
        return pa.array(known, kind)

    zones = counted.zones
    return {
        "count": column([zone.number for zone in zones], pa.int32()),
        "kind": column([zone.kind for zone in zones], pa.string()),
        "expected": column([round(zone.expected, 3) for zone in zones], pa.float64()),
        "low": column([zone.low for zone in zones], pa.int32()),
        "high": column([zone.high for zone in zones], pa.int32()),
        "instances": column([zone.instances for zone in zones], pa.int32()),
        "covered": pa.array(np.round(counted.covered, 4)),
    }
