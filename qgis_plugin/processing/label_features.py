"""Label the features of a polygon layer by what a raster layer shows there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..compat import POLYGON_SOURCE
from ..core.errors import BadInput
from ..core.extent import extents_in
from ..core.translation import tr
from .algorithm import teller
from .label_raster import LabelRaster
from .search_by_text import OUTPUT

FEATURES = "FEATURES"


class LabelFeatures(LabelRaster):
    """Zero-shot labels of features: label, score, margin and the best three beside the attributes they had."""

    NAME = "labelfeatures"
    TITLE = "Label features"
    HELP = (
        "Assigns one of the given classes to each polygon, from what the raster layer shows there, without "
        "training. All attributes are kept; label, score, margin and the three best classes are appended."
    )

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        polygons = POLYGON_SOURCE
        self.addParameter(QgsProcessingParameterFeatureSource(FEATURES, tr("Polygons"), [polygons]))
        self.add_layer_parameters()
        self.add_label_parameters()
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, tr("Labelled features"), polygons))

    def take_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        from ..core.label_request import describe_features

        layer = self.parameterAsVectorLayer(parameters, FEATURES, context)
        if layer is None:
            source = self.parameterAsSource(parameters, FEATURES, context)
            if source is None:
                raise BadInput(tr("Choose a polygon layer with the features to label."))
            layer = source.materialize(QgsFeatureRequest())
        self.features = describe_features(layer)
        if not self.extents:
            # Where the layer has to be drawn, only the ground of the features is.
            box, crs = layer.extent(), layer.crs()
            box.grow(0.05 * max(box.width(), box.height()))
            within = self.source.bounds
            self.extents = extents_in(box, crs, self.source.crs, within, context.transformContext())
            if not self.extents:
                raise BadInput(tr("The features lie outside the layer {name}.", name=self.source.title))

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.label_run import label_features

        client, features = self.client(feedback), self.features
        inputs = self.one_extent({**self.label_inputs(parameters, context), "extent": None}, client, feedback)
        labels = label_features(client, inputs, features, teller(feedback))
        sink, where = self.parameterAsSink(parameters, OUTPUT, context, labels.fields, features.kind, features.crs)
        for row in labels.rows:
            sink.addFeature(row)
        del sink
        self.keep_label_style(labels.style, where, context)
        return {OUTPUT: where}
