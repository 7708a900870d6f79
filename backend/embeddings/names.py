"""What is said of embeddings beside them, in the words of STAC's embedding extension."""

from __future__ import annotations

from typing import Any

from backend.imagery.remote import place_of
from backend.index.manifest import IndexManifest

EXTENSION = "https://stac-extensions.github.io/embeddings/v0.0.1/schema.json"
"""The one version there is; a proposal, see https://github.com/geo-embeddings/embeddings-stac-specification."""
PROCESSING = "https://stac-extensions.github.io/processing/v1.2.0/schema.json"
METADATA_KEY = "stac"
"""Key of a Parquet file's metadata under which a STAC document stands, as JSON."""


def collection_of(manifest: IndexManifest, bounds_wgs84: tuple[float, float, float, float]) -> dict[str, Any]:
    """A STAC collection that describes the embeddings of an index."""
    pixels = [round(size / _metres(manifest)) for size in manifest.window_sizes_m]
    steps = [max(1, round(side * (1 - manifest.overlap))) for side in pixels]
    layout: dict[str, Any] = {"layout_type": "variable_grid", "grid_id": manifest.grid_id}
    if len(pixels) == 1:
        layout |= {"layout_type": "regular_grid", "chip_size": pixels * 2, "stride": steps * 2}
    path = manifest.layer.path
    return {
        "type": "Collection",
        "stac_version": "1.1.0",
        "stac_extensions": [EXTENSION, PROCESSING],
        "id": f"{path.stem}-{manifest.grid_id[:10]}",
        "description": f"Embeddings of {path.name} under {manifest.model_id}",
        "license": "other",
        "extent": {"spatial": {"bbox": [list(bounds_wgs84)]}, "temporal": {"interval": [[None, None]]}},
        "emb:type": "chip",
        "emb:dimensions": manifest.dimension,
        "data_type": "float32",
        "gsd": min(manifest.window_sizes_m),
        "emb:chip_layout": layout,
        "emb:fit_for_use": ["retrieval"],
        "emb:quantization": {"method": "rounding", "original_dtype": "float32", "quantized_dtype": "float16"},
        "processing:datetime": manifest.created,
        "links": [
            {"rel": "emb:model", "href": manifest.model_id, "title": f"{manifest.model_id} {manifest.model_revision}"},
            {"rel": "emb:source-data", "href": place_of(path)},
        ],
    }


def _metres(manifest: IndexManifest) -> float:
    from backend.imagery.crs import ground_metres_per_pixel

    layer = manifest.layer
    x, y = ground_metres_per_pixel(layer.crs, layer.transform, layer.width / 2, layer.height / 2)
    return float((float(x) * float(y)) ** 0.5)
