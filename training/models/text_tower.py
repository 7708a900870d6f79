"""Texts of any length through the text tower of an open_clip model."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from backend.errors import BadOption


def encode_short_texts(model: Any, tokens: Tensor, pad_id: int = 0, chunk: int = 128) -> Tensor:
    """Run a causal text tower on texts of different lengths: ids ``[n, length]`` padded with ``pad_id`` -> ``[n,
    dimension]``.

    Texts are processed in chunks sorted by length, each cut to its longest. open_clip always adds its full causal mask;
    cut to the chunk it has the same effect, and short texts take little time.
    """
    text, full = model.text, model.text.attn_mask
    lengths = (tokens != pad_id).sum(1).clamp(min=1)
    order = lengths.argsort()
    parts = []
    try:
        for rows in order.split(chunk):
            length = int(lengths[rows[-1]])
            text.attn_mask = full[:length, :length]
            parts.append(model.encode_text(tokens[rows, :length]))
    finally:
        text.attn_mask = full
    return torch.cat(parts)[order.argsort()]


def encode_texts(model: Any, tokens: Tensor, pad_id: int) -> Tensor:
    """Embeddings ``[n, d]`` (not normalised) of token ids ``[n, context]`` padded with ``pad_id`` on the right.

    Columns that are padding in every text are removed if that does not change the result: for a tower that masks
    padding, and for a causal one that pools at the end token.
    """
    embedded: Tensor
    text = getattr(model, "text", None)
    length = max(1, int((tokens != pad_id).sum(1).max()))
    if text is not None and hasattr(text, "transformer") and hasattr(text, "config"):
        embedded = model.encode_text(tokens[:, :length])
        return embedded
    mask = getattr(text, "attn_mask", None)
    if text is not None and mask is not None and getattr(text, "pool_type", "") == "argmax":
        return encode_short_texts(model, tokens, pad_id)
    embedded = model.encode_text(tokens)
    return embedded


def encode_text_features(model: Any, tokens: Tensor, pad_id: int) -> Tensor:
    """Features of a transformers text tower before its projection: ``[n, width]``, not normalised.

    Raises:
        BadOption: it is another kind of text tower.
    """
    text = getattr(model, "text", None)
    if text is None or not hasattr(text, "transformer") or not hasattr(text, "pooler"):
        raise BadOption("losses.text_space, text.kept: need a text tower of transformers (hf_model_name).")
    read = tokens[:, : max(1, int((tokens != pad_id).sum(1).max()))]
    mask = (read != text.config.pad_token_id).long()
    features: Tensor = text.pooler(text.transformer(input_ids=read, attention_mask=mask), mask)
    return features
