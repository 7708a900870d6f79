"""Concepts as Processing parameters: one file, or several."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
)

from ..compat import FILE_SOURCE
from ..core.concept_file import ConceptFile, read_concept_file
from ..core.errors import BadInput
from ..core.translation import tr

CONCEPT, CONCEPTS = "CONCEPT", "CONCEPTS"


def concept_parameter(title: str) -> QgsProcessingParameterFile:
    """The file of a concept, which may be left out."""
    kind = QgsProcessingParameterFile.Behavior.File
    return QgsProcessingParameterFile(CONCEPT, title, kind, "tlx", None, True)


def concepts_parameter(title: str) -> QgsProcessingParameterMultipleLayers:
    """Files of concepts, which may be left out."""
    return QgsProcessingParameterMultipleLayers(CONCEPTS, title, FILE_SOURCE, None, True)


def asked_for(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, text: str
) -> tuple[str, dict[str, Any]]:
    """What is looked for, words or a concept: its title, and the inputs that say it.

    Raises:
        BadInput: neither or both are given, or the file holds no concept.
    """
    file = algorithm.parameterAsFile(parameters, CONCEPT, context)
    if file and text:
        raise BadInput(
            tr("Give words or a concept, not both: a concept already contains the words it was taught with.")
        )
    if file:
        concept = read_concept_file(file)
        return concept.name, {"concept": concept.content}
    if not text:
        raise BadInput(tr("Type what to look for, or choose a concept."))
    return text, {"text": text}


def chosen_concepts(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> list[ConceptFile]:
    """The concepts that are classes.

    Raises:
        BadInput: a file holds none.
    """
    files = algorithm.parameterAsFileList(parameters, CONCEPTS, context)
    return [read_concept_file(file) for file in files if file]  # one without a name, where none was given
