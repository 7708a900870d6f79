"""Response models of OGC API: Common, Processes 1.0 and Features 1.0. Absent members are omitted."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.api.links import Link
from backend.jobs.job import JobStatus

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


class LandingPage(BaseModel):
    """Links to everything the service offers."""

    title: str
    description: str
    links: list[Link]


class Conformance(BaseModel):
    """The conformance classes that the service implements."""

    conformsTo: list[str]


class ProcessSummary(BaseModel):
    """A process in the list."""

    id: str
    title: str
    description: str
    version: str
    jobControlOptions: list[Literal["sync-execute", "async-execute", "dismiss"]]
    outputTransmission: list[Literal["value", "reference"]]
    links: list[Link]


class ProcessList(BaseModel):
    """All processes."""

    processes: list[ProcessSummary]
    links: list[Link]


class InputDescription(BaseModel):
    """One input; ``schema`` is a JSON schema that refers to nothing outside itself."""

    model_config = ConfigDict(populate_by_name=True)

    title: str
    description: str | None = None
    minOccurs: int
    maxOccurs: int = 1
    json_schema: Annotated[dict[str, Any], Field(alias="schema")]


class OutputDescription(BaseModel):
    """One output."""

    model_config = ConfigDict(populate_by_name=True)

    title: str
    description: str
    json_schema: Annotated[dict[str, Any], Field(alias="schema")]


class ProcessDescription(ProcessSummary):
    """A process with its inputs and outputs."""

    inputs: dict[str, InputDescription]
    outputs: dict[str, OutputDescription]


class OutputFormat(BaseModel):
    """The requested media type of an output."""

    model_config = ConfigDict(extra="forbid")

    mediaType: Annotated[str, Field(max_length=200)]


class OutputSelection(BaseModel):
    """How one output is to be delivered."""

    model_config = ConfigDict(extra="forbid")

    transmissionMode: Annotated[
        Literal["value", "reference"] | None,
        Field(description="Files sent by value are base64; by default, JSON is sent by value and files by reference"),
    ] = None
    format: OutputFormat | None = None


class StatusInfo(BaseModel):
    """A job at one moment."""

    jobID: str
    processID: str
    type: Literal["process"] = "process"
    status: JobStatus
    message: Annotated[str, Field(description="A sentence in English; the following fields hold the same facts")]
    code: Annotated[
        str, Field(description="Code of the message: the status, the step of a running job, or the kind of error")
    ]
    step: Annotated[str | None, Field(description="Current step of a running job, such as indexing")] = None
    done: Annotated[int | None, Field(ge=0, description="Units completed in this step")] = None
    total: Annotated[int | None, Field(ge=0, description="Total units in this step")] = None
    unit: Annotated[str | None, Field(description="The unit, such as windows")] = None
    progress: Annotated[int, Field(ge=0, le=100)]
    created: str
    started: str | None = None
    finished: str | None = None
    updated: str
    eta_s: Annotated[float | None, Field(description="Estimated seconds until the job ends, if known")] = None
    error_type: Annotated[str | None, Field(description="Kind of error that ended a failed job")] = None
    links: list[Link]


class JobList(BaseModel):
    """One page of the jobs, newest first."""

    jobs: list[StatusInfo]
    numberMatched: int
    links: list[Link]


class LogLine(BaseModel):
    """One line of a job's log."""

    time: str
    text: str


class JobLog(BaseModel):
    """The log of a job, oldest line first."""

    lines: list[LogLine]
    links: list[Link]


class SpatialExtent(BaseModel):
    """West, south, east, north."""

    bbox: list[Annotated[list[float], Field(min_length=4, max_length=4)]]
    crs: str = CRS84


class TemporalExtent(BaseModel):
    """When the described data were created."""

    interval: list[list[str | None]]


class Extent(BaseModel):
    """Where and when."""

    spatial: SpatialExtent | None = None
    temporal: TemporalExtent | None = None


class Collection(BaseModel):
    """An index, or the features of a job."""

    id: str
    title: str
    description: str
    extent: Extent
    itemType: Literal["feature"] = "feature"
    crs: list[str] = [CRS84]
    storageCrs: str | None = None
    complete: Annotated[bool, Field(description="Whether more features may still be added")]
    embedding: Annotated[
        dict[str, Any] | None, Field(description="Of an index: fields of the STAC embedding extension")
    ] = None
    links: list[Link]


class Collections(BaseModel):
    """One page of the collections."""

    collections: list[Collection]
    numberMatched: int
    links: list[Link]


class Feature(BaseModel):
    """A GeoJSON feature."""

    type: Literal["Feature"] = "Feature"
    id: int
    geometry: dict[str, Any] | None
    properties: dict[str, Any]
    links: list[Link] | None = None


class FeatureCollection(BaseModel):
    """A page of GeoJSON features."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    numberMatched: int
    numberReturned: int
    timeStamp: str
    features: list[Feature]
    links: list[Link]


class Queryables(BaseModel):
    """JSON schema of a collection's properties."""

    model_config = ConfigDict(populate_by_name=True)

    type: Literal["object"] = "object"
    title: str
    json_schema: Annotated[str, Field(alias="$schema")] = "https://json-schema.org/draft/2020-12/schema"
    json_id: Annotated[str, Field(alias="$id")]
    properties: dict[str, dict[str, Any]]
