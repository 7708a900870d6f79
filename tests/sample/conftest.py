"""One whole scene, rendered once for all tests of the sample, and a small one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyogrio.raw
import pytest
import rasterio
import rasterio.features
import shapely
from affine import Affine
from numpy.typing import NDArray

from backend.sample import SamplePaths, render_sample


@dataclass(frozen=True)
class Rendered:
    """A sample read back: pixels [n, n, 3], transform, and the truth as kinds and outlines."""

    paths: SamplePaths
    pixels: NDArray[np.uint8]
    transform: Affine
    kinds: list[str]
    outlines: list[shapely.Geometry]

    def of(self, kind: str) -> list[shapely.Geometry]:
        """The outlines of one kind."""
        return [outline for name, outline in zip(self.kinds, self.outlines, strict=True) if name == kind]

    def mean_colour(self, kind: str, shrink_m: float = 0.0) -> NDArray[np.float64]:
        """The mean RGB under all outlines of a kind, drawn in by some metres."""
        shapes = [shape for outline in self.of(kind) if not (shape := outline.buffer(-shrink_m)).is_empty]
        mask = rasterio.features.geometry_mask(shapes, self.pixels.shape[:2], self.transform, invert=True)
        return np.asarray(self.pixels[mask].mean(axis=0))


def read_back(paths: SamplePaths) -> Rendered:
    with rasterio.open(paths.image) as source:
        pixels, transform = np.moveaxis(source.read(), 0, 2), source.transform
    _, _, geometry, (kinds,) = pyogrio.raw.read(paths.truth, layer="truth", columns=["kind"])
    return Rendered(paths, pixels, transform, [str(kind) for kind in kinds], list(shapely.from_wkb(geometry)))


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return read_back(render_sample(tmp_path_factory.mktemp("whole"), 4096, 1))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return read_back(render_sample(tmp_path_factory.mktemp("small"), 1024, 5))
