"""Search one indexed layer: query -> directions -> exact scores inside an extent -> regions -> outlines on request."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, get_args

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from shapely.affinity import affine_transform

from backend.errors import BadOption
from backend.imagery.extent import extent_in_layer
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo, LayerOpener, open_layer
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowSet
from backend.index.lists import JUDGED
from backend.index.store import IndexRows, check_model
from backend.models.contracts import DenseEncoder, TextEncoder
from backend.output.provenance import Provenance, provenance_of
from backend.presence.verdict import KNOWN, verdict_of
from backend.search.best import best_windows_of, with_presence
from backend.search.consensus import OTHERS_WEIGHT
from backend.search.core import core_of
from backend.search.directions import Directions, text_directions
from backend.search.examples import shows_examples
from backend.search.extents import asked_windows
from backend.search.found import NOTHING, Found
from backend.search.fragments import joined
from backend.search.language_warning import unspoken_warnings
from backend.search.marked import (
    accepted_regions,
    keep_off,
    marked_ground,
    off_marks,
    uncertain_regions,
    worth_a_look,
)
from backend.search.matrix import EmbeddingMatrix, StoredIndex, WindowMatrix
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from backend.search.ranking import rank_windows
from backend.search.region import Region, SearchResult
from backend.search.regions import MergeRules, merge_boxes
from backend.search.shortlist import shortlisted
from backend.search.sight import limit_of, limit_warning
from backend.search.sizes import Size, is_small, thing_size
from backend.search.streamed import StreamedMatrix
from backend.search.taught import taught_directions
from backend.search.valid_shape import cut_to_valid

RegionMode = Literal["windows", "merged", "outline"]
MODES: tuple[str, ...] = get_args(RegionMode)
DEFAULT_TOP = 10
DEFAULT_MIN_RELEVANCE = 0.3
"""Below one half: on a rendered sample terralex-mini gives the true stadium, ranked first, 0.43."""


class SearchEncoder(TextEncoder, DenseEncoder, Protocol):
    """What a search needs from a model; dense features only for outlines."""


class SearchableIndex(StoredIndex, Protocol):
    """What a search needs from :class:`backend.index.store.LayerIndex`."""

    @property
    def info(self) -> LayerInfo:
        """The layer as it was when indexed."""

    @property
    def stretch(self) -> Stretch | None:
        """How its pixels became 8-bit."""

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
        """Embeddings and windows that intersect an extent in the layer's CRS."""


@dataclass(frozen=True)
class SearchOptions:
    """How to search.

    Attributes:
        top: maximum number of regions.
        mode: ``windows`` (single best windows), ``merged`` or ``outline``.
        extent: ``xmin, ymin, xmax, ymax``, or None for the whole layer.
        extent_crs: CRS of the extent; the layer's own if None.
        min_relevance: threshold, 0-1. One half means "as much like the query as like the best neutral phrase"; with
            examples, "half-way from ordinary ground to the examples".
        candidates: how many regions below the threshold to return as well, marked as weak.
        exclude_examples: whether to exclude the ground of the examples from the result.
        uncertain: how many places to suggest for a taught query because their marks would teach most.

    Raises:
        BadOption: an invalid value.
    """

    top: int = DEFAULT_TOP
    mode: RegionMode = "merged"
    extent: Box | None = None
    extent_crs: str | None = None
    min_relevance: float = DEFAULT_MIN_RELEVANCE
    rules: MergeRules = field(default_factory=MergeRules)
    candidates: int = 0
    exclude_examples: bool = True
    uncertain: int = 0

    def __post_init__(self) -> None:
        if self.top < 1:
            raise BadOption(f"{self.top} regions cannot be returned: ask for 1 or more.")
        if self.candidates < 0:
            raise BadOption(f"{self.candidates} candidates cannot be returned: ask for 0 or more.")
        if self.uncertain < 0:
            raise BadOption(f"{self.uncertain} uncertain places cannot be returned: ask for 0 or more.")
        if self.mode not in MODES:
            raise BadOption(f"Unknown kind of regions {self.mode!r}: choose one of {', '.join(MODES)}.")
        if not 0.0 <= self.min_relevance <= 1.0:
            raise BadOption(f"A threshold of {self.min_relevance:g} cannot be used: give a relevance from 0 to 1.")


class Stopwatch:
    """Measures the seconds spent in named stages."""

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


def header_of(index: SearchableIndex, query: Query) -> Provenance[Query]:
    """The header of an answer from this index to a query, computed now."""
    return provenance_of(query, index.info, index.model_id, index.model_revision, index.window_sizes_m)


