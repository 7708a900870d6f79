"""A run from its configuration to its last checkpoint: data, leakage check, start model, loop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch

from backend.errors import BadOption
from backend.lexicon import load_lexicon
from training.batches.anchors import Anchors, anchor_texts, teach_anchors
from training.batches.batch import BatchMaker
from training.batches.images import ImageReader, Reader
from training.batches.kept_views import KeptReader, KeptViews, keep_views
from training.batches.names import read_names
from training.batches.plan import Plan, with_words
from training.batches.vocabulary import vocabulary_texts
from training.batches.words import WordMaker, label_groups
from training.captions.compose import CaptionComposer
from training.config.run import RunConfig, StartConfig
from training.config.run_file import save_run_file
from training.config.toml import checked, read_toml
from training.distributed import Group
from training.loop.learner import Learner
from training.loop.loop import Loop, Progress
from training.loop.validation import Validation
from training.models.start import StartModel, as_started, load_start
from training.models.towers import check_view_size
from training.models.trunk import check_entry
from training.sources.leakage import drop_leaks
from training.sources.source import open_sources

Report = Callable[[str], None]
COMPANIONS = "start"
MAY_CHANGE = {
    "threads": True,
    "export": True,
    "training": {
        "checkpoint_every",
        "log_every",
        "evaluate_every",
        "loader_threads",
        "word_processes",
        "hold_images",
        "bad_steps",
        "bad_samples",
    },
}
"""Settings that may differ when a run is resumed, as they do not affect its result."""


def check_same_run(config: RunConfig, folder: Path) -> None:
    """Refuse to resume a run with another configuration.

    Raises:
        BadOption: a setting that affects the result differs from the run's own file.
    """
    file = folder / "config.toml"
    if not (folder / "checkpoint.pt").exists() or not file.exists():
        return
    before = checked(RunConfig, read_toml(file), file)
    old, new = (c.model_dump(mode="json", exclude=MAY_CHANGE) for c in (before, config))  # type: ignore[arg-type]
    differing = _first_difference(old, new)
    if differing:
        raise BadOption(
            f"{folder}: was trained with another {differing}; give the run another name, or remove the folder to start "
            "afresh."
        )


def _first_difference(old: Any, new: Any, where: str = "") -> str:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            difference = _first_difference(old.get(key), new.get(key), f"{where}.{key}" if where else key)
            if difference:
                return difference
        return ""
    return "" if old == new else where


class TrainingRun:
    """Everything a run needs, created or found in its folder.

    Args:
        base: base of relative paths of ``data.root`` and the start model.
    """

    def __init__(self, config: RunConfig, folder: Path, base: Path, group: Group, report: Report) -> None:
        if config.threads:
            torch.set_num_threads(config.threads)
        torch.set_float32_matmul_precision("high" if group.device.type == "cuda" else "highest")
        folder.mkdir(parents=True, exist_ok=True)
        check_same_run(config, folder)
        if config.training.batch % (group.world * config.training.accumulation):
            raise BadOption(
                f"training.batch: {config.training.batch} cannot be shared by {group.world} processes in "
                f"{config.training.accumulation} parts each."
            )
        self.config = config
        self.folder = folder
        self.group = group
        if not group.leads:
            group.wait()  # the leading process creates the files that the others read
        self.lexicon = load_lexicon()
        self.sources = open_sources(config.data, base, self.lexicon, report, config.languages.codes)
        composer = CaptionComposer(self.lexicon, {s.config.id: s.classes for s in self.sources})
        leak_free = drop_leaks(self.sources, folder, report, stop=config.data.leaks == "stop")
        self.sources = list(leak_free.sources)
        self.samples = with_words(leak_free.samples, config, composer, report)
        self.things = read_names([base / file for file in config.names.files])
        if not self.samples:
            raise BadOption("data.sources: there is no training image with a caption or a class.")
        self.start = self._load_start(base)
        self._check_views()
        self.archives = {source.config.id: source.archive for source in self.sources}
        self.kept: KeptViews | None = None
        if config.views.kept:
            of_all_runs = folder.parent / "activations"
            own = keep_views(config, self.start, self.samples, self.archives, of_all_runs, group.device, report)
            self.kept = KeptViews(config.seed, own, config.views.kept)
        self.anchors = self._teach_anchors(base, report) if config.losses.text_space else None
        if group.leads:
            save_run_file(config, folder / "config.toml")
            group.wait()
        self.plan = Plan(config, self.samples, composer, self.lexicon, self.things)

    def _load_start(self, base: Path) -> StartModel:
        config, own = self.config, self.folder / COMPANIONS
        if self.group.leads:
            texts = partial(vocabulary_texts, self.lexicon, self.samples, config.languages.codes)
            return load_start(config.start, base, config.seed, own, texts)
        with TemporaryDirectory() as scratch:
            return load_start(as_started(config.start, own.resolve()), base, config.seed, Path(scratch))

    def _teach_anchors(self, base: Path, report: Report) -> Anchors:
        own = self.config.text_space
        files = [base / file for file in own.files]
        texts = anchor_texts(self.lexicon, self.things, self.samples, files, self.config.languages.codes)
        teacher = self.start
        if own.teacher:
            with TemporaryDirectory() as scratch:
                teacher = load_start(StartConfig(model=own.teacher), base, self.config.seed, Path(scratch))
        of_all_runs = self.folder.parent / "anchors"
        anchors = teach_anchors(teacher, texts, of_all_runs, self.group.device, report)
        width = getattr(getattr(getattr(self.start.model, "text", None), "config", None), "hidden_size", None)
        if width != anchors.taught.shape[1]:
            raise BadOption(
                f"text_space.teacher: its features have {anchors.taught.shape[1]} numbers, those of the start model "
                f"{width}; they must be alike."
            )
        return anchors

    def _check_views(self) -> None:
        views = self.config.views
        check_entry(self.start.model.visual, self.config)
        if views.global_size:
            check_view_size(self.start.model.visual, views.global_size, "views.global_size")
        if self.config.losses.self_distillation and views.local_count:
            check_view_size(self.start.model.visual, views.local_size, "views.local_size")

    def _check_alike(self, step: int) -> None:
        """Refuse processes that would train on something else than the leading one.

        Raises:
            BadOption: machines do not share the data, or the folder of the run.
        """
        if self.group.world == 1:
            return
        images = (f"{s.source}\0{s.name}\0{s.label}\0{dict(s.captions)}" for s in self.samples)
        if rank := self.group.first_unlike(images):
            raise BadOption(
                f"data.sources: process {rank} has other images or captions than process 0; all machines of a run need "
                "the same data."
            )
        if rank := self.group.first_unlike([str(step)]):
            raise BadOption(
                f"{self.folder}: process {rank} finds another checkpoint than process 0; all machines of a run must "
                "share its folder (--runs)."
            )

    def train(self, progress: Progress | None = None) -> Loop:
        """Train to the end, resuming from the last checkpoint if there is one."""
        config, group = self.config, self.group
        learner = Learner(
            config,
            self.start.model,
            self.start.dimension,
            self.start.pad_id,
            self.plan.steps_per_epoch,
            group,
            self.anchors.centre() if self.anchors is not None else None,
        )
        loop = Loop(config, learner, self.folder)
        self._check_alike(loop.step)
        positions = group.share(config.training.batch)
        reader: Reader
        if self.kept is not None:
            reader = KeptReader(self.plan, positions)
        else:
            hold = group.device if config.training.hold_images else None
            skipped = "skipped.jsonl" if group.leads else f"skipped-{group.rank}.jsonl"
            reader = ImageReader(self.plan, self.archives, positions, self.folder / skipped, hold)
        groups = label_groups(self.sources, self.samples, config)
        words = WordMaker(config, self.start, self.plan, groups, self.anchors)
        maker = BatchMaker(config, self.start, words, group.device, self.kept)
        validation = Validation(learner, self.start, self.sources, self.lexicon, config.languages.codes)
        loop.run(reader, maker, progress, validation)
        return loop
