"""Jobs and results of a service: start, follow, stop and download; the basis of all long calls."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from backend.client.answers import Found, Job, Labelled, Layer, SavedSearch, Watched
from backend.client.transport import Transport, json_of
from backend.errors import BadOption, OutputNotWritable, ServiceUnreachable, TerralexError

LOOK_S = (0.05, 1.0)
"""First and longest pause between two checks of a job, in seconds."""
PATIENCE_S = 60.0
"""How long to wait for a service that does not answer, in seconds: jobs survive a restart of the service."""
PAGE = 1000

Told = Callable[[Job], None]


class JobClient:
    """The part of the client that handles jobs. Thread-safe."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def start(self, process: str, inputs: Mapping[str, Any]) -> Job:
        """Start any process of the service as a job, without waiting for it."""
        return Job.of(json_of(self._execute(process, inputs, "respond-async")))

    def jobs(self) -> list[Job]:
        """All jobs, newest first."""
        return [Job.of(row) for row in self._pages("/jobs", "jobs")]

    def job(self, job: Job | str) -> Job:
        """The current state of a job."""
        return Job.of(self._transport.json("GET", f"/jobs/{id_of(job)}"))

    def wait(self, job: Job | str, progress: Told | None = None) -> Job:
        """Wait for a job to end; ``progress`` is called whenever it advances.

        Raises:
            ServiceUnreachable: the service has not answered for a minute.
        """
        told: Job | None = None
        pause, heard = LOOK_S[0], time.monotonic()
        while True:
            try:
                now = self.job(job)
                heard = time.monotonic()
            except ServiceUnreachable:
                if time.monotonic() - heard > PATIENCE_S:
                    raise
                now = None
            if now is not None and now != told:
                told = now
                if progress is not None:
                    progress(now)
                if now.ended:
                    return now
            time.sleep(pause)
            pause = min(pause * 1.3, LOOK_S[1])

    def cancel(self, job: Job | str) -> Job:
        """Stop a job, or remove the results of one that has ended."""
        return Job.of(self._transport.json("DELETE", f"/jobs/{id_of(job)}"))

    def result(self, job: Job | str) -> Found | Labelled | Watched | Mapping[str, Any]:
        """The result of a job: regions, labels, or for other processes the plain outputs.

        Raises:
            ResultNotReady: it has not ended.
            TerralexError: it failed; the class is that of the error that ended it.
        """
        now = self.job(job)
        outputs = self._transport.json("GET", f"/jobs/{now.id}/results")
        if now.process in ("search", "similar", "survey"):
            return Found.of(outputs, now.id)
        if now.process == "watch":
            return Watched.of(outputs, now.id)
        return Labelled.of(outputs, now.id) if now.process.startswith("label-") else outputs

    def features(self, result: Found | Labelled | Watched | Job | str) -> dict[str, Any]:
        """All features of a result as one FeatureCollection, in longitude and latitude.

        Raises:
            CollectionNotFound: the result has no features, or does not belong to a job.
        """
        if isinstance(result, Found) and result.job_id is None:
            return dict(result.geojson)
        rows = self._pages(f"/collections/job-{id_of(result)}/items", "features")
        return {"type": "FeatureCollection", "features": rows}

    def download(
        self, result: Found | Labelled | Watched | Job | str, output: str, path: str | os.PathLike[str]
    ) -> Path:
        """Write one output of a job to a file, completely or not at all.

        Args:
            result: the result or job.
            output: such as ``geopackage``, ``areas`` or ``raster``.
            path: of the file; an existing one is replaced.

        Raises:
            OutputNotWritable: it cannot be written there.
            BadOption: there is no such output, or the answer was immediate and has no files.
        """
        if isinstance(result, Found) and result.job_id is None:
            raise BadOption(
                "This answer was given directly and has no files: use its geojson, or start a job to get files."
            )
        target = Path(path)
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            try:
                with beside.open("wb") as sink:
                    self._transport.stream(f"/jobs/{id_of(result)}/results/{output}", sink)
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise OutputNotWritable(f"{target} cannot be written: {error.strerror}.") from error
        return target

    def _execute(self, process: str, inputs: Mapping[str, Any], prefer: str) -> httpx.Response:
        body = {"inputs": given(inputs), "response": "document"}
        return self._transport.send("POST", f"/processes/{process}/execution", json=body, headers={"Prefer": prefer})

    def _run(self, process: str, inputs: Mapping[str, Any], progress: Told | None) -> tuple[dict[str, Any], str | None]:
        """Outputs and, if one was needed, the job: an immediate answer, or a job that is awaited."""
        answer = self._execute(process, inputs, "wait=0")
        if answer.status_code != 201:
            return json_of(answer), None
        job = Job.of(json_of(answer))
        try:
            self.wait(job, progress)
        except BaseException:  # an interrupted call is one that nobody waits for any more
            with suppress(TerralexError):
                self.cancel(job)
            raise
        return self._transport.json("GET", f"/jobs/{job.id}/results"), job.id

    def _pages(self, address: str, member: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        while True:
            page = self._transport.json("GET", address, params={"limit": PAGE, "offset": len(rows)})
            found = page[member]
            rows += found
            if not found or not any(link["rel"] == "next" for link in page["links"]):
                return rows


def given(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The given inputs; None means the service's default."""
    return {name: value for name, value in inputs.items() if value is not None}


def id_of(thing: Layer | Job | SavedSearch | Found | Labelled | Watched | str) -> str:
    """The id used in requests: the object's own or, for an answer, that of its job."""
    if isinstance(thing, str):
        return thing
    return str(thing.id if isinstance(thing, (Layer, Job, SavedSearch)) else thing.job_id)
