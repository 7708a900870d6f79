"""Search one indexed layer: query -> directions -> exact scores inside an extent -> regions -> outlines on request."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from shapely.affinity import affine_transform

from backend import __version__
from backend.errors import BadOption, OutsideLayer
from backend.imagery.crs import bounds_to_crs
from backend.imagery.layer import LayerInfo
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowSet
from backend.index.store import IndexRows
from backend.search.consensus import OTHERS_WEIGHT
from backend.search.query import Query, phrase_vectors, query_vector
from backend.search.ranking import Directions, rank_windows
from backend.search.region import Provenance, Region, SearchResult
from backend.search.regions import MergeRules, best_windows, merge_windows
from backend.search.relevance import neutral_vectors, temperature

if TYPE_CHECKING:
    from backend.models.encoder import Encoder

RegionMode = Literal["windows", "merged", "outline"]
MODES: tuple[str, ...] = get_args(RegionMode)
DEFAULT_TOP = 10
DEFAULT_MIN_RELEVANCE = 0.3
"""Somewhat below one half: on a rendered sample terralex-mini gives its true stadium, ranked first, 0.43."""


Extent = tuple[float, float, float, float]


class SearchableIndex(Protocol):
    """What a search needs of :class:`backend.index.store.LayerIndex`."""

    @property
    def info(self) -> LayerInfo:
        """The layer as it was when indexed."""

    @property
    def stretch(self) -> Stretch | None:
        """How its pixels became 8 bit."""

    @property
    def model_id(self) -> str:
        """Model of the embeddings."""

    @property
    def model_revision(self) -> str:
        """Its revision."""

    @property
    def window_sizes_m(self) -> tuple[float, ...]:
        """Sides of the windows in metres."""

    def rows(self, extent: Sequence[float] | None = None) -> IndexRows:
        """Embeddings and windows that meet an extent in the layer's CRS."""


@dataclass(frozen=True)
class SearchOptions:
    """How to search.

    Attributes:
        top: how many regions at most.
        mode: ``windows`` (the best windows as they are), ``merged`` or ``outline``.
        extent: ``xmin, ymin, xmax, ymax``, or None for the whole layer.
        extent_crs: CRS of the extent; the layer's own if None.
        min_relevance: windows below it are no answer, 0-1. One half means "as much like the query as like the best of
            the neutral phrases".

    Raises:
        BadOption: a value that cannot be used.
    """

    top: int = DEFAULT_TOP
    mode: RegionMode = "merged"
    extent: Extent | None = None
    extent_crs: str | None = None
    min_relevance: float = DEFAULT_MIN_RELEVANCE
    rules: MergeRules = field(default_factory=MergeRules)

    def __post_init__(self) -> None:
        if self.top < 1:
            raise BadOption(f"{self.top} regions cannot be returned: ask for 1 or more.")
        if self.mode not in MODES:
            raise BadOption(f"Unknown kind of regions {self.mode!r}: choose one of {', '.join(MODES)}.")
        if not 0.0 <= self.min_relevance <= 1.0:
            raise BadOption(f"A threshold of {self.min_relevance:g} cannot be used: give a relevance from 0 to 1.")


class Stopwatch:
    """Seconds spent in named stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time inside the block to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


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


def search(
    index: SearchableIndex, encoder: Encoder, query: Query, options: SearchOptions = SearchOptions()
) -> SearchResult:
    """Find what a query names.

    Args:
        index: embeddings made by ``encoder``'s model.
        encoder: that model.

    Raises:
        OutsideLayer: the extent does not meet the layer.
        BadOption: the extent or its CRS cannot be used, or the index was made by another model.
        ModelUnavailable: the model cannot be loaded, or makes no outlines.
    """
    if index.model_revision != encoder.revision:
        raise BadOption(
            f"This index was made by {index.model_id} {index.model_revision}, not by {encoder.model_id} "
            f"{encoder.revision}: index the layer with this model first."
        )
    extent = None if options.extent is None else extent_in_layer(index.info, options.extent, options.extent_crs)
    watch = Stopwatch()
    with watch.stage("load_model"):
        scale = temperature(encoder)
    with watch.stage("encode_text"):
        directions = Directions(
            query_vector(query.texts, encoder), phrase_vectors(query.unwanted, encoder), neutral_vectors(encoder), scale
        )
    with watch.stage("read_index"):
        rows = index.rows(extent)
    with watch.stage("score"):
        inside = _mostly_inside(rows.windows, extent)
        others = 0.0 if options.mode == "windows" else OTHERS_WEIGHT
        scores = rank_windows(rows.embeddings, rows.windows, directions, encoder.device, others, rows.valid_share)
        relevant = inside & (scores.relevance >= options.min_relevance)
    with watch.stage("regions"):
        # A region needs one relevant window; those it grows over need only be nearly as good as that one.
        chosen = np.flatnonzero(relevant if options.mode == "windows" else inside)
        windows, ranking = rows.windows.take(chosen), scores.ranking[chosen]
        if options.mode == "windows":
            found = best_windows(_pixel_boxes(windows), ranking, options.top)
        else:
            found = merge_windows(
                _pixel_boxes(windows), ranking, options.top, scores.background, options.rules, relevant[chosen]
            )
        shapes = [_to_crs(region.shape, index.info.transform) for region in found]
    if options.mode == "outline" and found:
        from backend.search.outline import outline_regions

        with watch.stage("outline"):
            sides = [float(windows.width[region.seed]) for region in found]
            shapes = outline_regions(index.info, index.stretch, encoder, directions, shapes, sides)
    regions = tuple(
        Region(
            rank,
            float(scores.cosine[chosen[region.best]]),
            float(scores.relevance[chosen[region.best]]),
            float(windows.window_m[region.seed]),
            region.count,
            shape,
        )
        for rank, (region, shape) in enumerate(zip(found, shapes, strict=True), start=1)
    )
    provenance = _provenance(index, query)
    return SearchResult(
        regions, index.info.crs, extent, provenance, int(inside.sum()), int(relevant.sum()), dict(watch.seconds)
    )


def _mostly_inside(windows: WindowSet, extent: Extent | None) -> NDArray[np.bool_]:
    """Which windows answer for an extent: those with half of themselves in it, or half of it in themselves."""
    if extent is None:
        return np.ones(len(windows), bool)
    box = shapely.box(*extent)
    shapes = windows.polygons()
    shared = shapely.area(shapely.intersection(shapes, box))
    return np.asarray(shared >= 0.5 * np.minimum(shapely.area(shapes), box.area))


def _pixel_boxes(windows: WindowSet) -> NDArray[np.object_]:
    left, top = windows.col_off, windows.row_off
    return np.asarray(shapely.box(left, top, left + windows.width, top + windows.height), dtype=object).reshape(-1)


def _to_crs(shape: Any, transform: Affine) -> Any:
    a, b, c, d, e, f = tuple(transform)[:6]
    return affine_transform(shape, (a, b, d, e, c, f))


def _provenance(index: SearchableIndex, query: Query) -> Provenance:
    return Provenance(
        query=query,
        model=index.model_id,
        revision=index.model_revision,
        window_sizes_m=index.window_sizes_m,
        layer=str(index.info.path),
        fingerprint=index.info.fingerprint,
        time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        version=__version__,
    )
