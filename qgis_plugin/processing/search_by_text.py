"""Search a layer by text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..compat import POLYGON_SOURCE
from ..core.paths import resource_path
from ..core.search_outputs import found_in
from ..core.translation import tr
from ..core.verdict import limit_sentence, nothing_found
from . import region_sink
from .algorithm import TerralexAlgorithm, style_on_load
from .concept_parameters import asked_for, concept_parameter

TEXT, UNWANTED, TOP, THRESHOLD, MODE, OUTPUT = "TEXT", "UNWANTED", "TOP", "THRESHOLD", "MODE", "OUTPUT"
MODES = ("merged", "windows", "outline")


class SearchByText(TerralexAlgorithm):
    """Ranked regions that a text names."""

    NAME = "searchbytext"
    TITLE = "Search by text"
    HELP = (
        "Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with "
        "the same meaning by semicolons. A layer that is not indexed yet is indexed first."
    )

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(TEXT, tr("What to look for"), "", optional=True))
        self.addParameter(concept_parameter(tr("Or a taught concept")))
        self.addParameter(QgsProcessingParameterString(UNWANTED, tr("But not"), "", optional=True))
        self.add_layer_parameters()
        self.add_region_parameters()

    def add_region_parameters(self) -> None:
        """How many regions, how relevant, in what shape, where to."""
        kind = QgsProcessingParameterNumber.Type
        self.addParameter(QgsProcessingParameterNumber(TOP, tr("Maximum regions"), kind.Integer, 100, False, 1, 1000))
        least = tr("Minimum relevance")
        self.addParameter(QgsProcessingParameterNumber(THRESHOLD, least, kind.Double, 0.3, False, 0, 1))
        shapes = [tr("Merged windows"), tr("Single windows"), tr("Outlines")]
        self.addParameter(QgsProcessingParameterEnum(MODE, tr("Shape of regions"), shapes, False, 0))
        polygons = POLYGON_SOURCE
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, tr("Regions"), polygons))
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Number of regions")))

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        text = self.parameterAsString(parameters, TEXT, context).strip()
        unwanted = [part.strip() for part in self.parameterAsString(parameters, UNWANTED, context).split(";")]
        title, asked = asked_for(self, parameters, context, text)
        inputs = {**asked, "unwanted": [part for part in unwanted if part]}
        return self.find("search", inputs, title, parameters, context, feedback)

    def find(
        self,
        process: str,
        inputs: Mapping[str, Any],
        title: str,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Run a process that answers with regions and write them."""
        top = self.parameterAsInt(parameters, TOP, context)
        shared: dict[str, Any] = {
            "top": top,
            "threshold": self.parameterAsDouble(parameters, THRESHOLD, context),
            "mode": MODES[self.parameterAsEnum(parameters, MODE, context)],
        }
        outputs = self.run_each(process, {**inputs, **shared}, feedback)
        found = found_in(outputs, top, self.source.title)
        regions = found.regions
        crs = QgsCoordinateReferenceSystem(self.source.crs)
        fields = region_sink.fields()
        sink, where = self.parameterAsSink(parameters, OUTPUT, context, fields, region_sink.REGION_KIND, crs)
        unwanted = "; ".join(inputs.get("unwanted", ()))
        region_sink.add_regions(sink, regions, self.source.crs, title, unwanted, found.provenance, context)
        del sink
        if regions:
            feedback.pushInfo(tr("{count} regions were found.", count=len(regions)))
            if limited := limit_sentence(found.verdict, title):
                feedback.pushWarning(limited)
        else:
            feedback.pushInfo(nothing_found(found.verdict, title, shared["threshold"]))
        style_on_load(context, where, str(resource_path("styles", "regions.qml")))
        return {OUTPUT: where, "COUNT": len(regions)}
