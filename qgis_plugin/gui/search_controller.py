"""What happens when the user searches: from the widgets to a task, and from its answer to list, map and layer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QFileDialog

from ..core import project_layers, results, scope
from ..core.backend_manager import RUNNING, STARTING
from ..core.connection import Connection
from ..core.errors import SERVER_ERRORS, TerralexError
from ..core.examples import Examples
from ..core.extent import Extent
from ..core.history import remember_query
from ..core.index_task import IndexTask
from ..core.layer_source import LayerSource, describe_layer
from ..core.pixels import ground_sampling_m
from ..core.region import ACCEPTED, Region
from ..core.result_layer import DRIVERS, ResultLayer
from ..core.search_request import SearchRequest
from ..core.search_task import SearchAnswer, SearchTask
from ..core.settings import Settings
from ..core.task import Task, abandon, start
from ..core.translation import localised, tr
from ..core.verdict import nothing_found
from .outlines import Outlines, go_to
from .region_pictures import RegionPictures
from .search_panel import SearchPanel
from .server_access import ServerAccess
from .steps import take_steps


class SearchController(QObject):
    """Runs the searches of one panel, one at a time.

    Signals:
        begun: a search or an indexing has begun.
        done: it has ended, whichever way.
    """

    begun = pyqtSignal()
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
        self._pictures = RegionPictures(panel.list, self)
        self._ground: tuple[Any, ...] = ()
        self._refined: tuple[str, Examples] | None = None
        self._starting = False
        self._unserved = ""
        self._asked: SearchRequest | None = None
        self._so_far = Outlines(self.canvas, "#fe6100", 2)
        self._pointed = Outlines(self.canvas, "#00e5ff", 4)
        # Filtering a layer redraws the map: once, when the slider has come to rest.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(150)
        self._rest.timeout.connect(self._filter_layer)
        access.manager.state_changed.connect(self._server_changed)
        panel.search_asked.connect(self.search)
        panel.stop_asked.connect(self.stop)
        panel.refine_asked.connect(self.refine)
        panel.export_asked.connect(self.export)
        panel.least_changed.connect(lambda _: self._rest.start())
        panel.list.hovered.connect(self._point_at)
        panel.list.shown.connect(self._go_to)
        panel.list.regions.status_set.connect(self._keep_status)
        panel.examples.told.connect(lambda sentence: panel.say(sentence, is_error=True))
        for line in (panel.message, panel.coverage):
            line.options_asked.connect(lambda: iface.showOptionsDialog(iface.mainWindow(), "Terralex"))

    def search(self) -> None:
        """Search for what the panel says."""
        text = self.panel.query.text().strip()
        if self._refined is not None and self._refined[1] is self.panel.examples.examples and self._refined[0] != text:
            # What was like the answer to other words would lead this search astray.
            self.panel.examples.set_examples(Examples())
        self._refined = None
        self._search()

    def _search(self, extents: Sequence[Extent] | None = None, mask: QgsGeometry | None = None) -> None:
        """Search where the panel says, or in the given ground."""
        if self.task is not None or self._starting:
            return
        try:
            request = self._request(self.panel.examples.examples, extents, mask)
            request.check()
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        self._starting = True
        self._asked = request
        self._ground = (self.panel.layer.currentLayer(), self.panel.scope.currentData(), request.extents, request.mask)
        self._pointed.clear()
        self.panel.set_busy(True)
        take_steps(self._begin(request), lambda: self._asked is request, self._no_server)

    def _begin(self, request: SearchRequest) -> Iterator[None]:
        """One thing at a time here too, once the panel is drawn: the task, the copy of the layer for pictures."""
        remember_query(request.text)
        waits = self.access.get(lambda connection: self._run(connection, request), self._no_server)
        if self._starting or self.task is not None:
            # Else it has failed already, and said so.
            self.panel.say(tr("Starting the local server") if waits else tr("Asking the server"))
        yield
        self._take_pictures_from(self._ground[0])

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
            task.succeeded.connect(self._indexed)
            self._start(task)

        self.access.get(run, self._no_server)

    def _indexed(self, windows: int) -> None:
        self._ended(tr("{windows} windows are indexed.", windows=localised(windows)))

    def refine(self) -> None:
        """Search again, with all that was accepted and rejected so far as examples and counter-examples.

        Where was searched before is searched again: walking through the regions has moved the map since.
        """
        model = self.panel.list.regions
        examples = self.panel.examples.examples.taught(model.regions(), model.status)
        if not examples.like and not (examples.unlike and self.panel.query.text().strip()):
            self.panel.say(tr("Accept at least one region first (A)."), is_error=True)
            return
        self.panel.examples.set_examples(examples)
        self._refined = (self.panel.query.text().strip(), examples)
        layer, where, extents, mask = self._ground
        if (layer, where) == (self.panel.layer.currentLayer(), self.panel.scope.currentData()):
            self._search(extents, mask)
        else:
            self._search()

    def export(self) -> None:
        """Write the accepted regions to a file that the user names."""
        if self.result is None or not self.panel.list.regions.regions(ACCEPTED):
            self.panel.say(tr("Accept at least one region first (A)."), is_error=True)
            return
        kinds = "GeoPackage (*.gpkg);;GeoJSON (*.geojson);;FlatGeobuf (*.fgb)"
        title = tr("Export the accepted regions")
        name, kind = QFileDialog.getSaveFileName(self.panel, title, str(export_file(self.result.title)), kinds)
        if name:
            self.export_to(with_suffix(name, kind))

    def export_to(self, name: str) -> None:
        """Write the accepted regions to a file."""
        if self.result is None:
            return
        try:
            count = self.result.export_accepted(name)
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        file = Path(name).name
        one = tr("One accepted region was exported to {file}.", file=file)
        many = tr("{count} accepted regions were exported to {file}.", count=localised(count), file=file)
        self.panel.say(one if count == 1 else many)

    def forget_pointed(self) -> None:
        """Outline no region: the user looks at something else."""
        self._pointed.clear()

    def close(self) -> None:
        """Take everything off the map; tasks are stopped by whoever stops all of them."""
        self._rest.stop()
        self.access.forget()
        self.access.manager.state_changed.disconnect(self._server_changed)
        for outlines in (self._so_far, self._pointed):
            outlines.clear()
        self.panel.examples.close_map_tool()
        self.panel.layer.close_links()
        self._pictures.stop()
        abandon(self.task)
        self.task = self.answer = self._asked = None

    def _request(self, examples: Examples, extents: Sequence[Extent] | None, mask: QgsGeometry | None) -> SearchRequest:
        panel, settings = self.panel, Settings.load()
        source: LayerSource = describe_layer(panel.layer.currentLayer())
        canvas = self.canvas.mapSettings()
        if extents is None:
            place = scope.place_of(panel.scope.currentData(), source, canvas, self.iface.activeLayer())
            extents, mask = place.extents, place.mask
        sizes = panel.window_sizes_m()
        ground_m = ground_sampling_m(min(sizes) if sizes else None, scope.metres_along_a_pixel(canvas))
        unwanted = [part.strip() for part in panel.unwanted.text().replace("；", ";").split(";")]
        return SearchRequest(
            source,
            panel.query.text().strip(),
            [part for part in unwanted if part],
            extents,
            mask,
            examples.to_json(True),
            examples.to_json(False),
            sizes,
            ground_m,
            panel.mode.currentData(),
            settings.max_regions,
            settings.threshold,
            settings.model,
        )

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
        self.begun.emit()

    def _show_so_far(self, regions: list[Region]) -> None:
        if self.task is None:
            return
        self.panel.show_regions(regions, so_far=True)
        self._so_far.show(region.geometry for region in regions)

    def _succeeded(self, answer: SearchAnswer) -> None:
        self.answer = answer
        if self.result is not None and self.result.layer is not None:
            # Two answers on top of each other could not be read; it stays in the project.
            project_layers.set_aside(self.result.layer)
        self.result = None
        self.panel.show_regions(answer.regions)
        if not answer.regions:
            self._ended(nothing_found(answer.verdict, answer.request.text, answer.request.threshold))
            return
        # Neither the plugin may have gone in between, nor the user have stopped.
        take_steps(self._show(answer), lambda: self.task is not None, lambda why: self._ended(why, is_error=True))

    def _show(self, answer: SearchAnswer) -> Iterator[None]:
        """One thing at a time, so that the map never stutters: the layer, its style, the map, what was found."""
        title = answer.request.title
        layer: QgsVectorLayer = project_layers.open_result(answer.file, answer.table, title, answer.provenance)
        yield
        layer.loadDefaultStyle()
        yield
        self.result = ResultLayer(layer, title)
        yield
        project_layers.add_to_group(layer, project_layers.new_group(title))
        layer.selectionChanged.connect(self._selected_on_map)
        if self.panel.slider.value() > 0:
            self._rest.start()
        yield
        count = len(answer.regions)
        one = tr("One region was found.")
        self._ended(one if count == 1 else tr("{count} regions were found.", count=localised(count)))
        focus = QApplication.focusWidget()
        if focus is None or self.panel.isAncestorOf(focus):
            # So that Enter walks on at once; whoever has gone on to something else is left alone.
            self.panel.list.setFocus()

    def _selected_on_map(self, selected: list[int], *_: Any) -> None:
        rank = self.result.rank_of(selected[0]) if self.result is not None and len(selected) == 1 else None
        if rank is not None:
            self.panel.list.select_rank(rank)

    def _failed(self, sentence: str) -> None:
        error = self.task.error if self.task is not None else None
        self._ended(sentence, is_error=True, offer_options=isinstance(error, SERVER_ERRORS))

    def _no_server(self, sentence: str) -> None:
        self._ended(sentence, is_error=True, offer_options=True)
        self._unserved = sentence

    def _server_changed(self, state: str) -> None:
        """What was said of a server that is missing holds no longer once there is one."""
        if self._unserved and state in (STARTING, RUNNING):
            if self.panel.message.said == self._unserved:
                self.panel.say("")
            self._unserved = ""

    def _ended(self, sentence: str, is_error: bool = False, offer_options: bool = False) -> None:
        self.task = self._asked = None
        self._starting = False
        self._so_far.clear()
        self.panel.set_busy(False)
        self.panel.say(sentence, is_error, offer_options)
        self.done.emit()

    def _take_pictures_from(self, layer: Any) -> None:
        try:
            self._pictures.take_from(describe_layer(layer))
        except (TerralexError, RuntimeError):
            # The layer went meanwhile: the search will say so.
            self._pictures.stop()

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


def export_file(title: str) -> Path:
    """What is proposed for the accepted regions: beside the project, under the words of the search."""
    folder = QgsProject.instance().homePath() or str(Path.home())
    name = re.sub(r"[^\w -]+", "_", title).strip("_ ") or "regions"
    return Path(folder) / f"{name}.gpkg"


def with_suffix(name: str, kind: str) -> str:
    """A file name with the suffix of the kind that was chosen, if it has none that is known."""
    if Path(name).suffix.lower() in DRIVERS:
        return name
    return name + kind[kind.rindex("*") + 1 : -1] if "*" in kind else name
