"""The service behind the HTTP routes: starts background work, accepts requests for processes, returns results."""

from __future__ import annotations

import json
import tempfile
import threading
import uuid
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from cachetools import TTLCache
from pydantic import BaseModel, ValidationError

from backend.errors import (
    BadOption,
    CollectionNotFound,
    JobDismissed,
    JobFailed,
    ProcessNotFound,
    ResultNotReady,
)
from backend.imagery.range_fetcher import RangeFetcher
from backend.imagery.remote_reads import RemoteReads
from backend.index.orphans import remove_indexes_of, remove_orphans
from backend.index.store import LayerIndex
from backend.jobs.device import DeviceWorker
from backend.jobs.index_catalogue import IndexSummary, find_indexes
from backend.jobs.janitor import Janitor
from backend.jobs.job import Job, JobStatus
from backend.jobs.process import Outputs, Prepared, Process, Run
from backend.jobs.processes import PROCESSES
from backend.jobs.processes.search import REGIONS_FILE
from backend.jobs.runner import JobContext, JobRunner
from backend.jobs.service_clock import ServiceClock
from backend.jobs.store import JobStore
from backend.jobs.watch_rounds import WatchRounds
from backend.jobs.workbench import Workbench, reader_pool
from backend.layers.map_pictures import MapPictures
from backend.layers.registry import LayerRegistry
from backend.layers.remote_layers import RemoteLayers
from backend.layers.uploads import UploadStore
from backend.models.encoder import load_encoder
from backend.models.pool import ModelPool
from backend.settings import Settings
from backend.storage.files import remove
from backend.storage.private_folder import make_private
from backend.storage.state_lock import state_lock
from backend.watch.saved_search import SavedSearch
from backend.watch.saved_searches import KeptSearch, SavedSearches

URGENT = frozenset({"search", "similar"})
"""A user waits for these: they have their own worker and never queue behind an index job."""

PREPARED_KEPT, PREPARED_KEPT_S = 8, 60.0
"""Prepared requests that became jobs, kept for the worker, which usually takes them at once."""

CLEAN_EVERY_S = 600.0
CHECK_READERS_EVERY_S = 20.0
START_ROUNDS_EVERY_S = 15.0
DOWNLOADS = "downloads"
REMOTE = "remote"
STATE_WAIT_S = 15.0  # a server that was told to stop may still be loading a model


@dataclass(frozen=True)
class Request:
    """A client's request to a process: as posted, and as prepared by the process."""

    process_id: str
    inputs: Mapping[str, Any]
    prepared: Prepared


