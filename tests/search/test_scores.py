"""Scores, relevance and ranking of windows."""

from __future__ import annotations

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.crs import CRS

from backend.imagery.window_grid import WindowSet
from backend.index.store import IndexRows
from backend.lexicon import load_lexicon
from backend.search.consensus import consensus
from backend.search.directions import Directions
from backend.search.matrix import EmbeddingMatrix
from backend.search.ranking import combine, rank_windows
from backend.search.relevance import load_neutral_phrases, relevance


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def test_relevance_is_lerfs_least_softmax_over_the_neutral_phrases() -> None:
    rng = np.random.default_rng(1)
    wanted, neutral = rng.uniform(-1, 1, 40).astype(np.float32), rng.uniform(-1, 1, (5, 40)).astype(np.float32)
    t = 10.0
    pairs = [np.exp(t * wanted) / (np.exp(t * wanted) + np.exp(t * row)) for row in neutral]
    np.testing.assert_allclose(relevance(wanted, neutral, t), np.min(pairs, axis=0), atol=1e-5)


def test_relevance_is_one_half_where_the_query_equals_the_best_neutral_phrase() -> None:
    found = relevance(np.array([0.3], np.float32), np.array([[0.1], [0.3]], np.float32), 100.0)
    assert found[0] == pytest.approx(0.5)


def test_relevance_stays_finite_at_any_temperature() -> None:
    found = relevance(np.array([1, -1], np.float32), np.array([[-1, 1]], np.float32), 1e6)
    np.testing.assert_allclose(found, [1, 0])


def test_neutral_phrases_differ_and_name_nothing_that_the_lexicon_knows() -> None:
    phrases = load_neutral_phrases()
    assert len(phrases) >= 5 and len(set(phrases)) == len(phrases) and all(phrases)
    things = {name.split()[-1] for one in load_lexicon().concepts.values() for name in one["en"].names}
    told = {word for phrase in phrases for word in phrase.split()} & things
    assert not told, "a window that shows it would be held against every query like it"


def test_an_unwanted_phrase_moves_down_only_what_it_names() -> None:
    wanted = np.array([0.30, 0.28, 0.29], np.float32)  # lake, lake, pool
    unwanted = np.array([0.20, 0.27, 0.33], np.float32)
    neutral = np.full(3, 0.25, np.float32)
    found = combine(wanted, neutral, unwanted, 100.0)
    np.testing.assert_allclose(found.ranking, [0.30, 0.28, 0.29 - 2 * 0.04], atol=1e-6)
    assert list(np.argsort(-found.ranking)) == [0, 1, 2]
    assert found.relevance[2] < 0.5 < found.relevance[1]


def test_ranking_of_nothing_is_nothing() -> None:
    directions = Directions(*(np.zeros(shape, np.float32) for shape in (4, (0, 4), (2, 4))), temperature=10.0)
    found = rank_windows(matrix(np.empty((0, 4), np.float16), window_set([])), directions)
    assert found.ranking.shape == (0,)


def matrix(embeddings: np.ndarray, windows: WindowSet, shares: np.ndarray | None = None) -> EmbeddingMatrix:
    full = np.ones(len(windows), np.float32) if shares is None else shares
    return EmbeddingMatrix.from_rows(IndexRows(embeddings, windows, full, np.arange(len(windows))))


def window_set(rows: list[tuple[float, float, float]]) -> WindowSet:
    """Windows from (column, row, side) in pixels of one metre."""
    col, row, side = np.array(rows, float).reshape(-1, 3).T
    return WindowSet(col, row, side, side, side.astype(np.float32), CRS.from_epsg(32632), Affine(1, 0, 0, 0, -1, 0))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from([2, 4, 8]), st.integers(-9, 9)),
        min_size=1,
        max_size=30,
        unique_by=lambda row: row[:3],
    )
)
def test_the_consensus_is_the_mean_over_sizes_of_the_windows_over_the_ground(rows: list[tuple[int, ...]]) -> None:
    windows = window_set([(x, y, side) for x, y, side, _ in [*rows, (20, 20, 2, 0)]])
    own = np.array([score / 10 for *_, score in [*rows, (20, 20, 2, 0)]], np.float32)
    heat = np.zeros((3, 22, 22)), np.zeros((3, 22, 22))
    for x, y, side, score in rows:
        level = {2: 0, 4: 1, 8: 2}[side]
        heat[0][level, y : y + side, x : x + side] += score / 10
        heat[1][level, y : y + side, x : x + side] += 1
    seen = heat[1] > 0
    said = np.where(seen, heat[0] / np.maximum(heat[1], 1), 0).sum(0) / np.maximum(seen.sum(0), 1)
    found = consensus(windows, own[None])[0]
    for i, (x, y, side, score) in enumerate(rows):
        expected = 0.5 * score / 10 + 0.5 * said[y : y + side, x : x + side].mean()
        assert found[i] == pytest.approx(expected, abs=1e-5)


def test_without_others_a_score_stays_itself() -> None:
    windows = window_set([(0, 0, 4), (10, 0, 4)])
    own = np.array([[0.5, 0.1]], np.float32)
    np.testing.assert_array_equal(consensus(windows, own, 0.0), own)
    np.testing.assert_allclose(consensus(windows, own), own)


def test_a_lone_outlier_falls_behind_a_place_all_sizes_agree_on() -> None:
    grid = [(x, y, side) for side in (2, 4, 8) for x in range(41 - side) for y in range(41 - side)]
    true, outlier = (30.0, 30.0, 2), (5.0, 5.0, 2)
    own = np.array([0.3 if x >= 26 and x + s <= 36 and y >= 26 and y + s <= 36 else 0.1 for x, y, s in grid])
    own[grid.index(outlier)] = 0.35
    found = consensus(window_set(grid), own[None].astype(np.float32))[0]
    assert found[grid.index(true)] > found[grid.index(outlier)]


def test_a_window_with_a_hole_is_ranked_lower_and_keeps_its_score() -> None:
    embeddings = unit(np.array([[1.0, 0.1], [1.0, 0.1]])).astype(np.float16)
    directions = Directions(
        unit(np.array([1.0, 0.0])), np.empty((0, 2), np.float32), unit(np.array([[0.0, 1.0]])), 10.0
    )
    windows = window_set([(0.0, 0.0, 2), (20.0, 20.0, 2)])
    share = np.array([0.6, 1.0], np.float32)
    found = rank_windows(matrix(embeddings, windows, share), directions, others_weight=0.0)
    assert found.ranking[0] < found.ranking[1]
    assert found.cosine[0] == found.cosine[1] and found.relevance[0] == found.relevance[1]


@given(against=st.floats(-1.0, -0.3), slope=st.floats(40.0, 200.0))
def test_a_large_window_does_not_outvote_without_limit_what_lies_in_a_part_of_it(against: float, slope: float) -> None:
    """Four windows that are sure of a thing, and one of four times their side that reaches over other ground."""
    windows = window_set([(0, 0, 10), (5, 0, 10), (0, 5, 10), (5, 5, 10), (0, 0, 40)])

    def told(large: float) -> np.ndarray:
        cosines = np.array([0.5, 0.5, 0.5, 0.5, large])
        rows = np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1).astype(np.float16)
        wanted, empty = np.array([1, 0], np.float32), np.zeros((0, 2), np.float32)
        directions = Directions(wanted, empty, empty, temperature=slope, level=0.2)
        return rank_windows(matrix(rows, windows), directions).relevance

    np.testing.assert_allclose(told(against), told(-0.3), atol=1e-3)
    assert told(against)[4] < 0.5 <= told(against)[:4].min()
