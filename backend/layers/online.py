"""Online tile services as structured parameters: host, path, zoom, extent; never a complete URL."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from backend.errors import BadOption, SourceNotAllowed
from backend.imagery.crs import bounds_to_crs
from backend.imagery.outgoing import PORTS, is_listed, needs_encryption, split_host
from backend.layers.tiles import Place, TileGrid

WEB_MERCATOR = "EPSG:3857"
MAX_ZOOM = 24
MAX_ONLINE_TILES = 20_000
_HALF_WORLD_M = math.pi * 6_378_137.0
_TOUCH = 1e-6
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[::1\])(?::\d{1,5})?")
_PATH = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@%/{}-]*(?:\?[A-Za-z0-9._~!$'()*+,;=:@%/{}&-]*)?")
_CRS = re.compile(r"[A-Za-z]+:\d{1,7}")
_MAX_PATH = 1000
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class OnlineSource:
    """An XYZ or WMTS-REST service in Web Mercator, and the part of it to use.

    Attributes:
        host: name, with port where it is not the scheme's own.
        path: from the first slash, with ``{z}``, ``{x}`` and ``{y}`` (``{-y}`` where rows count from the south).
        zoom: level of detail, 0-24.
        extent: xmin, ymin, xmax, ymax in ``extent_crs``; whole tiles that meet it are taken.
        extent_crs: ``EPSG:n``.
        scheme: ``https``, or ``http`` to this machine or a listed port.
        tile_px: pixels along a side of a tile.
        attribution: who is to be named wherever the imagery is shown.
    """

    host: str
    path: str
    zoom: int
    extent: tuple[float, float, float, float]
    extent_crs: str = "EPSG:4326"
    scheme: str = "https"
    tile_px: int = 256
    attribution: str = ""

    def __post_init__(self) -> None:
        """Reject invalid parameters.

        Raises:
            BadOption: a field has a value that cannot be used.
            OutsideLayer: the extent is not in Web Mercator.
        """
        if self.scheme not in PORTS:
            raise BadOption(f"scheme is {self.scheme[:20]!r}: give https or http.")
        if _HOST.fullmatch(self.host) is None:
            raise BadOption(f"host is {self.host[:80]!r}: give a name in lower case, with :port if necessary.")
        if _CRS.fullmatch(self.extent_crs) is None:
            raise BadOption(f"extent_crs is {self.extent_crs[:80]!r}: write it like EPSG:4326.")
        if not 0 <= self.zoom <= MAX_ZOOM:
            raise BadOption(f"zoom is {self.zoom}: give 0 to {MAX_ZOOM}.")
        names = _PLACEHOLDER.findall(self.path)
        if sorted(names) not in (["x", "y", "z"], ["-y", "x", "z"]) or "{" in _PLACEHOLDER.sub("", self.path):
            raise BadOption(
                f"path is {self.path[:80]!r}: it must contain {{z}}, {{x}} and {{y}} (or {{-y}}) once each."
            )
        parts = self.path.partition("?")[0].split("/")
        if _PATH.fullmatch(self.path) is None or {".", "..", ""} & set(parts[1:]) or len(self.path) > _MAX_PATH:
            raise BadOption(f"path is {self.path[:80]!r}: give a plain path that begins with a slash.")
        if not self.attribution.isprintable() or len(self.attribution) > _MAX_PATH:
            raise BadOption(f"attribution is longer than {_MAX_PATH} characters, or not a single line of text.")
        _, _, columns, rows = self._range()
        if columns * rows > MAX_ONLINE_TILES:
            raise BadOption(
                f"The extent has {columns * rows:,} tiles at zoom {self.zoom} but only {MAX_ONLINE_TILES:,} are "
                "allowed: give a smaller extent or zoom."
            )

    def check_allowed(self, hosts: Collection[str]) -> None:
        """Reject a host that is not listed.

        Args:
            hosts: names, with port where it is not the scheme's own.

        Raises:
            SourceNotAllowed: it is not among them, or asked for without encryption.
        """
        name, port = split_host(self.host, self.scheme)
        allowed = [host.lower() for host in hosts]
        if not is_listed(self.scheme, name, port, allowed):
            raise SourceNotAllowed(
                f"This server may not fetch tiles from {self.host}: "
                "ask its administrator to add the host to online_hosts."
            )
        if needs_encryption(self.scheme, name, port, allowed):
            raise SourceNotAllowed(f"This server fetches tiles from {self.host} over https only: use the scheme https.")

    def grid(self) -> TileGrid:
        """Grid of the tiles, in Web Mercator."""
        column, row, columns, rows = self._range()
        side = 2 * _HALF_WORLD_M / 2**self.zoom
        west, north = column * side - _HALF_WORLD_M, _HALF_WORLD_M - row * side
        extent = (west, north - rows * side, west + columns * side, north)
        return TileGrid(WEB_MERCATOR, extent, self.tile_px, columns, rows)

    def url(self, place: Place) -> str:
        """Address of a tile of :meth:`grid`."""
        column, row, _, _ = self._range()
        x, y = column + place[0], row + place[1]
        values = {"z": self.zoom, "x": x, "y": y, "-y": 2**self.zoom - 1 - y}
        path = _PLACEHOLDER.sub(lambda match: str(values[match[1]]), self.path)
        return f"{self.scheme}://{self.host}{path}"

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "extent": list(self.extent)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Back from :meth:`to_dict`."""
        return cls(**{**data, "extent": tuple(float(value) for value in data["extent"])})

    def _range(self) -> tuple[int, int, int, int]:
        """First column and row in the service's own counting, and how many."""
        xmin, ymin, xmax, ymax = bounds_to_crs(self.extent, self.extent_crs, WEB_MERCATOR)
        count = 2**self.zoom
        side = 2 * _HALF_WORLD_M / count
        first_column, columns = _span((xmin + _HALF_WORLD_M) / side, (xmax + _HALF_WORLD_M) / side, count)
        first_row, rows = _span((_HALF_WORLD_M - ymax) / side, (_HALF_WORLD_M - ymin) / side, count)
        return first_column, first_row, columns, rows


def _span(start: float, end: float, count: int) -> tuple[int, int]:
    """First tile and number of tiles between two positions counted in tiles; one that is only touched is left out."""
    first = min(max(math.floor(start + _TOUCH), 0), count - 1)
    last = min(max(math.ceil(end - _TOUCH) - 1, first), count - 1)
    return first, last - first + 1
