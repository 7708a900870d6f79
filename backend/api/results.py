"""Outputs in the form that clients request: one document or raw outputs, by value or by reference."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from backend.api.links import GEOJSON, JSON, url
from backend.api.ogc_models import OutputSelection
from backend.errors import BadOption, JobDismissed, JobNotFound
from backend.jobs.job import Job
from backend.jobs.process import Process
from backend.jobs.store import JobStore

FOLDER = "executions"


class Preferences(BaseModel):
    """The requested form of an execution's outputs; stored with the job for later requests for its results."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    response: Literal["raw", "document"] | None = None
    """If omitted, a single output is sent raw, as the standard requires, and several as a document."""
    outputs: dict[str, OutputSelection] = Field(default_factory=dict)
    """All outputs if empty."""

    def check(self, process: Process[Any]) -> None:
        """Refuse what cannot be delivered before any work is done.

        Raises:
            BadOption: the process has no such output, or the output is not available in that media type.
        """
        for name, selection in self.outputs.items():
            if name not in process.outputs:
                raise BadOption(f"{process.id!r} has no output {name!r}: choose from {', '.join(process.outputs)}.")
            own = media_type_of(process.outputs[name].schema)
            fitting = {own, JSON} if own == GEOJSON else {own}
            if selection.format is not None and selection.format.mediaType not in fitting:
                raise BadOption(f"The output {name!r} of {process.id!r} is available as {own} only: omit its format.")

    def chosen(self, outputs: Mapping[str, Any]) -> dict[str, Any]:
        """The requested outputs."""
        return {name: row for name, row in outputs.items() if not self.outputs or name in self.outputs}

    def as_document(self, chosen: Mapping[str, Any]) -> bool:
        """Whether these outputs are to be members of one JSON document."""
        return self.response == "document" or (self.response is None and len(chosen) > 1)

    def by_reference(self, name: str, output: Mapping[str, Any], document: bool) -> bool:
        """Whether this output is to be a link. In a document, files are links unless requested otherwise."""
        selection = self.outputs.get(name)
        if selection is not None and selection.transmissionMode is not None:
            return selection.transmissionMode == "reference"
        return "file" in output and document

    def needs_job(self, at_once: Iterable[str]) -> bool:
        """Whether something is requested that only a job has: a lasting link, or a file."""
        linked = any(selection.transmissionMode == "reference" for selection in self.outputs.values())
        return linked or not set(self.outputs) <= set(at_once)

    def keep(self, state_dir: Path, job_id: str) -> None:
        """Store them for a job; the default needs no file."""
        if self != Preferences():
            file = _file(state_dir, job_id)
            file.parent.mkdir(exist_ok=True)
            beside = file.with_suffix(f".{uuid.uuid4().hex}")
            beside.write_text(self.model_dump_json(), encoding="utf-8")
            beside.replace(file)

    @classmethod
    def of(cls, state_dir: Path, job_id: str) -> Preferences:
        """The settings stored for a job."""
        try:
            return cls.model_validate_json(_file(state_dir, job_id).read_bytes())
        except (FileNotFoundError, ValidationError):
            return cls()

    @staticmethod
    def forget(state_dir: Path, job_id: str) -> None:
        """Remove the settings of a job."""
        _file(state_dir, job_id).unlink(missing_ok=True)

    @staticmethod
    def forget_expired(state_dir: Path, jobs: JobStore) -> None:
        """Remove the settings of jobs that no longer exist, and unfinished files of a killed service."""
        for file in (state_dir / FOLDER).glob("*"):
            try:
                jobs.get(file.name.removesuffix(".json"))
            except JobNotFound:
                file.unlink(missing_ok=True)


def _file(state_dir: Path, job_id: str) -> Path:
    return state_dir / FOLDER / f"{uuid.UUID(job_id)}.json"


