"""Controller of the tab Saved: concepts are stored, used and exported; searches are run again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QInputDialog, QMessageBox

from ..core import project_layers, results
from ..core.change_style import draw_changes
from ..core.concept_file import EXTENSION, ConceptFile, read_concept_file, write_concept_file
from ..core.concept_shelf import file_stem, users_concepts
from ..core.connection import Connection
from ..core.errors import TerralexError
from ..core.layer_source import describe_layer
from ..core.saved_search import SavedSearch
from ..core.search_request import SearchRequest
from ..core.settings import LOCAL, Settings
from ..core.task import Task, abandon
from ..core.teach_task import TeachTask
from ..core.translation import localised, tr
from ..core.watch_tasks import (
    ListSearchesTask,
    RemoveSearchTask,
    Round,
    RunSearchTask,
    SaveSearchTask,
    SearchToSave,
)
from .controller import PanelController
from .save_search_dialog import SaveSearchDialog
from .saved_panel import SavedPanel
from .server_access import ServerAccess

MAX_NAME = 100


class SavedController(PanelController):
    """Manages concepts and saved searches, one task at a time.

    Signals:
        search_wanted: the user wants to search by a concept.
        label_wanted: the user wants a concept among the classes.
        shown: the panel has something to show.
    """

    panel: SavedPanel
    search_wanted = pyqtSignal(object)
    label_wanted = pyqtSignal(object)
    shown = pyqtSignal()

    def __init__(self, panel: SavedPanel, access: ServerAccess, iface: Any, parent: QObject | None = None) -> None:
        super().__init__(panel, access, iface, parent)
        self.shelf = users_concepts()
        self._quiet = False
        self._shown: Any = None
        panel.search_asked.connect(lambda: self.search_wanted.emit(panel.concepts.current()))
        panel.label_asked.connect(lambda: self.label_wanted.emit(panel.concepts.current()))
        panel.import_asked.connect(self.open_concepts)
        panel.export_asked.connect(self.export)
        panel.delete_asked.connect(self.delete)
        panel.run_asked.connect(self.run)
        panel.last_asked.connect(lambda: self.run(last=True))
        panel.forget_asked.connect(self.forget)
        panel.refresh_asked.connect(lambda: self.list_searches())

    def refresh(self) -> None:
        """Refresh the lists, without starting a server."""
        self.panel.show_concepts(self.shelf.all())
        if not self.busy and self.access.ready():
            self.list_searches(quietly=True)

    # Concepts

    def keep_concept(self, request: SearchRequest, name: str = "") -> None:
        """Teach a concept by a search and its marks, and save it.

        Args:
            request: whose examples are the marks; there is one, or a concept.
            name: what it is called; the user is asked if it is empty.
        """
        self.shown.emit()
        if self._at_work:
            return
        name = (name or self._ask_name(request)).strip()
        if not name:
            return

        def run(connection: Connection) -> None:
            task = TeachTask(connection, request, name, Settings.load().max_pixels)
            task.succeeded.connect(self._keep)
            self._start(task)

        self._begin(run)

    def _ask_name(self, request: SearchRequest) -> str:
        title = tr("Save the marks as a concept")
        name, fine = QInputDialog.getText(self.panel, title, tr("Name of the concept"), text=request.words)
        name = name.strip()[:MAX_NAME]
        if not fine or not name:
            return ""
        same, own = self.shelf.find(name), request.concept
        if same is None or (own is not None and own.name == same.name):
            return name
        return name if self._sure(tr("There is already a concept {name}. Replace it?", name=same.name)) else ""

    def _keep(self, concept: ConceptFile) -> None:
        try:
            self.shelf.keep(concept)
        except TerralexError as error:
            self._ended(str(error), is_error=True)
            return
        self.panel.show_concepts(self.shelf.all())
        self.panel.concepts.select(concept.name)
        counts = {"accepted": localised(concept.accepted), "rejected": localised(concept.rejected)}
        self._ended(
            tr("{name} is saved: taught by {accepted} accepted and {rejected} rejected.", name=concept.name, **counts)
        )

    def open_concepts(self) -> None:
        """Let the user choose files of concepts, and keep them."""
        title, kinds = tr("Import concepts"), tr("Concepts (*.tlx)")
        names, _ = QFileDialog.getOpenFileNames(self.panel, title, "", kinds)
        if names:
            self.take_files(names)

    def take_files(self, names: Sequence[str]) -> None:
        """Keep the concepts of some files; those of a name that is there take its place if the user wants it."""
        try:
            for name in names:
                concept = read_concept_file(name)
                same = self.shelf.find(concept.name)
                other = same is not None and same.content != concept.content
                if other and not self._sure(tr("There is already a concept {name}. Replace it?", name=concept.name)):
                    continue
                self.shelf.keep(concept)
                self.panel.show_concepts(self.shelf.all())
                self.panel.concepts.select(concept.name)
            self.panel.say("")
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)

    def export(self) -> None:
        """Write the selected concept to a file that the user names."""
        concept = self.panel.concepts.current()
        if concept is None:
            return
        title, kinds = tr("Export the concept"), tr("Concepts (*.tlx)")
        name, _ = QFileDialog.getSaveFileName(self.panel, title, f"{file_stem(concept.name)}{EXTENSION}", kinds)
        if name:
            self.export_to(concept, name)

    def export_to(self, concept: ConceptFile, name: str) -> None:
        """Write a concept to a file; the sentence says how it went."""
        file = Path(name)
        file = file if file.suffix.lower() == EXTENSION else file.with_name(f"{file.name}{EXTENSION}")
        try:
            write_concept_file(file, concept.content)
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
            return
        self.panel.say(tr("{name} was exported to {file}.", name=concept.name, file=file.name))

    def delete(self) -> None:
        """Delete the selected concept, if the user is sure."""
        concept = self.panel.concepts.current()
        if concept is None or not self._sure(tr("Delete the concept {name}?", name=concept.name)):
            return
        try:
            self.shelf.remove(concept)
            self.panel.say("")
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
        self.panel.show_concepts(self.shelf.all())

    # Saved searches

    def keep_search(self, request: SearchRequest, layer: Any) -> None:
        """Ask for the rest of what a saved search needs, and save it."""
        self.shown.emit()
        if self._at_work:
            return
        local = Settings.load().backend == LOCAL
        dialog = SaveSearchDialog(request.words, layer, local, self.panel)
        try:
            if dialog.exec():
                sources = [describe_layer(one) for one in dialog.chosen()]
                folders, every = dialog.folders.isChecked(), dialog.every.currentData()
                self.save(SearchToSave(dialog.name.text().strip(), request, sources, folders, every))
        except TerralexError as error:
            self.panel.say(str(error), is_error=True)
        finally:
            dialog.deleteLater()

    def save(self, wanted: SearchToSave) -> None:
        """Save a search and run it once."""

        def run(connection: Connection) -> None:
            task = SaveSearchTask(connection, wanted, results.results_file(), Settings.load().max_pixels)
            task.succeeded.connect(self._show_first)
            self._start(task)

        self._begin(run)

    def list_searches(self, quietly: bool = False) -> None:
        """Ask the server which searches it keeps; ``quietly``: other work takes its place, and nothing is said."""

        def run(connection: Connection) -> None:
            task = ListSearchesTask(connection)
            task.succeeded.connect(self._listed)
            self._start(task)

        self._begin(run, quietly)

    def run(self, last: bool = False) -> None:
        """Run the selected search again; with ``last``, show what the server's clock found."""
        search: SavedSearch | None = self.panel.searches.current()
        if search is None:
            return

        def run(connection: Connection) -> None:
            task = RunSearchTask(connection, search, results.results_file(), last=last)
            task.succeeded.connect(self._show_round)
            self._start(task)

        self._begin(run)

    def forget(self) -> None:
        """Delete the selected search, if the user is sure."""
        search: SavedSearch | None = self.panel.searches.current()
        if search is None or not self._sure(tr("Delete the saved search {name}?", name=search.name)):
            return

        def run(connection: Connection) -> None:
            task = RemoveSearchTask(connection, search)
            task.succeeded.connect(self._listed)
            self._start(task)

        self._begin(run)

    def _listed(self, searches: list[SavedSearch]) -> None:
        self.panel.show_searches(searches)
        self._ended("" if not self._quiet else None)

    def _show_first(self, found: Round) -> None:
        count = localised(found.new)
        said = tr("{name} is saved. Regions so far: {count}.", name=found.search.name, count=count)
        self._show(found, said)

    def _show_round(self, found: Round) -> None:
        counts = {name: localised(getattr(found, name)) for name in ("new", "gone", "unchanged", "looked_at", "layers")}
        said = tr(
            "{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.",
            name=found.search.name,
            **counts,
        )
        self._show(found, said)

    def _show(self, found: Round, said: str) -> None:
        if found.table:
            try:
                title = project_layers.layer_title(found.search.name, "")
                layer = project_layers.open_result(found.file, found.table, title, found.provenance)
                draw_changes(layer, found)
                if self._shown is not None and not sip.isdeleted(self._shown):
                    # Two rounds on top of each other could not be read; it stays in the project.
                    project_layers.set_aside(self._shown)
                self._shown = layer
                project_layers.add_to_group(layer, QgsProject.instance())
            except TerralexError as error:
                self._ended(str(error), is_error=True)
                return
        self._ended(" ".join((said, *found.failed)))
        self.panel.searches.select(found.search.name)
        self.list_searches(quietly=True)

    # Work

    @property
    def _at_work(self) -> bool:
        """Whether a task is running that the user waits for."""
        return self.busy and not self._quiet

    def _begin(self, run: Any, quietly: bool = False) -> None:
        """Run with a connection, once there is one; ``quietly``: the last message stays."""
        if self._at_work or (self.busy and quietly):
            return
        abandon(self.task)
        self.task, self._starting, self._quiet = None, True, quietly
        self.panel.set_busy(not quietly)
        waits = self.access.get(run, self._no_server)
        if self.busy and not quietly:
            self.panel.say(tr("Starting the local server") if waits else tr("Contacting the server"))

    def _start(self, task: Task) -> None:
        super()._start(task)
        if self._quiet:
            task.status_changed.disconnect(self.panel.say)

    def close(self) -> None:
        super().close()
        self._shown = None

    def _ended(self, sentence: str | None, is_error: bool = False, offer_options: bool = False) -> None:
        self._quiet = False
        super()._ended(sentence, is_error, offer_options)

    def _sure(self, question: str) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(self.panel, "Terralex", question, buttons.Yes | buttons.No, buttons.No)
        return bool(answer == buttons.Yes)
