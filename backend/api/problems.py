"""Errors over HTTP: one table from exception classes to statuses, one place that writes and sanitises problem JSON.

RFC 9457; where OGC API - Processes names a type URI, that one is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from backend import errors
from backend.layers.private_paths import without_paths

PROBLEM_JSON = "application/problem+json"
CHECKSUM_MISMATCH = 460
"""Defined by tus, not by HTTP."""
_OGC = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0"
_OWN = "urn:terralex:problem"

STATUS: Mapping[type[errors.TerralexError], int] = {
    errors.BadOption: 400,
    errors.ChecksumMismatch: CHECKSUM_MISMATCH,
    errors.LayerNotFound: 404,
    errors.JobNotFound: 404,
    errors.SourceNotAllowed: 403,
    errors.StateInUse: 503,
    errors.ProcessNotFound: 404,
    errors.CollectionNotFound: 404,
    errors.UploadNotFound: 404,
    errors.SearchNotFound: 404,
    errors.ResultNotReady: 404,
    errors.JobDismissed: 410,
    errors.UploadConflict: 409,
    errors.EmptyQuery: 422,
    errors.OutsideLayer: 422,
    errors.LayerNotReadable: 422,
    errors.LayerNotGeoreferenced: 422,
    errors.LayerEmpty: 422,
    errors.IndexNotUsable: 422,
    errors.IndexStorageFailed: 503,
    errors.TooManyJobs: 429,
    errors.JobStoreUnavailable: 503,
    errors.DiskFull: 507,
    errors.OutOfMemory: 507,
    errors.JobCrashed: 500,
    errors.JobFailed: 500,
    errors.OutputNotWritable: 507,
    errors.QuotaExceeded: 507,
    errors.DeviceOutOfMemory: 507,
    errors.ModelUnavailable: 503,
    errors.Cancelled: 503,
    errors.TerralexError: 500,
}
"""The nearest base class of an exception counts; :class:`errors.TerralexError` is the fallback."""

OGC_TYPES: Mapping[type[errors.TerralexError], str] = {
    errors.ProcessNotFound: f"{_OGC}/no-such-process",
    errors.JobNotFound: f"{_OGC}/no-such-job",
    errors.ResultNotReady: f"{_OGC}/result-not-ready",
}


class FieldProblem(BaseModel):
    """What is wrong with one field of a request."""

    field: str
    detail: str


class Problem(BaseModel):
    """Problem details of RFC 9457."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="Kind of problem; stable across releases.")
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str | None = Field(default=None, description="ID of the request, as in the service's log.")
    errors: list[FieldProblem] | None = None


def private_folders(request: Request) -> list[Path]:
    """Folders of the service whose names clients must not see."""
    settings = request.app.state.engine.settings
    return [settings.state_dir, settings.index, *settings.data_roots]


def problem_response(
    status: int,
    detail: str,
    kind: str | None = None,
    *,
    request_id: str | None = None,
    fields: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response with problem JSON; ``detail`` must no longer contain paths."""
    phrase = _phrase(status)
    problem = Problem(
        type=kind or f"{_OWN}:{phrase.lower().replace(' ', '-')}",
        title=phrase,
        status=status,
        detail=detail,
        instance=None if request_id is None else f"urn:terralex:request:{request_id}",
        errors=fields,
    )
    body = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, dict(headers or {}), media_type=PROBLEM_JSON)


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, detail: str, **headers: str) -> None:
    """Answer with a problem from a middleware; header names have underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = problem_response(status, detail, request_id=scope.get("state", {}).get("request_id"), headers=named)
    await response(scope, receive, send)


def terralex_problem(request: Request, error: Exception) -> Response:
    """Response for an exception of :mod:`backend.errors`."""
    assert isinstance(error, errors.TerralexError)
    known = next(kind for kind in type(error).__mro__ if kind in STATUS)
    kind = OGC_TYPES.get(known) or f"{_OWN}:{kebab(type(error).__name__)}"
    headers = {"Retry-After": "10"} if STATUS[known] in {429, 503} else {}
    detail = without_paths(str(error), private_folders(request))
    return problem_response(STATUS[known], detail, kind, request_id=_request_id(request), headers=headers)


def validation_problem(request: Request, error: Exception) -> Response:
    """Response for a request that violates its schema: 400, naming each field, without echoing the input."""
    assert isinstance(error, RequestValidationError)
    fields = [
        FieldProblem(field=".".join(str(part) for part in row["loc"]), detail=without_paths(str(row["msg"])))
        for row in list(error.errors())[:20]
    ]
    first = fields[0]
    sentence = f"The field {first.field} cannot be used: {first.detail.rstrip('.')}."
    return problem_response(400, without_paths(sentence), request_id=_request_id(request), fields=fields)


def http_problem(request: Request, error: Exception) -> Response:
    """Response for an exception of the framework: no such path, method not allowed, unreadable body."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    details = {
        400: "The body is not valid JSON.",
        404: "There is nothing at this address: the landing page / links to everything there is.",
        405: "This address does not support this method: see the Allow header.",
    }
    detail = str(error.detail)
    if detail == _phrase(error.status_code) or detail == "There was an error parsing the body":
        detail = details.get(error.status_code, detail)
    if error.status_code == 405:
        headers["Allow"] = request.app.state.operations.allowed(request.url.path) or headers.get("Allow", "")
    return problem_response(error.status_code, without_paths(detail), request_id=_request_id(request), headers=headers)


def _request_id(request: Request) -> str | None:
    return getattr(request.state, "request_id", None)


def _phrase(status: int) -> str:
    return "Checksum Mismatch" if status == CHECKSUM_MISMATCH else HTTPStatus(status).phrase


def kebab(name: str) -> str:
    """``LayerNotReadable`` -> ``layer-not-readable``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI declaration of responses that are problems."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _phrase(status), "content": {PROBLEM_JSON: {"schema": schema}}} for status in statuses
    }
