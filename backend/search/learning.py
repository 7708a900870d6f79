"""From marks on an index to a concept that can be saved."""

from __future__ import annotations

from backend.concepts.concept import Concept
from backend.concepts.concept_file import MAX_MARKS
from backend.errors import BadOption, LayerEmpty
from backend.index.store import check_model
from backend.models.contracts import TextEncoder
from backend.search.directions import text_directions
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from backend.search.search import SearchableIndex, open_matrix
from backend.search.taught import taught_directions


def learn(
    index: SearchableIndex, encoder: TextEncoder, query: Query, name: str, matrices: MatrixCache | None = None
) -> Concept:
    """The concept taught by a query's examples and marks, including everything its concept had learned before.

    Args:
        index: embeddings of ``encoder``'s model, for the whole layer.
        encoder: the model.
        name: name of the concept.
        matrices: see :func:`backend.search.search.search`.

    Raises:
        BadOption: there are no marks, or too many; the name is invalid; or the index or the concept is of another
            model.
        OutsideLayer: a mark intersects no window.
        LayerEmpty: the layer has no windows.
    """
    check_model(index, encoder)
    if query.concept is not None:
        query.concept.check_model(encoder.model_id, encoder.revision)
    matrix = open_matrix(index, encoder.device, None, True, matrices)
    taught = taught_directions(text_directions(query, encoder), query, matrix, index.info)
    if not len(matrix):
        raise LayerEmpty(f"{index.info.path.name} has no window with valid pixels: there is nothing to learn from.")
    if taught is None or not len(taught.marks):
        raise BadOption("There is nothing to learn from: accept or reject at least one place.")
    if len(taught.marks) > MAX_MARKS:
        raise BadOption(f"The concept would have {len(taught.marks):,} marks: the maximum is {MAX_MARKS:,}.")
    return taught.concept(name, query, encoder.model_id, encoder.revision, index.info.path.name)
