"""Search in 200,000 and 1,000,000 windows, beside FAISS flat, numpy and the bare half-precision product.

    python -m benchmarks.search_speed [--windows 200000,1000000] [--queries 40] [--top 200] [--folder DIR]

What is searched is a real index on disk, of a layer whose pixels are empty: embeddings are made up, clustered in space
like those of an image (:func:`clustered_embeddings`), never independent noise. In every round each of the four answers
the same query, in turn, in the same process, on the same threads; printed are medians and 95th percentiles over the
rounds, ratios of times of the same round, and the share of the best windows of single precision that each found.
With the usual threshold these are the best of the windows that reach it; and where the size of a thing is known, a
search answers with windows that fit it, and is judged by the best of those.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import torch
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
from backend.models.encoder import Encoder, load_encoder
from backend.search.directions import text_directions
from backend.search.matrix import MatrixCache
from backend.search.query import Query
from backend.search.relevance import relevance
from backend.search.search import SearchOptions, search
from backend.search.sizes import fitting_windows, thing_size
from backend.utc import now_text
from harness.text_model import DIMENSION, save_text_model

SIZES_M = (50.0, 100.0, 200.0, 400.0)
PHRASES = ("airport", "tennis courts", "storage tanks", "river", "dense forest", "parking lot", "harbour", "beach")
UNTOUCHED = Stretch((0.0,), (255.0,))
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


def build_index(folder: Path, windows: int, encoder: Encoder, index_root: Path | None = None) -> LayerIndex:
    """An index of exactly so many windows, complete and on disk, with its layer beside it; made once.

    Args:
        folder: of the layer, ``layer-<windows>.tif``.
        encoder: the model it claims to be made by; its text vectors of :data:`PHRASES` have windows near them.
        index_root: folder of all indexes; ``indexes`` beside the layer if None.
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
        *(info, encoder.model_id, encoder.revision, DIMENSION, grid.window_sizes_m, grid.overlap, grid.grid_id),
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
            writer.append(read, clustered_embeddings(x_m, y_m, towards))
    writer.finish()
    return LayerIndex.open(target)


@dataclass
class Contender:
    """One way to answer: seconds of its rounds, what it found, and of which windows it was to find the best."""

    name: str
    answer: Callable[[str], NDArray[np.int64]]
    seconds: list[float]
    recalls: list[float]
    judged: str = "all"


def best_of(scores: NDArray[np.float32], top: int) -> NDArray[np.int64]:
    """Positions of the highest scores."""
    return np.argpartition(-scores, top)[:top]


def compare(index: LayerIndex, encoder: Encoder, queries: Sequence[str], top: int) -> list[Contender]:
    """Let all answer all queries, in turn."""
    import faiss

    matrices = MatrixCache(8 * 1024**3)
    matrix = matrices.get(index)
    options = SearchOptions(top=top, mode="windows", min_relevance=0.0)
    usual = SearchOptions(top=top, mode="windows")
    half = matrix.embeddings  # the very same memory
    single = half.float().numpy()
    flat = faiss.IndexFlatIP(DIMENSION)
    flat.add(single)
    place = {box: i for i, box in enumerate(map(tuple, matrix.windows.pixel_boxes().round(3).tolist()))}
    inverse = ~index.info.transform

    def vector(text: str) -> NDArray[np.float32]:
        return text_directions(Query((text,)), encoder).wanted

    def bare(text: str) -> NDArray[np.int64]:
        return (half @ torch.from_numpy(vector(text).astype(np.float16))).topk(top).indices.numpy()

    def ours(options: SearchOptions) -> Callable[[str], object]:
        return lambda text: search(index, encoder, Query((text,)), options, matrices=matrices)

    def positions(result: object) -> NDArray[np.int64]:
        found = []
        for region in result.regions:  # type: ignore[attr-defined]
            xmin, ymin, xmax, ymax = region.geometry.bounds
            left, upper = inverse * (xmin, ymax)
            right, lower = inverse * (xmax, ymin)
            found.append(place[tuple(round(float(v), 3) for v in (left, upper, right, lower))])
        return np.array(found)

    contenders = [
        Contender("bare fp16 product + topk", bare, [], []),
        Contender("search()", ours(options), [], [], "fitting"),
        Contender("search(), threshold 0.3", ours(usual), [], [], "usual"),
        Contender("numpy float32", lambda text: best_of(single @ vector(text), top), [], []),
        Contender("FAISS flat", lambda text: flat.search(vector(text)[None], top)[1][0], [], []),
    ]
    for text in queries:
        exact = single @ vector(text)
        directions = text_directions(Query((text,)), encoder)
        relevant = relevance(exact, matrix.highest(directions.neutral)[None], directions.temperature)
        fits = fitting_windows(matrix.windows.window_m, thing_size(Query((text,))))
        ours_alone = exact if fits is None else np.where(fits, exact, -np.inf)
        usable = np.where(relevant >= usual.min_relevance, ours_alone, -np.inf)
        rows = (("all", exact), ("fitting", ours_alone), ("usual", usable))
        ordered = {name: np.sort(np.partition(row, -top)[-top:]) for name, row in rows}
        for contender in contenders:
            contender.answer(text)  # the text is encoded, caches are filled
        for contender in contenders:
            started = time.perf_counter()
            answer = contender.answer(text)
            contender.seconds.append(time.perf_counter() - started)
            found = positions(answer) if hasattr(answer, "regions") else np.asarray(answer)
            # Of windows equally good to the last bit of single precision any will do; fewer than `top` may be relevant.
            best = ordered[contender.judged]
            best = best[np.isfinite(best)]
            hits = (exact[found] >= best[0] - 1e-7).sum() if len(best) else 0
            contender.recalls.append(float(hits / len(best)) if len(best) else 1.0)
    return contenders


def print_table(count: int, contenders: Sequence[Contender]) -> None:
    """One row a contender."""
    bare = np.array(contenders[0].seconds)
    for one in contenders:
        times = np.array(one.seconds)
        p50, p95 = np.percentile(times, [50, 95]) * 1e3
        ratio = np.median(times / bare)
        print(f"| {count:,} | {one.name} | {p50:.1f} | {p95:.1f} | {ratio:.2f} | {np.mean(one.recalls):.4f} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--windows", default="200000,1000000")
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--top", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path("build/search-speed"))
    arguments = parser.parse_args()
    import faiss

    torch.set_num_threads(arguments.threads)
    faiss.omp_set_num_threads(arguments.threads)
    encoder = load_encoder(save_text_model(arguments.folder / "model"), "cpu")
    queries = [f"{PHRASES[i % len(PHRASES)]} {i // len(PHRASES)}".removesuffix(" 0") for i in range(arguments.queries)]
    print(f"{arguments.threads} threads, torch {torch.__version__}, top {arguments.top}, {len(queries)} queries\n")
    print("| windows | | p50 ms | p95 ms | ratio to bare, median | recall |\n|---|---|---|---|---|---|")
    for count in (int(number) for number in arguments.windows.split(",")):
        index = build_index(arguments.folder, count, encoder)
        print_table(count, compare(index, encoder, queries, arguments.top))


if __name__ == "__main__":
    main()
