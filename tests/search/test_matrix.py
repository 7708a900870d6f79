"""Embeddings in memory or on disk: the same answers, the same numbers, within the budget, as fresh as the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rasterio.crs import CRS

from backend.imagery.window_grid import WindowSet
from backend.index.store import IndexRows
from backend.search import matrix as matrix_module
from backend.search import products
from backend.search.best import best_windows_of
from backend.search.directions import Directions
from backend.search.matrix import EmbeddingMatrix, WindowMatrix
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from backend.search.ranking import HOLE_WEIGHT, combine, rank_windows
from backend.search.search import SearchOptions, search
from backend.search.streamed import StreamedMatrix

DIMENSION = 16


def unit(rows: NDArray[Any]) -> NDArray[np.float32]:
    return (rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)).astype(np.float32)


def lattice(count: int, transform: Affine | None = None) -> WindowSet:
    """Windows of 10 and 20 m, half a side apart, row by row."""
    finest = int(np.ceil(np.sqrt(count)))
    rows = [(5.0 * x, 5.0 * y, 10.0) for y in range(finest) for x in range(finest)]
    rows += [(10.0 * x, 10.0 * y, 20.0) for y in range(finest // 2) for x in range(finest // 2)]
    col, row, side = np.array(rows[-count:], float).reshape(-1, 3).T
    where = transform or Affine(1, 0, 0, 0, -1, 0)
    return WindowSet(col, row, side, side, side.astype(np.float32), CRS.from_epsg(32632), where)


def clustered(count: int, kinds: int, noise: float, seed: int) -> NDArray[np.float16]:
    """Embeddings around a few directions; without noise many are equal to the last bit."""
    rng = np.random.default_rng(seed)
    centres = unit(rng.standard_normal((kinds, DIMENSION)) + 1.0)
    rows = centres[rng.integers(0, kinds, count)] + noise * rng.standard_normal((count, DIMENSION))
    return unit(rows).astype(np.float16)


def directions(seed: int, unwanted: int = 0, level: float | None = None, scaled: bool = False) -> Directions:
    rng = np.random.default_rng(seed)
    vectors = unit(rng.standard_normal((1 + unwanted + 3, DIMENSION)) + 0.5)
    return Directions(
        vectors[0],
        vectors[1 : 1 + unwanted],
        vectors[1 + unwanted :],
        20.0,
        level,
        gains=rng.uniform(0.5, 1.5, unwanted).astype(np.float32) if scaled else None,
        offsets=rng.uniform(-0.1, 0.1, unwanted).astype(np.float32) if scaled else None,
    )


@dataclass
class MemoryStore:
    """Rows as an index folder gives them, in any order and some of them twice."""

    rows: IndexRows
    folder: Path = Path("memory")
    version: int = 0
    readings: list[int] = field(default_factory=list)
    order: NDArray[np.intp] | None = None

    @property
    def dimension(self) -> int:
        return self.rows.embeddings.shape[1]

    @property
    def count(self) -> int:
        return len(self.rows.window_ids)

    def state(self) -> tuple[str, int]:
        return str(self.folder), self.version

    def reopened(self) -> MemoryStore:
        return self

    def places(self) -> tuple[WindowSet, NDArray[np.float32], NDArray[np.int64]]:
        self.readings.append(self.version)
        return self.rows.windows, self.rows.valid_share, self.rows.window_ids

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
        order = np.arange(self.count) if self.order is None else self.order
        for start in range(0, len(order), 7):
            at = order[start : start + 7]
            yield self.rows.window_ids[at], self.rows.embeddings[at]

    def embeddings_at(self, positions: NDArray[np.intp]) -> NDArray[np.float16]:
        return self.rows.embeddings[positions]

    def lists(self) -> None:
        return


@dataclass
class StoredIndex:
    """An index in memory that a cache can read, as from disk."""

    index: Any
    store: MemoryStore

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store if hasattr(self.store, name) and name != "rows" else self.index, name)


def rows_of(count: int, kinds: int = 5, noise: float = 0.1, seed: int = 0, holes: bool = False) -> IndexRows:
    rng = np.random.default_rng(seed)
    shares = rng.choice([0.6, 0.9, 1.0, 1.0], count) if holes else np.ones(count)
    ids = np.arange(count, dtype=np.int64) * 3 + 5
    return IndexRows(clustered(count, kinds, noise, seed), lattice(count), shares.astype(np.float32), ids)


def slow_best(
    rows: IndexRows, query: Directions, top: int, least: float, inside: NDArray[np.bool_] | None
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Every window scored in double precision, all sorted: what the fast way must equal."""
    exact = (query.stacked().astype(float) @ rows.embeddings.astype(float).T).astype(np.float32)
    several = len(query.unwanted)
    neutral = exact[1 + several :].max(axis=0) if query.level is None else np.full(exact.shape[1], query.level)
    scores = combine(
        exact[0], neutral.astype(np.float32), query.unwanted_level(exact[1 : 1 + several]), query.temperature
    )
    ranking = scores.ranking - HOLE_WEIGHT * (1 - rows.valid_share)
    kept = np.flatnonzero((scores.relevance >= least) & (True if inside is None else inside))
    x0, y0, x1, y1 = rows.windows.pixel_boxes()[kept].T
    order = kept[np.lexsort((y1, x1, y0, x0, -ranking[kept].astype(float)))[:top]]
    return order, ranking[order]


