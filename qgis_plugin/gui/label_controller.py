"""What happens when the user labels: from the widgets to a task, and from its answer to layers, chart and map."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsVectorLayer
from qgis.gui import QgsMapToolIdentifyFeature
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer

from ..compat import is_null
from ..core import results, scope
from ..core.connection import Connection
from ..core.errors import TerralexError
from ..core.label_request import LabelRequest, describe_features
from ..core.label_task import LabelAnswer, LabelTask
from ..core.layer_source import describe_layer
from ..core.settings import Settings
from ..core.task import abandon, start
from ..core.translation import tr
from .label_panel import FEATURES, LabelPanel
from .server_access import ServerAccess


class LabelController(QObject):
    """Runs the labellings of one panel, one at a time."""

    def __init__(self, panel: LabelPanel, access: ServerAccess, iface: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.access = access
        self.canvas = iface.mapCanvas()
        self.task: LabelTask | None = None
        self.answer: Any = None
        self.layer: QgsVectorLayer | None = None
        self._starting = False
        self._tool: QgsMapToolIdentifyFeature | None = None
        panel.label_asked.connect(self.label)
        panel.stop_asked.connect(self.stop)
        panel.ask_map_toggled.connect(self._ask_map)

    def label(self) -> None:
        """Label what the panel says."""
        if self.task is not None or self._starting:
            return
        try:
            request = self._request()
            request.check()
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        self._starting = True
        self.panel.set_busy(True)
        self.panel.chart.show_areas(())
        waits = self.access.get(lambda connection: self._run(connection, request), self._failed)
        if waits:
            self.panel.say(tr("Starting the local server"))

    def stop(self) -> None:
        """Stop, on the server too."""
        self.access.forget()
        if self.task is not None:
            self.panel.say(tr("Stopping"))
            self.task.cancel()
        elif self._starting:
            self._ended(tr("Stopped."))

    def close(self) -> None:
        """Give the map its tool back; tasks are stopped by whoever stops all of them."""
        self._ask_map(False)
        abandon(self.task)
        self.task = None

    def _request(self) -> LabelRequest:
        panel, settings = self.panel, Settings.load()
        source = describe_layer(panel.layer.currentLayer())
        canvas = self.canvas.mapSettings()
        where, features = panel.scope.currentData(), None
        if where == FEATURES:
            layer = panel.features.currentLayer()
            features = describe_features(layer, panel.selected.isChecked())
            context = canvas.transformContext()
            extents = tuple(scope.extents_in(layer.extent(), layer.crs(), source.crs, source.bounds, context))
        else:
            extents = scope.place_of(where, source, canvas, None).extents
        return LabelRequest(
            source,
            panel.set_title,
            panel.classes.classes(),
            panel.language,
            features,
            extents,
            (),
            scope.metres_along_a_pixel(canvas),
            panel.other_below.value(),
            panel.smooth.value(),
            panel.transduce.isChecked(),
            settings.model,
        )

    def _run(self, connection: Connection, request: LabelRequest) -> None:
        self._starting = False
        task = LabelTask(connection, request, results.results_file(), Settings.load().max_pixels)
        task.status_changed.connect(self.panel.say)
        task.progressChanged.connect(lambda percent: self.panel.progress.setValue(round(10 * percent)))
        task.succeeded.connect(self._succeeded)
        task.failed.connect(self._failed)
        task.stopped.connect(lambda: self._ended(tr("Stopped.")))
        self.task = task
        start(task)

    def _succeeded(self, answer: LabelAnswer) -> None:
        self.answer = answer
        title = answer.request.title
        group = tr("Terralex: {what}", what=title)
        self.panel.chart.show_areas(answer.areas)
        # One layer at a time, so that the map never stutters.
        steps: list[Callable[[], None]] = [
            *(partial(self._add_raster, raster, title, group) for raster in answer.rasters),
            *(partial(self._add_areas, table, title, group) for table in answer.tables),
            lambda: self._ended(tr("{count} classes were found.", count=_found(answer))),
        ]
        self._take_steps(steps)

    def _take_steps(self, steps: list[Callable[[], None]]) -> None:
        if self.task is None:
            # The plugin went in between.
            return
        try:
            steps[0]()
        except TerralexError as error:
            self._ended(str(error), is_error=True)
            return
        if steps[1:]:
            QTimer.singleShot(0, lambda: self._take_steps(steps[1:]))

    def _add_raster(self, raster: Path, title: str, group: str) -> None:
        made = results.open_raster(raster, tr("{what} (raster)", what=title), self.answer.provenance)
        results.add_to_group(made, group)
        results.hide(made)

    def _add_areas(self, table: str, title: str, group: str) -> None:
        self.layer = results.open_result(self.answer.file, table, title, self.answer.provenance)
        results.add_to_group(self.layer, group)
        self.panel.ask_map.setEnabled(True)

    def _failed(self, sentence: str) -> None:
        self._ended(sentence, is_error=True)

    def _ended(self, sentence: str, is_error: bool = False) -> None:
        self.task = None
        self._starting = False
        self.panel.set_busy(False)
        self.panel.say(sentence, is_error)

    def _ask_map(self, on: bool) -> None:
        if self._tool is not None:
            self.canvas.unsetMapTool(self._tool)
            self._tool.deleteLater()
            self._tool = None
        if on and self.layer is not None and not sip.isdeleted(self.layer):
            self._tool = QgsMapToolIdentifyFeature(self.canvas, self.layer)
            self._tool.featureIdentified.connect(self.show_top_three)
            self.canvas.setMapTool(self._tool)

    def show_top_three(self, feature: Any) -> None:
        """Say which classes fit a feature best."""
        self.panel.say(top_three(feature))


def _found(answer: LabelAnswer) -> int:
    return sum(area.area_m2 > 0 for area in answer.areas)


def top_three(feature: Any) -> str:
    """The best classes of a labelled feature with their confidences."""
    names = feature.fields().names()
    if "top3" not in names or is_null(feature["top3"]):
        return tr("This feature has no label.")
    try:
        best = json.loads(feature["top3"])
    except ValueError:
        return str(feature["top3"])
    return ", ".join(f"{name} {round(100 * share)} %" for name, share in best.items())
