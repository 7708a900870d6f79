"""The files of a model in open_clip's folder layout."""

from __future__ import annotations

from pathlib import Path

CONFIG_FILE = "open_clip_config.json"
WEIGHT_FILES = ("open_clip_model.safetensors", "model.safetensors", "open_clip_pytorch_model.bin", "pytorch_model.bin")
TOKENIZER_FILES = (
    *("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"),
    *("sentencepiece.bpe.model", "spiece.model", "vocab.txt", "vocab.json", "merges.txt"),
)
_TOKENIZER_TABLES = ("tokenizer.json", "sentencepiece.bpe.model", "spiece.model", "vocab.txt", "vocab.json")


def weights_in(folder: Path) -> Path | None:
    """The weights file of a folder, preferring tensors-only formats."""
    return next((folder / name for name in WEIGHT_FILES if (folder / name).is_file()), None)


def has_tokenizer(folder: Path) -> bool:
    """Whether the folder contains a tokenizer's table."""
    return any((folder / name).is_file() for name in _TOKENIZER_TABLES)


def is_complete(folder: Path) -> bool:
    """Whether the folder contains a configuration and weights."""
    return (folder / CONFIG_FILE).is_file() and weights_in(folder) is not None
