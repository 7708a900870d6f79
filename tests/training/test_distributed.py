"""Two processes (gloo, CPU) learn what one does: the same gradients, and through ``torchrun`` the same run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
import torch.multiprocessing as mp

from tests.training.small_runs import free_port, losses, write_config
from training.batches.batch import BatchMaker
from training.batches.images import ImageReader
from training.batches.words import WordMaker, label_groups
from training.config.run import RunConfig
from training.config.run_file import load_run_file
from training.distributed import Group, process_group
from training.loop.checkpoint import load_checkpoint
from training.loop.learner import Learner
from training.loop.run import TrainingRun

REPOSITORY = Path(__file__).resolve().parents[2]
STEP = 6


def silent(_: str) -> None:
    return


def gradients(file: Path, folder: Path, group: Group, parts: int) -> dict[str, torch.Tensor]:
    """Gradients of one step, and the centre after it."""
    config = load_run_file(file, [f"training.accumulation={parts}"])
    assert isinstance(config, RunConfig)
    run = TrainingRun(config, folder, file.parent, group, silent)
    learner = Learner(config, run.start.model, 16, run.start.pad_id, run.plan.steps_per_epoch, group)
    archives = {source.config.id: source.archive for source in run.sources}
    reader = ImageReader(run.plan, archives, group.share(config.training.batch), folder / "skipped.jsonl")
    words = WordMaker(config, run.start, run.plan, label_groups(run.sources, run.samples, config))
    maker = BatchMaker(config, run.start, words, group.device)
    (images,) = reader.steps(STEP, STEP + 1, 1)
    (said,) = words.steps(STEP, STEP + 1, reader.positions, 0)
    losses = learner.gradients(maker.make(STEP, reader.positions, images, said), STEP)
    learner.after_step(losses, STEP)
    assert learner.head is not None and learner.distillation is not None
    found = {f"model.{n}": p.grad for n, p in learner.model.named_parameters() if p.grad is not None}
    found |= {f"head.{n}": p.grad for n, p in learner.head.named_parameters() if p.grad is not None}
    return {n: g.clone() for n, g in found.items()} | {
        "centre": learner.distillation.centre,
        "total": group.mean(losses.total.detach()),
    }


def one_of_two(rank: int, port: str, file: Path) -> None:
    torch.set_num_threads(1)
    os.environ |= {"RANK": str(rank), "WORLD_SIZE": "2", "LOCAL_RANK": str(rank), "MASTER_ADDR": "127.0.0.1"}
    os.environ["MASTER_PORT"] = port
    with process_group("cpu") as group:
        for parts in (1, 2):
            found = gradients(file, file.parent / "two", group, parts)
            torch.save(found, file.parent / f"two-{rank}-{parts}.pt")


def test_gradients_of_two_processes_are_those_of_one(data: Path) -> None:
    file = write_config(data, data / "model")
    alone = gradients(file, data / "one", Group(), 1)
    mp.spawn(one_of_two, (free_port(), file), nprocs=2)
    for rank in (0, 1):
        for parts in (1, 2):
            together = torch.load(data / f"two-{rank}-{parts}.pt", weights_only=True)
            assert together.keys() == alone.keys()
            for name, value in alone.items():
                assert torch.allclose(together[name], value, atol=2e-5, rtol=1e-4), (rank, parts, name)


@pytest.mark.slow
def test_torchrun_on_two_processes_repeats_the_run_of_one(data: Path) -> None:
    file = write_config(data, data / "model")
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY)}
    train = ["-m", "training.cli", "train", str(file), "--device", "cpu", "--set", "training.steps=4", "--runs"]
    subprocess.run([sys.executable, *train, str(data / "one")], cwd=data, env=environment, check=True)
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "--master-port", free_port()]
    subprocess.run([*torchrun, *train, str(data / "two")], cwd=data, env=environment, check=True)
    assert losses(data / "two" / "small") == pytest.approx(losses(data / "one" / "small"), abs=1e-4)
    one, two = load_checkpoint(data / "one" / "small"), load_checkpoint(data / "two" / "small")
    assert one is not None and two is not None
    for name, value in one.parts["teacher"].items():
        assert torch.allclose(value, two.parts["teacher"][name], atol=1e-4), name


def test_a_batch_that_cannot_be_shared_is_refused(data: Path) -> None:
    from backend.errors import BadOption

    config = load_run_file(write_config(data, data / "model"))
    assert isinstance(config, RunConfig)
    with pytest.raises(BadOption, match="8 cannot be shared by 3 processes"):
        TrainingRun(config, data / "run", data, Group(0, 3), silent)
