"""A complete index on disk of as many windows as asked for, whose embeddings are made up: for searches at scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin

from backend.imagery.blocks import ChunkBlock
from backend.imagery.layer import Block, open_layer
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowGrid
from backend.index.folders import index_folder
from backend.index.manifest import IndexManifest
from backend.index.pipeline import DEFAULT_OVERLAP
from backend.index.store import LayerIndex
from backend.index.writer import IndexWriter
from backend.models.encoder import Encoder
from backend.search.directions import text_directions
from backend.search.query import Query
from backend.utc import now_text
from harness.text_model import DIMENSION

SIZES_M = (50.0, 100.0, 200.0, 400.0)
PHRASES = ("airport", "tennis courts", "storage tanks", "river", "dense forest", "parking lot", "harbour", "beach")
UNTOUCHED = Stretch((0.0,), (255.0,))
Embed = Callable[[NDArray[np.float64], NDArray[np.float64], NDArray[np.float32]], NDArray[np.float32]]
_CLUSTERS = 400
_PATCH_M = 300.0  # side of the ground that shows one thing


def empty_layer(path: Path, windows: int) -> Path:
    """A sparse GeoTIFF of 1 m pixels on which the grid lays at least so many windows."""
    finest = windows / sum((SIZES_M[0] / size) ** 2 for size in SIZES_M)
    side = math.ceil((math.sqrt(finest) + 2) * SIZES_M[0] * (1 - DEFAULT_OVERLAP)) + int(SIZES_M[-1])
    profile = {"driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    layout = {"tiled": True, "blockxsize": 512, "blockysize": 512, "compress": "deflate", "sparse_ok": True}
    with rasterio.open(path, "w", transform=from_origin(500_000, 5_200_000, 1, 1), **profile, **layout):
        pass
    return path


def clustered_embeddings(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], towards: NDArray[np.float32], seed: int = 0
) -> NDArray[np.float32]:
    """Embeddings ``[n, d]`` of windows by their centres, like those of an image.

    All share a direction (cosines of any two are about 0.5); patches of ground of 300 m show one of 400 kinds, whose
    windows are alike (0.8 to 0.9); and the first kinds lean towards the given text vectors (0.2 to 0.3).
    """
    rng = np.random.default_rng(seed)
    common, kinds = rng.standard_normal(DIMENSION), rng.standard_normal((_CLUSTERS, DIMENSION))
    kinds, common = kinds / np.linalg.norm(kinds, axis=1, keepdims=True), common / np.linalg.norm(common)
    centres = 0.7 * common + 0.6 * kinds
    centres[: len(towards)] += 0.4 * towards
    patches = (np.floor(x_m / _PATCH_M) * 7919 + np.floor(y_m / _PATCH_M) * 104_729).astype(np.int64) % 1_000_003
    kind = np.random.default_rng(1).integers(0, _CLUSTERS, 1_000_003)[patches]
    rows = centres[kind].astype(np.float32)
    noise = np.random.default_rng(seed + len(x_m) + int(x_m[0]) + 31 * int(y_m[0]))
    rows += noise.standard_normal(rows.shape, np.float32) * np.float32(0.4 / math.sqrt(DIMENSION))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def embeddings_like(real: NDArray[np.float32]) -> Embed:
    """Makes embeddings like real ones ``[m, d]``: every patch of ground of 300 m is like one of them, and its windows
    resemble it (cosines of 0.9 to 0.95)."""

    def embed(x_m: NDArray[np.float64], y_m: NDArray[np.float64], _: NDArray[np.float32]) -> NDArray[np.float32]:
        patches = (np.floor(x_m / _PATCH_M) * 7919 + np.floor(y_m / _PATCH_M) * 104_729).astype(np.int64) % 1_000_003
        rows = real[np.random.default_rng(1).integers(0, len(real), 1_000_003)[patches]]
        noise = np.random.default_rng(len(x_m) + int(x_m[0]) + 31 * int(y_m[0]))
        rows = rows + noise.standard_normal(rows.shape, np.float32) * np.float32(0.4 / math.sqrt(rows.shape[1]))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    return embed


def build_index(
    folder: Path,
    windows: int,
    encoder: Encoder,
    index_root: Path | None = None,
    embed: Embed = clustered_embeddings,
) -> LayerIndex:
    """An index of exactly so many windows, complete and on disk, with its layer beside it; made once.

    Args:
        folder: of the layer, ``layer-<windows>.tif``.
        encoder: the model it claims to be made by; its text vectors of :data:`PHRASES` have windows near them.
        index_root: folder of all indexes; ``indexes`` beside the layer if None.
        embed: gives the embeddings ``[n, d]`` of windows by their centres in metres ``[n]`` and the text vectors.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"layer-{windows}.tif"
    if not path.exists():
        empty_layer(path, windows)
    with open_layer(path) as layer:
        info = layer.info
    grid = WindowGrid(info, SIZES_M, DEFAULT_OVERLAP, encoder.image_size)
    target = index_folder(index_root or folder / "indexes", info, encoder, grid)
    if (target / "index.json").exists():
        index = LayerIndex.open(target)
        if index.complete and index.count == windows:
            return index
    chunks = grid.chunks()
    manifest = IndexManifest(
        *(info, encoder.model_id, encoder.revision, encoder.dimension, grid.window_sizes_m, grid.overlap, grid.grid_id),
        *(UNTOUCHED, len(chunks), grid.window_count, now_text(), False, grid.input_px),
    )
    writer = IndexWriter(target, manifest)
    towards = np.stack([text_directions(Query((phrase,)), encoder).wanted for phrase in PHRASES])
    left = windows
    for chunk in reversed(chunks):  # large windows first: what is left out lacks some of the smallest
        found, ids = chunk.windows_and_ids()
        kept = np.arange(min(left, len(ids)))
        left -= len(kept)
        placed = found.take(kept)
        block = Block(np.empty((3, 0, 0), np.uint8), np.empty((0, 0), bool), info.crs, info.transform)
        shares = np.ones(len(kept), np.float32)
        x_m, y_m = placed.col_off + placed.width / 2, placed.row_off + placed.height / 2
        read = ChunkBlock(chunk, block, placed.pixel_boxes(), shares, placed, ids[kept])
        if len(kept):
            writer.append(read, embed(x_m, y_m, towards))
    writer.finish()
    return LayerIndex.open(target)
