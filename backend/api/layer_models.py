"""Request and response models of layers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.api.links import Link
from backend.layers.online import MAX_ZOOM
from backend.layers.tiles import MAX_TILE_PX, MAX_TILES, MIN_TILE_PX

Finite = Annotated[float, Field(allow_inf_nan=False)]
Box = Annotated[tuple[Finite, Finite, Finite, Finite], Field(description="xmin, ymin, xmax, ymax")]
Title = Annotated[str | None, Field(max_length=200, description="Title for display; the file name if omitted")]
CrsText = Annotated[str, Field(min_length=1, max_length=16_384, description="EPSG:n, or WKT")]


class Posted(BaseModel):
    """Unknown fields are errors, and numbers are numbers."""

    model_config = ConfigDict(extra="forbid")

    title: Title = None


class PathLayer(Posted):
    """A file under one of the service's data roots."""

    type: Literal["path"]
    path: Annotated[str, Field(min_length=1, max_length=4096, description="Absolute path, or relative to a data root")]


class UploadedLayer(Posted):
    """A complete upload."""

    type: Literal["upload"]
    upload: Annotated[str, Field(min_length=1, max_length=64, description="ID of the upload")]


class TilesLayer(Posted):
    """Rendered tiles that the client will send; alpha 0 is no-data."""

    type: Literal["tiles"]
    crs: CrsText
    extent: Box
    tile_px: Annotated[
        int, Field(ge=MIN_TILE_PX, le=MAX_TILE_PX, strict=True, description="Width and height of each tile, in pixels")
    ]
    columns: Annotated[int, Field(ge=1, le=MAX_TILES, strict=True)]
    rows: Annotated[int, Field(ge=1, le=MAX_TILES, strict=True)]


class OnlineLayer(Posted):
    """Tiles of an online source that the service fetches; its host must be on the service's list."""

    type: Literal["online"]
    host: Annotated[str, Field(min_length=1, max_length=253, description="Host name, with :port if necessary")]
    path: Annotated[str, Field(min_length=1, max_length=1000, description="Path with {z}, {x} and {y} or {-y}")]
    zoom: Annotated[int, Field(ge=0, le=MAX_ZOOM, strict=True)]
    extent: Box
    extent_crs: Annotated[str, Field(pattern=r"^EPSG:\d{1,6}$")] = "EPSG:4326"
    scheme: Literal["https", "http"] = "https"
    tile_px: Annotated[int, Field(ge=MIN_TILE_PX, le=MAX_TILE_PX, strict=True)] = 256
    attribution: Annotated[str, Field(max_length=1000)] = ""


class RemoteLayer(Posted):
    """A raster on another machine, read in parts, or a STAC item or collection whose rasters become one layer.

    Its host must be on the service's list, and so must every host that a STAC document leads to.
    """

    type: Literal["remote"]
    host: Annotated[
        str, Field(min_length=1, max_length=253, description="Name, with :port where it needs one; of s3 the bucket")
    ]
    path: Annotated[
        str,
        Field(
            min_length=2,
            max_length=2000,
            description="From the first slash; one that ends in .json, or in no ending, leads to a STAC document",
        ),
    ]
    scheme: Literal["https", "http", "s3"] = "https"
    asset: Annotated[
        str | None,
        Field(min_length=1, max_length=200, description="Key of the STAC items' asset; the best if left out"),
    ] = None


NewLayer = Annotated[PathLayer | UploadedLayer | TilesLayer | OnlineLayer | RemoteLayer, Field(discriminator="type")]


class IndexState(BaseModel):
    """One index of a layer, and how much of the requested extent it covers."""

    id: str
    model: str
    revision: str
    window_sizes_m: list[float]
    complete: bool
    coverage: Annotated[float, Field(ge=0, le=1, description="Share of the windows in the extent that are indexed")]
    created: str


class LayerInfo(BaseModel):
    """One layer."""

    id: str
    title: str
    kind: Literal["path", "upload", "tiles", "online", "remote"]
    state: Literal["ready", "incomplete", "failed"]
    created: str
    last_used: str
    share: Annotated[float, Field(ge=0, le=1, description="Of the tiles received so far")]
    error: str | None = None
    info: dict[str, Any]
    indexes: Annotated[list[IndexState] | None, Field(description="Only for a single layer; omitted in lists")] = None
    search_window_sizes_m: Annotated[
        list[float] | None,
        Field(
            description="Window sizes that a search for the requested text uses; omitted if those in info suffice, "
            "and for layers without an index"
        ),
    ] = None
    links: list[Link]


class LayerList(BaseModel):
    """One page of the layers."""

    layers: list[LayerInfo]
    numberMatched: int
    links: list[Link]


class Place(BaseModel):
    """Position of a tile; 0, 0 is the upper left one."""

    row: int
    column: int


class MissingTiles(BaseModel):
    """Tiles that have not been received yet."""

    missing: list[Place]
    numberMatched: int
    links: list[Link]
