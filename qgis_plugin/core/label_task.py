"""Labels from the layer to the result tables, off the main thread: of the layer itself, or of features."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import results
from .client import Client
from .connection import Connection
from .errors import LayerNotUsable
from .extent import Extent
from .label_request import FeatureTarget, LabelRequest
from .labelled_features import join_labels, post_features
from .layer_upload import name_layer
from .replies import RASTER_FILES, href, unexpected_reply
from .runs import run_each, sending
from .task import Task
from .translation import tr


@dataclass(frozen=True)
class ClassArea:
    """Ground of one class: what it is called, its colour, square metres and share, 0-1."""

    label: str
    colour: str
    area_m2: float
    share: float


@dataclass(frozen=True)
class LabelAnswer:
    """Tables with the labels and, of a layer, class rasters; classes by their ground."""

    request: LabelRequest
    file: Path
    tables: tuple[str, ...]
    rasters: tuple[Path, ...]
    areas: tuple[ClassArea, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict)


class LabelTask(Task):
    """Label; succeeds with a :class:`LabelAnswer`."""

    def __init__(self, connection: Connection, request: LabelRequest, file: Path, max_pixels: int) -> None:
        """``file`` is where results go. On the main thread.

        Raises:
            BadInput: the classes cannot be used.
        """
        request.check()
        super().__init__(tr("Label: {what}", what=request.title))
        self.connection = connection
        self.request = request
        self.file = file
        self.max_pixels = max_pixels

    def work(self) -> LabelAnswer:
        """Make the layer known, label, fetch, write."""
        request = self.request
        results.check_writable(self.file)
        client = Client(self.connection, self.feedback)
        extents = request.extents
        if request.features is not None and not extents and request.source.path is None:
            raise LayerNotUsable(tr("The features lie outside the layer {name}.", name=request.source.title))
        named = name_layer(client, request.source, extents, request.ground_m, self.max_pixels, sending(self.say))
        if request.features is not None:
            return self._label_features(client, named[0][0], request.features)
        return self._label_windows(client, named)

    def _label_windows(self, client: Client, named: list[tuple[str, Extent | None]]) -> LabelAnswer:
        request = self.request
        tables: list[str] = []
        rasters: list[Path] = []
        summaries: list[Mapping[str, Any]] = []
        asked = [
            {
                **request.inputs(layer_id),
                "extent": None if extent is None else dict(extent.to_json()),
                "smooth": request.smooth,
                "dissolve": True,
            }
            for layer_id, extent in named
        ]
        for outputs in run_each(client, "label-windows", asked, self.say):
            summaries.append(_summary(outputs, request.source.title))
            self.say(tr("Fetching the labels"), 0.96)
            areas = client.download(href(outputs, "areas"))
            raster, style, names = (client.download(href(outputs, name)) for name in RASTER_FILES)
            # Servers before it have none: the areas tell theirs then. Fetched before anything is written: who stops
            # here has no table left over.
            best = client.download(href(outputs, "best")) if "best" in outputs else b""
            with tempfile.TemporaryDirectory() as scratch:
                fetched = Path(scratch) / "labels.gpkg"
                fetched.write_bytes(areas)
                tables.append(results.table_name(self.file, request.title))
                results.copy_layer(self.file, tables[-1], fetched, summaries[-1]["provenance"])
            rasters.append(results.keep_raster(self.file, raster, request.title, style, names, best))
        provenance = summaries[-1]["provenance"]
        return LabelAnswer(request, self.file, tuple(tables), tuple(rasters), class_areas(summaries), provenance)

    def _label_features(self, client: Client, layer_id: str, features: FeatureTarget) -> LabelAnswer:
        request = self.request
        posted = post_features(features, client.feedback)
        inputs = {**request.inputs(layer_id), "features": posted.collection}
        (outputs,) = run_each(client, "label-features", [inputs], self.say)
        summary = _summary(outputs, request.source.title)
        self.say(tr("Fetching the labels"), 0.96)
        table = results.table_name(self.file, f"{features.title} {request.title}")
        with tempfile.TemporaryDirectory() as scratch:
            fetched = Path(scratch) / "labels.gpkg"
            fetched.write_bytes(client.download(href(outputs, "features")))
            join_labels(self.file, table, features, posted.ids, fetched, summary["provenance"])
        return LabelAnswer(request, self.file, (table,), (), class_areas([summary]), summary["provenance"])


def class_areas(summaries: list[Mapping[str, Any]]) -> tuple[ClassArea, ...]:
    """Ground by class over all extents, largest first."""
    area: dict[str, float] = {}
    colour: dict[str, str] = {}
    for summary in summaries:
        for row in summary.get("classes", ()):
            area[row["label"]] = area.get(row["label"], 0.0) + float(row["area_m2"])
            colour[row["label"]] = str(row["colour"])
    whole = sum(area.values()) or 1.0
    rows = [ClassArea(name, colour[name], size, size / whole) for name, size in area.items()]
    return tuple(sorted(rows, key=lambda row: -row.area_m2))


def _summary(outputs: Mapping[str, Any], layer: str) -> dict[str, Any]:
    found = outputs.get("summary")
    if not isinstance(found, dict):
        raise unexpected_reply()
    return {**found, "provenance": {**(found.get("provenance") or {}), "layer": layer}}
