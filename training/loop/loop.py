"""The loop: AdamW steps on a learner's gradients, with log, checkpoints, averaged weights and a divergence guard."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from backend.errors import TerralexError
from training.batches.batch import Batch, BatchMaker
from training.batches.images import Reader
from training.config.run import RunConfig
from training.data.archive import ImageNotReadable
from training.loop.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from training.loop.ema import blend, copy_of, early_decay
from training.loop.learner import Learner
from training.loop.metrics_log import MetricsLog
from training.loop.objective import StepLosses
from training.loop.optimiser import adamw
from training.schedules import warmup_then_cosine

Progress = Callable[[int, float], None]
Evaluate = Callable[[dict[str, Tensor]], dict[str, float]]


class TrainingDiverged(TerralexError):
    """Losses or gradients were not finite for several steps."""


class LanguageCounts:
    """Captions and their contrastive loss by language, since the last row of the log."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        self.table = torch.zeros(2, len(codes))

    def add(self, batch: Batch, rows: Tensor) -> None:
        """Count a step's captions; ``rows`` are their losses ``[g, n]``."""
        for languages, losses in zip(batch.languages, rows.cpu(), strict=True):
            for code, count in Counter(languages).items():
                mine = torch.tensor([language == code for language in languages])
                place = self.codes.index(code)
                self.table[0, place] += count
                self.table[1, place] += losses[mine].sum()

    def take(self, learner: Learner) -> dict[str, dict[str, float]]:
        """Rows of the log over all processes; resets the counts."""
        table = learner.group.sum(self.table.to(learner.group.device)).cpu()
        self.table = torch.zeros_like(table)
        seen = {code: int(table[0, place]) for place, code in enumerate(self.codes) if table[0, place]}
        loss = {code: float(table[1, self.codes.index(code)] / count) for code, count in seen.items()}
        return {"captions": dict(seen), "loss by language": loss}


class Loop:
    """The loop of a run. A new one on the same folder resumes from the last checkpoint."""

    def __init__(self, config: RunConfig, learner: Learner, folder: Path) -> None:
        self.config = config
        self.learner = learner
        self.folder = folder
        self.optimiser = adamw(learner.model, learner.head, config.optimiser)
        self.average: dict[str, Tensor] = copy_of(learner.model) if config.training.average_decay else {}
        self.step = 0
        self.seconds = 0.0
        self.languages = LanguageCounts(config.languages.codes)
        self._resume()
        self.log = MetricsLog(folder, self.step) if learner.group.leads else None

    def _resume(self) -> None:
        checkpoint = load_checkpoint(self.folder)
        if checkpoint is None:
            return
        self.step, self.seconds = checkpoint.step, checkpoint.seconds
        self.learner.load_state(checkpoint.parts)
        self.optimiser.load_state_dict(checkpoint.optimiser)
        for name, value in self.average.items():
            value.copy_(checkpoint.average[name])

    def save(self) -> None:
        """Write the checkpoint, in the leading process only."""
        if self.learner.group.leads:
            save_checkpoint(
                Checkpoint(self.step, self.seconds, self.learner.state(), self.average, self.optimiser.state_dict()),
                self.folder,
            )
        self.learner.group.wait()

    def weights(self) -> dict[str, Tensor]:
        """The weights for evaluation and export: the averaged ones, or the last ones without averaging."""
        return self.average or self.learner.model.state_dict()

    def _take_step(self, batch: Batch) -> tuple[StepLosses, float]:
        """Take one step; the returned gradient norm is not finite if the step was skipped."""
        own, training = self.config.optimiser, self.config.training
        factor = warmup_then_cosine(self.step, own.warmup_steps, training.steps, own.floor)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * factor
        self.optimiser.zero_grad(set_to_none=True)
        losses = self.learner.gradients(batch, self.step)
        trained = [parameter for parameter in self.learner.parameters() if parameter.grad is not None]
        # Averaged gradients are equal in all processes, so all take or skip the step together.
        norm = float(nn.utils.clip_grad_norm_(trained, own.clip_gradient))
        if math.isfinite(norm):
            self.optimiser.step()
            self.learner.after_step(losses, self.step)
            if self.average:
                decay = early_decay(training.average_decay, self.step)
                blend(self.average, self.learner.model.state_dict(), decay)
        else:
            self.optimiser.zero_grad(set_to_none=True)
        return losses, norm

    def _row(self, losses: StepLosses, norm: float, speed: float) -> dict[str, Any]:
        group = self.learner.group
        row: dict[str, Any] = {"loss": float(group.mean(losses.total.detach()))}
        row |= {name: float(group.mean(value)) for name, value in losses.parts.items()}
        row |= {"learning rate": max(g["lr"] for g in self.optimiser.param_groups), "gradient norm": norm}
        row |= {"temperature": float(self.learner.model.logit_scale.detach().exp())}
        return row | {"images a second": round(speed, 2), "seconds": round(self.seconds, 1)}

    def run(
        self,
        reader: Reader,
        maker: BatchMaker,
        progress: Progress | None = None,
        evaluate: Evaluate | None = None,
    ) -> None:
        """Train to the end.

        Raises:
            TrainingDiverged: ``training.bad_steps`` steps in a row were skipped.
            TooManyBadImages: see :class:`ImageReader`.
            OutputNotWritable: the disk is full; the last checkpoint is kept.
        """
        training = self.config.training
        skipped = 0
        try:
            for batch in self._batches(reader, maker):
                started = time.perf_counter()
                losses, norm = self._take_step(batch)
                total = float(losses.total.detach())
                finite = math.isfinite(norm)
                skipped = 0 if finite else skipped + 1
                if skipped >= training.bad_steps:
                    raise TrainingDiverged(
                        f"Steps {self.step + 2 - skipped} to {self.step + 1}: loss {total}, gradient norm {norm}; "
                        f"lower optimiser.learning_rate. The last good state is {self.folder / 'checkpoint.pt'}."
                    )
                if finite:
                    self.languages.add(batch, losses.rows)
                self.step += 1
                spent = time.perf_counter() - started
                self.seconds += spent
                if progress:
                    progress(self.step, total)
                if self.step % training.log_every == 0 or self.step == training.steps or not finite:
                    row = self._row(losses, norm, training.batch / spent) | self.languages.take(self.learner)
                    if self.log:
                        self.log.write(self.step, row if finite else {**row, "skipped": True})
                if evaluate and training.evaluate_every and self.step % training.evaluate_every == 0:
                    self._evaluate(evaluate)
                if self.step % training.checkpoint_every == 0 or self.step == training.steps:
                    self.save()
        finally:
            if self.log:
                self.log.close()

    def _batches(self, reader: Reader, maker: BatchMaker) -> Iterator[Batch]:
        training = self.config.training
        first = self.step
        images = reader.steps(first, training.steps, training.loader_threads)
        words = maker.words.steps(first, training.steps, reader.positions, training.word_processes)
        for step, (seen, said) in enumerate(zip(images, words, strict=True), first):
            yield maker.make(step, reader.positions, seen, said)

    def _evaluate(self, evaluate: Evaluate) -> None:
        if self.log:
            try:
                row: dict[str, Any] = {"validation": evaluate(self.weights())}
            except ImageNotReadable as error:  # figures for fewer images would not be comparable
                row = {"validation left out": str(error)}
            self.log.write(self.step, row)
        self.learner.group.wait()
