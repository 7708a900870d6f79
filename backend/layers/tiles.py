"""Rendered tiles of one size that form one layer: their grid and their folder."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import pyproj
from affine import Affine

from backend.errors import BadOption, ChecksumMismatch, UploadConflict
from backend.imagery.crs import ground_metres_per_pixel
from backend.layers.quota import Quota
from backend.layers.tile_image import decode_tile
from backend.storage.files import disk_errors, remove

MIN_TILE_PX, MAX_TILE_PX = 16, 4096
MAX_TILES = 250_000
MAX_TILE_BYTES = 32 * 1024**2
_MAX_CRS = 16 * 1024
_CRS = re.compile(r"[A-Za-z]+:\d+$|[A-Z_]+\[")  # an authority's code or WKT, not PROJ's names of files
_ABSENT = "absent"
_NAME = re.compile(r"(\d+)_(\d+)-([0-9a-f]{64}|absent)")

Place = tuple[int, int]
"""Column and row of a tile; 0, 0 is the upper left one."""


@dataclass(frozen=True)
class TileGrid:
    """The grid of tiles.

    Attributes:
        crs: ``EPSG:n`` or WKT.
        extent: xmin, ymin, xmax, ymax of all tiles together, in ``crs``.
        tile_px: pixels along a side of every tile.
        columns, rows: how many tiles.
    """

    crs: str
    extent: tuple[float, float, float, float]
    tile_px: int
    columns: int
    rows: int

    def __post_init__(self) -> None:
        """Reject an invalid grid.

        Raises:
            BadOption: a field has a value that cannot be used.
        """
        if not MIN_TILE_PX <= self.tile_px <= MAX_TILE_PX:
            raise BadOption(f"tile_px is {self.tile_px}: give {MIN_TILE_PX} to {MAX_TILE_PX} pixels.")
        if self.columns < 1 or self.rows < 1 or self.columns * self.rows > MAX_TILES:
            raise BadOption(f"{self.columns} x {self.rows} tiles cannot be accepted: give 1 to {MAX_TILES:,} in total.")
        xmin, ymin, xmax, ymax = self.extent
        if not all(map(math.isfinite, self.extent)) or xmin >= xmax or ymin >= ymax:
            raise BadOption("extent is not xmin, ymin, xmax, ymax: four numbers, with the minimum before the maximum.")
        wrong_crs = BadOption(f"crs is {self.crs[:80]!r}, which is not a CRS: write it like EPSG:4326.")
        if _CRS.match(self.crs) is None or len(self.crs) > _MAX_CRS:
            raise wrong_crs
        try:
            crs = pyproj.CRS.from_user_input(self.crs)
            metres = ground_metres_per_pixel(crs, self.transform, self.width / 2, self.height / 2)
        except pyproj.exceptions.ProjError as error:
            raise BadOption(f"crs is {self.crs[:80]!r}, which is not a CRS: write it like EPSG:4326.") from error
        if not all(math.isfinite(float(value)) and float(value) > 0 for value in metres):
            raise BadOption("extent does not lie on the Earth: check that its coordinates are in the given crs.")

    @property
    def width(self) -> int:
        """Pixels of the layer from west to east."""
        return self.columns * self.tile_px

    @property
    def height(self) -> int:
        """Pixels of the layer from north to south."""
        return self.rows * self.tile_px

    @property
    def transform(self) -> Affine:
        """Pixel (column, row) to ``crs``."""
        xmin, ymin, xmax, ymax = self.extent
        return Affine((xmax - xmin) / self.width, 0.0, xmin, 0.0, (ymin - ymax) / self.height, ymax)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "extent": list(self.extent)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Back from :meth:`to_dict`."""
        return cls(**{**data, "extent": tuple(float(value) for value in data["extent"])})


