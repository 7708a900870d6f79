"""What a layer has answered to a saved search, as it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely


@dataclass(frozen=True)
class SeenRegion:
    """A region of an earlier or of the present answer.

    Attributes:
        geometry: GeoJSON in longitude and latitude; None of what has no place there.
        told: its other fields.
    """

    geometry: Mapping[str, Any] | None
    told: Mapping[str, Any]

    @cached_property
    def shape(self) -> shapely.Geometry | None:
        """The geometry, valid."""
        if self.geometry is None:
            return None
        return shapely.make_valid(shapely.from_geojson(json.dumps(self.geometry)))


@dataclass(frozen=True)
class SeenLayer:
    """The answer of one layer.

    Attributes:
        layer, title: its id, and what people call it.
        mark: what changes when its pixels or the model do, see :func:`mark_of`.
        regions: by rank; None where it has failed.
        error: the sentence that says why it failed; empty where it did not.
        gone: whether it is no longer among the layers that are asked.
    """

    layer: str
    title: str
    mark: str
    regions: tuple[SeenRegion, ...] | None
    error: str = ""
    gone: bool = False

    def answers(self, mark: str) -> bool:
        """Whether this is the answer of a layer with that mark, so that it need not be asked again."""
        return self.regions is not None and not self.gone and self.mark == mark


def mark_of(*parts: Any) -> str:
    """SHA-256 hex of what is JSON."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
