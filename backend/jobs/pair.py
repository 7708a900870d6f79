"""The site of a request with two layers: both on their common pixels, each with its own index."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from backend.errors import BadOption
from backend.imagery.aligned_layer import AlignedLayer, aligned_info, matching_tone
from backend.imagery.bands import Bands
from backend.imagery.common_ground import common_ground
from backend.imagery.extent import extent_in_layer
from backend.imagery.layer import LayerInfo, OpenLayer
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowGrid, default_window_sizes
from backend.index.folders import index_folder
from backend.index.pipeline import DEFAULT_OVERLAP
from backend.jobs.device import DeviceEncoder
from backend.jobs.inputs import LayerInputs
from backend.jobs.process import Stop
from backend.jobs.site import IndexPlace, Site
from backend.jobs.workbench import FittingSizes, Workbench


@dataclass
class SitePair:
    """Two dates of one place, ready to be indexed and compared.

    Attributes:
        earlier, later: their ground on the common pixels; windows of both are the same.
        earlier_layer, later_layer: the layers as they are named.
    """

    earlier: Site
    later: Site
    earlier_layer: LayerInfo
    later_layer: LayerInfo


class _AlignedSite(Site):
    """A site whose layer is read on the pixels it shares with another one, optionally in the other's tone."""

    def __init__(
        self,
        bench: Workbench,
        ground: IndexPlace,
        base: Site,
        encoder: DeviceEncoder,
        stop: Stop,
        like: _AlignedSite | None,
    ) -> None:
        super().__init__(bench, ground, None, None, encoder, stop)
        self._base = base
        self._like = like

    def open_layer(
        self, path: Path | str | None = None, stretch: Stretch | None = None, bands: Bands | None = None
    ) -> OpenLayer:
        """The layer on the common pixels; see :meth:`Site.open_layer`."""
        layer = AlignedLayer(self._base.open_layer(path, stretch, bands), self.info)
        if self._like is None:
            return layer
        with self._like.open_layer() as like:
            tone = matching_tone(layer, like)
        return layer if tone is None else AlignedLayer(layer, self.info, tone)


def site_pair(
    bench: Workbench, earlier: LayerInputs, later: LayerInputs, stop: Stop, fitting: FittingSizes | None = None
) -> SitePair:
    """Find and open both layers of a request, on the pixels of the later one, as coarse as the coarser one.

    The earlier one is adapted to the tone of the later one. Windows, extent and model are those of ``later``.

    Raises:
        OutsideLayer: the layers do not overlap, or the extent does not intersect the overlap.
        TerralexError: see :meth:`backend.jobs.workbench.Workbench.site`.
    """
    whole = {"extent": None, "window_m": None}
    bases = [bench.site(inputs.model_copy(update=whole), stop) for inputs in (earlier, later)]
    first, second = bases
    if first.info.path == second.info.path and first.info.bands == second.info.bands:
        raise BadOption("Both dates refer to the same layer: give an earlier and a later one.")
    ground = common_ground(second.info, second.grid.ground, first.info, first.grid.ground)
    infos = [
        aligned_info(first.info, ground, second.info.fingerprint),
        aligned_info(second.info, ground),
    ]
    extent = None if later.extent is None else extent_in_layer(infos[1], later.extent.box, later.extent.epsg)
    sizes = later.window_sizes_m
    if sizes is None and fitting is not None:
        sizes = fitting(infos[1], extent)
    sizes = sizes or default_window_sizes(infos[1])
    encoder = second.encoder
    aligned: list[_AlignedSite] = []
    for base, info, other in zip(reversed(bases), reversed(infos), bases, strict=True):
        grid = WindowGrid(info, sizes, DEFAULT_OVERLAP, encoder.image_size)
        bench.refuse_too_many(grid)
        own = index_folder(bench.settings.index, info, encoder, grid)
        folder = own.parent.with_name(f"{own.parent.name}-{_digest(other.info)}") / own.name
        place = IndexPlace(info, grid, folder, base.state)
        site = _AlignedSite(bench, place, base, encoder, stop, aligned[0] if aligned else None)
        site.extent = extent
        aligned.append(site)
    return SitePair(aligned[1], aligned[0], first.info, second.info)


def _digest(other: LayerInfo) -> str:
    """A key that distinguishes the indexes of a layer paired with another one from those of other pairs."""
    return hashlib.sha256(os.fsencode(other.path)).hexdigest()[:12]
