"""Authentication: a bearer token, or the same token as the HTTP Basic password for clients that support nothing else.

QGIS 3.22 and OWSLib use Basic; a browser uses the cookie that ``/sign-in`` sets in exchange for the token. Without any
of them only ``/health``, the sign-in page and the files of that page are served.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.links import url
from backend.api.pages.negotiation import prefers_html
from backend.api.pages.session import Sessions
from backend.api.problems import refuse
from backend.errors import BadOption, OutputNotWritable
from backend.settings import Settings
from backend.storage.files import write_new

OPEN_PATHS = frozenset({"/health", "/sign-in", "/language"})
OPEN_FOLDER = "/assets/"
MIN_TOKEN_CHARACTERS = 16


@dataclass(frozen=True)
class Token:
    """The token, and whether it must be shown to a person because it is not stored in a file."""

    value: str
    tell: bool


def service_token(settings: Settings) -> Token:
    """The token from the settings, otherwise from the token file, otherwise a new one, which is saved if a file is set.

    Raises:
        BadOption: the token is too short, contains spaces or non-ASCII characters, or its file is readable by others.
        OutputNotWritable: the token file cannot be read or written.
    """
    if settings.token is not None:
        return Token(_checked(settings.token.get_secret_value(), "token"), tell=False)
    if settings.token_file is None:
        return Token(secrets.token_urlsafe(32), tell=True)
    try:
        return Token(_read(settings.token_file), tell=False)
    except FileNotFoundError:
        return Token(_write_new(settings.token_file), tell=False)


def _checked(token: str, source: str) -> str:
    if len(token) < MIN_TOKEN_CHARACTERS or not token.isascii() or not token.isprintable() or " " in token:
        raise BadOption(
            f"The {source} cannot be used: give at least {MIN_TOKEN_CHARACTERS} printable ASCII characters without "
            "spaces."
        )
    return token


def _read(file: Path) -> str:
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise BadOption(f"The token file {file} can be read by other users: run chmod 600 on it.")
        return _checked(file.read_text(encoding="utf-8").strip(), f"token in {file}")
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise OutputNotWritable(f"The token file {file} cannot be read: check its owner and permissions.") from error


def _write_new(file: Path) -> str:
    """Write a new token; if another process was faster, use its token."""
    token = secrets.token_urlsafe(32)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_new(file, f"{token}\n", 0o600)
    except FileExistsError:
        return _read(file)
    except OSError as error:
        raise OutputNotWritable(f"The token file {file} cannot be written: {error.strerror}.") from error
    return token


class TokenGate:
    """Rejects every request without the token, before its body is read."""

    def __init__(self, app: ASGIApp, token: str, sessions: Sessions) -> None:
        self.app = app
        self.token = token.encode("ascii")
        self.sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http" or _is_open(scope["path"]) or self._known(scope):
            await self.app(scope, receive, send)
        elif scope["method"] == "GET" and prefers_html(scope):
            await _to_sign_in(scope)(scope, receive, send)
        else:
            await refuse(
                scope,
                receive,
                _with_challenges(scope, send),
                401,
                "A token is required: send it as Authorization: Bearer TOKEN, or as the password of HTTP Basic.",
            )

    def _known(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        if not given:
            return self.sessions.knows(scope)
        if len(given) != 1:
            return False
        scheme, _, credentials = given[0].partition(b" ")
        credentials = credentials.strip()
        if scheme.lower() == b"basic":
            try:
                credentials = base64.b64decode(credentials, validate=True).partition(b":")[2]
            except binascii.Error:
                return False
        elif scheme.lower() != b"bearer":
            return False
        return hmac.compare_digest(credentials, self.token)


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDER)


def _to_sign_in(scope: Scope) -> RedirectResponse:
    """The sign-in page, with the address to return to."""
    request = Request(scope)
    wanted = scope["path"] + (f"?{request.url.query}" if request.url.query else "")
    query = "" if wanted == "/" else f"?{urlencode({'next': wanted})}"
    return RedirectResponse(
        url(request, "sign-in") + query, 303, {"Vary": "Accept, Cookie", "Cache-Control": "no-store"}
    )


def _with_challenges(scope: Scope, send: Send) -> Send:
    """Both schemes in separate headers, which is what Qt understands.

    Basic is not announced to scripts of our own pages, because browsers would ask for a password themselves.
    """
    by_script = any(name == b"sec-fetch-mode" and value != b"navigate" for name, value in scope["headers"])
    schemes = (
        (b'Bearer realm="terralex"',)
        if by_script
        else (b'Basic realm="terralex", charset="UTF-8"', b'Bearer realm="terralex"')
    )

    async def challenge(message: Message) -> None:
        if message["type"] == "http.response.start":
            for scheme in schemes:
                message["headers"].append((b"www-authenticate", scheme))
        await send(message)

    return challenge
