"""Chat models that translate on request, TowerInstruct above all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor

from backend.errors import BadOption, ModelUnavailable
from training.translation.generation import DEFAULT_BATCH, GenerativeModel
from training.translation.translator import ENGLISH_NAMES


def request(text: str, language: str) -> str:
    """The prompt: TowerInstruct's wording, which other models understand as well."""
    name = ENGLISH_NAMES[language]
    return f"Translate the following text from English into {name}.\nEnglish: {text}\n{name}:"


class ChatTranslator:
    """A causal language model with a chat template.

    Args:
        model: ``hf-hub:ORG/NAME[@REVISION]`` or ``local-dir:FOLDER``.
    """

    def __init__(self, model: str, device: str = "auto", batch: int = DEFAULT_BATCH) -> None:
        self.name = model
        self._model = GenerativeModel(model, "AutoModelForCausalLM", device, batch)

    def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
        """One translation per text; None if the answer was not finished.

        Raises:
            BadOption: the language is not supported.
            ModelUnavailable: the model is not available, or is not a chat model.
        """
        if language not in ENGLISH_NAMES:
            raise BadOption(f"{self.name} is not asked for {language!r}: choose one of {', '.join(ENGLISH_NAMES)}.")
        tokenizer = self._model.tokenizer
        if not tokenizer.chat_template:
            raise ModelUnavailable(f"{self.name} has no chat template: choose a model that follows instructions.")
        tokenizer.padding_side = "left"  # the answer directly follows the prompt

        def encode(batch: Sequence[str]) -> dict[str, Tensor]:
            talks = [[{"role": "user", "content": request(text, language)}] for text in batch]
            encoded: Any = tokenizer.apply_chat_template(
                talks, add_generation_prompt=True, tokenize=True, padding=True, return_dict=True, return_tensors="pt"
            )
            return {name: encoded[name] for name in ("input_ids", "attention_mask")}

        return self._model.answer(texts, encode)
