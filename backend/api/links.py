"""Absolute links in responses, based on the address the client used (already checked by the host gate)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import BaseModel
from starlette.requests import Request

GEOJSON = "application/geo+json"
JSON = "application/json"
OPENAPI_JSON = "application/vnd.oai.openapi+json;version=3.0"
_OGC_REL = "http://www.opengis.net/def/rel/ogc/1.0"
PROCESSES_REL = f"{_OGC_REL}/processes"
EXECUTE_REL = f"{_OGC_REL}/execute"
JOBS_REL = f"{_OGC_REL}/job-list"
RESULTS_REL = f"{_OGC_REL}/results"
LOG_REL = f"{_OGC_REL}/log"


class Link(BaseModel):
    """One link."""

    href: str
    rel: str
    type: str | None = None
    title: str | None = None


def url(request: Request, *parts: str, **query: Any) -> str:
    """Absolute address of a path below the landing page."""
    path = "/".join(quote(part, safe="") for part in parts)
    text = urlencode({name: value for name, value in query.items() if value is not None})
    return f"{str(request.base_url).rstrip('/')}/{path}{'?' if text else ''}{text}"


def link(request: Request, rel: str, *parts: str, kind: str = JSON, title: str | None = None, **query: Any) -> Link:
    """A link to a path below the landing page."""
    return Link(href=url(request, *parts, **query), rel=rel, type=kind, title=title)


def operations(parameter: str, expression: str, *names: str) -> dict[str, Any]:
    """OpenAPI links from a response to operations on the resource that an expression names."""
    return {name: {"operationId": name, "parameters": {parameter: expression}} for name in names}


def created(description: str, model: type[BaseModel], parameter: str, *names: str) -> dict[str, Any]:
    """OpenAPI description of the response to a request that created a resource, with operations on it."""
    return {
        "description": description,
        "model": model,
        "headers": {"Location": {"required": True, "schema": {"type": "string"}}},
        "links": operations(parameter, "$response.body#/id", *names),
    }


def paging(
    request: Request, parts: tuple[str, ...], query: Mapping[str, Any], offset: int, limit: int, total: int, kind: str
) -> list[Link]:
    """Self, next and previous page of a list that has ``total`` entries."""
    links = [link(request, "self", *parts, kind=kind, **query, limit=limit, offset=offset or None)]
    if offset + limit < total:
        links.append(link(request, "next", *parts, kind=kind, **query, limit=limit, offset=offset + limit))
    if offset > 0:
        before = max(offset - limit, 0)
        links.append(link(request, "prev", *parts, kind=kind, **query, limit=limit, offset=before or None))
    return links
