"""Search many layers by one text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..compat import RASTER_SOURCE
from ..core.errors import BadInput, TerralexError
from ..core.extent import WGS84
from ..core.job_task import job_sentence
from ..core.jobs import run_process
from ..core.layer_source import LayerSource, describe_layer
from ..core.layer_upload import name_layer
from ..core.paths import resource_path
from ..core.region import parse_regions
from ..core.replies import JobState
from ..core.translation import tr
from ..core.verdict import limit_sentence, nothing_found, verdict_of
from . import region_sink
from .algorithm import style_on_load
from .concept_parameters import asked_for, concept_parameter
from .search_by_text import MODE, MODES, OUTPUT, TEXT, THRESHOLD, TOP, UNWANTED, SearchByText

INPUTS, SAVE_AS = "INPUTS", "SAVE_AS"
NAMING = 30
"""Percent of the work that naming the layers counts for."""


class SearchManyLayers(SearchByText):
    """One list of the regions of many layers."""

    NAME = "searchmanylayers"
    TITLE = "Search many layers"
    HELP = (
        "Finds what a text names in many raster layers and returns all regions in one table, most relevant first, "
        "with the layer of each. If a layer cannot be searched, the reason is reported and the others are still "
        "searched."
    )

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(TEXT, tr("What to look for"), "", optional=True))
        self.addParameter(concept_parameter(tr("Or a taught concept")))
        self.addParameter(QgsProcessingParameterString(UNWANTED, tr("But not"), "", optional=True))
        self.addParameter(QgsProcessingParameterMultipleLayers(INPUTS, tr("Raster layers"), RASTER_SOURCE))
        self.add_model_parameters()
        self.add_region_parameters()
        name = tr("Save the search under this name")
        self.add_advanced(QgsProcessingParameterString(SAVE_AS, name, "", optional=True))

    def take_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        layers = self.parameterAsLayerList(parameters, INPUTS, context)
        if not layers:
            raise BadInput(tr("Choose at least one raster layer."))
        self.sources: list[LayerSource] = [describe_layer(layer) for layer in layers]

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        sources, self.sources = self.sources, []
        text = self.parameterAsString(parameters, TEXT, context).strip()
        unwanted = [part.strip() for part in self.parameterAsString(parameters, UNWANTED, context).split(";")]
        unwanted = [part for part in unwanted if part]
        text, asked = asked_for(self, parameters, context, text)
        threshold = self.parameterAsDouble(parameters, THRESHOLD, context)
        titles = self._named(sources, feedback)
        inputs = {
            "layers": list(titles),
            **asked,
            "unwanted": unwanted,
            "top": self.parameterAsInt(parameters, TOP, context),
            "threshold": threshold,
            "mode": MODES[self.parameterAsEnum(parameters, MODE, context)],
            "model": self.model or None,
            "window_m": self.window_sizes_m or None,
        }
        name = self.parameterAsString(parameters, SAVE_AS, context).strip()
        if name:
            given = {field: value for field, value in inputs.items() if value is not None}
            self.client(feedback).save_search({"name": name, "inputs": given})
        told = [""]

        def on_state(state: JobState) -> None:
            if state.message != told[0]:
                told[0] = state.message
                feedback.setProgressText(job_sentence(state))
            feedback.setProgress(NAMING + (100 - NAMING) * state.progress / 100)

        outputs = run_process(self.client(feedback), "survey", inputs, on_state)
        summary = outputs.get("summary") or {}
        for layer in summary.get("layers", ()):
            if layer.get("error"):
                feedback.pushWarning(f"{titles.get(layer['layer_id'], layer['layer'])}: {layer['error']}")
        return self._written(outputs, titles, sources, text, unwanted, parameters, context, feedback, threshold)

    def _named(self, sources: list[LayerSource], feedback: QgsProcessingFeedback) -> dict[str, str]:
        """Titles of the layers by the ids under which the server knows them; one that cannot be sent is left out.

        Raises TerralexError where none can be sent.
        """
        client, limit = self.client(feedback), self.settings.max_pixels // len(sources)
        layer_names: dict[str, str] = {}
        trouble: list[TerralexError] = []
        for number, source in enumerate(sources):

            def say(what: str, share: float, number: int = number) -> None:
                feedback.setProgressText(what)
                feedback.setProgress(NAMING * (number + share) / len(sources))

            try:
                named = name_layer(client, source, [], self.ground_m, limit, say)
            except TerralexError as error:
                if feedback.isCanceled():
                    raise
                feedback.pushWarning(f"{source.title}: {error}")
                trouble.append(error)
                continue
            layer_names.update((layer_id, source.title) for layer_id, _ in named)
        if not layer_names:
            raise trouble[0]
        return layer_names

    def _written(
        self,
        outputs: Mapping[str, Any],
        titles: Mapping[str, str],
        sources: list[LayerSource],
        text: str,
        unwanted: list[str],
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        threshold: float,
    ) -> dict[str, Any]:
        systems = {source.crs for source in sources}
        crs = systems.pop() if len(systems) == 1 else WGS84
        fields, kind = region_sink.fields(), region_sink.REGION_KIND
        sink, where = self.parameterAsSink(parameters, OUTPUT, context, fields, kind, QgsCoordinateReferenceSystem(crs))
        features = (outputs.get("regions") or {}).get("features", [])
        provenance = (outputs.get("summary") or {}).get("provenance") or {}
        for feature in features:
            layer_id = feature["properties"]["layer_id"]
            one = {**provenance, "layer": titles.get(layer_id, feature["properties"]["layer"])}
            regions = parse_regions([feature])
            region_sink.add_regions(sink, regions, crs, text, "; ".join(unwanted), one, context)
        del sink
        verdict = verdict_of([outputs.get("summary") or {}])
        if features:
            feedback.pushInfo(tr("{count} regions were found.", count=len(features)))
            if limited := limit_sentence(verdict, text):
                feedback.pushWarning(limited)
        else:
            feedback.pushInfo(nothing_found(verdict, text, threshold))
        style_on_load(context, where, str(resource_path("styles", "regions.qml")))
        return {OUTPUT: where, "COUNT": len(features)}