class Engine:
    """One service over one state folder. Call :meth:`start` before anything else and :meth:`stop` at the end."""

    def __init__(self, settings: Settings) -> None:
        """Open the state folder, which no other service may be using.

        Raises:
            OutputNotWritable: the state folder cannot be written.
            StateInUse: another service runs on it.
        """
        if settings.index_storage:
            raise BadOption("The service keeps its indexes in a folder of its machine: give index a folder.")
        self.settings = settings
        self.processes: Mapping[str, Process[Any]] = {process.id: process for process in PROCESSES}
        self._held = ExitStack()
        limits = settings.limits
        make_private(settings.state_dir)
        self._held.enter_context(state_lock(settings.state_dir, STATE_WAIT_S))
        self.clock = ServiceClock(settings.state_dir)
        self._downloads = settings.state_dir / DOWNLOADS
        remove(self._downloads)  # what a killed service was making
        make_private(self._downloads)
        fetcher = self._held.enter_context(RangeFetcher(settings.online_hosts, settings.s3_buckets))
        make_private(settings.state_dir / REMOTE)
        reads = RemoteReads(settings.state_dir / REMOTE, fetcher)
        self.readers = reader_pool(limits, (*settings.data_roots, settings.state_dir.resolve()), reads)
        self._held.callback(self.readers.close)
        stamp = self.clock.stamp_time
        self.uploads = UploadStore(
            settings.state_dir / "uploads", limits.upload_quota_bytes, limits.max_upload_bytes, stamp
        )
        self.layers = LayerRegistry(
            *(settings.state_dir, settings.data_roots, self.readers, self.uploads, settings.online_hosts),
            RemoteLayers(reads.folder, fetcher, self.readers),
            clock=stamp,
        )
        self._held.callback(self.layers.close)
        self.pictures = MapPictures(self.layers.path, self.readers)
        load = partial(load_encoder, offline=settings.offline or None)
        self.models = ModelPool(settings.device, settings.memory.models_bytes, load)
        self._worker = DeviceWorker()
        self._held.callback(self._worker.close)
        self.saved = SavedSearches(settings.state_dir / "saved.sqlite", stamp)
        self._held.callback(self.saved.close)
        self.bench = Workbench(settings, self.layers, self.readers, self.models, self._worker, saved=self.saved)
        self._prepared: TTLCache[str, Prepared] = TTLCache(PREPARED_KEPT, PREPARED_KEPT_S)
        self._lock = threading.Lock()
        self.jobs = JobStore(settings.state_dir / "jobs.sqlite", self.clock.stamp)
        self._held.callback(self.jobs.close)
        self.runner = JobRunner(
            self.jobs, self._execute, settings.state_dir / "results", settings.job_workers, urgent=URGENT
        )
        self._janitor = Janitor(CLEAN_EVERY_S, [self._keep_time, self._expire, self._remove_orphans], self.clock.now)
        self._watch = Janitor(CHECK_READERS_EVERY_S, [self._check_readers], self.clock.now)
        rounds = WatchRounds(self.saved, self._start_round, lambda job: self.jobs.get(job).status.ended)
        self._rounds = Janitor(START_ROUNDS_EVERY_S, [rounds.start_due], self.clock.now)

    def start(self) -> None:
        """Resume the jobs of an earlier run and start working."""
        self.layers.resume()
        self.runner.start()
        if self.settings.preload:
            threading.Thread(target=self.bench.warm_up, name="warm-up", daemon=True).start()
        self._janitor.start()
        self._watch.start()
        self._rounds.start()

    def stop(self) -> None:
        """Stop working; running jobs go back in the queue and continue at the next start."""
        self._janitor.stop()
        self._watch.stop()
        self._rounds.stop()
        self.runner.stop()
        with suppress(OSError):
            self.clock.save()
        self._held.close()

    def save_search(self, search: SavedSearch) -> KeptSearch:
        """Store a saved search, after checking its inputs.

        Raises:
            BadOption, EmptyQuery, ModelUnavailable: it cannot be run.
        """
        self.prepare("survey", search.inputs)
        return self.saved.put(search)

    def _start_round(self, search_id: str) -> str:
        return self.submit(self.prepare("watch", {"search": search_id})).id

    def _check_readers(self, _: datetime) -> None:
        """Start the first reader process before the first layer needs it, and retry if none could be started."""
        if self.settings.preload or self.readers.trouble is not None:
            self.readers.check()

    def process(self, process_id: str) -> Process[Any]:
        """The process with an id.

        Raises:
            ProcessNotFound: there is none.
        """
        process = self.processes.get(process_id)
        if process is None:
            raise ProcessNotFound(f"There is no process {process_id!r}: choose one of {', '.join(self.processes)}.")
        return process

    def prepare(self, process_id: str, inputs: Mapping[str, Any]) -> Request:
        """A prepared request, to be answered at once or submitted as a job.

        Raises:
            ProcessNotFound: no process has this id.
            BadOption: an input is missing, unknown or wrong; the sentence names it.
            LayerNotFound, OutsideLayer, EmptyQuery, ModelUnavailable, ...: the process refuses the request.
        """
        process = self.process(process_id)
        return Request(process_id, dict(inputs), process.prepare(parse_inputs(process, inputs), self.bench))

    def execute(self, request: Request) -> dict[str, Any] | None:
        """Stored form of the outputs if they are available at once; otherwise None: :meth:`submit` the request."""
        outputs = request.prepared.at_once()
        return None if outputs is None else _stored(outputs)

    def submit(self, request: Request) -> Job:
        """Accept a job; once this returns, the job survives a restart of the service.

        Raises:
            TooManyJobs: the queue is full.
        """
        job_id = str(uuid.uuid4())
        with self._lock:
            self._prepared[job_id] = request.prepared
        most = self.settings.limits.max_queued_jobs
        job = self.jobs.create(request.process_id, request.inputs, most, job_id)
        self.runner.wake()
        return job

    def wait(self, job_id: str, timeout_s: float) -> Job:
        """The job when it has ended, or its state after ``timeout_s``."""
        return self.runner.wait(job_id, timeout_s)

    def dismiss(self, job_id: str) -> Job:
        """Stop a job, or remove an ended one with its results."""
        return self.runner.dismiss(job_id)

    def outputs(self, job_id: str) -> dict[str, Any]:
        """Stored form of the outputs of a successful job.

        Raises:
            JobNotFound: there is none.
            ResultNotReady: it has not ended.
            JobFailed: it failed; the sentence says why.
            JobDismissed: it was dismissed.
        """
        job = self.jobs.get(job_id)
        if job.status is JobStatus.FAILED:
            raise JobFailed(job.error or "The job failed.")
        if job.status is JobStatus.DISMISSED:
            raise JobDismissed(f"The job {job_id} was dismissed: it has no results.")
        if job.status is not JobStatus.SUCCESSFUL:
            raise ResultNotReady(f"The job {job_id} has not finished: see /jobs/{job_id} for its progress.")
        outputs: dict[str, Any] = self.jobs.result(job_id)["outputs"]
        return outputs

    def remove_layer(self, layer_id: str) -> None:
        """Remove a layer and everything stored only for it, its indexes included.

        Raises:
            LayerNotFound: there is none.
        """
        file = self.layers.remove(layer_id)
        if file is not None and not file.exists():
            remove_indexes_of(self.settings.index, file)

    def download_folder(self) -> tempfile.TemporaryDirectory[str]:
        """A new folder for one file to be sent; leftovers of a killed service are removed at the next start."""
        return tempfile.TemporaryDirectory(dir=self._downloads)

    def result_folder(self, job_id: str) -> Path:
        """Folder of a job's result files."""
        return self.runner.result_folder(job_id)

    def partial(self, job_id: str) -> Path | None:
        """GeoPackage of the regions that a running search has found so far."""
        file = self.runner.working_folder(job_id) / REGIONS_FILE
        return file if file.is_file() else None

    def indexes(self) -> list[IndexSummary]:
        """Indexes of the registered layers."""
        return find_indexes(self.settings.index, self.layers.files())

    def index(self, index_id: str) -> tuple[IndexSummary, LayerIndex]:
        """An index by its id.

        Raises:
            CollectionNotFound: there is none.
            IndexNotUsable: it is damaged.
        """
        for summary in self.indexes():
            if summary.id == index_id:
                return summary, self.bench.open_index(summary.folder)
        raise CollectionNotFound(f"There is no index {index_id}: see /collections.")

    def _execute(self, job: Job, context: JobContext) -> dict[str, Any]:
        with self._lock:
            prepared = self._prepared.pop(job.id, None)
        if prepared is None:  # it waited for long, or for a new start of the server
            prepared = self.prepare(job.process, context.inputs()).prepared
        run = Run(context.progress, context.cancelled, context.log)
        return {"outputs": _stored(prepared.run(run, context.folder))}

    def _expire(self, now: datetime) -> None:
        expiry = self.settings.expiry
        for job_id in self.jobs.expire(now - timedelta(days=expiry.jobs_days)):
            self.runner.forget(job_id)
        self.layers.expire(now, timedelta(days=expiry.uploads_days))

    def _keep_time(self, _: datetime) -> None:
        self.clock.save()

    def _remove_orphans(self, _: datetime) -> None:
        remove_orphans(self.settings.index, self.settings.state_dir)


def parse_inputs(process: Process[Any], inputs: Mapping[str, Any]) -> BaseModel:
    """Inputs as the process's own type.

    Raises:
        BadOption: an input is missing, unknown or wrong; the sentence names it.
    """
    try:
        return process.inputs.model_validate_json(json.dumps(inputs), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "inputs"
        raise BadOption(f"The input {name!r} of {process.id!r} cannot be used: {first['msg']}.") from error


def _stored(outputs: Outputs) -> dict[str, Any]:
    return {name: output.to_dict() for name, output in outputs.items()}
