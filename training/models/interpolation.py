"""Linear interpolation between two sets of weights (WiSE-FT, arXiv 2109.01903)."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from backend.errors import BadOption


def interpolate(start: Mapping[str, Tensor], tuned: Mapping[str, Tensor], start_share: float) -> dict[str, Tensor]:
    """``start_share * start + (1 - start_share) * tuned`` for every floating-point tensor; others are the tuned ones.

    Raises:
        BadOption: the two do not have the same tensors.
    """
    if differing := sorted(start.keys() ^ tuned.keys()):
        raise BadOption(f"The start model and the trained one are not alike: only one of them has {differing[0]}.")
    return {
        name: value if not value.is_floating_point() else start[name].to(value).lerp(value, 1 - start_share)
        for name, value in tuned.items()
    }
