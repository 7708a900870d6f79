"""What GDAL may do here: read local files, with raster drivers that decode pixels from them, and a bounded cache."""

from __future__ import annotations

import os
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import rasterio
from rasterio.errors import NodataShadowWarning, NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader

from backend.errors import LayerNotReadable
from backend.imagery.foreign_formats import folder_refusal, unknown_format
from backend.imagery.remote import is_remote
from backend.imagery.remote_bytes import open_remote

# Drivers that decode pixels from a file. Drivers that follow a description to other files or hosts (WMS, STACIT, GTI,
# HTTP, ...) are not among them; VRT is, for files named .vrt, which users make themselves.
# fmt: off
_DRIVERS = (
    "GTiff", "JP2OpenJPEG", "JP2ECW", "JP2KAK", "JP2MrSID", "ECW", "MrSID", "PNG", "JPEG", "JPEGXL", "WEBP", "GIF",
    "BIGGIF", "BMP", "PNM", "HFA", "ENVI", "EHdr", "ERS", "PCIDSK", "NITF", "RMF", "RST", "SAGA", "AAIGrid", "GSAG",
    "GSBG", "GS7BG", "USGSDEM", "SRTMHGT", "DTED", "ILWIS", "PCRaster", "GPKG", "MBTiles", "netCDF", "HDF5", "GRIB",
    "KRO", "BAG", "ISIS3", "LAN", "MFF", "ROI_PAC",
)
# fmt: on
VRT = "VRT"
_REMOTE_DRIVERS = ("GTiff",)
"""For remote files: a single file that holds everything and can be read in parts."""
# In these formats a file may name other files whose bytes become its pixels.
_LINKING = frozenset({"ERS", "PCIDSK", "ILWIS", "MFF", "netCDF", "HDF5", "BAG", "ISIS3"})
_MEMORY = "MEM"  # other drivers need it internally
BLOCK_CACHE_BYTES = 256 * 1024**2
_OPTIONS: dict[str, Any] = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "GDAL_PAM_ENABLED": "YES",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_HTTP_MAX_RETRY": "0",
}

# Our own error reports a missing georeference; the filter is process-wide, as per-call filters are not thread-safe.
warnings.filterwarnings("ignore", category=NotGeoreferencedWarning)
# GDAL prefers no-data to alpha; we respect both.
warnings.filterwarnings("ignore", category=NodataShadowWarning)


def gdal_session(cache_bytes: int = BLOCK_CACHE_BYTES) -> Any:
    """Context in which every GDAL call of this package runs: errors become exceptions and stderr stays silent.

    Args:
        cache_bytes: size of GDAL's block cache, which all threads share.
    """
    return rasterio.Env(GDAL_CACHEMAX=cache_bytes, **_OPTIONS)


@lru_cache(maxsize=1)
def _available_drivers() -> tuple[str, ...]:
    with rasterio.Env() as session:
        available = session.drivers()
    return tuple(name for name in _DRIVERS if name in available)


def is_vrt(file: Path) -> bool:
    """Whether the name says that a file is a VRT. No other file is ever opened as one."""
    return file.suffix.lower() == ".vrt"


def unsafe_drivers() -> tuple[str, ...]:
    """Drivers that must not be available where untrusted rasters are read: all that follow a file to other files.

    The VRT driver is among them. No setting keeps it from serving the bytes of any file as raw bands, so it is enabled
    only for VRTs that were requested by name; callers that let a client name one check its sources first.
    """
    with rasterio.Env() as session:
        available = session.drivers()
    allowed = {*_DRIVERS, _MEMORY} - _LINKING
    return tuple(sorted(name for name in available if name not in allowed))


def local_file(path: str | os.PathLike[str]) -> Path:
    """The absolute path of an existing local file, from what the user gave.

    Raises:
        LayerNotReadable: a URL, a GDAL virtual path or inline XML, a missing file, a folder, no permission, or 0 bytes.
    """
    text = os.fspath(path)
    if "://" in text or "<" in text or "\0" in text or text.strip().lower().startswith("/vsi"):
        shown = text if len(text) <= 80 else f"{text[:77]}..."
        raise LayerNotReadable(f"{shown!r} is not a local file: download the image first and give its path.")
    file = Path(text).expanduser()
    try:
        if file.is_dir():
            raise folder_refusal(file)
        if not file.is_file():
            raise LayerNotReadable(f"{file} does not exist: check the path.")
        size = file.stat().st_size
    except OSError as error:
        raise LayerNotReadable(f"{file} cannot be opened ({error.strerror}): check path and permissions.") from error
    if not os.access(file, os.R_OK):
        raise LayerNotReadable(f"{file} may not be read by this user: change its permissions.")
    if size == 0:
        raise LayerNotReadable(f"{file} is empty (0 bytes): copy or export it again.")
    return file.resolve()


def open_dataset(file: Path) -> DatasetReader:
    """Open one rasterio handle, for the calling thread only; run it inside :func:`gdal_session`.

    Raises:
        LayerNotReadable: no allowed driver recognises the file.
    """
    drivers = list(_available_drivers())
    if is_vrt(file):
        drivers.append(VRT)
    try:
        if is_remote(file):
            return open_remote(file, list(_REMOTE_DRIVERS))
        return DatasetReader(str(file), driver=drivers, sharing=False)
    except RasterioError as error:
        raise unknown_format(file, error) from error
