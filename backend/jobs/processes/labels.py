"""What both labelling processes share: classes as clients post them, options, provenance."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, TypeVar

from pydantic import Field

from backend.errors import BadOption
from backend.jobs.inputs import LayerInputs
from backend.jobs.processes.taught_query import ConceptText, posted_concept
from backend.labeling.concepts import with_concepts
from backend.labeling.features import LabelledFeatures
from backend.labeling.label_set import PRESET_PREFIX, LabelSet, load_label_set, parse_label_set, preset_names
from backend.labeling.options import LabelOptions
from backend.labeling.windows import LabelledWindows

Labelled = TypeVar("Labelled", LabelledWindows, LabelledFeatures)


class LabelInputs(LayerInputs):
    """Inputs of every labelling."""

    labels: Annotated[
        str | list[Any] | dict[str, Any] | None,
        Field(
            description=(
                '"preset:NAME", a list of classes (names or objects), or {"title": ..., "classes": [...]}; may be '
                "omitted if concepts are given"
            )
        ),
    ] = None
    concepts: Annotated[
        tuple[ConceptText, ...],
        Field(max_length=100, description="Concepts as additional classes: the content of .tlx files, base64"),
    ] = ()
    language: Annotated[str, Field(pattern="^[a-z]{2}$", description="Language of titles and prompts, ISO 639-1")] = (
        "en"
    )
    other_below: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description=(
                'Confidence below which the label is "other"; null: with a preset, everything gets a label; with your '
                'own classes and a calibrated model, ground on which no class stands out is "other"'
            ),
        ),
    ] = None
    transduce: Annotated[bool, Field(description="Label everything together, as one batch")] = False


def classes_of(inputs: LabelInputs) -> LabelSet:
    """The classes of a request and its concepts.

    Raises:
        BadOption: there are none, or they are not a label set or not concepts.
    """
    classes = None if inputs.labels is None else label_set(inputs.labels, inputs.language)
    concepts = [posted_concept(content, f"concepts[{at}]") for at, content in enumerate(inputs.concepts)]
    if classes is None and not concepts:
        raise BadOption("There are no classes: give labels, concepts or both.")
    return with_concepts(classes, concepts, inputs.language) if concepts or classes is None else classes


def label_set(labels: str | list[Any] | dict[str, Any], language: str) -> LabelSet:
    """The classes of a request; a text names a preset, never a file.

    Raises:
        BadOption: they are not a label set.
    """
    if isinstance(labels, str):
        if not labels.startswith(PRESET_PREFIX):
            known = ", ".join(f"{PRESET_PREFIX}{name}" for name in preset_names())
            raise BadOption(f"The input 'labels' is neither a list of classes nor a preset: choose one of {known}.")
        return load_label_set(labels, language)
    return parse_label_set(labels, "labels", language)


def label_options(
    inputs: LabelInputs, smoothing: float = 0.0, *, window_sizes_m: tuple[float, ...] | None
) -> LabelOptions:
    """The options of a request."""
    return LabelOptions(inputs.other_below, smoothing, inputs.transduce, window_sizes_m=window_sizes_m)


def without_folder(labelled: Labelled) -> Labelled:
    """Labels for clients, with the name of the layer but not its path."""
    return replace(labelled, provenance=labelled.provenance.without_folder())
