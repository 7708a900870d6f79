"""Sequence-to-sequence translation models: NLLB and Opus-MT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from torch import Tensor

from backend.errors import BadOption, ModelUnavailable
from training.translation.generation import DEFAULT_BATCH, MAX_INPUT_TOKENS, GenerativeModel
from training.translation.translator import ENGLISH_NAMES

BEAMS = 4
UNKNOWN_SHARE = 0.2
"""Largest share of English tokens that may be unknown to the model; a vocabulary for another language has far more."""

NLLB_CODES: Mapping[str, str] = MappingProxyType(
    {
        "en": "eng_Latn",
        "pt": "por_Latn",
        "es": "spa_Latn",
        "fr": "fra_Latn",
        "de": "deu_Latn",
        "nl": "nld_Latn",
        "it": "ita_Latn",
        "zh": "zho_Hans",
        "ko": "kor_Hang",
        "ru": "rus_Cyrl",
    }
)
"""FLORES-200 codes, which are tokens in NLLB's vocabulary."""

OPUS_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pt": ("por", "pt"),
        "es": ("spa", "es"),
        "fr": ("fra", "fr"),
        "de": ("deu", "de"),
        "nl": ("nld", "nl"),
        "it": ("ita", "it"),
        "zh": ("cmn_Hans", "zho_Hans", "cmn", "zho", "zh_CN", "zh"),
        "ko": ("kor", "ko"),
        "ru": ("rus", "ru"),
    }
)
"""Codes between >> and << that select the target of an Opus-MT model with several, the preferred one first."""


class Seq2SeqTranslator:
    """NLLB, or an Opus-MT model with one or several target languages, distinguished by the vocabulary.

    Args:
        model: ``hf-hub:ORG/NAME[@REVISION]`` or ``local-dir:FOLDER``.
    """

    def __init__(self, model: str, device: str = "auto", batch: int = DEFAULT_BATCH) -> None:
        self.name = model
        self._model = GenerativeModel(model, "AutoModelForSeq2SeqLM", device, batch)
        self._spells_english = False

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        return dict(self._model.tokenizer.get_vocab())

    def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
        """One translation per text; None if the answer was not finished.

        Raises:
            BadOption: the model does not support the language.
            ModelUnavailable: it is not available, or is neither NLLB nor Opus-MT.
        """
        tokenizer, vocabulary = self._model.tokenizer, self._vocabulary
        if NLLB_CODES["en"] in vocabulary:
            if NLLB_CODES.get(language) not in vocabulary:
                raise BadOption(f"{self.name} has no token for {language!r}.")
            tokenizer.src_lang = NLLB_CODES["en"]
            options = {"forced_bos_token_id": vocabulary[NLLB_CODES[language]]}
            return self._model.answer(texts, self._encode, num_beams=BEAMS, **options)
        if self._model.model.config.model_type != "marian":
            raise ModelUnavailable(f"{self.name} is neither NLLB nor Opus-MT, and no chat model: choose one of those.")
        tag = self._tag(language)
        return self._model.answer([tag + text for text in texts], self._encode, num_beams=BEAMS)

    def _tag(self, language: str) -> str:
        """The prefix of a sentence: ``>>deu<< `` if the model has several targets, else empty."""
        codes = OPUS_CODES.get(language)
        if codes is None:
            raise BadOption(f"{self.name} is not asked for {language!r}: choose one of {', '.join(OPUS_CODES)}.")
        tags = {token for token in self._vocabulary if token.startswith(">>")}
        tag = next((f">>{code}<<" for code in codes if f">>{code}<<" in tags), None)
        only = str(getattr(self._model.tokenizer, "target_lang", None) or "")
        other = next((code for code, spellings in OPUS_CODES.items() if only in spellings and code != language), None)
        if tag is None and (tags or other):
            known = ENGLISH_NAMES[other] if other else ", ".join(sorted(tags))
            raise BadOption(f"{self.name} does not translate into {ENGLISH_NAMES[language]} but into {known}.")
        return f"{tag} " if tag else ""

    def _encode(self, texts: Sequence[str]) -> dict[str, Tensor]:
        tokenizer = self._model.tokenizer
        encoded: Any = tokenizer(
            list(texts), return_tensors="pt", padding=True, truncation=True, max_length=MAX_INPUT_TOKENS
        )
        if not self._spells_english:
            tokens, real = encoded["input_ids"], encoded["attention_mask"].bool()
            unknown = (tokens[real] == tokenizer.unk_token_id).float().mean().item()
            if unknown > UNKNOWN_SHARE:
                raise ModelUnavailable(
                    f"{self.name} cannot spell English: {100 * unknown:.0f} % of the tokens are unknown to its "
                    "vocabulary; choose another model."
                )
            self._spells_english = True
        return {name: encoded[name] for name in ("input_ids", "attention_mask")}
