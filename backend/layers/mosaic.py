"""Many files side by side as one layer: a VRT that we make of what a reading process says of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

import numpy as np

from backend.errors import BadOption
from backend.imagery.crs import same_crs
from backend.imagery.layer import LayerInfo

_COLOURS = ("Red", "Green", "Blue")
_TYPES = {
    "uint8": "Byte",
    "int8": "Int8",
    "uint16": "UInt16",
    "int16": "Int16",
    "uint32": "UInt32",
    "int32": "Int32",
    "float32": "Float32",
    "float64": "Float64",
}
_SAME_PIXEL = 1e-3  # relative
_MAX_PIXELS = 2**31 - 1


def mosaic_vrt(members: Sequence[tuple[str, LayerInfo]], state: str = "") -> str:
    """The VRT over some rasters, which share CRS, bands, type and ground sampling; later ones lie on top.

    What a member's own mask leaves out shows what lies below it.

    Args:
        members: what the VRT calls each, and what is known of it.
        state: kept in it, to be found by :func:`state_in`.

    Raises:
        BadOption: they are no mosaic; the sentence names the first that does not fit.
    """
    if not members:
        raise BadOption("There is no raster to make one layer of: check the folder or the collection.")
    first = members[0][1]
    for _, info in members:
        _refuse_other(first, info)
    xres, yres = first.transform.a, -first.transform.e
    boxes = [info.bounds for _, info in members]
    west, north = min(box[0] for box in boxes), max(box[3] for box in boxes)
    width = math.ceil(round((max(box[2] for box in boxes) - west) / xres, 3))
    height = math.ceil(round((north - min(box[1] for box in boxes)) / yres, 3))
    if max(width, height) > _MAX_PIXELS:
        raise BadOption("The files lie so far apart that they make no one layer: search them by terralex survey.")
    places = [
        f'<SrcRect xOff="0" yOff="0" xSize="{info.width}" ySize="{info.height}"/>'
        f'<DstRect xOff="{_snapped((box[0] - west) / xres)}" yOff="{_snapped((north - box[3]) / yres)}" '
        f'xSize="{info.width}" ySize="{info.height}"/>'
        for (_, info), box in zip(members, boxes, strict=True)
    ]
    names = [f'<SourceFilename relativeToVRT="0">{escape(name)}</SourceFilename>' for name, _ in members]
    infos = [info for _, info in members]
    bands = [_band(number, first, names, infos, places) for number in range(1, first.band_count + 1)]
    return "".join(
        [
            f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}">',
            f"<SRS>{escape(first.crs.to_wkt())}</SRS>",
            f"<GeoTransform>{west!r}, {xres!r}, 0.0, {north!r}, 0.0, {-yres!r}</GeoTransform>",
            f'<Metadata><MDI key="TERRALEX_STATE">{escape(state)}</MDI></Metadata>' if state else "",
            *bands,
            "" if first.nodata is not None else _mask(names, places),
            "</VRTDataset>",
        ]
    )


def _mask(names: Sequence[str], places: Sequence[str]) -> str:
    """What is valid where no value says so: what the members' own masks let by, and nothing between them."""
    sources = (_source("SimpleSource", name, "mask,1", place) for name, place in zip(names, places, strict=True))
    return f'<MaskBand><VRTRasterBand dataType="Byte">{"".join(sources)}</VRTRasterBand></MaskBand>'


def state_in(vrt: str) -> str:
    """The state that :func:`mosaic_vrt` was given; empty if there is none."""
    return vrt.partition('<MDI key="TERRALEX_STATE">')[2].partition("<")[0]


def _band(
    number: int, first: LayerInfo, names: Sequence[str], infos: Sequence[LayerInfo], places: Sequence[str]
) -> str:
    colour, described = "", ""
    if number in first.bands:
        at = first.bands.index(number)
        colour = _COLOURS[at] if len(first.bands) == len(_COLOURS) else "Gray"
        described = f"<Description>{escape(first.band_names[at])}</Description>" if first.band_names[at] else ""
    sources = [
        # Where the mask leaves a pixel out, the one below shows.
        _source(
            "ComplexSource",
            name,
            str(number),
            f"{_properties(info)}{place}",
            "<UseMaskBand>true</UseMaskBand>" if first.nodata is None else f"<NODATA>{float(first.nodata)!r}</NODATA>",
        )
        for name, info, place in zip(names, infos, places, strict=True)
    ]
    return (
        f'<VRTRasterBand dataType="{_TYPES[first.dtype]}" band="{number}">'
        + described
        + (f"<NoDataValue>{float(first.nodata)!r}</NoDataValue>" if first.nodata is not None else "")
        + (f"<ColorInterp>{colour}</ColorInterp>" if colour else "")
        + "".join(sources)
        + "</VRTRasterBand>"
    )


def _source(kind: str, name: str, band: str, place: str, more: str = "") -> str:
    return f"<{kind}>{name}<SourceBand>{band}</SourceBand>{place}{more}</{kind}>"


def _properties(info: LayerInfo) -> str:
    """With these GDAL opens a source when it reads it, and not all of them at once."""
    rows, cols = info.block_shape
    return (
        f'<SourceProperties RasterXSize="{info.width}" RasterYSize="{info.height}" DataType="{_TYPES[info.dtype]}" '
        f'BlockXSize="{cols}" BlockYSize="{rows}"/>'
    )


def _snapped(pixels: float) -> str:
    """An offset in pixels; a hair beside a whole one is that one, so that nothing is resampled."""
    whole = round(pixels)
    return str(whole) if abs(pixels - whole) < 0.01 else repr(pixels)


def _refuse_other(first: LayerInfo, info: LayerInfo) -> None:
    name = info.path.name
    if info.transform.b or info.transform.d or info.transform.e >= 0 or info.dtype not in _TYPES:
        raise BadOption(
            f"{name} is turned, or of a type that a mosaic cannot have: search the files by terralex survey."
        )
    if not same_crs(first.crs.to_wkt(), info.crs.to_wkt()):
        raise BadOption(
            f"{name} has another CRS than {first.path.name}: one layer has one. Search them by terralex survey."
        )
    if (info.band_count, info.dtype, info.bands) != (first.band_count, first.dtype, first.bands):
        raise BadOption(
            f"{name} has other bands than {first.path.name} ({info.band_count} of {info.dtype}, not "
            f"{first.band_count} of {first.dtype}): search them by terralex survey."
        )
    if repr(info.nodata) != repr(first.nodata):
        raise BadOption(
            f"{name} has another no-data value than {first.path.name} ({info.nodata}, not {first.nodata}): "
            "set the same with gdal_edit -a_nodata."
        )
    sizes = np.array([info.transform.a / first.transform.a, info.transform.e / first.transform.e])
    if (np.abs(sizes - 1) > _SAME_PIXEL).any():
        raise BadOption(
            f"{name} has pixels of another size than {first.path.name}: one layer has one. "
            "Search them by terralex survey."
        )
