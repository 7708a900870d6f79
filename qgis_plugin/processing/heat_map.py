"""How well the ground fits a text, as a raster."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..core.errors import BadInput
from ..core.replies import href
from ..core.translation import tr
from .algorithm import TerralexAlgorithm
from .concept_parameters import asked_for, concept_parameter
from .search_by_text import OUTPUT, TEXT, UNWANTED


class HeatMap(TerralexAlgorithm):
    """A similarity raster."""

    NAME = "heatmap"
    TITLE = "Similarity heat map"
    HELP = "Maps how well each place of a layer matches a text, as a single-band raster."

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(TEXT, tr("What to look for"), "", optional=True))
        self.addParameter(concept_parameter(tr("Or a taught concept")))
        self.addParameter(QgsProcessingParameterString(UNWANTED, tr("But not"), "", optional=True))
        self.add_layer_parameters()
        self.addParameter(QgsProcessingParameterRasterDestination(OUTPUT, tr("Heat map")))

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        unwanted = [part.strip() for part in self.parameterAsString(parameters, UNWANTED, context).split(";")]
        text = self.parameterAsString(parameters, TEXT, context).strip()
        _, asked = asked_for(self, parameters, context, text)
        inputs = {**asked, "unwanted": [part for part in unwanted if part]}
        outputs = self.run_each("heatmap", inputs, feedback)
        if len(outputs) != 1:
            raise BadInput(tr("The extent crosses the antimeridian: draw one side at a time."))
        target = self.parameterAsOutputLayer(parameters, OUTPUT, context)
        Path(target).write_bytes(self.client(feedback).download(href(outputs[0], "raster")))
        return {OUTPUT: target}
