"""Positive and negative examples chosen by the user."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..compat import POLYGON_GEOMETRY, QgsCsException
from .errors import BadInput
from .extent import WGS84
from .region import ACCEPTED, REJECTED, Region, to_geojson
from .search_request import MAX_EXAMPLES
from .translation import tr


@dataclass
class Examples:
    """Polygons in longitude and latitude; all of them count."""

    like: list[QgsGeometry] = field(default_factory=list)
    unlike: list[QgsGeometry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.like or self.unlike)

    def add(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, wanted: bool) -> None:
        """Add a polygon.

        Raises:
            BadInput: there are too many already, or it is not a polygon.
        """
        kind = self.like if wanted else self.unlike
        if len(kind) >= MAX_EXAMPLES:
            raise BadInput(tr("Choose at most {most} examples of each kind.", most=MAX_EXAMPLES))
        moved = QgsGeometry(geometry)
        try:
            moved.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), QgsProject.instance()))
        except QgsCsException as error:
            raise BadInput(tr("This location cannot be expressed in longitude and latitude.")) from error
        if moved.isEmpty() or moved.type() != POLYGON_GEOMETRY:
            raise BadInput(tr("An example must be a polygon."))
        kind.append(moved)

    def clear(self) -> None:
        """Clear all."""
        self.like.clear()
        self.unlike.clear()

    def to_json(self, wanted: bool) -> list[dict[str, Any]]:
        """As the server expects them."""
        crs = QgsCoordinateReferenceSystem(WGS84)
        return [to_geojson(geometry, crs) for geometry in (self.like if wanted else self.unlike)]

    def taught(self, regions: Iterable[Region], status: Callable[[int], str]) -> Examples:
        """These examples, plus the user's marks on the regions of an answer.

        Args:
            regions: of the answer; some may have been accepted before it.
            status: what the user says of a rank now.

        Returns:
            Examples without what the user has taken back; where they are too many, the latest.
        """
        like, unlike = list(self.like), list(self.unlike)
        for region in sorted(regions, key=lambda region: region.rank):
            said = status(region.rank)
            if region.mark == ACCEPTED and said != ACCEPTED:
                like = [geometry for geometry in like if not _same_place(geometry, region.geometry)]
            if said == ACCEPTED and region.mark != ACCEPTED:
                like.append(QgsGeometry(region.geometry))
            elif said == REJECTED:
                unlike.append(QgsGeometry(region.geometry))
        return Examples(like[-MAX_EXAMPLES:], unlike[-MAX_EXAMPLES:])


def _same_place(one: QgsGeometry, other: QgsGeometry) -> bool:
    """Whether two polygons cover the same ground, even if one has been sent to the server and back."""
    shared = one.intersection(other).area()
    return bool(shared > 0.9 * max(one.area(), other.area()))


def selected_polygons(layer: Any) -> list[QgsGeometry]:
    """The selected polygons of a layer.

    Raises:
        BadInput: it is not a polygon layer, or nothing is selected.
    """
    if not isinstance(layer, QgsVectorLayer) or QgsWkbTypes.geometryType(layer.wkbType()) != POLYGON_GEOMETRY:
        raise BadInput(tr("Make a polygon layer the active layer and select features in it."))
    polygons = [feature.geometry() for feature in layer.getSelectedFeatures() if feature.hasGeometry()]
    if not polygons:
        raise BadInput(tr("Nothing is selected in {name}.", name=layer.name()))
    return polygons
