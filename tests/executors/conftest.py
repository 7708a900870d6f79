"""A tiny model, a layer of some chunks, and the index that one process makes of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from backend.executors.work import Work
from backend.index.elsewhere import ChunkEmbedder
from backend.index.pipeline import index_layer
from backend.index.stages import StageTimes
from backend.index.store import LayerIndex
from backend.models.encoder import load_encoder
from tests.cli.conftest import tiny_model  # noqa: F401  # the same model

SIZES_M = (32.0, 64.0)


@pytest.fixture(scope="session")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """8000 x 200 pixels of 0.5 m, which are eight chunks, with an end that has none."""
    path = tmp_path_factory.mktemp("layer") / "layer.tif"
    pixels = np.random.default_rng(0).integers(90, 160, (3, 200, 8000), dtype=np.uint8)
    pixels[:, :, :1100] = 0
    profile = {"driver": "GTiff", "width": 8000, "height": 200, "count": 3, "dtype": "uint8", "nodata": 0}
    place = Affine(0.5, 0, 5e5, 0, -0.5, 5.1e6)
    with rasterio.open(path, "w", crs="EPSG:32632", transform=place, tiled=True, **profile) as dataset:
        dataset.write(pixels)
    return path


@pytest.fixture(scope="session")
def work(tiny_model: str) -> Work:  # noqa: F811
    """What workers are told."""
    return Work({}, tiny_model, "cpu", offline=True, threads=1)


def make_index(
    layer: Path, work: Work, root: Path, elsewhere: ChunkEmbedder | None = None, stages: StageTimes | None = None
) -> LayerIndex:
    """The index of the layer, by whom it is asked of."""
    return index_layer(layer, load_encoder(work.model_id, "cpu"), root, SIZES_M, elsewhere=elsewhere, stages=stages)


@pytest.fixture(scope="session")
def alone(layer: Path, work: Work, tmp_path_factory: pytest.TempPathFactory) -> LayerIndex:
    """The index that this process makes by itself."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return make_index(layer, work, tmp_path_factory.mktemp("alone"))
    finally:
        torch.set_num_threads(before)


def assert_same(one: LayerIndex, other: LayerIndex) -> None:
    """The same rows to the bit, and none of them twice."""
    rows, same = one.rows(), other.rows()
    assert np.array_equal(rows.window_ids, same.window_ids)
    assert np.array_equal(rows.embeddings.view(np.uint16), same.embeddings.view(np.uint16))
    assert np.array_equal(rows.valid_share, same.valid_share)
    assert one.count == other.count == len(rows.window_ids), "a row that was written twice would be counted"
    assert one.complete and other.complete
