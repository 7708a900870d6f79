"""``/collections``: indexes and results as OGC API - Features, which any GIS opens, and as files."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Path, Query
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse

from backend.api.collection_catalogue import (
    CollectionEntry,
    find_collection,
    list_collections,
    open_collection,
)
from backend.api.context import Limit, Offset, TheEngine
from backend.api.feature_sources import wanted_values
from backend.api.file_source import FileSource
from backend.api.links import GEOJSON, link, paging
from backend.api.ogc_models import (
    Collection,
    Collections,
    Extent,
    Feature,
    FeatureCollection,
    Queryables,
    SpatialExtent,
    TemporalExtent,
)
from backend.api.pages.negotiation import PAGE
from backend.api.pages.negotiation import Format as PageFormat
from backend.api.problems import problems
from backend.api.routes.jobs import BINARY
from backend.errors import BadOption, CollectionNotFound, TerralexError
from backend.imagery.globe import Box
from backend.jobs.engine import Engine
from backend.jobs.process import GEOPACKAGE
from backend.output.vector import write_vector
from backend.utc import now_text

router = APIRouter(tags=["Features"])

DOWNLOADS = {"gpkg": GEOPACKAGE, "fgb": "application/flatgeobuf", "geojson": GEOJSON}
FILE_CONTENT = {
    GEOPACKAGE: BINARY,
    DOWNLOADS["fgb"]: BINARY,
    GEOJSON: {"schema": {"type": "object", "required": ["type", "features"]}},
}
SCHEMA_JSON = "application/schema+json"
OWN_PARAMETERS = frozenset({"bbox", "limit", "offset", "datetime", "f"})
_TIME = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})"
_DATETIME = re.compile(rf"^({_TIME}|({_TIME}|\.\.)?/({_TIME}|\.\.)?)$")

Format = Annotated[Literal["json"], Query(description="The only supported format")]
CollectionId = Annotated[str, Path(alias="collectionId", max_length=80)]
FREE_PROPERTIES = {
    "name": "properties",
    "in": "query",
    "style": "form",
    "explode": True,
    "description": "Any property, by its name: only features with this value",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
}


@router.get(
    "/collections",
    operation_id="listCollections",
    summary="Indexes and results",
    response_model_exclude_none=True,
    responses={
        200: {
            **PAGE,
            "links": {
                "items": {
                    "operationId": "getItems",
                    "parameters": {"collectionId": "$response.body#/collections/0/id"},
                },
                "collection": {
                    "operationId": "getCollection",
                    "parameters": {"collectionId": "$response.body#/collections/0/id"},
                },
            },
        }
    },
)
def get_collections(
    request: Request, engine: TheEngine, limit: Limit = 100, offset: Offset = 0, f: PageFormat = None
) -> Collections:
    """One page of the collections."""
    entries = list_collections(engine)
    page = []
    for entry in entries[offset : offset + limit]:
        # A job may end, or its files go, between two looks.
        with suppress(TerralexError):
            page.append(_describe(request, entry))
    return Collections(
        collections=page,
        numberMatched=len(entries),
        links=paging(request, ("collections",), {}, offset, limit, len(entries), "application/json"),
    )


@router.get(
    "/collections/{collectionId}",
    operation_id="getCollection",
    summary="One index or result",
    response_model_exclude_none=True,
    responses={200: PAGE, **problems(404, 422)},
)
def get_collection(
    request: Request, engine: TheEngine, collection_id: CollectionId, f: PageFormat = None
) -> Collection:
    """Title, extent, and links to its features."""
    return _describe(request, find_collection(engine, collection_id))


@router.get(
    "/collections/{collectionId}/queryables",
    operation_id="getQueryables",
    summary="Properties by which items can be filtered",
    response_class=JSONResponse,
    responses={
        200: {
            "description": "A JSON schema",
            "content": {SCHEMA_JSON: {"schema": {"$ref": "#/components/schemas/Queryables"}}},
        },
        **problems(404, 422),
    },
)
def get_queryables(
    request: Request, engine: TheEngine, collection_id: CollectionId, f: Format = "json"
) -> JSONResponse:
    """A JSON schema of the properties."""
    source = open_collection(engine, find_collection(engine, collection_id))
    kinds = {"b": "boolean", "i": "integer", "u": "integer", "f": "number"}
    rows = {name: {"type": kinds.get(kind.kind, "string")} for name, kind in source.fields().items()}
    href = link(request, "self", "collections", collection_id, "queryables").href
    queryables = Queryables(title=collection_id, json_id=href, properties=rows)
    return JSONResponse(queryables.model_dump(by_alias=True), media_type=SCHEMA_JSON)


@router.get(
    "/collections/{collectionId}/items",
    operation_id="getItems",
    summary="Features, page by page",
    response_class=JSONResponse,
    openapi_extra={"parameters": [FREE_PROPERTIES]},
    responses={
        200: {
            "description": "A page of features",
            "content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/FeatureCollection"}}, **PAGE["content"]},
            "links": {
                "item": {
                    "operationId": "getItem",
                    "parameters": {
                        "collectionId": "$request.path.collectionId",
                        "featureId": "$response.body#/features/0/id",
                    },
                }
            },
        },
        **problems(404, 422),
    },
)
async def get_items(
    request: Request,
    engine: TheEngine,
    collection_id: CollectionId,
    bbox: Annotated[
        str | None,
        Query(
            max_length=300,
            description="west,south,east,north in degrees (CRS84); or or six numbers with heights, which are ignored",
        ),
    ] = None,
    limit: Annotated[
        int, Query(ge=1, description="Maximum number of features on the page; capped at the service's limit")
    ] = 10,
    offset: Offset = 0,
    datetime: Annotated[
        str | None,
        Query(max_length=100, description="RFC 3339 time or interval; these features have no time, so all match"),
    ] = None,
    f: PageFormat = None,
) -> JSONResponse:
    """Features that intersect the box and have the requested values, in order of their ids."""
    lanes = request.app.state.lanes
    answer: JSONResponse = await lanes.page(_items, request, engine, collection_id, bbox, limit, offset, datetime)
    return answer


def _items(
    request: Request,
    engine: Engine,
    collection_id: str,
    bbox: str | None,
    limit: int,
    offset: int,
    datetime: str | None,
) -> JSONResponse:
    source = open_collection(engine, find_collection(engine, collection_id))
    if datetime is not None and not _DATETIME.match(datetime):
        raise BadOption("The query parameter datetime is not an RFC 3339 time: write it like 2026-01-31T12:00:00Z.")
    limit = min(limit, engine.settings.limits.max_items)
    filters = {name: value for name, value in request.query_params.items() if name not in OWN_PARAMETERS}
    ids = source.matching(boxes_of(bbox), wanted_values(source, filters))
    features = source.rows(ids[offset : offset + limit]).features()
    parts = ("collections", collection_id, "items")
    query = {**filters, "bbox": bbox, "datetime": datetime}
    links = paging(request, parts, query, offset, limit, len(ids), GEOJSON)
    links.append(link(request, "collection", "collections", collection_id))
    body = {
        "type": "FeatureCollection",
        "numberMatched": len(ids),
        "numberReturned": len(features),
        "timeStamp": now_text(),
        "features": features,
        "links": [link.model_dump(exclude_none=True) for link in links],
    }
    return JSONResponse(body, media_type=GEOJSON)


@router.get(
    "/collections/{collectionId}/items/{featureId}",
    operation_id="getItem",
    summary="One feature",
    response_class=JSONResponse,
    responses={
        200: {
            "description": "The feature",
            "content": {GEOJSON: {"schema": {"$ref": "#/components/schemas/Feature"}}, **PAGE["content"]},
        },
        **problems(404, 422),
    },
)
def get_item(
    request: Request,
    engine: TheEngine,
    collection_id: CollectionId,
    feature_id: Annotated[int, Path(alias="featureId", ge=-(2**53), le=2**53)],
    f: PageFormat = None,
) -> JSONResponse:
    """The feature with this id."""
    source = open_collection(engine, find_collection(engine, collection_id))
    features = source.rows(np.array([feature_id], np.int64)).features()
    if not features:
        raise CollectionNotFound(f"The collection has no feature {feature_id}: ask for its items.")
    links = [
        link(request, "self", "collections", collection_id, "items", str(feature_id), kind=GEOJSON),
        link(request, "collection", "collections", collection_id),
    ]
    body = {**features[0], "links": [link.model_dump(exclude_none=True) for link in links]}
    return JSONResponse(body, media_type=GEOJSON)


@router.get(
    "/collections/{collectionId}/download",
    operation_id="downloadCollection",
    summary="All features as one file",
    response_class=FileResponse,
    responses={
        200: {"description": "The file", "content": FILE_CONTENT},
        206: {"description": "A part of the file", "content": dict.fromkeys(DOWNLOADS.values(), BINARY)},
        **problems(404, 422, 507),
    },
)
async def download(
    request: Request,
    engine: TheEngine,
    collection_id: CollectionId,
    f: Annotated[Literal["gpkg", "fgb", "geojson"], Query(description="GeoPackage, FlatGeobuf or GeoJSON")] = "gpkg",
) -> FileResponse:
    """GeoPackage and FlatGeobuf in the layer's CRS, GeoJSON in longitude and latitude."""
    answer: FileResponse = await request.app.state.lanes.page(_download, engine, collection_id, f)
    return answer


