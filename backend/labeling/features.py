"""Label features: every polygon gets the label of the windows that show it; its other attributes do not change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.imagery.bands import Bands
from backend.imagery.blocks import MIN_VALID_SHARE, read_windows
from backend.imagery.globe import to_layer
from backend.imagery.ground_area import polygon_areas_m2
from backend.imagery.layer import LayerInfo, open_layer
from backend.imagery.window_grid import WindowSet
from backend.index.store import LayerIndex
from backend.labeling.concepts import check_concepts, kind_scores, reached, taught_classes
from backend.labeling.feature_table import FeatureTable
from backend.labeling.feature_windows import feature_windows
from backend.labeling.kinds import class_directions
from backend.labeling.label_set import LabelSet
from backend.labeling.options import DEFAULT_OPTIONS, LabelOptions, LabelProvenance, LabelsAsked
from backend.labeling.other import bank_for
from backend.labeling.steps import SILENT, Steps
from backend.labeling.windows import LabelEncoder, label_rows
from backend.labeling.zero_shot import OTHER, Labels
from backend.output.provenance import provenance_of
from backend.presence.calibration import find_calibration
from backend.progress import Tell

BLOCK_PX = 1024
"""Windows with their centres in the same square of this many pixels, as read, are read together."""

PORTION = 64  # windows embedded between two checks of `cancelled`
NO_DATA = "no valid pixels"


@dataclass(frozen=True)
class LabelledFeatures:
    """Features with their labels.

    Attributes:
        label_set: the classes.
        features: the ``n`` features as given.
        rows: int64 ``[m]``, which of them have a label, ascending.
        labels: their labels.
        windows: int64 ``[m]``, number of windows of each.
        areas_m2: float64 ``[m]``, their geodesic areas in square metres.
        reasons: ``[n]``, why a feature has no label; None if it has.
        provenance: header of the labels.
    """

    label_set: LabelSet
    features: FeatureTable
    rows: NDArray[np.int64]
    labels: Labels
    windows: NDArray[np.int64]
    areas_m2: NDArray[np.float64]
    reasons: tuple[str | None, ...]
    provenance: LabelProvenance

    def area_by_class_m2(self) -> Mapping[int, float]:
        """Area in square metres by class index, largest first, without classes that do not occur."""
        sums = np.bincount(self.labels.label - OTHER, self.areas_m2, len(self.label_set) + 1)
        order = np.argsort(-sums, kind="stable")
        counts = np.bincount(self.labels.label - OTHER, minlength=len(sums))
        return {int(at) + OTHER: float(sums[at]) for at in order if counts[at] > 0}

    def unlabelled(self) -> Mapping[str, int]:
        """How many features have no label, by reason."""
        return Counter(reason.partition(":")[0] for reason in self.reasons if reason is not None)


def label_features(
    source: LayerIndex | str | Path,
    encoder: LabelEncoder,
    label_set: LabelSet,
    features: FeatureTable,
    options: LabelOptions = DEFAULT_OPTIONS,
    *,
    bands: Bands | None = None,
    opener: Callable[..., Any] = open_layer,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> LabelledFeatures:
    """Label features on a layer. Needs no index; pixels are read only where features are.

    The label of a feature does not depend on the order of the features, nor, without transduction, on the other
    features.

    Args:
        source: the layer's file, or its index, from which the stretch is taken.
        encoder: the model.
        features: in any CRS.
        options: ``smoothing`` must be 0.
        bands: numbers or names of the bands to show; those of the index, or the best ones, if None.
        opener: opens the layer.
        progress: called with the progress of the work.
        cancelled: polled; True stops the work.

    Raises:
        LayerNotReadable, LayerNotGeoreferenced, LayerEmpty: see :func:`backend.imagery.layer.open_layer`.
        BadOption: an invalid option, or a concept of another model.
        Cancelled: ``cancelled`` returned True.
    """
    if options.smoothing:
        raise BadOption("Features cannot be smoothed: leave the smoothing weight at 0.")
    check_concepts(label_set, encoder.model_id, encoder.revision)
    path, stretch = source, None
    if isinstance(source, LayerIndex):
        path, stretch, bands = source.info.path, source.stretch, source.info.bands
    steps = Steps(progress, cancelled)
    steps.tell(0.0, "encoding names")
    directions = class_directions(label_set, encoder, options.languages)
    with opener(path, stretch, bands) as layer:
        info = layer.info
        steps.tell(0.02, "laying windows")
        shapes = _moved(features, info)
        laid = feature_windows(info, shapes, options.window_sizes_m)
        embeddings, shares = embed_windows(layer, laid.windows, encoder, steps.part(0.05, 0.9))
    valid = np.flatnonzero(shares >= MIN_VALID_SHARE)
    windows, owner, weight = laid.windows.take(valid), laid.owner[valid], laid.weight[valid]
    steps.tell(0.9, "comparing")
    embeddings, taught, bank, ground = embeddings[valid], taught_classes(label_set), None, None
    if taught:
        calibration = find_calibration(encoder.model_id, encoder.revision)
        ground = None if calibration is None else calibration.bank
    else:
        bank = bank_for(label_set, options, encoder.model_id, encoder.revision)
    kinds = kind_scores(embeddings, directions, label_set, ground)
    scores = label_rows(embeddings, windows, kinds, directions, encoder, options, bank, steps.part(0.9, 0.99))
    if taught and options.other_below is None:
        scores = replace(scores, standing_out=reached(embeddings, label_set, layer=False))
    rows, place, counts = np.unique(owner, return_inverse=True, return_counts=True)
    sums = np.bincount(place, weight, len(rows))
    pool = scipy.sparse.csr_array(
        ((weight / sums[place]).astype(np.float32), (place, np.arange(len(owner)))), shape=(len(rows), len(owner))
    )
    labels = scores.labels(pool, slice(None), options)
    labelled = set(rows.tolist())
    reasons = tuple(reason or (None if number in labelled else NO_DATA) for number, reason in enumerate(laid.reasons))
    areas = _areas_m2(features, rows)
    provenance = provenance_of(LabelsAsked(label_set, options), info, encoder.model_id, encoder.revision, laid.sizes_m)
    steps.tell(1.0, "labelled")
    return LabelledFeatures(label_set, features, rows, labels, counts.astype(np.int64), areas, reasons, provenance)


def embed_windows(
    layer: Any, windows: WindowSet, encoder: LabelEncoder, steps: Steps = SILENT
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Embed windows anywhere on a layer; nearby windows share one read.

    Windows of a read are embedded in a canonical order, so that the given one does not matter.

    Returns:
        float32 ``[n, dimension]``, L2-normalised, and the valid shares ``[n]``; windows without valid pixels are not
        embedded.
    """
    embeddings = np.zeros((len(windows), encoder.dimension), np.float32)
    shares = np.zeros(len(windows), np.float32)
    done = 0
    for rows, decimation in _reads(windows, encoder.image_size):
        steps.tell(done / len(windows), "reading windows", done, len(windows), "windows")
        block, boxes, valid = read_windows(layer, windows.take(rows), decimation)
        shares[rows] = valid
        wanted = np.flatnonzero(valid >= MIN_VALID_SHARE)
        for start in range(0, len(wanted), PORTION):
            steps.check()
            chosen = wanted[start : start + PORTION]
            embeddings[rows[chosen]] = encoder.encode_windows(block.pixels, boxes[chosen])
        done += len(rows)
    return embeddings, shares


