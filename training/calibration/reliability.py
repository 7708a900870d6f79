"""Reliability of a calibration, cross-validated: each source is evaluated with a fit to the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import LANGUAGES, Lexicon
from backend.models.encoder import Encoder
from backend.models.prompts import phrase_prompts
from backend.output.files import write_whole
from backend.presence.calibration import Calibration
from training.calibration.evidence import Evidence
from training.calibration.fit import Unseen, fit_calibration, judge, make_bank

SHOWN = 10
BINS = 10


@dataclass(frozen=True)
class Told:
    """Relevance of windows that would be shown, and whether they are correct; ``[n]`` each."""

    relevance: NDArray[np.float64]
    right: NDArray[np.bool_]

    def curve(self) -> list[tuple[float, float, int]]:
        """Mean relevance, share correct and number of windows, for every non-empty tenth of relevance."""
        bins = np.minimum((self.relevance * BINS).astype(int), BINS - 1)
        return [
            (float(self.relevance[bins == b].mean()), float(self.right[bins == b].mean()), int((bins == b).sum()))
            for b in np.unique(bins)
        ]

    @property
    def ece(self) -> float:
        """Expected calibration error (Naeini et al. 2015, equation 1), with ten bins of equal width."""
        return sum(abs(told - was) * count for told, was, count in self.curve()) / max(len(self.right), 1)


def left_out(
    start: Calibration,
    evidence: Sequence[Evidence],
    encoder: Encoder,
    lexicon: Lexicon,
    unseen: Mapping[str, Unseen] = MappingProxyType({}),
) -> dict[str, Told]:
    """By language, the ten best windows of every query, each source evaluated with a fit to the others.

    The queries of a language are its names in its own templates, like any phrase. ``names`` are the same names as in a
    search: in all languages together, because they are in the lexicon.
    """
    rows: dict[str, list[Told]] = {}
    for source in evidence:
        others = [other for other in evidence if other.id != source.id]
        if not others:
            continue
        fitted = fit_calibration(replace_bank(start, others), others, encoder, words=False, unseen=unseen)
        rows.setdefault("names", []).append(_told(fitted, source, encoder, None))
        for language in (code for code in LANGUAGES if code in encoder.languages):
            vectors = {
                concept: _phrase(lexicon.concepts[concept][language].one, encoder) for concept in source.concepts
            }
            rows.setdefault(language, []).append(_told(fitted, source, encoder, vectors))
    return {
        language: Told(np.concatenate([t.relevance for t in told]), np.concatenate([t.right for t in told]))
        for language, told in rows.items()
    }


def replace_bank(start: Calibration, evidence: Sequence[Evidence]) -> Calibration:
    """The calibration with a bank of only some sources."""
    return Calibration(
        start.revision, make_bank(evidence), start.concepts, start.vectors, start.relevance, start.presence,
        start.words, start.made_from,
    )  # fmt: skip


def _phrase(text: str, encoder: Encoder) -> NDArray[np.float32]:
    mean = encoder.encode_texts(phrase_prompts(text)).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _told(fitted: Calibration, one: Evidence, encoder: Encoder, vectors: dict[str, NDArray[np.float32]] | None) -> Told:
    relevances, rights = [], []
    for query in judge(fitted, one, encoder.temperature, vectors):
        told = fitted.relevance.probability(query.measures)
        best = np.argsort(-told, kind="stable")[:SHOWN]
        relevances.append(told[best])
        rights.append(query.right[best])
    return Told(np.concatenate(relevances), np.concatenate(rights))


def table(told: Mapping[str, Told]) -> str:
    """A Markdown table with a row per language."""
    lines = ["| queries | windows | right, % | mean relevance, % | ECE | right of those told 0.75-0.85 |"]
    lines.append("|---|---|---|---|---|---|")
    for language, one in told.items():
        near = (one.relevance >= 0.75) & (one.relevance < 0.85)
        at_eight = f"{100 * one.right[near].mean():.0f} % of {near.sum()}" if near.any() else "none"
        lines.append(
            f"| {language} | {len(one.right)} | {100 * one.right.mean():.1f} | {100 * one.relevance.mean():.1f} "
            f"| {one.ece:.3f} | {at_eight} |"
        )
    return "\n".join(lines)


def draw_curve(path: Path, told: Mapping[str, Told], title: str) -> None:
    """Draw the reliability curve as PNG: share correct against relevance; the size of a dot is its share of windows."""
    from PIL import Image, ImageDraw

    from backend.output.fonts import fonts

    side, margin, factor = 480, 70, 2
    image = Image.new("RGB", (factor * (side + 2 * margin), factor * (side + 2 * margin)), "white")
    draw, font = ImageDraw.Draw(image), fonts(factor * 15)[0]

    def at(x: float, y: float) -> tuple[float, float]:
        return factor * (margin + x * side), factor * (margin + (1 - y) * side)

    for tenth in range(0, 11, 2):
        share = tenth / 10
        draw.line([at(share, 0), at(share, 1)], "#dddddd", factor)
        draw.line([at(0, share), at(1, share)], "#dddddd", factor)
        draw.text((at(share, 0)[0], at(share, 0)[1] + factor * 6), f"{share:.1f}", "#333333", font, anchor="ma")
        draw.text((at(0, share)[0] - factor * 6, at(0, share)[1]), f"{share:.1f}", "#333333", font, anchor="rm")
    draw.line([at(0, 0), at(1, 1)], "#999999", factor)
    for language, one in sorted(told.items(), key=lambda row: row[0] == "names"):
        colour = "#1f5fa8" if language == "names" else "#e0a878"
        points = [(at(x, y), count / len(one.right)) for x, y, count in one.curve()]
        draw.line([point for point, _ in points], colour, factor * (3 if language == "names" else 1))
        for (x, y), share in points:
            radius = factor * (3 + 12 * share**0.5) if language == "names" else factor * 2
            draw.ellipse([x - radius, y - radius, x + radius, y + radius], colour)
    middle = factor * (margin + side / 2)
    draw.text((middle, factor * 24), title, "#000000", font, anchor="mm")
    draw.text((middle, factor * (2 * margin + side - 24)), "relevance that was told", "#333333", font, anchor="mm")
    draw.text(
        (factor * 8, factor * 44), "share that was right (blue: names; brown: one language each)", "#333333", font
    )
    small = image.resize((side + 2 * margin, side + 2 * margin), Image.Resampling.LANCZOS)
    write_whole(path, lambda file: small.save(file))
