"""``/uploads``: resumable uploads in parts, by tus 1.0.0."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any

import anyio.from_thread
from fastapi import APIRouter, Depends, Header, Path
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from backend.api.context import TheEngine, engine_of
from backend.api.links import Link, link, url
from backend.api.problems import CHECKSUM_MISMATCH, problems
from backend.api.tus import (
    ALGORITHMS,
    EXTENSIONS,
    PART_TYPE,
    VERSION,
    PartChanged,
    checked,
    http_date,
    metadata_header,
    parse_metadata,
    part_changed,
)
from backend.jobs.engine import Engine
from backend.layers.upload import Upload
from backend.layers.uploads import UNFINISHED_KEPT
from backend.utc import to_text

router = APIRouter(tags=["Uploads"])

UploadId = Annotated[str, Path(alias="uploadId", max_length=64)]
MAX_LENGTH = 2**53
RESUMABLE: dict[str, Any] = {"Tus-Resumable": {"schema": {"type": "string"}}}
STANDING: dict[str, Any] = {**RESUMABLE, "Upload-Offset": {"required": True, "schema": {"type": "integer"}}}


class UploadInfo(BaseModel):
    """Progress of an upload."""

    id: str
    name: str
    length: int
    offset: int
    complete: bool
    created: str
    updated: str
    expires: str
    sha256: str | None = None
    links: list[Link]


async def speaks_tus(
    tus_resumable: Annotated[str, Header(description="tus version", json_schema_extra={"enum": [VERSION]})],
) -> None:
    """Every request except OPTIONS must state its tus version.

    Raises:
        HTTPException: 412, another one.
    """
    if tus_resumable != VERSION:
        raise HTTPException(412, f"This service supports only tus {VERSION}.", {"Tus-Version": VERSION})


def _expiry(engine: Engine, upload: Upload) -> datetime:
    finished_kept = timedelta(days=engine.settings.expiry.uploads_days)
    kept = UNFINISHED_KEPT if upload.sha256 is None else finished_kept
    return datetime.fromisoformat(upload.updated) + kept


def _headers(engine: Engine, upload: Upload) -> dict[str, str]:
    headers = {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
    }
    if upload.metadata:
        headers["Upload-Metadata"] = metadata_header({str(key): str(value) for key, value in upload.metadata.items()})
    headers["Upload-Expires"] = http_date(_expiry(engine, upload))
    return headers


@router.options(
    "/uploads",
    operation_id="getUploadCapabilities",
    summary="Supported tus features",
    status_code=204,
    response_class=Response,
    responses={204: {"headers": {**RESUMABLE, "Tus-Max-Size": {"schema": {"type": "integer"}}}}},
)
async def capabilities(engine: TheEngine) -> Response:
    """Version, extensions, largest upload."""
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(engine.settings.limits.max_upload_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        "Allow": "OPTIONS, POST",
    }
    return Response(status_code=204, headers=headers)


@router.post(
    "/uploads",
    operation_id="createUpload",
    summary="Create an upload",
    status_code=201,
    response_class=Response,
    dependencies=[Depends(speaks_tus)],
    responses={
        201: {
            "description": "Send the bytes to the Location",
            "headers": {**RESUMABLE, "Location": {"required": True, "schema": {"type": "string"}}},
        },
        **problems(412, 507),
    },
)
def create_upload(
    request: Request,
    engine: TheEngine,
    upload_length: Annotated[int, Header(ge=1, le=MAX_LENGTH, description="Size of the whole file in bytes")],
    upload_metadata: Annotated[
        str | None, Header(description="filename and, if known, sha256 (hex) of the whole file, each as base64")
    ] = None,
) -> Response:
    """A new upload; its name determines the format."""
    most = engine.settings.limits.max_upload_bytes
    if upload_length > most:
        raise HTTPException(413, f"The file is larger than the limit of {most / 1024**3:g} GiB.")
    metadata = parse_metadata(upload_metadata)
    name = metadata.get("filename") or metadata.get("name") or ""
    upload = engine.uploads.create(upload_length, name, metadata)
    return Response(
        status_code=201, headers={**_headers(engine, upload), "Location": url(request, "uploads", upload.id)}
    )


@router.get(
    "/uploads/{uploadId}",
    operation_id="getUpload",
    summary="Progress of an upload, as JSON",
    response_model_exclude_none=True,
    responses=problems(404),
)
def get_upload(request: Request, engine: TheEngine, upload_id: UploadId) -> UploadInfo:
    """The upload."""
    upload = engine.uploads.get(upload_id)
    complete = upload.sha256 is not None
    return UploadInfo(
        id=upload.id,
        name=upload.name,
        length=upload.length,
        offset=upload.offset,
        complete=complete,
        created=upload.created,
        updated=upload.updated,
        expires=to_text(_expiry(engine, upload)),
        sha256=upload.sha256,
        links=[link(request, "self", "uploads", upload.id)],
    )


@router.head(
    "/uploads/{uploadId}",
    operation_id="getUploadOffset",
    summary="Progress of an upload, in tus headers",
    response_class=Response,
    dependencies=[Depends(speaks_tus)],
    responses={200: {"description": "Continue at Upload-Offset", "headers": STANDING}, **problems(404, 412)},
)
def get_offset(engine: TheEngine, upload_id: UploadId) -> Response:
    """The offset at which to continue."""
    return Response(headers=_headers(engine, engine.uploads.get(upload_id)))


@router.patch(
    "/uploads/{uploadId}",
    operation_id="appendToUpload",
    summary="The next part",
    status_code=204,
    response_class=Response,
    dependencies=[Depends(speaks_tus)],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {PART_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
    responses={
        204: {"description": "The part was received", "headers": STANDING},
        **problems(404, 409, 412, 415, CHECKSUM_MISMATCH, 507),
    },
)
async def append(
    request: Request,
    upload_id: UploadId,
    upload_offset: Annotated[int, Header(ge=0, le=MAX_LENGTH, description="Offset at which the part begins")],
    upload_checksum: Annotated[
        str | None, Header(max_length=200, description="sha1 or sha256, a space, and the digest in base64")
    ] = None,
) -> Response:
    """Store the part; the received bytes of an interrupted part are kept, unless it has a checksum."""
    engine = engine_of(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != PART_TYPE:
        raise HTTPException(415, f"A part must have Content-Type: {PART_TYPE}.")
    stream = aiter(request.stream())

    def take() -> Upload:
        try:
            offset = engine.uploads.append(upload_id, upload_offset, checked(_pulled(stream), upload_checksum))
        except PartChanged as error:
            raise part_changed(upload_offset) from error
        upload = engine.uploads.get(upload_id)
        if offset == upload.length:
            return engine.uploads.finish(upload_id, upload.metadata.get("sha256"))
        return upload

    upload = await request.app.state.lanes.upload(take)
    return Response(status_code=204, headers=_headers(engine, upload))


def _pulled(stream: AsyncIterator[bytes]) -> Iterator[bytes]:
    """The body, read by a thread as it arrives, so that only a few parts of it are in memory."""

    async def following() -> bytes | None:
        return await anext(stream, None)

    while (data := anyio.from_thread.run(following)) is not None:
        if data:
            yield data


@router.delete(
    "/uploads/{uploadId}",
    operation_id="deleteUpload",
    summary="Abort an upload",
    status_code=204,
    response_class=Response,
    dependencies=[Depends(speaks_tus)],
    responses={204: {"description": "The upload was removed", "headers": RESUMABLE}, **problems(404, 409, 412)},
)
def delete_upload(engine: TheEngine, upload_id: UploadId) -> Response:
    """Remove the upload; a layer created from it is kept."""
    engine.uploads.remove(upload_id)
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})
