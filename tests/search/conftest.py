"""A layer with coloured squares on it, an encoder that sees colours, and an index in memory: exact, without a model."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray

from backend.imagery.crs import bounds_to_crs
from backend.imagery.layer import LayerInfo, open_layer
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowGrid, WindowSet
from backend.index.store import IndexRows
from backend.models.dense import DenseFeatures

COLOURS = {"red": (220, 20, 20), "green": (20, 220, 20), "blue": (20, 20, 220)}


class ColourEncoder:
    """Its cosine of a window with a colour is 0.95 of the share of the window that has this colour.

    Axes are the colours and "anything"; a text that names no colour is "anything".
    """

    model_id, revision, dimension, image_size, device = "colours", "0123456789abcdef", 4, 64, "cpu"
    temperature = 10.0
    languages = ("en",)

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        axes = [next((i for i, name in enumerate(COLOURS) if name in text), 3) for text in texts]
        return np.eye(4, dtype=np.float32)[axes]

    def encode_windows(self, pixels: NDArray[np.uint8], boxes: NDArray[np.float64]) -> NDArray[np.float32]:
        near = [np.abs(pixels - np.array(rgb)[:, None, None]).sum(axis=0) < 90 for rgb in COLOURS.values()]
        rows = []
        for x0, y0, x1, y1 in np.rint(boxes).astype(int):
            shares = [0.95 * float(mask[y0:y1, x0:x1].mean()) for mask in near]
            rows.append([*shares, math.sqrt(max(0.0, 1 - sum(share**2 for share in shares)))])
        return np.array(rows, np.float32).reshape(-1, 4)

    def encode_dense(self, pixels: NDArray[np.uint8]) -> DenseFeatures:
        """At every cell of 8 pixels."""
        rows, cols = pixels.shape[1] // 8, pixels.shape[2] // 8
        y, x = np.mgrid[:rows, :cols] * 8.0
        boxes = np.stack([x, y, x + 8, y + 8], axis=-1).reshape(-1, 4)
        cells = self.encode_windows(pixels[:, : rows * 8, : cols * 8], boxes).T.reshape(4, rows, cols)
        return DenseFeatures(cells, None)


@dataclass(frozen=True)
class MemoryIndex:
    """All windows of a layer, as :class:`backend.index.store.LayerIndex` gives them."""

    info: LayerInfo
    everything: IndexRows
    window_sizes_m: tuple[float, ...]
    stretch: Stretch | None = None
    model_id: str = ColourEncoder.model_id
    model_revision: str = ColourEncoder.revision

    def rows(self, extent: Sequence[float] | None = None) -> IndexRows:
        if extent is None:
            return self.everything
        rows = self.everything
        kept = np.flatnonzero(shapely.intersects(rows.windows.polygons(), shapely.box(*extent)))
        return IndexRows(rows.embeddings[kept], rows.windows.take(kept), rows.valid_share[kept], rows.window_ids[kept])


@dataclass(frozen=True)
class ColouredLayer:
    """A raster and the squares painted on it, as polygons in its CRS by colour."""

    path: Path
    truth: dict[str, Any]


def coloured_layer(path: Path, crs: str = "EPSG:32632", rotation_deg: float = 0.0, size: int = 1000) -> ColouredLayer:
    """Grey ground of 0.5 m pixels near 9 E 46 N with red and blue squares of 50 m and a green disc of 200 m."""
    west, south, east, north = bounds_to_crs((9.0, 46.0, 9.001, 46.001), "EPSG:4326", crs)
    metre = (north - south) / 111.2
    metre_x = (east - west) / 77.3
    pixel = Affine.translation(west, north) * Affine.rotation(rotation_deg) * Affine.scale(metre_x / 2, -metre / 2)
    if crs != "EPSG:4326":
        pixel = Affine.translation(west, north) * Affine.rotation(rotation_deg) * Affine.scale(0.5, -0.5)
    pixels = np.full((3, size, size), 120, np.uint8)
    things = {
        "red": shapely.box(100, 100, 200, 200),
        "green": shapely.Point(600, 600).buffer(200),
        "blue": shapely.box(800, 100, 900, 200),
    }
    truth = {}
    x, y = np.meshgrid(np.arange(size) + 0.5, np.arange(size) + 0.5)
    for name, thing in things.items():
        pixels[:, shapely.contains_xy(thing, x, y)] = np.array(COLOURS[name], np.uint8)[:, None]
        truth[name] = shapely.Polygon([pixel * corner for corner in thing.exterior.coords])
    profile = {"driver": "GTiff", "width": size, "height": size, "count": 3, "dtype": "uint8"}
    with rasterio.open(path, "w", crs=crs, transform=pixel, **profile) as dataset:
        dataset.write(pixels)
    return ColouredLayer(path, truth)


def memory_index(path: Path, sizes_m: Sequence[float] = (25.0, 50.0, 100.0)) -> MemoryIndex:
    encoder = ColourEncoder()
    with open_layer(path) as layer:
        grid = WindowGrid(layer.info, sizes_m, 0.5, encoder.image_size)
        pixels = layer.read((0, 0, layer.info.width, layer.info.height), (layer.info.height, layer.info.width)).pixels
        chunks = grid.chunks()
        parts = [chunk.windows for chunk in chunks]
        names = ("col_off", "row_off", "width", "height", "window_m")
        columns = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
        windows = WindowSet(*columns, layer.info.crs, layer.info.transform)
        corners = np.stack(
            [windows.col_off, windows.row_off, windows.col_off + windows.width, windows.row_off + windows.height], 1
        )
        ids = np.concatenate([chunk.window_ids for chunk in chunks])
        rows = IndexRows(
            encoder.encode_windows(pixels, corners).astype(np.float16), windows, np.ones(len(ids), np.float32), ids
        )
        return MemoryIndex(layer.info, rows, grid.window_sizes_m)


@pytest.fixture
def encoder() -> ColourEncoder:
    return ColourEncoder()


@pytest.fixture(scope="session")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> ColouredLayer:
    return coloured_layer(tmp_path_factory.mktemp("coloured") / "coloured.tif")


@pytest.fixture(scope="session")
def coloured_index(coloured: ColouredLayer) -> MemoryIndex:
    return memory_index(coloured.path)


@pytest.fixture
def make_coloured() -> Callable[..., ColouredLayer]:
    return coloured_layer


@pytest.fixture
def make_index() -> Callable[..., MemoryIndex]:
    return memory_index