def open_matrix(
    index: SearchableIndex, device: str, extent: Box | None, whole: bool, matrices: MatrixCache | None
) -> WindowMatrix:
    """The windows of an index with their embeddings: from the cache, or else read, only within the extent unless
    ``whole``.

    Raises:
        IndexNotUsable: the table is damaged.
    """
    if matrices is not None:
        return matrices.get(index, device)
    return EmbeddingMatrix.from_rows(index.rows(None if whole else extent), device)


def search(
    index: SearchableIndex,
    encoder: SearchEncoder,
    query: Query,
    options: SearchOptions = SearchOptions(),
    *,
    matrices: MatrixCache | None = None,
    opener: LayerOpener = open_layer,
) -> SearchResult:
    """Find what a query names or shows, or what a concept was taught.

    Accepted places come first, and do not count for ``top``; no other region overlaps marked ground.

    Args:
        index: embeddings of ``encoder``'s model.
        encoder: the model.
        matrices: cache of embeddings for later searches; without it the index is read from disk.
        opener: opens the layer, for outlines.

    Raises:
        OutsideLayer: the extent, an example or a mark does not intersect the layer.
        BadOption: the extent or its CRS is invalid, or the index or the concept is of another model.
        IndexNotUsable: the index is damaged.
        ModelUnavailable: the model cannot be loaded, or does not support outlines.
    """
    check_model(index, encoder)
    if query.concept is not None:
        query.concept.check_model(encoder.model_id, encoder.revision)
    extent = None if options.extent is None else extent_in_layer(index.info, options.extent, options.extent_crs)
    watch = Stopwatch()
    with watch.stage("encode_text"):
        directions = text_directions(query, encoder)
    with watch.stage("read_index"):
        # Examples may be anywhere, and are compared with the whole layer.
        matrix = open_matrix(index, encoder.device, extent, query.taught, matrices)
        size = thing_size(query)
        if isinstance(matrix, StreamedMatrix) and not query.taught:
            matrix = shortlisted(matrix, directions, size, extent, options.mode != "windows")
    with watch.stage("score"):
        taught = taught_directions(directions, query, matrix, index.info)
        directions = directions if taught is None else taught.directions
        met, inside = asked_windows(matrix, extent, size)
        choice = matrix.choice
        answering = inside if choice is None or choice.answers.all() else _both(choice.answers, inside)
        ground = [] if taught is None else marked_ground(query, index.info)
        judged = (*(query.examples if options.exclude_examples else ()), *query.accepted, *query.unlikes)
        if judged:
            own = shows_examples(matrix, judged, index.info)
            answering = _both(~own, answering)
        directions, presence = with_presence(directions, matrix, inside)
    known = None if directions.words is None else directions.words.probability

    def asked(least: float, top: int) -> Found:
        sought = replace(options, top=top + len(ground), min_relevance=least)
        common = matrix, directions, sought, answering, index.info, watch
        return off_marks(_best(*common) if options.mode == "windows" else _merged(*common, met, size), ground, top)

    # Unknown words only get results if candidates were requested.
    answered = options.min_relevance == 0 or known is None or known >= KNOWN
    found = asked(options.min_relevance, options.top) if answered else NOTHING
    below = NOTHING
    if options.candidates or not found.shapes:  # without results, tell how close the best one comes
        most = max(len(found.shapes) + options.candidates, 1)
        below = asked(0.0, most).below(options.min_relevance if answered else np.inf, found.shapes)
    best = max([*found.relevances, *below.relevances], default=None)
    nearest = () if directions.words is None else directions.words.nearest
    limit, reached = limit_of(query, index.info, index.window_sizes_m), len(found.shapes) + len(query.accepted)
    verdict = verdict_of(reached, options.min_relevance, best, presence, known, nearest, limit)
    strong, found = len(found.shapes), found.with_more(below, options.candidates)
    shapes = found.shapes
    if options.mode == "outline" and shapes:
        from backend.search.outline import outline_regions

        with watch.stage("outline"):
            sides = matrix.windows.width[found.seeds].tolist()
            drawn = outline_regions(index.info, index.stretch, encoder, directions, shapes, sides, opener)
            cut = keep_off(drawn, ground)
            shapes = [shape if outline is None else outline for outline, shape in zip(cut, shapes, strict=True)]
    if matrix.has_holes and shapes:
        with watch.stage("regions"):
            partly = matrix.windows.take(matrix.valid_share < 1)
            shapes = cut_to_valid(index.info, index.stretch, shapes, partly, opener)
    sizes = matrix.windows.window_m[found.seeds].tolist()
    rows = zip(found.cosines, found.relevances, sizes, found.counts, shapes, strict=True)
    regions = [Region(rank, *row, weak=rank > strong) for rank, row in enumerate(rows, start=1)]
    if taught is not None:
        with watch.stage("next"):
            taken = [*(region.geometry for region in regions), *ground]
            doubtful = uncertain_regions(matrix, taught, taken, answering, options.uncertain, options.min_relevance)
            regions = [*accepted_regions(query, taught, index.info, extent), *worth_a_look(regions), *doubtful]
            regions = [replace(region, rank=rank) for rank, region in enumerate(regions, start=1)]
    windows = len(matrix) if inside is None else int(inside.sum())
    recall = None if choice is None else choice.recall
    warnings = unspoken_warnings(query, encoder.languages)
    if limit is not None:
        warnings = (*warnings, limit_warning(limit, query, index.info, extent))
    if choice is not None and recall is not None:
        windows, warnings = choice.windows, (*warnings, _chosen_warning(choice.windows, recall))
    source, missed = header_of(index, query), None if strong or query.accepted else best
    return SearchResult(
        *(tuple(regions), index.info.crs, extent, source, windows, found.relevant, dict(watch.seconds)),
        verdict=verdict,
        best_relevance=missed,
        exact=recall is None,
        recall=recall,
        warnings=warnings,
    )


