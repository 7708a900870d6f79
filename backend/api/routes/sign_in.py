"""``/sign-in`` and ``/sign-out``: a browser gives the token once, and has a cookie then."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backend.api.links import url
from backend.api.pages.rendering import render
from backend.api.pages.session import Sessions

router = APIRouter(include_in_schema=False)

MAX_FORM_BYTES = 8192
FORM = "application/x-www-form-urlencoded"


@router.get("/sign-in", response_class=Response)
async def sign_in_page(request: Request) -> Response:
    """The page that asks for the token."""
    return _page(request, request.query_params.get("next", "/"))


@router.post("/sign-in", response_class=Response)
async def sign_in(request: Request) -> Response:
    """Take the token, and lead to where its user wanted to go."""
    form = await _form(request)
    sessions: Sessions = request.app.state.sessions
    target = form.get("next", "/")
    if not sessions.is_token(form.get("token", "").strip()):
        return _page(request, target, 403, "This is not the token of this service: copy it again, the whole of it.")
    response = RedirectResponse(f"{url(request).rstrip('/')}{_own(target)}", 303)
    sessions.begin(request, response)
    return response


@router.post("/sign-out", response_class=Response)
async def sign_out(request: Request) -> Response:
    """Forget who it was."""
    response = RedirectResponse(url(request, "sign-in"), 303)
    request.app.state.sessions.end(request, response)
    return response


def _page(request: Request, target: str, status: int = 200, wrong: str | None = None) -> Response:
    shown: dict[str, Any] = {"next": _own(target), "wrong": wrong}
    return render(request, "sign_in", status, signed_in=False, **shown)


def _own(target: str) -> str:
    """A path of this service, whatever was asked for: nobody is led elsewhere."""
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if plain else "/"


async def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415, f"The body must be a form: send Content-Type: {FORM}.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413, "The form is larger than a token can be.")
    fields = parse_qs(body.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace")
    return {name: values[0] for name, values in fields.items()}
