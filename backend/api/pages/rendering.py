"""Pages rendered from the API's own documents by templates: a page shows exactly what its document says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import Response

from backend.api.links import url
from backend.api.pages.language import OWN_NAMES, grouped, language_of, translated
from backend.api.pages.negotiation import HTML
from backend.api.pages.phrases import phrase
from backend.api.pages.standing import doing, standing
from backend.resources import resource_path

_PAGES = (
    (r"/", "landing"),
    (r"/conformance", "conformance"),
    (r"/processes", "processes"),
    (r"/processes/[^/]+", "process"),
    (r"/jobs", "jobs"),
    (r"/jobs/[^/]+", "job"),
    (r"/collections", "collections"),
    (r"/collections/[^/]+", "collection"),
    (r"/collections/[^/]+/items", "items"),
    (r"/collections/[^/]+/items/[^/]+", "item"),
    (r"/layers", "layers"),
    (r"/layers/[^/]+", "layer"),
    (r"/searches", "searches"),
    (r"/searches/[^/]+", "search"),
    (r"/models", "models"),
)
PATTERNS = tuple((re.compile(f"{pattern}$"), name) for pattern, name in _PAGES)
NAVIGATION = (
    ("Map", "map"),
    ("Layers", "layers"),
    ("Processes", "processes"),
    ("Jobs", "jobs"),
    ("Collections", "collections"),
    ("Saved searches", "searches"),
    ("Models", "models"),
)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    # `no-referrer` would make browsers send `Origin: null` with forms.
    "Referrer-Policy": "same-origin",
    "Vary": "Accept, Accept-Language, Cookie",
}


def page_of(path: str) -> str | None:
    """Name of the page of an address; None if it has none."""
    return next((name for pattern, name in PATTERNS if pattern.match(path)), None)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resource_path("page", "templates")),
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment
    environment.filters["source"] = lambda value: json.dumps(value, ensure_ascii=False, indent=2)
    environment.filters["plain"] = _plain
    return environment


def render(request: Request, name: str, status: int = 200, *, signed_in: bool = True, **shown: Any) -> Response:
    """A page.

    Args:
        request: the request; links start at the address that it used.
        name: of the template.
        status: of HTTP.
        signed_in: whether to show navigation and sign-out.
        shown: what the template shows; ``document`` is that of the API.
    """
    home, language = url(request), language_of(request)
    translate = partial(translated, language)
    text = (
        _templates()
        .get_template(f"{name}.html")
        .render(
            home=home,
            here=request.url.path,
            language=language,
            languages=OWN_NAMES,
            t=translate,
            said=lambda text: phrase(text, translate),
            number=lambda value: grouped(value, language),
            standing=standing,
            doing=lambda job: doing(job, language, translate),
            navigation=[(title, url(request, part)) for title, part in NAVIGATION] if signed_in else [],
            asked_here=_asked_here(request),
            url=lambda *parts, **query: url(request, *parts, **query),
            json_here=_as_json(request),
            **shown,
        )
    )
    return Response(text, status, HEADERS, media_type=HTML)


def render_document(request: Request, name: str, status: int, document: Mapping[str, Any]) -> Response:
    """A document of the API as its page; a problem as the page of problems."""
    if status >= 400:
        return render(request, "problem", status, document=document)
    return render(request, name, status, document=document)


def _as_json(request: Request) -> str:
    asked = [(key, value) for key, value in request.query_params.multi_items() if key != "f"]
    return f"?{urlencode([*asked, ('f', 'json')])}"


def _asked_here(request: Request) -> str:
    """Path and query of this page, to return to it."""
    path: str = request.scope["path"]
    return f"{path}?{request.url.query}" if request.url.query else path


def _moment(text: str | None) -> str:
    """An ISO time in UTC without its fractions, for people."""
    return "" if not text else f"{text[:10]} {text[11:19]} UTC"


def _plain(value: Any) -> str:
    """A value of a document for display: significant digits only, lists with commas."""
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(item) for item in value)
    return f"{round(value, 6):.12g}" if isinstance(value, float) else str(value)
