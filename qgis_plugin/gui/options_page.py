"""The page in QGIS's options: which server, which model, limits, language; and diagnostics to copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.core import QgsApplication
from qgis.gui import QgsOptionsPageWidget, QgsPasswordLineEdit
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..core.backend_manager import RUNNING, AnswerTask, BackendManager
from ..core.cache import CacheSizeTask, ClearCacheTask
from ..core.connection import Connection, checked_url, current_connection, store_token, stored_token
from ..core.diagnostics import diagnostics
from ..core.errors import TerralexError
from ..core.history import forget_queries
from ..core.layer_upload import known
from ..core.local_server import saved_server
from ..core.models_task import ModelsTask
from ..core.replies import Model
from ..core.settings import LOCAL, REMOTE, Settings
from ..core.task import start
from ..core.translation import LANGUAGES, OWN_NAMES, localised, tr
from .backend_panel import INDENT, BackendPanel
from .help_page import open_help
from .message_line import MessageLine
from .quiet_wheel import quiet_wheel


class OptionsPage(QgsOptionsPageWidget):
    """Shows the settings; :meth:`apply` saves them."""

    def __init__(self, manager: BackendManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.manager = manager
        self.settings = Settings.load()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        page = QWidget()
        box = QVBoxLayout(page)
        box.addWidget(self._server_group())
        box.addWidget(self._search_group())
        box.addWidget(self._kept_group())
        box.addWidget(self._diagnostics_group())
        box.addStretch(1)
        area.setWidget(page)
        outer.addWidget(area)
        self._show()
        quiet_wheel(self)
        manager.state_changed.connect(self._local_state)

    def apply(self) -> None:
        """Save what is shown; the token goes to QGIS's store of secrets, and only if it was changed."""
        settings = self.shown()
        token = self.token.text()
        if token and settings.backend == REMOTE:
            try:
                settings.authcfg = store_token(token, settings.authcfg)
                self.token.clear()
                self._show_token(settings)
            except TerralexError as error:
                self.verdict.say(str(error), is_error=True)
        settings.save()
        before, self.settings = self.settings, settings
        runs_here = settings.backend == LOCAL and self.manager.state == RUNNING and self.manager.command() is not None
        if runs_here and _starts_otherwise(before, settings):
            # What it may read and where it runs is told to the server when it starts; its jobs go on afterwards.
            self.manager.restart(settings)

    def helpKey(self) -> str:
        return ""

    def shown(self) -> Settings:
        """The settings as the page shows them."""
        return replace(
            self.settings,
            backend=REMOTE if self.remote.isChecked() else LOCAL,
            url=self.url.text().strip().rstrip("/"),
            model=self._model_id(),
            language=self.language.currentData(),
            timeout_s=self.timeout.value(),
            max_pixels=self.pixels.value() * 1_000_000,
            max_regions=self.regions.value(),
            threshold=self.threshold.value() / 100,
            start_with_search=self.local_panel.autostart.isChecked(),
            data_folders=self.local_panel.folders.text().strip(),
            device=self.local_panel.device.currentData(),
            python=self.local_panel.python.text().strip(),
            program=self.local_panel.program.text().strip(),
            package=self.local_panel.package.text().strip() or Settings.package,
            torch=self.local_panel.torch.currentData(),
        )

    def test_connection(self) -> None:
        """Ask the server that is shown whether it lives and takes the token."""
        settings = self.shown()
        try:
            if settings.backend == REMOTE:
                token = self.token.text() or stored_token(settings.authcfg)
                connection = Connection(checked_url(settings.url), token, settings.timeout_s)
            else:
                connection = current_connection(settings)
        except TerralexError as error:
            self.verdict.say(str(error), is_error=True)
            return
        self.verdict.say(tr("Contacting the server"))
        self._tested = connection
        task = AnswerTask(connection)
        task.succeeded.connect(self._works)
        task.failed.connect(self._fails)
        self._testing = start(task)

    def copy_diagnostics(self) -> None:
        """Put versions, settings and the end of the log on the clipboard, without paths and secrets."""
        QgsApplication.clipboard().setText(diagnostics(self.shown(), self.manager))
        self.copied.say(tr("Copied."))

    def _model_id(self) -> str:
        """Of the model that is chosen, or what is typed instead of one."""
        typed, at = self.model.currentText().strip(), self.model.currentIndex()
        return str(self.model.itemData(at)) if at >= 0 and typed == self.model.itemText(at) else typed

    def _fails(self, sentence: str) -> None:
        self.verdict.say(sentence, is_error=True)

    def _works(self, _: object) -> None:
        self.verdict.say(tr("The server responds and accepts the token."))
        self._ask_models(self._tested)

    def _local_state(self, state: str) -> None:
        """Know its models as soon as the local server runs, so that one can be chosen."""
        if state == RUNNING and self.local.isChecked():
            try:
                self._ask_models(current_connection(self.shown()))
            except TerralexError:
                return

    def _ask_models(self, connection: Connection) -> None:
        task = ModelsTask(connection)
        task.succeeded.connect(self._show_models)
        self._listing = start(task)

    def _show_models(self, models: list[Model]) -> None:
        chosen = self.shown().model
        self.model.clear()
        self.model.addItem(tr("Server default"), "")
        for model in models:
            self.model.addItem(
                model.title if model.here else tr("{title} (will be downloaded)", title=model.title), model.id
            )
        at = self.model.findData(chosen)
        if at >= 0:
            self.model.setCurrentIndex(at)
        elif chosen:
            self.model.setEditText(chosen)

    def _server_group(self) -> QGroupBox:
        group = QGroupBox(tr("Server"))
        box = QVBoxLayout(group)
        self.local = QRadioButton(tr("On this machine"))
        self.local_panel = BackendPanel(self.manager, self.shown)
        self.remote = QRadioButton(tr("Another server, for example one with a GPU"))
        self.remote_panel = QWidget()
        form = QFormLayout(self.remote_panel)
        form.setContentsMargins(INDENT, 0, 0, 0)
        self.url = QLineEdit()
        self.url.setPlaceholderText("https://gpu.example.org:8765")
        self.token = QgsPasswordLineEdit()
        self.token.setToolTip(tr("As printed by terralex serve when it started"))
        self.kept_token = MessageLine()
        form.addRow(tr("Address"), self.url)
        form.addRow(tr("Token"), self.token)
        form.addRow(self.kept_token)
        row = QHBoxLayout()
        self.test = QPushButton(tr("Test connection"))
        self.test.clicked.connect(self.test_connection)
        self.verdict = MessageLine()
        row.addWidget(self.test)
        row.addWidget(self.verdict, 1)
        row.addStretch()
        for widget in (self.local, self.local_panel, self.remote, self.remote_panel):
            box.addWidget(widget)
        box.addLayout(row)
        self.remote.toggled.connect(self._switch)
        for field in (self.url, self.token):
            field.textEdited.connect(self._forget_verdict)
        return group

    def _search_group(self) -> QGroupBox:
        group = QGroupBox(tr("Searches and labels"))
        form = QFormLayout(group)
        self.model = QComboBox()
        self.model.setEditable(True)
        self.model.addItem(tr("Server default"), "")
        self.language = QComboBox()
        self.language.addItem(tr("Same as QGIS"), "")
        for code in LANGUAGES:
            self.language.addItem(OWN_NAMES[code], code)
        self.regions = _number(1, 1000)
        self.regions.setToolTip(tr("Per search"))
        self.threshold = _number(0, 100, " %")
        self.threshold.setToolTip(tr("Less relevant regions are not requested"))
        self.pixels = _number(1, 4000, tr(" million"))
        self.pixels.setToolTip(tr("For layers that QGIS has to render for the server, such as online layers"))
        self.timeout = _number(5, 600, " s")
        self.language.setToolTip(tr("Takes effect when QGIS is restarted"))
        rows = (
            (tr("Model"), self.model),
            (tr("Language"), self.language),
            (tr("Maximum regions"), self.regions),
            (tr("Minimum relevance"), self.threshold),
            (tr("Maximum pixels sent"), self.pixels),
            (tr("Server time-out"), self.timeout),
        )
        for name, widget in rows:
            form.addRow(name, widget)
        return group

    def _kept_group(self) -> QGroupBox:
        """What is kept to be fast, and can be deleted."""
        group = QGroupBox(tr("Stored on this machine"))
        grid = QGridLayout(group)
        self.cache = MessageLine()
        self.clear_cache = QPushButton(tr("Delete"))
        self.clear_cache.setAccessibleName(tr("Delete indexes and images"))
        self.clear_cache.clicked.connect(self._clear_cache)
        self.past = QLabel(tr("Search history"))
        self.forget = QPushButton(tr("Clear"))
        self.forget.setAccessibleName(tr("Clear search history"))
        self.forget.clicked.connect(self._forget)
        for number, (label, button) in enumerate(((self.cache, self.clear_cache), (self.past, self.forget))):
            grid.addWidget(label, number, 0)
            grid.addWidget(button, number, 1)
        grid.setColumnStretch(0, 1)
        self._measure_cache()
        return group

    def _diagnostics_group(self) -> QGroupBox:
        group = QGroupBox(tr("Troubleshooting"))
        row = QHBoxLayout(group)
        copy = QPushButton(tr("Copy diagnostics"))
        copy.clicked.connect(self.copy_diagnostics)
        self.copied = MessageLine()
        self.copied.say(tr("Versions, settings and log, without paths or secrets"))
        row.addWidget(copy)
        row.addWidget(self.copied, 1)
        row.addStretch()
        help_button = QPushButton(tr("Help"))
        help_button.clicked.connect(lambda _: open_help("server"))
        row.addWidget(help_button)
        return group

    def _show(self) -> None:
        settings = self.settings
        (self.remote if settings.backend == REMOTE else self.local).setChecked(True)
        self.url.setText(settings.url)
        self._show_token(settings)
        if settings.model:
            self.model.setEditText(settings.model)
        self.language.setCurrentIndex(max(self.language.findData(settings.language), 0))
        self.regions.setValue(settings.max_regions)
        self.threshold.setValue(round(100 * settings.threshold))
        self.pixels.setValue(settings.max_pixels // 1_000_000)
        self.timeout.setValue(settings.timeout_s)
        self.local_panel.show_settings(settings)
        self._switch()

    def _switch(self) -> None:
        self._forget_verdict()
        self.local_panel.setVisible(not self.remote.isChecked())
        self.remote_panel.setVisible(self.remote.isChecked())

    def _forget_verdict(self, *_: object) -> None:
        """What was said of another server does not hold for this one."""
        self.verdict.say("")

    def _show_token(self, settings: Settings) -> None:
        self.token.setPlaceholderText(tr("stored by QGIS") if settings.authcfg else "")
        self.kept_token.say(tr("QGIS stores the token encrypted in its authentication database."))

    def _measure_cache(self, *_: object) -> None:
        self.cache.say(tr("Indexes and images of the local server"))
        task = CacheSizeTask()
        task.succeeded.connect(self._show_cache)
        self._measuring = start(task)

    def _show_cache(self, size: int) -> None:
        room = localised(size / 1e6, 1 if size < 1e8 else 0)
        self.cache.say(tr("Indexes and images of the local server: {size} MB", size=room))
        self.clear_cache.setEnabled(size > 0)

    def _clear_cache(self) -> None:
        question = tr("Delete all indexes? The next search of each layer will take longer. Results are kept.")
        if QMessageBox.question(self, "Terralex", question) != QMessageBox.StandardButton.Yes:
            return
        server = saved_server()
        self.manager.stop()
        known.clear()
        self.clear_cache.setEnabled(False)
        self.cache.say(tr("Deleting the indexes"))
        task = ClearCacheTask(0 if server is None else server.pid)
        for ended in (task.succeeded, task.failed, task.stopped):
            ended.connect(self._measure_cache)
        self._clearing = start(task)

    def _forget(self) -> None:
        forget_queries()
        known.clear()
        self.past.setText(tr("The search history has been cleared."))
        self.forget.setEnabled(False)


def _starts_otherwise(before: Settings, after: Settings) -> bool:
    """Whether the local server would be started with other arguments."""
    return any(getattr(before, name) != getattr(after, name) for name in ("data_folders", "device", "model", "program"))


def _number(least: int, most: int, suffix: str = "") -> Any:
    box = QSpinBox()
    box.setRange(least, most)
    box.setSuffix(suffix)
    return box
