"""``/layers/{layerId}/tiles``: rendered tiles that a client sends, each with its checksum, in any order."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Annotated

from fastapi import APIRouter, Header, Path
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from backend.api.context import Limit, Offset, TheEngine, engine_of
from backend.api.layer_models import MissingTiles, Place
from backend.api.links import paging
from backend.api.problems import CHECKSUM_MISMATCH, problems
from backend.api.routes.layers import LayerId
from backend.errors import BadOption
from backend.layers.tiles import MAX_TILES

router = APIRouter(tags=["Layers"])

IMAGE_TYPES = ("image/png", "image/webp", "image/jpeg")
_SHA256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]*):")

Column = Annotated[int, Path(ge=0, lt=MAX_TILES)]
Row = Annotated[int, Path(ge=0, lt=MAX_TILES)]


@router.put(
    "/layers/{layerId}/tiles/{row}/{column}",
    operation_id="putTile",
    summary="Upload a tile; pixels with alpha 0 are no-data",
    status_code=204,
    response_class=Response,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in IMAGE_TYPES},
        }
    },
    responses={
        204: {
            "description": "The tile was received completely",
            "headers": {"Content-Digest": {"required": True, "schema": {"type": "string"}}},
        },
        **problems(404, 409, 415, CHECKSUM_MISMATCH, 507),
    },
)
async def put_tile(
    request: Request,
    layer_id: LayerId,
    row: Row,
    column: Column,
    content_digest: Annotated[
        str | None, Header(max_length=500, description="RFC 9530, sha-256=:BASE64: of the body; verified if given")
    ] = None,
) -> Response:
    """Store the tile; a second one for the same position replaces the first."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in IMAGE_TYPES:
        raise HTTPException(415, f"A tile is an image: send Content-Type: {', '.join(IMAGE_TYPES[:-1])} or JPEG.")
    expected = _hex_digest(content_digest)
    data = await request.body()
    engine = engine_of(request)
    found = await request.app.state.lanes.transfer(engine.layers.put_tile, layer_id, column, row, data, expected)
    digest = base64.b64encode(bytes.fromhex(found)).decode("ascii")
    return Response(status_code=204, headers={"Content-Digest": f"sha-256=:{digest}:"})


@router.get(
    "/layers/{layerId}/tiles",
    operation_id="listMissingTiles",
    summary="Tiles not received yet, row by row",
    responses=problems(404),
)
def missing_tiles(
    request: Request, engine: TheEngine, layer_id: LayerId, limit: Limit = 1000, offset: Offset = 0
) -> MissingTiles:
    """One page of the positions."""
    places = engine.layers.missing(layer_id)
    page = [Place(row=row, column=column) for column, row in places[offset : offset + limit]]
    links = paging(request, ("layers", layer_id, "tiles"), {}, offset, limit, len(places), "application/json")
    return MissingTiles(missing=page, numberMatched=len(places), links=links)


def _hex_digest(header: str | None) -> str | None:
    """The SHA-256 of a ``Content-Digest``; other algorithms are ignored, as RFC 9530 requires.

    Raises:
        BadOption: the header names no supported algorithm.
    """
    if header is None:
        return None
    match = _SHA256.search(header)
    try:
        digest = base64.b64decode(match[1], validate=True) if match else b""
    except binascii.Error:
        digest = b""
    if len(digest) != 32:
        raise BadOption("The header Content-Digest cannot be used: write sha-256=:BASE64: of the body.")
    return digest.hex()
