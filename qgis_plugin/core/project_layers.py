"""Results as layers of the project: opened, described, grouped by run; on the main thread."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

from .results import not_written
from .translation import tr

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
    """Say in a layer's metadata where it comes from."""
    metadata = layer.metadata()
    metadata.setTitle(title)
    metadata.setType("dataset")
    metadata.setAbstract("\n".join(f"{name}: {_plain(value)}" for name, value in provenance.items()))
    metadata.setKeywords({"terralex": [str(_plain(provenance.get("query", title)))]})
    metadata.addHistoryItem(f"Terralex {provenance.get('terralex', '')} {provenance.get('time', '')}".strip())
    layer.setMetadata(metadata)


def new_group(title: str) -> str:
    """A name for the group of a run, which no group of the project has."""
    root = QgsProject.instance().layerTreeRoot()
    name, number = tr("Terralex: {what}", what=title), 1
    while root.findGroup(name) is not None:
        number += 1
        name = f"{tr('Terralex: {what}', what=title)} ({number})"
    return name


def is_result(layer: Any) -> bool:
    """Whether a layer of the project was made here."""
    return bool(layer.customProperty(RESULT, False))


def add_to_group(layer: Any, group: str, project: QgsProject | None = None) -> None:
    """Put a layer at the top of the project, in the group of its run."""
    project = project or QgsProject.instance()
    root = project.layerTreeRoot()
    layer.setCustomProperty(RESULT, True)
    folder = root.findGroup(group) or root.insertGroup(0, group)
    project.addMapLayer(layer, False)
    folder.insertLayer(0, layer)


def hide(layer: Any) -> None:
    """Keep a layer in the project without drawing it."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setItemVisibilityChecked(False)


def set_aside(layer: Any) -> None:
    """Hide a result that a newer one takes the place of, and fold its group."""
    hide(layer)
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is not None and node.parent() is not QgsProject.instance().layerTreeRoot():
        node.parent().setExpanded(False)


def _plain(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
