"""A 40,000 x 40,000 image is indexed in less than 4 GB."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

SIDE = 40_000
LIMIT_KB = 4_000_000
RUN = """
import sys
from pathlib import Path
import torch
torch.set_num_threads(1)
from backend.index.pipeline import index_layer
from backend.models.encoder import load_encoder
path, model, root, sizes, overlap = sys.argv[1:]
encoder = load_encoder(model, device="cpu")
index = index_layer(path, encoder, Path(root), [float(size) for size in sizes.split(",")], float(overlap))
# Not getrusage: what it calls the peak of a process includes that of the one which started it, here of the test.
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(index.count, index.manifest.total_windows, status["VmHWM"].split()[0])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize(
    ("layout", "dtype", "sizes"),
    [
        ({"tiled": True, "blockxsize": 512, "blockysize": 512}, "uint8", "112,896"),  # the largest blocks there are
        ({"blockysize": 16}, "uint8", "448,3584"),  # strips, decimated without overviews
        ({"tiled": True, "blockxsize": 512, "blockysize": 512}, "uint16", "448,896"),
    ],
    ids=["tiles", "strips", "16 bit"],
)
def test_a_40000_px_image_needs_less_than_4_gb(layout, dtype, sizes, make_model, tmp_path):
    path = tmp_path / "big.tif"
    rng = np.random.default_rng(0)
    profile = {"driver": "GTiff", "width": SIDE, "height": SIDE, "count": 3, "dtype": dtype, "crs": "EPSG:32632"}
    transform = from_origin(500_000, 5_200_000, 0.5, 0.5)
    texture = rng.integers(0, 9, (3, 32, 32))
    rows, columns = np.arange(SIDE)[:, None], np.arange(SIDE)[None]
    with rasterio.open(
        path, "w", transform=transform, compress="deflate", zlevel=1, bigtiff="yes", **layout, **profile
    ) as dataset:
        for row in range(0, SIDE, 500):  # ground everywhere, no two windows alike, and quickly packed
            part = rows[row : row + 500]
            pattern = texture[:, part % 32, columns % 32]
            ground = 20 + (part // 97 * 7 + columns // 89 * 3 + pattern) % 200
            dataset.write(ground.astype(dtype), window=rasterio.windows.Window(0, row, SIDE, 500))
    arguments = [str(path), make_model("model", image_size=224), str(tmp_path / "index"), sizes, "0"]
    done = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, total, peak_kb = (int(number) for number in done.stdout.split())
    assert count == total > 1000
    assert peak_kb < LIMIT_KB
    print(f"peak {peak_kb / 1e6:.2f} GB")
