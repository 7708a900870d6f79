"""How soon a search of ground that was never seen shows regions, and how soon they are those of the final answer.

    python -m benchmarks.first_regions [--side 20000] [--extent-m 2000] [--text "swimming pool"] [--model ID]
                                       [--rounds 1] [--fast] [--json FILE]

The search is the service's own process on a new index, run in this process with its device thread; its
result folder is watched as a client would watch the job. The model is loaded before. The layer is generated: 1 m pixels
of coloured squares with pictures of the rendered sample in them, without overviews. Processor seconds are printed
beside those on the clock, which other programs on the machine lengthen.
A final region counts as shown where an early one shares half of the smaller one's ground.

``--fast`` adds the search that embeds only promising ground, on another new index: its seconds, its windows, and how
many of the final ten of the whole search it found.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio.windows import Window

from backend.commands.in_process import workbench
from backend.index.store import LayerIndex
from backend.jobs.inputs import Extent
from backend.jobs.process import Run
from backend.jobs.processes.search import REGIONS_FILE, SearchInputs, SearchProcess
from backend.sample import render_sample
from benchmarks.extent_search import LEFT, TOP, write_layer
from benchmarks.report import machine, machine_sentence, print_table, write_json

TOP_REGIONS = 10
LOOK_S = 0.05
_PICTURE_PX = 1024


@dataclass(frozen=True)
class Shown:
    """What a client saw at a moment."""

    clock_s: float
    processor_s: float
    shapes: list[Any]


def with_pictures(path: Path, side: int, folder: Path) -> Path:
    """A layer of coloured squares with the rendered sample every four kilometres and in the middle."""
    write_layer(path, side)
    with rasterio.open(render_sample(folder / "sample", size_px=_PICTURE_PX, seed=1).image) as sample:
        picture = sample.read()
    corners = [(row, col) for row in range(512, side, 4096) for col in range(512, side, 4096)]
    with rasterio.open(path, "r+") as dataset:
        for row, col in (*corners, ((side - _PICTURE_PX) // 2,) * 2):
            high, wide = min(_PICTURE_PX, side - row), min(_PICTURE_PX, side - col)
            dataset.write(picture[:, :high, :wide], window=Window(col, row, wide, high))
    return path


class Watcher:
    """Looks at a file as a client looks at a job, and keeps what it sees."""

    def __init__(self, file: Path) -> None:
        self.seen: list[Shown] = []
        self._file = file
        self._stamp = 0
        self._started, self._worked = time.perf_counter(), time.process_time()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look once more, and no longer."""
        self._ended.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_S):
            self._look()

    def _look(self) -> None:
        if self._file.exists() and self._file.stat().st_mtime_ns != self._stamp:
            self._stamp = self._file.stat().st_mtime_ns
            seconds = time.perf_counter() - self._started, time.process_time() - self._worked
            shapes = list(shapely.from_wkb(pyogrio.raw.read(self._file)[2]))
            self.seen.append(Shown(*seconds, shapes))


def watch(
    layer: Path, root: Path, text: str, extent: tuple[float, ...], model: str, fast: bool = False
) -> tuple[list[Shown], int]:
    """Run one search: what was to be seen and when, the final answer last, and how many windows its index has."""
    with workbench(model, root / "index", trust=True) as bench, tempfile.TemporaryDirectory(dir=root) as results:
        encoder = bench.encoder(None)
        encoder.encode_texts([text])
        encoder.encode_windows(np.zeros((3, 224, 224), np.uint8), np.tile([0.0, 0, 224, 224], (16, 1)))
        asked = Extent.model_construct(bbox=extent, crs="EPSG:32632")
        inputs = SearchInputs.model_construct(
            layer=str(layer), text=text, top=TOP_REGIONS, threshold=0.0, extent=asked, model=model, fast=fast
        )
        watcher = Watcher(Path(results) / REGIONS_FILE)
        prepared = SearchProcess().prepare(inputs, bench)
        prepared.run(Run(), Path(results))
        watcher.end()
        return watcher.seen, LayerIndex.open(prepared.site.folder).count


def share_shown(early: list[Any], final: list[Any]) -> float:
    """Share of the final regions that some early one shows."""
    if not final or not early:
        return 0.0
    shown = np.array(early)
    common = [
        shapely.area(shapely.intersection(one, shown)) / np.minimum(one.area, shapely.area(shown)) for one in final
    ]
    return float(np.mean([shares.max() >= 0.5 for shares in common]))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=20_000, help="of the layer, in pixels of 1 m")
    parser.add_argument("--extent-m", type=float, default=2000.0, help="side of the square that is searched")
    parser.add_argument("--text", default="swimming pool")
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    facts = machine()
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        layer = with_pictures(folder / "layer.tif", chosen.side, folder)
        corner = LEFT + (chosen.side - chosen.extent_m) / 2, TOP - (chosen.side + chosen.extent_m) / 2
        extent = (*corner, corner[0] + chosen.extent_m, corner[1] + chosen.extent_m)
        for number in range(chosen.rounds):
            root = folder / f"round-{number}"
            root.mkdir()
            seen, windows = watch(layer, root, chosen.text, extent, chosen.model)
            final = seen[-1].shapes
            results.append(
                {
                    "windows": windows,
                    "shown": [
                        {
                            "clock_s": one.clock_s,
                            "processor_s": one.processor_s,
                            "share": share_shown(one.shapes, final),
                        }
                        for one in seen
                    ],
                }
            )
            if chosen.fast:
                root = folder / f"fast-{number}"
                root.mkdir()
                seen, windows = watch(layer, root, chosen.text, extent, chosen.model, fast=True)
                last = seen[-1]
                share = share_shown(last.shapes, final)
                fast = {"clock_s": last.clock_s, "processor_s": last.processor_s, "windows": windows, "share": share}
                results[-1]["fast"] = fast
    print(f"{machine_sentence(facts)}\n")
    rows = [
        [
            f"{number + 1}",
            f"{one['clock_s']:.1f}",
            f"{one['processor_s']:.1f}",
            f"{one['share']:.0%}",
            "final" if one is result["shown"][-1] else "",
        ]
        for number, result in enumerate(results)
        for one in result["shown"]
    ]
    print_table(("round", "s on the clock", "s of processors", f"of the final top {TOP_REGIONS}", ""), rows)
    if chosen.fast:
        print()
        found = [
            [
                f"{number + 1}",
                f"{one['fast']['clock_s']:.1f}",
                f"{one['fast']['processor_s']:.1f}",
                f"{one['fast']['windows']:,} of {one['windows']:,}",
                f"{one['fast']['share']:.0%}",
            ]
            for number, one in enumerate(results)
        ]
        head = ("round", "s on the clock", "s of processors", "windows of the index", "of the final top 10, --fast")
        print_table(head, found)
    write_json(chosen.json, "first_regions", facts, results)


if __name__ == "__main__":
    main()
