"""``/map``: a layer, a search and its regions on one page; and the language of all pages."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backend.api.links import url
from backend.api.pages.forms import form_fields, own_address
from backend.api.pages.language import choose
from backend.api.pages.rendering import render
from backend.errors import BadOption
from backend.lexicon import LANGUAGES

router = APIRouter(include_in_schema=False)


@router.get("/map", response_class=Response)
async def map_page(request: Request) -> Response:
    """The page; ``layer`` is the id of the layer to show first."""
    return render(request, "map", layer=request.query_params.get("layer", ""))


@router.post("/language", response_class=Response)
async def choose_language(request: Request) -> Response:
    """Store the language, and redirect back.

    Raises:
        BadOption: there is no page in this language.
    """
    form = await form_fields(request)
    if form.get("language") not in LANGUAGES:
        raise BadOption(f"There is no page in this language: choose one of {', '.join(LANGUAGES)}.")
    response = RedirectResponse(f"{url(request).rstrip('/')}{own_address(form.get('next', '/'))}", 303)
    choose(response, form["language"], request.scope.get("root_path") or "/")
    return response
