"""Whether a request wants a page or a document: by ``f``, else by its ``Accept``."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import parse_qs

from fastapi import Query
from starlette.types import Scope

HTML = "text/html"
Format = Annotated[
    Literal["json", "html"] | None,
    Query(description="json or html; by the Accept header if left out, JSON where that names no HTML"),
]
"""The parameter ``f`` of an address that has a page."""
PAGE = {"content": {HTML: {"schema": {"type": "string"}}}}
"""OpenAPI of an answer that may be a page."""

_QUALITY = re.compile(r"^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")
_JSON = re.compile(r"^application/(?:[\w.+-]*\+)?json$")


def wants_page(scope: Scope) -> bool:
    """Whether a request, of an address that has a page, wants that."""
    given = parse_qs(scope["query_string"].decode("latin-1")).get("f", [""])[0]
    return given == "html" or (given != "json" and prefers_html(scope))


def prefers_html(scope: Scope) -> bool:
    """Whether a person looks on, by ``Accept`` alone.

    A client that takes anything gets JSON, as before there were pages: HTML has to be named, and liked better.
    """
    html, json = 0.0, 0.0
    for name, value in scope["headers"]:
        if name == b"accept":
            for kind, quality in _accepted(value.decode("latin-1")):
                if kind == HTML:
                    html = max(html, quality)
                elif _JSON.match(kind):
                    json = max(json, quality)
    return html > json


def _accepted(header: str) -> list[tuple[str, float]]:
    """Media types of an ``Accept`` header with how much each is liked, 0 to 1."""
    found = []
    for part in header.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [_QUALITY.match(parameter) for parameter in parameters]
        quality = next((float(match[1]) for match in weights if match), 1.0)
        found.append((kind, quality))
    return found
