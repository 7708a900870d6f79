"""The search history, newest first, stored in the profile."""

from __future__ import annotations

import json

from qgis.core import QgsSettings

from .settings import PREFIX

MOST = 50
_KEY = f"{PREFIX}history"


def past_queries() -> list[str]:
    """Earlier searches, newest first."""
    try:
        queries = json.loads(QgsSettings().value(_KEY, "[]", type=str))
    except ValueError:
        return []
    return [text for text in queries if isinstance(text, str)] if isinstance(queries, list) else []


def remember_query(text: str) -> None:
    """Put a search first; a repeated one moves up."""
    text = text.strip()
    if text:
        rest = [old for old in past_queries() if old.casefold() != text.casefold()]
        QgsSettings().setValue(_KEY, json.dumps([text, *rest][:MOST], ensure_ascii=False))


def forget_queries() -> None:
    """Clear all."""
    QgsSettings().remove(_KEY)
