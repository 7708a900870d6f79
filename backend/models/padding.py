"""Removes padding that no text of a batch needs.

open_clip's tokenizers pad to the whole context (64 tokens and more), and a text tower takes as long for padding as for
words: a query of six tokens costs ten times what it has to. Towers of the `transformers` library mask padding, so
columns that are padding in every row can be dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor


def without_padding(tokens: Tensor, model: Any) -> Tensor:
    """int64 ``[n, context]`` -> ``[n, longest]`` if the model's text tower masks padding; else unchanged."""
    from open_clip.hf_model import HFTextEncoder

    tower = getattr(model, "text", None)
    if not isinstance(tower, HFTextEncoder) or not len(tokens):
        return tokens
    used = (tokens != tower.config.pad_token_id).any(dim=0).nonzero()
    return tokens[:, : int(used.max()) + 1] if len(used) else tokens
