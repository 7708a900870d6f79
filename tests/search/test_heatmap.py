"""A heat map shows how well the ground matches, where it is, and nothing where there is no window."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.features import geometry_mask

from backend.errors import BadOption, Cancelled, OutputNotWritable, OutsideLayer
from backend.index.store import IndexRows
from backend.search.heatmap import NODATA, write_heatmap
from backend.search.query import Query

RED = Query(("red",))


def on_and_off(dataset: Any, thing: Any) -> tuple[float, float]:
    """Mean relevance on a thing's ground, and away from it."""
    relevance = dataset.read(1, masked=True)
    inside = ~geometry_mask([thing], relevance.shape, dataset.transform, all_touched=False)
    away = geometry_mask([thing.buffer(math.sqrt(thing.area))], relevance.shape, dataset.transform, all_touched=True)
    return float(relevance[inside].mean()), float(relevance[away].mean())


@pytest.mark.parametrize("colour", ["red", "green", "blue"])
def test_it_is_hot_where_the_thing_is(
    coloured: Any, coloured_index: Any, encoder: Any, tmp_path: Path, colour: str
) -> None:
    write_heatmap(tmp_path / "heat.tif", coloured_index, encoder, Query((colour,)))
    with rasterio.open(tmp_path / "heat.tif") as dataset:
        on, off = on_and_off(dataset, coloured.truth[colour])
        assert on > 0.45 and off < 0.15
        assert dataset.descriptions == ("relevance", "cosine") and dataset.dtypes == ("float32", "float32")
        assert dataset.crs == coloured_index.info.crs and dataset.nodata == NODATA
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert dataset.res == pytest.approx((12.5, 12.5), rel=0.01), "half the smallest window"
        relevance, cosine = dataset.read()
        assert 0 <= relevance.min() <= relevance.max() <= 1 and -1 <= cosine.min() <= cosine.max() <= 1


@pytest.mark.parametrize(("crs", "rotation_deg"), [("EPSG:4326", 0.0), ("EPSG:32632", 30.0)])
def test_it_lies_where_the_layer_lies_in_any_crs_and_rotation(
    tmp_path: Path, make_coloured: Any, make_index: Any, encoder: Any, crs: str, rotation_deg: float
) -> None:
    layer = make_coloured(tmp_path / "layer.tif", crs, rotation_deg)
    write_heatmap(tmp_path / "heat.tif", make_index(layer.path), encoder, RED)
    with rasterio.open(tmp_path / "heat.tif") as dataset:
        on, off = on_and_off(dataset, layer.truth["red"])
        assert on > 0.5 and off < 0.3


def test_an_extent_is_a_part_of_the_whole(coloured: Any, coloured_index: Any, encoder: Any, tmp_path: Path) -> None:
    extent = coloured.truth["red"].buffer(40).bounds
    write_heatmap(tmp_path / "part.tif", coloured_index, encoder, RED, extent=extent)
    with rasterio.open(tmp_path / "part.tif") as dataset:
        bounds, step = dataset.bounds, dataset.res[0]
        assert abs(bounds.left - extent[0]) <= 1.5 * step and abs(bounds.top - extent[3]) <= 1.5 * step
        assert shapely.box(*bounds).area < 2 * shapely.box(*extent).area
        assert dataset.read(1).max() > 0.8


def test_ground_without_windows_has_no_value(coloured_index: Any, encoder: Any, tmp_path: Path) -> None:
    rows = coloured_index.everything
    kept = np.flatnonzero(rows.windows.col_off < 500)
    part = IndexRows(rows.embeddings[kept], rows.windows.take(kept), rows.valid_share[kept], rows.window_ids[kept])
    far = np.flatnonzero(part.windows.col_off + part.windows.width < 300)
    lonely = np.concatenate([far, [np.argmax(part.windows.col_off)]])
    gap = IndexRows(
        part.embeddings[lonely], part.windows.take(lonely), part.valid_share[lonely], part.window_ids[lonely]
    )
    write_heatmap(tmp_path / "heat.tif", replace(coloured_index, everything=gap), encoder, RED)
    with rasterio.open(tmp_path / "heat.tif") as dataset:
        empty = dataset.read(1) == NODATA
        assert 0 < empty.mean() < 1 and np.array_equal(empty, dataset.read(2) == NODATA)


def test_it_says_where_it_comes_from(coloured_index: Any, encoder: Any, tmp_path: Path) -> None:
    write_heatmap(tmp_path / "heat.tif", coloured_index, encoder, Query(("red",), ("blue",)))
    with rasterio.open(tmp_path / "heat.tif") as dataset:
        source = json.loads(dataset.tags()["TERRALEX_PROVENANCE"])
    assert source["query"] == ["red"] and source["unwanted"] == ["blue"] and source["model"] == "colours"


def test_what_is_not_wanted_is_cold(coloured: Any, coloured_index: Any, encoder: Any, tmp_path: Path) -> None:
    write_heatmap(tmp_path / "heat.tif", coloured_index, encoder, Query(("red", "blue"), ("blue",)))
    with rasterio.open(tmp_path / "heat.tif") as dataset:
        assert on_and_off(dataset, coloured.truth["red"])[0] > on_and_off(dataset, coloured.truth["blue"])[0] + 0.2


def test_progress_is_told_to_the_end(coloured_index: Any, encoder: Any, tmp_path: Path) -> None:
    told: list[float] = []
    write_heatmap(tmp_path / "heat.tif", coloured_index, encoder, RED, progress=lambda now: told.append(now.share))
    assert told == sorted(told) and told[-1] == 1.0


def test_a_stopped_one_leaves_nothing(coloured_index: Any, encoder: Any, tmp_path: Path) -> None:
    asked: list[int] = []
    with pytest.raises(Cancelled):
        write_heatmap(
            tmp_path / "heat.tif",
            coloured_index,
            encoder,
            RED,
            cancelled=lambda: len(asked) > 1 or bool(asked.append(1)),
        )
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_done_is_refused(coloured_index: Any, encoder: Any, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match=r"must end in \.tif"):
        write_heatmap(tmp_path / "heat.png", coloured_index, encoder, RED)
    with pytest.raises(OutputNotWritable):
        write_heatmap(tmp_path / "nowhere" / "heat.tif", coloured_index, encoder, RED)
    with pytest.raises(OutsideLayer):
        write_heatmap(tmp_path / "heat.tif", coloured_index, encoder, RED, extent=(0.0, 0.0, 1.0, 1.0))
    with pytest.raises(BadOption, match="created with colours"):
        write_heatmap(tmp_path / "heat.tif", replace(coloured_index, model_revision="other"), encoder, RED)
