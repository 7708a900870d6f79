"""Label every place of a layer with one of the named classes."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
    QgsVectorLayer,
)

from ..compat import POLYGON_SOURCE
from ..core import results
from ..core.errors import BadInput, OutputNotWritable
from ..core.paths import user_folder
from ..core.replies import RASTER_FILES, href
from ..core.translation import tr, user_language
from .algorithm import TerralexAlgorithm, style_on_load
from .concept_parameters import chosen_concepts, concepts_parameter
from .search_by_text import OUTPUT

LABELS, OTHER_BELOW, SMOOTH, TRANSDUCE, RASTER = "LABELS", "OTHER_BELOW", "SMOOTH", "TRANSDUCE", "RASTER"


class LabelRaster(TerralexAlgorithm):
    """Zero-shot labels of a layer, as areas and as a raster."""

    NAME = "labelraster"
    TITLE = "Label raster layer"
    HELP = (
        "Gives every place of a layer one of the named classes, without training: as areas, and as a raster whose "
        "second band is the confidence. Classes are names parted by semicolons, preset:NAME, or a CSV file."
    )
    GROUP = "labels"

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.add_layer_parameters()
        self.add_label_parameters()
        number = QgsProcessingParameterNumber.Type.Double
        self.add_advanced(QgsProcessingParameterNumber(SMOOTH, tr("Smoothing"), number, 0.0, False, 0, 1))
        polygons = POLYGON_SOURCE
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, tr("Areas"), polygons))
        raster = QgsProcessingParameterRasterDestination(RASTER, tr("Class raster"), optional=True)
        raster.setCreateByDefault(False)
        self.addParameter(raster)

    def add_label_parameters(self) -> None:
        """Classes and how they are given."""
        preset = "preset:corine-level-1"
        self.addParameter(QgsProcessingParameterString(LABELS, tr("Classes"), preset, True, optional=True))
        self.addParameter(concepts_parameter(tr("Concepts as further classes")))
        number = QgsProcessingParameterNumber.Type.Double
        below = tr('Confidence below which it is "other"')
        self.addParameter(QgsProcessingParameterNumber(OTHER_BELOW, below, number, None, True, 0, 1))
        self.add_advanced(QgsProcessingParameterBoolean(TRANSDUCE, tr("Label everything together"), False))

    def label_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """What both ways of labelling are asked."""
        from ..core.label_request import share_of_other
        from .label_parameters import PRESET, parse_labels

        language = user_language(self.settings.language)
        told = self.parameterAsString(parameters, LABELS, context).strip()
        concepts = chosen_concepts(self, parameters, context)
        labels = None
        if told or not concepts:
            title, classes = parse_labels(told, language)
            labels = {"title": title, "classes": [one.to_json(language) for one in classes]}
        given = parameters.get(OTHER_BELOW) is not None
        below = self.parameterAsDouble(parameters, OTHER_BELOW, context) if given else None
        return {
            "labels": labels,
            "concepts": [one.content for one in concepts],
            "language": language,
            "other_below": share_of_other(below, told.startswith(PRESET) and not concepts),
            "transduce": self.parameterAsBool(parameters, TRANSDUCE, context),
        }

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        inputs = self.label_inputs(parameters, context)
        inputs["smooth"] = self.parameterAsDouble(parameters, SMOOTH, context)
        (outputs,) = self._one(self.run_each("label-windows", inputs, feedback))
        client = self.client(feedback)
        found: dict[str, Any] = {}
        raster = self.parameterAsOutputLayer(parameters, RASTER, context)
        if raster:
            results.write_class_raster(Path(raster), *(client.download(href(outputs, name)) for name in RASTER_FILES))
            found[RASTER] = raster
        found[OUTPUT] = self.write_areas(client.download(href(outputs, "areas")), parameters, context)
        return found

    def write_areas(self, content: bytes, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Write a downloaded GeoPackage to the sink, its style with it."""
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "labels.gpkg"
            file.write_bytes(content)
            layer = QgsVectorLayer(str(file), "labels", "ogr")
            if not layer.isValid():
                raise OutputNotWritable(tr("The result of the server cannot be opened: try again."))
            fields = layer.fields()
            fid = fields.lookupField("fid")
            if fid >= 0:
                fields.remove(fid)
            sink, where = self.parameterAsSink(parameters, OUTPUT, context, fields, layer.wkbType(), layer.crs())
            for feature in layer.getFeatures():
                values = feature.attributes()
                if fid >= 0:
                    del values[fid]
                feature.setAttributes(values)
                sink.addFeature(feature)
            del sink
            self.keep_label_style(results.stored_style(file), where, context)
            return str(where)

    def keep_label_style(self, qml: str, where: str, context: QgsProcessingContext) -> None:
        """Let the result be drawn in the colours of its classes."""
        if qml:
            style = user_folder("styles") / "labels.qml"
            style.write_text(qml, encoding="utf-8")
            style_on_load(context, where, str(style))

    def _one(self, outputs: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        if len(outputs) != 1:
            raise BadInput(tr("The extent crosses the antimeridian: label one side at a time."))
        return outputs
