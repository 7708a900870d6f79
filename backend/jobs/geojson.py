"""GeoJSON (RFC 7946) of results: longitude and latitude, whatever the layer's CRS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.imagery.globe import geojson_geometries
from backend.search.region import SearchResult


def feature_collection(geometries: Sequence[Any], crs: Any, properties: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A FeatureCollection; features are numbered from 1."""
    shapes = geojson_geometries(geometries, crs)
    features = [
        {"type": "Feature", "id": number, "geometry": shape, "properties": dict(fields)}
        for number, (shape, fields) in enumerate(zip(shapes, properties, strict=True), start=1)
    ]
    return {"type": "FeatureCollection", "features": features}


def regions_collection(result: SearchResult) -> dict[str, Any]:
    """Regions of a search as a FeatureCollection, by rank."""
    properties = [region.told() for region in result.regions]
    return feature_collection([region.geometry for region in result.regions], result.crs, properties)
