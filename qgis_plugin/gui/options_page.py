"""The page in QGIS's options: which server, which model, limits, language; and diagnostics to copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable

from qgis.core import QgsApplication
from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory, QgsPasswordLineEdit
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..core.backend_manager import AnswerTask, BackendManager
from ..core.connection import Connection, checked_url, current_connection, store_token, stored_token
from ..core.diagnostics import diagnostics
from ..core.errors import TerralexError
from ..core.history import forget_queries
from ..core.layer_upload import known
from ..core.models_task import ModelsTask
from ..core.replies import Model
from ..core.settings import LOCAL, REMOTE, Settings
from ..core.task import start
from ..core.translation import LANGUAGES, OWN_NAMES, tr
from .backend_panel import BackendPanel
from .icons import plugin_icon


class OptionsFactory(QgsOptionsWidgetFactory):
    """Adds the page to QGIS's options; the page itself is made when it is opened."""

    def __init__(self, manager: Callable[[], BackendManager]) -> None:
        super().__init__()
        self._manager = manager
        self.setTitle("Terralex")

    def icon(self) -> QIcon:
        return plugin_icon()

    def createWidget(self, parent: QWidget | None) -> OptionsPage:
        return OptionsPage(self._manager(), parent)


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
        box.addWidget(self._diagnostics_group())
        box.addStretch(1)
        area.setWidget(page)
        outer.addWidget(area)
        self._show()

    def apply(self) -> None:
        """Save what is shown; the token goes to QGIS's store of secrets, and only if it was changed."""
        found = self.shown()
        token = self.token.text()
        if token and found.backend == REMOTE:
            try:
                found.authcfg = store_token(token, found.authcfg)
                self.token.clear()
                self.token.setPlaceholderText(tr("kept by QGIS"))
            except TerralexError as error:
                self.verdict.setText(str(error))
        found.save()
        self.settings = found

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
            threshold=self.threshold.value(),
            start_with_search=self.local_panel.autostart.isChecked(),
            data_folders=self.local_panel.folders.text().strip(),
            device=self.local_panel.device.currentData(),
            python=self.local_panel.python.text().strip(),
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
            self.verdict.setText(str(error))
            return
        self.verdict.setText(tr("Asking the server"))
        task = AnswerTask(connection)
        task.succeeded.connect(lambda _: self._works(connection))
        task.failed.connect(self.verdict.setText)
        self._testing = start(task)

    def copy_diagnostics(self) -> None:
        """Put versions, settings and the end of the log on the clipboard, without paths and secrets."""
        QgsApplication.clipboard().setText(diagnostics(self.shown(), self.manager))
        self.copied.setText(tr("Copied."))

    def _model_id(self) -> str:
        """Of the model that is chosen, or what is typed instead of one."""
        typed, at = self.model.currentText().strip(), self.model.currentIndex()
        return str(self.model.itemData(at)) if at >= 0 and typed == self.model.itemText(at) else typed

    def _works(self, connection: Connection) -> None:
        self.verdict.setText(tr("The server answers and accepts the token."))
        task = ModelsTask(connection)
        task.succeeded.connect(self._show_models)
        self._testing = start(task)

    def _show_models(self, models: list[Model]) -> None:
        chosen = self.shown().model
        self.model.clear()
        self.model.addItem(tr("The server's own"), "")
        for model in models:
            self.model.addItem(
                model.title if model.here else tr("{title} (to be fetched)", title=model.title), model.id
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
        self.remote = QRadioButton(tr("Another one, for example one with a GPU"))
        self.remote_panel = QWidget()
        form = QFormLayout(self.remote_panel)
        form.setContentsMargins(22, 0, 0, 0)
        self.url = QLineEdit()
        self.url.setPlaceholderText("https://gpu.example.org:8765")
        self.token = QgsPasswordLineEdit()
        form.addRow(tr("Address"), self.url)
        form.addRow(tr("Token"), self.token)
        row = QHBoxLayout()
        self.test = QPushButton(tr("Test connection"))
        self.test.clicked.connect(self.test_connection)
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        row.addWidget(self.test)
        row.addWidget(self.verdict, 1)
        for widget in (self.local, self.local_panel, self.remote, self.remote_panel):
            box.addWidget(widget)
        box.addLayout(row)
        self.remote.toggled.connect(self._switch)
        return group

    def _search_group(self) -> QGroupBox:
        group = QGroupBox(tr("Searches and labels"))
        form = QFormLayout(group)
        self.model = QComboBox()
        self.model.setEditable(True)
        self.model.addItem(tr("The server's own"), "")
        self.language = QComboBox()
        self.language.addItem(tr("As QGIS"), "")
        for code in LANGUAGES:
            self.language.addItem(OWN_NAMES[code], code)
        self.regions = _number(1, 1000)
        self.threshold = QDoubleSpinBox()
        self.threshold.setRange(0, 1)
        self.threshold.setSingleStep(0.05)
        self.pixels = _number(1, 4000, tr(" million"))
        self.timeout = _number(5, 600, " s")
        self.forget = QPushButton(tr("Forget past searches and sent pictures"))
        self.forget.clicked.connect(self._forget)
        rows = (
            (tr("Model"), self.model),
            (tr("Language"), self.language),
            (tr("Regions at most"), self.regions),
            (tr("Least relevance"), self.threshold),
            (tr("Pixels sent at most"), self.pixels),
            (tr("Give up a silent server after"), self.timeout),
        )
        for name, widget in rows:
            form.addRow(name, widget)
        form.addRow(self.forget)
        return group

    def _diagnostics_group(self) -> QGroupBox:
        group = QGroupBox(tr("When something is wrong"))
        row = QHBoxLayout(group)
        copy = QPushButton(tr("Copy diagnostics"))
        copy.clicked.connect(self.copy_diagnostics)
        self.copied = QLabel(tr("Versions, settings and log, without paths and secrets"))
        self.copied.setWordWrap(True)
        row.addWidget(copy)
        row.addWidget(self.copied, 1)
        return group

    def _show(self) -> None:
        settings = self.settings
        (self.remote if settings.backend == REMOTE else self.local).setChecked(True)
        self.url.setText(settings.url)
        self.token.setPlaceholderText(tr("kept by QGIS") if settings.authcfg else "")
        if settings.model:
            self.model.setEditText(settings.model)
        self.language.setCurrentIndex(max(self.language.findData(settings.language), 0))
        self.regions.setValue(settings.max_regions)
        self.threshold.setValue(settings.threshold)
        self.pixels.setValue(settings.max_pixels // 1_000_000)
        self.timeout.setValue(settings.timeout_s)
        self.local_panel.show_settings(settings)
        self._switch()

    def _switch(self) -> None:
        self.local_panel.setVisible(not self.remote.isChecked())
        self.remote_panel.setVisible(self.remote.isChecked())

    def _forget(self) -> None:
        forget_queries()
        known.clear()


def _number(least: int, most: int, suffix: str = "") -> Any:
    box = QSpinBox()
    box.setRange(least, most)
    box.setSuffix(suffix)
    return box
