"""Inputs that several processes share, as clients post them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

import numpy as np
import shapely
from pydantic import BaseModel, ConfigDict, Field

from backend.errors import BadOption
from backend.imagery.crossings import MAX_CROSSINGS, MAX_CROSSINGS_TOGETHER, crossings
from backend.imagery.extent import Extent as Box
from backend.imagery.geojson import geometry_crs, named_crs, parse_geometry

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS_PATTERN = r"^(EPSG:\d{1,6}|https?://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/\d{1,6}))$"
MAX_VERTICES = 20_000
"""Of all geometries of one field together: they are drawn by hand, or taken from a map."""

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
    """A box; coordinates are x, y (longitude, latitude) whatever the CRS."""

    bbox: Annotated[tuple[Finite, Finite, Finite, Finite], Field(description="xmin, ymin, xmax, ymax")]
    crs: Annotated[CrsName | None, Field(description="CRS84 if left out, the layer's own if null")] = CRS84

    @property
    def box(self) -> Box:
        """``xmin, ymin, xmax, ymax``."""
        return self.bbox

    @property
    def epsg(self) -> str | None:
        """The CRS as ``EPSG:n``; CRS84 is EPSG:4326 in x, y order; None for the layer's own."""
        return None if self.crs is None else crs_name(self.crs)


class _OneLayer(Closed):
    layer: Annotated[str, Field(min_length=1, max_length=80, description="Id of a layer from /layers")]


class GroundInputs(Closed):
    """Under which model, with which windows, where."""

    model: Annotated[
        str | None, Field(max_length=200, description="A model of /models; the service's own if left out")
    ] = None
    window_m: Annotated[
        list[Metres] | None,
        Field(
            min_length=1,
            max_length=12,
            description="Sides of the windows on the ground in metres; by the layer if left out",
        ),
    ] = None
    extent: Annotated[Extent | None, Field(description="Where; the whole layer if left out")] = None
    bands: Annotated[
        list[BandNumber | BandName] | None,
        Field(
            min_length=1,
            max_length=3,
            description="Bands to look at, numbers from 1 or names: three for red, green and blue, or one for grey; "
            "those that show the layer best if left out",
        ),
    ] = None

    @property
    def window_sizes_m(self) -> tuple[float, ...] | None:
        """Sides of the windows in metres, or None."""
        return None if self.window_m is None else tuple(self.window_m)


class LayerInputs(GroundInputs, _OneLayer):
    """Which layer, under which model, with which windows, where."""


def crs_name(crs: str) -> str:
    """``EPSG:n`` of a CRS as clients write it: x, y order is always meant."""
    if crs.endswith("CRS84"):
        return "EPSG:4326"
    return f"EPSG:{crs.rsplit('/', 1)[-1]}" if crs.startswith("http") else crs


def refuse_intricate(shapes: Collection[Any], field: str, max_vertices: int) -> None:
    """Refuse shapes whose mending or cutting would take minutes: too many vertices, or edges that cross too often.

    Where edges cross, a valid shape gets a vertex for every crossing: a zigzag of 1,600 vertices has half a million.
    The crossings are counted, up to the limit, before anything is made of the shapes.

    Raises:
        BadOption: so they are; the sentence names the field.
    """
    array = np.array([*shapes, None], dtype=object)
    vertices = int(shapely.get_num_coordinates(array).sum())
    if vertices > max_vertices:
        raise BadOption(f"The field {field!r} has {vertices:,} vertices and {max_vertices:,} are allowed: simplify it.")
    together = 0
    for shape in array[~(shapely.is_valid(array) | shapely.is_missing(array))]:
        found = crossings(shape)
        together += found
        if found > MAX_CROSSINGS or together > MAX_CROSSINGS_TOGETHER:
            raise BadOption(
                f"The field {field!r} holds polygons whose edges cross too often: draw them again, simpler."
            )


def geometries(given: Any, field: str, crs: str = CRS84) -> list[tuple[Any, str]]:
    """Shapely geometries of posted GeoJSON with their CRS: a geometry, a feature, a collection, or a list of those.

    The CRS is ``crs`` unless a ``crs`` member of the outermost object names another.

    Raises:
        BadOption: it is none of these, or has too many vertices; the sentence names the field.
    """
    found: list[tuple[Any, str]] = []
    outer = crs_name(crs)
    for one in given if isinstance(given, list) else [given]:
        named = named_crs(one, f"the field {field!r}") if isinstance(one, dict) else None
        if named is not None and crs != CRS84 and named != outer:
            raise BadOption(f"The crs member of the field {field!r} says {named}, the request {outer}: write one.")
        found += [(shape, named or outer) for shape in _shapes(one, field, named or outer)]
    refuse_intricate([shape for shape, _ in found], field, MAX_VERTICES)
    return found


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
        raise BadOption(
            f"The field {field!r} is not valid GeoJSON: write geometries in longitude, latitude."
        ) from error
    if shape is None or shape.is_empty:
        raise BadOption(f"The field {field!r} holds an empty geometry: leave it out or draw it again.")
    return [shape]
