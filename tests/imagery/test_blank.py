"""Blank borders that nothing marks as no data."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.imagery.blank import CELL_PX, blank_pixels, fill_invalid


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).integers(20, 230, (3, height, width), dtype=np.uint8)


def test_a_pale_border_and_a_black_gap_are_blank() -> None:
    pixels = noise(128, 160)
    pixels[:, :, :32] = np.random.default_rng(1).integers(253, 256, (3, 128, 32))
    pixels[:, 96:] = 0
    blank = blank_pixels(pixels)
    assert blank[:96, :32].all() and blank[96:].all()
    assert not blank[:96, 32:].any()


def test_a_bright_roof_smaller_than_a_cell_is_not_blank() -> None:
    pixels = noise(64, 64)
    pixels[:, 20:34, 20:34] = 255
    assert not blank_pixels(pixels).any()


@given(st.integers(1, 70), st.integers(1, 70))
def test_any_size_is_covered(height: int, width: int) -> None:
    assert blank_pixels(np.zeros((3, height, width), np.uint8)).all()
    assert not blank_pixels(np.full((3, height, width), 128, np.uint8)).any()
    assert CELL_PX > 1


def test_what_is_invalid_mirrors_the_ground_beside_it() -> None:
    pixels = noise(40, 40)
    valid = np.ones((40, 40), bool)
    valid[:10] = False
    kept = pixels[:, 10:].copy()
    fill_invalid(pixels, valid)
    assert np.array_equal(pixels[:, 10:], kept)
    assert np.array_equal(pixels[:, :10], kept[:, 1:11][:, ::-1])


def test_ground_that_is_too_narrow_to_be_mirrored_is_repeated() -> None:
    pixels = noise(40, 40)
    valid = np.zeros((40, 40), bool)
    valid[20] = True
    row = pixels[:, 20].copy()
    fill_invalid(pixels, valid)
    assert np.array_equal(pixels, np.repeat(row[:, None], 40, axis=1))


def test_nothing_valid_and_nothing_invalid_stay_as_they_are() -> None:
    for valid in (np.zeros((8, 8), bool), np.ones((8, 8), bool)):
        pixels = noise(8, 8)
        before = pixels.copy()
        fill_invalid(pixels, valid)
        assert np.array_equal(pixels, before)
