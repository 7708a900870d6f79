"""Write features as GeoPackage, GeoJSON (RFC 7946) or FlatGeobuf, by file extension, completely or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import ArrayLike, NDArray

from backend import __version__
from backend.imagery.crs import WGS84
from backend.imagery.globe import geojson_shapes
from backend.imagery.plain_name import plain_name
from backend.output.files import FORMATS, check_output, made_beside, target_of, write_whole
from backend.output.geopackage import JOURNALS, check_layer, is_database, is_geopackage, put_layer
from backend.output.qgis_style import add_default_style

_GEOMETRY = "geometry"
_GEOPACKAGE = "1.3"  # QGIS 3.22 warns about newer ones
_FIDS = {"GPKG": "fid", "GeoJSON": "OGC_FID", "FlatGeobuf": "fid"}


def write_vector(
    path: Path,
    shapes: Iterable[shapely.Geometry | None],
    crs: Any,
    columns: Mapping[str, ArrayLike | pa.Array | pa.ChunkedArray],
    layer: str,
    metadata: Mapping[str, Any] | None = None,
    *,
    fids: NDArray[np.int64] | None = None,
    style: str | None = None,
    overwrite: bool = False,
) -> None:
    """Write features; without any an empty layer is written, so that no older result remains.

    An existing GeoPackage keeps all its other layers, even while others have it open; see
    :mod:`backend.output.geopackage`. The other formats contain one layer, and their file is replaced.

    GeoJSON is written in WGS 84, exterior rings counter-clockwise, 7 decimals (about 1 cm), without heights; the other
    formats in ``crs``. FlatGeobuf sorts features spatially, unless one has no geometry.

    Args:
        path: ``.gpkg``, ``.geojson``, ``.json`` or ``.fgb``.
        shapes: shapely geometries ``[n]``; None for a feature without one.
        crs: CRS of the shapes (rasterio, pyproj, ``"EPSG:n"``).
        columns: fields in order, ``[n]`` each: arrays, or Arrow arrays where values may be missing.
        layer: name of the layer in the file.
        metadata: provenance; a GeoPackage stores it as JSON in its layer's metadata.
        fids: int64 ``[n]``, ids of the features; numbered if None. FlatGeobuf has no ids: there they become a column
            ``fid``.
        style: QML; a GeoPackage stores it as the layer's default style.
        overwrite: whether a GeoPackage's layer of this name may be replaced even if Terralex did not make it.

    Raises:
        BadOption: an unknown extension.
        OutputNotWritable: it cannot be written there, or a GeoPackage has something of this name that Terralex did not
            make.
    """
    check_output(path)
    driver = FORMATS[path.suffix.lower()]
    if driver == "GPKG":
        check_layer(path, layer, overwrite)
        columns = _told_apart(columns)
    geometries = _objects(shapes)
    wkt, options = crs.to_wkt() if hasattr(crs, "to_wkt") else str(crs), {}
    if driver == "GeoJSON":
        geometries = geojson_shapes(geometries, crs)
        wkt, options = WGS84, {"RFC7946": "YES", "COORDINATE_PRECISION": "7"}
    else:
        geometries = _one_depth(geometries)
    kind, geometries = _one_type(geometries)
    table = {name: _array(values) for name, values in columns.items()}
    geometry = _free_name(_GEOMETRY, table)
    if driver == "GPKG":
        options = {"FID": _free_name(_FIDS[driver], table), "GEOMETRY_NAME": geometry}
    if driver == "FlatGeobuf" and any(shape is None or shape.is_empty for shape in geometries):
        options = {"SPATIAL_INDEX": "NO"}  # a feature without geometry cannot be in the index
    if fids is not None and (driver == "GPKG" or _FIDS[driver] not in table):
        table = {options.get("FID", _FIDS[driver]): pa.array(fids), **table}
    table[geometry] = pa.array(shapely.to_wkb(geometries), pa.binary())

    made_by = {"provenance": json.dumps({"terralex": __version__, **(metadata or {})})}

    def write(file: Path) -> None:
        with plain_name(file) as name:
            pyogrio.write_arrow(
                pa.table(table),
                name,
                layer=layer,
                driver=driver,
                geometry_name=geometry,
                geometry_type=kind,
                crs=wkt,
                layer_metadata=made_by if driver == "GPKG" else None,
                dataset_options={"VERSION": _GEOPACKAGE} if driver == "GPKG" else None,
                layer_options=options,
            )

    def write_new(file: Path) -> None:
        write(file)
        if style is not None:
            add_default_style(file, layer, geometry, style)

    if driver != "GPKG":
        write_whole(path, write)
    elif is_database(target_of(path)) and is_geopackage(target_of(path)):
        with made_beside(path, write) as made:
            put_layer(path, made, layer, style, overwrite)
    else:  # leftovers of an older database would be taken for the new one's
        write_whole(path, write_new, [f"{target_of(path).name}{end}" for end in JOURNALS])


def _told_apart(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns under names that are unique without letter case, which a GeoPackage ignores."""
    taken = {name.casefold() for name in columns}
    renamed: dict[str, Any] = {}
    seen: set[str] = set()
    for name, values in columns.items():
        new, number = name, 1
        while new.casefold() in seen or (number > 1 and new.casefold() in taken):
            number += 1
            new = f"{name}_{number}"
        seen.add(new.casefold())
        renamed[new] = values
    return renamed


def _objects(shapes: Iterable[Any]) -> NDArray[np.object_]:
    """An object array ``[n]``; numpy would unpack geometries with parts."""
    return np.array([*shapes, None], dtype=np.object_)[:-1]


def _array(values: Any) -> pa.Array | pa.ChunkedArray:
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values
    array = np.asarray(values)
    return pa.array(array, pa.string()) if array.dtype.kind in "OU" else pa.array(array)


def _free_name(wanted: str, taken: Mapping[str, Any]) -> str:
    """A column name that no field has, in any letter case."""
    names = {name.casefold() for name in taken}
    candidates = (wanted, *(f"{wanted}_{number}" for number in range(2, len(names) + 3)))
    return next(name for name in candidates if name not in names)


def _one_depth(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """All with heights if some have: 0 where unknown, as GDAL does. A layer has them for all features or for none."""
    deep = shapely.has_z(shapes)
    if not deep.any():
        return shapes
    return np.where(deep, shapes, shapely.force_3d(shapes))


def _one_type(shapes: NDArray[np.object_]) -> tuple[str, NDArray[np.object_]]:
    """The common type of all shapes, with polygons among multipolygons converted; ``Unknown`` for other mixtures."""
    kinds = {str(shape.geom_type) for shape in shapes if shape is not None}
    depth = " Z" if len(shapes) and bool(shapely.has_z(shapes).any()) else ""
    if kinds <= {"Polygon"}:
        return f"Polygon{depth}", shapes
    if kinds <= {"Polygon", "MultiPolygon"}:
        several = [shapely.multipolygons([s]) if s is not None and s.geom_type == "Polygon" else s for s in shapes]
        return f"MultiPolygon{depth}", _objects(several)
    return (f"{kinds.pop()}{depth}" if len(kinds) == 1 else "Unknown"), shapes
