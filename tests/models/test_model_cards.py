"""Models of the true architectures with random weights, fetched from a hub: embeddings as in their cards' loops."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import open_clip
import pytest
import torch
from open_clip.model import CustomTextCLIP
from safetensors.torch import save_file
from transformers import AutoConfig

from backend.models.catalog import load_catalogue
from backend.resources import resource_path
from tests.models.conftest import write_bare_weights
from tests.models.hub_server import Hub

Client = Callable[..., "subprocess.CompletedProcess[str]"]
CARD_LOOP = Path(__file__).with_name("card_loop.py")
REPOSITORY = Path(__file__).resolve().parents[2]
XLM_R = resource_path("models", "text_towers", "xlm-roberta-base")


def same_embeddings(done: subprocess.CompletedProcess[str]) -> None:
    """To 1e-4 in every number, and not because all embeddings of random weights are alike."""
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for kind, spread in zip(("images", "texts"), found["spread"], strict=True):
        assert found[kind] < min(1e-4, spread / 100), found


def serve_catalogue_model(hub: Hub, model_id: str, folder: Path) -> tuple[str, str, str]:
    """Random weights where the catalogue says a model's are; repository, file and architecture."""
    entry = load_catalogue()[model_id]
    organisation, name, *parts = entry.source.removeprefix("hub-file:").split("/")
    repository, file = f"{organisation}/{name}", "/".join(parts)
    assert entry.architecture is not None
    write_bare_weights(folder / file, entry.architecture)
    hub.add(repository, folder, entry.revision)
    return repository, file, entry.architecture


@pytest.mark.parametrize("model_id", ["remoteclip-vit-b-32", "remoteclip-rn50"])
def test_bare_weights_embed_as_in_their_card(hub: Hub, client: Client, tmp_path: Path, model_id: str) -> None:
    served = serve_catalogue_model(hub, model_id, tmp_path / "served")
    assert served[2].endswith("-quickgelu")
    same_embeddings(client(CARD_LOOP, model_id, *served, PYTHONPATH=str(REPOSITORY)))
    shutil.rmtree(tmp_path / "hf")


def write_xlm_r_model(folder: Path, config: dict[str, object], tower: Path, tokenizer: Path) -> None:
    """A whole model with a transformers text tower, as ``push_to_hf_hub`` of open_clip leaves one."""
    torch.manual_seed(0)
    folder.mkdir(parents=True)
    built = json.loads(json.dumps(config))
    built["text_cfg"] |= {"hf_model_name": str(tower), "hf_model_pretrained": False}
    model = CustomTextCLIP(**built)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, str(folder / "open_clip_model.safetensors"))
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": config, "preprocess_cfg": {}}))
    write_tokenizer(folder, tokenizer)


def write_tokenizer(folder: Path, tokenizer: Path) -> None:
    shutil.copy(tokenizer / "tokenizer.json", folder)
    special = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "PreTrainedTokenizerFast"} | special))


def serve_text_tower(hub: Hub, name: str, config: Path, tokenizer: Path, folder: Path) -> None:
    """The repository that a configuration names for its text tower: configuration and tokenizer."""
    folder.mkdir()
    shutil.copy(config / "config.json", folder)
    write_tokenizer(folder, tokenizer)
    hub.add(name, folder)


@pytest.fixture
def pruned(shared: Path) -> Path:
    """XLM-R's tokenizer, cut to the ten languages."""
    folder = shared / "tokenizers" / "xlm-roberta-pruned"
    if not (folder / "tokenizer.json").is_file():
        pytest.skip(f"real data absent: {folder} does not exist")
    return folder


