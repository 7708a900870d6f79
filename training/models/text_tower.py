"""Texts of any length through the text tower of an open_clip model."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from backend.errors import BadOption

CHUNK = 128


def encode_by_length(model: Any, tokens: Tensor, pad_id: int = 0, chunk: int = CHUNK) -> Tensor:
    """Run a text tower on texts of different lengths: ids ``[n, length]`` padded with ``pad_id`` -> ``[n, dimension]``.

    Texts are processed in chunks sorted by length, each cut to its longest, so that names take little time beside
    sentences. For a causal tower the mask, which open_clip always adds in full, is cut to the chunk and has the same
    effect.
    """
    text = model.text
    full = getattr(text, "attn_mask", None)
    lengths = (tokens != pad_id).sum(1).clamp(min=1)
    order = lengths.argsort()
    parts = []
    try:
        for rows in order.split(chunk):
            length = int(lengths[rows[-1]])
            if full is not None:
                text.attn_mask = full[:length, :length]
            parts.append(model.encode_text(tokens[rows, :length]))
    finally:
        if full is not None:
            text.attn_mask = full
    return torch.cat(parts)[order.argsort()]


def encode_texts(model: Any, tokens: Tensor, pad_id: int) -> Tensor:
    """Embeddings ``[n, d]`` (not normalised) of token ids ``[n, context]`` padded with ``pad_id`` on the right.

    Columns that are padding in every text are removed if that does not change the result: for a tower that masks
    padding, and for a causal one that pools at the end token.
    """
    text = getattr(model, "text", None)
    masks_padding = hasattr(text, "transformer") and hasattr(text, "config")
    is_causal = getattr(text, "attn_mask", None) is not None and getattr(text, "pool_type", "") == "argmax"
    if masks_padding or is_causal:
        return encode_by_length(model, tokens, pad_id)
    embedded: Tensor = model.encode_text(tokens)
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
