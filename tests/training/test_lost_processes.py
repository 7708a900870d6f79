"""A process of a run is killed: the others end with one sentence, and the run goes on as if nothing had happened."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.training import tiny_models
from tests.training.small_runs import environment, free_port, losses, write_config
from training.data.archive import ImageArchive
from training.data.readers import read_karpathy
from training.data.shard_writer import write_shards
from training.loop.checkpoint import load_checkpoint

TALK = """
import os, signal, sys
import torch
from backend.errors import TerralexError
from training.distributed import process_group
try:
    with process_group("cpu") as group:
        print(group.first_unlike(["the same", "for all"]), group.first_unlike([str(group.rank == 1)]), flush=True)
        if group.rank == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        for _ in range(2):
            group.sum(torch.ones(1))
except TerralexError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""

KILLED = """
import os, signal, sys
from pathlib import Path
from backend.errors import TerralexError
from training.config.run_file import load_run_file
from training.distributed import process_group
from training.loop.run import TrainingRun

def at_step_6(step, loss):
    if step == 6 and group.rank == 1:
        os.kill(os.getpid(), signal.SIGKILL)

try:
    with process_group("cpu") as group:
        config = load_run_file(Path("run.toml"), sys.argv[1:])
        TrainingRun(config, Path("four/small"), Path.cwd(), group, print).train(at_step_6)
except TerralexError as error:
    sys.exit(str(error))
"""

SHARDS = 'data.sources=[{ id = "made", kind = "shards", images = "shards/made-{000000..000002}.tar" }]'


def told(stderr: str) -> int:
    """How often it is told that a process has ended."""
    return stderr.count("process of the run has ended") + stderr.count("another of its processes has ended")


def test_of_three_processes_one_is_killed_and_the_others_tell_it_once() -> None:
    where = environment() | {"WORLD_SIZE": "3", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": free_port()}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", TALK],
            env=where | {"RANK": str(rank), "LOCAL_RANK": str(rank)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in range(3)
    ]
    said = [process.communicate() for process in started]
    assert [out.split() for out, _ in said] == [["None", "1"]] * 3
    assert started[2].returncode == -signal.SIGKILL
    everything = "".join(err for _, err in said)
    assert [process.returncode for process in started[:2]] == [2, 2], everything
    assert told(everything) == 1 and "run the same command again" in everything and "Traceback" not in everything


@pytest.mark.slow
def test_four_processes_on_shards_of_which_one_is_killed_go_on_to_the_result_of_one(
    karpathy: tuple[Path, Path], tmp_path: Path
) -> None:
    folder, annotation = karpathy
    archive = ImageArchive(folder)
    write_shards(tmp_path / "shards", "made", read_karpathy("made", annotation, archive), archive, 5)
    tiny_models.vit_custom_text(tmp_path / "model")
    settings = [SHARDS, "losses.labels=0"]
    file = write_config(tmp_path, tmp_path / "model")
    (tmp_path / "killed.py").write_text(KILLED)
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "4", "--master-port", free_port()]

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True)

    killed = run(*launch, "killed.py", *settings)
    assert killed.returncode != 0 and told(killed.stderr) == 1, killed.stderr
    checkpoint = load_checkpoint(tmp_path / "four" / "small")
    assert checkpoint is not None and checkpoint.step == 4

    train = ["-m", "training.cli", "train", str(file), "--device", "cpu"]
    train += [part for setting in settings for part in ("--set", setting)]
    for command in ([*launch, *train, "--runs", "four"], [sys.executable, *train, "--runs", "one"]):
        done = run(*command)
        assert done.returncode == 0, done.stderr
    assert losses(tmp_path / "four" / "small") == pytest.approx(losses(tmp_path / "one" / "small"), abs=1e-4)
    one, four = load_checkpoint(tmp_path / "one" / "small"), load_checkpoint(tmp_path / "four" / "small")
    assert one is not None and four is not None
    for name, value in one.parts["teacher"].items():
        assert torch.allclose(four.parts["teacher"][name], value, atol=1e-4), name
