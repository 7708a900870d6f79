"""``/layers/{layerId}/map``: a layer as images for web maps, of any box or as tiles of ``WebMercatorQuad``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from backend.api.context import engine_of, in_thread
from backend.api.problems import problems
from backend.api.routes.collections import boxes_of
from backend.api.routes.jobs import BINARY
from backend.api.routes.layers import LayerId
from backend.errors import BadOption
from backend.imagery.globe import Box
from backend.imagery.web_mercator import MAX_ZOOM, TILE_PX, mercator_box, tile_box

router = APIRouter(tags=["Layers"])

PNG = "image/png"
FRESH_S = 300
"""How long a browser shows an image without revalidating it, in seconds."""
MAX_SIDE_PX = 1024

IfNoneMatch = Annotated[str | None, Header(max_length=1000, description="ETags of pictures that the client has")]
PICTURES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The picture, transparent where the layer has no data",
        "content": {PNG: BINARY},
        "headers": {"ETag": {"required": True, "schema": {"type": "string"}}},
    },
    304: {"description": "The client already has it"},
    **problems(404, 422),
}


@router.get(
    "/layers/{layerId}/map",
    operation_id="getMap",
    summary="A part of a layer as a picture",
    response_class=Response,
    responses=PICTURES,
)
async def get_map(
    request: Request,
    layer_id: LayerId,
    bbox: Annotated[str, Query(max_length=300, description="west,south,east,north in degrees (CRS84)")],
    width: Annotated[int, Query(ge=1, le=MAX_SIDE_PX, description="Columns")] = TILE_PX,
    height: Annotated[int, Query(ge=1, le=MAX_SIDE_PX, description="Rows")] = TILE_PX,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """In Web Mercator (EPSG:3857), with the bands and colours that searches use."""
    boxes = boxes_of(bbox)
    if len(boxes) != 1:
        raise BadOption("The query parameter bbox crosses the antimeridian: request the two sides separately.")
    return await _picture(request, layer_id, mercator_box(*boxes[0]), (height, width), if_none_match)


@router.get(
    "/layers/{layerId}/map/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}",
    operation_id="getMapTile",
    summary="A tile of a layer as a picture",
    response_class=Response,
    responses=PICTURES,
)
async def get_map_tile(
    request: Request,
    layer_id: LayerId,
    tile_matrix: Annotated[int, Path(alias="tileMatrix", ge=0, le=MAX_ZOOM)],
    tile_row: Annotated[int, Path(alias="tileRow", ge=0, lt=2**MAX_ZOOM)],
    tile_col: Annotated[int, Path(alias="tileCol", ge=0, lt=2**MAX_ZOOM)],
    if_none_match: IfNoneMatch = None,
) -> Response:
    """256 pixels a side; as an XYZ layer: ``.../WebMercatorQuad/{z}/{y}/{x}``."""
    box = tile_box(tile_matrix, tile_row, tile_col)
    return await _picture(request, layer_id, box, (TILE_PX, TILE_PX), if_none_match)


async def _picture(request: Request, layer_id: str, box: Box, shape: tuple[int, int], known: str | None) -> Response:
    pictures = engine_of(request).pictures
    tag = f'"{await in_thread(pictures.tag, layer_id, box, shape)}"'
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={FRESH_S}"}
    if known is not None and tag in [etag.strip().removeprefix("W/") for etag in known.split(",")]:
        return Response(status_code=304, headers=headers)
    drawn = await request.app.state.lanes.picture(pictures.draw, layer_id, box, shape)
    return Response(drawn, headers=headers, media_type=PNG)
