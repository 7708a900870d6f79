"""Student, teacher, heads and losses: the gradients of one step.

With accumulation the gradients are those of the whole batch at once, not of its parts: a contrastive loss over parts
would have fewer negatives. As in GradCache (arXiv 2101.06983) the parts go through the towers without a graph, the
losses are taken over all embeddings, and each part goes through again to carry its embeddings' gradients on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from backend.errors import BadOption
from training.distributed import Group
from training.ema import blend
from training.fine_tuning.batch import Batch
from training.fine_tuning.config import FineTuningConfig
from training.heads.dino import DinoHead
from training.losses.contrastive import ViewsContrastiveLoss, loss_by_row
from training.losses.labels import label_loss
from training.losses.names import alignment_loss
from training.losses.self_distillation import SelfDistillationLoss
from training.schedules import cosine, linear_then_constant
from training.towers import Towers, encode_views, keep_batch_statistics

# Numbers that keep apart what is drawn from one seed.
_STEP, _RANK, _PART = 1_000_003, 8191, 127
MAX_LOGIT_SCALE = math.log(100)


@dataclass(frozen=True)
class Embedded:
    """What the towers gave: views ``[g, n, d]`` and ``[l, n, d]``, captions ``[g, n, d]``, extras ``[e, d]``, none
    normalised, and the temperature as a factor."""

    global_views: Tensor
    local_views: Tensor
    captions: Tensor
    extras: Tensor
    scale: Tensor

    def leaves(self) -> Embedded:
        """The same values, cut from their graph, collecting gradients of their own."""
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


class Teacher(nn.Module):
    """Moving average of the student's image tower and head; never trained, never in training mode."""

    def __init__(self, visual: nn.Module, head: nn.Module, kept_blocks: int) -> None:
        super().__init__()
        self.kept_blocks = kept_blocks
        self.visual = deepcopy(visual).requires_grad_(False)
        self.head = deepcopy(head).requires_grad_(False)
        self.eval()

    @torch.no_grad()
    def forward(self, views: Tensor) -> Tensor:
        """Normalised pixels ``[m, 3, s, s]``, or activations of kept blocks -> head outputs ``[m, k]``."""
        outputs: Tensor = self.head(encode_views(self.visual, views, self.kept_blocks))
        return outputs


def drop_features(visual: Any, share: float) -> None:
    """Have a tower leave out a share of its pooled features before the projection whenever it trains.

    Raises:
        BadOption: it is no tower of timm with a projection.
    """
    if not share:
        return
    dropout = getattr(getattr(visual, "head", None), "drop", None)
    if not isinstance(dropout, nn.Dropout):
        raise BadOption("training.feature_dropout: needs an image tower of timm with a projection; set it to 0.")
    dropout.p = share


