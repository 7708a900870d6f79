"""Input of the towers in one step: views, tokens and class targets of this process's part of the batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.batches.images import DecodedImage, StepImage
from training.batches.kept_views import KeptViews
from training.batches.words import StepWords, WordMaker
from training.config.run import RunConfig
from training.models.start import StartModel
from training.views.multi_crop import DrawnViews, draw_views, render_views


@dataclass(frozen=True)
class Batch:
    """The input of one step, on the training device.

    Attributes:
        global_views: normalised pixels ``[g, n, 3, s, s]``, or stored activations. local_views: likewise; None without
            any.
        captions, languages, meanings, extras, extra_sizes, targets, anchors, taught: see :class:`StepWords`.
    """

    global_views: Tensor
    local_views: Tensor | None
    captions: Tensor
    languages: tuple[tuple[str, ...], ...]
    meanings: Tensor
    extras: Tensor
    extra_sizes: tuple[int, ...]
    targets: tuple[Tensor, ...]
    anchors: Tensor
    taught: Tensor

    def __len__(self) -> int:
        return self.captions.shape[1]


class BatchMaker:
    """Makes the batch of a step from its images and words."""

    def __init__(
        self,
        config: RunConfig,
        start: StartModel,
        words: WordMaker,
        device: torch.device,
        kept: KeptViews | None = None,
    ) -> None:
        self.config = config
        self.preprocessing = start.preprocessing
        self.words = words
        self.device = device
        self.kept = kept
        self.global_size = config.views.global_size or start.preprocessing.image_size
        self.needs_locals = bool(config.losses.self_distillation and config.views.local_count)

    def _render(self, images: Sequence[DecodedImage], drawn: DrawnViews, size: int) -> Tensor:
        pixels = render_views([image.pixels for image in images], drawn, size, self.device)
        normalised = self.preprocessing.normalise(pixels.flatten(0, 1), torch.float32)
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

    def make(self, step: int, positions: Sequence[int], images: Sequence[StepImage], words: StepWords) -> Batch:
        """The batch of the images at positions of a step: decoded images, or any if views are stored.

        Args:
            words: words of the step as planned. They are drawn again where an unreadable image was replaced.
        """
        rows = tuple(image.row for image in images)
        if rows != words.rows:
            words = self.words.make(step, positions, rows)
        global_views, local_views = self._views(step, positions, images)
        return Batch(
            global_views=global_views,
            local_views=local_views,
            captions=words.captions.to(self.device),
            languages=words.languages,
            meanings=words.meanings.to(self.device),
            extras=words.extras.to(self.device),
            extra_sizes=words.extra_sizes,
            targets=tuple(target.to(self.device) for target in words.targets),
            anchors=words.anchors.to(self.device),
            taught=words.taught.to(self.device),
        )
