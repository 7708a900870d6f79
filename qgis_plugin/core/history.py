"""What was looked for before, newest first, kept in the profile."""

from __future__ import annotations

import json

from qgis.core import QgsSettings

from .settings import PREFIX

MOST = 50
_KEY = f"{PREFIX}history"


def past_queries() -> list[str]:
    """What was looked for, newest first."""
    try:
        found = json.loads(QgsSettings().value(_KEY, "[]", type=str))
    except ValueError:
        return []
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def remember_query(text: str) -> None:
    """Put it first; the same again moves up."""
    text = text.strip()
    if text:
        rest = [old for old in past_queries() if old.casefold() != text.casefold()]
        QgsSettings().setValue(_KEY, json.dumps([text, *rest][:MOST], ensure_ascii=False))


def forget_queries() -> None:
    """Forget all of them."""
    QgsSettings().remove(_KEY)
