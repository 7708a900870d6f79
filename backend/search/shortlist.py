"""A search of an index beyond the memory budget: the few windows that can answer it, instead of all.

A small extent has few windows, and all of them are taken: the answer is exact. Otherwise inverted lists
(:mod:`backend.index.lists`) choose the windows most like the query. What single windows say is not enough for a region,
so those over the same ground come along, and those over theirs, which have no say of their own but complete what is
said of every place. How ordinary ground scores is told by windows from the whole layer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backend.imagery.globe import Box
from backend.search.consensus import Places
from backend.search.directions import Directions
from backend.search.extents import asked_windows
from backend.search.matrix import Choice, EmbeddingMatrix, WindowMatrix
from backend.search.overlapping import Overlapping
from backend.search.packed import packed
from backend.search.sizes import Size
from backend.search.streamed import StreamedMatrix

FEW = 65_536
"""Windows of an extent up to which all are taken; read in about half a second."""

ORDINARY = 16_384
"""Windows that tell how ordinary ground scores."""

_FEW_ORDINARY = 256  # so few tell it badly: all of them are used then
_MOST_ROWS = 65_536  # read for one query
_PLACES = 512  # windows around which regions are looked for
_A_PLACE = 3  # windows of the same ground among those


class ChosenMatrix(EmbeddingMatrix):
    """Some windows of a layer, scattered over it."""

    def places(self) -> Places:
        """See :meth:`WindowMatrix.places`; of the ground moved together."""
        return self.once("places", lambda: Places(packed(self.windows)))

    def places_of(self, positions: NDArray[np.intp] | None) -> Places:
        """See :meth:`WindowMatrix.places_of`."""
        return self.places() if positions is None else Places(packed(self.windows.take(positions)))


def shortlisted(
    matrix: StreamedMatrix, directions: Directions, size: Size | None, extent: Box | None, regions: bool
) -> WindowMatrix:
    """The windows that can answer a query; ``matrix`` itself if only all of them can.

    Args:
        directions: of the query.
        size: least and most metres of what is sought.
        extent: in the layer's CRS; the whole layer if None.
        regions: whether windows are to be merged, for which those over the same ground are needed.

    Raises:
        IndexNotUsable: the table is damaged.
    """
    met, inside = asked_windows(matrix, extent, size)
    count = len(matrix) if inside is None else int(np.count_nonzero(inside))
    scored = len(matrix) if met is None else int(np.count_nonzero(met))
    if scored <= FEW:
        rows = np.arange(len(matrix)) if met is None else np.flatnonzero(met)
        return _chosen(matrix, rows, Choice(count, None, np.ones(len(rows), bool)))
    lists = matrix.lists()
    if lists is None:
        return matrix
    best = matrix.positions_of(lists.nearest(directions.wanted, None if inside is None else matrix.ids[inside]))
    if regions:
        answering, rows = _ground_of(matrix, best, met)
        answers = np.zeros(len(rows), bool)
        answers[np.searchsorted(rows, answering)] = True
    else:
        rows = np.sort(best)
        answers = np.ones(len(rows), bool)
    ordinary = matrix.once("ordinary", lambda: _ordinary(matrix))
    like = None if met is None else np.flatnonzero(met[_spread(matrix)])
    like = None if like is None or len(like) < _FEW_ORDINARY else like
    return _chosen(matrix, rows, Choice(count, lists.facts.recall, answers, ordinary, like))


def _chosen(matrix: StreamedMatrix, rows: NDArray[np.intp], choice: Choice) -> ChosenMatrix:
    import torch

    embeddings = torch.from_numpy(matrix.take(rows))
    found = ChosenMatrix(embeddings, matrix.windows.take(rows), matrix.valid_share[rows])
    found.choice = choice
    return found


def _spread(matrix: StreamedMatrix) -> NDArray[np.intp]:
    """Positions of windows from the whole layer. Drawn once."""
    count = len(matrix)
    draw = np.random.default_rng(0).choice
    return matrix.once("spread", lambda: np.sort(draw(count, min(ORDINARY, count), replace=False)))


def _ordinary(matrix: StreamedMatrix) -> EmbeddingMatrix:
    import torch

    rows = _spread(matrix)
    return EmbeddingMatrix(torch.from_numpy(matrix.take(rows)), matrix.windows.take(rows), matrix.valid_share[rows])


def _ground_of(
    matrix: StreamedMatrix, best: NDArray[np.intp], met: NDArray[np.bool_] | None
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Ascending positions of the windows over the ground of the best ones, and of those with the windows over theirs.

    As many of the best as fit into :data:`_MOST_ROWS`, at most :data:`_PLACES`.
    """
    overlapping = matrix.once("overlapping", lambda: Overlapping(matrix.windows))

    def over(rows: NDArray[np.intp]) -> NDArray[np.intp]:
        found = overlapping.of(matrix.windows.take(rows))
        return found if met is None else found[met[found]]

    centres = _apart(matrix, best)[:_PLACES]
    while True:
        answering = over(centres)  # every window overlaps itself
        rows = over(answering) if len(answering) <= _MOST_ROWS else answering
        if len(rows) <= _MOST_ROWS or len(centres) == 1:
            return answering, rows
        centres = centres[: len(centres) // 2]


def _apart(matrix: StreamedMatrix, best: NDArray[np.intp]) -> NDArray[np.intp]:
    """The best windows without those that have better ones on the same ground: one thing must not take every place."""
    windows = matrix.windows
    side = float(max(windows.width[best].max(initial=1.0), windows.height[best].max(initial=1.0)))
    col, row = windows.col_off[best] + windows.width[best] / 2, windows.row_off[best] + windows.height[best] / 2
    taken: dict[tuple[float, float], int] = {}
    kept: list[bool] = []
    for cell in zip((col // side).tolist(), (row // side).tolist(), strict=True):
        taken[cell] = taken.get(cell, 0) + 1
        kept.append(taken[cell] <= _A_PLACE)
    return np.asarray(best[np.array(kept, bool)])
