"""Structured logs: one line per request with id, route, status and time; never a token, query string or body."""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid
from contextvars import ContextVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.metrics import RequestMetrics
from backend.api.problems import refuse
from backend.settings import Settings

logger = logging.getLogger("terralex.http")
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
UNMATCHED = "unmatched"
QUIET = ("uvicorn.access", "uvicorn.error", "httpx", "httpcore", "huggingface_hub", "asyncio")


def configure_logging(settings: Settings) -> None:
    """Send the logs of this process to stderr, as text or as one JSON object per line."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        from pythonjsonlogger.json import JsonFormatter

        names = {"asctime": "time", "levelname": "level", "name": "logger"}
        formatter: logging.Formatter = JsonFormatter(
            "%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names, datefmt="%Y-%m-%dT%H:%M:%SZ"
        )
    else:
        formatter = _TextFormatter("%(asctime)s %(levelname)-7s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(_with_request_id)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # its warnings are of what any client may send


def _with_request_id(record: logging.LogRecord) -> bool:
    if not hasattr(record, "request_id") and request_id.get() is not None:
        record.request_id = request_id.get()
    return True


class _TextFormatter(logging.Formatter):
    """The facts of a record after its message, as ``name=value``."""

    FACTS = ("method", "route", "status", "ms", "client", "job", "request_id")

    def formatMessage(self, record: logging.LogRecord) -> str:
        facts = " ".join(f"{name}={getattr(record, name)}" for name in self.FACTS if hasattr(record, name))
        return f"{super().formatMessage(record)} {facts}".rstrip()


class RequestLog:
    """Gives each request an id, logs and counts it, and turns internal errors into a plain 500."""

    def __init__(self, app: ASGIApp, metrics: RequestMetrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
        identifier = given if _SANE_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = identifier
        token = request_id.set(identifier)
        status = 0
        start = time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                total = f", total;dur={(time.perf_counter() - start) * 1000:.1f}".encode("ascii")
                message["headers"] = [
                    *(
                        (name, value + total if name == b"server-timing" else value)
                        for name, value in message["headers"]
                    ),
                    (b"x-request-id", identifier.encode("ascii")),
                    (b"x-content-type-options", b"nosniff"),
                ]
                # What a browser may keep says so itself.
                if not any(name == b"cache-control" for name, _ in message["headers"]):
                    message["headers"].append((b"cache-control", b"no-store"))
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception:
            logger.exception("A request failed because of an internal error")
            if status == 0:
                detail = (
                    "Internal error: the operator finds the reason in the service's log under the id of this request."
                )
                await refuse(scope, receive, answer, 500, detail)
        finally:
            seconds = time.perf_counter() - start
            route = getattr(scope.get("route"), "path", UNMATCHED)
            self.metrics.observe(scope["method"], route, status, seconds)
            facts = {
                "method": scope["method"],
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "client": scope["client"][0] if scope.get("client") else None,
            }
            logger.info("request", extra=facts)
            request_id.reset(token)
