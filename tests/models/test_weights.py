"""Weights: what is read, what is refused, and which tensor is named."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
import torch
from open_clip.model import CLIP
from safetensors.torch import save_file

from backend.errors import ModelUnavailable
from backend.models.availability import model_state
from backend.models.catalog import CatalogueEntry, load_catalogue, locate_model
from backend.models.encoder import load_encoder
from backend.models.weights import load_weights, read_weights
from tests.models.conftest import TINY, write_tiny_model


@pytest.fixture
def model() -> CLIP:
    torch.manual_seed(1)
    return CLIP(**json.loads(json.dumps(TINY)))


@pytest.fixture
def weights() -> dict[str, torch.Tensor]:
    torch.manual_seed(2)
    return dict(CLIP(**json.loads(json.dumps(TINY))).state_dict())


def filled(model: CLIP, weights: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(tensor, weights[name]) for name, tensor in model.state_dict().items())


@pytest.mark.parametrize("wrap", ["plain", "module", "state_dict", "both", "half"])
def test_weights_are_read_however_they_are_wrapped(
    model: CLIP, weights: dict[str, torch.Tensor], tmp_path: Path, wrap: str
) -> None:
    stored: dict[str, Any] = dict(weights)
    if wrap in {"module", "both"}:
        stored = {f"module.{name}": tensor for name, tensor in stored.items()}
    if wrap in {"state_dict", "both"}:
        stored = {"epoch": 3, "state_dict": stored}
    if wrap == "half":
        weights = {name: tensor.half().float() for name, tensor in weights.items()}
        stored = {name: tensor.half() for name, tensor in weights.items()}
    torch.save(stored, tmp_path / "weights.pt")
    load_weights(model, tmp_path / "weights.pt")
    assert filled(model, weights)


def test_a_number_may_be_stored_as_a_list_of_one(model: CLIP, weights: dict[str, torch.Tensor], tmp_path: Path) -> None:
    save_file(weights | {"logit_scale": weights["logit_scale"].reshape(1)}, str(tmp_path / "w.safetensors"))
    load_weights(model, tmp_path / "w.safetensors")
    assert filled(model, weights)


def test_the_first_tensor_of_another_shape_is_named_with_both_shapes(
    model: CLIP, weights: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    # As FarSLIP's second models: a text tower for 248 tokens. Stretching it in silence would spoil every text.
    weights["positional_embedding"] = torch.zeros(248, 8)
    torch.save(weights, tmp_path / "long.pt")
    with pytest.raises(ModelUnavailable) as caught:
        load_weights(model, tmp_path / "long.pt")
    assert "positional_embedding has the shape [248, 8], where [8, 8] is needed" in str(caught.value)


def test_a_missing_tensor_and_an_unknown_one_are_named(
    model: CLIP, weights: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    without = {name: tensor for name, tensor in weights.items() if name != "visual.proj"}
    torch.save(without, tmp_path / "without.pt")
    with pytest.raises(ModelUnavailable, match=r"visual.proj of the shape \[32, 16\] is missing"):
        load_weights(model, tmp_path / "without.pt")
    torch.save(weights | {"head.weight": torch.zeros(1)}, tmp_path / "with.pt")
    with pytest.raises(ModelUnavailable, match=r"no place for head\.weight"):
        load_weights(model, tmp_path / "with.pt")


class Bomb:
    """Would write a file if it were unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.file,)


def test_a_file_that_would_run_code_is_refused_and_does_not_run(tmp_path: Path) -> None:
    torch.save({"visual.proj": Bomb(tmp_path / "ran")}, tmp_path / "bomb.pt")
    (tmp_path / "plain.pt").write_bytes(pickle.dumps(Bomb(tmp_path / "ran")))
    for name in ("bomb.pt", "plain.pt"):
        with pytest.raises(ModelUnavailable, match="could run code"):
            read_weights(tmp_path / name)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.safetensors", b"\x08" + b"\0" * 20), ("b.pt", b"PK\x03\x04 not a zip"), ("c.pt", b""), ("d.safetensors", b"")],
)
def test_a_damaged_file_is_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelUnavailable) as caught:
        read_weights(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("stored", [{}, [1, 2], {"state_dict": {"lr": 0.1}}])
def test_what_is_no_table_of_tensors_is_refused(tmp_path: Path, stored: object) -> None:
    torch.save(stored, tmp_path / "other.pt")
    with pytest.raises(ModelUnavailable, match="not a table of tensors"):
        read_weights(tmp_path / "other.pt")


def test_a_folder_without_its_parts_says_which(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"open_clip_config.json is missing"):
        locate_model(f"local-dir:{tmp_path}")
    (tmp_path / "open_clip_config.json").write_text('{"model_cfg": {"embed_dim": 8, "text_cfg": {}}}')
    with pytest.raises(ModelUnavailable, match="lacks vision_cfg"):
        locate_model(f"local-dir:{tmp_path}")
    (tmp_path / "open_clip_config.json").write_text(json.dumps({"model_cfg": TINY}))
    with pytest.raises(ModelUnavailable, match="contains no weights"):
        locate_model(f"local-dir:{tmp_path}")


def test_a_model_without_its_tokenizer_says_so(tmp_path: Path) -> None:
    folder = write_tiny_model(tmp_path / "m")
    config = json.loads((folder / "open_clip_config.json").read_text())
    config["model_cfg"]["text_cfg"]["hf_tokenizer_name"] = "tests/none"
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(ModelUnavailable, match="its tokenizer cannot be loaded"):
        load_encoder(f"local-dir:{folder}", "cpu").encode_texts(["x"])


def test_a_model_is_here_or_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TERRALEX_MODEL_DIR", str(tmp_path / "own"))
    here = model_state("terralex-mini")
    assert here.here and here.path is not None and here.bytes == here.path.stat().st_size and here.missing is None
    away = model_state("remoteclip-rn50")
    assert (away.here, away.path, away.bytes) == (False, None, None)
    assert away.missing is not None and str(tmp_path / "own" / "remoteclip-rn50") in away.missing
    assert not model_state("no-such-model").here


def test_the_catalogue_builds_the_right_architectures() -> None:
    catalogue = load_catalogue()
    assert set(catalogue) == {
        *(
            "terralex-mini",
            "rs-m-clip",
            "remoteclip-rn50",
            "remoteclip-vit-b-32",
            "remoteclip-vit-l-14",
        ),
        *("georsclip-vit-b-32", "georsclip-vit-h-14", "farslip1-vit-b-16", "farslip1-vit-b-32"),
    }
    plain = {model_id for model_id, e in catalogue.items() if e.architecture and not e.architecture.endswith("gelu")}
    assert plain == {"georsclip-vit-h-14"}


@pytest.mark.parametrize("change", [{"architecture": None}, {"source": "http://x"}, {"sources": "x"}])
def test_a_catalogue_entry_that_says_too_little_or_too_much_is_refused(change: dict[str, Any]) -> None:
    row = load_catalogue()["remoteclip-rn50"].model_dump()
    CatalogueEntry(**row)
    with pytest.raises(ValueError):
        CatalogueEntry(**(row | change))
