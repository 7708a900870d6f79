"""``count``: the number of objects that a text names, on a layer or in each zone, with an interval."""

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
from backend.imagery.globe import Box, to_layer
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
"""Maximum for all zones of one request together."""
COUNTS_FILE = "counts.gpkg"


class CountInputs(LayerInputs):
    """Inputs of ``count``."""

    text: Annotated[Text, Field(description='Phrases with the same meaning, separated by ";"')]
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What to exclude")] = ()
    size_m: Annotated[
        tuple[Metres, Metres] | None,
        Field(description="Minimum and maximum size of one object in metres; derived from the words if omitted"),
    ] = None
    zones: Annotated[
        dict[str, Any] | None,
        Field(description="GeoJSON FeatureCollection of polygons to count in; the whole layer if omitted"),
    ] = None
    zones_crs: Annotated[CrsName, Field(description="CRS of the zones; coordinates in x, y order")] = CRS84


@dataclass
class PreparedCount(Prepared):
    """A count of what the extent or the zones need, indexed first."""

    bench: Workbench
    site: Site
    query: Query
    size: Size
    zones: FeatureTable | None

    def index(self, run: Run) -> LayerIndex:
        """The index with all windows that the count needs, completed now if necessary."""
        return self.site.index(run, run.part(0, 0.95), urgent=True)

    def count(self, index: LayerIndex) -> Counted:
        """The count from an index."""
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
            rows = [{"probability": round(float(probability), 6)} for probability in counted.probability]
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
    """Count objects."""

    id = "count"
    title = "Count things"
    description = (
        "Counts the objects that a text names, on a layer or in each polygon of a zone layer: the sum of the "
        "probabilities of single, separate objects, with an interval. Objects that are too small for the layer's "
        "pixels are refused."
    )
    inputs = CountInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "summary": OutputDescription(
            "Summary",
            "The count (null if it is no number of objects), its kind, its expected value, its interval and how it was "
            "obtained",
            {"type": "object", "required": ["count", "kind", "expected", "low", "high", "provenance"]},
        ),
        "zones": OutputDescription(
            "Zones",
            "Count, interval and examined share of each zone, by its id; only with zones",
            {"type": "array", "items": {"type": "object", "required": ["id", "count", "low", "high", "covered"]}},
        ),
        "instances": OutputDescription.features(
            "Instances",
            "Single objects as points in longitude and latitude, each with its probability; only without zones",
        ),
        "geopackage": OutputDescription.file(
            "Counts as GeoPackage",
            "The zones with their counts, or the instances; only for executions that ran as a job",
            GEOPACKAGE,
        ),
    }

    def prepare(self, inputs: CountInputs, bench: Workbench) -> PreparedCount:
        """Reject what cannot be counted, invalid zones, an unknown layer or model, an extent outside."""
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
                raise BadOption("Give zones or an extent, not both: objects are counted within the zones.")

        def fitting(info: LayerInfo, extent: Box | None) -> tuple[float, ...]:
            return windows_to_count(info, size, query.text)

        site = bench.site(inputs, stop, fitting)
        windows_to_count(site.info, size, query.text)  # refuses what is too small, also in windows that were asked for
        if zones is not None:
            site.extent = _around(_in_layer(zones, site.info), site.info)
        return PreparedCount(stop, bench, site, query, size, zones)


def _refuse_zones(zones: FeatureTable, most: int) -> None:
    if not len(zones):
        raise BadOption("There are no zones: give at least one polygon.")
    if len(zones) > most:
        raise BadOption(f"There are more than {most:,} zones: give them in parts.")
    refuse_intricate([shape for shape in zones.shapes if shape is not None], "zones", MAX_VERTICES)
    kinds = {shape.geom_type for shape in zones.shapes if shape is not None}
    if kinds - {"Polygon", "MultiPolygon"}:
        raise BadOption("Zones must be polygons: give a polygon layer.")


def _in_layer(zones: FeatureTable, info: LayerInfo) -> NDArray[np.object_]:
    """The zones in the layer's CRS, repaired; None for those without area."""
    moved = to_layer(zones.shapes, zones.crs, info.crs, info.bounds)
    return np.asarray(shapely.make_valid(moved), dtype=object)


def _around(zones: NDArray[np.object_], info: LayerInfo) -> Box:
    """The bounding box of all zones, clipped to the layer.

    Raises:
        OutsideLayer: no zone intersects the layer.
    """
    bounds = shapely.bounds(zones)
    own = info.bounds
    with np.errstate(invalid="ignore"):
        met = (bounds[:, 0] < own[2]) & (bounds[:, 2] > own[0]) & (bounds[:, 1] < own[3]) & (bounds[:, 3] > own[1])
    if not met.any():
        raise OutsideLayer(f"No zone intersects {info.path.name}: check the zones and their CRS.")
    low, high = bounds[met].min(axis=0), bounds[met].max(axis=0)
    return max(low[0], own[0]), max(low[1], own[1]), min(high[2], own[2]), min(high[3], own[3])
