"""Features of texts from a frozen text tower: computed once per text, cached in memory.

Captions and names recur; if only what comes after the layers trains, their features do not change.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from training.models.text_tower import encode_text_features

CHUNK = 64


class KeptTexts:
    """Caches the features of every requested text, float32 on the CPU.

    Args:
        pad_id: token id of the padding on the right.
    """

    def __init__(self, pad_id: int) -> None:
        self.pad_id = pad_id
        self._rows: dict[bytes, Tensor] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @torch.no_grad()
    def _add(self, model: Any, tokens: Tensor) -> None:
        training = model.text.training
        model.text.eval()
        try:
            order = (tokens != self.pad_id).sum(1).argsort()  # texts of similar length together, for little padding
            for rows in order.split(CHUNK):
                features = encode_text_features(model, tokens[rows], self.pad_id).float().cpu()
                self._rows.update(zip(_keys(tokens[rows]), features, strict=True))
        finally:
            model.text.train(training)

    def features(self, model: Any, tokens: Tensor) -> Tensor:
        """Features ``[n, width]`` of token ids ``[n, context]``, on their device; without gradients for the layers.

        Raises:
            BadOption: the text tower is not from transformers.
        """
        keys = _keys(tokens)
        missing = {key: row for row, key in enumerate(keys) if key not in self._rows}
        if missing:
            self._add(model, tokens[list(missing.values())])
        return torch.stack([self._rows[key] for key in keys]).to(tokens.device)


def _keys(tokens: Tensor) -> list[bytes]:
    return [row.tobytes() for row in tokens.cpu().numpy()]
