"""A BERT sentence encoder in the layout of ``transformers``, from the hub or a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file

from backend.errors import BadOption, ModelUnavailable
from backend.models import hub
from backend.models.catalog import HUB, LOCAL
from training.text_encoders.encoder import SentenceEncoder, SpecialPieces

FILES = ("config.json", "tokenizer.json", "model.safetensors")


def _is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in FILES)


def _choose(names: Sequence[str]) -> Sequence[str]:
    return FILES if set(FILES) <= set(names) else ()


def _folder(name: str) -> Path:
    if name.startswith(LOCAL):
        folder = Path(name.removeprefix(LOCAL)).expanduser()
        if not _is_complete(folder):
            raise ModelUnavailable(f"{folder}: must hold {', '.join(FILES)}.")
        return folder
    repository, _, revision = name.removeprefix(HUB).partition("@")
    own_folder = hub.own_folder(repository.replace("/", "--"))
    known = own_folder if _is_complete(own_folder) else hub.cached(repository, revision or None, _is_complete)
    if known is not None:
        return known
    if hub.is_offline():
        raise ModelUnavailable(
            f"{name} is not on this machine and offline mode forbids to fetch it: put {', '.join(FILES)} of it into "
            f"{own_folder}, or run this once where there is a network."
        )
    return hub.fetch(repository, revision or None, _choose)


def read_transformers(name: str) -> SentenceEncoder:
    """Read an encoder such as ``hf-hub:intfloat/multilingual-e5-small``.

    Args:
        name: ``hf-hub:ORG/NAME[@REVISION]`` or ``local-dir:FOLDER``.

    Raises:
        ModelUnavailable: its files are missing and cannot be fetched.
        BadOption: it is not a BERT with a unigram vocabulary.
    """
    folder = _folder(name)
    try:
        shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        table = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
        if shape["model_type"] != "bert" or table["type"] != "Unigram":
            raise BadOption(f"{name}: is a {shape['model_type']} with {table['type']} pieces, not a BERT with Unigram.")
        pieces = tuple((piece, float(score)) for piece, score in table["vocab"])
        ids = {piece: number for number, (piece, _) in enumerate(pieces)}
        stored = load_file(folder / "model.safetensors")
        return SentenceEncoder(
            width=shape["hidden_size"],
            layers=shape["num_hidden_layers"],
            heads=shape["num_attention_heads"],
            inner=shape["intermediate_size"],
            positions=shape["max_position_embeddings"],
            epsilon=shape["layer_norm_eps"],
            pieces=pieces,
            special=SpecialPieces(ids["<s>"], ids["<pad>"], ids["</s>"], ids["<unk>"]),
            weights={
                key.removeprefix("bert."): value.float() for key, value in stored.items() if "position_ids" not in key
            },
        )
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise BadOption(f"{name}: cannot be read as a sentence encoder ({error}).") from error
