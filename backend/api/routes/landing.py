"""``/``, ``/conformance`` and ``/openapi.json``: entry point, conformance classes and description."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from backend.api.links import JOBS_REL, OPENAPI_JSON, PROCESSES_REL, link
from backend.api.ogc_models import Conformance, LandingPage
from backend.api.pages.negotiation import PAGE, Format

router = APIRouter(tags=["Service"])

CONFORMANCE = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/ogc-process-description",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/job-list",
    "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/dismiss",
]


@router.get(
    "/",
    operation_id="getLandingPage",
    summary="Landing page",
    response_model_exclude_none=True,
    responses={200: PAGE},
)
async def landing_page(request: Request, f: Format = None) -> LandingPage:
    """Links to everything."""
    return LandingPage(
        title=request.app.title,
        description=request.app.description,
        links=[
            link(request, "self", title="This document"),
            link(request, "service-desc", "openapi.json", kind=OPENAPI_JSON, title="OpenAPI document"),
            link(request, "conformance", "conformance", title="Conformance classes"),
            link(request, PROCESSES_REL, "processes", title="Processes"),
            link(request, JOBS_REL, "jobs", title="Jobs"),
            link(request, "data", "collections", title="Indexes and results as features"),
            link(request, "layers", "layers", title="Layers"),
            link(request, "searches", "searches", title="Saved searches"),
            link(request, "models", "models", title="Models"),
        ],
    )


@router.get("/conformance", operation_id="getConformance", summary="Conformance classes", responses={200: PAGE})
async def conformance(f: Format = None) -> Conformance:
    """The conformance classes of the service."""
    return Conformance(conformsTo=CONFORMANCE)


@router.get(
    "/openapi.json",
    operation_id="getOpenApi",
    summary="OpenAPI 3.0 description of this service",
    response_class=JSONResponse,
    responses={
        200: {
            "description": "OpenAPI document",
            "content": {OPENAPI_JSON: {"schema": {"type": "object", "required": ["openapi", "paths"]}}},
        }
    },
)
async def openapi(request: Request) -> JSONResponse:
    """The document."""
    return JSONResponse(request.app.openapi(), media_type=OPENAPI_JSON)