cases = st.fixed_dictionaries(
    {
        "count": st.integers(1, 400),
        "kinds": st.integers(1, 6),
        "noise": st.sampled_from([0.0, 0.002, 0.3]),
        "seed": st.integers(0, 50),
        "top": st.integers(1, 60),
        "least": st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]),
        "unwanted": st.integers(0, 4),
        "holes": st.booleans(),
        "share": st.sampled_from([None, 0.0, 0.1, 0.7]),
        "together": st.booleans(),
        "long_run": st.sampled_from([1, 64]),
        "level": st.sampled_from([None, 0.4]),
        "scaled": st.booleans(),
    }
)


@settings(max_examples=250, deadline=None)
@given(cases)
def test_the_fast_way_finds_what_scoring_everything_finds(case: dict[str, Any]) -> None:
    rows = rows_of(case["count"], case["kinds"], case["noise"], case["seed"], case["holes"])
    query = directions(case["seed"] + 1, case["unwanted"], case["level"], case["scaled"])
    rng = np.random.default_rng(case["seed"])
    inside = None if case["share"] is None else rng.random(case["count"]) < case["share"]
    if inside is not None and case["together"]:
        inside = np.sort(inside)  # one run of windows, as a box has them
    expected, ranking = slow_best(rows, query, case["top"], case["least"], inside)
    before = matrix_module._FEW, products._LONG_RUN
    matrix_module._FEW, products._LONG_RUN = 0, case["long_run"]  # so that even a few go the way of millions
    try:
        ways: list[WindowMatrix] = [EmbeddingMatrix.from_rows(rows), StreamedMatrix(MemoryStore(rows))]
        for matrix in ways:
            found = best_windows_of(matrix, query, case["top"], case["least"], inside)
            np.testing.assert_array_equal(found.positions, expected)
            np.testing.assert_allclose(found.scores.ranking, ranking, atol=1e-6)
            assert np.isfinite(found.scores.cosine).all() and np.isfinite(found.scores.relevance).all()
    finally:
        matrix_module._FEW, products._LONG_RUN = before


def test_thousands_of_windows_take_the_half_precision_way() -> None:
    rows = rows_of(20_000, kinds=40, noise=0.15, seed=3, holes=True)
    matrix = EmbeddingMatrix.from_rows(rows)
    query = directions(4, unwanted=1)
    rough, error = matrix.quick_cosines(query.stacked()[:1])
    exact = query.wanted.astype(float) @ rows.embeddings.astype(float).T
    assert 1e-5 < error < 5e-3 and np.abs(rough[0] - exact).max() <= error
    assert np.abs(rough[0] - exact).max() > 1e-5, "otherwise this machine does not round and nothing is tested"
    found = best_windows_of(matrix, query, 100)
    np.testing.assert_array_equal(found.positions, slow_best(rows, query, 100, 0.0, None)[0])


