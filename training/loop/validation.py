"""Scores of the current weights on the validation split."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from backend.lexicon import Lexicon
from training.data.pixels import read_pixels
from training.data.sample import Sample
from training.evaluation.suite import evaluate
from training.loop.ema import copy_of
from training.loop.learner import Learner
from training.models.start import StartModel
from training.models.text_tower import encode_texts
from training.models.towers import encode_images
from training.sources.source import Source
from training.views.plain import plain_view

CHUNK = 64
LANGUAGES = ("en", "de", "ko")


class Validation:
    """mR on the validation split in up to three languages; the learner is not changed."""

    def __init__(
        self, learner: Learner, start: StartModel, sources: Sequence[Source], lexicon: Lexicon, codes: Sequence[str]
    ) -> None:
        self.learner = learner
        self.start = start
        self.sources = sources
        self.lexicon = lexicon
        self.languages = tuple(code for code in LANGUAGES if code in codes) or tuple(codes[:1])

    def _images(self, source: Source, samples: Sequence[Sample]) -> NDArray[np.float32]:
        rows = []
        size = self.start.preprocessing.image_size
        for first in range(0, len(samples), CHUNK):
            views = [plain_view(read_pixels(source.archive, s.name), size) for s in samples[first : first + CHUNK]]
            pixels = torch.stack(views).to(self.learner.group.device)
            inputs = self.start.preprocessing.normalise(pixels, torch.float32)
            rows.append(F.normalize(encode_images(self.learner.model.visual, inputs).float(), dim=-1).cpu())
        embedded: NDArray[np.float32] = torch.cat(rows).numpy()
        return embedded

    def _texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = []
        for first in range(0, len(texts), CHUNK):
            tokens = self.start.tokenize(texts[first : first + CHUNK]).to(self.learner.group.device)
            rows.append(F.normalize(encode_texts(self.learner.model, tokens, self.start.pad_id).float(), dim=-1).cpu())
        embedded: NDArray[np.float32] = torch.cat(rows).numpy()
        return embedded

    @torch.no_grad()
    def __call__(self, weights: dict[str, Tensor]) -> dict[str, float]:
        """Scores by source and language."""
        model = self.learner.model
        current = copy_of(model)
        model.load_state_dict(weights)
        model.eval()
        scores = evaluate(self.sources, self.languages, self._images, self._texts, self.lexicon, "val")
        model.load_state_dict(current)
        model.train()
        return {
            f"{name} mR {language}": round(result.mean, 2)
            for language, score in scores.items()
            for name, result in score.retrieval.items()
        }
