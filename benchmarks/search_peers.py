"""Exact search in memory beside its fastest peers, with and without a box of ground, top 10 and top 200.

    python -m benchmarks.search_peers [--windows 200000,1000000] [--queries 12] [--peers numpy,faiss,usearch,torch]
                                      [--ivf] [--json FILE]

All of them hold the same embeddings: 512 numbers, clustered in space like those of an image, never independent noise.
In every round each answers the same query over the same ground, on the same threads, in turn, and every round begins
with another of them. A box is a share of the ground in the middle of a random place; those who cannot ask for ground
themselves are given the windows in it, found by the function that Terralex uses, and that time is theirs too. Ratios
are medians of the ratios of one round to the fastest peer *of that round* that found all of the best windows; recall is
against single precision over all windows.

``--ivf`` adds FAISS IVF, which is not exact: its recall is printed and it is no peer of the ratio. Peers whose packages
are missing are left out and named (``pip install faiss-cpu usearch``).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.transform import from_origin

from backend.imagery.window_grid import WindowSet
from backend.index.store import IndexRows
from backend.models.encoder import load_encoder
from backend.search.best import best_windows_of
from backend.search.directions import text_directions
from backend.search.matrix import EmbeddingMatrix
from backend.search.query import Query
from benchmarks.report import machine, machine_sentence, print_table, write_json
from benchmarks.search_speed import best_of
from harness.made_up_index import PHRASES, clustered_embeddings
from harness.text_model import save_text_model

STEP_M, SIDE_M = 25.0, 50.0
SHARES = (None, 0.01, 0.1)
TOPS = (10, 200)
TIES = 1e-7
OURS = "terralex"
Rows = NDArray[np.int64]
Inside = NDArray[np.bool_] | None
Answer = Callable[[NDArray[np.float32], int, Inside], Rows]


@dataclass
class Way:
    """One that answers: milliseconds and recalls of the rounds."""

    answer: Answer
    exact: bool = True
    ms: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)


def windows_of(count: int) -> WindowSet:
    """So many windows of one size in rows, half over each other."""
    across = int(np.ceil(np.sqrt(count)))
    at = np.arange(count)
    col, row, side = at % across * STEP_M, at // across * STEP_M, np.full(count, SIDE_M)
    place = (CRS.from_epsg(32632), from_origin(500_000, 5_200_000, 1, 1))
    return WindowSet(col.astype(float), row.astype(float), side, side, side.astype(np.float32), *place)


def box_of(windows: WindowSet, share: float, rng: np.random.Generator) -> tuple[float, float, float, float]:
    """A square of a share of the ground, anywhere."""
    whole = np.array([windows.col_off.max() + SIDE_M, windows.row_off.max() + SIDE_M])
    side = whole * np.sqrt(share)
    left, top = rng.uniform(0, whole - side)
    return (500_000 + left, 5_200_000 - top - side[1], 500_000 + left + side[0], 5_200_000 - top)


def peers(names: Sequence[str], single: NDArray[np.float32], half: torch.Tensor, ivf: bool) -> dict[str, Way]:
    """Those that are asked for and there."""
    found: dict[str, Way] = {}
    if "numpy" in names:

        def by_numpy(vector: NDArray[np.float32], top: int, inside: Inside) -> Rows:
            if inside is None:
                return best_of(single @ vector, top)
            rows = np.flatnonzero(inside)
            return rows[best_of(single[rows] @ vector, top)]

        found["numpy float32"] = Way(by_numpy)
    if "torch" in names:

        def by_torch(vector: NDArray[np.float32], top: int, inside: Inside) -> Rows:
            direction = torch.from_numpy(vector.astype(np.float16))
            if inside is None:
                return (half @ direction).topk(top).indices.numpy()
            rows = torch.from_numpy(np.flatnonzero(inside))
            return rows[(half.index_select(0, rows) @ direction).topk(top).indices].numpy()

        found["torch float16"] = Way(by_torch, exact=False)
    try:
        if "faiss" in names:
            found |= _faiss(single, ivf)
        if "usearch" in names:
            found |= _usearch(single)
    except ImportError as error:
        print(f"left out: {error}", file=sys.stderr)
    return found


def _faiss(single: NDArray[np.float32], ivf: bool) -> dict[str, Way]:
    import faiss

    faiss.omp_set_num_threads(torch.get_num_threads())
    flat = faiss.IndexFlatIP(single.shape[1])
    flat.add(single)

    def asked(index: Any, parameters: Any) -> Answer:
        def answer(vector: NDArray[np.float32], top: int, inside: Inside) -> Rows:
            given = parameters()
            if inside is not None:
                given.sel = faiss.IDSelectorBitmap(np.packbits(inside, bitorder="little"))
            return index.search(vector[None], top, params=given)[1][0]

        return answer

    found = {"FAISS flat": Way(asked(flat, faiss.SearchParameters))}
    if ivf:
        lists = int(4 * np.sqrt(len(single)))
        quantizer = faiss.IndexFlatIP(single.shape[1])  # its own: training fills it with the lists' middles
        inverted = faiss.IndexIVFFlat(quantizer, single.shape[1], lists, faiss.METRIC_INNER_PRODUCT)
        inverted.train(single[:: max(1, len(single) // (64 * lists))])
        inverted.add(single)
        some = max(1, lists // 16)
        found["FAISS IVF, 1/16 of the lists"] = Way(
            asked(inverted, lambda: faiss.SearchParametersIVF(nprobe=some)), exact=False
        )
    return found


def _usearch(single: NDArray[np.float32]) -> dict[str, Way]:
    from usearch.index import MetricKind, search

    threads = torch.get_num_threads()

    def answer(vector: NDArray[np.float32], top: int, inside: Inside) -> Rows:
        rows = None if inside is None else np.flatnonzero(inside)
        given = single if rows is None else single[rows]
        keys = (
            search(given, vector[None], top, MetricKind.IP, exact=True, threads=threads).keys.ravel().astype(np.int64)
        )
        return keys if rows is None else rows[keys]

    return {"usearch, exact": Way(answer)}


def measure(count: int, encoder: Any, chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """Let all answer all queries, in turn."""
    windows = windows_of(count)
    directions = [text_directions(Query((PHRASES[at % len(PHRASES)],)), encoder) for at in range(chosen.queries)]
    towards = np.stack([text_directions(Query((phrase,)), encoder).wanted for phrase in PHRASES])
    single = clustered_embeddings(windows.col_off, windows.row_off, towards)
    halves = single.astype(np.float16)
    single = halves.astype(np.float32)  # all of them hold the very same numbers
    matrix = EmbeddingMatrix.from_rows(IndexRows(halves, windows, np.ones(count, np.float32), np.arange(count)))
    others = peers(chosen.peers.split(","), single, matrix.embeddings, chosen.ivf)
    results = []
    for share in SHARES:
        for top in TOPS:
            rng = np.random.default_rng(top)
            ways = {OURS: Way(lambda *_: np.empty(0, np.int64)), **others}
            for way in ways.values():
                way.ms, way.recalls = [], []
            for number, direction in enumerate(directions):
                box = None if share is None else box_of(windows, share, rng)
                vector = direction.wanted

                def ours(direction: Any = direction, box: Any = box, top: int = top) -> Rows:
                    inside = None if box is None else matrix.windows.meet(box, matrix.bounds)
                    return best_windows_of(matrix, direction, top, inside=inside).positions

                mask = None if box is None else windows.meet(box, matrix.bounds)
                exact = single @ vector if mask is None else np.where(mask, single @ vector, -np.inf)
                least = np.partition(exact, -top)[-top]
                order = [*ways.items()]
                first = number % len(order)
                for name, way in order[first:] + order[:first]:
                    started = time.perf_counter()
                    if name == OURS:
                        rows = ours()
                    else:
                        inside = None if box is None else matrix.windows.meet(box, matrix.bounds)
                        rows = way.answer(vector, top, inside)
                    took = 1e3 * (time.perf_counter() - started)
                    if number:  # the first is to warm
                        way.ms.append(took)
                        way.recalls.append(float((exact[np.asarray(rows)] >= least - TIES).sum() / top))
            results.append(_row(count, share, top, ways))
    return results


def _row(count: int, share: float | None, top: int, ways: dict[str, Way]) -> dict[str, Any]:
    exact = [way for name, way in ways.items() if name != OURS and way.exact and min(way.recalls) == 1.0]
    fastest = np.min([way.ms for way in exact], axis=0) if exact else None
    return {
        "windows": count,
        "box": share,
        "top": top,
        "ways": {
            name: {
                "median_ms": float(np.median(way.ms)),
                "recall": float(np.mean(way.recalls)),
                "times_fastest_exact_peer": None if fastest is None else float(np.median(np.array(way.ms) / fastest)),
            }
            for name, way in ways.items()
        },
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--windows", default="200000,1000000")
    parser.add_argument("--queries", type=int, default=12)
    parser.add_argument("--peers", default="numpy,faiss,usearch,torch")
    parser.add_argument("--ivf", action="store_true")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    facts, results = machine(), []
    with tempfile.TemporaryDirectory() as folder:
        encoder = load_encoder(save_text_model(Path(folder) / "model"), "cpu")
        for count in (int(number) for number in chosen.windows.split(",")):
            results += measure(count, encoder, chosen)
    print(f"{machine_sentence(facts)}\n")
    rows = [
        [
            f"{row['windows']:,}",
            "all" if row["box"] is None else f"{row['box']:.0%}",
            row["top"],
            name,
            f"{way['median_ms']:.2f}",
            "" if way["times_fastest_exact_peer"] is None else f"{way['times_fastest_exact_peer']:.2f}",
            f"{way['recall']:.4f}",
        ]
        for row in results
        for name, way in row["ways"].items()
    ]
    print_table(("windows", "ground", "best", "", "median ms", "times the fastest exact peer", "recall"), rows)
    write_json(chosen.json, "search_peers", facts, results)


if __name__ == "__main__":
    main()
