"""Write changed regions as GeoPackage, GeoJSON (RFC 7946) or FlatGeobuf, by extension, completely or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.change.region import ChangeResult
from backend.output.vector import write_vector

LAYER_NAME = "changes"


def write_changes(path: Path, result: ChangeResult, overwrite: bool = False) -> None:
    """Write a result; an empty one becomes a file without features. Every feature has its provenance in fields.

    Args:
        overwrite: whether a GeoPackage's layer of this name may be replaced even if Terralex did not make it.

    Raises:
        BadOption: an unknown extension.
        OutputNotWritable: it cannot be written there, or would replace such a layer.
    """
    shapes = [region.geometry for region in result.regions]
    source = result.provenance.to_dict()
    write_vector(path, shapes, result.crs, _columns(result), LAYER_NAME, source, overwrite=overwrite)


def _columns(result: ChangeResult) -> dict[str, NDArray[Any]]:
    """One array per field, ``[n]`` each."""
    source, regions = result.provenance.to_dict(), result.regions
    told = [region.told() for region in regions]

    def column(name: str, kind: Any) -> NDArray[Any]:
        return np.array([row[name] for row in told], dtype=kind)

    def text(value: str) -> NDArray[Any]:
        return np.array([value] * len(regions), dtype=object)

    return {
        "rank": column("rank", np.int32),
        "direction": column("direction", object),
        **{name: column(name, np.float64) for name in ("change", "relevance_earlier", "relevance_later", "window_m")},
        "windows": column("windows", np.int32),
        "query": text(result.provenance.query.title),
        "unwanted": text("; ".join(result.provenance.query.unwanted)),
        **{name: text(str(source[name])) for name in ("model", "revision", "earlier", "later", "time")},
    }
