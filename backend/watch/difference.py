"""What is new, gone and unchanged between two answers, by the ground that regions share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from backend.watch.seen import SeenLayer, SeenRegion

SLIVER = 0.01
"""Share of the smaller region: less ground in common is what rounded coordinates of neighbours overlap by."""


@dataclass(frozen=True)
class Difference:
    """Regions of the present answer and of the one before it.

    Attributes:
        new: of layers looked at now, on ground where the earlier answer had no region, of whatever layer.
        gone: of the earlier answer, of layers looked at now or no longer asked, on ground where no region is now.
        unchanged: all other regions of the present answer.
    """

    new: tuple[SeenRegion, ...]
    gone: tuple[SeenRegion, ...]
    unchanged: tuple[SeenRegion, ...]


def difference(before: Mapping[str, SeenLayer], now: Mapping[str, SeenLayer]) -> Difference:
    """Compare the answers of layers as they were with those that were looked at since.

    Args:
        before: the earlier answer, by layer.
        now: layers that were looked at since, or are no longer asked. One that failed says nothing: what it answered
            before stands.
    """
    looked = {layer: seen for layer, seen in now.items() if seen.regions is not None}
    kept = [region for layer, seen in before.items() if layer not in looked for region in seen.regions or ()]
    fresh = [region for seen in looked.values() if not seen.gone for region in seen.regions or ()]
    left = [region for layer, seen in before.items() if layer in looked for region in seen.regions or ()]
    known = overlaps(fresh, [*kept, *left])
    still = overlaps(left, [*kept, *fresh])
    return Difference(
        new=tuple(region for region, was in zip(fresh, known, strict=True) if not was),
        gone=tuple(region for region, remains in zip(left, still, strict=True) if not remains),
        unchanged=(*(region for region, was in zip(fresh, known, strict=True) if was), *kept),
    )


def overlaps(regions: Sequence[SeenRegion], others: Sequence[SeenRegion]) -> list[bool]:
    """Which regions share ground with one of the others, more than a sliver of the smaller of both."""
    shapes = _shapes(regions)
    theirs = _shapes(others)
    overlapping = np.zeros(len(shapes), bool)
    if not len(shapes) or not len(theirs):
        return overlapping.tolist()
    mine, other = shapely.STRtree(theirs).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[mine], theirs[other]))
    smaller = np.minimum(shapely.area(shapes[mine]), shapely.area(theirs[other]))
    overlapping[mine[shared > SLIVER * smaller]] = True
    return overlapping.tolist()


def _shapes(regions: Sequence[SeenRegion]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    array = np.empty(len(regions), dtype=object)
    array[:] = [region.shape for region in regions]
    return array
