"""Maps of test images to teach on, and what is asked on them.

A map is square cells of one side, each an image that trained nothing, in a seeded order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from PIL import Image

from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.lexicon import load_lexicon
from backend.models.encoder import Encoder
from benchmarks.image_mosaic import CRS, SEED
from benchmarks.phrases import read_phrases
from training.config.data import SourceConfig
from training.data.sample import Split
from training.sources.source import open_source

CELLS = 60
"""Cells that a thing has at least, to be asked for."""

SETS = {
    "rsicd": SourceConfig(id="rsicd", kind="karpathy", images="rsicd.tar", annotation="rsicd.json", label_set="rsicd"),
    "ucm": SourceConfig(id="ucm", kind="class-folders", images="ucm.tar", label_set="uc-merced"),
    "eurosat": SourceConfig(id="eurosat", kind="class-folders", images="eurosat.tar", label_set="eurosat"),
}
SAME = (
    ("Beach", "beach"), ("BaseballField", "baseballdiamond"), ("DenseResidential", "denseresidential"),
    ("Farmland", "agricultural"), ("Forest", "forest"), ("MediumResidential", "mediumresidential"),
    ("Parking", "parkinglot"), ("Port", "harbor"), ("River", "river"), ("SparseResidential", "sparseresidential"),
    ("StorageTanks", "storagetanks"), ("Viaduct", "overpass"),
)  # fmt: skip
"""Classes of RSICD and of UC Merced that are the same thing."""


@dataclass(frozen=True)
class Asked:
    """What is looked for: a text, and the classes whose images show it."""

    text: str
    classes: frozenset[str]


@dataclass(frozen=True)
class Map:
    """An indexed map: one class a cell, ``truth`` ``[n]`` and ``shapes`` ``[n]``."""

    name: str
    index: LayerIndex
    truth: NDArray[np.str_]
    shapes: NDArray[np.object_]

    def ground(self, asked: Asked) -> shapely.Geometry:
        """Where it is."""
        return shapely.union_all(self.shapes[np.isin(self.truth, sorted(asked.classes))])

    def cells(self, asked: Asked) -> int:
        """How many show it."""
        return int(np.isin(self.truth, sorted(asked.classes)).sum())


@dataclass(frozen=True)
class Plan:
    """How a map is made: sets with their split, every ``step``-th image from ``start``, and the windows over it."""

    name: str
    sets: tuple[tuple[str, Split], ...]
    side_px: int
    ground_sampling_m: float
    window_m: float
    start: int = 0
    step: int = 1


def make_map(plan: Plan, data: Path, folder: Path, encoder: Encoder) -> Map:
    """The map as a GeoTIFF in ``folder``, indexed there; what is there already is used."""
    images: list[tuple[object, str, str]] = []
    for name, split in plan.sets:
        source = open_source(SETS[name], data, load_lexicon(), print)
        chosen = sorted(source.split(split), key=lambda sample: (sample.label or "", sample.name))
        images += [(source, one.name, one.label or "") for one in chosen[plan.start :: plan.step]]
    order = np.random.default_rng(SEED).permutation(len(images))
    columns = math.ceil(math.sqrt(len(order)))
    side, metres = plan.side_px, plan.ground_sampling_m
    transform = Affine(metres, 0, 500_000, 0, -metres, 5_100_000)
    corners = [divmod(place, columns) for place in range(len(order))]
    shapes = [
        shapely.box(*(transform @ (column * side, (row + 1) * side)), *(transform @ ((column + 1) * side, row * side)))
        for row, column in corners
    ]
    path = folder / f"{plan.name}.tif"
    if not path.is_file():
        pixels = np.zeros((3, math.ceil(len(order) / columns) * side, columns * side), np.uint8)
        mask = np.zeros(pixels.shape[1:], np.uint8)
        for (row, column), at in zip(corners, order, strict=True):
            source, name, _ = images[at]
            picture = Image.fromarray(np.asarray(source.archive.open(name))).resize(
                (side, side), Image.Resampling.BICUBIC
            )  # type: ignore[attr-defined]
            block = (slice(row * side, (row + 1) * side), slice(column * side, (column + 1) * side))
            pixels[:, block[0], block[1]] = np.asarray(picture).transpose(2, 0, 1)
            mask[block] = 255
        _write(path, pixels, mask, transform)
    index = index_layer(path, encoder, folder / "index", (plan.window_m,))
    truth = np.array([images[at][2] for at in order])
    return Map(plan.name, index, truth, np.array(shapes, dtype=object))


def _write(path: Path, pixels: NDArray[np.uint8], mask: NDArray[np.uint8], transform: Affine) -> None:
    height, width = mask.shape
    profile = {"driver": "GTiff", "width": width, "height": height, "count": 3, "dtype": "uint8", "photometric": "RGB"}
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(path, "w", crs=CRS, transform=transform, tiled=True, **profile) as target,
    ):
        target.write(pixels)
        target.write_mask(mask)


def phrases_on(place: Map, cells: int = CELLS, also: Sequence[Map] = (), least: int = 10) -> list[Asked]:
    """The phrases of ``queries/phrases.json`` that a map has enough cells of, and other maps at least some."""
    rows = [Asked(phrase.text["en"], phrase.classes) for phrase in read_phrases()]
    return [one for one in rows if place.cells(one) >= cells and all(other.cells(one) >= least for other in also)]


def names_on(place: Map, titles: dict[str, str], cells: int = CELLS, also: Sequence[Map] = ()) -> list[Asked]:
    """Class names that a map has enough cells of; ``titles``: class -> name."""
    found: dict[frozenset[str], Asked] = {}
    for label, title in titles.items():
        classes = frozenset(next((pair for pair in SAME if label in pair), (label,)))
        found.setdefault(classes, Asked(title, classes))
    rows = found.values()
    return [one for one in rows if place.cells(one) >= cells and all(other.cells(one) >= 10 for other in also)]
