"""The application: its routes, and the middleware that every request passes through first."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from backend import __version__
from backend.api.assets import Assets
from backend.api.auth import TokenGate
from backend.api.body_limit import BodyLimit
from backend.api.collection_catalogue import KnownBounds
from backend.api.context import Lanes, known_query_only
from backend.api.heads import HeadAsGet
from backend.api.hosts import HostGate, answered_hosts
from backend.api.logs import RequestLog
from backend.api.metrics import RequestMetrics, service_registry
from backend.api.openapi import Operations, document
from backend.api.pages.html_pages import HtmlPages
from backend.api.pages.session import Sessions
from backend.api.problems import http_problem, terralex_problem, validation_problem
from backend.api.proxies import ForwardedAddress
from backend.api.routes import (
    collections,
    health,
    jobs,
    landing,
    layers,
    map_page,
    models,
    pictures,
    processes,
    searches,
    sign_in,
    suggestions,
    tiles,
    uploads,
)
from backend.api.telemetry import start_tracing
from backend.errors import TerralexError
from backend.jobs.engine import Engine
from backend.resources import resource_path

DESCRIPTION = "Search and label georeferenced imagery with words."


def create_app(engine: Engine, token: str) -> FastAPI:
    """The service over an engine, for clients that have the token.

    Raises:
        BadOption: traces are requested but cannot be produced.
    """
    settings = engine.settings
    registry, sessions = service_registry(engine), Sessions(token)
    app = FastAPI(
        title="Terralex",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(known_query_only)],
        # The first is the outermost: even a refused request is logged and has an id.
        middleware=[
            Middleware(HeadAsGet),
            Middleware(RequestLog, RequestMetrics(registry)),
            Middleware(ForwardedAddress, settings.trusted_proxies, settings.url_prefix),
            Middleware(HostGate, answered_hosts(settings)),
            Middleware(TokenGate, token, sessions),
            Middleware(BodyLimit, settings.limits.max_body_bytes),
            Middleware(HtmlPages),
        ],
    )
    app.add_exception_handler(TerralexError, terralex_problem)
    app.add_exception_handler(RequestValidationError, validation_problem)
    app.add_exception_handler(HTTPException, http_problem)
    executions = APIRouter(tags=["Processes"])
    processes.add_executions(executions, list(engine.processes.values()))
    for router in (landing.router, executions, processes.router, jobs.router, collections.router):
        app.include_router(router)
    app.include_router(searches.router)
    for router in (layers.router, tiles.router, pictures.router, uploads.router, models.router, suggestions.router):
        app.include_router(router)
    for router in (health.router, sign_in.router, map_page.router):
        app.include_router(router)
    app.mount("/assets", Assets(directory=resource_path("page", "assets")))
    made = document(app, collections.COMPONENT_MODELS)
    app.state.engine, app.state.lanes, app.state.registry, app.state.sessions = engine, Lanes(), registry, sessions
    app.state.operations, app.state.bounds = Operations(made), KnownBounds()

    def openapi() -> dict[str, Any]:
        return made

    app.openapi = openapi  # type: ignore[method-assign]
    start_tracing(app, settings)
    return app