@pytest.mark.parametrize("box", ["long runs", "short runs", "two ends"])
def test_windows_of_a_box_take_the_half_precision_way_where_they_lie(box: str) -> None:
    rows = rows_of(20_000, kinds=40, noise=0.15, seed=3, holes=True)
    matrix, query, at = EmbeddingMatrix.from_rows(rows), directions(4, unwanted=1), np.arange(20_000)
    inside = {"long runs": at % 1000 < 150, "short runs": at % 10 == 0, "two ends": (at < 100) | (at > 19_990)}[box]
    positions = np.flatnonzero(inside)
    rough, error = matrix.quick_cosines(query.stacked()[:2], positions)
    exact = query.stacked()[:2].astype(float) @ rows.embeddings[positions].astype(float).T
    assert 1e-5 < error < 5e-3 and np.abs(rough - exact).max() <= error
    found = best_windows_of(matrix, query, 100, inside=inside)
    np.testing.assert_array_equal(found.positions, slow_best(rows, query, 100, 0.0, inside)[0])


def test_one_thread_is_a_matter_of_the_thread_that_asks_for_it() -> None:
    def told() -> int:
        return torch.get_num_threads()

    before = told()
    torch.set_num_threads(2)
    try:
        with ThreadPoolExecutor(1) as pool, products.one_thread():
            assert (told(), pool.submit(told).result()) == (1, 2)
        with ThreadPoolExecutor(1) as pool:  # a thread that has not used torch before

            def alone() -> int:
                with products.one_thread():
                    return told()

            assert pool.submit(alone).result() == 1
        assert told() == 2
    finally:
        torch.set_num_threads(before)


@given(m=st.integers(0, 300), d=st.integers(1, 300))
def test_widened_numbers_are_the_same(m: int, d: int) -> None:
    rows = np.random.default_rng(m + d).standard_normal((m, d)).astype(np.float16)
    np.testing.assert_array_equal(products.widened(rows), rows.astype(np.float32))


def test_relevant_windows_are_counted() -> None:
    rows = rows_of(300)
    query = directions(2)
    scores = rank_windows(EmbeddingMatrix.from_rows(rows), query, others_weight=0.0)
    for least in (0.2, 0.5, 0.7):
        found = best_windows_of(EmbeddingMatrix.from_rows(rows), query, 5, least)
        assert found.relevant == int((scores.relevance >= least).sum())


@settings(max_examples=20, deadline=None)
@given(n=st.integers(0, 50), k=st.integers(1, 4), block=st.integers(1, 20), seed=st.integers(0, 9))
def test_cosines_are_exact_whatever_the_blocks(n: int, k: int, block: int, seed: int) -> None:
    rows = IndexRows(clustered(n, 3, 0.2, seed), lattice(n), np.ones(n, np.float32), np.arange(n))
    vectors = unit(np.random.default_rng(seed).standard_normal((k, DIMENSION)))
    before, products._BLOCK_ROWS["cpu"] = products._BLOCK_ROWS["cpu"], block
    try:
        found = EmbeddingMatrix.from_rows(rows).cosines(vectors)
    finally:
        products._BLOCK_ROWS["cpu"] = before
    assert found.shape == (k, n) and found.dtype == np.float32
    np.testing.assert_allclose(found, vectors.astype(float) @ rows.embeddings.astype(float).T, atol=1e-6)


@pytest.mark.skipif("not __import__('torch').cuda.is_available()", reason="needs a CUDA device")
def test_the_gpu_finds_the_same() -> None:
    rows = rows_of(20_000, kinds=40, noise=0.15, seed=3, holes=True)
    query = directions(4, unwanted=1)
    here, there = EmbeddingMatrix.from_rows(rows), EmbeddingMatrix.from_rows(rows, "cuda")
    np.testing.assert_allclose(there.cosines(query.stacked()), here.cosines(query.stacked()), atol=1e-3)
    one, two = best_windows_of(here, query, 100), best_windows_of(there, query, 100)
    np.testing.assert_array_equal(one.positions, two.positions)


