"""Regions: the answers of a search, and the user's marks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsPointXY,
)

from .extent import WGS84
from .replies import unexpected_reply

ACCEPTED, REJECTED, OPEN = "accepted", "rejected", ""
"""The marks of a region."""


@dataclass(frozen=True)
class Region:
    """One region; the geometry is in longitude and latitude.

    Attributes:
        rank: 1 is the best.
        score: cosine of its best window.
        relevance: 0-1.
        window_m: side of its windows in metres; 0 of a place that was accepted before.
        windows: how many windows it unites.
        geometry: a polygon or multipolygon.
        weak: whether it is below the threshold that was asked for: a candidate.
        mark: what the user had said of it before this search, one of the constants above.
    """

    rank: int
    score: float
    relevance: float
    window_m: float
    windows: int
    geometry: QgsGeometry
    weak: bool = False
    mark: str = OPEN

    @property
    def key(self) -> bytes:
        """A key that is equal for equal ground."""
        return bytes(self.geometry.asWkb())


def parse_regions(features: Any) -> list[Region]:
    """Regions of GeoJSON features as the server sends them.

    Raises:
        BadReply: they are not regions of a search.
    """
    try:
        return [
            Region(
                int(feature["properties"]["rank"]),
                float(feature["properties"]["score"]),
                float(feature["properties"]["relevance"]),
                float(feature["properties"]["window_m"]),
                int(feature["properties"]["windows"]),
                geometry_of(feature["geometry"]),
                bool(feature["properties"].get("weak", False)),
                ACCEPTED if feature["properties"].get("mark") == ACCEPTED else OPEN,
            )
            for feature in features
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise unexpected_reply() from error


def merge_ranked(lists: Iterable[list[Region]], top: int) -> list[Region]:
    """Regions of several extents as one list, ranked anew: what was accepted, then the best, ``top`` of them."""
    together = sorted(
        (region for regions in lists for region in regions), key=lambda region: (-region.relevance, -region.score)
    )
    accepted = [region for region in together if region.mark == ACCEPTED]
    accepted += [region for region in together if region.mark != ACCEPTED][:top]
    return [replace(region, rank=rank) for rank, region in enumerate(accepted, start=1)]


def within(regions: list[Region], mask: QgsGeometry | None) -> list[Region]:
    """Regions that meet a geometry (longitude, latitude), ranked anew; all of them if there is none."""
    if mask is None:
        return regions
    engine = QgsGeometry.createGeometryEngine(mask.constGet())
    engine.prepareGeometry()
    inside = [region for region in regions if engine.intersects(region.geometry.constGet())]
    return [replace(region, rank=rank) for rank, region in enumerate(inside, start=1)]


def geometry_of(found: Mapping[str, Any]) -> QgsGeometry:
    """A polygon or multipolygon of GeoJSON.

    Raises:
        KeyError, TypeError, ValueError: it is not one.
    """
    kind, coordinates = found["type"], found["coordinates"]
    if kind == "Polygon":
        return QgsGeometry.fromPolygonXY(_rings(coordinates))
    if kind == "MultiPolygon":
        return QgsGeometry.fromMultiPolygonXY([_rings(part) for part in coordinates])
    raise ValueError(f"{kind} is no polygon")


def to_geojson(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> dict[str, Any]:
    """A geometry as GeoJSON, in longitude and latitude, to the centimetre."""
    moved = QgsGeometry(geometry)
    moved.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), QgsCoordinateTransformContext()))
    geometry_json: dict[str, Any] = json.loads(moved.asJson(8))
    return geometry_json


def _rings(rings: Any) -> list[list[QgsPointXY]]:
    return [[QgsPointXY(float(point[0]), float(point[1])) for point in ring] for ring in rings]
