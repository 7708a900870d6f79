"""Which layer is searched or labelled, and which polygons: a layer of the project that is not a result of ours."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QWidget

from ..compat import POLYGON_GEOMETRY
from ..core.project_layers import is_result
from ..core.translation import tr


class LayerChoice(QgsMapLayerComboBox):
    """Rasters; follows the current layer of QGIS until the user chooses another one here."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._chosen = False
        self.setFilters(self.kinds())
        self.setAccessibleName(tr("Layer"))
        self.activated.connect(self._choose)
        self.layerChanged.connect(self._explain)
        QgsProject.instance().layersAdded.connect(self._added)
        QgsProject.instance().layersRemoved.connect(self._look_again)
        iface.currentLayerChanged.connect(self.follow)
        self._leave_results_out()
        self.follow(iface.activeLayer())

    def kinds(self) -> Any:
        """Which layers are offered."""
        return QgsMapLayerProxyModel.Filter.RasterLayer

    def fits(self, layer: Any) -> bool:
        """Whether a layer is of these kinds."""
        return isinstance(layer, QgsRasterLayer)

    def choose(self, layer: Any) -> None:
        """Show a layer because the user has asked for it."""
        self.setLayer(layer)
        self._choose()

    def follow(self, layer: Any) -> None:
        """Show the layer that QGIS works with, unless the user has chosen one."""
        if self._chosen or layer is None or sip.isdeleted(layer) or not self.fits(layer):
            return
        if not is_result(layer):
            self.setLayer(layer)

    def close_links(self) -> None:
        """Listen to QGIS no more; for when the plugin goes."""
        QgsProject.instance().layersAdded.disconnect(self._added)
        QgsProject.instance().layersRemoved.disconnect(self._look_again)
        self._iface.currentLayerChanged.disconnect(self.follow)

    def _choose(self, *_: Any) -> None:
        self._chosen = self.currentLayer() is not None

    def _added(self, layers: Any) -> None:
        self._leave_results_out()

    def _leave_results_out(self) -> None:
        layers = QgsProject.instance().mapLayers().values()
        self.setExceptedLayerList([layer for layer in layers if self.fits(layer) and is_result(layer)])

    def _look_again(self, *_: Any) -> None:
        if self.currentLayer() is None:
            self._chosen = False
        self._leave_results_out()

    def _explain(self, layer: Any) -> None:
        # A long name is cut off in the field.
        self.setToolTip(layer.name() if layer is not None else "")


class PolygonChoice(LayerChoice):
    """Polygon layers; those that were added last are the ones that somebody wants to label."""

    def kinds(self) -> Any:
        return QgsMapLayerProxyModel.Filter.PolygonLayer

    def fits(self, layer: Any) -> bool:
        return isinstance(layer, QgsVectorLayer) and layer.geometryType() == POLYGON_GEOMETRY

    def _added(self, layers: Any) -> None:
        super()._added(layers)
        for layer in layers:
            self.follow(layer)
