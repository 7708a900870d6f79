"""``index_layer`` beside its floor: the same model on tensors that are normalised and in memory already.

    python -m benchmarks.index_floor [--models terralex-mini,ViT-B-32] [--rounds 3] [--size 1536] [--json FILE]

Both run in turn in one process on the same threads, over as many windows. ``index_layer`` opens the file, reads, cuts,
resizes, normalises, embeds, commits and compacts; the floor does nothing but run the image tower in batches of the same
size. Two ratios are printed, medians over the rounds: of seconds on the clock, which is what users get and what other
programs on the machine disturb, and of processor seconds, which is the work that each needs. The last column is what
``terralex index --stats`` says. An architecture of open_clip has random weights, which cost as much as trained ones.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import torch

from backend.imagery.layer import open_layer
from backend.imagery.window_grid import WindowGrid, default_window_sizes
from backend.index.pipeline import DEFAULT_OVERLAP, index_layer
from backend.index.stages import StageTimes
from backend.models.encoder import Encoder, load_encoder
from backend.sample import render_sample
from benchmarks.index_cpu import random_model
from benchmarks.report import Paired, machine, machine_sentence, print_table, write_json

INDEX, FLOOR = "index", "encoder alone"


def floor(encoder: Encoder, windows: int) -> None:
    """The image tower over so many windows, a batch at a time, the last one as small as it is."""
    size, side = encoder.batch.size, encoder.image_size
    pixels = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (size, 3, side, side), np.uint8))
    inputs = encoder.preprocessing.normalise(pixels, encoder.dtype)
    with torch.inference_mode():
        for start in range(0, windows, size):
            encoder.model.visual(inputs[: windows - start])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", default="terralex-mini,ViT-B-32")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=1536, help="side of the layer in pixels of 0.5 m, 1024 at least")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    facts, rows, results = machine(), [], {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        image = render_sample(folder / "sample", size_px=arguments.size, seed=1).image
        for name in arguments.models.split(","):
            encoder = load_encoder(name if name == "terralex-mini" else random_model(name, folder / name), "cpu")
            with open_layer(image) as layer:
                sizes = default_window_sizes(layer.info)
                windows = WindowGrid(layer.info, sizes, DEFAULT_OVERLAP, encoder.image_size).window_count
            floor(encoder, encoder.batch.size)  # loads the weights, warms the kernels
            index_layer(image, encoder, folder / "warm", sizes[-1:])  # and what writes indexes
            paired, stages = Paired(), StageTimes()
            for number in range(arguments.rounds):
                own = folder / f"index-{number}"
                paired.measure(FLOOR, partial(floor, encoder, windows))
                paired.measure(INDEX, partial(index_layer, image, encoder, own, stages=stages))
                shutil.rmtree(own)
            shares = ", ".join(f"{stage} {share:.0%}" for stage, share in stages.shares().items())
            rows.append(
                [
                    f"{name} ({str(encoder.dtype).removeprefix('torch.')})",
                    windows,
                    f"{windows / paired.median(FLOOR):.1f}",
                    f"{windows / paired.median(INDEX):.1f}",
                    f"{paired.ratio(FLOOR, INDEX):.2f}",
                    f"{paired.ratio(FLOOR, INDEX, 'processor_s'):.2f}",
                    shares,
                ]
            )
            results[name] = {"windows": windows, "stages": stages.to_dict(), **paired.to_dict()}
    print(f"{machine_sentence(facts)}\n")
    head = ("model", "windows", "encoder alone, windows/s", "index, windows/s", "share of the floor, clock")
    print_table((*head, "share of the floor, processor time", "busy"), rows)
    write_json(arguments.json, "index_floor", facts, results)


if __name__ == "__main__":
    main()
