"""Texts in the user's language; every text of the plugin has one context, so that a sentence is translated once."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from .paths import package_path

CONTEXT = "Terralex"
LANGUAGES = ("en", "pt", "es", "fr", "de", "nl", "it", "zh", "ko", "ru")
"""ISO 639-1 codes of the languages Terralex speaks."""

OWN_NAMES = {
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
"""Native names of the languages."""


def tr(text: str, /, **values: Any) -> str:
    """The text in the user's language, with ``{name}`` replaced by the values."""
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def localised(number: float, decimals: int = 0) -> str:
    """A number in the user's locale."""
    return str(QLocale().toString(float(number), "f", decimals))


def quoted(text: str) -> str:
    """A text between the quotation marks of the language that :func:`tr` answers in."""
    return str(QLocale(spoken_language()).quoteString(text))


def language_of(locale: str) -> str:
    """The supported language for a locale such as ``de_CH``; English if there is none."""
    code = locale.replace("-", "_").split("_")[0].lower()
    return code if code in LANGUAGES else "en"


def user_language(chosen: str = "") -> str:
    """The chosen language, otherwise that of QGIS."""
    return chosen if chosen in LANGUAGES else language_of(QgsApplication.locale())


def install_translator(language: str) -> QTranslator | None:
    """Let Qt translate our texts; the caller keeps the translator and removes it. None for English."""
    translator = QTranslator()
    if not translator.load(str(package_path("i18n", f"terralex_{language}.qm"))):
        return None
    QCoreApplication.installTranslator(translator)
    _spoken[:] = [language]
    return translator


def spoken_language() -> str:
    """The language that :func:`tr` answers in."""
    return _spoken[0]


_spoken = ["en"]
