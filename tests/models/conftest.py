"""A hub on this machine, clients of it in processes of their own, and models to serve."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import open_clip
import pytest
import torch
from safetensors.torch import save_file

from tests.models.hub_server import Hub, serve

TINY: dict[str, Any] = {
    "embed_dim": 16,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16},
    "text_cfg": {"context_length": 8, "vocab_size": 49408, "width": 8, "heads": 2, "layers": 1},
}

Client = Callable[..., "subprocess.CompletedProcess[str]"]


def write_tiny_model(folder: Path, seed: int = 0, text_width: int = 8) -> Path:
    """A whole model in open_clip's layout, of random weights: 1.7 MB, or more where its text tower is wider."""
    from open_clip.model import CLIP

    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    config = TINY | {"text_cfg": TINY["text_cfg"] | {"width": text_width}}
    model = CLIP(**json.loads(json.dumps(config)))
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, str(folder / "open_clip_model.safetensors"))
    torch.save(model.state_dict(), folder / "open_clip_pytorch_model.bin")
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": config, "preprocess_cfg": {}}))
    (folder / "README.md").write_text(f"seed {seed}")
    return folder


def write_bare_weights(file: Path, architecture: str) -> Path:
    """Random weights of a true architecture as one bare state dict, as RemoteCLIP and others are published."""
    torch.manual_seed(0)
    file.parent.mkdir(parents=True, exist_ok=True)
    model = open_clip.create_model(architecture)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):  # as if trained: at their start many of them pass nothing on
            for values in (module.weight, module.running_var):
                torch.nn.init.uniform_(values, 0.5, 1.5)
            for values in (module.bias, module.running_mean):
                torch.nn.init.normal_(values, std=0.1)
    torch.save(model.state_dict(), file)
    return file


@pytest.fixture
def hub() -> Iterator[Hub]:
    """An empty hub."""
    with serve() as running:
        yield running


@pytest.fixture
def client(hub: Hub, tmp_path: Path) -> Client:
    """``client(*arguments, **environment)``: Python in a process and a home of its own, that knows the hub."""

    def run(*arguments: object, timeout: float = 300, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TERRALEX_", "TRANSFORMERS_"))}
        known = {
            "HF_ENDPOINT": hub.url,
            "HF_HOME": str(tmp_path / "hf"),
            "TERRALEX_MODEL_DIR": str(tmp_path / "own"),
            "NO_PROXY": "127.0.0.1,localhost",
            "HF_HUB_ETAG_TIMEOUT": "5",
        }
        command = [sys.executable, "-W", "ignore", *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, env=kept | known | environment, timeout=timeout
        )

    return run


@pytest.fixture
def fetch(client: Client) -> Client:
    """``fetch(model id, *options, **environment)``: ``terralex models fetch`` as a user runs it."""
    return lambda *arguments, **named: client("-m", "backend.cli", "models", "fetch", *arguments, **named)
