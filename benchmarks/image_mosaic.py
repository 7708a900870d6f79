"""A map made of a data set's test images: real pixels, and the exact truth of every place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from affine import Affine

from backend.lexicon import load_lexicon
from backend.output.vector import write_vector
from training.config.data import SourceConfig
from training.data.sample import Sample, Split
from training.sources.source import Source, open_source

DATA = Path(__file__).resolve().parent.parent.parent / "shared/data"
CRS = "EPSG:32632"
SEED = 1


@dataclass(frozen=True)
class DataSet:
    """A data set of square images: its label set, side in pixels (of the largest image) and metres a pixel."""

    name: str
    preset: str
    side_px: int
    ground_sampling_m: float


DATA_SETS = {one.name: one for one in (DataSet("ucm", "uc-merced", 256, 0.3), DataSet("eurosat", "eurosat", 64, 10.0))}


@dataclass(frozen=True)
class Mosaic:
    """The map, its footprints with the field ``truth``, and the same in memory; ``samples`` are in map order."""

    image: Path
    footprints: Path
    samples: tuple[Sample, ...]
    shapes: tuple[shapely.Polygon, ...]
    source: Source

    @property
    def truth(self) -> list[str]:
        """True class of every footprint."""
        return [sample.label or "" for sample in self.samples]


def open_data_set(data_set: DataSet, root: Path = DATA) -> Source:
    """The data set as the trainer's evaluation reads it."""
    config = SourceConfig(
        id=data_set.name, kind="class-folders", images=f"{data_set.name}.tar", label_set=data_set.preset
    )
    return open_source(config, root, load_lexicon(), print)


def make_mosaic(folder: Path, data_set: DataSet, source: Source, split: Split = "test", most: int = 0) -> Mosaic:
    """Lay images side by side in a seeded order, as an uncompressed GeoTIFF and a GeoPackage.

    Args:
        split: which images.
        most: how many of them at most; 0 takes all.
    """
    samples: Sequence[Sample] = source.split(split)
    order = np.random.default_rng(SEED).permutation(len(samples))[: most or len(samples)]
    columns = math.ceil(math.sqrt(len(order)))
    side, metres = data_set.side_px, data_set.ground_sampling_m
    rows = math.ceil(len(order) / columns)
    pixels = np.zeros((3, rows * side, columns * side), np.uint8)
    mask = np.zeros(pixels.shape[1:], np.uint8)
    transform = Affine(metres, 0, 500_000, 0, -metres, 5_100_000)
    shapes, placed = [], []
    for place, at in enumerate(order):
        row, column = divmod(place, columns)
        image = np.asarray(source.archive.open(samples[at].name))
        height, width = image.shape[:2]
        top, left = row * side, column * side
        pixels[:, top : top + height, left : left + width] = image.transpose(2, 0, 1)
        mask[top : top + height, left : left + width] = 255
        # A few images are a few pixels short of a square: the evaluator looks at the square in their middle.
        own = min(height, width)
        west, north = transform * (left + (width - own) // 2, top + (height - own) // 2)
        shapes.append(shapely.box(west, north - own * metres, west + own * metres, north))
        placed.append(samples[at])
    image_file, footprints = folder / f"{data_set.name}.tif", folder / f"{data_set.name}.gpkg"
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(
            image_file, "w", driver="GTiff", width=pixels.shape[2], height=pixels.shape[1], count=3, dtype="uint8",
            crs=CRS, transform=transform, tiled=True, photometric="RGB",
        ) as target,
    ):  # fmt: skip
        target.write(pixels)
        target.write_mask(mask)
    columns_of = {"truth": [sample.label for sample in placed], "image": [sample.name for sample in placed]}
    write_vector(footprints, shapes, CRS, columns_of, "footprints")
    return Mosaic(image_file, footprints, tuple(placed), tuple(shapes), source)
