"""GeoJSON (RFC 7946) of results: longitude and latitude, whatever the layer's CRS."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from backend.imagery.crs import WGS84, geometries_to_crs
from backend.search.region import SearchResult


def feature_collection(geometries: Sequence[Any], crs: Any, properties: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A FeatureCollection; features are numbered from 1."""
    moved = geometries_to_crs(list(geometries), crs, WGS84) if len(geometries) else np.empty(0, object)
    # Written and read as one text: one call each instead of one a feature.
    shapes = json.loads(f"[{','.join(shapely.to_geojson(moved))}]")
    features = [
        {"type": "Feature", "id": number, "geometry": shape, "properties": dict(fields)}
        for number, (shape, fields) in enumerate(zip(shapes, properties, strict=True), start=1)
    ]
    return {"type": "FeatureCollection", "features": features}


def regions_collection(result: SearchResult) -> dict[str, Any]:
    """Regions of a search as a FeatureCollection, by rank."""
    properties = [
        {
            "rank": region.rank,
            "score": round(region.score, 6),
            "relevance": round(region.relevance, 6),
            "window_m": region.window_m,
            "windows": region.windows,
            "weak": region.weak,
        }
        for region in result.regions
    ]
    return feature_collection([region.geometry for region in result.regions], result.crs, properties)
