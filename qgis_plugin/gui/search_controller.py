"""Controller of the search tab: from the widgets to a task, and from its answer to list, map and layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from qgis.core import QgsGeometry, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication

from ..core import project_layers, results, scope
from ..core.connection import Connection
from ..core.errors import TerralexError
from ..core.examples import Examples
from ..core.extent import Extent
from ..core.heat_map_task import HeatMaps, HeatMapTask
from ..core.history import remember_query
from ..core.index_task import IndexTask
from ..core.layer_source import LayerSource, describe_layer
from ..core.past_search import Asked, is_past_search
from ..core.pixels import asked_sampling_m
from ..core.region import Region
from ..core.result_layer import ResultLayer
from ..core.search_request import SearchRequest
from ..core.search_task import SearchAnswer, SearchTask
from ..core.settings import Settings
from ..core.task import Task
from ..core.teach_task import TeachTask
from ..core.translation import localised, tr
from ..core.verdict import limit_sentence, nothing_found
from ..core.watch_tasks import check_saved
from .controller import PanelController
from .outlines import Outlines
from .search_panel import SearchPanel
from .server_access import ServerAccess
from .shown_result import ShownResult
from .steps import take_steps

CANDIDATES = 20
"""Regions below the threshold that are fetched too: for the slider, and for who would get no answer."""


class SearchController(PanelController):
    """Runs the searches of one panel, one at a time.

    Signals:
        begun: a search or an indexing has begun.
        done: it has ended, whichever way.
    """

    panel: SearchPanel
    begun = pyqtSignal()
    done = pyqtSignal()

    def __init__(self, panel: SearchPanel, access: ServerAccess, iface: Any, parent: QObject | None = None) -> None:
        super().__init__(panel, access, iface, parent)
        self.answer: SearchAnswer | None = None
        self.shown = ShownResult(panel, self.canvas, self)
        self._ground: tuple[Any, ...] = ()
        self._refined: tuple[str, Examples] | None = None
        self._so_far = Outlines(self.canvas, "#fe6100", 2)
        panel.search_asked.connect(self.search)
        panel.refine_asked.connect(self.refine)
        panel.list.like_asked.connect(self.like)
        panel.heat_asked.connect(self.heat_map)
        iface.currentLayerChanged.connect(self._layer_chosen)
        QgsProject.instance().cleared.connect(self._project_cleared)
        panel.examples.told.connect(lambda sentence: panel.say(sentence, is_error=True))
        panel.coverage.options_asked.connect(self.show_options)

    @property
    def result(self) -> ResultLayer | None:
        """The layer of the answer that is shown."""
        return self.shown.result

    def search(self) -> None:
        """Search for what the panel says."""
        words = self.panel.words()
        if self._refined is not None and self._refined[1] is self.panel.examples.examples and self._refined[0] != words:
            # What was like the answer to other words would lead this search astray.
            self.panel.examples.set_examples(Examples())
        self._refined = None
        self._search()

    def _search(self, extents: Sequence[Extent] | None = None, mask: QgsGeometry | None = None) -> None:
        """Search where the panel says, or in the given ground."""
        if self.busy:
            return
        try:
            if extents is None:
                extents, mask = self._ground_before_the_walk()
            request = self._request(self.panel.examples.examples, extents, mask)
            request.check()
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        self._starting = True
        self._asked = request
        self._ground = (self.panel.layer.currentLayer(), self.panel.scope.currentData(), request.extents, request.mask)
        self.shown.expect(self.result is not None and self.result.title == request.title)
        self.panel.start_slider(request.threshold)
        self.panel.set_busy(True)
        take_steps(self._begin(request), lambda: self._asked is request, self._no_server)

    def _begin(self, request: SearchRequest) -> Iterator[None]:
        """One thing at a time here too, once the panel is drawn: the task, the copy of the layer for pictures."""
        remember_query(request.text)
        self._connect(lambda connection: self._run(connection, request))
        yield
        self.shown.take_pictures_from(self._ground[0] if self._ground else None)

    def index(self) -> None:
        """Index the layer of the panel."""
        if self.busy:
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

        self._connect(run)

    def _indexed(self, windows: int) -> None:
        self._ended(tr("{windows} windows are indexed.", windows=localised(windows)))

    def refine(self) -> None:
        """Search again, with all that was accepted and rejected so far as examples and counter-examples.

        Where was searched before is searched again: walking through the regions has moved the map since.
        """
        examples = self._taught()
        if not examples.like and not (examples.unlike and self.panel.words()):
            self.panel.say(tr("Accept at least one region first (A)."), is_error=True)
            return
        self.panel.examples.set_examples(examples)
        self._refined = (self.panel.words(), examples)
        self._search(*self._ground_of_before())

    def _taught(self) -> Examples:
        model = self.panel.list.regions
        return self.panel.examples.examples.taught(model.regions(), model.status)

    def question(self, taught: bool = False) -> SearchRequest | None:
        """What is asked now; ``taught``: with all marks. None where it cannot be asked, and the panel says why."""
        try:
            request = self._request(self._taught(), *self._ground_of_before()) if taught else self._whole_layer()
            (TeachTask.check if taught else check_saved)(request)
            return request
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return None

    def _whole_layer(self) -> SearchRequest:
        return self._request(Examples(), (), None)

    def heat_map(self) -> None:
        """Draw a heat map of the words over the searched area."""
        if self.busy:
            return
        try:
            request = self._request(Examples(), *self._ground_of_before())
            settings = Settings.load()
            # Before a server is waited for.
            HeatMapTask.check(request)
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        self._starting = True
        self._asked = request
        self.panel.set_busy(True)

        def run(connection: Connection) -> None:
            task = HeatMapTask(connection, request, results.results_file(), settings.max_pixels)
            task.succeeded.connect(self._show_heat)
            self._start(task)

        self._connect(run)

    def _show_heat(self, maps: HeatMaps) -> None:
        def steps() -> Iterator[None]:
            words = tr("Heat map: {what}", what=maps.request.title)
            title = project_layers.layer_title(words, maps.request.source.title)
            for raster in maps.rasters:
                yield
                project_layers.add_to_group(project_layers.open_raster(raster, title, {"query": maps.request.title}))
            self._ended(tr("The heat map has been added: the stronger the colour, the better the match."))

        take_steps(steps(), lambda: self.task is not None, lambda why: self._ended(why, is_error=True))

    def like(self, region: Region) -> None:
        """Search for regions that look like a given one, without words."""
        self.panel.query.clear()
        self.panel.look_for(None)
        self.panel.examples.set_examples(Examples([QgsGeometry(region.geometry)]))
        self._refined = None
        self._search(*self._ground_of_before())

    def _ground_of_before(self) -> tuple[Sequence[Extent] | None, QgsGeometry | None]:
        """The area of the last search, if layer and scope are unchanged."""
        if not self._ground:
            return None, None
        layer, where, extents, mask = self._ground
        same = (layer, where) == (self.panel.layer.currentLayer(), self.panel.scope.currentData())
        return (extents, mask) if same else (None, None)

    def _ground_before_the_walk(self) -> tuple[Sequence[Extent] | None, QgsGeometry | None]:
        """The area of the last search, if the map has moved since only by walking through regions."""
        walked = self.shown.walked_to is not None and self.shown.walked_to == self.canvas.extent()
        return self._ground_of_before() if walked else (None, None)

    def close(self) -> None:
        """Take everything off the map, and let go of task and server."""
        self.iface.currentLayerChanged.disconnect(self._layer_chosen)
        QgsProject.instance().cleared.disconnect(self._project_cleared)
        self._so_far.clear()
        self.shown.close()
        self.panel.examples.close_map_tool()
        self.panel.area.close()
        self.panel.layer.close_links()
        self.answer = None
        super().close()

    def _request(self, examples: Examples, extents: Sequence[Extent] | None, mask: QgsGeometry | None) -> SearchRequest:
        panel, settings = self.panel, Settings.load()
        source: LayerSource = describe_layer(panel.layer.currentLayer())
        canvas = self.canvas.mapSettings()
        if extents is None:
            kind, drawn = panel.scope.currentData(), panel.area.geometry
            place = scope.place_of(kind, source, canvas, self.iface.activeLayer(), drawn)
            extents, mask = place.extents, place.mask
        sizes = panel.window_sizes_m()
        canvas_m = scope.metres_along_a_pixel(canvas)
        ground_m = asked_sampling_m(source, extents, sizes, canvas_m, settings.max_pixels)
        text = panel.query.text().strip()
        unwanted = [part.strip() for part in panel.unwanted.text().replace("；", ";").split(";")]
        return SearchRequest(
            source,
            text,
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
            CANDIDATES,
            None if text else panel.concept.concept,
        )

    def _run(self, connection: Connection, request: SearchRequest) -> None:
        task = SearchTask(connection, request, results.results_file(), Settings.load().max_pixels)
        task.found.connect(self._show_so_far)
        task.succeeded.connect(self._succeeded)
        self._start(task)

    def _start(self, task: Task) -> None:
        super()._start(task)
        self.begun.emit()

    def _show_so_far(self, regions: list[Region]) -> None:
        # What is weak now may be outdone by what is not indexed yet.
        regions = [region for region in regions if not region.weak]
        if self.task is None or not regions:
            return
        self.shown.give_way()
        self.panel.show_regions(regions, so_far=True)
        self._so_far.show(region.geometry for region in regions)

    def _succeeded(self, answer: SearchAnswer) -> None:
        self.answer = answer
        self.panel.show_regions(answer.regions)
        self.panel.start_slider(answer.request.threshold if answer.found else 0.0)
        if not answer.regions:
            self.shown.forget()
            self._ended(nothing_found(answer.verdict, answer.request.words, answer.request.threshold))
            return
        # Neither the plugin may have gone in between, nor the user have stopped.
        take_steps(self._show(answer), lambda: self.task is not None, lambda why: self._ended(why, is_error=True))

    def _show(self, answer: SearchAnswer) -> Iterator[None]:
        # The project may have gone in between.
        request, layer = answer.request, self._ground[0] if self._ground else None
        known = layer is not None and not sip.isdeleted(layer)
        name = request.source.title
        asked = Asked(request.title, "; ".join(request.unwanted), layer.id() if known else "", name, request.threshold)
        asked = replace(asked, concept=bool(request.concept))
        yield from self.shown.steps(answer, asked)
        count = len(answer.found)
        one = tr("One region was found.")
        said = one if count == 1 else tr("{count} regions were found.", count=localised(count))
        said = f"{said} {limit_sentence(answer.verdict, request.words)}".rstrip()
        if not count:
            said = nothing_found(answer.verdict, request.words, request.threshold)
            said = f"{said} {tr('The best candidates are shown faded.')}"
        self._ended(said)
        focus = QApplication.focusWidget()
        if focus is None or self.panel.isAncestorOf(focus):
            # So that Enter walks on at once; whoever has gone on to something else is left alone.
            self.panel.list.setFocus()

    def _layer_chosen(self, layer: Any) -> None:
        """Show a search again whose layer the user has made the current one."""
        if self.busy or not self.panel.isVisible() or not is_past_search(layer):
            return
        if self.result is None or self.result.layer is not layer:
            self.answer, self._refined, self._ground = None, None, ()
            self.panel.examples.set_examples(Examples())
            self.shown.reopen(layer)
            self.panel.say("")

    def _project_cleared(self) -> None:
        """Another project was opened: clear the results of the former one."""
        self.stop()
        self.answer, self._refined, self._ground = None, None, ()
        self.panel.examples.set_examples(Examples())
        self.shown.forget()
        if self.task is None:
            self.panel.say("")

    def _ended(self, sentence: str | None, is_error: bool = False, offer_options: bool = False) -> None:
        self._so_far.clear()
        super()._ended(sentence, is_error, offer_options)
        self.done.emit()
