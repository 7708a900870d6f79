"""A pretrained sentence encoder: a BERT with a unigram vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class SpecialPieces:
    """Ids of the special tokens."""

    start: int = 0
    pad: int = 1
    end: int = 2
    unknown: int = 3

    def ids(self) -> tuple[int, int, int, int]:
        """All ids, in the order in which a pruned vocabulary starts."""
        return self.start, self.pad, self.end, self.unknown


@dataclass(frozen=True)
class SentenceEncoder:
    """Everything in an encoder that a text tower needs.

    Attributes:
        width: width of a layer. heads: number of attention heads. inner: width of the feed-forward part.
        epsilon: epsilon of the layer norms.
        pieces: pieces of the vocabulary with their log probabilities, by id.
        weights: float32 tensors with the names of ``transformers.BertModel``.
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
