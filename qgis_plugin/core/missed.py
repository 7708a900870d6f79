"""Where nothing was relevant enough: how near the best came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .translation import localised, tr


def best_relevance(summaries: Iterable[Mapping[str, Any]]) -> float | None:
    """The highest relevance, 0-1, that did not reach the threshold, of the summaries of searches; None if none is told.

    Servers before this one do not tell it.
    """
    told = [summary.get("best_relevance") for summary in summaries]
    return max((float(one) for one in told if isinstance(one, (int, float))), default=None)


def nothing_found(least: float, best: float | None) -> str:
    """What the user is told; ``least``: the relevance that was asked for, 0-1."""
    if best is None:
        return tr("Nothing was relevant enough: try other words or a lower threshold in the options.")
    return tr(
        "Nothing reaches a relevance of {least} %, the best has {best} %: "
        "try other words or a lower threshold in the options.",
        least=localised(100 * least),
        best=localised(int(100 * best)),
    )
