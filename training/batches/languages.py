"""Drawing the language of a caption."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from random import Random

from training.config.run import LanguagesConfig


def language_weights(config: LanguagesConfig, captions: Mapping[str, int]) -> dict[str, float]:
    """Probability of each language; they sum to one.

    Args:
        captions: number of captions in each language; only used by ``temperature``.
    """
    codes = config.codes
    if config.sampling == "english-share" and "en" in codes and len(codes) > 1:
        other = (1 - config.english_share) / (len(codes) - 1)
        return {code: config.english_share if code == "en" else other for code in codes}
    if config.sampling == "temperature":
        powers = {code: captions.get(code, 0) ** (1 / config.temperature) for code in codes}
        if total := sum(powers.values()):
            return {code: power / total for code, power in powers.items()}
    return {code: 1 / len(codes) for code in codes}


class LanguageSampler:
    """Draws languages by weight, among those in which an image has captions."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def draw(self, available: Collection[str], rng: Random) -> str:
        """One of ``available``, by weight; uniformly if all weights are zero.

        Raises:
            ValueError: nothing is available.
        """
        codes: Sequence[str] = sorted(available)
        if not codes:
            raise ValueError("There is no language to draw from.")
        sums = list(accumulate(self.weights.get(code, 0.0) for code in codes))
        if not sums[-1]:
            return rng.choice(codes)
        point = rng.random() * sums[-1]
        return next(code for code, bound in zip(codes, sums, strict=True) if point < bound or bound == sums[-1])