class Learner:
    """Everything that holds weights or a state that a checkpoint must hold."""

    def __init__(
        self, config: FineTuningConfig, model: Any, dimension: int, pad_id: int, steps_per_epoch: float, group: Group
    ) -> None:
        self.config = config
        self.group = group
        self.steps_per_epoch = steps_per_epoch
        self.model = model.to(group.device)
        self.model.to(memory_format=torch.channels_last)  # convolutions are faster so, on CPUs and GPUs alike
        blocks = config.training.frozen_blocks
        kept_blocks = blocks if config.views.kept else 0
        self.towers = Towers(self.model, config.training.frozen, pad_id, blocks, kept_blocks)
        drop_features(self.model.visual, config.training.feature_dropout)
        if config.training.checkpointing:
            self.model.set_grad_checkpointing(True)
        self.contrastive = ViewsContrastiveLoss(group)
        self.head: DinoHead | None = None
        self.teacher: Teacher | None = None
        self.distillation: SelfDistillationLoss | None = None
        if config.losses.self_distillation:
            own = config.self_distillation
            torch.manual_seed(config.seed)
            self.head = DinoHead(dimension, own.prototypes, own.hidden, own.bottleneck).to(group.device)
            self.teacher = Teacher(self.model.visual, self.head, kept_blocks)
            loss = SelfDistillationLoss(own.prototypes, own.student_temperature, own.centre_momentum)
            self.distillation = loss.to(group.device)
        self._towers: nn.Module = self.towers
        self._head: nn.Module | None = self.head
        if group.world > 1:
            self._towers = DistributedDataParallel(self.towers, broadcast_buffers=False)
            self._head = DistributedDataParallel(self.head, broadcast_buffers=False) if self.head else None

    def parameters(self) -> Iterator[nn.Parameter]:
        """Everything that an optimiser may change."""
        yield from self.model.parameters()
        if self.head is not None:
            yield from self.head.parameters()

    def _autocast(self) -> AbstractContextManager[Any]:
        enabled = self.config.training.precision == "bfloat16"
        return torch.autocast(self.group.device.type, dtype=torch.bfloat16, enabled=enabled)

    def _seed(self, step: int, part: int) -> None:
        """Dropout is drawn from the step, the process and the part, so that nothing else needs to be kept."""
        torch.manual_seed(self.config.seed + _STEP * step + _RANK * self.group.rank + _PART * part)

    def _embed(self, batch: Batch, rows: slice, last: bool) -> Embedded:
        views, captions = batch.global_views[:, rows], batch.captions[:, rows]
        local = batch.local_views[:, rows] if batch.local_views is not None else None
        tokens = captions.flatten(0, 1)
        if last and len(batch.extras):
            tokens = torch.cat([tokens, batch.extras])
        with self._autocast():
            seen, near, read, scale = self._towers(
                views.flatten(0, 1), local.flatten(0, 1) if local is not None else None, tokens
            )
        count, images = captions.shape[:2]
        near = near.float().unflatten(0, (-1, images)) if local is not None else near.float().unsqueeze(0)[:0]
        own, extras = read.float().split([count * images, len(read) - count * images])
        return Embedded(
            seen.float().unflatten(0, (count, images)), near, own.unflatten(0, (count, images)), extras, scale.float()
        )

    def _teach(self, batch: Batch, parts: list[slice]) -> Tensor:
        if self.teacher is None:
            return batch.global_views.new_zeros(0)
        with self._autocast():
            outputs = [self.teacher(batch.global_views[:, rows].flatten(0, 1)) for rows in parts]
        views = len(batch.global_views)
        return torch.cat([o.float().unflatten(0, (views, -1)) for o in outputs], dim=1)

    def _losses(self, embedded: Embedded, batch: Batch, teacher: Tensor, step: int) -> StepLosses:
        weights = self.config.losses
        images = F.normalize(embedded.global_views, dim=-1)
        captions = F.normalize(embedded.captions, dim=-1)
        parts: dict[str, Tensor] = {}
        if weights.contrastive:
            meanings = batch.meanings if weights.alike == "left-out" else None
            each = self.contrastive(images.unbind(), captions.unbind(), embedded.scale, meanings)
            parts["contrastive"] = weights.contrastive * each
        if self.distillation is not None and self._head is not None:
            both = torch.cat([embedded.global_views, embedded.local_views]) if batch.local_views is not None else None
            student_views = both if both is not None else embedded.global_views
            with self._autocast():
                student = self._head(student_views.flatten(0, 1)).float().unflatten(0, student_views.shape[:2])
            warm = self.config.self_distillation.teacher_temperature_epochs * self.steps_per_epoch
            low, high = self.config.self_distillation.teacher_temperature
            temperature = linear_then_constant(low, high, step, round(warm))
            parts["self-distillation"] = weights.self_distillation * self.distillation(student, teacher, temperature)
        extras = list(F.normalize(embedded.extras, dim=-1).split(list(batch.extra_sizes))) if batch.extra_sizes else []
        if batch.targets:
            labels = [
                torch.stack(
                    [label_loss(v, prompts, target, embedded.scale, self.group) for v in images.unbind()]
                ).mean()
                for prompts, target in zip(extras[: len(batch.targets)], batch.targets, strict=True)
            ]
            parts["labels"] = weights.labels * torch.stack(labels).mean()
        if weights.names:
            parts["names"] = weights.names * alignment_loss(extras[-2], extras[-1], embedded.scale)
        total = torch.stack(list(parts.values())).sum()
        if not weights.contrastive:
            # Every output takes part, or the other processes would wait for gradients that never come.
            total = total + 0 * sum(tensor.sum() for tensor in vars(embedded).values())
        rows = [loss_by_row(i, c, embedded.scale) for i, c in zip(images.detach(), captions.detach(), strict=True)]
        return StepLosses(total, {name: value.detach() for name, value in parts.items()}, teacher, torch.stack(rows))

    def gradients(self, batch: Batch, step: int) -> StepLosses:
        """Add the gradients of a step to the parameters."""
        self.towers.train()
        if self.config.training.batch_statistics == "kept":
            keep_batch_statistics(self.towers)
        count = self.config.training.accumulation
        size = len(batch) // count
        parts = [slice(part * size, (part + 1) * size) for part in range(count)]
        teacher = self._teach(batch, parts)
        if count == 1:
            self._seed(step, 0)
            losses = self._losses(self._embed(batch, parts[0], last=True), batch, teacher, step)
            losses.total.backward()
        else:
            losses = self._accumulate(batch, parts, teacher, step)
        if (
            self.head is not None
            and step < self.config.self_distillation.frozen_last_layer_epochs * self.steps_per_epoch
        ):
            self.head.drop_last_layer_gradient()
        return losses

    def _accumulate(self, batch: Batch, parts: list[slice], teacher: Tensor, step: int) -> StepLosses:
        held = []
        with torch.no_grad():
            for number, rows in enumerate(parts):
                self._seed(step, number)
                held.append(self._embed(batch, rows, last=number == len(parts) - 1))
        leaves = Embedded(
            torch.cat([part.global_views for part in held], 1),
            torch.cat([part.local_views for part in held], 1) if batch.local_views is not None else held[0].local_views,
            torch.cat([part.captions for part in held], 1),
            held[-1].extras,
            held[-1].scale,
        ).leaves()
        losses = self._losses(leaves, batch, teacher, step)
        losses.total.backward()
        for number, rows in enumerate(parts):
            last = number == len(parts) - 1
            silent = isinstance(self._towers, DistributedDataParallel) and not last
            with self._towers.no_sync() if silent else nullcontext():  # type: ignore[operator]
                self._seed(step, number)
                again = self._embed(batch, rows, last)
                pairs = [
                    (again.global_views, _of_rows(leaves.global_views.grad, rows)),
                    (again.local_views, _of_rows(leaves.local_views.grad, rows)),
                    (again.captions, _of_rows(leaves.captions.grad, rows)),
                ]
                if last:
                    pairs += [(again.extras, leaves.extras.grad), (again.scale, leaves.scale.grad)]
                wanted = [(o, g) for o, g in pairs if g is not None and o.requires_grad]
                torch.autograd.backward([o for o, _ in wanted], [g for _, g in wanted])
        return losses

    @torch.no_grad()
    def after_step(self, losses: StepLosses, step: int) -> None:
        """What follows an optimiser step that counted: temperature within bounds, teacher and centre moved."""
        self.model.logit_scale.clamp_(0, MAX_LOGIT_SCALE)
        if self.teacher is not None and self.head is not None and self.distillation is not None:
            first, last = self.config.self_distillation.momentum
            momentum = cosine(first, last, step, self.config.training.steps)
            blend(self.teacher.visual.state_dict(), self.model.visual.state_dict(), momentum)
            blend(self.teacher.head.state_dict(), self.head.state_dict(), momentum)
            self.distillation.update_centre(losses.teacher, self.group)

    def state(self) -> dict[str, dict[str, Tensor]]:
        """State of everything that training changes, by part."""
        parts: dict[str, nn.Module | None] = {"head": self.head, "teacher": self.teacher, "loss": self.distillation}
        return {"model": self.model.state_dict()} | {k: v.state_dict() for k, v in parts.items() if v is not None}

    def load_state(self, state: dict[str, dict[str, Tensor]]) -> None:
        """Put a state back."""
        self.model.load_state_dict(state["model"])
        for name, module in (("head", self.head), ("teacher", self.teacher), ("loss", self.distillation)):
            if module is not None:
                module.load_state_dict(state[name])


def _of_rows(gradient: Tensor | None, rows: slice) -> Tensor | None:
    return gradient[:, rows] if gradient is not None and gradient.numel() else None
