"""Warnings about a query in a language that the model does not understand."""

from __future__ import annotations

from collections.abc import Sequence

from backend.models.unspoken import is_unspoken
from backend.search.query import Query


def unspoken_warnings(query: Query, languages: Sequence[str]) -> tuple[str, ...]:
    """A sentence for every phrase in none of the model's languages (ISO 639-1)."""
    return tuple(
        f"The model does not speak the language of {text!r}, so its answer may be wrong: "
        f"use one of {', '.join(languages)}."
        for text in (*query.texts, *query.unwanted)
        if is_unspoken(text, languages)
    )
