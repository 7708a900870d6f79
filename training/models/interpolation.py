"""Weights between others: mixed with the start (WiSE-FT, arXiv 2109.01903), or the mean of runs (arXiv 2203.05482)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torch import Tensor

from backend.errors import BadOption


def interpolate(start: Mapping[str, Tensor], tuned: Mapping[str, Tensor], start_share: float) -> dict[str, Tensor]:
    """``start_share * start + (1 - start_share) * tuned`` for every floating-point tensor; others are the tuned ones.

    Raises:
        BadOption: the two do not have the same tensors.
    """
    if differing := sorted(start.keys() ^ tuned.keys()):
        raise BadOption(f"The models are not alike: only one of them has {differing[0]}.")
    return {
        name: value if not value.is_floating_point() else start[name].to(value).lerp(value, 1 - start_share)
        for name, value in tuned.items()
    }


def mean_weights(runs: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of what several runs from one start ended with ("model soup").

    Raises:
        BadOption: they do not have the same tensors.
    """
    mean = dict(runs[0])
    for count, run in enumerate(runs[1:], 1):
        mean = interpolate(mean, run, count / (count + 1))
    return mean
