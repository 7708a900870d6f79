"""Results of an unsaved project are kept in the profile; when the project is saved, they move next to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QObject

from . import results
from .errors import OutputNotWritable
from .paths import user_folder
from .project_layers import is_result


class ResultHome(QObject):
    """Moves results whenever QGIS writes the project, before it writes down where its layers are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QgsProject.instance().writeProject.connect(self._move)

    def close(self) -> None:
        """Stop moving; for when the plugin is unloaded."""
        QgsProject.instance().writeProject.disconnect(self._move)

    def _move(self, *_: Any) -> None:
        bring_home(QgsProject.instance())


def bring_home(project: QgsProject) -> int:
    """Move what lies in the profile beside the project; how many layers moved.

    What cannot be moved stays where it is, and works from there: saving a project must not fail for it.
    """
    if not project.absoluteFilePath():
        return 0
    file, moved = results.results_file(), 0
    for layer in [layer for layer in project.mapLayers().values() if is_result(layer) and _in_profile(layer)]:
        try:
            if isinstance(layer, QgsVectorLayer) and not layer.isEditable():
                _move_table(layer, file)
            elif isinstance(layer, QgsRasterLayer):
                _move_raster(layer, file)
            else:
                continue
        except (OutputNotWritable, OSError):
            continue
        moved += 1
    return moved


def _source_file(layer: Any) -> Path:
    return Path(layer.source().split("|")[0])


def _in_profile(layer: Any) -> bool:
    return user_folder("results").resolve() in _source_file(layer).resolve().parents


def _move_table(layer: QgsVectorLayer, file: Path) -> None:
    source = _source_file(layer)
    parts = dict(part.split("=", 1) for part in layer.source().split("|")[1:] if "=" in part)
    old = parts.get("layername", "")
    table = results.table_name(file, old)
    results.copy_table(file, table, source, old)
    shown = layer.subsetString()
    layer.setDataSource(f"{file}|layername={table}", layer.name(), "ogr")
    layer.setSubsetString(shown)
    results.remove_table(source, old)


def _move_raster(layer: QgsRasterLayer, file: Path) -> None:
    source, folder = _source_file(layer), file.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / source.name, 1
    while target.exists():
        number += 1
        target = folder / f"{source.stem}_{number}{source.suffix}"
    beside = {source: target, source.with_suffix(".qml"): target.with_suffix(".qml")}
    beside[source.with_name(f"{source.name}.aux.xml")] = target.with_name(f"{target.name}.aux.xml")
    beside[results.best_raster(source)] = results.best_raster(target)
    there = {old: new for old, new in beside.items() if old.exists()}
    for old, new in there.items():
        shutil.copyfile(old, new)
    layer.setDataSource(str(target), layer.name(), "gdal")
    for old in there:
        old.unlink(missing_ok=True)
