"""The protocol of translation backends: English sentences in, sentences of one language out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

ENGLISH_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "pt": "Portuguese",
        "es": "Spanish",
        "fr": "French",
        "de": "German",
        "nl": "Dutch",
        "it": "Italian",
        "zh": "Chinese",
        "ko": "Korean",
        "ru": "Russian",
    }
)
"""English names of the languages."""


class Translator(Protocol):
    """A translation backend."""

    @property
    def name(self) -> str:
        """Its name in the cache and in files of translations; it must change whenever its answers would."""

    def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
        """One translation per text, in order; None if there is none.

        Raises:
            BadOption: the backend does not support the language (an ISO 639-1 code).
        """
