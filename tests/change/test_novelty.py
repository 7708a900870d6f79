"""The same picture is nothing new, whatever was asked; another one is as new as another place."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from rasterio.crs import CRS

from backend.change.novelty import novelty
from backend.change.pair import WindowPair
from backend.imagery.window_grid import WindowSet
from backend.search.matrix import EmbeddingMatrix

SIDE = 20
UTM, PIXEL = CRS.from_epsg(32632), Affine(0.5, 0, 5e5, 0, -0.5, 5.1e6)


def windows() -> WindowSet:
    row, col = (axis.ravel() * 10.0 for axis in np.mgrid[:SIDE, :SIDE])
    side = np.full(SIDE**2, 20.0)
    return WindowSet(col, row, side, side, np.full(SIDE**2, 10, np.float32), UTM, PIXEL)


def matrix(rows: NDArray[np.float64]) -> EmbeddingMatrix:
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return EmbeddingMatrix(torch.from_numpy(unit.astype(np.float16)), windows(), np.ones(len(rows), np.float32))


def pair(earlier: NDArray[np.float64], later: NDArray[np.float64]) -> WindowPair:
    every = np.arange(SIDE**2)
    return WindowPair(matrix(earlier), matrix(later), every, every)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_window_that_looks_as_it_did_is_nothing_new_and_another_place_is_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    earlier = rng.normal(size=(SIDE**2, 32)) + 1.0
    later = earlier.copy()
    later[:40] = rng.permutation(earlier)[:40]
    found = novelty(pair(earlier, later), np.arange(SIDE**2))
    assert found[40:].max() < 0.01
    assert found[:40].mean() == pytest.approx(1.0, abs=0.25)


def test_only_the_chosen_windows_are_told_of_in_their_order() -> None:
    rng = np.random.default_rng(1)
    both = pair(rng.normal(size=(SIDE**2, 8)), rng.normal(size=(SIDE**2, 8)))
    every, some = novelty(both, np.arange(SIDE**2)), np.array([3, 50, 51, 399])
    assert novelty(both, some) == pytest.approx(every[some], rel=1e-5)
    assert len(novelty(both, np.empty(0, np.intp))) == 0


def test_where_all_places_look_alike_noise_is_nothing_new() -> None:
    rng = np.random.default_rng(2)
    ground = np.ones((SIDE**2, 64))
    noisy = [ground + rng.normal(scale=0.05, size=ground.shape) for _ in range(2)]
    assert novelty(pair(*noisy), np.arange(SIDE**2)).max() < 0.2