def test_a_small_xlm_r_model_embeds_as_in_its_card_and_again_with_no_network(
    hub: Hub, client: Client, pruned: Path, tmp_path: Path
) -> None:
    tower = tmp_path / "tower"
    small = AutoConfig.from_pretrained(XLM_R)
    small.update({"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2})
    small.save_pretrained(tower)
    config = {
        "embed_dim": 24,
        "vision_cfg": {"image_size": 64, "layers": 2, "width": 32, "head_width": 16, "patch_size": 16},
        "text_cfg": {
            "hf_model_name": "tests/small-xlm-r",
            "hf_tokenizer_name": "tests/small-xlm-r",
            "hf_pooler_type": "mean_pooler",
            "hf_proj_type": "mlp",
        },
    }
    write_xlm_r_model(tmp_path / "served", config, tower, pruned)
    hub.add("tests/multilingual", tmp_path / "served")
    serve_text_tower(hub, "tests/small-xlm-r", tower, pruned, tmp_path / "text")
    arguments = (CARD_LOOP, "hf-hub:tests/multilingual", "tests/multilingual")
    same_embeddings(client(*arguments, PYTHONPATH=str(REPOSITORY)))
    asked = len(hub.asked)
    encode = (
        "from backend.models.encoder import load_encoder\n"
        "print(load_encoder('hf-hub:tests/multilingual', 'cpu').encode_texts(['숲']).shape)"
    )
    for environment in ({}, {"TERRALEX_OFFLINE": "1"}, {"HF_ENDPOINT": "http://127.0.0.1:9"}):
        done = client("-c", encode, **environment)
        assert done.stdout == "(1, 24)\n", done.stderr
    assert len(hub.asked) == asked


def test_the_tokenizer_of_another_repository_is_fetched_with_the_model(
    hub: Hub, client: Client, fetch: Client, pruned: Path, tmp_path: Path
) -> None:
    config = {
        "embed_dim": 16,
        "vision_cfg": {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16},
        "text_cfg": {"hf_tokenizer_name": "tests/words", "vocab_size": 250002, "width": 8, "heads": 2, "layers": 1},
    }
    torch.manual_seed(0)
    (tmp_path / "served").mkdir()
    weights = CustomTextCLIP(**json.loads(json.dumps(config))).state_dict()
    save_file({k: v.contiguous() for k, v in weights.items()}, str(tmp_path / "served" / "open_clip_model.safetensors"))
    (tmp_path / "served" / "open_clip_config.json").write_text(
        json.dumps({"model_cfg": config | {"custom_text": True}})
    )
    hub.add("tests/model", tmp_path / "served")
    serve_text_tower(hub, "tests/words", XLM_R, pruned, tmp_path / "text")
    assert fetch("hf-hub:tests/model").returncode == 0
    asked = len(hub.asked)
    encode = (
        "from backend.models.encoder import load_encoder\n"
        "print(load_encoder('hf-hub:tests/model', 'cpu').encode_texts(['숲']).shape)"
    )
    done = client("-c", encode, TERRALEX_OFFLINE="1")
    assert done.stdout == "(1, 16)\n", done.stderr
    assert len(hub.asked) == asked


@pytest.mark.slow
def test_rs_m_clip_at_its_true_size_embeds_as_in_its_card(
    hub: Hub, client: Client, fetch: Client, pruned: Path, tmp_path: Path
) -> None:
    config = open_clip.get_model_config("xlm-roberta-base-ViT-B-32")
    write_xlm_r_model(tmp_path / "served", config, XLM_R, pruned)
    assert (tmp_path / "served" / "open_clip_model.safetensors").stat().st_size > 1_400_000_000
    hub.add("joaodaniel/RS-M-CLIP", tmp_path / "served")
    hub.drop_after["open_clip_model.safetensors"] = [400_000_000]
    done = fetch("rs-m-clip", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["id"] == "rs-m-clip", done.stderr
    assert any("bytes=" in line for line in hub.asked)
    assert not any("xlm-roberta-base" in line for line in hub.asked)
    # The card's loop, unlike ours, asks the hub for the text tower's configuration and the tokenizer.
    serve_text_tower(hub, "xlm-roberta-base", XLM_R, pruned, tmp_path / "text")
    same_embeddings(client(CARD_LOOP, "rs-m-clip", "joaodaniel/RS-M-CLIP", PYTHONPATH=str(REPOSITORY)))
    encode = (
        "from backend.models.encoder import load_encoder\n"
        "print(load_encoder('rs-m-clip', 'cpu').encode_texts(['숲']).shape)"
    )
    assert client("-c", encode, HF_ENDPOINT="http://127.0.0.1:9").stdout == "(1, 512)\n"
    shutil.rmtree(tmp_path / "hf")
    shutil.rmtree(tmp_path / "served")