def _download(engine: Engine, collection_id: str, f: str) -> FileResponse:
    source = open_collection(engine, find_collection(engine, collection_id))
    name = f"{collection_id}.{f}"
    if f == "gpkg" and isinstance(source, FileSource):
        return FileResponse(source.file, media_type=DOWNLOADS[f], filename=name)
    rows = source.rows()
    folder = engine.download_folder()
    file = FilePath(folder.name) / name
    try:
        write_vector(file, rows.shapes, rows.crs, rows.columns, "features")
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(file, media_type=DOWNLOADS[f], filename=name, background=BackgroundTask(folder.cleanup))


def boxes_of(bbox: str | None) -> list[Box]:
    """West, south, east, north boxes of a ``bbox`` parameter: none, one, or two where it crosses the antimeridian.

    Raises:
        BadOption: it is not four or six numbers that form a box.
    """
    if bbox is None:
        return []
    sentence = "The query parameter bbox cannot be used: write west,south,east,north in degrees."
    try:
        numbers = [float(part) for part in bbox.split(",")]
    except ValueError as error:
        raise BadOption(sentence) from error
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not np.isfinite(numbers).all() or numbers[1] > numbers[3]:
        raise BadOption(sentence)
    west, south, east, north = numbers
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise BadOption(
            "The query parameter bbox is in degrees: longitude must lie within ±180 and latitude within ±90."
        )
    if west <= east:
        return [(west, south, east, north)]
    return [(west, south, 180.0, north), (-180.0, south, east, north)]


