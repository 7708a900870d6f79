"""The objective of a step: the weighted losses over all outputs of the towers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.batches.batch import Batch
from training.config.run import RunConfig
from training.distributed import Group
from training.losses.contrastive import ViewsContrastiveLoss, loss_by_row
from training.losses.labels import label_loss
from training.losses.names import alignment_loss, translation_loss
from training.losses.self_distillation import SelfDistillationLoss
from training.losses.text_space import TextSpaceLoss
from training.schedules import linear_then_constant


@dataclass(frozen=True)
class Embedded:
    """Outputs of the towers, not normalised, and the temperature as a factor.

    Views are ``[g, n, d]`` and ``[l, n, d]``, captions ``[g, n, d]``, extras ``[e, d]``, features of anchors ``[a,
    w]``.
    """

    global_views: Tensor
    local_views: Tensor
    captions: Tensor
    extras: Tensor
    anchors: Tensor
    scale: Tensor

    def leaves(self) -> Embedded:
        """The same values, detached from their graph, as leaves that collect gradients."""
        return Embedded(*(tensor.detach().requires_grad_(True) for tensor in vars(self).values()))


@dataclass(frozen=True)
class StepLosses:
    """Losses of one step, detached.

    Attributes:
        total: their weighted sum. parts: the weighted parts by name.
        teacher: the teacher's outputs ``[g, n, k]``; empty without self-distillation.
        rows: contrastive loss of each caption ``[g, n]``, for the log by language.
    """

    total: Tensor
    parts: dict[str, Tensor]
    teacher: Tensor
    rows: Tensor


class Objective(nn.Module):
    """All losses of a run with a weight other than 0.

    Args:
        distils: maps embeddings of views ``[v, n, d]`` through the student's head; None without self-distillation.
        centre: mean of the teacher's features for the text space.
    """

    def __init__(
        self,
        config: RunConfig,
        steps_per_epoch: float,
        group: Group,
        distils: Callable[[Tensor], Tensor] | None,
        centre: Tensor | None,
    ) -> None:
        super().__init__()
        self.config = config
        self.group = group
        self.distils = distils
        self.teacher_warmup = round(config.self_distillation.teacher_temperature_epochs * steps_per_epoch)
        self.contrastive = ViewsContrastiveLoss(group)
        self.distillation: SelfDistillationLoss | None = None
        if distils is not None:
            own = config.self_distillation
            self.distillation = SelfDistillationLoss(own.prototypes, own.student_temperature, own.centre_momentum)
        self.text_space = TextSpaceLoss(centre) if config.losses.text_space and centre is not None else None

    def _distilled(self, embedded: Embedded, teacher: Tensor, step: int) -> Tensor:
        assert self.distillation is not None and self.distils is not None
        views = embedded.global_views
        if len(embedded.local_views):
            views = torch.cat([views, embedded.local_views])
        low, high = self.config.self_distillation.teacher_temperature
        temperature = linear_then_constant(low, high, step, self.teacher_warmup)
        loss: Tensor = self.distillation(self.distils(views), teacher, temperature)
        return loss

    def forward(self, embedded: Embedded, batch: Batch, teacher: Tensor, step: int) -> StepLosses:
        """The losses of a step; ``teacher``: its outputs for the global views, empty without self-distillation."""
        weights = self.config.losses
        images = F.normalize(embedded.global_views, dim=-1)
        captions = F.normalize(embedded.captions, dim=-1)
        parts: dict[str, Tensor] = {}
        if weights.contrastive:
            meanings = batch.meanings if weights.alike == "left-out" else None
            each = self.contrastive(images.unbind(), captions.unbind(), embedded.scale, meanings)
            parts["contrastive"] = weights.contrastive * each
        if self.distillation is not None:
            parts["self-distillation"] = weights.self_distillation * self._distilled(embedded, teacher, step)
        extras = list(F.normalize(embedded.extras, dim=-1).split(list(batch.extra_sizes))) if batch.extra_sizes else []
        if batch.targets:
            labels = [
                label_loss(view, prompts, target, embedded.scale, self.group)
                for prompts, target in zip(extras[: len(batch.targets)], batch.targets, strict=True)
                for view in images.unbind()
            ]
            parts["labels"] = weights.labels * torch.stack(labels).mean()
        if weights.names or weights.translations:
            english, *others = extras[len(batch.targets) :]
            if weights.names:
                parts["names"] = weights.names * alignment_loss(english, others, embedded.scale)
            if weights.translations:
                parts["translations"] = weights.translations * translation_loss(english, others)
        if self.text_space is not None:
            parts["text space"] = weights.text_space * self.text_space(embedded.anchors, batch.taught)
        total = torch.stack(list(parts.values())).sum()
        if not weights.contrastive:
            # Every output must have a gradient, or the other processes would wait forever.
            total = total + 0 * sum(tensor.sum() for tensor in vars(embedded).values())
        rows = [loss_by_row(i, c, embedded.scale) for i, c in zip(images.detach(), captions.detach(), strict=True)]
        return StepLosses(total, {name: value.detach() for name, value in parts.items()}, teacher, torch.stack(rows))
