"""Student, teacher, heads and losses: the gradients of one step.

With accumulation the gradients are those of the whole batch, not of its parts: a contrastive loss over parts would have
fewer negatives. As in GradCache (arXiv 2101.06983) the parts pass through the towers without a graph, the losses are
computed over all embeddings, and each part passes again to backpropagate its embeddings' gradients.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from training.batches.batch import Batch
from training.config.run import RunConfig
from training.distributed import Group
from training.heads.dino import DinoHead
from training.loop.ema import blend
from training.loop.objective import Embedded, Objective, StepLosses
from training.loop.teacher import Teacher
from training.losses.self_distillation import SelfDistillationLoss
from training.models.kept_texts import KeptTexts
from training.models.layers import freeze
from training.models.towers import Towers, keep_batch_statistics
from training.models.trunk import drop_features, entry_of
from training.schedules import cosine

# Streams of random numbers derived from one seed.
_STEP, _RANK, _PART = 1_000_003, 8191, 127
MAX_LOGIT_SCALE = math.log(100)


class Learner:
    """Everything with weights or other state that a checkpoint must contain."""

    def __init__(
        self,
        config: RunConfig,
        model: Any,
        dimension: int,
        pad_id: int,
        steps_per_epoch: float,
        group: Group,
        centre: Tensor | None = None,
    ) -> None:
        self.config = config
        self.group = group
        self.steps_per_epoch = steps_per_epoch
        self.model = model.to(group.device)
        self.model.to(memory_format=torch.channels_last)  # makes convolutions faster, on CPUs and GPUs
        freeze(self.model, config.image, config.text)
        entry = entry_of(config)
        self.towers = Towers(self.model, pad_id, entry, KeptTexts(pad_id) if config.text.kept else None)
        drop_features(self.model.visual, config.image.feature_dropout)
        if config.training.checkpointing:
            self.model.set_grad_checkpointing(True)
        self.head: DinoHead | None = None
        self.teacher: Teacher | None = None
        if config.losses.self_distillation:
            own = config.self_distillation
            torch.manual_seed(config.seed)
            self.head = DinoHead(dimension, own.prototypes, own.hidden, own.bottleneck).to(group.device)
            self.teacher = Teacher(self.model.visual, self.head, entry)
        distils = self._through_head if self.head is not None else None
        self.objective = Objective(config, steps_per_epoch, group, distils, centre).to(group.device)
        self._towers: nn.Module = self.towers
        self._head: nn.Module | None = self.head
        if group.world > 1:
            self._towers = DistributedDataParallel(self.towers, broadcast_buffers=False)
            self._head = DistributedDataParallel(self.head, broadcast_buffers=False) if self.head else None

    @property
    def distillation(self) -> SelfDistillationLoss | None:
        """The self-distillation loss, whose centre is part of a run's state; None without it."""
        return self.objective.distillation

    def _through_head(self, views: Tensor) -> Tensor:
        """Embeddings ``[v, n, d]`` -> the student's outputs ``[v, n, k]``."""
        assert self._head is not None
        with self._autocast():
            outputs: Tensor = self._head(views.flatten(0, 1))
        unstacked: Tensor = outputs.float().unflatten(0, views.shape[:2])
        return unstacked

    def parameters(self) -> Iterator[nn.Parameter]:
        """All parameters for the optimiser."""
        yield from self.model.parameters()
        if self.head is not None:
            yield from self.head.parameters()

    def _autocast(self) -> AbstractContextManager[Any]:
        enabled = self.config.training.precision == "bfloat16"
        return torch.autocast(self.group.device.type, dtype=torch.bfloat16, enabled=enabled)

    def _seed(self, step: int, part: int) -> None:
        """Seed dropout by step, process and part, so that checkpoints need no random state."""
        torch.manual_seed(self.config.seed + _STEP * step + _RANK * self.group.rank + _PART * part)

    def _embed(self, batch: Batch, rows: slice, last: bool) -> Embedded:
        views, captions = batch.global_views[:, rows], batch.captions[:, rows]
        local = batch.local_views[:, rows] if batch.local_views is not None else None
        tokens = captions.flatten(0, 1)
        if last and len(batch.extras):
            tokens = torch.cat([tokens, batch.extras])
        anchors = batch.anchors if last and len(batch.anchors) else None
        with self._autocast():
            seen, near, read, held, scale = self._towers(
                views.flatten(0, 1), local.flatten(0, 1) if local is not None else None, tokens, anchors
            )
        count, images = captions.shape[:2]
        near = near.float().unflatten(0, (-1, images)) if local is not None else near.float().unsqueeze(0)[:0]
        own, extras = read.float().split([count * images, len(read) - count * images])
        return Embedded(
            global_views=seen.float().unflatten(0, (count, images)),
            local_views=near,
            captions=own.unflatten(0, (count, images)),
            extras=extras,
            anchors=held.float(),
            scale=scale.float(),
        )

    def _teach(self, batch: Batch, parts: list[slice]) -> Tensor:
        if self.teacher is None:
            return batch.global_views.new_zeros(0)
        with self._autocast():
            outputs = [self.teacher(batch.global_views[:, rows].flatten(0, 1)) for rows in parts]
        views = len(batch.global_views)
        return torch.cat([o.float().unflatten(0, (views, -1)) for o in outputs], dim=1)

    def gradients(self, batch: Batch, step: int) -> StepLosses:
        """Add the gradients of a step to the parameters."""
        self.towers.train()
        if self.config.image.batch_statistics == "kept":
            keep_batch_statistics(self.towers)
        count = self.config.training.accumulation
        size = len(batch) // count
        parts = [slice(part * size, (part + 1) * size) for part in range(count)]
        teacher = self._teach(batch, parts)
        if count == 1:
            self._seed(step, 0)
            losses: StepLosses = self.objective(self._embed(batch, parts[0], last=True), batch, teacher, step)
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
            held[-1].anchors,
            held[-1].scale,
        ).leaves()
        losses: StepLosses = self.objective(leaves, batch, teacher, step)
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
                    pairs.append((again.anchors, leaves.anchors.grad))
                wanted = [(o, g) for o, g in pairs if g is not None and o.requires_grad]
                torch.autograd.backward([o for o, _ in wanted], [g for _, g in wanted])
        return losses

    @torch.no_grad()
    def after_step(self, losses: StepLosses, step: int) -> None:
        """Finish a successful optimiser step: clamp the temperature, update teacher and centre."""
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
        """Restore a state."""
        self.model.load_state_dict(state["model"])
        for name, module in (("head", self.head), ("teacher", self.teacher), ("loss", self.distillation)):
            if module is not None:
                module.load_state_dict(state[name])


def _of_rows(gradient: Tensor | None, rows: slice) -> Tensor | None:
    return gradient[:, rows] if gradient is not None and gradient.numel() else None
