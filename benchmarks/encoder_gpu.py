"""Windows a second on a GPU: Terralex's encoder, plain and compiled, against the loop that public model cards show.

    python -m benchmarks.encoder_gpu [--models terralex-mini,ViT-B-32,ViT-L-14] [--rounds 5] [--side 4096]

Windows overlap by half over one image in memory, so cutting, resizing and the way back to the CPU are in the figures,
reading and writing files are not. The peer cuts each window with PIL, applies open_clip's own transform and calls
``encode_image`` in float32, an image at a time, on the same GPU. All ways in turn, round by round, in one process; an
architecture of open_clip has random weights, which cost as much as trained ones. Medians over the rounds are printed,
and the median of the rounds' ratios.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import torch
from numpy.typing import NDArray
from PIL import Image

from backend.models.encoder import LONG_JOB_WINDOWS, Encoder, load_encoder
from benchmarks.index_cpu import random_model

WINDOW_PX = 256
PEER_WINDOWS = 200


def _rate(count: int, work: Callable[[], object]) -> float:
    torch.cuda.synchronize()
    started = time.perf_counter()
    work()
    torch.cuda.synchronize()
    return count / (time.perf_counter() - started)


def _boxes(side: int) -> NDArray[np.float64]:
    starts = np.arange(0, side - WINDOW_PX + 1, WINDOW_PX // 2)
    top, left = np.meshgrid(starts, starts, indexing="ij")
    corners = np.stack([left.ravel(), top.ravel()], 1)
    return np.hstack([corners, corners + WINDOW_PX]).astype(np.float64)


def _card(model: Any, transform: Any, picture: Image.Image, boxes: NDArray[np.float64]) -> None:
    with torch.no_grad():
        for box in boxes:
            features = model.encode_image(transform(picture.crop(tuple(map(int, box)))).unsqueeze(0).cuda())
            features /= features.norm(dim=-1, keepdim=True)


def measure(name: str, encoder: Encoder, rounds: int, pixels: NDArray[np.uint8]) -> None:
    """Print the row of a model."""
    boxes = _boxes(pixels.shape[1])
    few = boxes[:: max(1, len(boxes) // PEER_WINDOWS)]
    picture = Image.fromarray(np.ascontiguousarray(pixels.transpose(1, 2, 0)))
    model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{encoder.files.folder}", device="cuda")
    model.eval()
    encoder.encode_windows(pixels, boxes)  # finds the largest batch that pays
    plain, compiled, card = [], [], []
    started = time.perf_counter()
    compiles = encoder.compile_for_long_job(LONG_JOB_WINDOWS)
    tower, encoder._compiled = encoder._compiled, None
    if compiles:  # the first large batch compiles once more
        encoder._compiled = tower
        encoder.encode_windows(pixels, boxes)
    compiling = time.perf_counter() - started
    for number in range(rounds + 1):  # the first is to warm
        encoder._compiled = None
        one = _rate(len(boxes), lambda: encoder.encode_windows(pixels, boxes))
        encoder._compiled = tower
        two = _rate(len(boxes), lambda: encoder.encode_windows(pixels, boxes)) if compiles else float("nan")
        peer = _rate(len(few), lambda: _card(model, transform, picture, few))
        if number:
            plain.append(one)
            compiled.append(two)
            card.append(peer)
    ratio = statistics.median(a / b for a, b in zip(plain, card, strict=True))
    kind = str(encoder.dtype).removeprefix("torch.")
    figures = [statistics.median(rates) for rates in (plain, compiled, card)]
    print(
        f"| {name} ({kind}) | {encoder.batch.size} | {figures[0]:.0f} | {figures[1]:.0f} | {compiling:.0f} | "
        f"{figures[2]:.0f} | {ratio:.0f} |",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", default="terralex-mini,ViT-B-32,ViT-L-14")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--side", type=int, default=4096, help="pixels of the image's side")
    arguments = parser.parse_args()
    if not torch.cuda.is_available():
        parser.error("there is no CUDA device here; python -m benchmarks.encoder_cpu measures CPUs")
    noise = np.random.default_rng(0).integers(0, 256, (3, arguments.side // 8, arguments.side // 8), dtype=np.uint8)
    pixels = noise.repeat(8, 1).repeat(8, 2)
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}, {len(_boxes(arguments.side))} windows\n")
    print("| model | batch | windows/s | compiled, windows/s | compiling, s | model-card way, windows/s | ratio |")
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.models.split(","):
            own = name == "terralex-mini"
            measure(
                name,
                load_encoder(name if own else random_model(name, Path(folder) / name), "cuda"),
                arguments.rounds,
                pixels,
            )


if __name__ == "__main__":
    main()
