"""A run from its configuration to an exported model: data, leakage check, vocabulary, features, stages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from backend.lexicon import Lexicon, load_lexicon
from backend.models.prompts import load_templates
from training.batches import Plan, Planner, Tokenize
from training.captions.compose import CaptionComposer
from training.config import RunConfig, StageConfig
from training.data.sample import Sample, Split
from training.evaluation.suite import evaluate
from training.features import FeatureCache, to_tensor
from training.files import write_beside
from training.leakage import TrainingSet, drop_leaks
from training.model import TrunkStem, build_model, encode_text, load_trunk, normalise, trunk_tail
from training.sources import Source, open_sources
from training.tokenizer import train_tokenizer
from training.trainer import LabelGroup, Trainer
from training.views.single import ViewConfig, random_view

Report = Callable[[str], None]


def vocabulary_texts(lexicon: Lexicon, samples: Sequence[Sample]) -> list[str]:
    """What the vocabulary is trained on: every name in its templates, and the captions of the training images."""
    rng = Random(0)
    composer = CaptionComposer(lexicon, {})
    texts = [sentence for sample in samples for sentence in chain.from_iterable(sample.captions.values())]
    for language, templates in load_templates().items():
        for concept in lexicon.concepts.values():
            texts += list(concept[language].names) * 4
            texts += [composer.of_concept(concept, language, rng) for _ in range(8)]
        texts += [t.format(list=templates.enumerate_names(["", ""])) for t in templates.several] * 20
    return texts


def run_tokenizer(config: RunConfig, lexicon: Lexicon, samples: Sequence[Sample], folder: Path) -> Tokenizer:
    """The run's tokenizer, trained once."""
    file = folder / "tokenizer.json"
    if not file.exists():
        trained = train_tokenizer(vocabulary_texts(lexicon, samples), config.model.vocabulary)
        with write_beside(file) as beside:
            trained.save(str(beside))
    return Tokenizer.from_file(str(file))


class CachedFeatures:
    """Image input of a stage with a frozen trunk, or a frozen first part of it: cached rows through the rest."""

    def __init__(self, features: Sequence[Tensor]) -> None:
        self.features = features  # one tensor a view: float16 [n, channels] or [n, channels, h, w]

    def __call__(self, model: Any, plan: Plan, stage: StageConfig, step: int) -> Tensor:
        views, positions = torch.tensor(plan.views), torch.tensor(plan.rows)
        rows = torch.empty((len(positions), *self.features[0].shape[1:]))
        for view, features in enumerate(self.features):
            mine = views == view
            rows[mine] = features[positions[mine]].float()
        if stage.trains == "tail":
            activations = rows.contiguous(memory_format=torch.channels_last)
            rows = trunk_tail(model.visual.trunk, activations, stage.frozen_blocks)
        if stage.feature_noise:
            generator = torch.Generator().manual_seed(step)
            spread = rows.std(0, keepdim=True)
            rows = rows + stage.feature_noise * spread * torch.randn(rows.shape, generator=generator)
        projected: Tensor = model.visual.head(rows)
        return projected


class PixelViews:
    """Image input of an end-to-end stage: a fresh random view of each image."""

    def __init__(self, training_set: TrainingSet, size: int, views: ViewConfig) -> None:
        self.samples = training_set.samples
        self.archives = {s.config.id: s.archive for s in training_set.sources}
        self.size = size
        self.views = views

    def __call__(self, model: Any, plan: Plan, stage: StageConfig, step: int) -> Tensor:
        pixels = []
        for position, row in enumerate(plan.rows):
            sample = self.samples[row]
            image = to_tensor(self.archives[sample.source].open(sample.name))
            generator = torch.Generator().manual_seed(step * 100_003 + position)
            pixels.append(random_view(image, self.size, self.views, generator))
        inputs = normalise(torch.stack(pixels), torch.float32).contiguous(memory_format=torch.channels_last)
        embedded: Tensor = model.visual(inputs)
        return embedded


def label_groups(training_set: TrainingSet, stage: StageConfig) -> list[LabelGroup]:
    """One group a source that has a label set and takes part in the stage."""
    groups = []
    for source in training_set.sources:
        if source.classes and stage.repeats.get(source.config.id, 1):
            index = {name: i for i, name in enumerate(source.classes)}
            target = [
                index.get(s.label or "", -1) if s.source == source.config.id else -1 for s in training_set.samples
            ]
            groups.append(LabelGroup(tuple(source.classes.values()), torch.tensor(target)))
    return groups