@dataclass(frozen=True)
class _Delivery:
    """Outputs with the addresses of their links and the folder of their files; a direct answer has neither."""

    request: Request
    preferences: Preferences
    job_id: str | None
    folder: Path | None
    process: Process[Any]

    def media_type(self, name: str, output: Mapping[str, Any]) -> str:
        return str(output["media_type"]) if "file" in output else media_type_of(self.process.outputs[name].schema)

    def href(self, name: str, output: Mapping[str, Any]) -> str:
        assert self.job_id is not None
        if "file" in output:
            return url(self.request, "jobs", self.job_id, "files", output["file"])
        return url(self.request, "jobs", self.job_id, "results", name)

    def content(self, output: Mapping[str, Any]) -> bytes:
        if "file" not in output:
            return json.dumps(output["value"], ensure_ascii=False, allow_nan=False).encode()
        assert self.folder is not None
        file = _still_there(self.folder / str(output["file"]))
        most = self.request.app.state.engine.settings.limits.max_body_bytes
        if file.stat().st_size > most:
            raise BadOption(f"{output['file']} is too large to be sent by value: request it by reference.")
        return file.read_bytes()

    def document(self, outputs: Mapping[str, Any]) -> dict[str, Any]:
        links: dict[str, Any] = {}
        for name, output in outputs.items():
            kind = self.media_type(name, output)
            if self.preferences.by_reference(name, output, document=True):
                links[name] = {"href": self.href(name, output), "type": kind}
            elif "file" in output:
                text = base64.b64encode(self.content(output)).decode("ascii")
                links[name] = {"value": text, "encoding": "base64", "mediaType": kind}
            else:
                links[name] = output["value"]
        return links

    def raw(self, outputs: Mapping[str, Any]) -> Response:
        links = {name: row for name, row in outputs.items() if self.preferences.by_reference(name, row, document=False)}
        values = {name: row for name, row in outputs.items() if name not in links}
        targets = [
            f'<{self.href(name, row)}>; rel="{name}"; type="{self.media_type(name, row)}"'
            for name, row in links.items()
        ]
        headers = {"Link": ", ".join(targets)} if targets else {}
        if not values:
            return Response(status_code=204, headers=headers)
        if len(values) == 1:
            ((name, output),) = values.items()
            return Response(self.content(output), headers=headers, media_type=self.media_type(name, output))
        boundary = uuid.uuid4().hex
        parts = [
            f"--{boundary}\r\nContent-ID: <{name}>\r\nContent-Type: {self.media_type(name, output)}\r\n\r\n".encode()
            + self.content(output)
            + b"\r\n"
            for name, output in values.items()
        ]
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        return Response(body, headers=headers, media_type=f"multipart/related; boundary={boundary}")


def media_type_of(schema: Mapping[str, Any]) -> str:
    """Media type of an output by its schema."""
    if schema.get("format") == "geojson-feature-collection":
        return GEOJSON
    return str(schema.get("contentMediaType", JSON))


def json_outputs(process: Process[Any]) -> list[str]:
    """Outputs that a process can return without a job, because they are not files."""
    return [name for name, row in process.outputs.items() if media_type_of(row.schema) in {JSON, GEOJSON}]


def immediate_results(
    request: Request, process: Process[Any], outputs: Mapping[str, Any], preferences: Preferences
) -> Response:
    """Answer of an execution that needed no job."""
    delivery = _Delivery(request, preferences, None, None, process)
    chosen = preferences.chosen(outputs)
    headers = server_timing(outputs)
    if preferences.as_document(chosen):
        # 200 regions are 70 kB: the encoder of the standard library takes as long for them as the search.
        return Response(to_json(delivery.document(chosen)), media_type=JSON, headers=headers)
    response = delivery.raw(chosen)
    response.headers.update(headers)
    return response


def stored_results(request: Request, job: Job, outputs: Mapping[str, Any]) -> Response:
    """Results of a successful job in the form that its execution asked for."""
    engine = request.app.state.engine
    preferences = Preferences.of(engine.settings.state_dir, job.id)
    delivery = _Delivery(request, preferences, job.id, engine.result_folder(job.id), engine.process(job.process))
    chosen = preferences.chosen(outputs)
    if preferences.as_document(chosen):
        return JSONResponse(delivery.document(chosen))
    return delivery.raw(chosen)


def single_output(request: Request, job: Job, outputs: Mapping[str, Any], name: str) -> Response:
    """One output of a successful job, as it is.

    Raises:
        BadOption: the job has no such output.
    """
    engine = request.app.state.engine
    if name not in outputs:
        raise BadOption(f"The job has no output {name!r}: choose from {', '.join(outputs)}.")
    output = outputs[name]
    if "file" in output:
        file = _still_there(engine.result_folder(job.id) / output["file"])
        return FileResponse(file, media_type=output["media_type"], filename=output["file"])
    media_type = media_type_of(engine.process(job.process).outputs[name].schema)
    return JSONResponse(output["value"], media_type=media_type)


def _still_there(file: Path) -> Path:
    if not file.is_file():
        raise JobDismissed("The files of this job have been removed: run it again.")
    return file


def server_timing(outputs: Mapping[str, Any]) -> dict[str, str]:
    """``Server-Timing`` header from the seconds per stage in a summary; empty if there are none."""
    seconds = outputs.get("summary", {}).get("value", {}).get("seconds", {})
    stages = [f"{stage};dur={spent * 1000:.1f}" for stage, spent in seconds.items() if stage.isidentifier()]
    return {"Server-Timing": ", ".join(stages)} if stages else {}
