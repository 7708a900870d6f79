"""The real scenes beside the checkout open, get sensible windows, and are indexed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backend.imagery.layer import open_layer
from backend.imagery.window_grid import WindowGrid, default_window_sizes
from backend.index.pipeline import index_layer

SCENES = Path(__file__).resolve().parents[3] / "shared" / "scenes"
FILES = {
    "alpha_nodata_0.35m_epsg32750.tif": (25, 50, 100, 200),
    "banepa_0.15m_epsg3857.tif": (25, 50, 100, 200),
    "birgisch_valley_0.6m_epsg3857.tif": (50, 100, 200, 400),
    "drone_field_0.02m_epsg32633.tif": (16.8,),
    "kampala_0.07m_epsg3857.tif": (25, 50, 100),
    "naip_prairie_5m_4band_epsg26914.tif": (400, 800, 1600, 3200),
    "swellendam_2.5m_epsg4326.tif": (200, 400, 800, 1600),
    "vegas_0.3m_alpha_epsg4326.tif": (25, 50, 100, 200),
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SCENES.is_dir(), reason=f"the real scenes are not at {SCENES}"),
]


@pytest.mark.parametrize("name", FILES)
def test_a_real_scene_is_indexed(name, encoder, tmp_path):
    with open_layer(SCENES / name) as layer:
        info = layer.info
        sizes = default_window_sizes(info)
        assert sizes == pytest.approx(FILES[name], rel=0.01)
        grid = WindowGrid(info, sizes, input_px=encoder.image_size)
        picture = layer.read((0, 0, info.width, info.height), (256, 256))
    assert np.ptp(picture.pixels[:, picture.mask], axis=1).min() > 50, "three bands with contrast"
    index = index_layer(SCENES / name, encoder, tmp_path / "index")
    rows = index.rows()
    assert 0 < index.count <= grid.window_count
    assert index.count > 0.6 * grid.window_count
    xmin, ymin, xmax, ymax = info.bounds
    bounds = rows.windows.bounds()
    tolerance = 1e-6 * max(xmax - xmin, ymax - ymin)
    assert bounds[:, 0].min() >= xmin - tolerance and bounds[:, 2].max() <= xmax + tolerance
    assert bounds[:, 1].min() >= ymin - tolerance and bounds[:, 3].max() <= ymax + tolerance
    assert len(np.unique(rows.embeddings, axis=0)) > 0.7 * index.count, "windows differ (one scene has an empty gap)"
