"""The indexes of the layers known to a service."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from backend.imagery.globe import box_to_degrees
from backend.index.folders import indexes_of
from backend.index.manifest import IndexManifest


@dataclass(frozen=True)
class IndexSummary:
    """One index on disk.

    Attributes:
        id: stable for a layer, a model revision and a grid.
        layer_id: the layer it is of.
        folder: its folder.
        manifest: its description of itself.
        bounds_wgs84: west, south, east, north; west is greater where it crosses the antimeridian.
    """

    id: str
    layer_id: str
    folder: Path
    manifest: IndexManifest
    bounds_wgs84: tuple[float, float, float, float]


def index_id(folder: Path) -> str:
    """Id of an index folder; reveals no paths."""
    name = f"{folder.parent.name}/{folder.name}"
    return f"index-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def find_indexes(index_root: Path, layers: dict[str, Path]) -> list[IndexSummary]:
    """Indexes of registered layers, complete or not, by layer and folder name; damaged ones are left out.

    Args:
        index_root: folder of all indexes.
        layers: file of each layer by its id.
    """
    indexes = []
    for layer_id, path in layers.items():
        for folder, manifest in indexes_of(index_root, path):
            bounds = box_to_degrees(manifest.layer.bounds, manifest.layer.crs)
            indexes.append(IndexSummary(index_id(folder), layer_id, folder, manifest, bounds))
    return indexes
