"""The layers of an agent: the rasters in some folders, identified by their paths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from backend.errors import LayerNotFound, TerralexError
from backend.jobs.workbench import LayerReaders
from backend.layers.data_roots import DataRoots
from backend.layers.folder_rasters import Member, layers_in, rasters_in
from backend.layers.named_layer import describe

MOST_FILES = 200
"""Maximum number of rasters opened for one list."""


class FolderLayers:
    """Files inside the folders only, see :class:`backend.layers.data_roots.DataRoots`."""

    def __init__(self, roots: Sequence[Path], readers: LayerReaders) -> None:
        self._roots = DataRoots(roots)
        self._readers = readers

    def path(self, layer_id: str) -> Path:
        """The file at a path, absolute or relative to a folder.

        Raises:
            LayerNotFound: it is not a file inside the folders.
            LayerNotReadable: it leads out of them.
        """
        try:
            return self._roots.resolve(layer_id)
        except LayerNotFound as error:
            raise LayerNotFound(
                f"{layer_id[:200]!r} is not a file in the folders of this server: list the layers to see what is "
                "available."
            ) from error

    def title(self, layer_id: str) -> str:
        """The name of the file."""
        return Path(layer_id).name

    def within(self, folder: str) -> Sequence[Member]:
        """The rasters in a folder inside the folders, by path.

        Raises:
            LayerNotFound: there is no such folder.
        """
        place = self._roots.folder(folder)
        return [Member(str(file), file.relative_to(place).as_posix()) for file in layers_in(place)]

    def list(self, text: str = "") -> tuple[list[dict[str, Any]], bool]:
        """The rasters whose path contains a text, by path, and whether there are more than were examined.

        Each has its ``layer`` (path relative to its folder), CRS, extent in degrees, size in pixels, metres per pixel.
        Files that are not rasters, such as a GeoPackage of vectors, are left out.
        """
        layers: list[dict[str, Any]] = []
        looked = 0
        for root, file in ((folder, file) for folder in self._roots.roots for file in rasters_in(folder)):
            name = file.relative_to(root).as_posix()
            if text.lower() not in name.lower():
                continue
            if looked == MOST_FILES:
                return layers, True
            looked += 1
            try:
                # A file that an earlier folder has under the same name hides this one's relative path.
                shown = name if self.path(name) == file.resolve() else str(file)
                with self._readers.open(self.path(shown)) as layer:
                    said = describe(layer.info)
            except TerralexError:
                continue
            told = ("crs", "bounds_wgs84", "width", "height", "ground_sampling_m")
            layers.append({"layer": shown, **{field: said[field] for field in told}})
        return layers, False
