"""Searches of an index that is larger than memory: what they compare, what they find, and what they say of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rasterio.crs import CRS

from backend.imagery.window_grid import WindowSet
from backend.index.lists import build_lists
from backend.index.store import LayerIndex
from backend.models.encoder import Encoder, load_encoder
from backend.search import shortlist
from backend.search.consensus import Places
from backend.search.matrix_cache import MatrixCache
from backend.search.overlapping import Overlapping
from backend.search.packed import packed
from backend.search.query import Query
from backend.search.search import SearchOptions, search
from backend.search.streamed import StreamedMatrix
from backend.search.usual_queries import usual_directions
from harness.made_up_index import PHRASES, build_index
from harness.text_model import save_text_model

WINDOWS = 30_000
LITTLE = 10_000_000  # bytes: no room for the matrix
PLENTY = 10**9


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[LayerIndex, Encoder]:
    """An index with lists."""
    folder = tmp_path_factory.mktemp("large")
    encoder = load_encoder(save_text_model(folder / "model"), "cpu")
    index = build_index(folder, WINDOWS, encoder)
    build_lists(index, usual_directions(encoder), lambda _: None)
    return index, encoder


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the layer were much larger."""
    monkeypatch.setattr(shortlist, "FEW", 100)
    monkeypatch.setattr(shortlist, "ORDINARY", 4000)


def asked(large: tuple[LayerIndex, Encoder], text: str, budget: int, **options: Any) -> Any:
    index, encoder = large
    return search(index, encoder, Query((text,)), SearchOptions(**options), matrices=MatrixCache(budget))


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize("text", PHRASES)
def test_the_best_windows_are_nearly_those_of_all(large: tuple[LayerIndex, Encoder], text: str) -> None:
    options: dict[str, Any] = {"mode": "windows", "top": 100, "min_relevance": 0.0}
    some, whole = asked(large, text, LITTLE, **options), asked(large, text, PLENTY, **options)
    assert (whole.exact, whole.recall) == (True, None)
    assert not some.exact and 0.95 < some.recall <= 1.0
    assert some.windows == whole.windows, "this many were to be compared"
    shapes = {region.geometry.wkt for region in some.regions}
    assert np.mean([region.geometry.wkt in shapes for region in whole.regions]) >= 0.95
    told = [warning for warning in some.warnings if "do not fit into memory" in warning]
    assert len(told) == 1 and f"{100 * some.recall:.0f} %" in told[0] and not whole.warnings
    assert some.to_dict()["recall"] == pytest.approx(some.recall, abs=1e-4) and not some.to_dict()["exact"]


@pytest.mark.usefixtures("few_rows")
def test_scores_of_the_same_windows_are_the_same(large: tuple[LayerIndex, Encoder]) -> None:
    options: dict[str, Any] = {"mode": "windows", "top": 20, "min_relevance": 0.0}
    some, whole = asked(large, "airport", LITTLE, **options), asked(large, "airport", PLENTY, **options)
    scores = {region.geometry.wkt: (region.score, region.relevance) for region in whole.regions}
    both = [region for region in some.regions if region.geometry.wkt in scores]
    assert len(both) >= 19
    for region in both:
        assert (region.score, region.relevance) == pytest.approx(scores[region.geometry.wkt], abs=2e-3)


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize("text", PHRASES[:4])
def test_the_first_regions_are_those_of_a_whole_search(large: tuple[LayerIndex, Encoder], text: str) -> None:
    options: dict[str, Any] = {"top": 5, "min_relevance": 0.0}
    some, whole = asked(large, text, LITTLE, **options), asked(large, text, PLENTY, **options)
    met = [any(one.geometry.intersects(other.geometry) for other in some.regions) for one in whole.regions]
    assert np.mean(met) >= 0.8
    relevances = [region.relevance for region in some.regions]
    assert relevances[0] == pytest.approx(whole.regions[0].relevance, abs=0.1)


def test_a_small_extent_is_answered_exactly(large: tuple[LayerIndex, Encoder], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "FEW", 20_000)
    left, bottom, right, top = large[0].info.bounds
    extent = (left, bottom, (left + right) / 2, (bottom + top) / 2)
    for mode in ("windows", "merged"):
        options: dict[str, Any] = {"mode": mode, "top": 10, "min_relevance": 0.0, "extent": extent}
        some, whole = asked(large, "river", LITTLE, **options), asked(large, "river", PLENTY, **options)
        assert (some.exact, some.recall, some.warnings) == (True, None, ())
        assert some.windows == whole.windows
        for one, other in zip(some.regions, whole.regions, strict=True):
            assert one.geometry.equals(other.geometry)
            assert (one.score, one.relevance) == pytest.approx((other.score, other.relevance), abs=2e-3)


