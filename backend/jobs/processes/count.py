"""``count``: how many of what a text names, on a layer or in every zone, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

import numpy as np
import shapely
from numpy.typing import NDArray
from pydantic import Field

from backend.counting.export import LAYER_NAME, LEAST_COVERED, write_counts
from backend.counting.find import Counted, count_things, told
from backend.counting.sizes import size_to_count, windows_to_count
from backend.errors import BadOption, OutsideLayer
from backend.imagery.extent import Extent
from backend.imagery.globe import to_layer
from backend.imagery.layer import LayerInfo
from backend.index.store import LayerIndex
from backend.jobs.geojson import feature_collection
from backend.jobs.inputs import CRS84, CrsName, LayerInputs, Metres, Text, crs_name, refuse_intricate
from backend.jobs.process import GEOPACKAGE, File, OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.site import Site
from backend.jobs.workbench import Workbench
from backend.labeling.feature_table import FeatureTable, parse_features
from backend.search.query import Query, parse_query
from backend.search.sizes import Size

MAX_VERTICES = 2_000_000
"""Of all zones of one request together."""
COUNTS_FILE = "counts.gpkg"


class CountInputs(LayerInputs):
    """Inputs of ``count``."""

    text: Annotated[Text, Field(description='Phrases that mean the same, separated by ";"')]
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What is not wanted")] = ()
    size_m: Annotated[
        tuple[Metres, Metres] | None,
        Field(description="Least and most metres of one of the things; by the words if left out"),
    ] = None
    zones: Annotated[
        dict[str, Any] | None,
        Field(description="GeoJSON FeatureCollection of polygons, a count each; the whole layer if left out"),
    ] = None
    zones_crs: Annotated[CrsName, Field(description="CRS of the zones; coordinates are x, y")] = CRS84


@dataclass
class PreparedCount(Prepared):
    """A count of what the extent or the zones need, indexed first."""

    bench: Workbench
    site: Site
    query: Query
    size: Size
    zones: FeatureTable | None

    def index(self, run: Run) -> LayerIndex:
        """The index with all windows that the count needs, made now where it has to be."""
        return self.site.index(run, run.part(0, 0.95), urgent=True)

    def count(self, index: LayerIndex) -> Counted:
        """The count of an index as it is."""
        return count_things(
            *(index, self.site.encoder, self.query, self.size),
            zones=None if self.zones is None else _in_layer(self.zones, self.site.info),
            extent=self.site.extent,
            matrices=self.bench.matrices(self.site.extent),
        )

    def at_once(self) -> Outputs | None:
        """The count, if every window is indexed."""
        index = self.site.ready_index()
        return None if index is None else self._values(self.count(index))

    def _run(self, run: Run, folder: Path) -> Outputs:
        index = self.index(run)
        run.tell("counting", 0.95)
        counted = self.count(index)
        run.tell("writing", 0.98)
        write_counts(folder / COUNTS_FILE, counted, self.zones)
        return {**self._values(counted), "geopackage": File(COUNTS_FILE, GEOPACKAGE, LAYER_NAME)}

    def _values(self, counted: Counted) -> dict[str, Value | File]:
        if self.zones is None:
            rows = [{"probability": round(float(one), 6)} for one in counted.probability]
            shapes = list(shapely.points(counted.points)) if len(counted.points) else []
            return {
                "instances": Value(feature_collection(shapes, counted.crs, rows)),
                "summary": Value(counted.facts()),
            }
        told_zones: list[dict[str, Any]] = []
        for number, (one, covered) in enumerate(zip(counted.zones, counted.covered, strict=True)):
            numbers = told(one) if covered >= LEAST_COVERED else dict.fromkeys(told(one))
            told_zones.append({"id": int(self.zones.fids[number]), **numbers, "covered": round(float(covered), 4)})
        return {"zones": Value(told_zones), "summary": Value(counted.facts())}


class CountProcess(Process[CountInputs]):
    """How many there are."""

    id = "count"
    title = "Count things"
    description = (
        "How many of what a text names there are on a layer, or in every polygon of a zone layer: single things that "
        "keep apart, added up by how surely each is one, with an interval. What is too small for the layer's pixels is "
        "refused."
    )
    inputs = CountInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "summary": OutputDescription(
            "Summary",
            "The count, what is expected, the interval and how it came about",
            {"type": "object", "required": ["count", "expected", "low", "high", "provenance"]},
        ),
        "zones": OutputDescription(
            "Zones",
            "Count, interval and share looked at of every zone, by its id; where zones were given",
            {"type": "array", "items": {"type": "object", "required": ["id", "count", "low", "high", "covered"]}},
        ),
        "instances": OutputDescription(
            "Instances",
            "Single things as points in longitude and latitude, each with its probability; where no zones were given",
            {
                "type": "object",
                "format": "geojson-feature-collection",
                "required": ["type", "features"],
                "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array"}},
            },
        ),
        "geopackage": OutputDescription(
            "Counts as GeoPackage",
            "The zones with their numbers, or the instances; of executions that became a job",
            {"type": "string", "contentMediaType": GEOPACKAGE},
        ),
    }

    def prepare(self, inputs: CountInputs, bench: Workbench) -> PreparedCount:
        """Refuse what cannot be counted, zones that are none, an unknown layer or model, an extent elsewhere."""
        zones = None
        if inputs.zones is not None:
            crs = None if inputs.zones_crs == CRS84 else crs_name(inputs.zones_crs)
            zones = parse_features(inputs.zones, "zones", crs)
        return self.prepare_with(zones, inputs, bench)

    def prepare_with(self, zones: FeatureTable | None, inputs: CountInputs, bench: Workbench) -> PreparedCount:
        """:meth:`prepare` with zones that were read already."""
        query, stop = parse_query(inputs.text, inputs.unwanted), Stop()
        size = size_to_count(query, inputs.size_m)
        if zones is not None:
            _refuse_zones(zones, bench.settings.limits.max_features)
            if inputs.extent is not None:
                raise BadOption("Give zones or an extent, not both: what lies in the zones is counted.")

        def fitting(info: LayerInfo, extent: Extent | None) -> tuple[float, ...]:
            return windows_to_count(info, size, query.text)

        site = bench.site(inputs, stop, fitting)
        windows_to_count(site.info, size, query.text)  # refuses what is too small, also in windows that were asked for
        if zones is not None:
            site.extent = _around(_in_layer(zones, site.info), site.info)
        return PreparedCount(stop, bench, site, query, size, zones)


def _refuse_zones(zones: FeatureTable, most: int) -> None:
    if not len(zones):
        raise BadOption("There are no zones: give one polygon at least.")
    if len(zones) > most:
        raise BadOption(f"There are more than {most:,} zones: give them in parts.")
    refuse_intricate([shape for shape in zones.shapes if shape is not None], "zones", MAX_VERTICES)
    kinds = {shape.geom_type for shape in zones.shapes if shape is not None}
    if kinds - {"Polygon", "MultiPolygon"}:
        raise BadOption("Zones are polygons: give a layer of polygons.")


def _in_layer(zones: FeatureTable, info: LayerInfo) -> NDArray[np.object_]:
    """The zones in the layer's CRS, mended; None of those without ground."""
    moved = to_layer(zones.shapes, zones.crs, info.crs, info.bounds)
    return np.asarray(shapely.make_valid(moved), dtype=object)


def _around(zones: NDArray[np.object_], info: LayerInfo) -> Extent:
    """The box around all zones, as far as the layer goes.

    Raises:
        OutsideLayer: no zone meets the layer.
    """
    bounds = shapely.bounds(zones)
    own = info.bounds
    with np.errstate(invalid="ignore"):
        met = (bounds[:, 0] < own[2]) & (bounds[:, 2] > own[0]) & (bounds[:, 1] < own[3]) & (bounds[:, 3] > own[1])
    if not met.any():
        raise OutsideLayer(f"No zone lies on {info.path.name}: check the zones and their CRS.")
    low, high = bounds[met].min(axis=0), bounds[met].max(axis=0)
    return max(low[0], own[0]), max(low[1], own[1]), min(high[2], own[2]), min(high[3], own[3])
