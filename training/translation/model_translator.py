"""A model as a translation backend; its kind is determined on first use."""

from __future__ import annotations

import json
from collections.abc import Sequence

from backend.errors import ModelUnavailable
from training.translation.chat import ChatTranslator
from training.translation.generation import DEFAULT_BATCH
from training.translation.models import find_model
from training.translation.seq2seq import Seq2SeqTranslator
from training.translation.translator import Translator

_SEQ2SEQ = frozenset({"m2m_100", "marian"})
"""Encoder-decoder model types whose configuration may not say so."""


class ModelTranslator:
    """A sequence-to-sequence or chat model; nothing is loaded or fetched before the first sentence.

    Args:
        model: ``hf-hub:ORG/NAME[@REVISION]`` or ``local-dir:FOLDER``; it is the backend's name.
    """

    def __init__(self, model: str, device: str = "auto", batch: int = DEFAULT_BATCH) -> None:
        self.name = model
        self._device = device
        self._batch = batch
        self._backend: Translator | None = None

    def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
        """One translation per text; None if the answer was not finished.

        Raises:
            BadOption: the model does not support the language.
            ModelUnavailable: it is not available, or does not translate.
        """
        if self._backend is None:
            self._backend = self._choose()
        return self._backend.translate(texts, language)

    def _choose(self) -> Translator:
        file = find_model(self.name) / "config.json"
        try:
            config = json.loads(file.read_text(encoding="utf-8"))
            encoder_decoder = bool(config.get("is_encoder_decoder")) or config["model_type"] in _SEQ2SEQ
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise ModelUnavailable(f"{file}: is no configuration of a model ({error!r}).") from error
        kind = Seq2SeqTranslator if encoder_decoder else ChatTranslator
        return kind(self.name, self._device, self._batch)