class TileFolder:
    """Tiles as they come in, one file each; its name holds place and SHA-256, so a folder explains itself.

    Attributes:
        grid: where they lie.
        used_bytes: of those that are here.
    """

    def __init__(self, folder: Path, grid: TileGrid, quota: Quota | None = None) -> None:
        self.grid = grid
        self._quota = quota
        self._folder = folder
        self._lock = threading.Lock()
        self._hashes: dict[Place, str] = {}
        self._bytes: dict[Place, int] = {}
        self.used_bytes = 0
        with disk_errors("tiles"):
            folder.mkdir(parents=True, exist_ok=True)
            for entry in os.scandir(folder):
                match = _NAME.fullmatch(entry.name)
                if match is None:
                    remove(Path(entry.path))
                    continue
                place = (int(match[1]), int(match[2]))
                self._note(place, match[3], entry.stat().st_size)

    def put(self, column: int, row: int, data: bytes, sha256: str | None = None) -> str:
        """Take a tile; a second one of the same place takes the place of the first.

        Args:
            column, row: its place.
            data: PNG, WebP or JPEG.
            sha256: hex digest of ``data``, if the sender knows it.

        Returns:
            The hex digest of what arrived.

        Raises:
            BadOption: no such place, or not an image of the grid's size.
            ChecksumMismatch: it is not what was sent.
            QuotaExceeded: it does not fit.
            DiskFull, OutputNotWritable: the disk.
        """
        self._refuse_outside(column, row)
        if len(data) > MAX_TILE_BYTES:
            raise BadOption(
                f"The tile {column}, {row} has more than {MAX_TILE_BYTES // 1024**2} MiB: send it compressed."
            )
        digest = hashlib.sha256(data).hexdigest()
        if sha256 is not None and not hmac.compare_digest(digest, sha256.lower()):
            raise ChecksumMismatch(f"The tile {column}, {row} was corrupted in transit: send it again.")
        decode_tile(data, self.grid.tile_px)
        if self._quota is not None:
            self._quota.check(len(data))
        self._store((column, row), digest, data)
        return digest

    def put_absent(self, column: int, row: int) -> None:
        """Record that there is no tile here and never will be: it is no-data.

        Raises:
            BadOption: no such place.
        """
        self._refuse_outside(column, row)
        self._store((column, row), _ABSENT, b"")

    def missing(self) -> list[Place]:
        """Positions of missing tiles, row by row."""
        with self._lock:
            return [
                (c, r) for r in range(self.grid.rows) for c in range(self.grid.columns) if (c, r) not in self._hashes
            ]

    @property
    def count(self) -> int:
        """Positions of received tiles."""
        return len(self._hashes)

    def absent(self) -> list[Place]:
        """Positions recorded as having no tile."""
        with self._lock:
            return sorted(place for place, found in self._hashes.items() if found == _ABSENT)

    def read(self, column: int, row: int) -> bytes | None:
        """Bytes of a tile as they arrived, or None where there is none.

        Raises:
            UploadConflict: it has not come, or what is on the disk is damaged; it counts as missing then.
        """
        place = (column, row)
        with self._lock:
            digest = self._hashes.get(place)
        if digest == _ABSENT:
            return None
        if digest is not None:
            with disk_errors("tiles"):
                data = self._path(place, digest).read_bytes()
            if hashlib.sha256(data).hexdigest() == digest:
                return data
            with self._lock:  # half written when the power went
                self._hashes.pop(place, None)
                self.used_bytes -= self._bytes.pop(place, 0)
            remove(self._path(place, digest))
        raise UploadConflict(f"The tile {column}, {row} is missing: send it first.")

    def content_hash(self) -> str:
        """SHA-256 hex over the grid and all tiles: equal for equal layers."""
        with self._lock:
            tiles = [self._hashes.get(place) for place in self._places()]
        return hashlib.sha256(json.dumps([self.grid.to_dict(), tiles], sort_keys=True).encode()).hexdigest()

    def remove(self) -> None:
        """Remove all of them."""
        remove(self._folder)

    def _places(self) -> list[Place]:
        return [(column, row) for row in range(self.grid.rows) for column in range(self.grid.columns)]

    def _refuse_outside(self, column: int, row: int) -> None:
        if not (0 <= column < self.grid.columns and 0 <= row < self.grid.rows):
            raise BadOption(
                f"The tile {column}, {row} is not in the grid: columns go from 0 to {self.grid.columns - 1}, "
                f"rows from 0 to {self.grid.rows - 1}."
            )

    def _store(self, place: Place, found: str, data: bytes) -> None:
        # No fsync a tile: its hash is in its name, and what the disk lost is found out when the layer is made.
        with disk_errors("tiles"):
            beside = self._folder / f"{threading.get_ident()}.part"
            beside.write_bytes(data)
            with self._lock:
                beside.replace(self._path(place, found))
                old = self._hashes.get(place)
                if old is not None and old != found:
                    remove(self._path(place, old))
                self._note(place, found, len(data))

    def _note(self, place: Place, found: str, length: int) -> None:
        self.used_bytes += length - self._bytes.get(place, 0)
        self._hashes[place], self._bytes[place] = found, length

    def _path(self, place: Place, found: str) -> Path:
        return self._folder / f"{place[0]}_{place[1]}-{found}"
