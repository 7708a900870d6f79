"""The dialog to save a search: name, layers and interval."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from ..core.layer_source import raster_layers
from ..core.project_layers import is_result
from ..core.translation import tr

MAX_NAME = 100


class SaveSearchDialog(QDialog):
    """Asks for everything a saved search needs besides the query."""

    def __init__(self, words: str, layer: Any, local: bool, parent: QWidget | None = None) -> None:
        """Args:
        words: what is looked for.
        layer: the one that is searched now.
        local: whether the server is on this machine, and may look into folders.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Save this search"))
        form = QFormLayout(self)
        self.name = QLineEdit(words)
        self.name.setMaxLength(MAX_NAME)
        self.name.textChanged.connect(lambda _: self._check())
        form.addRow(tr("Name"), self.name)
        self.layers = QListWidget()
        self._rasters = [one for one in raster_layers() if not is_result(one)]
        for raster in self._rasters:
            item = QListWidgetItem(raster.name())
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if raster is layer else Qt.CheckState.Unchecked)
            self.layers.addItem(item)
        self.layers.itemChanged.connect(lambda _: self._check())
        form.addRow(tr("Raster layers"), self.layers)
        self.folders = QCheckBox(tr("All rasters in their folders, including later ones"))
        self.folders.setEnabled(local)
        form.addRow("", self.folders)
        self.every = QComboBox()
        for title, every in (
            (tr("Only manually"), ""),
            (tr("Every hour"), "1h"),
            (tr("Every day"), "1d"),
            (tr("Every week"), "7d"),
        ):
            self.every.addItem(title, every)
        self.every.setToolTip(tr("The server runs it automatically while it is running"))
        form.addRow(tr("Interval"), self.every)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form.addRow(self.buttons)
        for name, field in ((tr("Name"), self.name), (tr("Raster layers"), self.layers), (tr("Interval"), self.every)):
            field.setAccessibleName(name)
        self._check()

    def chosen(self) -> list[QgsRasterLayer]:
        """The layers that are ticked."""
        ticked = [self.layers.item(row).checkState() == Qt.CheckState.Checked for row in range(self.layers.count())]
        return [raster for raster, on in zip(self._rasters, ticked) if on]

    def _check(self) -> None:
        named = any(letter.isalnum() for letter in self.name.text())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(named and bool(self.chosen()))
