"""Requests and downloads labels, for the dock and for Processing; each writes them to its own destination."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsFeature, QgsFields, QgsVectorLayer

from . import results
from .client import Client
from .label_request import FeatureTarget
from .labelled_features import joined_features, post_features
from .replies import href, unexpected_reply
from .runs import Tell, run_each
from .translation import tr

FETCHING = 0.96
"""Share of the whole work at which the labels are downloaded."""


@dataclass(frozen=True)
class LayerLabels:
    """Labels of one extent of a layer.

    Attributes:
        files: content of the requested outputs, by name; outputs that the server does not have are left out.
        summary: area by class and provenance, as the server gave them.
    """

    files: Mapping[str, bytes]
    summary: Mapping[str, Any]


@dataclass(frozen=True)
class FeatureLabels:
    """Features with their attributes and their labels.

    Attributes:
        fields, rows: of the features.
        style: QML; empty if the server sent none.
        summary: area by class and provenance, as the server gave them.
    """

    fields: QgsFields
    rows: list[QgsFeature]
    style: str
    summary: Mapping[str, Any]


def label_layer(
    client: Client,
    asked: Sequence[Mapping[str, Any]],
    outputs: Sequence[str],
    tell: Tell,
    optional: Sequence[str] = (),
) -> Iterator[LayerLabels]:
    """Label the extents of a layer, one after the other; each is downloaded completely before it is yielded.

    Args:
        client: of the server.
        asked: inputs of ``label-windows``, one set per extent.
        outputs: names of the files to download.
        tell: called with the step and the share of the whole work.
        optional: names of files that older servers do not have.

    Raises:
        TerralexError: the server refused or failed, or the work was cancelled.
    """
    for answer in run_each(client, "label-windows", asked, tell):
        summary = _summary(answer)
        tell(tr("Fetching the labels"), FETCHING)
        names = [*outputs, *(name for name in optional if name in answer)]
        yield LayerLabels({name: client.download(href(answer, name)) for name in names}, summary)


def label_features(client: Client, inputs: Mapping[str, Any], features: FeatureTarget, tell: Tell) -> FeatureLabels:
    """Label features; ``inputs`` are those of ``label-features``, without the features themselves.

    Raises:
        BadInput: there is no feature with a geometry.
        OutputNotWritable: the server sent something else than its labels.
        TerralexError: the server refused or failed, or the work was cancelled.
    """
    posted = post_features(features, client.feedback)
    (answer,) = run_each(client, "label-features", [{**inputs, "features": posted.collection}], tell)
    summary = _summary(answer)
    tell(tr("Fetching the labels"), FETCHING)
    with geopackage(client.download(href(answer, "features"))) as file:
        fields, rows = joined_features(features, posted.ids, QgsVectorLayer(str(file), "labels", "ogr"))
        return FeatureLabels(fields, rows, results.stored_style(file), summary)


@contextmanager
def geopackage(content: bytes) -> Iterator[Path]:
    """The file of a downloaded GeoPackage, for as long as the block runs."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "labels.gpkg"
        file.write_bytes(content)
        yield file


def _summary(outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    summary = outputs.get("summary")
    if not isinstance(summary, dict):
        raise unexpected_reply()
    return summary
