"""Regions as columns, before they become results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


@dataclass(frozen=True)
class Found:
    """Regions as columns: scores, positions of their seed windows, numbers of merged windows, shapes."""

    cosines: list[float]
    relevances: list[float]
    seeds: NDArray[np.intp]
    counts: list[int]
    shapes: list[Any]
    relevant: int

    def take(self, rows: list[int]) -> Found:
        """The regions in these rows."""

        def chosen(column: list[Any]) -> list[Any]:
            return [column[row] for row in rows]

        return Found(
            chosen(self.cosines),
            chosen(self.relevances),
            self.seeds[rows],
            chosen(self.counts),
            chosen(self.shapes),
            self.relevant,
        )

    def below(self, threshold: float, taken: list[Any]) -> Found:
        """The regions below a threshold that do not overlap the shapes already taken."""
        # Pairwise: a union of shapes that touch along an edge can fail because of rounded coordinates.
        tree = shapely.STRtree(taken)

        def free(shape: Any) -> bool:
            met = [taken[at] for at in tree.query(shape, predicate="intersects")]
            return not met or float(shapely.area(shapely.intersection(shape, np.array(met))).sum()) == 0

        rows = enumerate(zip(self.relevances, self.shapes, strict=True))
        return self.take([row for row, (relevance, shape) in rows if relevance < threshold and free(shape)])

    def with_more(self, others: Found, most: int) -> Found:
        """These regions, followed by at most ``most`` others."""
        more = others.take(list(range(min(most, len(others.shapes)))))
        return Found(
            self.cosines + more.cosines,
            self.relevances + more.relevances,
            np.concatenate([self.seeds, more.seeds]),
            self.counts + more.counts,
            self.shapes + more.shapes,
            self.relevant,
        )


NOTHING = Found([], [], np.empty(0, np.intp), [], [], 0)
