"""Label a layer or a part of it: windows -> probabilities -> cells, each with one label."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption, LayerEmpty
from backend.imagery.blocks import shown_pixels
from backend.imagery.extent import extent_in_layer
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo, open_layer
from backend.imagery.stretch import Stretch
from backend.imagery.valid_ground import Ground, whole_ground
from backend.imagery.window_grid import WindowSet
from backend.index.store import IndexRows, LayerIndex, check_model
from backend.labeling.cells import CellGrid, coverage, inside_extent, lay_cells
from backend.labeling.concepts import check_concepts, kind_scores, reached, taught_classes
from backend.labeling.kinds import ClassDirections, class_directions
from backend.labeling.label_set import LabelSet
from backend.labeling.options import DEFAULT_OPTIONS, LabelOptions, LabelProvenance, LabelsAsked
from backend.labeling.other import STANDS_OUT, bank_for, standing_out
from backend.labeling.smoothing import smooth_scores
from backend.labeling.steps import SILENT, Steps
from backend.labeling.transduction import transduce
from backend.labeling.zero_shot import OTHER, Labels, assign_labels, probabilities
from backend.models.contracts import ImageEncoder, TextEncoder
from backend.output.provenance import provenance_of
from backend.presence.calibration import Calibration
from backend.progress import Tell

_BAND = 65_536  # cells processed at once
_TILE = 16  # cells per side of one read, where windows do not tell whether ground is valid
_CELL_PX = 32  # pixels per side of a cell in that read: two blank-detection cells
_WHOLE = 0.999


class LabelEncoder(TextEncoder, ImageEncoder, Protocol):
    """What labelling needs from a model."""


@dataclass(frozen=True)
class RowScores:
    """Scores of ``n`` windows for ``k`` classes.

    Attributes:
        cosines: float32 ``[n, k]``.
        probabilities: float32 ``[n, k]``; rows sum to one.
        standing_out: float32 ``[n]``, see :func:`backend.labeling.other.standing_out`; None if "other" is not
            automatic.
    """

    cosines: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    standing_out: NDArray[np.float32] | None

    def labels(self, pool: Any, near: NDArray[np.intp] | slice, options: LabelOptions) -> Labels:
        """Labels of ``c`` places that pool the windows at ``near``: sparse ``[c, len(near)]``, rows sum to one."""
        below = options.other_below or 0.0
        labels = assign_labels(pool @ self.cosines[near], pool @ self.probabilities[near], below)
        if self.standing_out is None:
            return labels
        fits = pool @ self.standing_out[near] >= STANDS_OUT
        return replace(labels, label=np.where(fits, labels.label, OTHER).astype(np.int32))


@dataclass(frozen=True)
class LabelledWindows:
    """A labelled layer or part of it.

    Attributes:
        label_set: the classes.
        grid: the grid of cells.
        cells: int64 ``[n]``, numbers of the cells with a label (see :class:`CellGrid`), ascending; the others have no
            valid ground.
        labels: labels of these cells.
        areas_m2: float64 ``[n]``, geodesic areas of these cells.
        windows: number of windows used.
        extent: the requested extent in the layer's CRS; None for the whole layer.
        provenance: header of the labels.
    """

    label_set: LabelSet
    grid: CellGrid
    cells: NDArray[np.int64]
    labels: Labels
    areas_m2: NDArray[np.float64]
    windows: int
    extent: Box | None
    provenance: LabelProvenance

    def area_by_class_m2(self) -> Mapping[int, float]:
        """Area in square metres by class index, largest first, without classes that do not occur."""
        sums = np.bincount(self.labels.label - OTHER, self.areas_m2, len(self.label_set) + 1)
        order = np.argsort(-sums, kind="stable")
        return {int(at) + OTHER: float(sums[at]) for at in order if sums[at] > 0}


def label_windows(
    index: LayerIndex,
    encoder: LabelEncoder,
    label_set: LabelSet,
    options: LabelOptions = DEFAULT_OPTIONS,
    *,
    extent: Box | None = None,
    extent_crs: str | None = None,
    opener: Callable[..., Any] = open_layer,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> LabelledWindows:
    """Label every place of a layer or of an extent.

    Without smoothing and transduction the label of a place does not depend on the extent; transduction uses only the
    windows of the extent.

    Args:
        index: embeddings of ``encoder``'s model.
        encoder: the model.
        extent: ``xmin, ymin, xmax, ymax``; the whole layer if None.
        extent_crs: CRS of the extent; the layer's own if None.
        opener: opens the layer, to find no-data areas within partly valid windows.
        progress: called with the progress of the work.
        cancelled: polled; True stops the work.

    Raises:
        OutsideLayer: the extent does not intersect the layer.
        LayerEmpty: no window in the extent has valid pixels.
        BadOption: an invalid option, or an index of another model.
        Cancelled: ``cancelled`` returned True.
    """
    check_model(index, encoder)
    check_concepts(label_set, encoder.model_id, encoder.revision)
    info, steps = index.info, Steps(progress, cancelled)
    box = None if extent is None else extent_in_layer(info, extent, extent_crs)
    steps.tell(0.0, "encoding names")
    directions = class_directions(label_set, encoder, options.languages)
    steps.tell(0.1, "reading the index")
    rows = _of_sizes(index.rows(box), index, options)
    if not len(rows.windows):
        raise LayerEmpty(f"{info.path} has no window with valid pixels in this extent: choose another extent.")
    steps.tell(0.2, "comparing")
    # Concepts have their own scale, not that of cosines with the bank.
    bank = None if taught_classes(label_set) else bank_for(label_set, options, encoder.model_id, encoder.revision)
    kinds = kind_scores(rows.embeddings, directions, label_set)
    scores = label_rows(rows.embeddings, rows.windows, kinds, directions, encoder, options, bank, steps.part(0.2, 0.6))
    if taught_classes(label_set) and options.other_below is None:
        scores = replace(scores, standing_out=reached(rows.embeddings, label_set))
    # Cells are placed like windows: on the valid ground, not on the frame around it.
    ground = index.manifest.ground or whole_ground(info)
    rows = replace(rows, windows=rows.windows.seen_from(ground.col, ground.row))
    grid = lay_cells(ground.cut(info), rows.windows, index.manifest.overlap, box)
    cells, labels = _label_cells(grid, rows, scores, options, steps.part(0.6, 0.9))
    if box is not None:
        inside = inside_extent(grid, box)[cells]
        cells, labels = cells[inside], labels.take(inside)
    inside = _shows_something(grid, rows, cells, info, ground, index.stretch, opener, steps.part(0.9, 1.0))
    cells, labels = cells[inside], labels.take(inside)
    areas_m2 = grid.areas_m2(cells)
    inside = areas_m2 > 0  # corners of a full-disk image are off the Earth
    cells, labels, areas_m2 = cells[inside], labels.take(inside), areas_m2[inside]
    if not len(cells):
        raise LayerEmpty(f"{info.path} has no valid pixel in this extent: choose another extent.")
    used = options.window_sizes_m or index.window_sizes_m
    source = provenance_of(LabelsAsked(label_set, options), info, index.model_id, index.model_revision, used)
    steps.tell(1.0, "labelled")
    return LabelledWindows(label_set, grid, cells, labels, areas_m2, len(rows.windows), box, source)


def label_rows(
    embeddings: NDArray[np.float16] | NDArray[np.float32],
    windows: WindowSet,
    kinds: NDArray[np.float32],
    directions: ClassDirections,
    encoder: LabelEncoder,
    options: LabelOptions,
    bank: Calibration | None = None,
    steps: Steps = SILENT,
) -> RowScores:
    """Compare windows with classes, from scores ``[n, m]`` with all kinds.

    ``bank``: the calibration that decides "other", if that is automatic.
    """
    scores, together = directions.best(kinds), directions.together(kinds, encoder.temperature)
    if options.transduce:
        steps.tell(0.2, "labelling windows together")
        transduced = transduce(embeddings, together, encoder.temperature, options.rules, encoder.device, steps.check)
    else:
        transduced = probabilities(together, encoder.temperature)
    if options.smoothing:
        steps.tell(0.8, "smoothing")
        corner = np.stack([windows.col_off, windows.row_off], axis=1)
        boxes = np.concatenate([corner, corner + np.stack([windows.width, windows.height], axis=1)], axis=1)
        transduced = smooth_scores(transduced, boxes, options.smoothing)
    return RowScores(scores, transduced, None if bank is None else standing_out(kinds, directions, bank))


def _of_sizes(rows: IndexRows, index: LayerIndex, options: LabelOptions) -> IndexRows:
    if options.window_sizes_m is None:
        return rows
    wanted, known_m = (np.array(sizes, np.float32) for sizes in (options.window_sizes_m, index.window_sizes_m))
    unknown = wanted[~np.isin(wanted, known_m)]
    if len(unknown):
        known = ", ".join(f"{size:g}" for size in index.window_sizes_m)
        raise BadOption(
            f"This index has no windows of {unknown[0]:g} m: choose one of {known}, or index the layer again."
        )
    chosen = np.flatnonzero(np.isin(rows.windows.window_m, wanted))
    return IndexRows(
        rows.embeddings[chosen], rows.windows.take(chosen), rows.valid_share[chosen], rows.window_ids[chosen]
    )


def _label_cells(
    grid: CellGrid,
    rows: IndexRows,
    scores: RowScores,
    options: LabelOptions,
    steps: Steps,
) -> tuple[NDArray[np.int64], Labels]:
    """Cells that a window covers, and their labels, computed in bands of rows."""
    band = max(1, _BAND // grid.cols)
    numbers, labels = [], []
    _, y = grid.edges()
    ends = rows.windows.row_off + rows.windows.height
    for first in range(0, grid.rows, band):
        steps.tell(first / grid.rows, "labelling the ground")
        last = min(first + band, grid.rows)
        near = np.flatnonzero((rows.windows.row_off < y[last]) & (ends > y[first]))
        matrix, covered = coverage(grid, rows.windows.take(near), first, last)
        matrix = matrix[covered]
        numbers.append(first * grid.cols + np.flatnonzero(covered))
        labels.append(scores.labels(matrix, near, options))
    return np.concatenate(numbers), Labels.joined(labels)


def _shows_something(
    grid: CellGrid,
    rows: IndexRows,
    cells: NDArray[np.int64],
    info: LayerInfo,
    ground: Ground,
    stretch: Stretch | None,
    opener: Callable[..., Any],
    steps: Steps,
) -> NDArray[np.bool_]:
    """Which cells are valid ground: those in an entirely valid window, and others whose pixels are valid."""
    whole = rows.windows.take(rows.valid_share >= _WHOLE)
    sure = np.zeros(grid.rows * grid.cols, bool)
    band = max(1, _BAND // grid.cols)
    for first in range(0, grid.rows, band):
        last = min(first + band, grid.rows)
        sure[first * grid.cols : last * grid.cols] = coverage(grid, whole, first, last)[1]
    valid = sure[cells]
    if valid.all():
        return valid
    doubtful = cells[~valid]
    row, col = np.divmod(doubtful, grid.cols)
    tile = row // _TILE * (grid.cols // _TILE + 1) + col // _TILE
    answers = np.zeros(len(doubtful), bool)
    x, y = grid.edges()
    with opener(info.path, stretch, info.bands) as layer:
        for done, one in enumerate(tiles := np.unique(tile)):
            steps.tell(done / len(tiles), "looking for gaps")
            inside = np.flatnonzero(tile == one)
            top, left = row[inside].min(), col[inside].min()
            bottom, right = row[inside].max() + 1, col[inside].max() + 1
            shape = int(bottom - top) * _CELL_PX, int(right - left) * _CELL_PX
            corner = ground.col + x[left], ground.row + y[top]
            block = layer.read((*corner, x[right] - x[left], y[bottom] - y[top]), shape)
            seen = shown_pixels(block, layer.stretch)
            share = seen.reshape(int(bottom - top), _CELL_PX, int(right - left), _CELL_PX).mean(axis=(1, 3))
            answers[inside] = share[row[inside] - top, col[inside] - left] >= 0.5
    valid[~valid] = answers
    return valid
