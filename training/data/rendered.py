"""Crops of rendered samples as training images, with known truth, for kinds that no image set here labels.

Seeds below ``FIRST_TRAINING_SEED`` are never rendered here: ``make eval-sample`` and the demo use them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

import numpy as np
import pyogrio
import rasterio
import shapely
from numpy.typing import NDArray
from PIL import Image
from rasterio.windows import Window

from backend.errors import BadOption
from backend.sample import render_sample

FIRST_TRAINING_SEED = 1000
SIDE_PX = 224
WINDOWS_M = (50.0, 100.0, 200.0, 400.0)
LINEAR = frozenset({"river", "railway", "runway", "bridge", "beach"})
CROPS_PER_KIND = 5


def _sides_m(shape: shapely.Geometry, kind: str) -> list[float]:
    """Sides of windows of which the thing fills between 8 % and all, so that it is neither a speck nor a texture."""
    extent = max(shape.bounds[2] - shape.bounds[0], shape.bounds[3] - shape.bounds[1])
    if kind in LINEAR or shape.area > 200.0**2:
        return [side for side in WINDOWS_M if side <= max(extent, 100.0)]
    return [side for side in WINDOWS_M if 0.9 * np.sqrt(shape.area) <= side <= 3.5 * np.sqrt(shape.area)] or [100.0]


def _centre(shape: shapely.Geometry, rng: np.random.Generator) -> tuple[float, float]:
    xmin, ymin, xmax, ymax = shape.bounds
    points = shapely.points(rng.uniform(xmin, xmax, 64), rng.uniform(ymin, ymax, 64))
    inside = points[shapely.contains(shape, points)]
    point = inside[0] if len(inside) else shape.representative_point()
    return float(point.x), float(point.y)


def _crop(
    source: rasterio.DatasetReader, centre: tuple[float, float], side_m: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    step = abs(source.transform.a)
    side = side_m / step
    column, row = ~source.transform * centre
    jitter = rng.uniform(-0.2, 0.2, 2) * side
    left = float(np.clip(column + jitter[0] - side / 2, 0, source.width - side))
    top = float(np.clip(row + jitter[1] - side / 2, 0, source.height - side))
    method = rasterio.enums.Resampling.cubic if side < SIDE_PX else rasterio.enums.Resampling.average
    pixels: NDArray[np.uint8] = source.read(
        window=Window(left, top, side, side), out_shape=(3, SIDE_PX, SIDE_PX), resampling=method
    )
    return pixels


def cut_crops(folder: Path, seed: int, crops_per_kind: int = CROPS_PER_KIND) -> int:
    """Render one sample and write crops of every kind to ``folder/<kind>/``; returns their number."""
    scratch = folder / f".seed-{seed}"
    rng = np.random.default_rng(seed)
    count = 0
    try:
        paths = render_sample(scratch, seed=seed)
        _, _, wkb, fields = pyogrio.raw.read(paths.truth, layer="truth", columns=["kind"])
        shapes, kinds = shapely.from_wkb(wkb), np.asarray(fields[0])
        with rasterio.open(paths.image) as source:
            for kind in np.unique(kinds):
                (folder / kind).mkdir(exist_ok=True)
                mine = shapes[kinds == kind]
                for number in range(crops_per_kind):
                    shape = mine[rng.integers(len(mine))]
                    side = float(rng.choice(_sides_m(shape, kind)))
                    pixels = _crop(source, _centre(shape, rng), side, rng)
                    target = folder / kind / f"{seed}-{number}.webp"
                    Image.fromarray(pixels.transpose(1, 2, 0)).save(target, quality=85)
                    count += 1
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    (folder / f"seed-{seed}.done").touch()
    return count


def seed_of(name: str) -> int:
    """Seed of a crop, from its file name."""
    return int(PurePosixPath(name).name.split("-")[0])


def make_crops(folder: Path, seeds: Sequence[int], report: Callable[[str], None]) -> None:
    """Make crops of every seed; finished seeds are not rendered again.

    Raises:
        BadOption: a seed is reserved for evaluation.
    """
    kept = [seed for seed in seeds if seed < FIRST_TRAINING_SEED]
    if kept:
        raise BadOption(f"Seed {kept[0]} is kept for evaluation: train on seeds from {FIRST_TRAINING_SEED} on.")
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        if not (folder / f"seed-{seed}.done").exists():
            report(f"crops of the rendered sample, seed {seed}")
            cut_crops(folder, seed)
