"""Where indexes are stored: a folder per layer, in it a folder per model and grid."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from backend.errors import IndexNotUsable
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import WindowGrid
from backend.index.home import MANIFEST_FILE, folders_of_layer
from backend.index.manifest import IndexManifest, read_manifest
from backend.models.contracts import ImageEncoder


def _slug(text: str, length: int = 40) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.").lower()[:length] or "x"


def layer_folder(index_root: Path, path: Path) -> Path:
    """Folder of all indexes of the file at absolute ``path``."""
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    return Path(index_root) / f"{_slug(path.stem)}-{digest}"


def index_folder(index_root: Path, info: LayerInfo, encoder: ImageEncoder, grid: WindowGrid) -> Path:
    """Folder of the index of a layer by one model and one grid."""
    name = f"{_slug(encoder.model_id)}-{_slug(encoder.revision, 16)}-{grid.grid_id[:10]}"
    if info.bands != ((1, 2, 3) if info.band_count >= 3 else (1,)):
        name += f"-b{'-'.join(str(band) for band in info.bands)}"
    return layer_folder(index_root, info.path) / name


def indexes_of(index_root: Path, path: Path) -> list[tuple[Path, IndexManifest]]:
    """Folders and manifests of the indexes of a file, complete or not, sorted by name; damaged ones are left out."""
    return list(_readable(folders_of_layer(layer_folder(index_root, path))))


def all_indexes(index_root: Path) -> list[tuple[Path, IndexManifest]]:
    """Folders and manifests of the indexes of all files; of a bucket none, for those are not only this machine's."""
    return list(_readable(sorted(file.parent for file in index_root.glob(f"*/*/{MANIFEST_FILE}"))))


def _readable(folders: Iterable[Path]) -> Iterator[tuple[Path, IndexManifest]]:
    for folder in folders:
        try:
            yield folder, read_manifest(folder)
        except IndexNotUsable:
            continue