def test_rows_in_any_order_and_twice_are_read_to_their_place() -> None:
    rows = rows_of(100)
    order = np.random.default_rng(0).permutation(np.concatenate([np.arange(100), np.arange(30)]))
    store = MemoryStore(rows, order=order)
    matrix, streamed = EmbeddingMatrix.read(store), StreamedMatrix(store)
    np.testing.assert_array_equal(matrix.embeddings.numpy(), rows.embeddings)
    some = np.array([3, 17, 60])
    np.testing.assert_array_equal(streamed.take(some), rows.embeddings[some])
    np.testing.assert_array_equal(matrix.take(some), rows.embeddings[some])
    np.testing.assert_allclose(
        streamed.cosines(directions(0).stacked()), matrix.cosines(directions(0).stacked()), atol=1e-6
    )


def test_an_index_is_read_once_and_again_when_it_has_gained_rows() -> None:
    cache, store = MatrixCache(10**9), MemoryStore(rows_of(50))
    first = cache.get(store)
    assert cache.get(store) is first and store.readings == [0]
    store.rows, store.version = rows_of(80), 1
    grown = cache.get(store)
    assert len(grown) == 80 and store.readings == [0, 1] and len(cache) == 1


def test_the_least_recently_used_goes_first() -> None:
    stores = [MemoryStore(rows_of(100), Path(name)) for name in "abc"]
    size = EmbeddingMatrix.from_rows(stores[0].rows).nbytes
    cache = MatrixCache(2 * size)
    a, b = cache.get(stores[0]), cache.get(stores[1])
    assert cache.get(stores[0]) is a
    cache.get(stores[2])
    assert cache.used_bytes <= cache.budget_bytes and len(cache) == 2
    assert cache.get(stores[0]) is a, "it was used last"
    assert cache.get(stores[1]) is not b


def test_what_exceeds_the_budget_is_read_from_disk_and_answers_the_same() -> None:
    store = MemoryStore(rows_of(200))
    matrix = MatrixCache(1000).get(store)
    assert isinstance(matrix, StreamedMatrix)
    kept = EmbeddingMatrix.from_rows(store.rows)
    query = directions(1)
    np.testing.assert_array_equal(
        best_windows_of(matrix, query, 20).positions, best_windows_of(kept, query, 20).positions
    )
    one, two = rank_windows(matrix, query), rank_windows(kept, query)
    np.testing.assert_allclose(one.ranking, two.ranking, atol=1e-6)


def test_many_threads_read_an_index_once() -> None:
    cache, store, found = MatrixCache(10**9), MemoryStore(rows_of(300)), []
    threads = [threading.Thread(target=lambda: found.append(cache.get(store))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(matrix) for matrix in found}) == 1 and store.readings == [0]


def test_a_cache_can_be_emptied() -> None:
    cache, store = MatrixCache(10**9), MemoryStore(rows_of(10))
    cache.get(store)
    cache.clear()
    assert len(cache) == cache.used_bytes == 0


def test_a_search_with_a_cache_finds_what_one_without_finds(coloured_index: Any, encoder: Any) -> None:
    extent = coloured_index.info.bounds
    part = (extent[0], extent[1], (extent[0] + extent[2]) / 2, extent[3])
    cache, stored = MatrixCache(10**9), StoredIndex(coloured_index, MemoryStore(coloured_index.everything))
    for options in (
        SearchOptions(top=20, min_relevance=0.0),
        SearchOptions(mode="windows", top=30),
        SearchOptions(mode="windows", top=30, extent=part, min_relevance=0.0),
        SearchOptions(top=5, extent=part),
    ):
        for query in (Query(("red",)), Query(("red", "green"), ("blue",))):
            plain = search(coloured_index, encoder, query, options)
            cached = search(stored, encoder, query, options, matrices=cache)
            assert plain.regions == cached.regions and len(plain.regions) > 0
            assert (plain.windows, plain.relevant) == (cached.windows, cached.relevant)
            assert cached.exact
    assert stored.store.readings == [0]
