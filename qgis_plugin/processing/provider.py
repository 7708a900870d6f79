"""The provider ``terralex``: what the toolbox lists.

All of it is read whenever QGIS comes up: what only the work of an algorithm needs is imported where the work is.
"""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..core.paths import resource_path
from .change import CompareDates
from .compare_labels import CompareLabels
from .count import CountObjects
from .heat_map import HeatMap
from .index_layer import IndexLayer
from .label_features import LabelFeatures
from .label_raster import LabelRaster
from .run_saved_search import RunSavedSearch
from .search_by_text import SearchByText
from .search_many_layers import SearchManyLayers
from .similar_regions import SimilarRegions
from .teach_concept import TeachConcept

ALGORITHMS = (
    *(IndexLayer, SearchByText, SearchManyLayers, RunSavedSearch, SimilarRegions, TeachConcept, HeatMap),
    *(CompareDates, CountObjects),
    *(LabelRaster, LabelFeatures, CompareLabels),
)


class TerralexProvider(QgsProcessingProvider):
    """Lists the algorithms, one per file."""

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def id(self) -> str:
        return "terralex"

    def name(self) -> str:
        return "Terralex"

    def icon(self) -> QIcon:
        return QIcon(str(resource_path("icons", "terralex.svg")))
