"""Filters and pages of a result: what its indexes find is what a look at every feature finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.api.file_source import FileSource
from backend.errors import CollectionNotFound
from backend.imagery.globe import to_degrees
from backend.output.vector import write_vector

COUNT = 400
CRS = "EPSG:32601"
"""Its western edge is the antimeridian."""


def made(file: Path, fids: np.ndarray | None = None) -> FileSource:
    rng = np.random.default_rng(7)
    x, y = rng.uniform(150_000, 700_000, COUNT), rng.uniform(6_500_000, 7_500_000, COUNT)
    shapes: list[Any] = [shapely.Point(at).buffer(20_000, quad_segs=3) for at in zip(x, y, strict=True)]
    shapes[5] = None
    columns = {"kind": np.array([f"it's {n % 3}" for n in range(COUNT)], object), "n": np.arange(COUNT) % 4}
    write_vector(file, shapes, CRS, columns, "things", fids=fids)
    return FileSource(file, "things")


@pytest.fixture(scope="module", params=["whole", "gaps"])
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> FileSource:
    fids = None if request.param == "whole" else np.arange(COUNT) * 3 + 10
    return made(tmp_path_factory.mktemp("a!b") / "things.gpkg", fids)


BOXES = st.tuples(st.floats(-180, 180), st.floats(50, 75), st.floats(0, 40), st.floats(0, 10)).map(
    lambda at: (at[0], at[1], min(at[0] + at[2], 180.0), at[1] + at[3])
)
KINDS = st.sampled_from(["it's 0", "it's 2", "no"])
WANTED = st.fixed_dictionaries({}, optional={"kind": KINDS, "n": st.integers(-1, 4)})


@given(boxes=st.lists(BOXES, max_size=2), wanted=WANTED)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_the_indexes_find_is_what_every_feature_says(
    source: FileSource, boxes: list[Any], wanted: dict[str, Any]
) -> None:
    rows = source.rows()
    expected = np.ones(len(rows.ids), bool)
    for name, value in wanted.items():
        expected &= rows.columns[name] == value
    if boxes:
        shapes = to_degrees(rows.shapes, rows.crs)
        expected &= np.any([shapely.intersects(shapes, shapely.box(*box)) for box in boxes], axis=0)
    assert source.matching(boxes, wanted).tolist() == rows.ids[expected].tolist()


@given(first=st.integers(0, COUNT), count=st.integers(0, 30))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_page_is_a_part_of_the_whole(source: FileSource, first: int, count: int) -> None:
    everything = source.rows()
    ids = source.matching([], {})
    page = source.rows(ids[first : first + count])
    assert ids.tolist() == everything.ids.tolist()
    assert page.ids.tolist() == everything.ids[first : first + count].tolist()
    assert page.columns["kind"].tolist() == everything.columns["kind"][first : first + count].tolist()
    assert page.features() == everything.features()[first : first + count]


def test_a_file_that_has_gone_is_a_sentence(tmp_path: Path) -> None:
    source = made(tmp_path / "things.gpkg")
    source.file.unlink()
    for ask in (lambda: source.matching([], {}), lambda: source.rows(), lambda: FileSource(source.file, None)):
        with pytest.raises(CollectionNotFound, match="no longer"):
            ask()
