"""Shared by processes with marks and concepts: how clients post them, and the resulting query."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from backend.concepts.concept import Concept
from backend.concepts.concept_file import MAX_BYTES, read_concept
from backend.errors import BadOption
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.jobs.inputs import geometries
from backend.search.examples import ground_of
from backend.search.query import MAX_EXAMPLES, Example, Query, parse_query, parse_unwanted

ConceptText = Annotated[str, Field(min_length=1, max_length=MAX_BYTES * 4 // 3 + 4)]
"""The content of a ``.tlx`` file in base64."""

Accepted = Annotated[
    Any, Field(description="GeoJSON of accepted regions: they remain in the answer and teach the query")
]
Rejected = Annotated[Any, Field(description="GeoJSON of rejected regions: they never appear again and teach the query")]
Taught = Annotated[ConceptText | None, Field(description="A concept: the content of its .tlx file, base64")]


def posted_concept(content: str, field: str) -> Concept:
    """A concept from a client's input.

    Raises:
        BadOption: it is not a concept; the sentence names the field.
    """
    try:
        return read_concept(base64.b64decode(content, validate=True), f"The field {field!r}")
    except (binascii.Error, ValueError) as error:
        raise BadOption(f"The field {field!r} is not base64: post the content of a .tlx file.") from error


def posted_examples(given: Any, field: str, crs: str) -> tuple[Example, ...]:
    """Examples from a client's input.

    Raises:
        BadOption: a geometry is not a polygon, or there are too many; the sentence names the field.
    """
    if given is None:
        return ()
    shapes = geometries(given, field, crs)
    if len(shapes) > MAX_EXAMPLES:
        raise BadOption(f"The field {field!r} contains {len(shapes)} geometries: the maximum is {MAX_EXAMPLES}.")
    return tuple(Example(shape, own) for shape, own in shapes)


def ground_beside(query: Query, info: LayerInfo, extent: Box | None) -> tuple[Box, ...]:
    """Boxes in the layer's CRS around the examples and marks outside an extent: a search needs their windows as well.

    Of one that is larger than the extent, the middle: it is represented by few windows.

    Args:
        extent: in the layer's CRS; without one there are none.

    Raises:
        BadOption: a CRS is unknown.
    """
    if extent is None:
        return ()
    bounds = [shape.bounds for shape in ground_of((*query.likes, *query.unlikes), info)]
    sides = np.subtract(extent[2:], extent[:2]) / 2
    boxes = []
    for xmin, ymin, xmax, ymax in bounds:
        within = xmin >= extent[0] and ymin >= extent[1] and xmax <= extent[2] and ymax <= extent[3]
        if within or not np.isfinite((xmin, ymin, xmax, ymax)).all():
            continue
        x, y = (xmin + xmax) / 2, (ymin + ymax) / 2
        half_x, half_y = np.minimum(sides, ((xmax - xmin) / 2, (ymax - ymin) / 2)).tolist()
        boxes.append((x - half_x, y - half_y, x + half_x, y + half_y))
    return tuple(boxes)


def taught_query(
    text: str | None,
    unwanted: Sequence[str] = (),
    *,
    concept: Concept | None = None,
    examples: tuple[Example, ...] = (),
    counter_examples: tuple[Example, ...] = (),
    accepted: tuple[Example, ...] = (),
    rejected: tuple[Example, ...] = (),
) -> Query:
    """The query from words, examples, marks and a concept, which brings its own words.

    Raises:
        EmptyQuery: there is nothing to search for.
        BadOption: there are words and a concept.
    """
    avoided = parse_unwanted(unwanted)
    texts: tuple[str, ...] = ()
    if concept is not None:
        if text is not None:
            raise BadOption(
                "Give words or a concept, not both: a concept already contains the words it was taught with."
            )
        texts, avoided = concept.texts, tuple(dict.fromkeys((*concept.unwanted, *avoided)))
    elif text is not None:
        texts = parse_query(text).texts
    return Query(texts, avoided, examples, counter_examples, accepted, rejected, concept)