def _both(some: NDArray[np.bool_], others: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    return some if others is None else some & others


def _chosen_warning(windows: int, recall: float) -> str:
    return (
        f"{windows:,} windows do not fit into memory: only those most like the query were compared, among which are "
        f"{100 * recall:.0f} % of the best {JUDGED}, as measured when the layer was indexed."
    )


def _best(
    matrix: WindowMatrix,
    directions: Directions,
    options: SearchOptions,
    answering: NDArray[np.bool_] | None,
    info: LayerInfo,
    watch: Stopwatch,
) -> Found:
    """The single best windows."""
    with watch.stage("score"):
        best = best_windows_of(matrix, directions, options.top, options.min_relevance, answering)
    with watch.stage("regions"):
        shapes = _window_shapes(matrix.windows.take(best.positions), info.transform)
    scores = best.scores
    ones = [1] * len(shapes)
    return Found(scores.cosine.tolist(), scores.relevance.tolist(), best.positions, ones, shapes, best.relevant)


def _merged(
    matrix: WindowMatrix,
    directions: Directions,
    options: SearchOptions,
    answering: NDArray[np.bool_] | None,
    info: LayerInfo,
    watch: Stopwatch,
    met: NDArray[np.bool_] | None,
    size: Size | None,
) -> Found:
    """Regions of merged windows."""
    with watch.stage("score"):
        near = None if met is None else np.flatnonzero(met)
        scores = rank_windows(matrix, directions, OTHERS_WEIGHT, near)
        positions = np.arange(len(matrix)) if near is None else near
        if answering is not None:
            chosen = np.flatnonzero(answering[positions])
            positions, scores = positions[chosen], scores.take(chosen)
        # A region needs one relevant window; the others only have to be nearly as good as that one.
        relevant, ranking = scores.relevance >= options.min_relevance, scores.ranking
    with watch.stage("regions"):
        windows = matrix.windows.take(positions)
        boxes, most = windows.pixel_boxes(), options.top
        while True:
            merged = merge_boxes(boxes, ranking, most, scores.background, options.rules, relevant, scores.weakest)
            shapes = [
                core_of(region.shape, windows, ranking, scores.background, size)
                if size is not None and is_small(size, float(windows.window_m[region.seed]))
                else region.shape
                for region in merged
            ]
            whole = joined(shapes)[: options.top]
            if len(whole) == options.top or len(merged) < most or most > 2 * options.top:
                break
            most *= 2
    found = [merged[number] for number, _ in whole]
    best = [region.best for region in found]
    seeds = positions[[region.seed for region in found]].astype(np.intp)
    counts = [region.count for region in found]
    chances = scores.relevance[best].tolist()
    outlines = [_to_crs(shape, info.transform) for _, shape in whole]
    return Found(scores.cosine[best].tolist(), chances, seeds, counts, outlines, int(relevant.sum()))


def _window_shapes(windows: WindowSet, transform: Affine) -> list[Any]:
    """Windows as polygons in the CRS, with corners in the order of a shapely box."""
    x0, y0, x1, y1 = windows.pixel_boxes().T
    cols, rows = np.stack([x1, x1, x0, x0], axis=1), np.stack([y0, y1, y1, y0], axis=1)
    a, b, c, d, e, f = tuple(transform)[:6]
    return list(shapely.polygons(np.stack([a * cols + b * rows + c, d * cols + e * rows + f], axis=2)))


def _to_crs(shape: Any, transform: Affine) -> Any:
    a, b, c, d, e, f = tuple(transform)[:6]
    return affine_transform(shape, (a, b, d, e, c, f))
