"""Counting by RemoteCount's protocol (arXiv 2306.11029): which number makes the caption fit its image best?

The number in each image's caption is replaced by one to ten; the most similar caption gives the model's count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption
from training.data.pairs import read_pairs

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(rf"\b({'|'.join(NUMBERS)}|10|[1-9])\b", re.IGNORECASE)


@dataclass(frozen=True)
class CountingPair:
    """An image, its caption and the number in it, 1 to 10."""

    image: str
    caption: str
    count: int

    @property
    def captions(self) -> tuple[str, ...]:
        """The caption with its number replaced by each of one to ten."""
        match = _NUMBER.search(self.caption)
        assert match is not None
        digits = match[0].isdigit()
        numbers = [str(value) for value in range(1, 11)] if digits else NUMBERS
        before, after = self.caption[: match.start()], self.caption[match.end() :]
        shaped = [number.capitalize() if match[0][0].isupper() else number for number in numbers]
        return tuple(f"{before}{number}{after}" for number in shaped)


def counting_pair(image: str, caption: str) -> CountingPair | None:
    """The pair of an image and its caption; None if the caption has no number from one to ten."""
    match = _NUMBER.search(caption)
    if match is None:
        return None
    word = match[0].lower()
    return CountingPair(image, caption.strip(), int(word) if word.isdigit() else NUMBERS.index(word) + 1)


def read_counting_pairs(file: Path) -> tuple[list[CountingPair], int]:
    """Pairs of a tab-separated file of image and caption (with or without a header), and the number of rows without
    one.

    Raises:
        BadOption: the file cannot be read, or none of its rows is a pair.
    """
    all_pairs = [counting_pair(image, caption) for image, caption in read_pairs(file)]
    pairs = [pair for pair in all_pairs if pair is not None]
    if not pairs:
        raise BadOption(f"{file}: no row has an image, a tab and a caption with a number from one to ten.")
    return pairs, len(all_pairs) - len(pairs)


@dataclass(frozen=True)
class CountingResult:
    """``confusion``: int64 ``[10, 10]``, images by true number (rows) and predicted number (columns)."""

    confusion: NDArray[np.int64]

    @property
    def accuracy(self) -> float:
        """Images counted correctly, in percent."""
        return float(100 * np.trace(self.confusion) / self.confusion.sum())

    @property
    def off_by_at_most_one(self) -> float:
        """Images with an error of at most one, in percent."""
        near = sum(np.trace(self.confusion, offset) for offset in (-1, 0, 1))
        return float(100 * near / self.confusion.sum())


def count(images: NDArray[np.float32], texts: NDArray[np.float32], counts: Sequence[int]) -> CountingResult:
    """Count with normalised embeddings: images ``[n, d]``, their ten captions ``[n, 10, d]``, true numbers ``[n]``."""
    chosen = np.einsum("nd,nkd->nk", images, texts).argmax(1)
    confusion = np.zeros((len(NUMBERS), len(NUMBERS)), np.int64)
    np.add.at(confusion, (np.asarray(counts) - 1, chosen), 1)
    return CountingResult(confusion)
