"""``/jobs``: progress, results and logs of jobs, and how to stop them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from backend.api.context import Limit, Offset, TheEngine
from backend.api.job_status import failed_problem, status_info
from backend.api.links import link, operations, paging
from backend.api.ogc_models import JobList, JobLog, LogLine, StatusInfo
from backend.api.pages.negotiation import PAGE, Format
from backend.api.problems import private_folders, problems
from backend.api.results import Preferences, single_output, stored_results
from backend.errors import JobNotFound
from backend.jobs.job import JobStatus
from backend.layers.private_paths import without_paths

router = APIRouter(tags=["Jobs"])

JobId = Annotated[str, Path(alias="jobID", max_length=64, description="From the Location of an execution")]
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE_TYPES = ("application/geopackage+sqlite3", "image/tiff", "application/xml", "application/octet-stream")
FILES = dict.fromkeys(FILE_TYPES, BINARY)
ENDED_BADLY = problems(404, 409, 410, 422, 507)
"""Responses to a request for results that do not exist: the job's error, or that it is not ready."""


def job_links(expression: str) -> dict[str, Any]:
    """OpenAPI links from a response that names a job to its other resources."""
    return operations("jobID", expression, "getJob", "getJobResults", "getJobLog", "dismissJob")


@router.get(
    "/jobs",
    operation_id="listJobs",
    summary="Jobs, newest first",
    response_model_exclude_none=True,
    responses={200: {**PAGE, "links": job_links("$response.body#/jobs/0/jobID")}},
)
def list_jobs(
    request: Request,
    engine: TheEngine,
    limit: Limit = 50,
    offset: Offset = 0,
    status: Annotated[JobStatus | None, Query(description="Only jobs with this status")] = None,
    process: Annotated[
        str | None, Query(alias="processID", max_length=64, description="Only jobs of this process")
    ] = None,
    f: Format = None,
) -> JobList:
    """One page of the jobs."""
    jobs, total = engine.jobs.list(limit, offset, status, process)
    query = {"status": None if status is None else status.value, "processID": process}
    links = paging(request, ("jobs",), query, offset, limit, total, "application/json")
    return JobList(jobs=[status_info(request, job) for job in jobs], numberMatched=total, links=links)


@router.get(
    "/jobs/{jobID}",
    operation_id="getJob",
    summary="Status and progress of a job",
    response_model_exclude_none=True,
    responses={200: {**PAGE, "links": job_links("$request.path.jobID")}, **problems(404)},
)
def get_job(request: Request, engine: TheEngine, job_id: JobId, f: Format = None) -> StatusInfo:
    """The job's status, progress, message and estimated time left."""
    return status_info(request, engine.jobs.get(job_id))


@router.delete(
    "/jobs/{jobID}",
    operation_id="dismissJob",
    summary="Stop a job, or delete the results of a finished one",
    response_model_exclude_none=True,
    responses=problems(404),
)
def dismiss_job(request: Request, engine: TheEngine, job_id: JobId) -> StatusInfo:
    """Dismiss the job: its work ends within two seconds."""
    job = engine.dismiss(job_id)
    Preferences.forget(engine.settings.state_dir, job_id)
    return status_info(request, job)


@router.get(
    "/jobs/{jobID}/results",
    operation_id="getJobResults",
    summary="Results of a job",
    response_class=Response,
    responses={
        200: {
            "description": "A document with all outputs, or a single output, as requested by the execution",
            "content": {
                "application/json": {"schema": {"type": "object"}},
                "application/geo+json": {"schema": {"type": "object", "required": ["type"]}},
                "multipart/related": BINARY,
                **FILES,
            },
        },
        204: {"description": "The Link header says where the output is"},
        **ENDED_BADLY,
    },
)
def get_results(request: Request, engine: TheEngine, job_id: JobId) -> Response:
    """The results in the form that the execution asked for."""
    job = engine.jobs.get(job_id)
    if job.status is JobStatus.FAILED:
        return failed_problem(request, job)
    return stored_results(request, job, engine.outputs(job_id))


@router.get(
    "/jobs/{jobID}/results/{outputID}",
    operation_id="getJobOutput",
    summary="A single output",
    response_class=Response,
    responses={
        200: {
            "description": "The output",
            "content": {
                "application/json": {"schema": {}},
                "application/geo+json": {"schema": {"type": "object", "required": ["type"]}},
                **FILES,
            },
        },
        206: {"description": "A part of a file", "content": FILES},
        416: {"description": "Range Not Satisfiable", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **ENDED_BADLY,
    },
)
def get_output(
    request: Request, engine: TheEngine, job_id: JobId, output: Annotated[str, Path(alias="outputID", max_length=64)]
) -> Response:
    """One output, as it is."""
    job = engine.jobs.get(job_id)
    if job.status is JobStatus.FAILED:
        return failed_problem(request, job)
    return single_output(request, job, engine.outputs(job_id), output)


@router.get(
    "/jobs/{jobID}/log",
    operation_id="getJobLog",
    summary="Log of a job",
    response_model_exclude_none=True,
    responses=problems(404),
)
def get_log(request: Request, engine: TheEngine, job_id: JobId) -> JobLog:
    """The job's log, oldest line first."""
    engine.jobs.get(job_id)
    folders = private_folders(request)
    lines = [LogLine(time=line.time, text=without_paths(line.text, folders)) for line in engine.jobs.log_lines(job_id)]
    return JobLog(lines=lines, links=[link(request, "self", "jobs", job_id, "log")])


@router.get(
    "/jobs/{jobID}/files/{name}",
    operation_id="getJobFile",
    summary="A file of the results; supports Range requests",
    response_class=Response,
    responses={
        200: {"description": "The file", "content": FILES},
        206: {"description": "A part of the file", "content": FILES},
        416: {"description": "Range Not Satisfiable", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **ENDED_BADLY,
    },
)
def get_file(
    request: Request, engine: TheEngine, job_id: JobId, name: Annotated[str, Path(max_length=200)]
) -> Response:
    """The file, if it is one of the job's outputs."""
    job = engine.jobs.get(job_id)
    if job.status is JobStatus.FAILED:
        return failed_problem(request, job)
    for output in engine.outputs(job_id).values():
        if output.get("file") == name:
            file = engine.result_folder(job_id) / name
            if file.is_file():
                return FileResponse(file, media_type=output["media_type"], filename=name)
    raise JobNotFound(f"The job has no file {name!r}: see its results.")
