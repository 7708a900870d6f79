"""Schedules over a run: functions of only the step, so that a resumed run follows the same curve."""

from __future__ import annotations

import math


def cosine(start: float, end: float, step: int, steps: int) -> float:
    """From ``start`` at step 0 along half a cosine to ``end`` at ``steps``, then constant."""
    progress = min(1.0, step / max(1, steps))
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * progress))


def linear_then_constant(start: float, end: float, step: int, steps: int) -> float:
    """From ``start`` at step 0 linearly to ``end`` at ``steps``, then constant."""
    return end if step >= steps else start + (end - start) * step / steps


def warmup_then_cosine(step: int, warmup: int, steps: int, floor: float = 0.0) -> float:
    """Factor of a learning rate: linear to 1 within ``warmup`` steps, then a cosine to ``floor`` at ``steps``."""
    if step < warmup:
        return (step + 1) / warmup
    return cosine(1.0, floor, step - warmup, steps - warmup)
