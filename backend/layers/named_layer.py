"""A registered layer as clients see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from backend.imagery.crs import ground_metres_per_pixel
from backend.imagery.globe import box_to_degrees
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import default_window_sizes

Kind = Literal["path", "upload", "tiles", "online", "remote"]
State = Literal["ready", "incomplete", "failed"]


@dataclass(frozen=True)
class NamedLayer:
    """One layer of a service.

    Attributes:
        id: names it in requests.
        title: for display.
        kind: where its pixels come from.
        state: ``ready`` to be read, ``incomplete`` while tiles are missing, ``failed`` with an ``error``.
        created, last_used: ISO 8601, UTC.
        info: what is known of it: crs, bounds, bounds_wgs84, width, height, ground_sampling_m, band_count, dtype,
            driver, window_sizes_m, fingerprint; of tiles also how many there are, of online sources the attribution.
        share: of the tiles that are here, 0-1.
        error: the sentence that says why it failed.
    """

    id: str
    title: str
    kind: Kind
    state: State
    created: str
    last_used: str
    info: Mapping[str, Any]
    share: float = 1.0
    error: str | None = None


def describe(info: LayerInfo) -> dict[str, Any]:
    """The description of a layer's file for clients, without its location."""
    metres = ground_metres_per_pixel(info.crs, info.transform, info.width / 2, info.height / 2)
    return {
        "crs": crs_name(info.crs),
        "bounds": list(info.bounds),
        "bounds_wgs84": list(box_to_degrees(info.bounds, info.crs)),
        "width": info.width,
        "height": info.height,
        "ground_sampling_m": float(np.sqrt(float(metres[0]) * float(metres[1]))),
        "band_count": info.band_count,
        "dtype": info.dtype,
        "driver": info.driver,
        "window_sizes_m": [float(size) for size in default_window_sizes(info)],
        "fingerprint": info.fingerprint,
    }


def crs_name(crs: Any) -> str:
    """``EPSG:n`` or another authority's code where the CRS has one, else WKT."""
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.to_wkt())
