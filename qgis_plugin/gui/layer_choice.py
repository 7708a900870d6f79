"""Which layer is searched or labelled: a raster of the project that is not a result of ours."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QWidget

from ..core.project_layers import is_result
from ..core.translation import tr


class LayerChoice(QgsMapLayerComboBox):
    """Follows the current layer of QGIS until the user chooses another one here."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._chosen = False
        self.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.setAccessibleName(tr("Layer"))
        self.activated.connect(self._choose)
        self.layerChanged.connect(self._explain)
        QgsProject.instance().layersAdded.connect(self._leave_results_out)
        QgsProject.instance().layersRemoved.connect(self._look_again)
        iface.currentLayerChanged.connect(self.follow)
        self._leave_results_out()
        self.follow(iface.activeLayer())

    def choose(self, layer: Any) -> None:
        """Show a layer because the user has asked for it."""
        self.setLayer(layer)
        self._choose()

    def follow(self, layer: Any) -> None:
        """Show the layer that QGIS works with, unless the user has chosen one."""
        if self._chosen or not isinstance(layer, QgsRasterLayer) or sip.isdeleted(layer):
            return
        if not is_result(layer):
            self.setLayer(layer)

    def close_links(self) -> None:
        """Listen to QGIS no more; for when the plugin goes."""
        QgsProject.instance().layersAdded.disconnect(self._leave_results_out)
        QgsProject.instance().layersRemoved.disconnect(self._look_again)
        self._iface.currentLayerChanged.disconnect(self.follow)

    def _choose(self, *_: Any) -> None:
        self._chosen = self.currentLayer() is not None

    def _leave_results_out(self, *_: Any) -> None:
        layers = QgsProject.instance().mapLayers().values()
        self.setExceptedLayerList([layer for layer in layers if isinstance(layer, QgsRasterLayer) and is_result(layer)])

    def _look_again(self, *_: Any) -> None:
        if self.currentLayer() is None:
            self._chosen = False
        self._leave_results_out()

    def _explain(self, layer: Any) -> None:
        # A long name is cut off in the field.
        self.setToolTip(layer.name() if layer is not None else "")
