"""The local server in the options: install, start, stop, show the log, remove."""

from __future__ import annotations

import os
from typing import Callable

from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..core.backend_manager import ABSENT, RUNNING, STARTING, STOPPED, BackendManager
from ..core.environment import ROOM_GB
from ..core.errors import TerralexError
from ..core.settings import Settings
from ..core.size_task import SizeTask
from ..core.task import start
from ..core.translation import localised, tr
from .message_line import MessageLine
from .more_group import MoreGroup

INDENT = 22
"""Of what belongs to a radio button."""
LOG_LINES = 7


class BackendPanel(QWidget):
    """Widgets of the local server."""

    def __init__(
        self, manager: BackendManager, settings: Callable[[], Settings], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.manager = manager
        self._settings = settings
        # The manager's: an installation goes on when the options are closed.
        self.installer = manager.installer
        self._again = False
        box = QVBoxLayout(self)
        box.setContentsMargins(INDENT, 0, 0, 0)
        row = QHBoxLayout()
        self.state = MessageLine()
        row.addWidget(self.state, 1)
        self.start = self._button(tr("Start"), self._start, row)
        self.stop = self._button(tr("Stop"), manager.stop, row)
        self.restart = self._button(tr("Restart"), self._restart, row)
        self.install = self._button(tr("Install"), self._install, row)
        self.cancel = self._button(tr("Cancel"), self.installer.cancel, row)
        box.addLayout(row)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setMaximumHeight(8)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        box.addWidget(self.progress)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setAccessibleName(tr("Log"))
        self.log.setMaximumBlockCount(2000)
        self.log.setFixedHeight(LOG_LINES * self.log.fontMetrics().lineSpacing() + 12)
        self.log.setPlainText("\n".join(self.installer.log))
        box.addWidget(self.log)
        box.addLayout(self._form())
        box.addWidget(self._installation())
        manager.state_changed.connect(self._show_state)
        manager.failed.connect(self._show_failure)
        self.installer.said.connect(self.log.appendPlainText)
        self.installer.progressed.connect(self._show_progress)
        self.installer.done.connect(self._installed)
        self.installer.failed.connect(self._show_failure)
        self.installer.removed.connect(self._removed)
        self._show_state(manager.state)
        manager.look(Settings.load())

    def show_settings(self, settings: Settings) -> None:
        """Show what was saved."""
        self.folders.setText(settings.data_folders)
        self.python.setText(settings.python)
        self.program.setText(settings.program)
        self.package.setText(settings.package)
        for combo, value in ((self.device, settings.device), (self.torch, settings.torch)):
            combo.setCurrentIndex(max(combo.findData(value), 0))
        self.autostart.setChecked(settings.start_with_search)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        self.autostart = QCheckBox(tr("Start it with the first search"))
        self.device = QComboBox()
        for title, value in ((tr("Automatic"), "auto"), ("CPU", "cpu"), ("CUDA", "cuda")):
            self.device.addItem(title, value)
        self.folders = QLineEdit()
        self.folders.setPlaceholderText(tr("the home folder"))
        self.folders.setToolTip(tr("Folders the server can read, separated by {mark}", mark=os.pathsep))
        form.addRow(self.autostart)
        form.addRow(tr("Runs on"), self.device)
        form.addRow(tr("Readable folders"), self._with_chooser(self.folders, self._choose_folder))
        return form

    def _installation(self) -> QWidget:
        self.package = QLineEdit()
        self.package.setToolTip(tr("A wheel file, a source folder, or a package name"))
        self.torch = QComboBox()
        for title, value in ((tr("for the CPU (small)"), "cpu"), (tr("for CUDA (large)"), "cuda")):
            self.torch.addItem(title, value)
        self.python = QLineEdit()
        self.python.setPlaceholderText(tr("detected automatically"))
        self.python.setToolTip(tr("The Python used to create the server's environment"))
        self.torch.currentIndexChanged.connect(lambda _: self._say_state(self.manager.state))
        self.program = QLineEdit()
        self.program.setPlaceholderText(tr("the plugin's own"))
        self.program.setToolTip(tr("A terralex that is there already: its program, or the folder of its environment"))
        self.program.editingFinished.connect(lambda: self.manager.look(self._settings()))
        form = QFormLayout()
        form.addRow(tr("Existing Terralex"), self._with_chooser(self.program, self._choose_program))
        form.addRow(tr("Install from"), self._with_chooser(self.package, self._choose_package))
        form.addRow("PyTorch", self.torch)
        form.addRow("Python", self._with_chooser(self.python, self._choose_python))
        row = QHBoxLayout()
        self.size = MessageLine()
        row.addWidget(self.size, 1)
        self.again = self._button(tr("Reinstall"), self._install_again, row)
        self.remove = self._button(tr("Remove"), self._remove, row)
        form.addRow(row)
        # It is out of the way once the server is there.
        folded = self.manager.command() is not None
        self.installation = MoreGroup(tr("Installation"), "TerralexInstallation", form, folded)
        # Unfolded, it shows all of its parts.
        self.installation.collapsedStateChanged.connect(self._show_parts)
        return self.installation

    def _show_state(self, state: str) -> None:
        self._say_state(state)
        installing, installed = self.installer.running, self.manager.environment.ready
        self.start.setVisible(state == STOPPED and not installing)
        self.stop.setVisible(state in (RUNNING, STARTING))
        self.restart.setVisible(state == RUNNING)
        self.install.setVisible(state == ABSENT and not installing and not self.program.text().strip())
        self.cancel.setVisible(installing)
        self.progress.setVisible(installing)
        self.log.setVisible(bool(self.log.toPlainText()))
        for widget in (self.size, self.again, self.remove):
            widget.setVisible(installed and not installing)
        if installed and not installing:
            task = SizeTask(self.manager.environment)
            task.succeeded.connect(self._show_size)
            self._sizing = start(task)

    def _say_state(self, state: str) -> None:
        if self.installer.running:
            return
        program = self.program.text().strip()
        if state == ABSENT and program:
            self.state.say(tr("There is no terralex at {program}: choose another one.", program=program), is_error=True)
        elif state == ABSENT:
            self._say_room()
        else:
            words = {STOPPED: tr("Installed, not running"), STARTING: tr("Starting…"), RUNNING: tr("Running")}
            self.state.say(words[state])

    def _say_room(self) -> None:
        """How much room an installation takes, before it begins."""
        needed, free = ROOM_GB[self.torch.currentData()], self.manager.environment.free_bytes() / 1e9
        self.state.say(
            tr(
                "Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.",
                size=needed,
                free=localised(free, 0 if free >= 10 else 1),
            ),
            is_error=free < needed,
        )

    def _show_parts(self, folded: bool) -> None:
        if not folded:
            self._show_state(self.manager.state)

    def _show_size(self, size: int) -> None:
        self.size.say(tr("{size} GB", size=localised(size / 1e9, 1)))

    def _show_progress(self, share: float, what: str) -> None:
        self.progress.setValue(round(1000 * share))
        self.state.say(what)
        for widget in (self.install, self.start, self.again, self.remove):
            widget.setVisible(False)
        for widget in (self.cancel, self.progress, self.log):
            widget.setVisible(True)

    def _show_failure(self, sentence: str) -> None:
        self._again = False
        self._show_state(ABSENT if not self.manager.command(self._settings()) else STOPPED)
        self.state.say(sentence, is_error=True)
        lines = self.manager.last_lines()
        if lines and not self.log.toPlainText():
            self.log.setPlainText(lines)
            self.log.setVisible(True)

    def _installed(self) -> None:
        self._start()

    def _start(self) -> None:
        self._try(lambda: self.manager.start(self._settings()))

    def _restart(self) -> None:
        self._try(lambda: self.manager.restart(self._settings()))

    def _install(self) -> None:
        self.log.clear()
        self._try(lambda: self.installer.start(self._settings()))

    def _install_again(self) -> None:
        self._again = True
        self._take_away()

    def _remove(self) -> None:
        question = tr("Remove the local server? Indexes and results are kept.")
        if QMessageBox.question(self, "Terralex", question) == QMessageBox.StandardButton.Yes:
            self._take_away()

    def _take_away(self) -> None:
        self.manager.stop()
        self._try(self.installer.remove)
        self.state.say(tr("Removing the local server"))

    def _removed(self) -> None:
        self.manager.stop()
        if self._again:
            self._again = False
            self._install()
        else:
            self.installation.setCollapsed(False)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except TerralexError as error:
            self._show_failure(str(error))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Readable folders"))
        if folder:
            self.folders.setText(os.pathsep.join(part for part in (self.folders.text(), folder) if part))

    def _choose_package(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Install from"), "", "Python wheels (*.whl)")
        if name:
            self.package.setText(name)

    def _choose_program(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Existing Terralex"))
        if name:
            self.program.setText(name)
            self.manager.look(self._settings())

    def _choose_python(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Python")
        if name:
            self.python.setText(name)

    def _with_chooser(self, field: QLineEdit, choose: Callable[[], None]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(field, 1)
        button = QToolButton()
        button.setText("...")
        button.setToolTip(tr("Choose"))
        button.setAccessibleName(tr("Choose"))
        button.clicked.connect(choose)
        row.addWidget(button)
        holder.setFocusProxy(field)
        return holder

    def _button(self, title: str, act: Callable[[], None], row: QHBoxLayout) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(lambda _: act())
        row.addWidget(button)
        return button
