"""A scene in a larger blank frame is answered and labelled as the scene by itself, to two per cent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter

from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.labeling.label_set import parse_label_set
from backend.labeling.windows import label_windows
from backend.search.query import Query
from backend.search.search import SearchOptions, search
from tests.search.conftest import COLOURS, ColourEncoder

SIDE = 640


def write(
    path: Path, pixels: np.ndarray, left: int, top: int, size: tuple[int, int], fill: int, nodata: int | None
) -> Path:
    framed = np.full((3, *size), fill, np.uint8)
    framed[:, top : top + pixels.shape[1], left : left + pixels.shape[2]] = pixels
    transform = from_origin(500_000 - left * 0.5, 5_200_000 + top * 0.5, 0.5, 0.5)
    profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": "EPSG:32632", "transform": transform}
    with rasterio.open(path, "w", height=size[0], width=size[1], nodata=nodata, **profile) as target:
        target.write(framed)
    return path


@pytest.fixture(scope="module")
def scene() -> np.ndarray:
    """Blobs of three colours, some of them at the rim."""
    chance = np.random.default_rng(7)
    fields = np.stack([gaussian_filter(chance.standard_normal((SIDE, SIDE)), 45) for _ in COLOURS])
    return np.array(list(COLOURS.values()), np.uint8)[fields.argmax(axis=0)].transpose(2, 0, 1)


def make_index(folder: Path, image: Path) -> LayerIndex:
    return index_layer(image, ColourEncoder(), folder, (25.0, 50.0))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, scene: np.ndarray) -> LayerIndex:
    folder = tmp_path_factory.mktemp("alone")
    return make_index(folder, write(folder / "scene.tif", scene, 0, 0, (SIDE, SIDE), 0, None))


def regions(index: LayerIndex, colour: str) -> shapely.Geometry:
    found = search(index, ColourEncoder(), Query((colour,)), SearchOptions(top=20, min_relevance=0.6))
    return shapely.union_all([region.geometry for region in found.regions])


def class_areas(index: LayerIndex) -> dict[str, float]:
    labelled = label_windows(index, ColourEncoder(), parse_label_set(list(COLOURS), "colours"))
    names = labelled.label_set.names
    return {names[at]: area for at, area in labelled.area_by_class_m2().items()}


@pytest.mark.parametrize(("fill", "nodata"), [(0, 0), (255, None)])
@pytest.mark.parametrize(("left", "top"), [(137, 61), (3, 400)])
def test_a_frame_changes_neither_regions_nor_labels(
    tmp_path: Path, scene: np.ndarray, alone: LayerIndex, fill: int, nodata: int | None, left: int, top: int
) -> None:
    framed = make_index(tmp_path, write(tmp_path / "framed.tif", scene, left, top, (1100, 900), fill, nodata))
    assert framed.count == alone.count
    for colour in COLOURS:
        first, second = regions(alone, colour), regions(framed, colour)
        assert first.area > 0
        assert shapely.symmetric_difference(first, second).area <= 0.02 * first.area
    areas, others = class_areas(alone), class_areas(framed)
    assert areas.keys() == others.keys()
    assert all(abs(areas[name] - others[name]) <= 0.02 * areas[name] for name in areas)


def test_regions_end_where_the_data_do(tmp_path: Path, scene: np.ndarray) -> None:
    """A slanted edge: half of the scene's windows along it are partly valid."""
    cut = scene.copy()
    rows, cols = np.mgrid[:SIDE, :SIDE]
    cut[:, rows + cols > 1.4 * SIDE] = 0
    index = make_index(tmp_path, write(tmp_path / "cut.tif", cut, 0, 0, (SIDE, SIDE), 0, 0))
    assert (index.rows().valid_share < 1).any()
    edge = 1.4 * SIDE
    corners = [(edge - SIDE, SIDE), (SIDE, SIDE), (SIDE, edge - SIDE)]
    beyond = shapely.Polygon([(500_000 + x * 0.5, 5_200_000 - y * 0.5) for x, y in corners])
    for colour in COLOURS:
        found = regions(index, colour)
        assert found.area > 0 and found.intersection(beyond).area <= 0.02 * found.area
