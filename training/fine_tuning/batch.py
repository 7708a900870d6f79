"""What the towers take in one step: views, tokens and class targets of this process's part of the batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from backend.lexicon import Concept
from training.data.sample import Sample
from training.fine_tuning.config import FineTuningConfig
from training.fine_tuning.images import DecodedImage, StepImage
from training.fine_tuning.kept_views import KeptViews
from training.fine_tuning.plan import Plan
from training.fine_tuning.start import StartModel
from training.sources import Source
from training.token_dropout import drop_tokens
from training.views.multi_crop import DrawnViews, draw_views, render_views


@dataclass(frozen=True)
class LabelGroup:
    """A source with a label set: its classes, and each training sample's class (-1 where it has none)."""

    source: str
    classes: tuple[tuple[Concept, ...], ...]
    target: Tensor


def label_groups(sources: Sequence[Source], samples: Sequence[Sample], config: FineTuningConfig) -> list[LabelGroup]:
    """One group a source that has a label set and takes part; none where the run has no loss for them."""
    if not config.losses.labels:
        return []
    groups = []
    for source in sources:
        if source.classes and config.training.repeats.get(source.config.id, 1):
            index = {name: number for number, name in enumerate(source.classes)}
            target = [index.get(s.label or "", -1) if s.source == source.config.id else -1 for s in samples]
            groups.append(LabelGroup(source.config.id, tuple(source.classes.values()), torch.tensor(target)))
    return groups


@dataclass(frozen=True)
class Batch:
    """One step's input.

    Attributes:
        global_views: normalised ``[g, n, 3, s, s]``, or kept activations. local_views: the like, or None without any.
        captions: tokens ``[g, n, context]``. languages: of each view's captions, ``g`` times ``n``.
        meanings: int64 ``[g, n]``, equal for captions that mean the same.
        extras: tokens of texts that every process has: class prompts and names, ``[e, context]``.
        extra_sizes: how many of them belong to each label group, and then to names in English and in others.
        targets: int64 ``[n]`` for each label group.
    """

    global_views: Tensor
    local_views: Tensor | None
    captions: Tensor
    languages: tuple[tuple[str, ...], ...]
    meanings: Tensor
    extras: Tensor
    extra_sizes: tuple[int, ...]
    targets: tuple[Tensor, ...]

    def __len__(self) -> int:
        return self.captions.shape[1]


class BatchMaker:
    """Makes a step's batch of its decoded images."""

    def __init__(
        self,
        config: FineTuningConfig,
        start: StartModel,
        plan: Plan,
        groups: Sequence[LabelGroup],
        device: torch.device,
        kept: KeptViews | None = None,
    ) -> None:
        self.config = config
        self.start = start
        self.plan = plan
        self.groups = tuple(groups)
        self.device = device
        self.kept = kept
        self.global_size = config.views.global_size or start.preprocessing.image_size
        self.needs_locals = bool(config.losses.self_distillation and config.views.local_count)

    def _render(self, images: Sequence[DecodedImage], drawn: DrawnViews, size: int) -> Tensor:
        pixels = render_views([image.pixels for image in images], drawn, size, self.device)
        normalised = self.start.preprocessing.normalise(pixels.flatten(0, 1), torch.float32)
        views: Tensor = normalised.unflatten(0, pixels.shape[:2])
        return views

    def _views(self, step: int, positions: Sequence[int], images: Sequence[StepImage]) -> tuple[Tensor, Tensor | None]:
        if self.kept is not None:
            seen, near = self.kept.views(step, positions, images)
            return seen.to(self.device), near.to(self.device) if near is not None and self.needs_locals else None
        decoded = [image for image in images if isinstance(image, DecodedImage)]
        views, count = self.config.views, self.config.views.global_count
        sizes = [(image.pixels.shape[1], image.pixels.shape[2]) for image in decoded]
        drawn = draw_views(views, sizes, self.config.seed, step, positions)
        seen = self._render(decoded, drawn.views(0, count), self.global_size)
        if not self.needs_locals:
            return seen, None
        return seen, self._render(decoded, drawn.views(count, count + views.local_count), views.local_size)

    def make(self, step: int, positions: Sequence[int], images: Sequence[StepImage]) -> Batch:
        """The batch of the images at places of a step: decoded ones, or any where views are kept."""
        global_views, local_views = self._views(step, positions, images)
        count = len(global_views)
        captions = [
            [self.plan.caption(i.sample, step, view, place) for i, place in zip(images, positions, strict=True)]
            for view in range(count)
        ]
        tokens = self.start.tokenize([caption.text for row in captions for caption in row])
        if share := self.config.training.token_dropout:
            seeds = [[self.config.seed, step, view, place] for view in range(count) for place in positions]
            tokens = drop_tokens(tokens, self.start.pad_id, share, seeds)
        extras = [self.plan.label_prompts(step, group.source, group.classes) for group in self.groups]
        if self.config.losses.names:
            extras += list(self.plan.name_pairs(step))
        texts = [text for group in extras for text in group]
        rows = torch.tensor([image.row for image in images])
        return Batch(
            global_views=global_views,
            local_views=local_views,
            captions=tokens.unflatten(0, (count, len(images))).to(self.device),
            languages=tuple(tuple(caption.language for caption in row) for row in captions),
            meanings=torch.tensor([[c.meaning for c in row] for row in captions]).to(self.device),
            extras=(self.start.tokenize(texts) if texts else tokens[:0]).to(self.device),
            extra_sizes=tuple(len(group) for group in extras),
            targets=tuple(group.target[rows].to(self.device) for group in self.groups),
        )
