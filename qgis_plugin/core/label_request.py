"""What to label, with which classes, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFields,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..compat import POLYGON_GEOMETRY
from .errors import BadInput
from .extent import Extent
from .label_set import LabelClass, check_classes
from .layer_source import LayerSource
from .translation import tr


@dataclass
class FeatureTarget:
    """Features of a polygon layer, captured on the main thread so that a task can read them."""

    title: str
    crs: QgsCoordinateReferenceSystem
    fields: QgsFields
    kind: Any
    rows: QgsVectorLayerFeatureSource
    request: QgsFeatureRequest


def describe_features(layer: Any, selected_only: bool = False) -> FeatureTarget:
    """Capture the features of a layer; on the main thread.

    Raises:
        BadInput: it is not a polygon layer, or nothing is selected in it.
    """
    if not isinstance(layer, QgsVectorLayer) or QgsWkbTypes.geometryType(layer.wkbType()) != POLYGON_GEOMETRY:
        raise BadInput(tr("Choose a polygon layer with the features to label."))
    request = QgsFeatureRequest()
    if selected_only:
        if not layer.selectedFeatureIds():
            raise BadInput(tr("Nothing is selected in {name}.", name=layer.name()))
        request.setFilterFids(layer.selectedFeatureIds())
    source = QgsVectorLayerFeatureSource(layer)
    return FeatureTarget(layer.name(), layer.crs(), layer.fields(), layer.wkbType(), source, request)


@dataclass
class LabelRequest:
    """One labelling.

    Attributes:
        source: the raster layer.
        title: of the label set.
        classes: at least two, or one that is a concept.
        language: ISO 639-1; of titles and prompts.
        features: what is labelled; None to label the layer itself.
        extents: where the layer is labelled, in the CRS of the source; all of it if empty.
        window_m: window sizes in metres; chosen by the server if empty.
        ground_m: metres per pixel if the layer has to be rendered.
        other_below: confidence below which it is "other", 0-1; None for automatic: a preset's classes label
            everything, of the user's own those that do not stand out leave the ground to "other".
        preset: whether the classes are those of a preset.
        smooth: weight of overlapping windows, 0-1.
        transduce: label everything together, as one batch.
        model: its id; the server's default if empty.
    """

    source: LayerSource
    title: str
    classes: Sequence[LabelClass]
    language: str = "en"
    features: FeatureTarget | None = None
    extents: Sequence[Extent] = ()
    window_m: Sequence[float] = ()
    ground_m: float = 1.0
    other_below: float | None = None
    smooth: float = 0.0
    transduce: bool = False
    model: str = ""
    preset: bool = False

    def check(self) -> None:
        """Reject unusable classes; raises BadInput."""
        check_classes(self.classes)

    def inputs(self, layer_id: str) -> dict[str, Any]:
        """Inputs of both processes."""
        classes = check_classes(self.classes)
        said = [one.to_json(self.language) for one in classes if not one.taught]
        return {
            "layer": layer_id,
            "model": self.model or None,
            "window_m": list(self.window_m) or None,
            "labels": {"title": self.title, "classes": said} if said else None,
            "concepts": [one.taught for one in classes if one.taught] or None,
            "language": self.language,
            "other_below": share_of_other(self.other_below, self.preset),
            "transduce": self.transduce,
        }


def share_of_other(other_below: float | None, preset: bool) -> float | None:
    """The threshold for the server, which treats posted classes as the user's own even if they are a preset's."""
    return 0.0 if other_below is None and preset else other_below
