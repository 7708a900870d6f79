"""Inputs that several processes share, as clients post them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

import numpy as np
import shapely
from pydantic import BaseModel, ConfigDict, Field

from backend.errors import BadOption
from backend.imagery.crossings import MAX_CROSSINGS, MAX_CROSSINGS_TOGETHER, crossings
from backend.imagery.geojson import geometry_crs, named_crs, parse_geometry
from backend.imagery.globe import Box

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS_PATTERN = r"^(EPSG:\d{1,6}|https?://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/\d{1,6}))$"
MAX_VERTICES = 20_000
"""Maximum for all geometries of one field together."""

CrsName = Annotated[str, Field(pattern=CRS_PATTERN, max_length=80)]
Metres = Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
BandNumber = Annotated[int, Field(ge=1, le=100_000)]
BandName = Annotated[str, Field(min_length=1, max_length=100)]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class Closed(BaseModel):
    """Unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Extent(Closed):
    """An extent; coordinates in x, y order (longitude, latitude), whatever the CRS."""

    bbox: Annotated[tuple[Finite, Finite, Finite, Finite], Field(description="xmin, ymin, xmax, ymax")]
    crs: Annotated[CrsName | None, Field(description="CRS84 if omitted, that of the layer if null")] = CRS84

    @property
    def box(self) -> Box:
        """``xmin, ymin, xmax, ymax``."""
        return self.bbox

    @property
    def epsg(self) -> str | None:
        """The CRS as ``EPSG:n``; CRS84 is EPSG:4326 in x, y order; None for the layer's CRS."""
        return None if self.crs is None else crs_name(self.crs)


class _OneLayer(Closed):
    layer: Annotated[str, Field(min_length=1, max_length=80, description="ID of a layer from /layers")]


class GroundInputs(Closed):
    """Inputs that select model, windows and extent."""

    model: Annotated[
        str | None, Field(max_length=200, description="A model from /models; the service's default if omitted")
    ] = None
    window_m: Annotated[
        list[Metres] | None,
        Field(
            min_length=1,
            max_length=12,
            description="Window sizes on the ground in metres; chosen from the layer if omitted",
        ),
    ] = None
    extent: Annotated[Extent | None, Field(description="The extent to use; the whole layer if omitted")] = None
    bands: Annotated[
        list[BandNumber | BandName] | None,
        Field(
            min_length=1,
            max_length=3,
            description=(
                "Bands to use, by number (from 1) or name: three for red, green and blue, or one for grey; the most "
                "suitable ones if omitted"
            ),
        ),
    ] = None

    @property
    def window_sizes_m(self) -> tuple[float, ...] | None:
        """Sides of the windows in metres, or None."""
        return None if self.window_m is None else tuple(self.window_m)


class LayerInputs(GroundInputs, _OneLayer):
    """Inputs that select layer, model, windows and extent."""


def crs_name(crs: str) -> str:
    """``EPSG:n`` of a CRS as written by clients; always in x, y order."""
    if crs.endswith("CRS84"):
        return "EPSG:4326"
    return f"EPSG:{crs.rsplit('/', 1)[-1]}" if crs.startswith("http") else crs


def refuse_intricate(shapes: Collection[Any], field: str, max_vertices: int) -> None:
    """Refuse shapes whose repair or intersection would take minutes: too many vertices, or edges that cross too often.

    Where edges cross, a valid shape gets a vertex for every crossing: a zigzag of 1,600 vertices has half a million.
    The crossings are counted, up to the limit, before the shapes are processed.

    Raises:
        BadOption: the shapes are too complex; the sentence names the field.
    """
    array = np.array([*shapes, None], dtype=object)
    vertices = int(shapely.get_num_coordinates(array).sum())
    if vertices > max_vertices:
        raise BadOption(
            f"The field {field!r} has {vertices:,} vertices but only {max_vertices:,} are allowed: simplify it."
        )
    together = 0
    for shape in array[~(shapely.is_valid(array) | shapely.is_missing(array))]:
        crossing_count = crossings(shape)
        together += crossing_count
        if crossing_count > MAX_CROSSINGS or together > MAX_CROSSINGS_TOGETHER:
            raise BadOption(f"The field {field!r} contains polygons whose edges cross too often: draw simpler ones.")


def geometries(given: Any, field: str, crs: str = CRS84) -> list[tuple[Any, str]]:
    """Shapely geometries of posted GeoJSON with their CRS: a geometry, a feature, a collection, or a list of those.

    The CRS is ``crs`` unless a ``crs`` member of the outermost object names another.

    Raises:
        BadOption: it is none of these, or has too many vertices; the sentence names the field.
    """
    shapes: list[tuple[Any, str]] = []
    outer = crs_name(crs)
    for entry in given if isinstance(given, list) else [given]:
        named = named_crs(entry, f"the field {field!r}") if isinstance(entry, dict) else None
        if named is not None and crs != CRS84 and named != outer:
            raise BadOption(
                f"The crs member of the field {field!r} says {named} but the request says {outer}: give only one of "
                "them."
            )
        shapes += [(shape, named or outer) for shape in _shapes(entry, field, named or outer)]
    refuse_intricate([shape for shape, _ in shapes], field, MAX_VERTICES)
    return shapes


def _shapes(one: Any, field: str, crs: str) -> list[Any]:
    kind = one.get("type") if isinstance(one, dict) else None
    if kind == "FeatureCollection" and isinstance(one.get("features"), list):
        return [shape for feature in one["features"] for shape in _shapes(feature, field, crs)]
    if kind == "Feature":
        geometry_crs(one, crs, f"the field {field!r}")
        return _shapes(one.get("geometry"), field, crs)
    try:
        shape = parse_geometry(one, f"The field {field!r}", crs)
    except BadOption as error:
        if "crs member" in str(error):
            raise
        raise BadOption(f"The field {field!r} is not valid GeoJSON: give geometries in longitude, latitude.") from error
    if shape is None or shape.is_empty:
        raise BadOption(f"The field {field!r} contains an empty geometry: remove it or draw it again.")
    return [shape]
