"""Results as layers of the project: opened, with metadata, in one group; on the main thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

from .results import not_written
from .translation import tr

GROUP = "Terralex"
RESULT = "terralex/result"
"""Property of the layers that are results: they are not offered as imagery."""


def open_result(file: Path, table: str, title: str, provenance: Mapping[str, Any]) -> QgsVectorLayer:
    """A table as a layer that says in its metadata where it comes from; on the main thread.

    Its style is still to be loaded: both at once would hold up the window for twice as long.

    Raises:
        OutputNotWritable: it is not there.
    """
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(f"{file}|layername={table}", title, "ogr", options)
    if not layer.isValid():
        raise not_written(file, tr("the table {table} is missing", table=table))
    describe_layer_metadata(layer, title, provenance)
    return layer


def open_raster(path: Path, title: str, provenance: Mapping[str, Any]) -> QgsRasterLayer:
    """A raster as a layer with its provenance; on the main thread."""
    layer = QgsRasterLayer(str(path), title)
    if not layer.isValid():
        raise not_written(path, tr("it is not a raster"))
    describe_layer_metadata(layer, title, provenance)
    return layer


def describe_layer_metadata(layer: Any, title: str, provenance: Mapping[str, Any]) -> None:
    """Write the provenance into a layer's metadata."""
    metadata = layer.metadata()
    metadata.setTitle(title)
    metadata.setType("dataset")
    metadata.setAbstract("\n".join(f"{name}: {_plain(value)}" for name, value in provenance.items()))
    metadata.setKeywords({"terralex": [str(_plain(provenance.get("query", title)))]})
    metadata.addHistoryItem(f"Terralex {provenance.get('terralex', '')} {provenance.get('time', '')}".strip())
    layer.setMetadata(metadata)


def layer_title(words: str, layer: str) -> str:
    """The layer name of a result: its words, the searched layer, and the time."""
    return " · ".join(part for part in (words, layer, datetime.now().strftime("%Y-%m-%d %H:%M")) if part)


def is_result(layer: Any) -> bool:
    """Whether a layer of the project is a result of the plugin."""
    return bool(layer.customProperty(RESULT, False))


def add_to_group(layer: Any, project: QgsProject | None = None) -> None:
    """Put a layer first in the group of our results, which is at the top of the project unless the user moved it."""
    project = project or QgsProject.instance()
    root = project.layerTreeRoot()
    layer.setCustomProperty(RESULT, True)
    folder = root.findGroup(GROUP) or root.insertGroup(0, GROUP)
    folder.setExpanded(True)
    project.addMapLayer(layer, False)
    folder.insertLayer(0, layer)


def hide(layer: Any) -> None:
    """Hide a layer but keep it in the project."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setItemVisibilityChecked(False)


def set_aside(layer: Any) -> None:
    """Hide a result that is replaced by a newer one, and collapse its legend."""
    hide(layer)
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setExpanded(False)


def _plain(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
