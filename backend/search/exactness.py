"""Exactness of a search: all rows are read, and half-precision rounding is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backend.errors import IndexNotUsable

if TYPE_CHECKING:
    from torch import Tensor


def refuse_gaps(filled: NDArray[np.bool_]) -> None:
    """Fail if rows are missing: a search never silently covers only a part.

    Raises:
        IndexNotUsable: a row of ``filled`` is False, that is, was not read.
    """
    if not filled.all():
        raise IndexNotUsable("The index changed while it was being read: search again.")


def half_rounding(exact: Tensor, half: Tensor) -> float:
    """Error bound of a half-precision product with single-precision sums.

    The sum of three: rounding the direction, at most the length of the difference times that of a row; rounding the
    result, which is at most 1, to 11 bits; and the summation.
    """
    direction = float((exact - half.float()).norm(dim=-1).max()) * 1.001
    return direction + 2.0**-11 + exact.shape[-1] * 2.0**-24
