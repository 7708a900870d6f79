"""Relevance: how much more a window is like the query than like phrases that fit anything, from 0 to 1.

A cosine means little by itself: its level differs between models, languages and phrases. LERF (arXiv 2303.09553)
compares it with the cosines of a few phrases that fit anything, and uses the least favourable one:

    relevance = min over n of  exp(t * s_q) / (exp(t * s_q) + exp(t * s_n))  =  sigmoid(t * (s_q - max over n of s_n))

with ``s_q`` the cosine of the query, ``s_n`` those of the neutral phrases, and ``t`` the model's own logit scale,
capped at CLIP's 100 (``encoder.temperature``). One half means "as much like the query as like the best neutral phrase".
Unwanted phrases are treated like neutral ones, so that a window which is more like them falls below one half.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from backend.models.contracts import TextEncoder
from backend.resources import resource_path


@lru_cache(maxsize=1)
def load_neutral_phrases() -> tuple[str, ...]:
    """Phrases that fit any ground; English suffices, as the models align their languages."""
    table = tomllib.loads(resource_path("prompts", "neutral.toml").read_text(encoding="utf-8"))
    return tuple(table["phrases"])


def neutral_vectors(encoder: TextEncoder) -> NDArray[np.float32]:
    """float32 ``[k, dimension]``, L2-normalised; encoded once per encoder."""
    return encoder.encode_texts(load_neutral_phrases())


def relevance(wanted: NDArray[np.float32], against: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Relevance of each window, from 0 to 1.

    Args:
        wanted: cosines with the query, ``[n]`` or ``[h, w]``.
        against: cosines with neutral and unwanted phrases, ``[k, n]`` or ``[k, h, w]``; ``k`` >= 1.
        temperature: factor for differences of cosines.
    """
    lead = temperature * (wanted - against.max(axis=0)).astype(np.float64)
    return np.asarray(expit(lead), np.float32)
