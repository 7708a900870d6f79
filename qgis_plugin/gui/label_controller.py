"""Controller of the labels tab: from the widgets to a task, and from its answer to layers, chart and map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.gui import QgsMapTool, QgsMapToolEmitPoint, QgsMapToolIdentifyFeature
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject

from ..compat import is_null
from ..core import project_layers, results, scope
from ..core.connection import Connection
from ..core.errors import TerralexError
from ..core.extent import WGS84, extents_in
from ..core.label_places import labels_at
from ..core.label_request import LabelRequest, describe_features
from ..core.label_set import check_classes
from ..core.label_style import show_confidence
from ..core.label_task import LabelAnswer, LabelTask
from ..core.layer_source import describe_layer
from ..core.past_labels import PastLabels, is_past_labels, keep_labels, read_labels
from ..core.pixels import usual_sampling_m
from ..core.settings import Settings
from ..core.translation import localised, tr
from .controller import PanelController
from .label_panel import FEATURES, LabelPanel
from .map_tool_switch import MapToolSwitch
from .outlines import Outlines
from .server_access import ServerAccess
from .steps import take_steps


class LabelController(PanelController):
    """Runs the labellings of one panel, one at a time."""

    panel: LabelPanel

    def __init__(self, panel: LabelPanel, access: ServerAccess, iface: Any, parent: QObject | None = None) -> None:
        super().__init__(panel, access, iface, parent)
        self.answer: Any = None
        self._names: list[str] = []
        self._labelled = ""
        self.layer: QgsVectorLayer | None = None
        self._rasters: list[QgsRasterLayer] = []
        self._picked = Outlines(self.canvas, "#00e5ff", 4)
        self._switch = MapToolSwitch(panel.result.ask_map, self.canvas, self._identify_tool)
        iface.currentLayerChanged.connect(self._layer_chosen)
        panel.result.confidence.toggled.connect(self._show_confidence)
        panel.result.ask_map.toggled.connect(lambda _: self._forget_picked())
        panel.label_asked.connect(self.label)
        QgsProject.instance().cleared.connect(self._show_none)

    def label(self) -> None:
        """Label what the panel says."""
        if self.busy:
            return
        try:
            request = self._request()
            request.check()
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        self._starting = True
        self._asked = request
        self._labelled = self.panel.layer.currentLayer().id()
        take_steps(self._begin(request), lambda: self._asked is request, self._no_server)

    def _begin(self, request: LabelRequest) -> Iterator[None]:
        """One thing at a time here too: the panel, whose table takes a while to draw, and the task."""
        self.panel.set_busy(True)
        self._show_none()
        yield
        self._connect(lambda connection: self._run(connection, request))

    def close(self) -> None:
        """Give the map its tool back, and let go of task and server."""
        self.panel.result.ask_map.setChecked(False)
        self.iface.currentLayerChanged.disconnect(self._layer_chosen)
        QgsProject.instance().cleared.disconnect(self._show_none)
        # A layer must not outlive QGIS.
        self._rasters = []
        self.panel.layer.close_links()
        self.panel.features.close_links()
        super().close()

    def _request(self) -> LabelRequest:
        panel, settings = self.panel, Settings.load()
        source = describe_layer(panel.layer.currentLayer())
        canvas = self.canvas.mapSettings()
        where, features = panel.scope.currentData(), None
        if where == FEATURES:
            layer = panel.features.currentLayer()
            features = describe_features(layer, panel.selected.isChecked())
            context = canvas.transformContext()
            extents = tuple(extents_in(layer.extent(), layer.crs(), source.crs, source.bounds, context))
        else:
            extents = scope.place_of(where, source, canvas, None).extents
        ground_m = usual_sampling_m(source, extents, scope.metres_along_a_pixel(canvas), settings.max_pixels)
        return LabelRequest(
            source,
            panel.set_title,
            panel.classes.classes(),
            panel.language,
            features,
            extents,
            (),
            ground_m,
            panel.other_below.value() or None,
            panel.smooth.value(),
            panel.transduce.isChecked(),
            settings.model,
            panel.shows_preset(),
        )

    def _run(self, connection: Connection, request: LabelRequest) -> None:
        task = LabelTask(connection, request, results.results_file(), Settings.load().max_pixels)
        task.succeeded.connect(self._succeeded)
        self._start(task)

    def _succeeded(self, answer: LabelAnswer) -> None:
        self.answer = answer
        self._names = [one.shown for one in check_classes(answer.request.classes)]
        self.panel.result.show_areas(answer.areas)
        if self.layer is not None and not sip.isdeleted(self.layer):
            # Two maps of classes on top of each other could not be read; it stays in the project.
            project_layers.set_aside(self.layer)
        # The plugin may have gone in between.
        take_steps(self._show(answer), lambda: self.task is not None, lambda why: self._ended(why, is_error=True))

    def _show(self, answer: LabelAnswer) -> Iterator[None]:
        """One thing at a time, so that the map never stutters: the rasters, each layer, its style, the map."""
        title = project_layers.layer_title(answer.request.title, answer.request.source.title)
        self._rasters, ids = [], []
        for raster in answer.rasters:
            class_raster = project_layers.open_raster(raster, tr("{what} (raster)", what=title), answer.provenance)
            project_layers.add_to_group(class_raster)
            project_layers.hide(class_raster)
            ids.append(class_raster.id())
            yield
            self._open_best(raster)
            yield
        request = answer.request
        classes = check_classes(request.classes)
        labelled = PastLabels(request.title, classes, answer.areas, ids, self._labelled)
        for table in answer.tables:
            layer = project_layers.open_result(answer.file, table, title, answer.provenance)
            yield
            layer.loadDefaultStyle()
            yield
            keep_labels(layer, labelled)
            project_layers.add_to_group(layer)
            self.layer = layer
            self.panel.result.show_layer(layer)
            yield
        self._ended(_found(answer))

    def _open_best(self, raster: Path) -> None:
        """Keep the best classes of the cells of a class raster at hand; servers of old have none."""
        best = QgsRasterLayer(str(results.best_raster(raster)), raster.stem)
        if best.isValid():
            self._rasters.append(best)

    def _show_none(self) -> None:
        """No labels are shown; their layer stays where it is."""
        self._rasters, self._names = [], []
        self.panel.result.ask_map.setChecked(False)
        self.panel.result.show_areas(())
        self.panel.result.show_layer(None)

    def _layer_chosen(self, layer: Any) -> None:
        """Show labels again whose layer the user has made the current one."""
        if self.busy or not self.panel.isVisible() or not is_past_labels(layer) or layer is self.layer:
            return
        self.reopen(layer)

    def reopen(self, layer: QgsVectorLayer) -> None:
        """Show labels again from their layer: classes, areas, and the best of every place."""
        past = read_labels(layer)
        self._show_none()
        self.layer, self._names = layer, [one.shown for one in past.classes]
        for raster in past.class_rasters():
            self._open_best(raster)
        if past.classes:
            self.panel.show_classes(past.title, list(past.classes))
        labelled = QgsProject.instance().mapLayer(past.layer)
        if labelled is not None:
            self.panel.layer.choose(labelled)
        self.panel.result.show_areas(past.areas)
        self.panel.result.show_layer(layer)
        self.panel.say("")

    def _show_confidence(self, pale: bool) -> None:
        if self.layer is not None and not sip.isdeleted(self.layer):
            show_confidence(self.layer, pale)

    def _identify_tool(self) -> QgsMapTool | None:
        if self.layer is None or sip.isdeleted(self.layer):
            self.panel.say(tr("The layer with the labels has been removed: label again."), is_error=True)
            return None
        if self._rasters:
            # An area is many cells: its own values are those of none of them.
            places = QgsMapToolEmitPoint(self.canvas)
            places.canvasClicked.connect(lambda point, _: self.show_place(point))
            return places
        tool = QgsMapToolIdentifyFeature(self.canvas, self.layer)
        tool.featureIdentified.connect(self.show_top_three)
        return tool

    def show_place(self, point: QgsPointXY) -> None:
        """Say which classes fit a place of the map best, and outline its cell."""
        cell = labels_at(self._rasters, self._names, point, self.canvas.mapSettings().destinationCrs())
        if cell is None:
            self._picked.clear()
            self.panel.result.show_best(tr("This place has no label."))
            return
        self.panel.result.show_best(_best_lines(cell.best))
        self._outline(cell.cell, cell.crs)

    def show_top_three(self, feature: Any) -> None:
        """Say which classes fit a feature best, and outline it."""
        self.panel.result.show_best(top_three(feature))
        if self.layer is None or sip.isdeleted(self.layer):
            return
        self._outline(feature.geometry(), self.layer.crs())

    def _outline(self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        moved = QgsGeometry(geometry)
        wgs84 = QgsCoordinateReferenceSystem(WGS84)
        moved.transform(QgsCoordinateTransform(crs, wgs84, QgsProject.instance()))
        self._picked.show([moved])

    def _forget_picked(self) -> None:
        self._picked.clear()
        self.panel.result.best.say("")


def _found(answer: LabelAnswer) -> str:
    count = sum(area.area_m2 > 0 for area in answer.areas)
    return tr("One class was found.") if count == 1 else tr("{count} classes were found.", count=localised(count))


def top_three(feature: Any) -> str:
    """The best classes of a labelled feature with their confidences."""
    names = feature.fields().names()
    if "top3" not in names or is_null(feature["top3"]):
        return tr("This feature has no label.")
    try:
        best = json.loads(feature["top3"])
    except ValueError:
        return str(feature["top3"])
    return _best_lines((name, round(100 * share)) for name, share in best.items())


def _best_lines(best: Iterable[tuple[str, int]]) -> str:
    return "\n".join(f"{percent} %  {name}" for name, percent in best)
