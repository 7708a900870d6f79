"""The automatic "other": ground on which none of a user's own classes stands out.

A list of a few classes is not exhaustive, and the softmax over it gives every window its best class however badly that
fits. Whether any fits is decided by the bank of the model's calibration: a class stands out on a window by the number
of standard deviations by which its cosine is above its mean over the bank. On the validation images of RSICD, with 3,
6, 12 and 20 of its classes as the list, the best class stands out by less than 1 on 0.2, 0.2, 0 and 0 % of the images
of these classes, and on 72, 56, 30 and 19 % of the others.
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
    """The calibration that decides "other", if that is automatic: for a user's own classes and a calibrated model.

    Raises:
        ModelUnavailable: the model's calibration is damaged.
    """
    if options.other_below is not None or label_set.preset:
        return None
    return find_calibration(model_id, revision)


def standing_out(
    kinds: NDArray[np.float32], directions: ClassDirections, calibration: Calibration
) -> NDArray[np.float32]:
    """By how much the best class stands out on each window, float32 ``[n]``, from cosines ``[n, m]`` with all kinds.

    In standard deviations of a kind's cosine over the bank.
    """
    bank = calibration.bank @ directions.vectors.T
    spread = np.maximum(bank.std(axis=0), 1e-4)
    return np.asarray(((kinds - bank.mean(axis=0)) / spread).max(axis=1), np.float32)
