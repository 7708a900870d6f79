"""Error sentences for what this build of GDAL cannot read: a missing codec or format, a folder that is a dataset."""

from __future__ import annotations

import re
from pathlib import Path

from backend.errors import LayerNotReadable

_CODEC = re.compile(r"missing codec (?:of code )?([A-Za-z0-9_.-]+?)\.?$", re.MULTILINE)
_HEAD_BYTES = 16
_KINDS: tuple[tuple[bytes, int, str, str], ...] = (
    (b"msid", 0, "a MrSID image", "convert it to GeoTIFF with the vendor's mrsiddecode or in QGIS"),
    (b"\0\0\0\x0cJXL ", 0, "a JPEG XL image", "convert it to GeoTIFF with gdal_translate or in QGIS"),
    (b"\xff\x0a", 0, "a JPEG XL image", "convert it to GeoTIFF with gdal_translate or in QGIS"),
    (b"ftypavif", 4, "an AVIF image", "convert it to GeoTIFF"),
    (b"ftyphei", 4, "a HEIF image", "convert it to GeoTIFF"),
    (b"%PDF", 0, "a PDF document", "export its map as GeoTIFF"),
    (b"PK\x03\x04", 0, "a ZIP archive", "unpack it and give the raster inside"),
    (b"\x1f\x8b", 0, "a gzip archive", "unpack it and give the raster inside"),
    (b"Rar!", 0, "a RAR archive", "unpack it and give the raster inside"),
    (b"7z\xbc\xaf", 0, "a 7-Zip archive", "unpack it and give the raster inside"),
    (b"LASF", 0, "a point cloud", "convert it to a raster first"),
    (b"\0\0\x27\x0a", 0, "a vector shapefile", "give a raster, and the shapefile as features"),
)
_BY_NAME = {
    ".ecw": ("an ECW image", "convert it to GeoTIFF with the vendor's software or in QGIS"),
    ".sid": ("a MrSID image", "convert it to GeoTIFF in QGIS"),
    ".geojson": ("a vector file", "give a raster, and this file as features"),
    ".kml": ("a vector file", "give a raster"),
    ".qgz": ("a QGIS project", "give the raster that it displays"),
    ".qgs": ("a QGIS project", "give the raster that it displays"),
    ".lyrx": ("an ArcGIS layer file", "give the raster that it displays"),
}
_FOLDERS = {
    ".gdb": ("an Esri file geodatabase", "export its raster as GeoTIFF, or its features as GeoPackage"),
    ".zarr": ("a Zarr store", "export it as GeoTIFF with gdal_translate"),
    ".safe": ("a Sentinel product", "give the rasters inside: a VRT of its bands, or its true-colour image (TCI)"),
}


def unreadable(file: Path, error: BaseException) -> LayerNotReadable:
    """The error for a raster that GDAL failed to open or read; it names the codec if that is what is missing."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, LayerNotReadable):
            return cause
        codec = _CODEC.search(str(cause))
        if codec is not None:
            return LayerNotReadable(
                f"{file} is compressed with {codec[1]}, which cannot be read here: convert it with a program that "
                "supports it, for example gdal_translate -co COMPRESS=DEFLATE."
            )
        cause = cause.__cause__
    return LayerNotReadable(f"{file} is damaged or truncated: copy or export it again.")


def unknown_format(file: Path, error: BaseException) -> LayerNotReadable:
    """The error for a file that no driver recognises."""
    if _CODEC.search(str(error)):
        return unreadable(file, error)
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError:
        head = b""
    for magic, at, kind, advice in _KINDS:
        if head[at : at + len(magic)] == magic:
            return LayerNotReadable(f"{file} is {kind}, which cannot be read here: {advice}.")
    if file.suffix.lower() in _BY_NAME:
        kind, advice = _BY_NAME[file.suffix.lower()]
        return LayerNotReadable(f"{file} is {kind}, which cannot be read here: {advice}.")
    return LayerNotReadable(
        f"{file} is not a raster that can be read: give a GeoTIFF, COG, JPEG 2000 or VRT file, "
        "or copy it again if it is one."
    )


def is_dataset(folder: Path) -> bool:
    """Whether a folder is itself a dataset of some format, and not a folder of rasters."""
    return folder.suffix.lower() in _FOLDERS or (folder / "hdr.adf").is_file()


def folder_refusal(folder: Path) -> LayerNotReadable:
    """The error for a folder where a file is needed."""
    named = _FOLDERS.get(folder.suffix.lower())
    if named is None and (folder / "hdr.adf").is_file():
        named = ("an Esri grid", "export it as GeoTIFF with gdal_translate")
    if named is None:
        return LayerNotReadable(f"{folder} is a folder: give a raster file in it.")
    kind, advice = named
    return LayerNotReadable(f"{folder} is a folder, {kind}: {advice}.")
