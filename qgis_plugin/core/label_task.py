"""Labels from the layer to the result tables, off the main thread: of the layer itself, or of features."""

from __future__ import annotations

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
from .label_run import geopackage, label_features, label_layer
from .layer_upload import name_layer
from .replies import RASTER_FILES
from .runs import sending
from .task import Task
from .translation import tr

AREAS, BEST = "areas", "best"
"""Outputs of a labelled layer beside its raster; older servers do not have the second one."""


@dataclass(frozen=True)
class ClassArea:
    """Area of one class: its name, colour, square metres, share and mean confidence, both 0-1."""

    label: str
    colour: str
    area_m2: float
    share: float
    confidence: float | None = None


@dataclass(frozen=True)
class LabelAnswer:
    """Tables with the labels and, for a layer, class rasters; classes by area."""

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
        """Register the layer, label, download, write."""
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
        for labels in label_layer(client, asked, (AREAS, *RASTER_FILES), self.say, optional=(BEST,)):
            summaries.append(self._named(labels.summary))
            with geopackage(labels.files[AREAS]) as fetched:
                tables.append(results.table_name(self.file, request.title))
                results.copy_layer(self.file, tables[-1], fetched, summaries[-1]["provenance"])
            raster, style, names = (labels.files[name] for name in RASTER_FILES)
            best = labels.files.get(BEST, b"")
            rasters.append(results.keep_raster(self.file, raster, request.title, style, names, best))
        provenance = summaries[-1]["provenance"]
        return LabelAnswer(request, self.file, tuple(tables), tuple(rasters), class_areas(summaries), provenance)

    def _label_features(self, client: Client, layer_id: str, features: FeatureTarget) -> LabelAnswer:
        request, file = self.request, self.file
        labels = label_features(client, request.inputs(layer_id), features, self.say)
        summary = self._named(labels.summary)
        table = results.table_name(file, f"{features.title} {request.title}")
        with results.whole_or_nothing(file, table):
            results.write_features(
                file, table, labels.fields, features.kind, features.crs, labels.rows, summary["provenance"]
            )
            if labels.style:
                results.keep_style(file, table, labels.style)
        return LabelAnswer(request, file, (table,), (), class_areas([summary]), summary["provenance"])

    def _named(self, summary: Mapping[str, Any]) -> dict[str, Any]:
        """A summary whose provenance has the layer's name in QGIS."""
        provenance = {**(summary.get("provenance") or {}), "layer": self.request.source.title}
        return {**summary, "provenance": provenance}


def class_areas(summaries: list[Mapping[str, Any]]) -> tuple[ClassArea, ...]:
    """Area by class over all extents, largest first."""
    area: dict[str, float] = {}
    colour: dict[str, str] = {}
    sure: dict[str, float] = {}
    for summary in summaries:
        for row in summary.get("classes", ()):
            area[row["label"]] = area.get(row["label"], 0.0) + float(row["area_m2"])
            colour[row["label"]] = str(row["colour"])
            sure[row["label"]] = sure.get(row["label"], 0.0) + float(row["area_m2"]) * row.get("mean_confidence", 1.0)
    whole = sum(area.values()) or 1.0
    rows = [
        ClassArea(name, colour[name], size, size / whole, sure[name] / size if size else None)
        for name, size in area.items()
    ]
    return tuple(sorted(rows, key=lambda row: -row.area_m2))
