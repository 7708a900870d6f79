"""``index.json``: the description of an index, beside its table. Replaced atomically."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.errors import IndexNotUsable, IndexOfNewerVersion, IndexStorageFailed
from backend.imagery.layer import LayerInfo
from backend.imagery.stretch import AS_IT_IS, Stretch
from backend.imagery.valid_ground import Ground
from backend.imagery.window_grid import DEFAULT_INPUT_PX, WindowGrid
from backend.index.home import MANIFEST_FILE, home_of

FORMAT_VERSION = 1


@dataclass(frozen=True)
class IndexManifest:
    """The contents of ``index.json``.

    Attributes:
        layer: the layer as it was when indexed, fingerprint included.
        model_id, model_revision, dimension: the model and the length of its embeddings.
        window_sizes_m, overlap, input_px, ground, grid_id: the grid of windows.
        stretch: how the layer's values became 8-bit.
        total_chunks, total_windows: of the grid, including windows without valid pixels.
        created: ISO 8601, UTC.
        complete: whether every chunk is done.
    """

    layer: LayerInfo
    model_id: str
    model_revision: str
    dimension: int
    window_sizes_m: tuple[float, ...]
    overlap: float
    grid_id: str
    stretch: Stretch
    total_chunks: int
    total_windows: int
    created: str
    complete: bool
    input_px: int = DEFAULT_INPUT_PX
    ground: Ground | None = None

    def grid(self) -> WindowGrid:
        """The grid of windows for the layer as it was when indexed."""
        return WindowGrid(self.layer, self.window_sizes_m, self.overlap, self.input_px, self.ground)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values, with the field names of the STAC embedding extension where it defines one."""
        return {
            "format_version": FORMAT_VERSION,
            "created": self.created,
            "complete": self.complete,
            "layer": self.layer.to_dict(),
            "fingerprint": self.layer.fingerprint,
            "model_id": self.model_id,
            "model_revision": self.model_revision,
            "window_sizes_m": list(self.window_sizes_m),
            "overlap": self.overlap,
            "input_px": self.input_px,
            "ground": None if self.ground is None else self.ground.to_list(),
            "grid_id": self.grid_id,
            "stretch": self.stretch.to_dict(),
            "total_chunks": self.total_chunks,
            "total_windows": self.total_windows,
            "emb:type": "chip",
            "emb:dimensions": self.dimension,
            "emb:quantization": {"data_type": "float16"},
            "emb:chip_layout": {
                "layout_type": "multi_scale_square",
                "chip_size_m": list(self.window_sizes_m),
                "overlap": self.overlap,
            },
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> IndexManifest:
        """The inverse of :meth:`to_dict`."""
        version = data["format_version"]
        if isinstance(version, int) and version > FORMAT_VERSION:
            raise IndexOfNewerVersion(
                f"An index in this folder was created by a newer Terralex (format {version}; this version reads "
                f"{FORMAT_VERSION}): use that version, or another folder for indexes."
            )
        if version != FORMAT_VERSION:
            raise ValueError(f"format version {version}")
        return cls(
            layer=LayerInfo.from_dict(data["layer"]),
            model_id=str(data["model_id"]),
            model_revision=str(data["model_revision"]),
            dimension=int(data["emb:dimensions"]),
            window_sizes_m=tuple(float(size) for size in data["window_sizes_m"]),
            overlap=float(data["overlap"]),
            input_px=int(data.get("input_px", DEFAULT_INPUT_PX)),
            ground=None if data.get("ground") is None else Ground(*map(int, data["ground"])),
            grid_id=str(data["grid_id"]),
            stretch=AS_IT_IS
            if data["stretch"] is None
            else Stretch.from_dict(data["stretch"]),  # None: of earlier versions
            total_chunks=int(data["total_chunks"]),
            total_windows=int(data["total_windows"]),
            created=str(data["created"]),
            complete=bool(data["complete"]),
        )


def read_manifest(folder: Path) -> IndexManifest:
    """Read ``index.json`` of an index folder.

    Raises:
        IndexNotUsable: it is missing, damaged, or in an older version of the format.
        IndexOfNewerVersion: it is in a newer version of the format.
        IndexStorageFailed: the store where it lies does not answer.
    """
    file = folder / MANIFEST_FILE
    try:
        return IndexManifest.from_dict(json.loads(home_of(folder).read_manifest()))
    except FileNotFoundError as error:
        raise IndexNotUsable(f"{folder} is not an index: run terralex index on the layer.") from error
    except (IndexOfNewerVersion, IndexStorageFailed):
        raise
    except Exception as error:  # any damage: invalid JSON, a wrong key or CRS, another version
        raise IndexNotUsable(f"{file} is damaged or of another version: delete {folder} and index again.") from error


def write_manifest(folder: Path, manifest: IndexManifest) -> None:
    """Replace ``index.json`` atomically: readers see the old one or the new one, even after a crash.

    Raises:
        OSError: the folder cannot be written.
        IndexStorageFailed: the store where it lies does not answer.
    """
    home_of(folder).write_manifest(json.dumps(manifest.to_dict(), indent=1))
