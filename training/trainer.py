"""The training loop: contrastive loss on cached features or on pixels, mixed precision, checkpoints, exact resume."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
import torch.nn.functional as F
from open_clip.loss import ClipLoss
from torch import Tensor, nn

from backend.errors import TerralexError
from backend.lexicon import Lexicon
from training.batches import Plan, Planner, Tokenize
from training.config import RunConfig, StageConfig
from training.files import write_beside
from training.losses.labels import label_loss
from training.losses.names import alignment_loss
from training.model import encode_text
from training.schedules import warmup_then_cosine

LOG_EVERY = 20
MAX_LOGIT_SCALE = math.log(100)


class TrainingDiverged(TerralexError):
    """The loss stopped being a number."""


class ImageInput(Protocol):
    """Gives the image embeddings of a plan's rows and views (not yet normalised)."""

    def __call__(self, model: Any, plan: Plan, stage: StageConfig, step: int) -> Tensor: ...


@dataclass(frozen=True)
class LabelGroup:
    """Samples that share a label set: class prompts, and each sample's class (-1 where it has none)."""

    classes: tuple[tuple[Any, ...], ...]
    target: Tensor


def learning_rate_factor(step: int, stage: StageConfig) -> float:
    """Linear warm-up, then cosine to zero."""
    return warmup_then_cosine(step, stage.warmup_steps, stage.steps)


def trains_in_trunk(name: str, stage: StageConfig) -> bool:
    """Whether a stage trains this parameter of the image trunk."""
    if stage.trains == "tail":
        block = re.match(r"visual\.trunk\.blocks\.(\d+)\.", name)
        first = name.startswith(("visual.trunk.conv_stem.", "visual.trunk.bn1."))
        return not first and (block is None or int(block[1]) >= stage.frozen_blocks)
    return stage.trains == "all"


