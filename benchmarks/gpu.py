"""What one GPU does: the encoder alone, preprocessing, copies, exact search, and indexing from files, each on its own.

    python -m benchmarks.gpu [--only floor,preprocess,copy,search,index] [--json FILE] [--seconds 2]
    python -m benchmarks.gpu --device cpu --tiny        # does it run? at sizes that any machine bears

Needs torch, open_clip and timm; the indexing of files needs what the backend needs (rasterio, lancedb). A part whose
packages are missing says so and is left out. Weights of open_clip's architectures are random, which cost as much as
trained ones. Nothing is fetched.

- *floor*: the image tower in bf16 on normalised tensors that lie on the device, eager and compiled, best batch.
- *preprocess*: windows cut out of a block on the device, resized as PIL does it, and normalised.
- *copy*: a block from pageable and from pinned memory to the device.
- *search*: cosines of all rows with one direction in half precision and the best 200, beside the time in which the
  memory of this device can be read once, which is measured too.
- *index*: ``index_layer`` from a ZSTD and a JPEG file, in windows a second and as a share of the floor.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.report import machine, machine_sentence, print_table, write_json

ARCHITECTURES = ("ViT-B-32", "ViT-B-16", "ViT-L-14")
MINI = "terralex-mini"
BATCHES = (64, 128, 256, 512, 1024)
DIMENSION = 512
TOP = 200
PARTS = ("floor", "preprocess", "copy", "search", "index")
TINY = {
    "embed_dim": 16,
    "vision_cfg": {"image_size": 224, "layers": 1, "width": 32, "head_width": 16, "patch_size": 32},
    "text_cfg": {"context_length": 16, "vocab_size": 512, "width": 32, "heads": 2, "layers": 1},
}


@dataclass(frozen=True)
class Setup:
    """Where, how long and how large."""

    device: str
    seconds: float
    tiny: bool

    @property
    def dtype(self) -> torch.dtype:
        """What towers run in."""
        return torch.bfloat16

    def wait(self) -> None:
        """Until the device has done what it was given."""
        if self.device == "cuda":
            torch.cuda.synchronize()

    def rate(self, work: Callable[[], object], units: float) -> float:
        """Units a second of work that is repeated for the given time; median of its single runs."""
        work()
        self.wait()
        took: list[float] = []
        until = time.perf_counter() + self.seconds
        while not took or time.perf_counter() < until:
            started = time.perf_counter()
            work()
            self.wait()
            took.append(time.perf_counter() - started)
        return units / statistics.median(took)


def tower(name: str, setup: Setup) -> tuple[torch.nn.Module, int]:
    """An image tower on the device, in eval mode, and its input side."""
    if name == MINI:
        from backend.models.encoder import load_encoder

        encoder = load_encoder(MINI, setup.device)
        visual, side = encoder.model.visual, encoder.image_size
    else:
        import open_clip

        torch.manual_seed(0)
        model = open_clip.CLIP(**TINY) if setup.tiny else open_clip.create_model(name)
        visual, side = model.visual, 224
    return visual.eval().to(setup.device, setup.dtype, memory_format=torch.channels_last), side


def floor(setup: Setup) -> list[dict[str, Any]]:
    """Windows a second of every tower, eager and compiled."""
    rows = []
    for name in (*(ARCHITECTURES[:1] if setup.tiny else ARCHITECTURES), MINI):
        visual, side = tower(name, setup)
        ways = {"eager": visual, "compiled": torch.compile(visual, dynamic=False)}
        for way, run in ways.items():
            rates: dict[int, float] = {}
            for batch in (4,) if setup.tiny else BATCHES:
                inputs = torch.randn((batch, 3, side, side), device=setup.device, dtype=setup.dtype)
                inputs = inputs.contiguous(memory_format=torch.channels_last)
                try:
                    with torch.inference_mode():
                        rates[batch] = setup.rate(partial(run, inputs), batch)
                except torch.OutOfMemoryError:
                    break
                except Exception as error:  # a machine without a compiler still has the other figures
                    print(f"{name}, {way}: {str(error).splitlines()[0]}", file=sys.stderr)
                    break
            if rates:
                best = max(rates, key=lambda batch: rates[batch])
                rows.append({"model": name, "way": way, "batch": best, "windows_per_s": rates[best], "rates": rates})
    return rows


def preprocess(setup: Setup) -> list[dict[str, Any]]:
    """Windows a second that are cut, resized and normalised on the device, by their side in pixels."""
    from backend.models.preprocess import Preprocessing

    recipe = Preprocessing(224, (0.48, 0.46, 0.41), (0.27, 0.26, 0.28))
    side, count = (512, 8) if setup.tiny else (2048, 512)
    pixels = np.random.default_rng(0).integers(0, 256, (3, side, side), np.uint8)
    block = recipe.open_block(pixels, setup.device)
    rows = []
    for window in (100, 224, 400):
        corner = np.random.default_rng(1).integers(0, side - window, (count, 2)).astype(float)
        boxes = np.concatenate([corner, corner + window], axis=1)

        def work(boxes: Any = boxes) -> None:
            recipe.normalise(block.cut(boxes), setup.dtype)

        rows.append({"window_px": window, "windows_per_s": setup.rate(work, count)})
    return rows


def copy(setup: Setup) -> list[dict[str, Any]]:
    """Gigabytes a second from the host to the device."""
    pixels = torch.zeros((3, 256, 256) if setup.tiny else (3, 4096, 4096), dtype=torch.uint8)
    ways = {"pageable": pixels}
    if setup.device == "cuda":
        ways["pinned"] = pixels.pin_memory()
    size = pixels.numel() / 1e9
    rows = []
    for name, held in ways.items():
        rate = setup.rate(partial(held.to, setup.device, non_blocking=True, copy=True), size)
        rows.append({"memory": name, "gb_per_s": rate})
    return rows


def search(setup: Setup) -> list[dict[str, Any]]:
    """Milliseconds of an exact search, beside those in which the matrix can be read once."""
    rows = []
    for count in (10_000, 20_000) if setup.tiny else (10_000_000, 100_000_000):
        try:
            rows.append(_search(setup, count))
        except torch.OutOfMemoryError:
            print(f"{count:,} rows do not fit into the memory of this device.", file=sys.stderr)
            break
    return rows


def _search(setup: Setup, count: int) -> dict[str, Any]:
    bytes_per_s = memory_bandwidth(setup)
    matrix = torch.empty((count, DIMENSION), dtype=torch.float16, device=setup.device)
    for part in matrix.split(1_000_000):
        part.normal_().div_(DIMENSION**0.5)
    direction = matrix[count // 2].clone()
    with torch.inference_mode():
        best_s = 1 / setup.rate(lambda: torch.topk(matrix @ direction, TOP), 1)
        product_s = 1 / setup.rate(lambda: matrix @ direction, 1)
    floor_s = matrix.numel() * 2 / bytes_per_s
    return {
        "rows": count,
        "search_ms": 1e3 * best_s,
        "product_ms": 1e3 * product_s,
        "bandwidth_floor_ms": 1e3 * floor_s,
        "times_floor": best_s / floor_s,
        "memory_gb_per_s": bytes_per_s / 1e9,
    }


def memory_bandwidth(setup: Setup) -> float:
    """Bytes a second that the device reads and writes when it copies its own memory."""
    source = torch.zeros(1 << (20 if setup.tiny else 32), dtype=torch.uint8, device=setup.device)
    target = torch.empty_like(source)
    return setup.rate(lambda: target.copy_(source), 2 * source.numel())


def index(setup: Setup) -> list[dict[str, Any]]:
    """Windows a second of a whole ``index_layer`` from files of two codecs."""
    import rasterio
    from rasterio.transform import from_origin

    from backend.index.pipeline import index_layer
    from backend.index.stages import StageTimes
    from backend.models.encoder import load_encoder
    from benchmarks.index_cpu import random_model

    side = 512 if setup.tiny else 16_384
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        names = (MINI,) if setup.tiny else ("ViT-B-32", MINI)
        encoders = {n: load_encoder(n if n == MINI else random_model(n, folder / n), setup.device) for n in names}
        for codec in ("zstd", "jpeg"):
            path = folder / f"{codec}.tif"
            profile = {"driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint8"}
            layout = {"tiled": True, "blockxsize": 512, "blockysize": 512, "compress": codec, "crs": "EPSG:32632"}
            colours = np.random.default_rng(0).integers(30, 220, (3, side // 16, side // 16)).astype(np.uint8)
            with rasterio.open(path, "w", transform=from_origin(5e5, 5.2e6, 0.5, 0.5), **profile, **layout) as dataset:
                dataset.write(colours.repeat(16, axis=1).repeat(16, axis=2))
            for name, encoder in encoders.items():
                encoder.encode_windows(np.zeros((3, 256, 256), np.uint8), np.tile([0.0, 0, 224, 224], (64, 1)))
                stages = StageTimes()
                encoder.compile_for_long_job(0 if setup.tiny else 10**9)
                index_layer(path, encoder, folder / "index" / codec / name, stages=stages)
                rows.append({"model": name, "codec": codec, **stages.to_dict()})
    return rows


def show(part: str, rows: list[dict[str, Any]]) -> None:
    """A table of one part."""
    print(f"\n{part}\n")
    if rows:
        names = [name for name in rows[0] if name not in {"rates", "busy"}]
        print_table(names, [[_cell(row[name]) for name in names] for row in rows])


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:,.3g}"
    return str(value)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--device", default="cuda", choices=("cuda", "cpu"))
    parser.add_argument("--tiny", action="store_true", help="sizes that show whether it runs, and nothing else")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each figure")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    if chosen.device == "cuda" and not torch.cuda.is_available():
        print("There is no CUDA device here: --device cpu --tiny shows whether this runs.", file=sys.stderr)
        return 2
    setup = Setup(chosen.device, chosen.seconds, chosen.tiny)
    works = {"floor": floor, "preprocess": preprocess, "copy": copy, "search": search, "index": index}
    facts, results = machine(), {}
    print(machine_sentence(facts))
    for part in chosen.only.split(","):
        try:
            results[part] = works[part](setup)
        except ImportError as error:
            print(f"\n{part}: left out, {error}")
            continue
        show(part, results[part])
    write_json(chosen.json, "gpu", facts, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
