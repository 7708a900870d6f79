"""A tiny model with random weights in open_clip's layout, a small layer, and the command as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

CONFIG = {
    "model_cfg": {
        "embed_dim": 32,
        "vision_cfg": {
            "timm_model_name": "mobilenetv2_050",
            "timm_pool": "avg",
            "timm_proj": "linear",
            "image_size": 64,
        },
        "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
    },
    "preprocess_cfg": {"mean": [0.48, 0.46, 0.41], "std": [0.27, 0.26, 0.28]},
}


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """``--model`` value of the tiny model."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    folder = tmp_path_factory.mktemp("tiny")
    (folder / "open_clip_config.json").write_text(json.dumps(CONFIG))
    torch.manual_seed(0)
    model = open_clip.create_model(f"local-dir:{folder}", load_weights=False)
    save_file(model.state_dict(), folder / "open_clip_model.safetensors")
    return f"local-dir:{folder}"


@pytest.fixture(scope="session")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """512 x 512 pixels of 0.5 m, noise with a dark square in it."""
    path = tmp_path_factory.mktemp("layer") / "layer.tif"
    pixels = np.random.default_rng(0).integers(90, 160, (3, 512, 512), dtype=np.uint8)
    pixels[:, 100:200, 100:200] //= 4
    profile = {"driver": "GTiff", "width": 512, "height": 512, "count": 3, "dtype": "uint8"}
    with rasterio.open(
        path, "w", crs="EPSG:32632", transform=Affine(0.5, 0, 5e5, 0, -0.5, 5.1e6), **profile
    ) as dataset:
        dataset.write(pixels)
    return path


@pytest.fixture(scope="session")
def index_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the session's indexes live."""
    return tmp_path_factory.mktemp("indexes")


@pytest.fixture
def terralex(index_root: Path, tmp_path: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Run the real command in a process of its own, through pipes, in an empty folder."""

    def run(*arguments: object, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "TERRALEX_INDEX": str(index_root), "HF_HUB_OFFLINE": "1"}
        environment.pop("TERRALEX_DEBUG", None)
        command = [sys.executable, "-m", "backend.cli", *map(str, arguments)]
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
        return subprocess.run(
            command, capture_output=True, text=True, timeout=timeout_s, env=environment, cwd=tmp_path, check=False
        )

    yield run
