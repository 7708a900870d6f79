"""The collections: indexes of registered layers, and the features that jobs have found or are finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.api.feature_sources import FeatureSource, IndexSource
from backend.api.file_source import FileSource
from backend.errors import CollectionNotFound, JobNotFound
from backend.imagery.globe import Box
from backend.jobs.engine import Engine
from backend.jobs.index_catalogue import IndexSummary
from backend.jobs.job import Job, JobStatus
from backend.jobs.process import GEOPACKAGE, Process
from backend.storage.bounded import Bounded

JOB_PREFIX = "job-"
PAGE = 500
MOST_KNOWN = 10_000


@dataclass(frozen=True)
class CollectionEntry:
    """One collection; exactly one of index and job is given."""

    id: str
    index: IndexSummary | None = None
    job: Job | None = None

    @property
    def complete(self) -> bool:
        """Whether no more features will be added."""
        return self.index.manifest.complete if self.index else self.job is not None and self.job.status.ended


def makes_features(process: Process[Any]) -> bool:
    """Whether the jobs of a process produce features."""
    return any(output.schema.get("contentMediaType") == GEOPACKAGE for output in process.outputs.values())


def list_collections(engine: Engine) -> list[CollectionEntry]:
    """All collections: indexes, then jobs with the newest first."""
    entries = [CollectionEntry(summary.id, index=summary) for summary in engine.indexes()]
    jobs: list[Job] = []
    for process in engine.processes.values():
        if makes_features(process):
            jobs += _all_jobs(engine, JobStatus.SUCCESSFUL, process.id)
            jobs += [job for job in _all_jobs(engine, JobStatus.RUNNING, process.id) if engine.partial(job.id)]
    jobs.sort(key=lambda job: job.created, reverse=True)
    return entries + [CollectionEntry(f"{JOB_PREFIX}{job.id}", job=job) for job in jobs]


def _all_jobs(engine: Engine, status: JobStatus, process_id: str) -> list[Job]:
    jobs, total = engine.jobs.list(PAGE, 0, status, process_id)
    while len(jobs) < total:
        more, total = engine.jobs.list(PAGE, len(jobs), status, process_id)
        if not more:
            break
        jobs += more
    return list(jobs)


def find_collection(engine: Engine, collection_id: str) -> CollectionEntry:
    """The collection with an id.

    Raises:
        CollectionNotFound: there is none.
    """
    if collection_id.startswith(JOB_PREFIX):
        try:
            return CollectionEntry(collection_id, job=engine.jobs.get(collection_id.removeprefix(JOB_PREFIX)))
        except JobNotFound as error:
            raise CollectionNotFound(f"There is no collection {collection_id!r}: see /collections.") from error
    summary, _ = engine.index(collection_id)
    return CollectionEntry(collection_id, index=summary)


def open_collection(engine: Engine, entry: CollectionEntry) -> FeatureSource:
    """The features of a collection.

    Raises:
        CollectionNotFound: its job has no features: it failed, was dismissed, has none yet, or produces none.
    """
    if entry.index is not None:
        return IndexSource(entry.index.folder, entry.index.manifest)
    assert entry.job is not None
    job = entry.job
    if job.status is JobStatus.RUNNING:
        partial = engine.partial(job.id)
        if partial is not None:
            return FileSource(partial, None)
    elif job.status is JobStatus.SUCCESSFUL:
        for output in engine.outputs(job.id).values():
            if output.get("layer"):
                return FileSource(engine.result_folder(job.id) / output["file"], output["layer"])
    raise CollectionNotFound(f"The job {job.id} has no features: see /jobs/{job.id} for its outcome.")


class KnownBounds:
    """Bounds of collections; those of finished jobs never change and are read from their files only once."""

    def __init__(self) -> None:
        self._known: Bounded[tuple[str, str], tuple[Box | None]] = Bounded(MOST_KNOWN)

    def of(self, engine: Engine, entry: CollectionEntry) -> Box | None:
        """West, south, east, north; None where there are no features.

        Raises:
            CollectionNotFound: see :func:`open_collection`.
        """
        if entry.index is not None:
            return entry.index.bounds_wgs84
        assert entry.job is not None
        key = entry.id, entry.job.updated
        known = self._known.get(key)
        if known is not None:
            return known[0]
        bounds = open_collection(engine, entry).bounds_wgs84()
        if entry.complete:
            self._known.put(key, (bounds,))
        return bounds
