"""Compare two dates of one place: query -> scores of both -> regions where what it names appeared or disappeared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from shapely.affinity import affine_transform

from backend import __version__
from backend.change.novelty import novelty
from backend.change.pair import WindowPair, pair_windows
from backend.change.region import DIRECTIONS, SIDES, ChangedRegion, ChangeResult, Dates, Direction, Side
from backend.change.scores import DateScores, Spread, date_scores, spread_of
from backend.change.shifts import WindowEncoder, shift_gains
from backend.errors import BadOption
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo, OpenLayer
from backend.imagery.window_grid import WindowSet, scale_table
from backend.index.store import check_model
from backend.presence.verdict import KNOWN, Verdict, verdict_of
from backend.search.best import with_presence
from backend.search.consensus import Places
from backend.search.core import core_of
from backend.search.directions import Directions, text_directions
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from backend.search.regions import MergedWindows, MergeRules, merge_boxes
from backend.search.search import SearchableIndex, open_matrix
from backend.search.sizes import Size, is_small, thing_size
from backend.utc import now_text

DEFAULT_LEAST_CHANGE = 1.0
DEFAULT_MIN_RELEVANCE = 0.02
"""Low, because a window that shows a new thing among others is often hardly relevant; see :data:`SURE`."""

SURE = 0.95
"""Best relevance on the map from which the thing is surely there. Where it is lower, no region is relevant by less than
:data:`UNSURE_LEAST`: what came may be another thing that looks like it.

On ground for development the best relevance was .97 or more where such things were laid, and below .95 in all of 28
cases where others were.
"""

UNSURE_LEAST = 0.3

LEAST_NOVELTY = 0.8
"""How different the picture in a window must be, see :mod:`backend.change.novelty`.

