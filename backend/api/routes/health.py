"""``/health`` for monitoring, and ``/metrics`` for Prometheus."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

router = APIRouter(tags=["Service"])


class Health(BaseModel):
    """Whether the service can work; clients without a token learn nothing else."""

    status: Literal["ok", "no-reader"] = "ok"
    """``no-reader``: no process that reads rasters can be started; see the log."""


@router.get(
    "/health",
    operation_id="getHealth",
    summary="Whether the service is up. Needs no token.",
    responses={503: {"model": Health, "description": "It answers but cannot read rasters"}},
)
async def health(request: Request, response: Response) -> Health:
    """Answer from what is already known, without a thread, a job or the database."""
    if request.app.state.engine.readers.trouble is None:
        return Health()
    response.status_code = 503
    return Health(status="no-reader")


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="Metrics in the Prometheus text format",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Metrics"}},
)
def metrics(request: Request) -> Response:
    """Requests, jobs, windows, models, device, process."""
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)
