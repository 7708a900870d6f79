"""Label every place of a layer with one of the named classes."""

from __future__ import annotations

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
from ..core.client import Client
from ..core.errors import BadInput, OutputNotWritable
from ..core.paths import user_folder
from ..core.replies import RASTER_FILES
from ..core.translation import tr, user_language
from .algorithm import TerralexAlgorithm, style_on_load, teller
from .concept_parameters import chosen_concepts, concepts_parameter
from .search_by_text import OUTPUT

LABELS, OTHER_BELOW, SMOOTH, TRANSDUCE, RASTER = "LABELS", "OTHER_BELOW", "SMOOTH", "TRANSDUCE", "RASTER"


class LabelRaster(TerralexAlgorithm):
    """Zero-shot labels of a layer, as areas and as a raster."""

    NAME = "labelraster"
    TITLE = "Label raster layer"
    HELP = (
        "Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster "
        "with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV "
        "file."
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
        self.addParameter(concepts_parameter(tr("Concepts as additional classes")))
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
            labels = {"title": title, "classes": [label.to_json(language) for label in classes]}
        given = parameters.get(OTHER_BELOW) is not None
        below = self.parameterAsDouble(parameters, OTHER_BELOW, context) if given else None
        return {
            "labels": labels,
            "concepts": [concept.content for concept in concepts],
            "language": language,
            "other_below": share_of_other(below, told.startswith(PRESET) and not concepts),
            "transduce": self.parameterAsBool(parameters, TRANSDUCE, context),
        }

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.label_run import label_layer

        inputs = self.label_inputs(parameters, context)
        inputs["smooth"] = self.parameterAsDouble(parameters, SMOOTH, context)
        client = self.client(feedback)
        raster = self.parameterAsOutputLayer(parameters, RASTER, context)
        outputs = ("areas", *(RASTER_FILES if raster else ()))
        (labels,) = label_layer(client, [self.one_extent(inputs, client, feedback)], outputs, teller(feedback))
        written: dict[str, Any] = {}
        if raster:
            results.write_class_raster(Path(raster), *(labels.files[name] for name in RASTER_FILES))
            written[RASTER] = raster
        written[OUTPUT] = self.write_areas(labels.files["areas"], parameters, context)
        return written

    def write_areas(self, content: bytes, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Write a downloaded GeoPackage to the sink, its style with it."""
        from ..core.label_run import geopackage

        with geopackage(content) as file:
            layer = QgsVectorLayer(str(file), "labels", "ogr")
            if not layer.isValid():
                raise OutputNotWritable(tr("The server's result cannot be opened: try again."))
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

    def one_extent(
        self, inputs: Mapping[str, Any], client: Client, feedback: QgsProcessingFeedback
    ) -> Mapping[str, Any]:
        """The inputs of the process; raises BadInput if the extent has two sides."""
        asked = self.asked(inputs, client, feedback)
        if len(asked) != 1:
            raise BadInput(tr("The extent crosses the antimeridian: label one side at a time."))
        return asked[0]
