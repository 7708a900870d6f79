"""What it costs to read rasters in processes of their own, beside reading them directly.

    python -m benchmarks.sandboxed_reading [--side 12288] [--json FILE]

Blocks of 2048 x 2048 pixels cover an 8-bit RGB image that GDAL's block cache does not hold; both ways read the same
file in turns, with one thread and with three, and the best of three rounds counts.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin

from backend.imagery.layer import OpenLayer, open_layer
from backend.imagery.sandbox import ReaderPool

BLOCK_PX = 2048
ROUNDS = 3
KINDS: dict[str, dict[str, object]] = {
    "raw": {},
    "deflate": {"compress": "deflate", "zlevel": 1},
    "jpeg": {"compress": "jpeg", "photometric": "YCBCR"},
}


@dataclass(frozen=True)
class Comparison:
    """Milliseconds a block, and how many times the sandbox takes what direct reading takes."""

    kind: str
    threads: int
    direct_ms: float
    sandboxed_ms: float
    ratio: float


def write_image(path: Path, side: int, options: dict[str, object]) -> None:
    """Coarse structure and fine noise, so that it compresses about as imagery does."""
    rng = np.random.default_rng(0)
    profile = {"driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    tiling = {"tiled": True, "blockxsize": 512, "blockysize": 512}
    with rasterio.open(
        path, "w", transform=from_origin(5e5, 5.2e6, 0.5, 0.5), **profile, **tiling, **options
    ) as target:
        for top in range(0, side, 512):
            coarse = rng.integers(0, 180, (3, 64, side // 8), dtype=np.uint8).repeat(8, 1).repeat(8, 2)
            fine = rng.integers(0, 60, coarse.shape, dtype=np.uint8)
            target.write(coarse + fine, window=((top, top + 512), (0, side)))


def block_ms(layer: OpenLayer, side: int, threads: int) -> float:
    """Mean wall-clock milliseconds a block over the whole image."""
    places = range(0, side, BLOCK_PX)
    boxes = [(left, top, BLOCK_PX, BLOCK_PX) for top in places for left in places]

    def read(box: tuple[int, int, int, int]) -> int:
        return int(layer.read(box, (BLOCK_PX, BLOCK_PX)).pixels[0, 0, 0])

    started = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(read, boxes))
    return (time.perf_counter() - started) / len(boxes) * 1000


def compare(path: Path, kind: str, side: int, threads: int) -> Comparison:
    """Both ways in turns."""
    with ReaderPool() as pool, pool.open(path) as sandboxed, open_layer(path) as direct:
        rounds = [(block_ms(direct, side, threads), block_ms(sandboxed, side, threads)) for _ in range(ROUNDS)]
    best = min(first for first, _ in rounds), min(second for _, second in rounds)
    return Comparison(kind, threads, best[0], best[1], best[1] / best[0])


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=12_288, help="pixels along a side, a multiple of 2048")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, creation in KINDS.items():
            path = Path(folder) / f"{kind}.tif"
            write_image(path, options.side, creation)
            for threads in (1, 3):
                found = compare(path, kind, options.side, threads)
                results.append(found)
                print(
                    f"{kind:8} {threads} thread(s): direct {found.direct_ms:6.1f} ms a block, "
                    f"sandboxed {found.sandboxed_ms:6.1f} ms, ratio {found.ratio:.2f}"
                )
            path.unlink()
    if options.json:
        options.json.write_text(json.dumps([asdict(result) for result in results], indent=2))


if __name__ == "__main__":
    main()
