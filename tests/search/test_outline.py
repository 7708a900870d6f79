"""Outlines follow the thing, and fall back to the region where the model sees no shape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from backend.errors import ModelUnavailable
from backend.models.dense import DenseFeatures, dense_embeddings
from backend.search import outline
from backend.search.outline import _leading
from backend.search.query import Query
from backend.search.search import SearchOptions, search

OUTLINE = SearchOptions(mode="outline", top=1)


def iou(one: Any, two: Any) -> float:
    return float(one.intersection(two).area / one.union(two).area)


def test_an_outline_is_closer_than_the_merged_windows(coloured: Any, coloured_index: Any, encoder: Any) -> None:
    query, truth = Query(("green",)), coloured.truth["green"]
    merged = search(coloured_index, encoder, query, SearchOptions(top=1)).regions[0]
    refined = search(coloured_index, encoder, query, OUTLINE)
    assert iou(refined.regions[0].geometry, truth) > max(0.95, iou(merged.geometry, truth))
    assert refined.regions[0].score == merged.score
    assert refined.seconds["outline"] > 0


@pytest.mark.parametrize(("crs", "rotation_deg"), [("EPSG:4326", 0.0), ("EPSG:32632", 30.0)])
def test_outlines_lie_right_in_any_crs_and_rotation(
    tmp_path: Path, make_coloured: Callable[..., Any], make_index: Any, encoder: Any, crs: str, rotation_deg: float
) -> None:
    layer = make_coloured(tmp_path / "layer.tif", crs, rotation_deg)
    found = search(make_index(layer.path), encoder, Query(("red",)), OUTLINE).regions[0].geometry
    assert iou(found, layer.truth["red"]) > 0.75
    assert found.is_valid


def test_a_model_that_sees_no_shape_leaves_the_region_as_it_was(
    coloured_index: Any, encoder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(0)

    def noise(*_: Any) -> DenseFeatures:
        cells = rng.standard_normal((4, 20, 20)).astype(np.float32)
        return DenseFeatures(cells / np.linalg.norm(cells, axis=0), None)

    def flat(*_: Any) -> DenseFeatures:
        return DenseFeatures(np.full((4, 5, 5), 0.5, np.float32), None)

    query = Query(("red",))
    merged = search(coloured_index, encoder, query, SearchOptions(top=1)).regions[0].geometry
    for dense in (noise, flat):
        monkeypatch.setattr(encoder, "encode_dense", dense, raising=False)
        assert search(coloured_index, encoder, query, OUTLINE).regions[0].geometry.equals(merged)


def test_a_tower_without_dense_features_is_refused(coloured_index: Any, encoder: Any) -> None:
    encoder.model = type("Model", (), {"visual": object()})
    encoder.encode_dense = lambda pixels: dense_embeddings(encoder, pixels)
    with pytest.raises(ModelUnavailable, match="Outlines are not supported by the image tower of colours"):
        search(coloured_index, encoder, Query(("red",)), OUTLINE)


def test_two_groups_are_parted_and_one_is_not() -> None:
    rng = np.random.default_rng(0)
    two = np.concatenate([rng.normal(0, 0.02, 300), rng.normal(0.3, 0.02, 100)]).reshape(20, 20).astype(np.float32)
    chosen = _leading(two)
    assert chosen is not None and chosen.sum() == 100
    assert _leading(rng.normal(0, 1, (20, 20)).astype(np.float32)) is None
    assert _leading(np.zeros((4, 4), np.float32)) is None
    assert _leading(np.zeros((1, 1), np.float32)) is None


def test_an_outline_stays_near_its_region(coloured_index: Any, encoder: Any) -> None:
    merged = search(coloured_index, encoder, Query(("green",)), SearchOptions(top=1)).regions[0]
    refined = search(coloured_index, encoder, Query(("green",)), OUTLINE).regions[0].geometry
    side = max(merged.window_m, outline.WIDE * merged.geometry.area**0.5)
    reach = merged.geometry.buffer(outline.MARGIN * side * 1.01, join_style="mitre")
    assert shapely.covers(reach, refined)
