"""Find regions that look like given polygons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)

from ..compat import POLYGON_SOURCE
from ..core.errors import BadInput
from ..core.region import to_geojson
from ..core.search_request import MAX_EXAMPLES
from ..core.translation import tr
from .search_by_text import TEXT, SearchByText

LIKE, UNLIKE = "LIKE", "UNLIKE"


class SimilarRegions(SearchByText):
    """Regions like given polygons."""

    NAME = "similarregions"
    TITLE = "Find similar regions"
    HELP = "Finds regions that look like the given polygons and unlike others. All polygons count."

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        polygons = [POLYGON_SOURCE]
        self.addParameter(QgsProcessingParameterFeatureSource(LIKE, tr("Examples"), polygons))
        self.addParameter(QgsProcessingParameterFeatureSource(UNLIKE, tr("Counter-examples"), polygons, optional=True))
        self.addParameter(
            QgsProcessingParameterString(TEXT, tr("Words that describe the same thing"), "", optional=True)
        )
        self.add_layer_parameters()
        self.add_region_parameters()

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        like = posted_polygons(self.parameterAsSource(parameters, LIKE, context), tr("Examples"))
        unlike = posted_polygons(self.parameterAsSource(parameters, UNLIKE, context), tr("Counter-examples"))
        if not like:
            raise BadInput(tr("There are no examples: give a layer with at least one polygon."))
        text = self.parameterAsString(parameters, TEXT, context).strip()
        inputs = {"like": like, "unlike": unlike or None, "text": text or None}
        return self.find("similar", inputs, text or tr("Similar to the examples"), parameters, context, feedback)


def posted_polygons(source: QgsProcessingFeatureSource | None, what: str) -> list[dict[str, Any]]:
    """Polygons of a parameter as a server takes them; none where it was left out.

    Raises:
        BadInput: there are more than :data:`MAX_EXAMPLES`; the sentence calls them ``what``.
    """
    if source is None:
        return []
    if source.featureCount() > MAX_EXAMPLES:
        raise BadInput(
            tr("{what}: at most {most} polygons are allowed, select some of them.", what=what, most=MAX_EXAMPLES)
        )
    crs = source.sourceCrs()
    return [to_geojson(feature.geometry(), crs) for feature in source.getFeatures() if feature.hasGeometry()]
