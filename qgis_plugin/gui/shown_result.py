"""The answer that is shown: list, layer and map in step, from a search that has just ended or from one of long ago."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QFileDialog

from ..core import project_layers
from ..core.concept_shelf import users_concepts
from ..core.errors import TerralexError
from ..core.layer_source import describe_layer
from ..core.past_search import Asked, keep_asked, read_search, searched_layer
from ..core.region import ACCEPTED, Region
from ..core.result_layer import DRIVERS, ResultLayer
from ..core.search_task import SearchAnswer
from ..core.translation import localised, tr
from .outlines import Outlines, go_to
from .region_pictures import RegionPictures
from .search_panel import SearchPanel

FADED = 0.6
"""Of a layer that holds candidates alone."""


class ShownResult(QObject):
    """Shows one answer at a time; the former one stays in the project."""

    def __init__(self, panel: SearchPanel, canvas: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.canvas = canvas
        self.result: ResultLayer | None = None
        self.walked_to: QgsRectangle | None = None
        self._view: QgsRectangle | None = None
        self._former: Any = None
        self._pictures = RegionPictures(panel.list, self)
        self._pointed = Outlines(canvas, "#00e5ff", 4)
        # Filtering a layer redraws the map: once, when the slider has come to rest.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(150)
        self._rest.timeout.connect(self._filter_layer)
        panel.export_asked.connect(self.export)
        panel.back_asked.connect(self.zoom_back)
        panel.least_changed.connect(lambda _: self._rest.start())
        panel.list.hovered.connect(self._point_at)
        panel.list.shown.connect(self._go_to)
        panel.list.regions.status_set.connect(self._keep_status)

    def expect(self, same_words: bool) -> None:
        """A search starts: do not show old regions for new words."""
        self._pointed.clear()
        if self.walked_to is None or self.walked_to != self.canvas.extent():
            self._view = QgsRectangle(self.canvas.extent())
        if not same_words:
            self.forget()

    def forget(self) -> None:
        """Show no answer; its layer stays where it is."""
        self._former = self.result.layer if self.result is not None else self._former
        self.result = None
        self.panel.show_regions([])

    def give_way(self) -> None:
        """Take the regions of former words off the map, now that the first ones of others are there."""
        if self._former is not None and not sip.isdeleted(self._former):
            project_layers.set_aside(self._former)

    def steps(self, answer: SearchAnswer, asked: Asked) -> Iterator[None]:
        """Show an answer, one thing at a time so that the map never stutters: layer, style, map.

        Raises:
            OutputNotWritable: its table is not there.
        """
        # Two answers on top of each other could not be read; the former one stays in the project.
        self._former = self.result.layer if self.result is not None else self._former
        self.give_way()
        self.result = self._former = None
        title = project_layers.layer_title(answer.request.title, asked.layer_name)
        layer: QgsVectorLayer = project_layers.open_result(answer.file, answer.table, title, answer.provenance)
        yield
        layer.loadDefaultStyle()
        yield
        keep_asked(layer, asked)
        if not any(not region.weak for region in answer.regions):
            layer.setOpacity(FADED)
        self._take(layer, answer.request.title)
        self._filter_layer()
        yield
        project_layers.add_to_group(layer)
        yield

    def reopen(self, layer: QgsVectorLayer) -> None:
        """Show a search again from its layer: list, marks and pictures."""
        layer.setSubsetString("")
        past = read_search(layer)
        self._former = None
        self._take(layer, past.asked.words)
        source = searched_layer(past.asked)
        if source is not None:
            self.panel.layer.choose(source)
        self.take_pictures_from(source)
        concept = users_concepts().find(past.asked.words) if past.asked.concept else None
        self.panel.query.setText(past.asked.words if concept is None else "")
        self.panel.look_for(concept)
        self.panel.unwanted.setText(past.asked.unwanted)
        self.panel.show_regions(past.regions, statuses=past.statuses)
        self.panel.start_slider(past.asked.threshold)
        self._filter_layer()

    def _take(self, layer: QgsVectorLayer, title: str) -> None:
        self.result = ResultLayer(layer, title)
        layer.selectionChanged.connect(self._selected_on_map)

    def take_pictures_from(self, layer: Any) -> None:
        """The layer of which the regions are."""
        try:
            self._pictures.take_from(describe_layer(layer))
        except (TerralexError, RuntimeError):
            # The layer went meanwhile: the search will say so.
            self._pictures.stop()

    def close(self) -> None:
        """Take everything off the map."""
        self._rest.stop()
        self._pointed.clear()
        self._pictures.stop()

    def forget_pointed(self) -> None:
        """Outline no region: the user looks at something else."""
        self._pointed.clear()

    def zoom_back(self) -> None:
        """Show the ground that was searched, as it was before the walk."""
        if self._view is not None:
            self._moved(lambda: self.canvas.setExtent(self._view))
            self.canvas.refresh()

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

    def _selected_on_map(self, selected: list[int], *_: Any) -> None:
        rank = self.result.rank_of(selected[0]) if self.result is not None and len(selected) == 1 else None
        if rank is not None:
            self.panel.list.select_rank(rank)

    def _point_at(self, region: Region | None) -> None:
        if region is None:
            self._pointed.clear()
        else:
            self._pointed.show([region.geometry])

    def _go_to(self, region: Region | None) -> None:
        if region is not None:
            self._moved(lambda: go_to(self.canvas, region.geometry))
            self._pointed.show([region.geometry])

    def _moved(self, move: Callable[[], None]) -> None:
        """Move the map, and remember where to: it is not where the user has gone by himself."""
        move()
        self.walked_to = QgsRectangle(self.canvas.extent())

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
