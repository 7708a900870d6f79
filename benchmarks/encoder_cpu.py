"""Windows a second of encoders alone, one against another on the same cores: ``terralex-mini`` and ViT-B/32.

    python -m benchmarks.encoder_cpu [--models terralex-mini,ViT-B-32] [--rounds 5] [--count 64]

All models in turn, round by round, in one process an instruction set: what the processor has, and AVX2 with float32 as
most desktops have. An architecture of open_clip has random weights, which cost as much as trained ones. Each is
measured through Terralex's encoder, and as model cards show it: open_clip's model in float32, an image at a time.
Medians over the rounds are printed, and the median of the rounds' ratios to the last model.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import open_clip
import torch

from backend.models.encoder import load_encoder
from benchmarks.index_cpu import random_model

OWN, AVX2 = "what the processor has", "AVX2, float32"
LIMITS = {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2"}


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _one_by_one(model: torch.nn.Module, images: torch.Tensor) -> None:
    with torch.no_grad():
        for image in images:
            model(image[None])


def measure(names: list[str], rounds: int, count: int, instructions: str) -> None:
    """Print the rows of an instruction set."""
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        models, cards = {}, {}
        for name in names:
            encoder = load_encoder(name if name == "terralex-mini" else random_model(name, Path(folder) / name), "cpu")
            if instructions == AVX2:
                encoder.dtype = torch.float32
            card, _, _ = open_clip.create_model_and_transforms(f"local-dir:{encoder.files.folder}")
            models[name], cards[name] = encoder, card.eval().visual
        for number in range(rounds + 1):  # the first is to warm
            for name in names:
                side = models[name].image_size
                pixels = torch.randint(0, 256, (count, 3, side, side), dtype=torch.uint8)
                few = torch.rand(max(count // 4, 4), 3, side, side)
                ours = count / _seconds(lambda name=name, pixels=pixels: models[name].encode_pixels(pixels))
                card = len(few) / _seconds(lambda name=name, few=few: _one_by_one(cards[name], few))
                if number:
                    rates[name].append((ours, card))
    for name in names:
        rows, last = rates[name], rates[names[-1]]
        ours, card = (statistics.median(row[way] for row in rows) for way in (0, 1))
        ratio = [statistics.median(a[way] / b[way] for a, b in zip(rows, last, strict=True)) for way in (0, 1)]
        shown = f"{name} ({str(models[name].dtype).removeprefix('torch.')})"
        print(
            f"| {instructions} | {shown} | {ours:.1f} | {ratio[0]:.1f} | {card:.1f} | {ratio[1]:.1f} |",
            flush=True,
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", default="terralex-mini,ViT-B-32")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=64, help="images a round")
    parser.add_argument("--instructions", choices=(OWN, AVX2), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.instructions:
        measure(arguments.models.split(","), arguments.rounds, arguments.count, arguments.instructions)
        return
    last = arguments.models.split(",")[-1]
    print(f"{torch.get_num_threads()} threads, torch {torch.__version__}\n")
    print(f"| instructions | model | encoder, windows/s | times {last} | model-card way, windows/s | times {last} |")
    print("|---|---|---|---|---|---|", flush=True)
    for instructions in (OWN, AVX2):
        limits = LIMITS if instructions == AVX2 else {}
        command = [sys.executable, "-m", "benchmarks.encoder_cpu", *sys.argv[1:], "--instructions", instructions]
        subprocess.run(command, env=os.environ | limits, check=True)


if __name__ == "__main__":
    main()
