"""What an export is good for beyond this program: a hub, and open_clip alone."""

from __future__ import annotations

from pathlib import Path

import torch
from click.testing import CliRunner
from safetensors.torch import load_file

from tests.models import conftest as served
from tests.models.hub_server import Hub
from tests.training.small_runs import REPOSITORY, run_of
from training.cli import cli
from training.models.local_dir import write_local_dir

hub, client = served.hub, served.client

LOAD_BOTH = """
import numpy as np, open_clip, torch
from backend.models.encoder import load_encoder
name, texts = "hf-hub:tests/mine", ["forest", "ein Fluss"]
model, _, transform = open_clip.create_model_and_transforms(name)
with torch.no_grad():
    theirs = model.eval().encode_text(open_clip.get_tokenizer(name)(texts), normalize=True).numpy()
ours = load_encoder(name, "cpu").encode_texts(texts)
print(ours.shape, np.allclose(ours, theirs, atol=1e-2))
"""


def test_an_exported_model_loads_from_a_hub_in_open_clip_as_in_the_backend(
    data: Path, hub: Hub, client: served.Client
) -> None:
    run_of(data, "runs/small", "training.steps=2").train()
    arguments = ["export", str(data / "runs" / "small"), "-o", str(data / "mine"), "--hub-name", "tests/mine"]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    hub.add("tests/mine", data / "mine")
    done = client("-c", LOAD_BOTH, PYTHONPATH=str(REPOSITORY))
    assert done.stdout == "(2, 16) True\n", done.stderr


def test_weights_are_stored_in_no_more_bits_than_they_need(tmp_path: Path) -> None:
    coarse = torch.randn(64, 32).to(torch.float8_e4m3fn).float()
    state = {"frozen": coarse, "trained": torch.randn(64, 32), "bias": torch.zeros(8), "ids": torch.arange(8)}
    write_local_dir(tmp_path / "model", state, {"model_cfg": {}}, lambda folder: None)
    stored = load_file(tmp_path / "model" / "open_clip_model.safetensors")
    kinds = {name: value.dtype for name, value in stored.items()}
    assert kinds == {
        "frozen": torch.float8_e4m3fn, "trained": torch.float16, "bias": torch.float16, "ids": torch.int64
    }  # fmt: skip
    assert torch.equal(stored["frozen"].float(), coarse)
