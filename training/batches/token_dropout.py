"""Drops words from captions, so that a text tower does not memorise whole sentences.

RSICD has 43,670 training captions with 12,973 wordings, which a tower memorises after some epochs. Dropping words is
the simplest augmentation of text (EDA, arXiv 1901.11196).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


def drop_tokens(tokens: Tensor, pad_id: int, share: float, seeds: Sequence[Sequence[int]]) -> Tensor:
    """Drop each token of a text with a probability; the remaining ones move up.

    The first and the last token of a text are kept: towers start at one and pool at the other.

    Args:
        tokens: int64 ``[n, context]``, padded with ``pad_id`` on the right.
        share: the probability, 0-1.
        seeds: seeds of each text's draw.

    Returns:
        int64 ``[n, context]``, padded as before.
    """
    ids = tokens.numpy()
    place = np.arange(ids.shape[1])
    length = (ids != pad_id).sum(1)[:, None]
    drawn = np.stack([np.random.default_rng(list(seed)).random(ids.shape[1]) for seed in seeds])
    stays = (drawn >= share) | (place == 0) | (place == length - 1)
    stays &= place < length
    left = np.take_along_axis(ids, np.argsort(~stays, axis=1, kind="stable"), axis=1)
    left[place >= stays.sum(1)[:, None]] = pad_id
    return torch.from_numpy(left)
