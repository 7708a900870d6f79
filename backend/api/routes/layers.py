"""``/layers``: register a file, an upload, rendered tiles or an online source once, and refer to it by id."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.api.context import Limit, Offset, StrictJsonRoute, TheEngine, engine_of, in_thread, json_only
from backend.api.layer_models import (
    IndexState,
    LayerInfo,
    LayerList,
    NewLayer,
    OnlineLayer,
    PathLayer,
    RemoteLayer,
    TilesLayer,
    UploadedLayer,
)
from backend.api.links import Link, created, link, operations, paging, url
from backend.api.pages.negotiation import PAGE, Format
from backend.api.problems import private_folders, problems
from backend.errors import IndexNotUsable, OutsideLayer
from backend.imagery.crs import WGS84
from backend.imagery.extent import extent_in_layer, parse_extent
from backend.imagery.globe import Box
from backend.index.store import LayerIndex
from backend.jobs.engine import Engine
from backend.jobs.processes.search import sizes_for_words
from backend.layers.named_layer import NamedLayer
from backend.layers.online import OnlineSource
from backend.layers.private_paths import without_paths
from backend.layers.remote_layers import remote_address
from backend.layers.tiles import TileGrid

router = APIRouter(tags=["Layers"], route_class=StrictJsonRoute)
logger = logging.getLogger("terralex.layers")

COMPLETE_WAIT_S = 20.0
"""Maximum wait for a layer to be built from its tiles before the client is told to check again, in seconds."""

LayerId = Annotated[str, Path(alias="layerId", max_length=64)]


@router.get(
    "/layers",
    operation_id="listLayers",
    summary="Layers, oldest first",
    response_model_exclude_none=True,
    responses={200: {**PAGE, "links": operations("layerId", "$response.body#/layers/0/id", "getLayer")}},
)
def list_layers(
    request: Request, engine: TheEngine, limit: Limit = 100, offset: Offset = 0, f: Format = None
) -> LayerList:
    """One page of the layers."""
    layers = engine.layers.list()
    links = paging(request, ("layers",), {}, offset, limit, len(layers), "application/json")
    page = [layer_info(request, layer) for layer in layers[offset : offset + limit]]
    return LayerList(layers=page, numberMatched=len(layers), links=links)


@router.post(
    "/layers",
    operation_id="addLayer",
    summary="Register a layer",
    status_code=201,
    response_model_exclude_none=True,
    dependencies=[Depends(json_only)],
    responses={
        201: created(
            "The layer; registering the same file, content or source again returns the same layer",
            *(LayerInfo, "layerId", "getLayer", "removeLayer"),
        ),
        **problems(403, 404, 409, 415, 422, 507),
    },
)
def add_layer(request: Request, response: Response, engine: TheEngine, new: Annotated[NewLayer, Body()]) -> LayerInfo:
    """Register it. Tiles of an online source are fetched at once; rendered tiles must be sent next."""
    layer = _add(engine, new)
    response.headers["Location"] = url(request, "layers", layer.id)
    return layer_info(request, layer)


def _add(engine: Engine, new: NewLayer) -> NamedLayer:
    match new:
        case PathLayer():
            return engine.layers.add_path(new.path, new.title)
        case UploadedLayer():
            return engine.layers.add_upload(new.upload, new.title)
        case TilesLayer():
            grid = TileGrid(new.crs, new.extent, new.tile_px, new.columns, new.rows)
            return engine.layers.add_tiles(grid, new.title)
        case OnlineLayer():
            source = OnlineSource(**new.model_dump(exclude={"type", "title"}))
            return engine.layers.add_online(source, new.title)
        case RemoteLayer():
            return engine.layers.add_remote(remote_address(new.scheme, new.host, new.path, new.asset), new.title)


@router.get(
    "/layers/{layerId}",
    operation_id="getLayer",
    summary="A layer with its state and its indexes",
    response_model_exclude_none=True,
    responses={200: PAGE, **problems(404, 422)},
)
def get_layer(
    request: Request,
    engine: TheEngine,
    layer_id: LayerId,
    extent: Annotated[
        str | None,
        Query(max_length=300, description="xmin,ymin,xmax,ymax: also report how much of this extent the indexes cover"),
    ] = None,
    extent_crs: Annotated[
        str, Query(pattern=r"^EPSG:\d{1,6}$", description="CRS of the extent, in x, y order")
    ] = WGS84,
    text: Annotated[
        str | None,
        Query(min_length=1, max_length=500, description="Words of a search: also report the window sizes it uses"),
    ] = None,
    f: Format = None,
) -> LayerInfo:
    """The layer, with the share of the extent, or of the whole layer, that each index covers."""
    layer = engine.layers.get(layer_id)
    box = None if extent is None else parse_extent(extent)[0]
    indexes, sizes = [], None
    for summary in engine.indexes():
        if summary.layer_id == layer_id:
            try:
                index = engine.bench.open_index(summary.folder)
                coverage = _coverage(index, box, extent_crs)
            except IndexNotUsable:
                continue
            if text is not None and sizes is None:
                sizes = _sizes_for(text, index, box, extent_crs)
            manifest = summary.manifest
            state = IndexState(
                id=summary.id,
                model=manifest.model_id,
                revision=manifest.model_revision,
                window_sizes_m=list(manifest.window_sizes_m),
                complete=manifest.complete,
                coverage=coverage,
                created=manifest.created,
            )
            indexes.append(state)
    found = layer_info(request, layer, indexes)
    found.search_window_sizes_m = None if sizes is None else list(sizes)
    return found


@router.delete(
    "/layers/{layerId}",
    operation_id="removeLayer",
    summary="Remove a layer",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "Removed; files under data roots are kept"}, **problems(404)},
)
def remove_layer(engine: TheEngine, layer_id: LayerId) -> Response:
    """Remove the layer, and the pixels that were stored only for it."""
    engine.remove_layer(layer_id)
    return Response(status_code=204)


@router.post(
    "/layers/{layerId}/complete",
    operation_id="completeLayer",
    summary="Build a layer from the uploaded tiles",
    response_model=LayerInfo,
    response_model_exclude_none=True,
    responses={
        202: {"description": "The layer is being built: its state shows when it is ready", "model": LayerInfo},
        **problems(403, 404, 409, 422, 507),
    },
)
async def complete_layer(request: Request, layer_id: LayerId) -> Response:
    """Finish a layer after all tiles were sent: 200 means that it is ready, 202 that it will be later."""
    engine = engine_of(request)
    await in_thread(engine.layers.get, layer_id)
    making = asyncio.ensure_future(request.app.state.lanes.transfer(engine.layers.complete, layer_id))
    making.add_done_callback(_heard)
    await asyncio.wait({making}, timeout=COMPLETE_WAIT_S)
    done = making.done()
    layer = making.result() if done else await in_thread(engine.layers.get, layer_id)
    body = layer_info(request, layer).model_dump(mode="json", exclude_none=True)
    return JSONResponse(body, 200 if done else 202)


def _heard(making: asyncio.Future[NamedLayer]) -> None:
    # The layer itself says that it failed; asyncio would complain about an error that nobody looked at.
    if not making.cancelled() and making.exception() is not None:
        logger.info("A layer could not be built from tiles: %s", type(making.exception()).__name__)


def layer_info(request: Request, layer: NamedLayer, indexes: list[IndexState] | None = None) -> LayerInfo:
    """A layer as clients see it."""
    links: list[Link] = [link(request, "self", "layers", layer.id)]
    if layer.kind == "tiles" and layer.state == "incomplete":
        links.append(link(request, "missing-tiles", "layers", layer.id, "tiles"))
        links.append(link(request, "complete", "layers", layer.id, "complete"))
    return LayerInfo(
        id=layer.id,
        title=layer.title,
        kind=layer.kind,
        state=layer.state,
        created=layer.created,
        last_used=layer.last_used,
        share=layer.share,
        error=None if layer.error is None else without_paths(layer.error, private_folders(request)),
        info=dict(layer.info),
        indexes=indexes,
        links=links,
    )


def _sizes_for(text: str, index: LayerIndex, box: Box | None, crs: str) -> tuple[float, ...] | None:
    try:
        return sizes_for_words(text, index.info, None if box is None else extent_in_layer(index.info, box, crs))
    except OutsideLayer:
        return None


def _coverage(index: LayerIndex, box: Box | None, crs: str) -> float:
    try:
        return index.coverage(None if box is None else extent_in_layer(index.info, box, crs))
    except OutsideLayer:
        return 1.0  # there is nothing there that could be missing
