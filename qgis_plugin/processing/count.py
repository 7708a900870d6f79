"""Count what a text names, in a layer or by zone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..compat import FIELD_DOUBLE, FIELD_INT, FIELD_STRING, POLYGON_SOURCE
from ..core.errors import BadInput
from ..core.extent import WGS84
from ..core.region import to_geojson
from ..core.replies import unexpected_reply
from ..core.translation import localised, tr
from .algorithm import TerralexAlgorithm
from .search_by_text import OUTPUT, TEXT, UNWANTED

ZONES = "ZONES"
NUMBERS = ("count", "kind", "expected", "low", "high", "covered")
KINDS = {"count": FIELD_INT, "low": FIELD_INT, "high": FIELD_INT, "kind": FIELD_STRING}


class CountObjects(TerralexAlgorithm):
    """How many there are, in all or by zone."""

    NAME = "count"
    TITLE = "Count objects"
    HELP = (
        "Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an "
        "interval that shows how certain the count is. A message says when objects are too small for the pixels "
        "of the layer."
    )

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(TEXT, tr("What to look for")))
        self.addParameter(QgsProcessingParameterString(UNWANTED, tr("But not"), "", optional=True))
        self.addParameter(QgsProcessingParameterFeatureSource(ZONES, tr("Zones"), [POLYGON_SOURCE], optional=True))
        self.add_layer_parameters()
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, tr("Objects")))
        self.addOutput(QgsProcessingOutputNumber("EXPECTED", tr("Expected count")))

    def take_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        source = self.parameterAsSource(parameters, ZONES, context)
        if source is None:
            self.features = None
            return
        rows = [feature for feature in source.getFeatures() if feature.hasGeometry()]
        if not rows:
            raise BadInput(tr("Give zones as polygons."))
        self.features = rows, source.fields(), source.sourceCrs(), source.wkbType()

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        unwanted = [part.strip() for part in self.parameterAsString(parameters, UNWANTED, context).split(";")]
        inputs: dict[str, Any] = {
            "text": self.parameterAsString(parameters, TEXT, context).strip(),
            "unwanted": [part for part in unwanted if part],
        }
        if self.features is not None:
            rows, _, crs, _ = self.features
            zones = [
                {"type": "Feature", "id": number, "properties": {}, "geometry": to_geojson(row.geometry(), crs)}
                for number, row in enumerate(rows)
            ]
            inputs["zones"] = {"type": "FeatureCollection", "features": zones}
        outputs = self.run_each("count", inputs, feedback)
        if len(outputs) != 1:
            raise BadInput(tr("The extent crosses the antimeridian: draw one side at a time."))
        (answer,) = outputs
        where = (
            self._write_zones(answer, parameters, context)
            if self.features
            else self._write(answer, parameters, context)
        )
        summary = answer.get("summary") or {}
        try:
            kind = str(summary.get("kind", "number"))
            names = ("count", "low", "high") if kind == "number" else ("low", "high")
            told = {name: localised(int(summary[name])) for name in names}
            expected = float(summary["expected"])
        except (KeyError, TypeError, ValueError) as error:
            raise unexpected_reply() from error
        feedback.pushInfo(_sentence(kind, told))
        return {OUTPUT: where, "EXPECTED": expected}

    def _write(self, found: Mapping[str, Any], parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Single things as points with their probability."""
        fields, crs = QgsFields(), QgsCoordinateReferenceSystem(self.source.crs)
        fields.append(QgsField("probability", FIELD_DOUBLE))
        sink, where = self.parameterAsSink(parameters, OUTPUT, context, fields, QgsWkbTypes.Type.Point, crs)
        move = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, context.transformContext())
        try:
            for row in found["instances"]["features"]:
                feature = QgsFeature(fields)
                geometry = QgsGeometry.fromPointXY(QgsPointXY(*row["geometry"]["coordinates"][:2]))
                geometry.transform(move)
                feature.setGeometry(geometry)
                feature.setAttributes([row["properties"]["probability"]])
                sink.addFeature(feature)
        except (KeyError, TypeError, ValueError) as error:
            raise unexpected_reply() from error
        del sink
        return str(where)

    def _write_zones(self, found: Mapping[str, Any], parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """The zones with all their attributes, and the numbers behind them."""
        rows, own, crs, kind = self.features
        fields = QgsFields(own)
        names = [f"terralex_{name}" if fields.lookupField(name) >= 0 else name for name in NUMBERS]
        for given, name in zip(NUMBERS, names):
            fields.append(QgsField(name, KINDS.get(given, FIELD_DOUBLE)))
        sink, where = self.parameterAsSink(parameters, OUTPUT, context, fields, kind, crs)
        try:
            told = {int(zone["id"]): [{"kind": None, **zone}[name] for name in NUMBERS] for zone in found["zones"]}
            for number, row in enumerate(rows):
                feature = QgsFeature(fields)
                feature.setGeometry(row.geometry())
                feature.setAttributes([*row.attributes(), *told[number]])
                sink.addFeature(feature)
        except (KeyError, TypeError, ValueError) as error:
            raise unexpected_reply() from error
        del sink
        return str(where)


def _sentence(kind: str, told: Mapping[str, str]) -> str:
    """What a count says, by its kind."""
    if kind == "no_number":
        return tr("No number: the model is too unsure of what it sees. There may be {low} to {high}.", **told)
    if kind == "lower_bound":
        return tr("At least {low}: they may stand too close together to be counted one by one.", low=told["low"])
    return tr("About {count}, probably {low} to {high}.", **told)
