"""A quarter of the smallest rendered sample: indexed four times as fast."""

from __future__ import annotations

from pathlib import Path

import rasterio
from rasterio.windows import Window

from backend.sample import render_sample

SIDE_PX = 512


def quarter_sample(folder: Path, rendered: Path) -> Path:
    """Write ``sample.tif``, 512 pixels of 0.5 m a side -> its path.

    Args:
        folder: where it goes.
        rendered: where the whole sample is rendered.
    """
    target = folder / "sample.tif"
    with rasterio.open(render_sample(rendered, size_px=2 * SIDE_PX).image) as whole:
        part = Window(0, 0, SIDE_PX, SIDE_PX)
        changed = {"width": SIDE_PX, "height": SIDE_PX, "transform": whole.window_transform(part)}
        with rasterio.open(target, "w", **{**whole.profile, **changed}) as quarter:
            quarter.write(whole.read(window=part))
    return target
