"""Windows with the same pixels are embedded once, and the index is the same."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from numpy.testing import assert_array_equal

from backend.index import pipeline
from backend.index.alike import alike
from backend.index.pipeline import index_layer
from backend.index.stages import StageTimes

SIZES = (16.0, 32.0)


def test_only_the_very_same_windows_are_alike():
    pixels = np.random.default_rng(0).integers(0, 255, (3, 64, 64), np.uint8)
    pixels[:, :16, 16:32] = pixels[:, :16, :16]
    boxes = np.array([[0, 0, 16, 16], [16, 0, 32, 16], [32, 0, 48, 16], [0, 0, 32, 16], [0.4, 0, 16, 16.3]])
    kept, place = alike(pixels, boxes)
    assert kept.tolist() == [0, 2, 3] and place.tolist() == [0, 0, 1, 2, 0]
    pixels[2, 9, 21] ^= 1  # a bit that no sample sees
    kept, place = alike(pixels, boxes)
    assert kept.tolist() == [0, 1, 2, 3] and place.tolist() == [0, 1, 2, 3, 0]


def test_no_window_and_one_window():
    pixels = np.zeros((3, 4, 4), np.uint8)
    kept, place = alike(pixels, np.empty((0, 4)))
    assert len(kept) == len(place) == 0
    kept, place = alike(pixels, np.array([[0.0, 0, 4, 4]]))
    assert kept.tolist() == place.tolist() == [0]


@pytest.fixture
def half_water(write_layer):
    """A layer whose right half has one colour."""
    path = write_layer(height=400, width=800)
    with rasterio.open(path, "r+") as dataset:
        pixels = dataset.read()
        pixels[:, :, 400:] = np.array([20, 60, 90], np.uint8)[:, None, None]
        dataset.write(pixels)
    return path


def test_the_rows_are_those_of_every_window_embedded(
    half_water, encoder, make_encoder, tiny_model, tmp_path, monkeypatch
):
    stages = StageTimes()
    once = index_layer(half_water, encoder, tmp_path / "once", SIZES, stages=stages)
    each = make_encoder(tiny_model)

    def every(_, boxes):
        positions = np.arange(len(boxes))
        return positions, positions

    monkeypatch.setattr(pipeline, "alike", every)
    whole = index_layer(half_water, each, tmp_path / "each", SIZES)
    assert encoder.windows < 0.7 * each.windows == 0.7 * whole.count
    assert stages.alike == whole.count - encoder.windows and stages.windows == whole.count
    assert_array_equal(once.rows().window_ids, whole.rows().window_ids)
    assert_array_equal(once.rows().embeddings.view(np.uint16), whole.rows().embeddings.view(np.uint16))
