"""A window that fits another thing of about the same size better is hardly what is counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from affine import Affine
from rasterio.crs import CRS

from backend.counting.rivals import rather_than_others
from backend.imagery.window_grid import WindowSet
from backend.models.catalog import DEFAULT_MODEL
from backend.models.encoder import Encoder, load_encoder
from backend.search.directions import text_directions
from backend.search.matrix import EmbeddingMatrix
from backend.search.query import Query
from backend.search.sizes import Size

PLACE = Affine(1, 0, 5e5, 0, -1, 5e6)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(DEFAULT_MODEL, "cpu")


def like(encoder: Encoder, concepts: list[str]) -> EmbeddingMatrix:
    """Windows that are exactly what the model takes for the concepts."""
    calibration = text_directions(Query(("trucks",)), encoder).calibration
    assert calibration is not None
    rows = calibration.vectors[[calibration.concepts.index(one) for one in concepts]]
    at = np.arange(len(rows), dtype=np.float64)
    sides = np.full(len(rows), 10.0)
    windows = WindowSet(
        at * 10, at * 0, sides, sides, sides.astype(np.float32), CRS.from_epsg(32632), Affine.identity()
    )
    return EmbeddingMatrix(torch.from_numpy(rows.astype(np.float16)), windows, np.ones(len(rows), np.float32))


def rather(encoder: Encoder, text: str, size: Size, concepts: list[str]) -> np.ndarray:
    found = rather_than_others(like(encoder, concepts), text_directions(Query((text,)), encoder), size)
    assert found is not None
    return found


def test_a_pool_is_rather_a_pool_and_a_tank_is_not(encoder: Encoder) -> None:
    pool, tank = rather(encoder, "swimming pools", (5.0, 50.0), ["swimming_pool", "storage_tank"])
    assert pool > 0.9 and tank < 0.1


def test_what_is_much_larger_is_no_rival(encoder: Encoder) -> None:
    (near,) = rather(encoder, "swimming pools", (5.0, 50.0), ["airplane"])
    assert near < 0.1
    directions = text_directions(Query(("swimming pools",)), encoder)
    assert rather_than_others(like(encoder, ["airplane"]), directions, (1.0, 2.0)) is None


def test_without_a_calibration_nothing_is_compared(encoder: Encoder) -> None:
    plain = replace(text_directions(Query(("swimming pools",)), encoder), calibration=None, scale=None)
    assert rather_than_others(like(encoder, ["airplane"]), plain, (5.0, 50.0)) is None
