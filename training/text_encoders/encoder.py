"""A pretrained sentence encoder as it is read from its files: a BERT with a unigram vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class SpecialPieces:
    """Ids of the pieces that are no text."""

    start: int = 0
    pad: int = 1
    end: int = 2
    unknown: int = 3

    def ids(self) -> tuple[int, int, int, int]:
        """All of them, in the order that a pruned vocabulary begins with."""
        return self.start, self.pad, self.end, self.unknown


@dataclass(frozen=True)
class SentenceEncoder:
    """Everything of an encoder that a text tower is made of.

    Attributes:
        width: of a layer. heads, inner: of its attention, and of its feed-forward part.
        epsilon: of its layer norms.
        pieces: of the vocabulary with their log probabilities, by id.
        weights: float32 tensors by the names of ``transformers.BertModel``.
    """

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    special: SpecialPieces
    weights: Mapping[str, Tensor]
