"""``/processes``: the processes of the service and their execution, directly or as a job."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Path
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model, model_validator
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.api.context import Limit, Offset, StrictJsonRoute, TheEngine, engine_of, in_thread, json_only
from backend.api.job_status import failed_problem, status_info
from backend.api.links import EXECUTE_REL, JOBS_REL, link, paging, url
from backend.api.ogc_models import (
    InputDescription,
    OutputDescription,
    OutputSelection,
    ProcessDescription,
    ProcessList,
    ProcessSummary,
    StatusInfo,
)
from backend.api.pages.negotiation import PAGE, Format
from backend.api.problems import problems
from backend.api.results import Preferences, immediate_results, json_outputs, stored_results
from backend.api.routes.jobs import BINARY, FILES, job_links
from backend.errors import ProcessNotFound
from backend.jobs.job import Job, JobStatus
from backend.jobs.process import Process
from backend.jobs.schema import inlined

router = APIRouter(tags=["Processes"])

POLL_S = (0.02, 0.25)
"""First and longest pause between two checks of a job that a client waits for, in seconds."""
_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,6})")

Prefer = Annotated[
    str | None,
    Header(max_length=200, description="respond-async: create a job at once; wait=N: create one after N seconds"),
]
ProcessId = Annotated[str, Path(alias="processID", max_length=64)]


class Execute(BaseModel):
    """An execution request of OGC API - Processes 1.0."""

    model_config = ConfigDict(extra="forbid")

    inputs: dict[str, Any] = Field(default_factory=dict)
    outputs: dict[str, OutputSelection] = Field(default_factory=dict, description="Requested outputs; all if omitted")
    response: Annotated[
        Literal["raw", "document"] | None,
        Field(
            description=(
                "raw: the output itself, several as multipart/related; document: all in one JSON document. If "
                "omitted, a single output is sent raw and several as a document"
            )
        ),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _unqualified(cls, given: Any) -> Any:
        """Inputs with ``{"value": ...}`` (7.11.2 of the standard) replaced by the value."""
        if isinstance(given, dict) and isinstance(given.get("inputs"), dict):
            return {**given, "inputs": {name: unqualified(name, value) for name, value in given["inputs"].items()}}
        return given

    @model_validator(mode="before")
    @classmethod
    def _no_subscriber(cls, given: Any) -> Any:
        if isinstance(given, dict) and "subscriber" in given:
            raise ValueError(
                "subscriber is not supported, because the service makes no outgoing calls: poll the job instead"
            )
        return given


_QUALIFIERS = frozenset({"value", "mediaType", "encoding", "schema"})
_REFERENCE = frozenset({"href", "rel", "type", "hreflang", "title"})


def unqualified(name: str, value: Any) -> Any:
    """An input without its ``value`` wrapper; in a list, the entries without theirs.

    Raises:
        ValueError: it is a reference, or encoded: neither is supported.
    """
    if isinstance(value, list):
        return [unqualified(name, entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if "href" in value and set(value) <= _REFERENCE:
        raise ValueError(
            f"the input {name!r} is a reference, and the service makes no outgoing calls: post the value itself"
        )
    if "value" in value and set(value) <= _QUALIFIERS:
        if value.get("encoding") not in (None, "utf-8", "UTF-8"):
            raise ValueError(f"the input {name!r} is encoded as {value['encoding']!r}: post it as plain JSON")
        return value["value"]
    return value


def _summary(request: Request, process: Process[Any]) -> dict[str, Any]:
    return {
        "id": process.id,
        "title": process.title,
        "description": process.description,
        "version": process.version,
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value", "reference"],
        "links": [
            link(request, "self", "processes", process.id, title="Description"),
            link(request, EXECUTE_REL, "processes", process.id, "execution", title="Execution"),
            link(request, JOBS_REL, "jobs", processID=process.id, title="Jobs"),
        ],
    }


@router.get(
    "/processes",
    operation_id="listProcesses",
    summary="Processes of the service",
    responses={
        200: {
            **PAGE,
            "links": {
                "describe": {
                    "operationId": "getProcess",
                    "parameters": {"processID": "$response.body#/processes/0/id"},
                }
            },
        }
    },
    response_model_exclude_none=True,
)
def list_processes(
    request: Request, engine: TheEngine, limit: Limit = 100, offset: Offset = 0, f: Format = None
) -> ProcessList:
    """One page of the processes."""
    rows = list(engine.processes.values())
    page = [ProcessSummary(**_summary(request, process)) for process in rows[offset : offset + limit]]
    links = paging(request, ("processes",), {}, offset, limit, len(rows), "application/json")
    return ProcessList(processes=page, links=links)


@router.get(
    "/processes/{processID}",
    operation_id="getProcess",
    summary="Inputs and outputs of a process",
    response_model_exclude_none=True,
    responses={200: PAGE, **problems(404)},
)
def get_process(request: Request, engine: TheEngine, process_id: ProcessId, f: Format = None) -> ProcessDescription:
    """The process with a JSON schema of each input and output."""
    process = engine.process(process_id)
    schema = inlined(process.inputs.model_json_schema())
    required = set(schema.get("required", []))
    inputs = {
        name: InputDescription(
            title=str(row.get("title", name)),
            description=row.get("description"),
            minOccurs=int(name in required),
            json_schema=row,
        )
        for name, row in schema["properties"].items()
    }
    outputs = {
        name: OutputDescription(title=row.title, description=row.description, json_schema=dict(row.schema))
        for name, row in process.outputs.items()
    }
    return ProcessDescription(**_summary(request, process), inputs=inputs, outputs=outputs)


def add_executions(router: APIRouter, processes: list[Process[Any]]) -> None:
    """One address per process, so that the OpenAPI document describes the inputs of each precisely."""
    for process in processes:
        name = "".join(part.title() for part in process.id.split("-"))
        inputs = WithJsonSchema(inlined(process.inputs.model_json_schema()))
        selection = {"type": "object", "properties": {}, "additionalProperties": False}
        one = OutputSelection.model_json_schema()
        selection["properties"] = {output: inlined(one) for output in process.outputs}
        body = create_model(
            f"Execute{name}",
            __base__=Execute,
            inputs=(Annotated[dict[str, Any], inputs], ...),
            outputs=(Annotated[dict[str, OutputSelection], WithJsonSchema(selection)], Field(default_factory=dict)),
        )
        router.add_api_route(
            f"/processes/{process.id}/execution",
            _execution(process.id, body),
            methods=["POST"],
            operation_id=f"execute{name}",
            summary=process.title,
            description=process.description,
            response_class=Response,
            status_code=200,
            route_class_override=StrictJsonRoute,
            dependencies=[Depends(json_only)],
            responses=EXECUTION_RESPONSES,
        )


EXECUTION_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The outputs: a document, a single output, or several as multipart",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "application/geo+json": {"schema": {"type": "object", "required": ["type"]}},
            "multipart/related": BINARY,
            **FILES,
        },
    },
    201: {
        "description": "A job was created, on request or because the work would take too long to wait for",
        "model": StatusInfo,
        "headers": {
            "Location": {"description": "The job", "required": True, "schema": {"type": "string"}},
            "Preference-Applied": {"schema": {"type": "string"}},
        },
        "links": job_links("$response.body#/jobID"),
    },
    204: {"description": "The Link headers say where the outputs are"},
    **problems(404, 409, 410, 415, 422, 429, 507),
}


def _execution(process_id: str, body: type[BaseModel]) -> Callable[..., Awaitable[Response]]:
    async def execute(request: Request, asked: Any, prefer: Prefer = None) -> Response:
        return await _execute(request, process_id, asked, prefer)

    execute.__annotations__["asked"] = body
    return execute


async def _execute(request: Request, process_id: str, asked: Execute, prefer: str | None) -> Response:
    engine, lanes = engine_of(request), request.app.state.lanes
    process = engine.process(process_id)
    preferences = Preferences(response=asked.response, outputs=asked.outputs)
    preferences.check(process)
    wait_s = engine.settings.limits.sync_timeout_s
    wished = _WAIT.search(prefer or "")
    if wished is not None:
        wait_s = min(wait_s, float(wished[1]))
    at_once = prefer is None or "respond-async" not in prefer
    prepared = await lanes.execute(engine.prepare, process_id, asked.inputs)
    if at_once and not preferences.needs_job(json_outputs(process)):
        outputs = await lanes.execute(engine.execute, prepared)
        if outputs is not None:
            return immediate_results(request, process, outputs, preferences)
    job = await lanes.execute(engine.submit, prepared)
    await in_thread(preferences.keep, engine.settings.state_dir, job.id)
    if at_once:
        job = await _until_ended(request, job, wait_s)
        if job.status is JobStatus.FAILED:
            return failed_problem(request, job)
        if job.status.ended:
            return stored_results(request, job, await in_thread(engine.outputs, job.id))
    headers = {"Location": url(request, "jobs", job.id)}
    if not at_once:
        headers["Preference-Applied"] = "respond-async"
    info = await in_thread(status_info, request, job)
    return JSONResponse(info.model_dump(mode="json", exclude_none=True), 201, headers)


async def _until_ended(request: Request, job: Job, wait_s: float) -> Job:
    """Wait until the job has ended, the time is up, or the client or the service goes away."""
    engine = engine_of(request)
    until = time.monotonic() + wait_s
    pause = POLL_S[0]
    while not job.status.ended and time.monotonic() < until and not await request.is_disconnected():
        await asyncio.sleep(min(pause, max(until - time.monotonic(), 0.0)))
        pause = min(pause * 1.3, POLL_S[1])
        job = await in_thread(engine.jobs.get, job.id)
    return job


@router.post(
    "/processes/{processID}/execution",
    include_in_schema=False,
)
async def execute_unknown(engine: TheEngine, process_id: ProcessId) -> Response:
    """Any other process id: 404."""
    raise ProcessNotFound(f"There is no process {process_id!r}: choose one of {', '.join(engine.processes)}.")