Chosen with both defaults on ground for development (``python -m benchmarks.change --ground dev``): nearly all things
that were laid are above it, and windows that only look otherwise below. It is what keeps false regions away, so that
the other two may be low.
"""

_SPARE = 3
"""Multiple of the requested regions that is searched first, as some will turn out to be shifts."""


@dataclass(frozen=True)
class ChangeOptions:
    """How to compare.

    Attributes:
        direction: what to find: what appeared, what disappeared, or both.
        top: maximum number of regions.
        extent: ``xmin, ymin, xmax, ymax`` in the later layer's CRS; all common ground if None.
        least_change: threshold in standard deviations of the pair, see :mod:`backend.change.scores`.
        min_relevance: 0-1, threshold at the date that shows the thing; at least :data:`UNSURE_LEAST` where the thing
            is not surely there, unless it is 0.

    Raises:
        BadOption: an invalid value.
    """

    direction: Direction = "both"
    top: int = 10
    extent: Box | None = None
    least_change: float = DEFAULT_LEAST_CHANGE
    min_relevance: float = DEFAULT_MIN_RELEVANCE
    rules: MergeRules = field(default_factory=MergeRules)

    def __post_init__(self) -> None:
        if self.direction not in DIRECTIONS:
            raise BadOption(f"Unknown direction {self.direction!r}: choose one of {', '.join(DIRECTIONS)}.")
        if self.top < 1:
            raise BadOption(f"{self.top} regions cannot be returned: ask for 1 or more.")
        if not self.least_change >= 0:
            raise BadOption(
                f"A minimum change of {self.least_change:g} cannot be used: give 0 or more standard deviations."
            )
        if not 0.0 <= self.min_relevance <= 1.0:
            raise BadOption(f"A threshold of {self.min_relevance:g} cannot be used: give a relevance from 0 to 1.")


@dataclass(frozen=True)
class Comparison:
    """The comparison of every window, from which regions and the heat map are made.

    Attributes:
        pair: the common windows of both dates.
        scores: scores of the earlier and the later date.
        directions: directions for both, each capped by the presence of the thing on its map.
        presences: those caps; None if not measured.
        spread: spread of the differences of the pair.
        change: float64 ``[n]``, by how many robust standard deviations the later date is more like the query.
        size: size of what the query names, in metres.
    """

    pair: WindowPair
    scores: tuple[DateScores, DateScores]
    directions: tuple[Directions, Directions]
    presences: tuple[float | None, float | None]
    spread: Spread
    change: NDArray[np.float64]
    size: Size | None


@dataclass(frozen=True)
class Date:
    """One date: its index on the common pixel grid, the opener of the layer there, and the original layer."""

    index: SearchableIndex
    opener: Callable[[], OpenLayer]
    layer: LayerInfo


def compare(
    earlier: Date,
    later: Date,
    encoder: WindowEncoder,
    query: Query,
    extent: Box | None = None,
    matrices: MatrixCache | None = None,
) -> Comparison:
    """Score all common windows of two dates.

    Raises:
        BadOption: an index was computed by another model.
        OutsideLayer: no window has valid ground at both dates.
        IndexNotUsable: an index is damaged.
        ModelUnavailable: the model cannot be loaded.
    """
    for date in (earlier, later):
        check_model(date.index, encoder)
    directions, size = text_directions(query, encoder), thing_size(query)
    first, second = (open_matrix(date.index, encoder.device, extent, False, matrices) for date in (earlier, later))
    pair = pair_windows(first, second, later.index.info, size, extent)
    at = ((pair.earlier, pair.at_earlier), (pair.later, pair.at_later))
    capped = [with_presence(directions, matrix, _mask(len(matrix), chosen)) for matrix, chosen in at]
    scores = [date_scores(matrix, own, chosen) for (matrix, chosen), (own, _) in zip(at, capped, strict=True)]
    differences = scores[1].logit - scores[0].logit
    spread = spread_of(differences, pair.windows.window_m)
    return Comparison(
        pair,
        (scores[0], scores[1]),
        (capped[0][0], capped[1][0]),
        (capped[0][1], capped[1][1]),
        spread,
        spread.standardised(differences),
        size,
    )


def find_changes(
    earlier: Date,
    later: Date,
    encoder: WindowEncoder,
    query: Query,
    options: ChangeOptions = ChangeOptions(),
    matrices: MatrixCache | None = None,
    compared: Comparison | None = None,
) -> ChangeResult:
    """Find where the later date is like the query and the earlier is not, or vice versa, greatest change first.

    A place counts if it changed by :attr:`ChangeOptions.least_change`, also compared with the best of a few shifted
    windows of the date that lacks the thing (:mod:`backend.change.shifts`), if it is relevant at the date that shows
    it, and if its picture differs there (:mod:`backend.change.novelty`).

    Args:
        compared: result of :func:`compare` with the same query and extent, if known.

    Raises:
        TerralexError: see :func:`compare`.
        LayerNotReadable: a layer is missing or damaged.
    """
    known = compared or compare(earlier, later, encoder, query, options.extent, matrices)
    words = known.directions[1].words
    knows = None if words is None else words.probability
    sides = [side for side in SIDES if options.direction in (side, "both")]
    regions: list[ChangedRegion] = []
    if options.min_relevance == 0 or knows is None or knows >= KNOWN:
        for side in sides:
            lacking = earlier if side == "appeared" else later
            regions += _regions(known, side, lacking, encoder, options, later.index.info.transform)
    regions = sorted(regions, key=lambda region: -region.change)[: options.top]
    info = later.index.info
    _, metres_x, metres_y = scale_table(info)
    source = Dates(
        *(query, options.direction, encoder.model_id, encoder.revision, later.index.window_sizes_m),
        *(str(earlier.layer.path), str(later.layer.path), earlier.layer.fingerprint, later.layer.fingerprint),
        *(float(np.sqrt(metres_x.mean() * metres_y.mean())), now_text(), __version__),
    )
    return ChangeResult(
        tuple(replace(region, rank=rank) for rank, region in enumerate(regions, start=1)),
        info.crs,
        len(known.change),
        _ground_km2(known, info),
        _verdict(known, sides, len(regions), options.min_relevance),
        source,
    )


def _regions(
    known: Comparison,
    side: Side,
    lacking: Date,
    encoder: WindowEncoder,
    options: ChangeOptions,
    transform: Affine,
) -> list[ChangedRegion]:
    """Regions of one side that are more than a shift; they are ranked later."""
    sign, lacks, shows = (1.0, 0, 1) if side == "appeared" else (-1.0, 1, 0)
    windows, shown = known.pair.windows, known.scores[shows]
    ranking = (sign * known.change).astype(np.float32)
    least = options.min_relevance
    if least > 0 and float(shown.relevance.max()) < SURE:
        least = max(least, UNSURE_LEAST)
    relevant = (ranking >= options.least_change) & (shown.relevance >= least)
    # Where all scores fell, falling less than the rest is not an appearance.
    relevant &= shown.logit > known.scores[lacks].logit
    candidates = np.flatnonzero(relevant)
    relevant[candidates] = novelty(known.pair, candidates) >= LEAST_NOVELTY
    if not relevant.any():
        return []
    most = _SPARE * options.top
    rules = _rules(options.rules, known.size, windows)
    found = merge_boxes(windows.pixel_boxes(), ranking, most, 0.0, rules, relevant)
    kept: list[ChangedRegion] = []
    with lacking.opener() as layer:
        for one in found:
            gain = shift_gains(layer, windows.take([one.best]), encoder, known.directions[lacks])[0]
            change = float(ranking[one.best]) - gain / float(known.spread.deviation[one.best])
            if change < options.least_change:
                continue
            shape = _shape(one, known, ranking, transform)
            first, second = (float(scores.relevance[one.best]) for scores in known.scores)
            kept.append(
                ChangedRegion(0, side, change, first, second, float(windows.window_m[one.seed]), one.count, shape)
            )
            if len(kept) == options.top:
                break
    return kept


def _rules(rules: MergeRules, size: Size | None, windows: WindowSet) -> MergeRules:
    """Rules that keep several things apart: no region is wider than its window plus half of the largest thing."""
    if size is None:
        return replace(rules, promotion=0.0)
    wider = size[1] / 2 * float((np.sqrt(windows.width * windows.height) / windows.window_m).mean())
    return replace(rules, promotion=0.0, wider=min(rules.wider, wider))


def _shape(one: MergedWindows, known: Comparison, ranking: NDArray[np.float32], transform: Affine) -> Any:
    windows = known.pair.windows
    shape: Any = one.shape
    if known.size is not None and is_small(known.size, float(windows.window_m[one.seed])):
        shape = core_of(one.shape, windows, ranking, 0.0, known.size)
    a, b, c, d, e, f = tuple(transform)[:6]
    return affine_transform(shape, (a, b, d, e, c, f))


def _verdict(known: Comparison, sides: list[Side], regions: int, threshold: float) -> Verdict:
    """The verdict of the date that shows more of the thing, of those at which it should be visible."""
    words = known.directions[1].words
    best, presence = None, None
    for side in sides:
        at = 1 if side == "appeared" else 0
        own = float(known.scores[at].relevance.max())
        if best is None or own > best:
            best, presence = own, known.presences[at]
    nearest = () if words is None else words.nearest
    verdict = verdict_of(regions, threshold, best, presence, None if words is None else words.probability, nearest)
    # Presence at both dates does not mean change.
    return replace(verdict, word="absent") if verdict.word == "weak" else verdict


def _ground_km2(known: Comparison, info: LayerInfo) -> float:
    """Area under the compared windows, in square kilometres."""
    places = Places(known.pair.windows)
    _, metres_x, metres_y = scale_table(info)
    cell_m2 = places.step_x * places.step_y * metres_x.mean() * metres_y.mean()
    return float(places.covered.sum() * cell_m2 / 1e6)


def _mask(length: int, chosen: NDArray[np.intp]) -> NDArray[np.bool_]:
    found = np.zeros(length, bool)
    found[chosen] = True
    return found
