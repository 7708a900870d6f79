"""A finished labelling, read again from its layer: classes, ground, and the rasters that know every place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

from .label_set import LabelClass
from .label_task import ClassArea

_PROPERTY = "terralex/labels"


@dataclass(frozen=True)
class PastLabels:
    """A labelling.

    Attributes:
        title: of its classes.
        classes: with which it was made.
        areas: ground of each class, largest first.
        rasters: ids of its class rasters in the project.
        layer: id of the layer that was labelled.
    """

    title: str
    classes: Sequence[LabelClass] = ()
    areas: Sequence[ClassArea] = ()
    rasters: Sequence[str] = ()
    layer: str = ""

    def class_rasters(self) -> list[Path]:
        """Files of its class rasters that are still in the project, wherever they have moved."""
        found = (QgsProject.instance().mapLayer(name) for name in self.rasters)
        return [Path(layer.source().split("|")[0]) for layer in found if isinstance(layer, QgsRasterLayer)]


def keep_labels(layer: QgsVectorLayer, labels: PastLabels) -> None:
    """Write into a layer what it holds; QGIS saves it with the project."""
    layer.setCustomProperty(_PROPERTY, json.dumps(asdict(labels), ensure_ascii=False))


def is_past_labels(layer: Any) -> bool:
    """Whether a layer of the project holds labels that were made here."""
    return isinstance(layer, QgsVectorLayer) and bool(layer.customProperty(_PROPERTY, ""))


def read_labels(layer: QgsVectorLayer) -> PastLabels:
    """The labelling that a layer holds; of what cannot be read, the name of the layer alone."""
    try:
        found = json.loads(str(layer.customProperty(_PROPERTY, "{}")))
        classes = [LabelClass(**_known(LabelClass, row)) for row in found.get("classes", ())]
        areas = [ClassArea(**_known(ClassArea, row)) for row in found.get("areas", ())]
        title, rasters = str(found["title"]), [str(name) for name in found.get("rasters", ())]
        return PastLabels(title, classes, areas, rasters, str(found.get("layer", "")))
    except (ValueError, TypeError, KeyError, AttributeError):
        return PastLabels(layer.name())


def _known(kind: Any, row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass that a row has, lists as tuples."""
    names = {field.name for field in fields(kind)}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name in names}
