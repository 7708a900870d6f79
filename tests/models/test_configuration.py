"""A model is data: nothing that its files say runs code, opens another file or asks another host."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import ModelUnavailable
from backend.models.catalog import load_catalogue, locate_model
from backend.models.configuration import TOKENIZER_OPTIONS, check_configuration, check_text_tower, check_tokenizer
from backend.models.encoder import load_encoder
from backend.models.loading import build_model, build_tokenizer
from backend.resources import resource_path
from tests.models.conftest import TINY, write_tiny_model

CODE = 'open({marker!r}, "w").write("ran")\n'


def configuration(**parts: dict[str, Any]) -> dict[str, Any]:
    model = {**TINY, **{name: {**TINY[name], **row} for name, row in parts.items()}}
    return {"model_cfg": model, "preprocess_cfg": {}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny model with terralex-mini's tokenizer and a module of its own beside it."""
    model = write_tiny_model(tmp_path / "model")
    (model / "evil.py").write_text(CODE.format(marker=str(tmp_path / "ran")))
    (model / "tokenizer.json").write_bytes(resource_path("models", "terralex-mini", "tokenizer.json").read_bytes())
    config = configuration(text_cfg={"hf_tokenizer_name": "own"})
    (model / "open_clip_config.json").write_text(json.dumps(config))
    return model


def test_the_tokenizer_of_a_folder_loads_without_its_code(folder: Path, tmp_path: Path) -> None:
    (folder / "tokenizer_config.json").write_text(json.dumps({"pad_token": "<pad>", "unk_token": "<unk>"}))
    tokenizer = build_tokenizer(locate_model(f"local-dir:{folder}", offline=True))
    assert tokenizer(["a river"]).shape == (1, 8)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "said",
    [
        {"auto_map": {"AutoTokenizer": ["evil.Evil", "evil.Evil"]}},
        {"auto_map": {"AutoTokenizer": ["other/repository--evil.Evil", None]}, "tokenizer_class": "Evil"},
        {"tokenizer_class": "Evil"},
        {"tokenizer_class": "TransfoXLTokenizer"},  # unpickles its vocabulary
    ],
)
def test_a_tokenizer_that_brings_code_is_refused(folder: Path, tmp_path: Path, said: dict[str, Any]) -> None:
    (folder / "tokenizer_config.json").write_text(json.dumps(said))
    with pytest.raises(ModelUnavailable, match=r"tokenizer_config\.json"):
        load_encoder(f"local-dir:{folder}", "cpu", offline=True).encode_texts(["a river"])
    assert not (tmp_path / "ran").exists()


@given(key=st.text(min_size=1).filter(lambda key: key not in TOKENIZER_OPTIONS), value=st.booleans() | st.text())
def test_a_configuration_hands_nothing_unknown_to_the_tokenizer(key: str, value: object) -> None:
    with pytest.raises(ModelUnavailable, match="tokenizer_kwargs"):
        check_configuration("m", configuration(text_cfg={"tokenizer_kwargs": {key: value}}))


@pytest.mark.parametrize("value", ["Lower", "", None, ["lower"]])
def test_an_unknown_cleaning_of_texts_is_told_with_its_file_and_the_known_ones(folder: Path, value: object) -> None:
    config = configuration(text_cfg={"hf_tokenizer_name": "own", "tokenizer_kwargs": {"clean": value}})
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(ModelUnavailable, match=r"clean .* open_clip_config\.json .*lower, whitespace, canonicalize\.$"):
        locate_model(f"local-dir:{folder}", offline=True)


def test_options_of_the_tokenizer_must_be_a_table() -> None:
    with pytest.raises(ModelUnavailable, match=r"tokenizer_kwargs of open_clip_config\.json must be a table"):
        check_configuration("m", configuration(text_cfg={"tokenizer_kwargs": ["clean"]}))


def test_what_open_clip_refuses_of_a_tokenizer_is_one_sentence(tmp_path: Path) -> None:
    folder = write_tiny_model(tmp_path / "model")
    config = configuration(text_cfg={"tokenizer_kwargs": {"reduction_mask": "Simple"}})
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(ModelUnavailable, match="its tokenizer cannot be loaded from"):
        build_tokenizer(locate_model(f"local-dir:{folder}", offline=True))


@pytest.mark.parametrize("name", ["hf-hub:some/model", "hf_hub:some/model", "local-dir:/srv/model", "../model", "a/b"])
def test_a_tower_of_another_place_is_refused(name: str) -> None:
    with pytest.raises(ModelUnavailable, match="timm_model_name"):
        check_configuration("m", configuration(vision_cfg={"timm_model_name": name}))


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("text_cfg", "layers", 10_000_000),
        ("vision_cfg", "layers", [3, 4, 10_000_000, 3]),
        ("vision_cfg", "image_size", 1_000_000),
        ("text_cfg", "vocab_size", 2**40),
        ("text_cfg", "width", float("nan")),
    ],
)
def test_a_size_that_no_model_has_is_refused_by_its_name(part: str, field: str, value: object) -> None:
    with pytest.raises(ModelUnavailable, match=field):
        check_configuration("m", configuration(**{part: {field: value}}))


def test_a_configuration_larger_than_its_weights_takes_no_memory(tmp_path: Path) -> None:
    folder = write_tiny_model(tmp_path / "model")
    config = configuration(text_cfg={"width": 8192, "heads": 8, "layers": 200})
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(ModelUnavailable, match="parameters"):
        build_model(locate_model(f"local-dir:{folder}", offline=True))


@pytest.mark.parametrize("said", [{"model_type": "evil"}, {"model_type": "bert", "auto_map": {"AutoModel": "evil.E"}}])
def test_a_text_tower_that_is_not_known_is_refused(tmp_path: Path, said: dict[str, Any]) -> None:
    (tmp_path / "config.json").write_text(json.dumps(said))
    with pytest.raises(ModelUnavailable, match=r"config\.json"):
        check_text_tower("m", tmp_path)


def test_what_ships_with_terralex_is_let_by() -> None:
    check_tokenizer("terralex-mini", resource_path("models", "terralex-mini"))
    check_text_tower("rs-m-clip", resource_path("models", "text_towers", "xlm-roberta-base"))
    for model_id, entry in load_catalogue().items():
        if entry.source.startswith("local-dir:"):
            assert locate_model(model_id, offline=True).dimension > 0