def test_no_windows_have_no_embeddings(large: tuple[LayerIndex, Encoder]) -> None:
    matrix = MatrixCache(LITTLE).get(large[0])
    assert matrix.take(np.empty(0, np.intp)).shape == (0, large[0].dimension)


@pytest.mark.usefixtures("few_rows")
def test_answers_lie_in_the_extent(large: tuple[LayerIndex, Encoder]) -> None:
    left, bottom, right, top = large[0].info.bounds
    extent = (left, bottom, (left + right) / 2, top)
    found = asked(large, "river", LITTLE, mode="windows", top=200, min_relevance=0.0, extent=extent)
    assert len(found.regions) == 200 and not found.exact
    for region in found.regions:
        assert region.geometry.centroid.x <= (left + right) / 2


def test_without_lists_everything_is_read(
    large: tuple[LayerIndex, Encoder], few_rows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StreamedMatrix, "lists", lambda _: None)
    some, whole = (asked(large, "beach", budget, top=5, min_relevance=0.0) for budget in (LITTLE, PLENTY))
    assert some.exact and [one.geometry.wkt for one in some.regions] == [one.geometry.wkt for one in whole.regions]


def lattice(groups: list[tuple[int, int]], sides: list[int]) -> WindowSet:
    """Windows of some sides, half a side apart, on patches of ground of 200 pixels at some places."""
    rows = [
        (200.0 * col + x, 200.0 * row + y, float(side))
        for col, row in sorted(set(groups))
        for side in sides
        for x in np.arange(0, 200, side / 2)
        for y in np.arange(0, 200, side / 2)
    ]
    col, row, side = np.array(rows).T
    return WindowSet(col, row, side, side, side.astype(np.float32), CRS.from_epsg(32632), Affine(1, 0, 0, 0, -1, 0))


def overlaps(windows: WindowSet, others: WindowSet) -> NDArray[np.bool_]:
    """Which overlap which, ``[n, m]``."""
    a, b = windows.pixel_boxes()[:, None], others.pixel_boxes()[None]
    return np.asarray((np.minimum(a[..., 2:], b[..., 2:]) > np.maximum(a[..., :2], b[..., :2])).all(axis=2))


GROUPS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=4)
SIDES = st.lists(st.sampled_from([50, 100, 200]), min_size=1, max_size=3, unique=True)


@given(GROUPS, SIDES, st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_all_windows_that_overlap_some_are_found(groups: list[tuple[int, int]], sides: list[int], seed: int) -> None:
    windows = lattice(groups, sides)
    some = np.random.default_rng(seed).choice(len(windows), min(3, len(windows)), replace=False)
    found = Overlapping(windows).of(windows.take(some))
    needed = np.flatnonzero(overlaps(windows, windows.take(some)).any(axis=1))
    assert np.isin(needed, found).all() and (np.diff(found) > 0).all()
    assert not len(Overlapping(windows).of(windows.take([])))


@given(GROUPS, SIDES, st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_windows_moved_together_overlap_as_before_and_agree_as_before(
    groups: list[tuple[int, int]], sides: list[int], seed: int
) -> None:
    windows = lattice(groups, sides)
    moved = packed(windows)
    np.testing.assert_array_equal(overlaps(moved, moved), overlaps(windows, windows))
    scores = np.random.default_rng(seed).random(len(windows)).astype(np.float32)
    before, after = Places(windows), Places(moved)
    for one, other in zip(before.average_and_weakest(scores), after.average_and_weakest(scores), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_few_windows_far_apart_take_a_small_grid() -> None:
    windows = lattice([(0, 0), (300, 7), (9, 290)], [50, 100])
    assert Places(packed(windows)).covered.size < 5 * Places(lattice([(0, 0)], [50, 100])).covered.size


def test_lists_that_are_made_later_are_found_and_opened_once(
    large: tuple[LayerIndex, Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix = MatrixCache(LITTLE).get(large[0])
    assert isinstance(matrix, StreamedMatrix)
    with monkeypatch.context() as before:
        before.setattr(LayerIndex, "lists", lambda _: None)
        assert matrix.lists() is None
    found = matrix.lists()
    assert found is not None and matrix.lists() is found