def _reads(windows: WindowSet, input_px: int) -> list[tuple[NDArray[np.intp], tuple[int, int]]]:
    """Windows that are read together, and their decimation.

    It is the power of two that reduces a window to one to two times the model's input, as in indexing.
    """
    if not len(windows):
        return []
    ratio = np.stack([windows.width, windows.height], axis=1) / input_px
    power = np.floor(np.log2(np.maximum(ratio * (1 + 1e-9), 1.0))).astype(np.int64)
    side = BLOCK_PX * 2.0**power
    column = ((windows.col_off + windows.width / 2) // side[:, 0]).astype(np.int64)
    row = ((windows.row_off + windows.height / 2) // side[:, 1]).astype(np.int64)
    keys = np.stack([power[:, 1], power[:, 0], row, column], axis=1)
    order = np.lexsort((windows.width, windows.col_off, windows.row_off, *keys.T[::-1]))
    starts = np.flatnonzero(np.r_[True, (np.diff(keys[order], axis=0) != 0).any(axis=1)])
    groups = np.split(order, starts[1:])
    return [(group, (int(2 ** power[group[0], 0]), int(2 ** power[group[0], 1]))) for group in groups]


def _areas_m2(features: FeatureTable, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Areas of features in square metres; 0 for those that are not polygons."""
    areas = np.zeros(len(rows))
    flat = np.array([features.shapes[row].geom_type in ("Polygon", "MultiPolygon") for row in rows], bool)
    if flat.any():
        areas[flat] = polygon_areas_m2(features.shapes[rows[flat]], features.crs)
    return areas


def _moved(features: FeatureTable, info: LayerInfo) -> NDArray[np.object_]:
    if not len(features):
        return features.shapes
    return to_layer(features.shapes, features.crs, info.crs, info.bounds)
