"""Teach a concept from places that were accepted and rejected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..compat import POLYGON_SOURCE
from ..core.concept_file import read_concept_file, write_concept_file
from ..core.errors import BadInput
from ..core.translation import tr
from .algorithm import EXTENT, TerralexAlgorithm
from .concept_parameters import CONCEPT, concept_parameter
from .search_by_text import OUTPUT, TEXT, UNWANTED
from .similar_regions import posted_polygons

ACCEPTED, REJECTED, CALLED = "ACCEPTED", "REJECTED", "NAME"


class TeachConcept(TerralexAlgorithm):
    """A concept as a small file."""

    NAME = "teachconcept"
    TITLE = "Teach a concept"
    HELP = (
        "Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can "
        "then be used to search and label, on this layer and on others."
    )

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(CALLED, tr("Name of the concept")))
        self.addParameter(QgsProcessingParameterString(TEXT, tr("What to look for"), "", optional=True))
        self.addParameter(QgsProcessingParameterString(UNWANTED, tr("But not"), "", optional=True))
        polygons = [POLYGON_SOURCE]
        for name, title in ((ACCEPTED, tr("Accepted places")), (REJECTED, tr("Rejected places"))):
            self.addParameter(QgsProcessingParameterFeatureSource(name, title, polygons, optional=True))
        self.addParameter(concept_parameter(tr("Concept to continue teaching")))
        self.add_layer_parameters()
        self.removeParameter(EXTENT)  # a concept is measured by the whole layer
        files = tr("Concepts (*.tlx)")
        self.addParameter(QgsProcessingParameterFileDestination(OUTPUT, tr("Concept"), files))
        for name, title in (("ACCEPTED_COUNT", tr("Accepted places")), ("REJECTED_COUNT", tr("Rejected places"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        marks = {
            field: posted_polygons(self.parameterAsSource(parameters, name, context), title) or None
            for field, name, title in (
                ("accepted", ACCEPTED, tr("Accepted places")),
                ("rejected", REJECTED, tr("Rejected places")),
            )
        }
        before = self.parameterAsFile(parameters, CONCEPT, context)
        if not any(marks.values()) and not before:
            raise BadInput(tr("There is nothing to learn from: give accepted or rejected places."))
        unwanted = [part.strip() for part in self.parameterAsString(parameters, UNWANTED, context).split(";")]
        inputs = {
            **marks,
            "name": self.parameterAsString(parameters, CALLED, context).strip(),
            "text": self.parameterAsString(parameters, TEXT, context).strip() or None,
            "unwanted": [part for part in unwanted if part],
            "concept": read_concept_file(before).content if before else None,
            "extent": None,
        }
        (outputs,) = self.run_each("teach", inputs, feedback)
        target = self.parameterAsFileOutput(parameters, OUTPUT, context)
        write_concept_file(target, str(outputs["concept"]))
        counts = outputs["summary"]
        return {OUTPUT: target, "ACCEPTED_COUNT": counts["accepted"], "REJECTED_COUNT": counts["rejected"]}
