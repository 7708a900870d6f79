"""The automatic "other": ground that none of a user's own classes stands out on.

A list of a few classes does not cover the Earth, and the softmax over it gives every window its best class however
badly that fits. Whether any fits at all is seen against the bank of many grounds that belongs to a model's calibration:
a class stands out on a window by as many standard deviations as its cosine is above its mean over the bank. On the
validation images of RSICD, with 3, 6, 12 and 20 of its classes as the list, the best class's is below 1 on 0.2, 0.2, 0
and 0 % of the images that one of the classes names, and on 72, 56, 30 and 19 % of the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backend.labeling.kinds import ClassDirections
from backend.labeling.label_set import LabelSet
from backend.labeling.options import LabelOptions
from backend.presence.calibration import Calibration, find_calibration

STANDS_OUT = 1.0
"""Standard deviations above the bank from which a class fits."""


def bank_for(label_set: LabelSet, options: LabelOptions, model_id: str, revision: str) -> Calibration | None:
    """What tells "other", where that is automatic: for classes of the user's own, by a model that is calibrated.

    Raises:
        ModelUnavailable: the model's calibration is damaged.
    """
    if options.other_below is not None or label_set.preset:
        return None
    return find_calibration(model_id, revision)


def standing_out(
    kinds: NDArray[np.float32], directions: ClassDirections, calibration: Calibration
) -> NDArray[np.float32]:
    """By how much the best class stands out on each of ``n`` windows, from ``[n, m]`` cosines with all kinds: ``[n]``.

    In standard deviations of a kind's cosine over the bank.
    """
    bank = calibration.bank @ directions.vectors.T
    spread = np.maximum(bank.std(axis=0), 1e-4)
    return np.asarray(((kinds - bank.mean(axis=0)) / spread).max(axis=1), np.float32)
