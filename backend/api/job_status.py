"""A job as described by OGC API - Processes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from backend import errors
from backend.api.collection_catalogue import makes_features
from backend.api.links import GEOJSON, LOG_REL, RESULTS_REL, link
from backend.api.ogc_models import StatusInfo
from backend.api.problems import kebab, private_folders, terralex_problem
from backend.jobs.job import Job, JobStatus
from backend.layers.private_paths import without_paths

MESSAGES = {
    JobStatus.ACCEPTED: "Waiting in the queue",
    JobStatus.RUNNING: "Running",
    JobStatus.SUCCESSFUL: "Done",
    JobStatus.DISMISSED: "Dismissed",
}


def status_info(request: Request, job: Job) -> StatusInfo:
    """The job with links to everything available now."""
    engine = request.app.state.engine
    links = [link(request, "self", "jobs", job.id, title="This job"), link(request, LOG_REL, "jobs", job.id, "log")]
    partial = job.status is JobStatus.RUNNING and engine.partial(job.id) is not None
    if job.status is JobStatus.SUCCESSFUL:
        links.append(link(request, RESULTS_REL, "jobs", job.id, "results", title="Results"))
    process = engine.processes.get(job.process)  # a job of an older release may be of a process that has gone
    if partial or (job.status is JobStatus.SUCCESSFUL and process is not None and makes_features(process)):
        title = "Features so far" if partial else "Features"
        links.append(link(request, "items", "collections", f"job-{job.id}", "items", kind=GEOJSON, title=title))
    message = job.error if job.status is JobStatus.FAILED else job.message
    doing = job.doing if job.status is JobStatus.RUNNING and job.step else None
    return StatusInfo(
        jobID=job.id,
        processID=job.process,
        status=job.status,
        message=without_paths(message or MESSAGES.get(job.status, ""), private_folders(request)),
        code=_code(job),
        step=doing.code if doing else None,
        done=doing.done if doing else None,
        total=doing.total if doing else None,
        unit=doing.unit if doing else None,
        progress=job.progress,
        created=job.created,
        started=job.started,
        finished=job.finished,
        updated=job.updated,
        eta_s=None if job.eta_s is None else round(job.eta_s, 1),
        error_type=job.error_type,
        links=links,
    )


def _code(job: Job) -> str:
    if job.status is JobStatus.FAILED:
        return kebab(job.error_type or "JobFailed")
    return job.doing.code if job.status is JobStatus.RUNNING and job.step else job.status.value


def failed_problem(request: Request, job: Job) -> Response:
    """The problem that ended a failed job, with the HTTP status that its error would have in a request."""
    kind = getattr(errors, job.error_type or "", errors.JobFailed)
    known = isinstance(kind, type) and issubclass(kind, errors.TerralexError)
    error = kind if known else errors.JobFailed
    return terralex_problem(request, error(job.error or "The job failed."))
