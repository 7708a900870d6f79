"""Run a saved search of the server again, and report what is new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
    QgsVectorLayer,
)

from ..compat import FIELD_DOUBLE, FIELD_INT, FIELD_STRING, POLYGON_SOURCE
from ..core.client import Client
from ..core.errors import BadInput
from ..core.extent import WGS84
from ..core.paths import user_folder
from ..core.region import geometry_of
from ..core.replies import unexpected_reply
from ..core.runs import run_each
from ..core.saved_search import COUNTS, SavedSearch
from ..core.translation import tr
from .algorithm import TerralexAlgorithm, style_on_load, teller
from .region_sink import REGION_KIND
from .search_by_text import OUTPUT

SEARCH = "SEARCH"
_FIELDS = (
    *(("rank", FIELD_INT), ("change", FIELD_STRING), ("relevance", FIELD_DOUBLE)),
    *(("layer", FIELD_STRING), ("window_m", FIELD_DOUBLE)),
)


class RunSavedSearch(TerralexAlgorithm):
    """What is new since the last run of a saved search."""

    NAME = "runsavedsearch"
    TITLE = "Run a saved search"
    HELP = (
        "Searches the layers of a saved search that are new or have changed since its last run, and reports which "
        "regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many "
        "layers."
    )

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        self.addParameter(QgsProcessingParameterString(SEARCH, tr("Name of the saved search")))
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, tr("Regions"), POLYGON_SOURCE))
        for name, title in (("NEW", tr("New")), ("GONE", tr("Gone")), ("UNCHANGED", tr("Unchanged"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def take_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """The server knows them."""

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        client = self.client(feedback)
        search = _found(client, self.parameterAsString(parameters, SEARCH, context).strip())
        (outputs,) = run_each(client, "watch", [{"search": search.id}], teller(feedback))
        summary = outputs.get("summary") or {}
        for layer in summary.get("layers", ()):
            if layer.get("error"):
                feedback.pushWarning(f"{layer['layer']}: {layer['error']}")
        fields = QgsFields()
        for name, kind in _FIELDS:
            fields.append(QgsField(name, kind))
        crs = QgsCoordinateReferenceSystem(WGS84)
        sink, where = self.parameterAsSink(parameters, OUTPUT, context, fields, REGION_KIND, crs)
        try:
            for row in outputs["regions"]["features"]:
                feature = QgsFeature(fields)
                if row["geometry"] is not None:
                    geometry = geometry_of(row["geometry"])
                    geometry.convertToMultiType()
                    feature.setGeometry(geometry)
                feature.setAttributes([row["properties"].get(name) for name, _ in _FIELDS])
                sink.addFeature(feature)
            counts = {name: int(summary[name]) for name in COUNTS}
        except (KeyError, TypeError, ValueError) as error:
            raise unexpected_reply() from error
        del sink
        feedback.pushInfo(tr("{new} new, {gone} gone, {unchanged} unchanged.", **counts))
        style_on_load(context, where, _style())
        return {OUTPUT: where, **{name.upper(): count for name, count in counts.items()}}


def _found(client: Client, name: str) -> SavedSearch:
    """The search of an id, or the latest of a name."""
    searches = client.searches()
    same = [one for one in searches if name in (one.id, one.name)]
    same = same or [one for one in searches if one.name.casefold() == name.casefold()]
    if not same:
        known = ", ".join(one.name for one in searches) or "-"
        raise BadInput(tr("There is no saved search {name}: the server knows {known}.", name=name, known=known))
    return same[-1]


def _style() -> str:
    """A file with the style of what changed."""
    from ..core.change_style import change_renderer

    file = user_folder("styles") / "changes.qml"
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326&field=change:string", "changes", "memory")
    layer.setRenderer(change_renderer())
    layer.saveNamedStyle(str(file))
    return str(file)
