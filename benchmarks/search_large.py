"""A search of an index larger than the memory it may use: inverted lists beside reading all rows from disk.

    python -m benchmarks.search_large [--windows 10000000] [--memory-gb 2] [--queries 24] [--answers-only]
                                      [--like DIR] [--folder DIR] [--json FILE]

The index lies on disk, complete, with embeddings like those of an image (``harness.made_up_index``), 512 numbers each;
with ``--like`` with embeddings that resemble those of real layers, of which texts are less typical and lists tell less.
The lists are made with other phrases than those that are asked. Recall is that of the windows in an answer
against single precision over all rows, of the windows that fit the size of what is asked; regions are compared with
those of a search that reads all rows, and one is the same if more than half of either's area is common ground.
Printed is what the process itself has in memory, the model and its libraries included, but not the pages of the files
that the system keeps.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.index.lists import InvertedLists, build_lists
from backend.index.store import LayerIndex
from backend.lexicon import load_lexicon
from backend.models.encoder import Encoder, load_encoder
from backend.search.directions import text_directions
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from backend.search.region import SearchResult
from backend.search.search import SearchOptions, search
from backend.search.sizes import fitting_windows, thing_size
from backend.search.streamed import StreamedMatrix
from backend.search.usual_queries import usual_directions, usual_positions
from benchmarks.report import machine, machine_sentence, print_table, write_json
from harness.made_up_index import PHRASES, build_index, embeddings_like
from harness.text_model import save_text_model

TOPS = (10, 200)
_CHOOSING = 64


def phrases(count: int, first: int = 0) -> list[str]:
    """Things that are in the embeddings, and with a number things that are not."""
    return [
        f"{PHRASES[at % len(PHRASES)]} {at // len(PHRASES)}".removesuffix(" 0") for at in range(first, first + count)
    ]


def other_names(count: int) -> list[str]:
    """English names from all over the lexicon, of concepts that the lists were not made with."""
    names = [concept.terms["en"].names[0] for concept in load_lexicon().concepts.values()]
    others = np.setdiff1d(np.arange(len(names)), usual_positions(len(names)))
    return [names[at] for at in others[np.linspace(0, len(others) - 1, count).astype(int)]]


def real_embeddings(folder: Path, encoder: Encoder) -> NDArray[np.float32]:
    """The embeddings of all complete indexes below a folder by a model, ``[n, d]``."""
    rows = []
    for manifest in sorted(folder.rglob("index.json")):
        index = LayerIndex.open(manifest.parent)
        if index.complete and index.model_revision == encoder.revision:
            rows.append(index.rows().embeddings)
    return np.concatenate(rows).astype(np.float32)


def with_lists(index: LayerIndex, queries: NDArray[np.float32]) -> tuple[InvertedLists, float | None]:
    """The lists, and the seconds that making them took; None if they were there."""
    there = index.lists()
    if there is not None:
        return there, None
    started = time.perf_counter()
    build_lists(index, queries, lambda _: None)
    took = time.perf_counter() - started
    made = index.lists()
    assert made is not None
    return made, took


def exact_cosines(index: LayerIndex, vectors: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Ids ``[n]`` in ascending order, and cosines ``[q, n]`` in half precision of what was computed in single."""
    ids, cosines = [], []
    for own, block in index.blocks():
        ids.append(own)
        cosines.append(vectors @ block.astype(np.float32).T)
    together = np.concatenate(ids)
    order = np.argsort(together)
    return together[order], np.concatenate(cosines, axis=1)[:, order]


def own_memory_gib() -> float:
    """Memory of this process that is not the content of files, which the system may drop; NaN where it is not told."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024**2 for line in lines if line.startswith("RssAnon")), float("nan"))


def same(one: Any, other: Any) -> bool:
    """Whether two regions are mostly the same ground."""
    shared = shapely.area(shapely.intersection(one, other))
    return bool(shared > 0.5 * max(one.area, other.area))


@dataclass
class Asked:
    """Answers to all texts in one way: milliseconds, results, and the share of the best windows that each has."""

    mode: Any
    top: int
    ms: list[float] = field(default_factory=list)
    results: list[SearchResult] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)

    def row(self) -> list[str]:
        """For the table."""
        p50, p95 = np.percentile(self.ms, [50, 95])
        judged = [f"{statistics.fmean(self.recalls):.4f}", f"{min(self.recalls):.3f}"] if self.recalls else ["", ""]
        return [f"{self.mode}, top {self.top}", f"{p50:.0f}", f"{p95:.0f}", *judged]


class Search:
    """The search of one index within a budget of memory."""

    def __init__(self, index: LayerIndex, encoder: Encoder, budget_bytes: int) -> None:
        self.index, self.encoder, self.matrices = index, encoder, MatrixCache(budget_bytes)
        matrix = self.matrices.get(index)
        assert isinstance(matrix, StreamedMatrix), "it fits into memory: ask for more windows, or for less memory"
        self.matrix = matrix

    def answer(self, text: str, mode: Any, top: int) -> SearchResult:
        """The answer of a user's search."""
        options = SearchOptions(top=top, mode=mode, min_relevance=0.0)
        return search(self.index, self.encoder, Query((text,)), options, matrices=self.matrices)

    def whole(self, text: str, top: int) -> SearchResult:
        """The answer that reads all rows."""
        lists, self.matrix.lists = self.matrix.lists, lambda: None  # type: ignore[method-assign]
        try:
            return self.answer(text, "merged", top)
        finally:
            self.matrix.lists = lists  # type: ignore[method-assign]


