"""A finished search, read back from its layer: words, regions and marks; on the main thread."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..compat import is_null
from .extent import WGS84
from .region import Region
from .results import STATUS

_PROPERTY = "terralex/search"


@dataclass(frozen=True)
class Asked:
    """What was asked; ``layer`` is the id of the searched layer in the project, ``threshold`` 0-1.

    ``concept``: the words are the name of a concept.
    """

    words: str
    unwanted: str = ""
    layer: str = ""
    layer_name: str = ""
    threshold: float = 0.0
    concept: bool = False


@dataclass(frozen=True)
class PastSearch:
    """A search and its answer; ``statuses`` by rank."""

    asked: Asked
    regions: list[Region]
    statuses: Mapping[int, str] = field(default_factory=dict)


def keep_asked(layer: QgsVectorLayer, asked: Asked) -> None:
    """Write into a layer what it answers; QGIS saves it with the project."""
    layer.setCustomProperty(_PROPERTY, json.dumps(asdict(asked), ensure_ascii=False))


def is_past_search(layer: Any) -> bool:
    """Whether a layer of the project is the answer to a search."""
    return isinstance(layer, QgsVectorLayer) and bool(layer.customProperty(_PROPERTY, ""))


def read_search(layer: QgsVectorLayer) -> PastSearch:
    """The search that a layer answers; regions that a filter of the layer hides are left out."""
    try:
        stored = json.loads(str(layer.customProperty(_PROPERTY, "{}")))
        asked = Asked(**{name: stored[name] for name in Asked.__dataclass_fields__ if name in stored})
    except (ValueError, TypeError):
        asked = Asked(layer.name())
    wgs84 = QgsCoordinateReferenceSystem(WGS84)
    move = QgsCoordinateTransform(layer.crs(), wgs84, QgsProject.instance().transformContext())
    regions, statuses = [], {}
    for row in layer.getFeatures():
        geometry = QgsGeometry(row.geometry())
        geometry.transform(move)
        values: dict[str, Any] = dict(zip(row.fields().names(), row.attributes()))
        rank, relevance = int(values["rank"]), float(values["relevance"])
        weak = bool(values["weak"]) if not is_null(values.get("weak")) else relevance < asked.threshold
        size, count = float(values["window_m"]), int(values["windows"])
        regions.append(Region(rank, float(values["score"]), relevance, size, count, geometry, weak))
        if not is_null(values[STATUS]) and values[STATUS]:
            statuses[rank] = str(values[STATUS])
    return PastSearch(asked, sorted(regions, key=lambda region: region.rank), statuses)


def searched_layer(asked: Asked) -> QgsRasterLayer | None:
    """The layer that was searched, if it is in the project: by its id, else by its name."""
    project = QgsProject.instance()
    found = project.mapLayer(asked.layer)
    named = project.mapLayersByName(asked.layer_name) if asked.layer_name else []
    rasters = [layer for layer in (found, *named) if isinstance(layer, QgsRasterLayer) and layer.isValid()]
    return rasters[0] if rasters else None
