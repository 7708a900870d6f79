"""What the forms of pages send, and where they redirect to."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

MAX_FORM_BYTES = 8192
FORM = "application/x-www-form-urlencoded"


def own_address(target: str) -> str:
    """A path of this service, whatever was requested: no redirects to other sites."""
    plain = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if plain else "/"


async def form_fields(request: Request) -> dict[str, str]:
    """The first value of each field.

    Raises:
        HTTPException: 415, it is not a form; 413, it is larger than any of our forms.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415, f"The body must be a form: send Content-Type: {FORM}.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413, "The form is larger than any token.")
    fields = parse_qs(body.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace")
    return {name: values[0] for name, values in fields.items()}