def judge(made: Search, texts: Sequence[str], asked: Sequence[Asked]) -> None:
    """Compare windows with the best of all."""
    vectors = np.stack([text_directions(Query((text,)), made.encoder).wanted for text in texts])
    _, cosines = exact_cosines(made.index, vectors)
    for number, (text, own) in enumerate(zip(texts, cosines, strict=True)):
        fits = fitting_windows(made.matrix.windows.window_m, thing_size(Query((text,))))
        able = own if fits is None else np.where(fits, own, -np.inf)
        for way in asked:
            if way.mode == "windows":
                least = np.partition(able, -way.top)[-way.top]
                scores = np.array([region.score for region in way.results[number].regions])
                way.recalls.append(float((scores >= least - 1e-6).sum()) / way.top)


def compare_regions(made: Search, texts: Sequence[str], some: Sequence[SearchResult], top: int) -> dict[str, float]:
    """Regions of the answers beside those of searches that read all rows: shares, and medians."""
    seconds, common, scores = [], [], []
    for text, found in zip(texts, some, strict=False):
        started = time.perf_counter()
        whole = made.whole(text, top)
        seconds.append(time.perf_counter() - started)
        shapes = [region.geometry for region in found.regions]
        common.append(np.mean([any(same(region.geometry, shape) for shape in shapes) for region in whole.regions]))
        means = [np.mean([region.score for region in result.regions]) for result in (found, whole)]
        scores.append(means[0] - means[1])
    return {
        "whole_s": statistics.median(seconds),
        "common": float(np.mean(common)),
        "score": float(np.mean(scores)),
        "worst_score": float(np.min(scores)),
    }


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--windows", type=int, default=10_000_000)
    parser.add_argument("--memory-gb", type=float, default=2.0)
    parser.add_argument("--queries", type=int, default=24)
    parser.add_argument("--regions", type=int, default=8, help="queries whose regions are compared")
    parser.add_argument("--answers-only", action="store_true", help="time the answers, and judge none of them")
    parser.add_argument("--like", type=Path, help="folder of indexes by terralex-mini: embeddings like theirs")
    parser.add_argument("--folder", type=Path, default=Path("build/search-speed"))
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    if chosen.like is None:
        encoder = load_encoder(save_text_model(chosen.folder / "model"), "cpu")
        index = build_index(chosen.folder, chosen.windows, encoder)
        texts = phrases(chosen.queries)
        usual = np.stack([text_directions(Query((text,)), encoder).wanted for text in phrases(_CHOOSING, 1000)])
    else:
        encoder = load_encoder("terralex-mini", "cpu")
        embed = cache(lambda: embeddings_like(real_embeddings(chosen.like, encoder)))  # not where the index is there
        index = build_index(chosen.folder, chosen.windows, encoder, embed=lambda *places: embed()(*places))
        usual = usual_directions(encoder)
        texts = other_names(chosen.queries)
    lists, took = with_lists(index, usual)
    facts, machine_facts = lists.facts, machine()
    made_in = "" if took is None else f", made in {took:.0f} s"
    print(machine_sentence(machine_facts))
    print(f"{facts.lists} lists of {facts.rows:,} windows{made_in}, {facts.probes} of them read")
    print(f"recall of the best 200, with {facts.queries} queries that chose nothing: {facts.recall:.4f}\n")

    started = time.perf_counter()
    made = Search(index, encoder, int(chosen.memory_gb * 1024**3))
    made.answer("nothing in particular", "merged", 10)
    opening = time.perf_counter() - started
    asked = [*(Asked("windows", top) for top in TOPS), Asked("merged", 10)]
    for text in texts:
        for way in asked:
            started = time.perf_counter()
            way.results.append(made.answer(text, way.mode, way.top))
            way.ms.append(1e3 * (time.perf_counter() - started))
    resident = own_memory_gib()
    regions = {}
    if not chosen.answers_only:
        judge(made, texts, asked)
        regions = compare_regions(made, texts[: chosen.regions], asked[-1].results, 10)
    print_table(["answer", "p50 ms", "p95 ms", "recall", "worst"], [way.row() for way in asked])
    print(f"\nopening the index and a first answer {opening:.1f} s; own memory {resident:.2f} GiB")
    if regions:
        print(
            f"reading all rows instead takes {regions['whole_s']:.1f} s a query; {100 * regions['common']:.0f} % of its"
        )
        print(f"regions are among those of the lists, whose mean score is {regions['score']:+.4f} of its")
        print(f"(worst query {regions['worst_score']:+.4f})")
    answers = [{"mode": way.mode, "top": way.top, "ms": way.ms, "recall": way.recalls} for way in asked]
    results = {"answers": answers, "regions": regions, "opening_s": opening, "gib": resident, "facts": vars(facts)}
    write_json(chosen.json, "search_large", machine_facts, results)


if __name__ == "__main__":
    main()
