"""Examples the user has picked: ground like which it should be, and ground like which it should not."""

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
            BadInput: there are too many already, or it is no polygon.
        """
        kind = self.like if wanted else self.unlike
        if len(kind) >= MAX_EXAMPLES:
            raise BadInput(tr("Pick at most {most} examples of each kind.", most=MAX_EXAMPLES))
        moved = QgsGeometry(geometry)
        try:
            moved.transform(QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), QgsProject.instance()))
        except QgsCsException as error:
            raise BadInput(tr("This place has no longitude and latitude.")) from error
        if moved.isEmpty() or moved.type() != POLYGON_GEOMETRY:
            raise BadInput(tr("An example has to be a polygon."))
        kind.append(moved)

    def clear(self) -> None:
        """Forget all of them."""
        self.like.clear()
        self.unlike.clear()

    def to_json(self, wanted: bool) -> list[dict[str, Any]]:
        """As the server takes them."""
        crs = QgsCoordinateReferenceSystem(WGS84)
        return [to_geojson(one, crs) for one in (self.like if wanted else self.unlike)]

    def taught(self, regions: Iterable[Region], status: Callable[[int], str]) -> Examples:
        """These, and all that the user has said since of the regions of an answer.

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
                like = [one for one in like if not _same_place(one, region.geometry)]
            if said == ACCEPTED and region.mark != ACCEPTED:
                like.append(QgsGeometry(region.geometry))
            elif said == REJECTED:
                unlike.append(QgsGeometry(region.geometry))
        return Examples(like[-MAX_EXAMPLES:], unlike[-MAX_EXAMPLES:])


def _same_place(one: QgsGeometry, other: QgsGeometry) -> bool:
    """Whether two polygons are the same ground, though one has been to the server and back."""
    shared = one.intersection(other).area()
    return bool(shared > 0.9 * max(one.area(), other.area()))


def selected_polygons(layer: Any) -> list[QgsGeometry]:
    """What is selected in a polygon layer.

    Raises:
        BadInput: it is none, or nothing is selected.
    """
    if not isinstance(layer, QgsVectorLayer) or QgsWkbTypes.geometryType(layer.wkbType()) != POLYGON_GEOMETRY:
        raise BadInput(tr("Make a polygon layer the current one and select features in it."))
    found = [feature.geometry() for feature in layer.getSelectedFeatures() if feature.hasGeometry()]
    if not found:
        raise BadInput(tr("Nothing is selected in {name}.", name=layer.name()))
    return found
