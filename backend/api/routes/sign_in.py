"""``/sign-in`` and ``/sign-out``: a browser exchanges the token for a cookie."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backend.api.links import url
from backend.api.pages.forms import form_fields, own_address
from backend.api.pages.rendering import render
from backend.api.pages.session import Sessions

router = APIRouter(include_in_schema=False)


@router.get("/sign-in", response_class=Response)
async def sign_in_page(request: Request) -> Response:
    """The page that asks for the token."""
    return _page(request, request.query_params.get("next", "/"))


@router.post("/sign-in", response_class=Response)
async def sign_in(request: Request) -> Response:
    """Check the token, and redirect to the requested page."""
    form = await form_fields(request)
    sessions: Sessions = request.app.state.sessions
    target = form.get("next", "/")
    if not sessions.is_token(form.get("token", "").strip()):
        return _page(request, target, 403, "This is not the token of this service: copy the whole token again.")
    response = RedirectResponse(f"{url(request).rstrip('/')}{own_address(target)}", 303)
    sessions.begin(request, response)
    return response


@router.post("/sign-out", response_class=Response)
async def sign_out(request: Request) -> Response:
    """Sign the browser out."""
    response = RedirectResponse(url(request, "sign-in"), 303)
    request.app.state.sessions.end(request, response)
    return response


def _page(request: Request, target: str, status: int = 200, wrong: str | None = None) -> Response:
    shown: dict[str, Any] = {"next": own_address(target), "wrong": wrong}
    return render(request, "sign_in", status, signed_in=False, **shown)
