"""What every backend of caption translation is: English sentences in, sentences of one language out."""

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
"""What English calls the languages."""


class Translator(Protocol):
    """A backend of translation."""

    @property
    def name(self) -> str:
        """What the cache and the files of translations know it by; it changes when its answers would."""

    def translate(self, texts: Sequence[str], language: str) -> list[str | None]:
        """One translation a text, in its order; None where there is none.

        Raises:
            BadOption: the backend does not know the language (an ISO 639-1 code).
        """
