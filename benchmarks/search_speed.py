"""Search in 200,000 and 1,000,000 windows, beside FAISS flat, numpy and the bare half-precision product.

    python -m benchmarks.search_speed [--windows 200000,1000000] [--queries 40] [--top 200] [--folder DIR]

What is searched is a real index on disk, of a layer whose pixels are empty: embeddings are made up, clustered in space
like those of an image (``harness.made_up_index``), never independent noise. In every round each of the four answers
the same query, in turn, in the same process, on the same threads; printed are medians and 95th percentiles over the
rounds, ratios of times of the same round, and the share of the best windows of single precision that each found.
With the usual threshold these are the best of the windows that reach it; and where the size of a thing is known, a
search answers with windows that fit it, and is judged by the best of those.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from backend.index.store import LayerIndex
from backend.models.encoder import Encoder, load_encoder
from backend.search.directions import text_directions
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from backend.search.relevance import relevance
from backend.search.search import SearchOptions, search
from backend.search.sizes import fitting_windows, thing_size
from harness.made_up_index import PHRASES, build_index
from harness.text_model import DIMENSION, save_text_model


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
