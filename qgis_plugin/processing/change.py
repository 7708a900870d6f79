"""Compare two dates of one place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..compat import FIELD_DOUBLE, FIELD_INT, FIELD_STRING, POLYGON_SOURCE, RASTER_SOURCE
from ..core.errors import BadInput
from ..core.extent import WGS84, Extent
from ..core.layer_source import describe_layer
from ..core.layer_upload import name_layer
from ..core.region import geometry_of
from ..core.replies import href, unexpected_reply
from ..core.translation import tr
from .algorithm import TerralexAlgorithm
from .region_sink import REGION_KIND
from .search_by_text import OUTPUT, TEXT, THRESHOLD, TOP, UNWANTED

EARLIER, DIRECTION, HEATMAP, PAIRS = "EARLIER", "DIRECTION", "HEATMAP", "PAIRS"
DIRECTIONS = (None, "appeared", "disappeared", "both")


class CompareDates(TerralexAlgorithm):
    """What appeared and what disappeared between two layers of one place."""

    NAME = "change"
    TITLE = "Compare two dates"
    HELP = (
        "Finds what a text names in a later layer but not in an earlier one of the same place, or the other way "
        "round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in "
        "season or light and shifts of a few pixels do not count as change."
    )

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(TEXT, tr("What to look for")))
        self.addParameter(QgsProcessingParameterString(UNWANTED, tr("But not"), "", optional=True))
        self.addParameter(
            QgsProcessingParameterRasterLayer(EARLIER, tr("Raster layer of the earlier date"), [RASTER_SOURCE])
        )
        self.add_layer_parameters()
        choices = [tr("From the text, otherwise both"), tr("Appeared"), tr("Disappeared"), tr("Both")]
        self.addParameter(QgsProcessingParameterEnum(DIRECTION, tr("Direction"), choices, False, 0))
        kind = QgsProcessingParameterNumber.Type
        self.addParameter(QgsProcessingParameterNumber(TOP, tr("Maximum regions"), kind.Integer, 100, False, 1, 1000))
        least = tr("Minimum relevance")
        self.addParameter(QgsProcessingParameterNumber(THRESHOLD, least, kind.Double, 0.02, False, 0, 1))
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, tr("Regions"), POLYGON_SOURCE))
        heat = QgsProcessingParameterRasterDestination(HEATMAP, tr("Change heat map"), None, True, False)
        self.addParameter(heat)
        pairs = QgsProcessingParameterFileDestination(
            PAIRS, tr("Both dates side by side"), "PNG (*.png)", None, True, False
        )
        self.addParameter(pairs)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of regions")))

    def take_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        earlier = describe_layer(self.parameterAsRasterLayer(parameters, EARLIER, context))
        # A file is named whole; of what has to be drawn only the extent is.
        extents = [] if earlier.path is not None else [_moved(extent, earlier.crs, context) for extent in self.extents]
        self.features = earlier, extents

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        unwanted = [part.strip() for part in self.parameterAsString(parameters, UNWANTED, context).split(";")]
        inputs = {
            "text": self.parameterAsString(parameters, TEXT, context).strip(),
            "unwanted": [part for part in unwanted if part],
            "earlier": self._name_earlier(feedback),
            "direction": DIRECTIONS[self.parameterAsEnum(parameters, DIRECTION, context)],
            "top": self.parameterAsInt(parameters, TOP, context),
            "threshold": self.parameterAsDouble(parameters, THRESHOLD, context),
        }
        outputs = self.run_each("change", inputs, feedback)
        if len(outputs) != 1:
            raise BadInput(tr("The extent crosses the antimeridian: draw one side at a time."))
        (answer,) = outputs
        features = (answer.get("regions") or {}).get("features", [])
        crs = QgsCoordinateReferenceSystem(self.source.crs)
        sink, where = self.parameterAsSink(parameters, OUTPUT, context, fields(), REGION_KIND, crs)
        add_changes(sink, features, crs, context)
        del sink
        results = {OUTPUT: where, "COUNT": len(features)}
        for name, output, target in (
            (HEATMAP, "raster", self.parameterAsOutputLayer(parameters, HEATMAP, context)),
            (PAIRS, "pairs", self.parameterAsFileOutput(parameters, PAIRS, context)),
        ):
            if target:
                Path(target).write_bytes(self.client(feedback).download(href(answer, output)))
                results[name] = target
        feedback.pushInfo(tr("{count} regions were found.", count=len(features)))
        return results

    def _name_earlier(self, feedback: QgsProcessingFeedback) -> str:
        """The id under which the server knows the earlier layer."""
        earlier, extents = self.features
        limit = self.settings.max_pixels

        def say(what: str, share: float) -> None:
            feedback.setProgressText(what)

        named = name_layer(self.client(feedback), earlier, extents, self.ground_m, limit, say)
        if len(named) != 1:
            raise BadInput(tr("The extent crosses the antimeridian: draw one side at a time."))
        return named[0][0]


def fields() -> QgsFields:
    """The fields of changed regions."""
    text, whole, number = FIELD_STRING, FIELD_INT, FIELD_DOUBLE
    fields = QgsFields()
    for name, kind in (
        *(("rank", whole), ("direction", text), ("change", number), ("relevance_earlier", number)),
        *(("relevance_later", number), ("window_m", number), ("windows", whole)),
    ):
        fields.append(QgsField(name, kind))
    return fields


def add_changes(sink: Any, features: Any, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext) -> None:
    """Write regions as the server sends them to a sink that has :func:`fields`."""
    move = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, context.transformContext())
    names = fields().names()
    try:
        for row in features:
            feature = QgsFeature(fields())
            geometry = geometry_of(row["geometry"])
            geometry.transform(move)
            geometry.convertToMultiType()
            feature.setGeometry(geometry)
            feature.setAttributes([row["properties"][name] for name in names])
            sink.addFeature(feature)
    except (KeyError, TypeError, ValueError) as error:
        raise unexpected_reply() from error


def _moved(extent: Extent, crs: str, context: QgsProcessingContext) -> Extent:
    """An extent in the CRS of the other layer."""
    own, other = QgsCoordinateReferenceSystem(extent.crs), QgsCoordinateReferenceSystem(crs)
    move = QgsCoordinateTransform(own, other, context.transformContext())
    return Extent.of(move.transformBoundingBox(extent.rectangle), crs)
