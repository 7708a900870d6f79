"""A tiny open_clip model of random weights, small rasters, and rows made comparable."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin

from backend.index.store import LayerIndex

MODEL_CONFIG = {
    "model_cfg": {
        "embed_dim": 16,
        "vision_cfg": {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16},
        "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
    },
    "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]},
}


def save_tiny_model(folder: Path, image_size: int = 32, seed: int = 0) -> str:
    """Random weights in open_clip's local-dir layout -> the model id that loads them."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    config = json.loads(json.dumps(MODEL_CONFIG))
    config["model_cfg"]["vision_cfg"]["image_size"] = image_size
    folder.mkdir(parents=True)
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    torch.manual_seed(seed)
    weights = {name: value.contiguous() for name, value in open_clip.CLIP(**config["model_cfg"]).state_dict().items()}
    save_file(weights, folder / "open_clip_model.safetensors")
    return f"local-dir:{folder}"


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """A model this small is slower on many threads, and very much so on a busy machine."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Id of a model that takes 32 px and gives 16 numbers."""
    return save_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def make_model(tmp_path: Path) -> Callable[..., str]:
    """``make(name, image_size, seed)`` -> id of another such model."""
    return lambda name, image_size=32, seed=0: save_tiny_model(tmp_path / name, image_size, seed)


class CountingEncoder:
    """The real encoder, counting the windows it was asked to embed."""

    def __init__(self, model: str) -> None:
        from backend.models.encoder import load_encoder

        self._encoder = load_encoder(model, device="cpu")
        self.windows = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode_windows(self, pixels: NDArray[np.uint8], boxes: NDArray[np.float64]) -> NDArray[np.float32]:
        self.windows += len(boxes)
        return self._encoder.encode_windows(pixels, boxes)


@pytest.fixture
def encoder(tiny_model: str) -> CountingEncoder:
    """A fresh counting encoder of the tiny model."""
    return CountingEncoder(tiny_model)


@pytest.fixture
def make_encoder() -> Callable[[str], CountingEncoder]:
    """``make(model id)`` -> counting encoder."""
    return CountingEncoder


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 128 px, so that a small raster has many chunks."""
    monkeypatch.setattr("backend.imagery.window_grid.BLOCK_PX", 128)


@pytest.fixture
def write_layer(tmp_path: Path) -> Callable[..., Path]:
    """``write(name, height, width, seed, empty_cols, **profile)`` -> a UTM GeoTIFF of 0.5 m with zeros as no-data."""

    def write(
        name: str = "layer.tif", height: int = 600, width: int = 800, seed: int = 0, empty_cols: int = 0, **profile: Any
    ) -> Path:
        rng = np.random.default_rng(seed)
        coarse = rng.integers(1, 255, (3, height // 16 + 1, width // 16 + 1), dtype=np.uint8)
        pixels = np.repeat(np.repeat(coarse, 16, axis=1), 16, axis=2)[:, :height, :width].copy()
        pixels[:, :, :empty_cols] = 0
        if 0 < empty_cols < width:
            pixels[:, 0, 0] = 9  # a hole in the layer, not a frame around it, over which no window would be laid
        settings = {
            "driver": "GTiff",
            "count": 3,
            "height": height,
            "width": width,
            "dtype": "uint8",
            "crs": "EPSG:32632",
            "transform": from_origin(500_000, 5_200_000, 0.5, 0.5),
            "nodata": 0,
            "tiled": True,
            "blockxsize": 128,
            "blockysize": 128,
            "compress": "deflate",
        }
        path = tmp_path / name
        with rasterio.open(path, "w", **(settings | profile)) as dataset:
            dataset.write(pixels)
        return path

    return write


def all_columns(index: LayerIndex) -> dict[str, NDArray[Any]]:
    """Every column of an index, ordered by window, for comparing two indexes row for row."""
    rows = index.rows()
    windows = rows.windows
    return {
        "window_ids": rows.window_ids,
        "embeddings": rows.embeddings.view(np.uint16),
        "bounds": windows.bounds(),
        "col_off": windows.col_off,
        "row_off": windows.row_off,
        "width": windows.width,
        "height": windows.height,
        "window_m": windows.window_m,
        "valid_share": rows.valid_share,
    }


@pytest.fixture(scope="session")
def assert_same_rows() -> Callable[[LayerIndex, LayerIndex], None]:
    """Two indexes hold the same rows, bit for bit, none twice."""

    def check(first: LayerIndex, second: LayerIndex) -> None:
        one, two = all_columns(first), all_columns(second)
        for name in one:
            assert np.array_equal(one[name], two[name]), name
        assert first.count == second.count == len(one["window_ids"])

    return check
