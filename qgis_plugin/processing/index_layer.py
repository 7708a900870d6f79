"""Index a layer, so that searches in it take a moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputNumber, QgsProcessingOutputString

from ..core.translation import tr
from .algorithm import TerralexAlgorithm


class IndexLayer(TerralexAlgorithm):
    """Embeds every window of a layer on the server."""

    NAME = "indexlayer"
    TITLE = "Index layer"
    HELP = "Prepares a layer so that searching it is fast. An interrupted run continues where it stopped."

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.add_layer_parameters()
        self.addOutput(QgsProcessingOutputNumber("WINDOWS", tr("Windows")))
        self.addOutput(QgsProcessingOutputString("MODEL_USED", tr("Model")))

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        outputs = self.run_each("index", {}, feedback)
        facts = [output.get("index") or {} for output in outputs]
        windows = sum(int(fact.get("windows", 0)) for fact in facts)
        feedback.pushInfo(tr("{windows} windows are indexed.", windows=windows))
        return {"WINDOWS": windows, "MODEL_USED": str(facts[-1].get("model", "")) if facts else ""}
