"""Batches: which images, which view, which sentence in which language. A pure function of seed and step.

Because a batch depends on nothing but the seed and the step number, a resumed run sees exactly the batches that an
uninterrupted one would have seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from torch import Tensor

from backend.lexicon import Concept, Lexicon
from training.captions.compose import CaptionComposer
from training.config import StageConfig
from training.data.sample import Sample
from training.sample_order import SampleOrder


@dataclass(frozen=True)
class Plan:
    """What one step trains on: sample positions, view numbers, texts."""

    rows: tuple[int, ...]
    views: tuple[int, ...]
    captions: tuple[str, ...]
    languages: tuple[str, ...]


class Tokenize:
    """Texts -> the shortest padded block of ids that holds them.

    The text tower is causal and pools at the end token, so padding after it changes nothing but time.
    """

    def __init__(self, tokenizer: Any, context_length: int) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.enable_truncation(context_length)
        self._tokenizer.enable_padding(pad_id=0, pad_token="<pad>")

    def __call__(self, texts: Sequence[str]) -> Tensor:
        return torch.tensor([e.ids for e in self._tokenizer.encode_batch(list(texts))], dtype=torch.long)


class Planner:
    """Draws the plan of each step.

    Samples come in epochs: each once (times its source's repeats), in an order drawn from the seed and the epoch.
    """

    def __init__(
        self,
        samples: Sequence[Sample],
        composer: CaptionComposer,
        languages: Sequence[str],
        seed: int,
    ) -> None:
        self.samples = samples
        self.composer = composer
        self.languages = tuple(languages)
        self.seed = seed
        self._orders: dict[str, SampleOrder] = {}

    def _rows(self, stage: StageConfig, step: int) -> list[int]:
        if stage.name not in self._orders:
            self._orders = {stage.name: SampleOrder(self.samples, stage.repeats, self.seed)}
        return self._orders[stage.name].rows(step * stage.batch, stage.batch)

    def language(self, rng: Random, english_share: float) -> str:
        """English with its share, else one of the others, uniformly."""
        others = [language for language in self.languages if language != "en"]
        if not others or ("en" in self.languages and rng.random() < english_share):
            return "en"
        return rng.choice(others)

    def plan(self, stage: StageConfig, step: int) -> Plan:
        """The plan of one step of a stage."""
        rng = Random(f"{self.seed}/{stage.name}/{step}")
        rows = self._rows(stage, step)
        languages = [self.language(rng, stage.english_share) for _ in rows]
        captions = [
            self.composer.draw(self.samples[row], language, rng) for row, language in zip(rows, languages, strict=True)
        ]
        return Plan(tuple(rows), tuple(rng.randrange(stage.views) for _ in rows), tuple(captions), tuple(languages))

    def label_prompts(self, stage: StageConfig, step: int, classes: Sequence[Sequence[Concept]]) -> list[str]:
        """One prompt a class, all in one language drawn for this step."""
        rng = Random(f"{self.seed}/{stage.name}/{step}/labels")
        language = self.language(rng, stage.english_share)
        return [self.composer.of_concept(rng.choice(list(concepts)), language, rng) for concepts in classes]

    def name_pairs(self, stage: StageConfig, step: int, lexicon: Lexicon, count: int) -> tuple[list[str], list[str]]:
        """English and foreign names of ``count`` concepts, drawn for this step."""
        rng = Random(f"{self.seed}/{stage.name}/{step}/names")
        concepts = rng.sample(sorted(lexicon.concepts), min(count, len(lexicon)))
        english = [self.composer.of_concept(lexicon[c], "en", rng) for c in concepts]
        others = [language for language in self.languages if language != "en"] or ["en"]
        foreign = [self.composer.of_concept(lexicon[c], rng.choice(others), rng) for c in concepts]
        return english, foreign
