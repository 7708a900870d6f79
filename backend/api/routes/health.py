"""``/health`` for those who watch the service, and ``/metrics`` for Prometheus."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

router = APIRouter(tags=["Service"])


class Health(BaseModel):
    """The service answers, and whether it can work; it says nothing else to those without a token."""

    status: Literal["ok", "no-reader"] = "ok"
    """``no-reader``: no process that reads rasters can be started; the log says why."""


@router.get(
    "/health",
    operation_id="getHealth",
    summary="Is the service up? Needs no token.",
    responses={503: {"model": Health, "description": "It answers, and can read no raster"}},
)
async def health(request: Request, response: Response) -> Health:
    """Answer from what is known already: no thread, no job and no database is asked."""
    if request.app.state.engine.readers.trouble is None:
        return Health()
    response.status_code = 503
    return Health(status="no-reader")


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="Metrics in Prometheus' text format",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Metrics"}},
)
def metrics(request: Request) -> Response:
    """Requests, jobs, windows, models, device, process."""
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)
