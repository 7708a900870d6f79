"""Write regions as GeoPackage, GeoJSON (RFC 7946) or FlatGeobuf, by file extension, completely or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.output.vector import write_vector
from backend.search.region import SearchResult

LAYER_NAME = "regions"


def write_regions(path: Path, result: SearchResult, overwrite: bool = False) -> None:
    """Write a result; an empty one becomes a file without features, so that no older result remains.

    Every feature has its provenance in fields, which every format stores and every GIS shows; a GeoPackage also has it
    as layer metadata. See :func:`backend.output.vector.write_vector` for CRS and precision.

    Args:
        overwrite: whether a GeoPackage's layer of this name may be replaced even if Terralex did not make it.

    Raises:
        BadOption: an unknown extension.
        OutputNotWritable: it cannot be written there, or would replace such a layer.
    """
    shapes = [region.geometry for region in result.regions]
    compared = {} if result.exact else {"exact": False, "recall": result.recall}
    source = {**result.provenance.to_dict(), **compared}
    write_vector(path, shapes, result.crs, _columns(result), LAYER_NAME, source, overwrite=overwrite)


def _columns(result: SearchResult) -> dict[str, NDArray[Any]]:
    """One array per field, ``[n]`` each."""
    source, regions = result.provenance, result.regions
    header = source.columns()

    def text(value: str) -> NDArray[Any]:
        return np.array([value] * len(regions), dtype=object)

    return {
        "rank": np.array([region.rank for region in regions], np.int32),
        "score": np.array([round(region.score, 6) for region in regions], np.float64),
        "relevance": np.array([round(region.relevance, 6) for region in regions], np.float64),
        "weak": np.array([int(region.weak) for region in regions], np.int32),
        "mark": np.array([region.mark for region in regions], dtype=object),
        "ask": np.array([region.ask for region in regions], dtype=object),
        "query": text(source.asked.title),
        "unwanted": text("; ".join(source.asked.unwanted)),
        **{name: text(header.pop(name)) for name in ("model", "revision")},
        "window_m": np.array([round(region.window_m, 3) for region in regions], np.float64),
        "windows": np.array([region.windows for region in regions], np.int32),
        **{name: text(value) for name, value in header.items()},
    }
