"""The picture of a result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from backend.errors import BadOption
from backend.output.fonts import drawable_runs
from backend.output.picture import round_length
from backend.search.preview import relevance_colour, write_preview
from backend.search.query import Query
from backend.search.search import SearchOptions, search


def test_a_preview_is_a_png_of_bounded_size(tmp_path: Path, coloured_index: Any, encoder: Any) -> None:
    result = search(coloured_index, encoder, Query(("red",)))
    write_preview(tmp_path / "a.png", result)
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.format == "PNG" and picture.mode == "RGB"
        assert picture.width == 1000 and 1000 < picture.height < 1150
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize(("crs", "rotation_deg"), [("EPSG:32632", 0.0), ("EPSG:4326", 0.0), ("EPSG:32632", 30.0)])
def test_regions_are_drawn_where_they_are(
    tmp_path: Path, make_coloured: Callable[..., Any], make_index: Any, encoder: Any, crs: str, rotation_deg: float
) -> None:
    layer = make_coloured(tmp_path / "layer.tif", crs, rotation_deg)
    index = make_index(layer.path)
    pictures = []
    for least in (0.5, 1.0):
        write_preview(
            tmp_path / "a.png", search(index, encoder, Query(("red",)), SearchOptions(1, min_relevance=least))
        )
        pictures.append(np.asarray(Image.open(tmp_path / "a.png")).astype(int))
    strip = pictures[0].shape[0] - 1000
    rows, cols = np.nonzero(np.abs(pictures[0] - pictures[1])[strip:].sum(axis=2) > 60)
    assert 60 < np.median(rows) < 240 and 60 < np.median(cols) < 240  # the red square is at 100-200
    assert rows.max() < 320 and cols.max() < 320


def test_an_extent_crops_the_picture(tmp_path: Path, coloured: Any, coloured_index: Any, encoder: Any) -> None:
    extent = coloured.truth["blue"].buffer(10).bounds
    result = search(coloured_index, encoder, Query(("blue",)), SearchOptions(extent=extent))
    write_preview(tmp_path / "a.png", result)
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.width == 640
        red, _, blue = np.asarray(picture)[-320, 320]
        assert blue > red


@pytest.mark.parametrize("text", ["红色 red", "빨강 red", "красный red", "red " * 60, "vermelho ção red"])
def test_any_text_can_be_a_title(tmp_path: Path, coloured_index: Any, encoder: Any, text: str) -> None:
    write_preview(tmp_path / "a.png", search(coloured_index, encoder, Query((text,))))


def test_a_text_no_font_can_draw_is_not_drawn_as_boxes() -> None:
    assert drawable_runs("\U00013000 hieroglyph", 20) is None
    runs = drawable_runs("tennis courts", 20)
    assert runs is not None and [text for text, _ in runs] == ["tennis courts"]


def test_a_preview_is_always_png(tmp_path: Path, coloured_index: Any, encoder: Any) -> None:
    with pytest.raises(BadOption, match=r"must end in \.png"):
        write_preview(tmp_path / "a.jpg", search(coloured_index, encoder, Query(("red",))))


def test_scale_bars_are_round_numbers() -> None:
    assert [round_length(value) for value in (0.7, 1, 3, 9.9, 130, 4999)] == [0.5, 1, 2, 5, 100, 2000]


def test_colours_change_with_relevance() -> None:
    assert len({relevance_colour(value) for value in (0, 0.25, 0.5, 0.75, 1)}) == 5
    assert relevance_colour(-1) == relevance_colour(0) and relevance_colour(2) == relevance_colour(1)
