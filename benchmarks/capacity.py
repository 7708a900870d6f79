"""What a city, a country and the land surface take: windows, core-hours, storage and money, from measured unit costs.

    python -m benchmarks.capacity [--model terralex-mini] [--size 1024] [--core-hour 0.01] [--gb-month 0.01]

The unit costs are measured here, on a rendered sample at 0.5 m: processor seconds a window of a whole ``index_layer``
on one thread, and bytes a window of the finished index. All else is arithmetic:

    windows      = area * sum over sizes of 1 / (size * (1 - overlap))^2
    core-hours   = windows * processor seconds a window / 3600
    storage      = windows * bytes a window
    money        = core-hours * price of one + storage * price of a GB and month

Prices are the reader's: with the defaults, a cent each, the last column scales to any other.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from backend.imagery.window_grid import DEFAULT_STEPS, SMALLEST_DEFAULT_M, SMALLEST_DEFAULT_PX
from backend.index.pipeline import DEFAULT_OVERLAP, index_layer
from backend.models.encoder import load_encoder
from backend.sample import render_sample
from benchmarks.report import machine, machine_sentence, print_table, write_json

AREAS_KM2 = {"a city": 1_000.0, "a country": 350_000.0, "the land surface": 149_000_000.0}
PIXELS_M = (0.5, 10.0)


def default_sizes(pixel_m: float) -> list[float]:
    """Sides of the windows that a large layer of such pixels gets, in metres."""
    start = SMALLEST_DEFAULT_M
    while start < SMALLEST_DEFAULT_PX * pixel_m:
        start *= 2
    return [start * 2**step for step in range(DEFAULT_STEPS)]


def windows_per_km2(pixel_m: float) -> float:
    """Windows of all sizes over a square kilometre of a large layer."""
    return sum(1e6 / (size * (1 - DEFAULT_OVERLAP)) ** 2 for size in default_sizes(pixel_m))


def unit_costs(model: str, size_px: int) -> tuple[float, float, int]:
    """Processor seconds and bytes of one window, and how many windows they were measured on."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        image = render_sample(folder / "sample", size_px=size_px, seed=1).image
        encoder = load_encoder(model, "cpu")
        encoder.encode_windows(np.zeros((3, 256, 256), np.uint8), np.tile([0.0, 0, 224, 224], (16, 1)))
        started = time.process_time()
        index = index_layer(image, encoder, folder / "index")
        seconds = time.process_time() - started
        size = sum(file.stat().st_size for file in index.folder.rglob("*") if file.is_file())
        return seconds / index.count, size / index.count, index.count


def main() -> None:
    """Print the unit costs and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--size", type=int, default=1024, help="side of the sample in pixels")
    parser.add_argument("--core-hour", type=float, default=0.01, help="price")
    parser.add_argument("--gb-month", type=float, default=0.01, help="price")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    facts = machine()
    seconds, size, count = unit_costs(chosen.model, chosen.size)
    print(f"{machine_sentence(facts)}\n")
    print(
        f"{chosen.model}, measured on {count:,} windows: {1e3 * seconds:.2f} ms of one core and {size:,.0f} bytes a "
        f"window, that is {1 / seconds:.0f} windows a second a core.\n"
    )
    rows = []
    for place, area in AREAS_KM2.items():
        for pixel_m in PIXELS_M:
            windows = area * windows_per_km2(pixel_m)
            hours, gigabytes = windows * seconds / 3600, windows * size / 1e9
            money = hours * chosen.core_hour + gigabytes * chosen.gb_month
            shown = [f"{value:,.0f}" if value >= 10 else f"{value:.2g}" for value in (hours, gigabytes, money)]
            rows.append([place, f"{area:,.0f}", f"{pixel_m:g}", f"{windows:,.0f}", *shown])
    head = ("ground", "km²", "pixel, m", "windows", "core-hours", "storage, GB")
    print_table((*head, f"money at {chosen.core_hour:g} a core-hour and {chosen.gb_month:g} a GB-month"), rows)
    write_json(chosen.json, "capacity", facts, {"seconds": seconds, "bytes": size, "windows": count, "table": rows})


if __name__ == "__main__":
    main()
