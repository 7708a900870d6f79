"""Where the scene lies: a geotransform with half a metre of true ground a pixel, in any CRS."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pyproj
from affine import Affine
from pyproj.exceptions import CRSError, ProjError

from backend.errors import BadOption
from backend.sample.canvas import GROUND_SAMPLING_M

_SEASIDE = (-1.25, 44.95)
"""Longitude and latitude used where a CRS spans the world: the coast of Aquitaine."""


@dataclass(frozen=True)
class Georeference:
    """A CRS as given (``EPSG:n``) and the transform from pixels to it."""

    crs: str
    transform: Affine


def _centre(crs: pyproj.CRS, given: str) -> tuple[float, float]:
    area = crs.area_of_use
    if area is None:
        raise BadOption(f"crs {given!r} has no known area of use; give another, such as EPSG:32632")
    width = (area.east - area.west) % 360.0 or 360.0
    if width > 180.0 and area.north > 45.0 and area.south < 44.0:
        return _SEASIDE
    longitude = (area.west + width / 2 + 180.0) % 360.0 - 180.0
    return longitude, max(-80.0, min(80.0, (area.south + area.north) / 2))


def georeference(crs: str, size_px: int) -> Georeference:
    """Lay a square of ``size_px`` pixels in the middle of a CRS's area of use.

    The step of x and y is the CRS's own length of half a metre of ground there, measured on the ellipsoid.
    Raises ``BadOption`` where the CRS is unknown, has no horizontal axes, or cannot be measured.
    """
    try:
        parsed = pyproj.CRS.from_user_input(crs)
    except CRSError as error:
        raise BadOption(f"crs {crs!r} is not known; write it as EPSG:n, such as EPSG:32632") from error
    if not (parsed.is_projected or parsed.is_geographic) or len(parsed.axis_info) != 2 or parsed.is_compound:
        raise BadOption(f"crs {crs!r} is not a plane or geographic 2D system; give another, such as EPSG:32632")
    longitude, latitude = _centre(parsed, crs)
    try:
        there = pyproj.Transformer.from_crs("EPSG:4326", parsed, always_xy=True)
        back = pyproj.Transformer.from_crs(parsed, "EPSG:4326", always_xy=True)
        x, y = there.transform(longitude, latitude, errcheck=True)
        nudge = 0.001 if parsed.is_geographic else 100.0 / parsed.axis_info[0].unit_conversion_factor
        geod = pyproj.Geod(ellps="WGS84")
        steps, headings = [], []
        for dx, dy in ((nudge, 0.0), (0.0, nudge)):
            a, b = (
                back.transform(x - dx / 2, y - dy / 2, errcheck=True),
                back.transform(x + dx / 2, y + dy / 2, errcheck=True),
            )
            heading, _, metres = geod.inv(*a, *b)
            headings.append(heading)
            steps.append(GROUND_SAMPLING_M * nudge / metres)
    except (ProjError, ZeroDivisionError) as error:
        raise BadOption(f"crs {crs!r} cannot be used at its own centre; give another, such as EPSG:32632") from error
    if not all(math.isfinite(value) and value > 0 for value in (*steps, abs(x) + 1, abs(y) + 1)):
        raise BadOption(f"crs {crs!r} cannot be used at its own centre; give another, such as EPSG:32632")
    if not 80.0 < (headings[0] - headings[1]) % 360.0 < 100.0:
        raise BadOption(f"crs {crs!r} has axes that do not run east and north; give another, such as EPSG:32632")
    half = size_px / 2
    return Georeference(crs, Affine(steps[0], 0.0, x - half * steps[0], 0.0, -steps[1], y + half * steps[1]))
