"""A fingerprint that changes whenever a pixel of a layer may have changed: it tells whether an index is up to date."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rasterio.io import DatasetReader

from backend.imagery.layer_files import layer_files, state_of

_HEADER_BYTES = 64 * 1024


def fingerprint(dataset: DatasetReader, file: Path) -> str:
    """SHA-256 hex over the file, its side files, the sources of a VRT and theirs, and what GDAL reports about them.

    Sizes and modification times represent the contents. Statistics that QGIS stores beside a file do not count as a
    change.
    """
    with file.open("rb") as stream:
        header = hashlib.sha256(stream.read(_HEADER_BYTES)).hexdigest()
    known = [name for name in dataset.files if Path(name).is_file()]
    parts: list[Any] = [
        header,
        state_of(layer_files(file, known).files),
        dataset.crs.to_wkt(),
        list(dataset.transform)[:6],
        [repr(value) for value in dataset.nodatavals],
        [tag.name for tag in dataset.colorinterp],
        [sorted(flag.name for flag in flags) for flags in dataset.mask_flag_enums],
        dataset.descriptions,
        dataset.dtypes,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
