"""A first search of 1 % of a large layer, beside a whole index of it: only what the answer needs is embedded.

    python -m benchmarks.extent_search [--side 20000] [--whole-side 20000] [--share 0.01] [--model ID] [--folder DIR]

The layer is generated: 1 m pixels, coloured squares of 16 m, so that reading costs what reading costs and no window is
blank. Both commands are run as users run them, each in a process of its own and on a new index, one after the other.
A whole index of 20,000 x 20,000 pixels takes long on a CPU: with a smaller ``--whole-side`` a layer of that side is
indexed, and its time is multiplied by the windows that the large one has for each of its own. Processor time is printed
beside the time on the clock, which other programs on the machine lengthen.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

from backend.index.folders import indexes_of
from backend.index.store import LayerIndex

LEFT, TOP = 500_000.0, 5_200_000.0
_SQUARE_PX = 16
_BLOCK_PX = 512
MOST = 1 / 20
"""Of the time of a whole index: what is promised."""


@dataclass(frozen=True)
class Timed:
    """One command: windows embedded and windows of the whole grid, seconds on the clock and of processors."""

    windows: int
    of: int
    clock_s: float
    processor_s: float


def write_layer(path: Path, side: int) -> Path:
    """A GeoTIFF of ``side`` x ``side`` pixels of 1 m."""
    chance = np.random.default_rng(0)
    profile = {"driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    layout = {"tiled": True, "blockxsize": _BLOCK_PX, "blockysize": _BLOCK_PX, "compress": "deflate"}
    with rasterio.open(path, "w", transform=from_origin(LEFT, TOP, 1, 1), **profile, **layout) as dataset:
        for row in range(0, side, _BLOCK_PX):
            high = min(_BLOCK_PX, side - row)
            colours = chance.integers(30, 220, (3, math.ceil(high / _SQUARE_PX), math.ceil(side / _SQUARE_PX)))
            pixels = colours.astype(np.uint8).repeat(_SQUARE_PX, axis=1).repeat(_SQUARE_PX, axis=2)
            dataset.write(pixels[:, :high, :side], window=Window(0, row, side, high))
    return path


def timed(arguments: Sequence[str], layer: Path, index_root: Path) -> Timed:
    """Run a command of ``terralex`` to its end, and look at what it left."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "backend.cli", *arguments, "--index", str(index_root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONWARNINGS": "ignore"})
    clock_s, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ((folder, manifest),) = indexes_of(index_root, layer.resolve())
    return Timed(LayerIndex.open(folder).count, manifest.total_windows, clock_s, processor_s)


def main() -> int:
    """Measure and print; 1 if the promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=20_000, help="of the layer that is searched, in pixels of 1 m")
    parser.add_argument("--whole-side", type=int, default=20_000, help="of the layer that is indexed whole")
    parser.add_argument("--share", type=float, default=0.01, help="of the ground that is searched")
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--folder", type=Path, help="where layers and indexes go; a temporary one by default")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as scratch:
        folder, model = Path(scratch), ("--model", chosen.model)
        layer = write_layer(folder / "layer.tif", chosen.side)
        part = chosen.side * math.sqrt(chosen.share)
        corner = LEFT + (chosen.side - part) / 2, TOP - (chosen.side - part) / 2  # of the middle of the layer
        extent = f"{corner[0]},{corner[1] - part},{corner[0] + part},{corner[1]}"
        search = (
            "search",
            "swimming pool",
            "--layer",
            str(layer),
            "--extent",
            extent,
            "--threshold",
            "0",
            "--json",
            *model,
        )
        first = timed(search, layer, folder / "first")
        small = layer if chosen.whole_side == chosen.side else write_layer(folder / "small.tif", chosen.whole_side)
        whole = timed(("index", str(small), *model), small, folder / "whole")
    times = first.of / whole.of
    print(f"\n| what | windows embedded | of | s on the clock | s of processors |\n|{'---|' * 5}")
    for name, row in (
        (f"search of {chosen.share:.0%} of {chosen.side:,} x {chosen.side:,} pixels, the first", first),
        (f"whole index of {chosen.whole_side:,} x {chosen.whole_side:,} pixels", whole),
    ):
        print(f"| {name} | {row.windows:,} | {row.of:,} | {row.clock_s:,.1f} | {row.processor_s:,.1f} |")
    if times != 1:
        clock_s, processor_s = whole.clock_s * times, whole.processor_s * times
        print(
            f"| the same, for {times:,.1f} times the windows | | {first.of:,} | {clock_s:,.0f} | {processor_s:,.0f} |"
        )
    share = first.processor_s / (whole.processor_s * times)
    print(
        f"\nThe search takes 1/{1 / share:,.1f} of the processor time of a whole index (promised: 1/{1 / MOST:,.0f})."
    )
    return int(share > MOST)


if __name__ == "__main__":
    sys.exit(main())
