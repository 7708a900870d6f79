"""The language of a page: the one the reader chose, otherwise the browser's first language that Terralex supports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from backend.lexicon import LANGUAGES
from backend.resources import resource_path

COOKIE = "terralex-language"
LASTS_S = 365 * 24 * 3600
OWN_NAMES: Mapping[str, str] = {
    "en": "English",
    "pt": "Português",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "nl": "Nederlands",
    "it": "Italiano",
    "zh": "中文",
    "ko": "한국어",
    "ru": "Русский",
}


def language_of(request: Request) -> str:
    """ISO 639-1 code of the language of a page; English if nothing else is known."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    liked: list[tuple[float, int, str]] = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")[:50]):
        name, _, quality = part.partition(";q=")
        code = name.strip().partition("-")[0].lower()
        if code in LANGUAGES:
            liked.append((-_quality(quality), place, code))
    return min(liked)[2] if liked else "en"


def choose(response: Response, language: str, path: str) -> None:
    """Store a language in the browser."""
    response.set_cookie(COOKIE, language, max_age=LASTS_S, path=path, httponly=True, samesite="lax")


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Mapping[str, str]:
    """The sentences of the pages in a language, by the English ones; those of English are themselves."""
    if language == "en":
        return {}
    file = resource_path("page", "assets", "words", f"{language}.json")
    table: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return table


def translated(language: str, text: str, **values: Any) -> str:
    """A sentence in a language, with its values put in; in English where it has no translation."""
    sentence = words(language).get(text, text)
    return sentence.format(**values) if values else sentence


def grouped(number: int, language: str) -> str:
    """A whole number as a language writes it, as in the map page."""
    mark = "," if language in ("en", "zh", "ko") else "\u202f" if language in ("fr", "ru") else "."
    return f"{number:,}".replace(",", mark)


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
