"""What happens when the user searches: from the widgets to a task, and from its answer to list, map and layer."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog

from ..core import results, scope
from ..core.connection import Connection
from ..core.errors import TerralexError
from ..core.examples import Examples
from ..core.history import remember_query
from ..core.index_task import IndexTask
from ..core.layer_source import LayerSource, describe_layer
from ..core.pixels import ground_sampling_m
from ..core.region import ACCEPTED, REJECTED, Region
from ..core.result_layer import ResultLayer
from ..core.search_request import SearchRequest
from ..core.search_task import SearchAnswer, SearchTask
from ..core.settings import Settings
from ..core.task import Task, abandon, start
from ..core.thumbnail_task import ThumbnailTask
from ..core.translation import tr
from .outlines import Outlines, go_to
from .search_panel import SearchPanel
from .server_access import ServerAccess

SHOWN_AT_ONCE = 60
"""Pictures that are drawn; the list can be longer."""


class SearchController(QObject):
    """Runs the searches of one panel, one at a time.

    Signals:
        done: a search or an indexing has ended, whichever way.
    """

    done = pyqtSignal()

    def __init__(self, panel: SearchPanel, access: ServerAccess, iface: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.access = access
        self.iface = iface
        self.canvas = iface.mapCanvas()
        self.task: Task | None = None
        self.answer: SearchAnswer | None = None
        self.result: ResultLayer | None = None
        self._pictures: Task | None = None
        self._starting = False
        self._so_far = Outlines(self.canvas, "#fe6100", 2)
        self._pointed = Outlines(self.canvas, "#00e5ff", 4)
        # Filtering a layer redraws the map: once, when the slider has come to rest.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(150)
        self._rest.timeout.connect(self._filter_layer)
        panel.search_asked.connect(self.search)
        panel.stop_asked.connect(self.stop)
        panel.refine_asked.connect(self.refine)
        panel.export_asked.connect(self.export)
        panel.least_changed.connect(lambda _: self._rest.start())
        panel.list.hovered.connect(self._point_at)
        panel.list.shown.connect(self._go_to)
        panel.list.regions.status_set.connect(self._keep_status)
        panel.examples.told.connect(lambda sentence: panel.say(sentence, is_error=True))

    def search(self) -> None:
        """Search for what the panel says."""
        if self.task is not None or self._starting:
            return
        try:
            request = self._request(self.panel.examples.examples)
            request.check()
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        QTimer.singleShot(0, lambda: remember_query(request.text))
        self._starting = True
        self.panel.set_busy(True)
        self.panel.say(tr("Starting the local server") if self._begin(request) else tr("Asking the server"))

    def stop(self) -> None:
        """Stop the search, on the server too."""
        self.access.forget()
        if self.task is not None:
            self.panel.say(tr("Stopping"))
            self.task.cancel()
        elif self._starting:
            self._ended(tr("Stopped."))

    def index(self) -> None:
        """Index the layer of the panel."""
        if self.task is not None or self._starting:
            return
        try:
            source = describe_layer(self.panel.layer.currentLayer())
            where = (
                () if source.bounds else scope.place_of(scope.CANVAS, source, self.canvas.mapSettings(), None).extents
            )
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        self._starting = True
        self.panel.set_busy(True)
        settings, ground_m = Settings.load(), scope.metres_along_a_pixel(self.canvas.mapSettings())

        def run(connection: Connection) -> None:
            task = IndexTask(connection, source, where, ground_m, settings.max_pixels, settings.model)
            task.succeeded.connect(lambda windows: self._ended(tr("{windows} windows are indexed.", windows=windows)))
            self._start(task)

        self.access.get(run, self._failed)

    def refine(self) -> None:
        """Search again, with what was accepted as examples and what was rejected as counter-examples."""
        model = self.panel.list.regions
        accepted, rejected = model.regions(ACCEPTED), model.regions(REJECTED)
        if not accepted:
            self.panel.say(tr("Accept at least one region first (A)."), is_error=True)
            return
        self.panel.examples.set_examples(Examples.of_regions(accepted, rejected))
        self.search()

    def export(self) -> None:
        """Write the accepted regions to a file that the user names."""
        if self.result is None or not self.panel.list.regions.regions(ACCEPTED):
            self.panel.say(tr("Accept at least one region first (A)."), is_error=True)
            return
        kinds = "GeoPackage (*.gpkg);;GeoJSON (*.geojson);;FlatGeobuf (*.fgb)"
        title = tr("Export the accepted regions")
        name, _ = QFileDialog.getSaveFileName(self.panel, title, f"{self.result.title}.gpkg", kinds)
        if name:
            self.export_to(name)

    def export_to(self, name: str) -> None:
        """Write the accepted regions to a file."""
        if self.result is None:
            return
        try:
            count = self.result.export_accepted(name)
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        self.panel.say(tr("{count} accepted regions were exported.", count=count))

    def forget_pointed(self) -> None:
        """Outline no region: the user looks at something else."""
        self._pointed.clear()

    def close(self) -> None:
        """Take everything off the map; tasks are stopped by whoever stops all of them."""
        self._rest.stop()
        self.access.forget()
        for outlines in (self._so_far, self._pointed):
            outlines.clear()
        self.panel.examples.close_map_tool()
        for task in (self.task, self._pictures):
            abandon(task)
        self.task = self._pictures = self.answer = None

    def _request(self, examples: Examples) -> SearchRequest:
        panel, settings = self.panel, Settings.load()
        source: LayerSource = describe_layer(panel.layer.currentLayer())
        canvas = self.canvas.mapSettings()
        place = scope.place_of(panel.scope.currentData(), source, canvas, self.iface.activeLayer())
        sizes = panel.window_sizes_m()
        ground_m = ground_sampling_m(min(sizes) if sizes else None, scope.metres_along_a_pixel(canvas))
        unwanted = [part.strip() for part in panel.unwanted.text().replace("；", ";").split(";")]
        return SearchRequest(
            source,
            panel.query.text().strip(),
            [part for part in unwanted if part],
            place.extents,
            place.mask,
            examples.to_json(True),
            examples.to_json(False),
            sizes,
            ground_m,
            panel.mode.currentData(),
            settings.max_regions,
            settings.threshold,
            settings.model,
        )

    def _begin(self, request: SearchRequest) -> bool:
        return self.access.get(lambda connection: self._run(connection, request), self._failed)

    def _run(self, connection: Connection, request: SearchRequest) -> None:
        task = SearchTask(connection, request, results.results_file(), Settings.load().max_pixels)
        task.found.connect(self._show_so_far)
        task.succeeded.connect(self._succeeded)
        self._start(task)

    def _start(self, task: Task) -> None:
        self._starting = False
        task.status_changed.connect(self.panel.say)
        task.progressChanged.connect(lambda percent: self.panel.progress.setValue(round(10 * percent)))
        task.failed.connect(self._failed)
        task.stopped.connect(lambda: self._ended(tr("Stopped.")))
        self.task = task
        start(task)

    def _show_so_far(self, regions: list[Region]) -> None:
        if self.task is None:
            return
        self._show(regions)
        self._so_far.show(region.geometry for region in regions)

    def _succeeded(self, answer: SearchAnswer) -> None:
        self.answer = answer
        self.result = None
        self._show(answer.regions)
        if not answer.regions:
            self._ended(tr("Nothing was relevant enough: try other words or a lower threshold in the options."))
            return
        # One thing at a time, so that the map never stutters: the list, the layer, the pictures.
        QTimer.singleShot(0, lambda: self._finish(answer))

    def _finish(self, answer: SearchAnswer) -> None:
        if self.task is None:
            # The plugin went, or the user stopped, in between.
            return
        try:
            self._add_layer(answer)
        except TerralexError as error:
            self._ended(str(error), is_error=True)
            return
        self._ended(tr("{count} regions were found.", count=len(answer.regions)))
        self.panel.list.setFocus()
        QTimer.singleShot(0, lambda: self._draw_pictures(answer))

    def _add_layer(self, answer: SearchAnswer) -> None:
        title = answer.request.title
        layer: QgsVectorLayer = results.open_result(answer.file, answer.table, title, answer.provenance)
        self.result = ResultLayer(layer, title)
        results.add_to_group(layer, tr("Terralex: {what}", what=title))
        if self.panel.slider.value() > 0:
            self._rest.start()

    def _show(self, regions: list[Region]) -> None:
        self.panel.list.regions.show(regions)
        self.panel.show_count(len(regions))
        self.panel.refresh_least()

    def _failed(self, sentence: str) -> None:
        self._ended(sentence, is_error=True)

    def _ended(self, sentence: str, is_error: bool = False) -> None:
        self.task = None
        self._starting = False
        self._so_far.clear()
        self.panel.set_busy(False)
        self.panel.say(sentence, is_error)
        self.done.emit()

    def _draw_pictures(self, answer: SearchAnswer) -> None:
        if answer is not self.answer:
            return
        try:
            source = describe_layer(self.panel.layer.currentLayer())
        except TerralexError:
            return
        abandon(self._pictures)
        task = ThumbnailTask(source, answer.regions[:SHOWN_AT_ONCE])
        task.drawn.connect(self.panel.list.regions.set_picture)
        self._pictures = task
        start(task)

    def _point_at(self, region: Region | None) -> None:
        if region is None:
            self._pointed.clear()
        else:
            self._pointed.show([region.geometry])

    def _go_to(self, region: Region | None) -> None:
        if region is not None:
            go_to(self.canvas, region.geometry)
            self._pointed.show([region.geometry])

    def _keep_status(self, rank: int, status: str) -> None:
        if self.result is not None:
            self.result.set_status(rank, status)

    def _filter_layer(self) -> None:
        if self.result is not None:
            self.result.show_from(self.panel.slider.value() / 100)