class Run:
    """Everything a run needs, made or found in its folder."""

    def __init__(self, config: RunConfig, folder: Path, base: Path, report: Report) -> None:
        torch.manual_seed(config.seed)
        if config.threads:
            torch.set_num_threads(config.threads)
        folder.mkdir(parents=True, exist_ok=True)
        self.config = config
        self.folder = folder
        self.report = report
        self.lexicon = load_lexicon()
        self.sources = open_sources(config.data, base, self.lexicon, report, config.languages)
        self.training_set = drop_leaks(self.sources, folder, report, stop=config.data.leaks == "stop")
        self.sources = list(self.training_set.sources)
        self.tokenizer = run_tokenizer(config, self.lexicon, self.training_set.samples, folder)
        self.weights = base / config.model.trunk_weights if config.model.trunk_weights else None
        self.tokenize = Tokenize(self.tokenizer, config.model.context_length)
        self.views = ViewConfig()
        self._caches: dict[int, tuple[FeatureCache, nn.Module]] = {}

    def cache(self, frozen_blocks: int) -> tuple[FeatureCache, nn.Module]:
        """The cache of a trunk frozen up to a block, or of the whole trunk (0), and the module that fills it."""
        if frozen_blocks not in self._caches:
            assert self.weights is not None, "frozen stages need model.trunk_weights"
            digest = hashlib.sha256(self.weights.read_bytes()).hexdigest()[:16]
            recipe = f"{self.config.model.timm_model} {digest} {self.config.feature_precision}"
            if frozen_blocks:
                recipe += f" {frozen_blocks} blocks"
            trunk = load_trunk(self.config.model, self.weights)
            frozen = TrunkStem(trunk, frozen_blocks) if frozen_blocks else trunk
            frozen.to(getattr(torch, self.config.feature_precision)).to(memory_format=torch.channels_last)
            cache = FeatureCache(self.folder.parent / "features", recipe, self.config.model.image_size, self.views)
            self._caches[frozen_blocks] = cache, frozen
        return self._caches[frozen_blocks]

    def features(self, split: Split, source: Source, view: int, frozen_blocks: int = 0) -> NDArray[np.float16]:
        """Cached features of one split of a source."""
        cache, frozen = self.cache(frozen_blocks)
        dtype = getattr(torch, self.config.feature_precision)
        return cache.fill(frozen, lambda pixels: normalise(pixels, dtype), source.split(split), source.archive, view)

    def training_features(self, stage: StageConfig) -> list[Tensor]:
        """Features of everything that trains in a stage, one tensor a view; zeros for what does not take part."""
        views = []
        for view in range(stage.views):
            self.report(f"features of view {view + 1} of {stage.views}")
            parts: list[Tensor | None] = []
            for source in self.sources:
                kept = self.training_set.kept_rows[source.config.id]
                taking_part = stage.repeats.get(source.config.id, 1) > 0
                rows = self.features("train", source, view, stage.frozen_blocks)[kept] if taking_part else None
                parts.append(torch.from_numpy(rows) if rows is not None else None)
            shape = next(part.shape[1:] for part in parts if part is not None)
            counts = [len(self.training_set.kept_rows[source.config.id]) for source in self.sources]
            views.append(
                torch.cat(
                    [
                        part if part is not None else torch.zeros((count, *shape), dtype=torch.float16)
                        for part, count in zip(parts, counts, strict=True)
                    ]
                )
            )
        return views

    def validate(self, model: Any, stage: StageConfig, state: dict[str, Tensor]) -> dict[str, float]:
        """mR on the validation split in three languages, with cached features and the weights ``state``."""
        current = {k: v.detach().clone() for k, v in model.state_dict().items()}
        model.load_state_dict(state)
        model.eval()

        def encode_samples(source: Source, samples: Sequence[Sample]) -> NDArray[np.float32]:
            features = torch.from_numpy(self.features("val", source, 0, stage.frozen_blocks)).float()
            with torch.inference_mode():
                if stage.trains == "tail":
                    chunks = [trunk_tail(model.visual.trunk, c, stage.frozen_blocks) for c in features.split(128)]
                    features = torch.cat(chunks)
                embedded: NDArray[np.float32] = F.normalize(model.visual.head(features), dim=-1).numpy()
            return embedded

        def encode_texts(texts: Sequence[str]) -> NDArray[np.float32]:
            with torch.inference_mode():
                parts = [encode_text(model, self.tokenize(texts[i : i + 512])) for i in range(0, len(texts), 512)]
                embedded: NDArray[np.float32] = F.normalize(torch.cat(parts).float(), dim=-1).numpy()
            return embedded

        scores = evaluate(self.sources, ("en", "de", "ko"), encode_samples, encode_texts, self.lexicon, "val")
        model.load_state_dict(current)
        model.train()
        model.visual.trunk.eval()
        return {
            f"val {name} mR {language}": round(result.mean, 2)
            for language, score in scores.items()
            for name, result in score.retrieval.items()
        }

    def train(self, progress: Callable[[StageConfig, int, float], None] | None = None) -> Trainer:
        """Train through all stages, from the last checkpoint if there is one."""
        model = build_model(self.config.model, self.tokenizer.get_vocab_size(), self.weights)
        composer = CaptionComposer(self.lexicon, {s.config.id: s.classes for s in self.sources})
        planner = Planner(self.training_set.samples, composer, self.config.languages, self.config.seed)
        trainer = Trainer(self.config, model, self.tokenize, planner, self.lexicon, self.folder)
        for stage in self.config.stages[trainer.stage_index :]:
            self.report(f"stage {stage.name}: {stage.steps} steps of {stage.batch}")
            groups = label_groups(self.training_set, stage)
            if stage.trains == "all":
                images: Any = PixelViews(self.training_set, self.config.model.image_size, self.views)
                trainer.run_stage(stage, images, groups, progress)
            else:
                images = CachedFeatures(self.training_features(stage))
                trainer.run_stage(stage, images, groups, progress, partial(self.validate, model, stage))
        return trainer
