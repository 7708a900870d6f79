"""What every route needs: the engine, threads to call it in, and paging parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import Depends, Query
from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from backend.errors import BadOption
from backend.jobs.engine import Engine

Answer = TypeVar("Answer")
EXECUTION_THREADS = 32
TRANSFER_THREADS = 16
UPLOAD_THREADS = 512
"""Threads that wait for upload bytes: more than one client may have connections, so that no client takes them all."""
PICTURE_THREADS = 2
"""Fewer than the processes that read rasters, so that map views never block jobs."""
PAGE_THREADS = 4
"""Large pages keep the processor busy: more at once would only slow each other and everything else down."""
MAX_OFFSET = 2**31 - 1


def engine_of(request: Request) -> Engine:
    """The engine of the service."""
    engine: Engine = request.app.state.engine
    return engine


async def _engine(request: Request) -> Engine:  # a dependency that is not async waits for a thread
    return engine_of(request)


TheEngine = Annotated[Engine, Depends(_engine)]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET, description="Number of entries to skip")]
Limit = Annotated[int, Query(ge=1, le=1000, description="Maximum number of entries on the page")]


class Lanes:
    """Threads for work that may take seconds, so that short requests never wait for it."""

    def __init__(self) -> None:
        self._executions = CapacityLimiter(EXECUTION_THREADS)
        self._transfers = CapacityLimiter(TRANSFER_THREADS)
        self._uploads = CapacityLimiter(UPLOAD_THREADS)
        self._pages = CapacityLimiter(PAGE_THREADS)
        self._pictures = CapacityLimiter(PICTURE_THREADS)

    async def execute(self, work: Callable[..., Answer], *arguments: Any) -> Answer:
        """Call ``work`` in a thread of the execution lane."""
        return await anyio.to_thread.run_sync(work, *arguments, limiter=self._executions)

    async def transfer(self, work: Callable[..., Answer], *arguments: Any) -> Answer:
        """Call ``work``, which processes completely received data, in a thread of the transfer lane."""
        return await anyio.to_thread.run_sync(work, *arguments, limiter=self._transfers)

    async def upload(self, work: Callable[..., Answer], *arguments: Any) -> Answer:
        """Call ``work``, which waits for a client's bytes, in a thread of the upload lane."""
        return await anyio.to_thread.run_sync(work, *arguments, limiter=self._uploads)

    async def page(self, work: Callable[..., Answer], *arguments: Any) -> Answer:
        """Call ``work``, which reads and serialises many features, in a thread of the page lane."""
        return await anyio.to_thread.run_sync(work, *arguments, limiter=self._pages)

    async def picture(self, work: Callable[..., Answer], *arguments: Any) -> Answer:
        """Call ``work``, which renders a layer for display, in a thread of the picture lane."""
        return await anyio.to_thread.run_sync(work, *arguments, limiter=self._pictures)


async def in_thread(work: Callable[..., Answer], *arguments: Any) -> Answer:
    """Call short blocking ``work`` in a thread."""
    return await anyio.to_thread.run_sync(work, *arguments)


async def known_query_only(request: Request) -> None:
    """OGC API: a query parameter that is not documented is an error, never ignored, and so is one that is repeated.

    Of a parameter that is given twice, proxies, frameworks and people each believe another value.

    Raises:
        BadOption: one is unknown, or given more than once; none takes several values.
    """
    known = request.app.state.operations.query_names(request.url.path, request.method)
    unknown = [name for name in request.query_params if known is not None and name not in known]
    if unknown:
        choices = ", ".join(sorted(known)) if known else "none"
        raise BadOption(f"Unknown query parameter {unknown[0]!r}: this address accepts {choices}.")
    names = [name for name, _ in request.query_params.multi_items()]
    if repeated := [name for name, times in Counter(names).items() if times > 1]:
        raise BadOption(f"The query parameter {repeated[0]!r} is given more than once: give it once.")


async def json_only(request: Request) -> None:
    """Reject a body that is not declared as JSON: forms on foreign web pages could send it without the user's consent.

    Raises:
        HTTPException: 415.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "The body must be JSON: send Content-Type: application/json.")


class _StrictRequest(Request):
    async def json(self) -> Any:
        """The body; NaN, infinities and lone surrogates, which could not be sent back, are errors."""
        if not hasattr(self, "_json"):
            self._json = from_json(await self.body(), allow_inf_nan=False)
        return self._json


class StrictJsonRoute(APIRoute):
    """A route that parses its JSON body strictly by RFC 8259."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            response: Response = await handle(_StrictRequest(request.scope, request.receive))
            return response

        return strict
