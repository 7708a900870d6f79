"""Features sent as bare geometries, and joined with their labels afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeedback,
    QgsField,
    QgsFields,
    QgsVectorLayer,
)

from .errors import BadInput, Cancelled, OutputNotWritable
from .extent import WGS84
from .label_request import FeatureTarget
from .translation import tr

DECIMALS = 8
"""Of degrees: about a millimetre."""


@dataclass(frozen=True)
class Posted:
    """A GeoJSON FeatureCollection, longitude and latitude, and the ids of its features in order."""

    collection: Mapping[str, Any]
    ids: list[int]


def post_features(features: FeatureTarget, feedback: QgsFeedback) -> Posted:
    """The features as the server expects them; those without a geometry are left out.

    Raises:
        BadInput: none is left.
        Cancelled: the user stopped it.
    """
    context = QgsCoordinateTransformContext()
    move = QgsCoordinateTransform(features.crs, QgsCoordinateReferenceSystem(WGS84), context)
    rows, ids = [], []
    for feature in features.rows.getFeatures(features.request):
        if feedback.isCanceled():
            raise Cancelled(tr("Cancelled."))
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            continue
        geometry.transform(move)
        row = {"type": "Feature", "id": feature.id(), "properties": {}}
        rows.append({**row, "geometry": json.loads(geometry.asJson(DECIMALS))})
        ids.append(feature.id())
    if not rows:
        raise BadInput(tr("The layer {name} has no polygons to label.", name=features.title))
    return Posted({"type": "FeatureCollection", "features": rows}, ids)


def joined_features(
    features: FeatureTarget, ids: list[int], layer: QgsVectorLayer
) -> tuple[QgsFields, list[QgsFeature]]:
    """The features as they were with the labels of ``layer`` appended, and all their fields.

    Raises:
        OutputNotWritable: the server sent something else.
    """
    answers = sorted(layer.getFeatures(), key=lambda feature: feature.id()) if layer.isValid() else []
    if len(answers) != len(ids):
        raise OutputNotWritable(tr("The server's result cannot be opened: try again."))
    added = [field for field in layer.fields().toList() if field.name().lower() != "fid"]
    taken = {field.name().casefold() for field in added}
    fields, positions = QgsFields(), []
    for number, field in enumerate(features.fields.toList()):
        if field.name().lower() != "fid":
            own = QgsField(field)
            if own.name().casefold() in taken:
                own.setName(f"{own.name()}_input")
            fields.append(own)
            positions.append(number)
    for field in added:
        fields.append(field)
    by_id = dict(zip(ids, answers))
    rows = []
    for feature in features.rows.getFeatures(features.request):
        answer = by_id.get(feature.id())
        row = QgsFeature(fields)
        row.setGeometry(feature.geometry())
        labels = [None if answer is None else answer[field.name()] for field in added]
        row.setAttributes([*(feature.attribute(number) for number in positions), *labels])
        rows.append(row)
    return fields, rows
