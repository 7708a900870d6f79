"""Whether a request asks for a page or a document: by ``f``, otherwise by its ``Accept`` header."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import parse_qs

from fastapi import Query
from starlette.types import Scope

HTML = "text/html"
Format = Annotated[
    Literal["json", "html"] | None,
    Query(description="json or html; if omitted, taken from the Accept header, and JSON unless that names HTML"),
]
"""The parameter ``f`` of an address that has a page."""
PAGE = {"content": {HTML: {"schema": {"type": "string"}}}}
"""OpenAPI of an answer that may be a page."""

_QUALITY = re.compile(r"^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")
_JSON = re.compile(r"^application/(?:[\w.+-]*\+)?json$")


def wants_page(scope: Scope) -> bool:
    """Whether a request to an address that has a page asks for the page."""
    given = parse_qs(scope["query_string"].decode("latin-1")).get("f", [""])[0]
    return given == "html" or (given != "json" and prefers_html(scope))


def prefers_html(scope: Scope) -> bool:
    """Whether a browser is asking, by the ``Accept`` header only.

    A client that accepts anything gets JSON: HTML must be named and preferred.
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
    """Media types of an ``Accept`` header with their quality values, 0 to 1."""
    accepted = []
    for part in header.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [_QUALITY.match(parameter) for parameter in parameters]
        quality = next((float(match[1]) for match in weights if match), 1.0)
        accepted.append((kind, quality))
    return accepted
