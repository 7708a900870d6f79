"""What a search owes to an index: all of its rows, and to half precision a bound on its rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backend.errors import IndexNotUsable

if TYPE_CHECKING:
    from torch import Tensor


def refuse_gaps(filled: NDArray[np.bool_]) -> None:
    """A search sees all rows or fails, and never a part in silence.

    Raises:
        IndexNotUsable: a row of ``filled`` was not read.
    """
    if not filled.all():
        raise IndexNotUsable("The index changed while it was being read: search again.")


def half_rounding(exact: Tensor, half: Tensor) -> float:
    """How far a half-precision product with single-precision sums may be off.

    Rounding the direction, at most its length times that of a row; rounding the result, half a unit of its 11 bits,
    which is at most 1; and the sum.
    """
    direction = float((exact - half.float()).norm(dim=-1).max()) * 1.001
    return direction + 2.0**-11 + exact.shape[-1] * 2.0**-24
