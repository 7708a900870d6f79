"""Small runs for tests: a configuration file over the painted data set, and what a run logged."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from training.config.run import RunConfig
from training.config.run_file import load_run_file
from training.distributed import Group
from training.loop.run import TrainingRun

REPOSITORY = Path(__file__).resolve().parents[2]

CONFIG = """
name = "small"
seed = 3
[data]
root = "{root}"
sources = [
  {{ id = "colours", kind = "class-folders", images = "colours", label_set = "uc-merced" }},
  {{ id = "captioned", kind = "karpathy", images = "captioned", annotation = "captions.json" }},
]
[start]
model = "local-dir:{model}"
[languages]
codes = ["en", "de", "ko"]
[views]
local_count = 2
local_size = {local_size}
[losses]
self_distillation = 0.5
labels = 0.5
names = 0.2
[names]
pairs = 4
[self_distillation]
prototypes = 32
hidden = 32
bottleneck = 8
teacher_temperature_epochs = 2
[optimiser]
learning_rate = 3e-3
warmup_steps = 3
[training]
steps = 12
batch = 8
precision = "float32"
checkpoint_every = 4
log_every = 1
average_decay = 0.9
loader_threads = 2
"""


def write_config(folder: Path, model: Path, local_size: int = 16) -> Path:
    """A run's file in ``folder``, whose data and start model lie there too."""
    file = folder / "run.toml"
    file.write_text(CONFIG.format(root=folder, model=model, local_size=local_size))
    return file


def logged(run_folder: Path) -> list[dict[str, float]]:
    """Rows of a run's log."""
    return [json.loads(line) for line in (run_folder / "metrics.jsonl").read_text().splitlines()]


def losses(run_folder: Path) -> list[float]:
    """The loss of every step, in order."""
    return [row["loss"] for row in logged(run_folder)]


def config_of(data: Path, *settings: str) -> RunConfig:
    config = load_run_file(write_config(data, data / "model"), settings)
    assert isinstance(config, RunConfig)
    return config


def run_of(data: Path, folder: str, *settings: str, said: list[str] | None = None) -> TrainingRun:
    report: Callable[[str], None] = said.append if said is not None else lambda _: None
    return TrainingRun(config_of(data, *settings), data / folder, data, Group(), report)


def command_of(config: Path, runs: Path, *settings: str) -> list[str]:
    extra = [part for setting in settings for part in ("--set", setting)]
    return [sys.executable, "-m", "training.cli", "train", str(config), "--runs", str(runs), "--device", "cpu", *extra]


def environment() -> dict[str, str]:
    return os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY)}


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
