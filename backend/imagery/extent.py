"""An extent that a user gave, in the CRS of the layer it is meant for."""

from __future__ import annotations

from backend.errors import OutsideLayer
from backend.imagery.crs import bounds_to_crs
from backend.imagery.layer import LayerInfo

Extent = tuple[float, float, float, float]
"""``xmin, ymin, xmax, ymax``."""


def extent_in_layer(info: LayerInfo, extent: Extent, extent_crs: str | None) -> Extent:
    """The extent in the layer's CRS.

    Raises:
        OutsideLayer: it shares no ground with the layer.
        BadOption: it is not a box, or its CRS is unknown.
    """
    box = bounds_to_crs(extent, extent_crs or info.crs, info.crs)
    xmin, ymin, xmax, ymax = info.bounds
    if box[0] >= xmax or box[2] <= xmin or box[1] >= ymax or box[3] <= ymin:
        layer = ",".join(f"{value:.10g}" for value in info.bounds)
        raise OutsideLayer(
            f"The extent {','.join(f'{value:.10g}' for value in extent)} lies outside of {info.path.name}, "
            f"which covers {layer} in {info.crs.to_string()}: check the extent and its CRS."
        )
    return box