def _describe(request: Request, entry: CollectionEntry) -> Collection:
    bounds = request.app.state.bounds.of(request.app.state.engine, entry)
    items = link(request, "items", "collections", entry.id, "items", kind=GEOJSON, title="Features")
    downloads = [
        link(request, "enclosure", "collections", entry.id, "download", kind=kind, title=f"Download .{name}", f=name)
        for name, kind in DOWNLOADS.items()
    ]
    links = [link(request, "self", "collections", entry.id), items, *downloads]
    links.append(
        link(request, "http://www.opengis.net/def/rel/ogc/1.0/queryables", "collections", entry.id, "queryables")
    )
    title, description, created, embedding = _words(entry)
    return Collection(
        id=entry.id,
        title=title,
        description=description,
        extent=Extent(
            spatial=None if bounds is None else SpatialExtent(bbox=[list(bounds)]),
            temporal=TemporalExtent(interval=[[created, created if entry.complete else None]]),
        ),
        complete=entry.complete,
        embedding=embedding,
        links=links,
    )


def _words(entry: CollectionEntry) -> tuple[str, str, str, dict[str, Any] | None]:
    """Title, description, time and embedding fields."""
    if entry.index is not None:
        manifest = entry.index.manifest
        name = manifest.layer.path.name
        sizes = ", ".join(f"{size:g}" for size in manifest.window_sizes_m)
        embedding = {key: value for key, value in manifest.to_dict().items() if key.startswith("emb:")}
        return (
            f"Index of {name}",
            f"Windows of {sizes} m under {manifest.model_id} {manifest.model_revision}.",
            manifest.created,
            embedding,
        )
    assert entry.job is not None
    words = entry.job.words
    title = f"{entry.job.process}: {words}" if words else entry.job.process
    return title, f"Features of the job {entry.job.id}.", entry.job.created, None


COMPONENT_MODELS = (FeatureCollection, Feature, Queryables)
"""Responses that are not validated again because pages are large; the OpenAPI document needs their schemas."""
