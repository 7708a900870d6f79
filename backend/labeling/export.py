"""Write labels as GeoPackage, GeoJSON (RFC 7946) or FlatGeobuf, by file extension, completely or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from backend.labeling.areas import cell_areas, dissolved_areas
from backend.labeling.features import LabelledFeatures
from backend.labeling.label_set import LabelSet
from backend.labeling.legend import categories, class_ids, colours, names, titles, top_texts
from backend.labeling.windows import LabelledWindows
from backend.labeling.zero_shot import Labels
from backend.output.qgis_style import polygon_style
from backend.output.vector import write_vector

LAYER_NAME = "labels"
KEPT_AS = "_input"
"""Suffix of an input attribute whose name would collide with a label's."""


def write_labels(
    path: Path, labelled: LabelledWindows | LabelledFeatures, dissolve: bool = False, overwrite: bool = False
) -> None:
    """Write labels with their provenance in fields; a GeoPackage opens in QGIS with the colours of the classes.

    Fields are ``label`` (the name to show), ``class`` (the name in the label set, the same in every language),
    ``class_id`` (1 and up; 0 is none of the classes), ``score`` (cosine), ``confidence`` and ``margin`` (0-1), ``top3``
    (JSON: names and confidences, best first), ``colour``, and the provenance. Features keep their order, ids and
    attributes, which come first; an attribute with one of these names gets the suffix ``_input``.

    Args:
        dissolve: merge neighbouring cells of one class into one area; not for features.
        overwrite: whether a GeoPackage's layer of this name may be replaced even if Terralex did not make it.

    Raises:
        BadOption: an unknown extension.
        OutputNotWritable: it cannot be written there, or would replace such a layer.
    """
    source = labelled.provenance
    header = {"label_set": labelled.label_set.title, **source.columns()}
    if isinstance(labelled, LabelledWindows):
        shapes, labels, areas_m2, cells = dissolved_areas(labelled) if dissolve else cell_areas(labelled)
        added = _label_columns(labelled.label_set, labels, np.arange(len(labels)), len(labels))
        table = {**added, "area_m2": np.round(areas_m2, 2), **({"cells": cells} if dissolve else {})}
        table |= {name: np.full(len(labels), text, dtype=object) for name, text in header.items()}
        style = polygon_style("label", categories(labelled.label_set, by_title=True), outlined=dissolve)
        write_vector(
            *(path, shapes, labelled.grid.crs, table, LAYER_NAME, source.to_dict()), style=style, overwrite=overwrite
        )
        return
    features = labelled.features
    added = _label_columns(labelled.label_set, labelled.labels, labelled.rows, len(features))
    windows = np.zeros(len(features), np.int32)
    windows[labelled.rows] = labelled.windows
    added |= {"windows": windows, "reason": pa.array(labelled.reasons, pa.string())}
    added |= {name: np.full(len(features), text, dtype=object) for name, text in header.items()}
    own = dict(zip(own_names(features.columns.column_names, added), features.columns.columns, strict=True))
    style = polygon_style("label", categories(labelled.label_set, by_title=True), outlined=True)
    write_vector(
        *(path, features.shapes, features.crs, {**own, **added}, LAYER_NAME, source.to_dict()),
        fids=features.fids,
        style=style,
        overwrite=overwrite,
    )


def _label_columns(label_set: LabelSet, labels: Labels, rows: np.ndarray[Any, Any], count: int) -> dict[str, Any]:
    """Arrow columns ``[count]``; null for features that are not in ``rows``."""
    ids = class_ids(labels.label)
    columns: Mapping[str, Any] = {
        "label": pa.array(titles(label_set)).take(pa.array(ids)),
        "class": pa.array(names(label_set), pa.string()).take(pa.array(ids)),
        "class_id": pa.array(ids, pa.int32()),
        "score": pa.array(np.round(labels.score.astype(float), 6)),
        "confidence": pa.array(np.round(labels.confidence.astype(float), 6)),
        "margin": pa.array(np.round(labels.margin.astype(float), 6)),
        "top3": pa.array(top_texts(label_set, labels), pa.string()),
        "colour": pa.array(colours(label_set)).take(pa.array(ids)),
    }
    place = np.full(count, -1)
    place[rows] = np.arange(len(rows))
    taken = pa.array(place, mask=place < 0)
    return {name: values.take(taken) for name, values in columns.items()}


def own_names(given: Sequence[str], added: Mapping[str, Any]) -> list[str]:
    """Names of the features' own attributes, changed where they would hide a label's, or another attribute in a
    GeoPackage: letter case does not count there."""
    reserved = {name.casefold() for name in added}
    given_names = {name.casefold() for name in given}
    taken = set(reserved)
    names = []
    for name in given:
        stem = f"{name}{KEPT_AS}" if name.casefold() in reserved else name
        new, number = stem, 1
        while new.casefold() in taken or (new != name and new.casefold() in given_names):
            number += 1
            new = f"{stem}{number}" if stem != name else f"{stem}_{number}"
        taken.add(new.casefold())
        names.append(new)
    return names