def parameter_groups(model: nn.Module, stage: StageConfig) -> list[dict[str, Any]]:
    """AdamW groups: no decay for biases, norms, embeddings of position and the temperature; the trunk's own rate."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        in_trunk = name.startswith("visual.trunk.")
        parameter.requires_grad_(not in_trunk or trains_in_trunk(name, stage))
        if parameter.requires_grad:
            plain = parameter.ndim < 2 or "positional_embedding" in name
            groups.setdefault((in_trunk, plain), []).append(parameter)
    return [
        {
            "params": parameters,
            "weight_decay": 0.0 if plain else stage.weight_decay,
            "peak": stage.trunk_learning_rate if in_trunk else stage.learning_rate,
        }
        for (in_trunk, plain), parameters in groups.items()
    ]


class Trainer:
    """Trains one model through the stages of a run.

    State is written to ``folder/checkpoint.pt`` (beside, then renamed) every ``checkpoint_every`` steps; a new
    Trainer on the same folder goes on from there.
    """

    def __init__(
        self, config: RunConfig, model: Any, tokenize: Tokenize, planner: Planner, lexicon: Lexicon, folder: Path
    ) -> None:
        self.config = config
        self.model = model
        self.tokenize = tokenize
        self.planner = planner
        self.lexicon = lexicon
        self.folder = folder
        self.contrastive = ClipLoss()
        self.average: dict[str, Tensor] = {}
        self.stage_index = 0
        self.step = 0
        self.seconds = 0.0
        self._optimizer_state: dict[str, Any] | None = None
        self._load()

    @property
    def checkpoint(self) -> Path:
        """Where the state is kept."""
        return self.folder / "checkpoint.pt"

    def _load(self) -> None:
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average = state["average"]
        self.stage_index, self.step, self.seconds = state["stage"], state["step"], state["seconds"]
        self._optimizer_state = state["optimizer"]
        torch.set_rng_state(state["random"])

    def _save(self, optimizer: torch.optim.Optimizer | None) -> None:
        state = {
            "model": self.model.state_dict(),
            "average": self.average,
            "stage": self.stage_index,
            "step": self.step,
            "seconds": self.seconds,
            "optimizer": optimizer.state_dict() if optimizer else None,
            "random": torch.get_rng_state(),
        }
        with write_beside(self.checkpoint) as beside:
            torch.save(state, beside)

    def _log(self, row: dict[str, Any]) -> None:
        with (self.folder / "metrics.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")

    def _update_average(self, decay: float) -> None:
        decay = min(decay, (1 + self.step) / (10 + self.step))
        for name, value in self.model.state_dict().items():
            if name in self.average and value.is_floating_point():
                self.average[name].lerp_(value.detach(), 1 - decay)
            else:
                self.average[name] = value.detach().clone()

    def _loss(
        self, images: ImageInput, groups: list[LabelGroup], stage: StageConfig
    ) -> tuple[Tensor, dict[str, float]]:
        plan = self.planner.plan(stage, self.step)
        prompts = [self.planner.label_prompts(stage, self.step, group.classes) for group in groups]
        english, foreign = self.planner.name_pairs(stage, self.step, self.lexicon, stage.name_pairs)
        texts = [*plan.captions, *english, *foreign, *(p for group in prompts for p in group)]
        dtype = getattr(torch, stage.precision)
        with torch.autocast("cpu", dtype=dtype, enabled=dtype is not torch.float32):
            image = images(self.model, plan, stage, self.step)
            text = encode_text(self.model, self.tokenize(texts))
        image = F.normalize(image.float(), dim=-1)
        text = F.normalize(text.float(), dim=-1)
        scale = self.model.logit_scale.exp()
        sizes = [len(plan.captions), len(english), len(foreign), *(len(p) for p in prompts)]
        captions, names_en, names_other, *classes = text.split(sizes)
        parts = {"contrastive": self.contrastive(image, captions, scale)}
        rows = torch.tensor(plan.rows)
        if stage.label_weight and groups:
            each = [label_loss(image, c, g.target[rows], scale) for c, g in zip(classes, groups, strict=True)]
            parts["label"] = stage.label_weight * torch.stack(each).mean()
        if stage.lexicon_weight:
            parts["lexicon"] = stage.lexicon_weight * alignment_loss(names_en, names_other, scale)
        total = torch.stack(list(parts.values())).sum()
        return total, {name: float(value.detach()) for name, value in parts.items()}

    def run_stage(
        self,
        stage: StageConfig,
        images: ImageInput,
        groups: list[LabelGroup],
        progress: Callable[[StageConfig, int, float], None] | None = None,
        evaluate: Callable[[dict[str, Tensor]], dict[str, float]] | None = None,
        evaluate_every: int = 1000,
    ) -> None:
        """Run one stage from where it stands to its end.

        Raises:
            TrainingDiverged: a loss was not finite; the last checkpoint is kept.
        """
        optimizer = torch.optim.AdamW(parameter_groups(self.model, stage), betas=(0.9, 0.98), eps=1e-6)
        if self._optimizer_state is not None:
            optimizer.load_state_dict(self._optimizer_state)
            self._optimizer_state = None
        self.model.train()
        self.model.visual.trunk.eval()  # batch statistics of the trunk stay those of its pre-training
        while self.step < stage.steps:
            started = time.perf_counter()
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * learning_rate_factor(self.step, stage)
            loss, parts = self._loss(images, groups, stage)
            if not bool(torch.isfinite(loss)):
                raise TrainingDiverged(
                    f"Stage {stage.name}, step {self.step}: the loss is {float(loss.detach())}; lower "
                    f"stages.learning_rate. The last good state is {self.checkpoint}."
                )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.grad is not None], stage.clip_gradient)
            optimizer.step()
            with torch.no_grad():
                self.model.logit_scale.clamp_(0, MAX_LOGIT_SCALE)
            self.step += 1
            self._update_average(stage.ema_decay)
            self.seconds += time.perf_counter() - started
            if progress:
                progress(stage, self.step, float(loss.detach()))
            if self.step % LOG_EVERY == 0 or self.step == stage.steps:
                row = {"stage": stage.name, "step": self.step, "loss": round(float(loss.detach()), 6), **parts}
                self._log(row | {"lr": optimizer.param_groups[0]["lr"], "seconds": round(self.seconds, 1)})
            if evaluate and (self.step % evaluate_every == 0 or self.step == stage.steps):
                self._log({"stage": stage.name, "step": self.step, **evaluate(self.average)})
            if self.step % self.config.checkpoint_every == 0:
                self._save(optimizer)
        self.stage_index += 1
        self.step = 0
        self._save(None)
