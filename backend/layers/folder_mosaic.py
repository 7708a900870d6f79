"""All rasters of a folder as one layer: a VRT that we make, kept until one of them changes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from backend.errors import BadOption
from backend.imagery.layer import LayerInfo
from backend.imagery.layer_files import layer_files, state_of
from backend.layers.folder_rasters import layers_in
from backend.layers.mosaic import mosaic_vrt, state_in
from backend.layers.remote_layers import MAX_MEMBERS, Readers
from backend.storage.files import disk_errors, write_text

_THREADS = 8


def folder_mosaic(folder: Path, kept_in: Path, readers: Readers) -> Path:
    """The VRT over the rasters in a folder and in those below it; the file itself where there is one alone.

    Args:
        folder: of the rasters.
        kept_in: folder of all such VRTs.
        readers: opens each of them, to know its place and its bands.

    Raises:
        BadOption: there is none, or too many, or they make no one layer.
        LayerNotReadable, LayerNotGeoreferenced: one of them cannot be read.
        OutputNotWritable, DiskFull: the VRT cannot be written.
    """
    files = [Path(os.path.realpath(file)) for file in layers_in(folder)]
    if not files:
        raise BadOption(f"{folder} holds no raster: name a folder that does, or a file.")
    if len(files) > MAX_MEMBERS:
        raise BadOption(f"{folder} holds {len(files):,} rasters and {MAX_MEMBERS:,} are allowed: name a part of it.")
    if len(files) == 1:
        return files[0]
    real = Path(os.path.realpath(folder))
    place = kept_in / hashlib.sha256(os.fsencode(real)).hexdigest()[:16] / f"{real.name or 'folder'}.vrt"
    state = _state(files)
    if place.is_file() and state_in(place.read_text(encoding="utf-8")) == state:
        return place

    def info(file: Path) -> LayerInfo:
        with readers.open(file) as layer:
            return layer.info

    with ThreadPoolExecutor(_THREADS, thread_name_prefix="terralex-members") as threads:
        infos = list(threads.map(info, files))
    vrt = mosaic_vrt([(str(file), info) for file, info in zip(files, infos, strict=True)], state)
    with disk_errors("the mosaic of a folder"):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_text(place, vrt)
    return place


def _state(files: Sequence[Path]) -> str:
    states = [state_of(layer_files(file).files) for file in files]
    return hashlib.sha256(json.dumps(states).encode()).hexdigest()
