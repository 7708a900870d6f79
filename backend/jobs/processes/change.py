"""``change``: what appeared or disappeared between two dates of the same place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from backend.change.export import LAYER_NAME, write_changes
from backend.change.find import (
    DEFAULT_LEAST_CHANGE,
    DEFAULT_MIN_RELEVANCE,
    ChangeOptions,
    Comparison,
    Date,
    compare,
    find_changes,
)
from backend.change.heat import write_change_map
from backend.change.picture import write_pairs
from backend.change.region import ChangeResult
from backend.change.words import without_change
from backend.errors import BadOption
from backend.jobs.geojson import feature_collection
from backend.jobs.inputs import LayerInputs, Text
from backend.jobs.pair import SitePair, site_pair
from backend.jobs.process import (
    COG,
    GEOPACKAGE,
    PNG,
    File,
    OutputDescription,
    Outputs,
    Prepared,
    Process,
    Run,
    Stop,
    Value,
)
from backend.jobs.workbench import Workbench
from backend.progress import Progress
from backend.search.query import Query, parse_query
from backend.search.search import DEFAULT_TOP
from backend.search.sight import fitting_sizes

REGIONS_FILE, MAP_FILE, PAIRS_FILE = "changes.gpkg", "change.tif", "pairs.png"


class ChangeInputs(LayerInputs):
    """Inputs of ``change``; ``layer`` is the later date."""

    earlier: Annotated[str, Field(min_length=1, max_length=80, description="ID of the layer of the earlier date")]
    text: Annotated[Text, Field(description='Phrases with the same meaning, separated by ";"')]
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What to exclude")] = ()
    direction: Annotated[
        Literal["appeared", "disappeared", "both"] | None,
        Field(
            description=(
                'Direction of the change; if omitted, taken from words such as "new" or "gone" in the text, otherwise '
                "both"
            )
        ),
    ] = None
    top: Annotated[int, Field(ge=1, description="Maximum number of regions")] = DEFAULT_TOP
    least_change: Annotated[
        float,
        Field(ge=0, le=1000, allow_inf_nan=False, description="Minimum change, in standard deviations of the pair"),
    ] = DEFAULT_LEAST_CHANGE
    threshold: Annotated[
        float, Field(ge=0, le=1, description="Minimum relevance at the date that shows the object")
    ] = DEFAULT_MIN_RELEVANCE


@dataclass
class PreparedChange(Prepared):
    """A comparison over the extent, which is indexed first."""

    bench: Workbench
    sites: SitePair
    query: Query
    options: ChangeOptions

    def dates(self, run: Run) -> tuple[Date, Date]:
        """Both dates with all windows that the comparison needs, embedded now if necessary."""
        pair = self.sites
        later = pair.later.index(run, run.part(0, 0.45), urgent=True)
        earlier = pair.earlier.index(run, run.part(0.45, 0.9), urgent=True)
        return (
            Date(earlier, partial(pair.earlier.open_layer, stretch=earlier.stretch), pair.earlier_layer),
            Date(later, partial(pair.later.open_layer, stretch=later.stretch), pair.later_layer),
        )

    def compare(self, dates: tuple[Date, Date]) -> Comparison:
        """All windows of both dates, scored."""
        matrices = self.bench.matrices(self.options.extent)
        return compare(*dates, self.sites.later.encoder, self.query, self.options.extent, matrices)

    def find(self, dates: tuple[Date, Date], compared: Comparison) -> ChangeResult:
        """The regions."""
        return find_changes(*dates, self.sites.later.encoder, self.query, self.options, compared=compared)

    def draw_map(self, path: Path, compared: Comparison, result: ChangeResult) -> None:
        """Write the change heat map."""
        write_change_map(path, compared, self.sites.later.info, result.provenance, self.options.extent)

    def draw_pairs(self, path: Path, dates: tuple[Date, Date], result: ChangeResult) -> None:
        """Write a picture of each region at both dates."""
        with dates[0].opener() as earlier, dates[1].opener() as later:
            write_pairs(path, result, earlier, later)

    def _run(self, run: Run, folder: Path) -> Outputs:
        dates = self.dates(run)
        run.tell("comparing", 0.9)
        compared = self.compare(dates)
        result = self.find(dates, compared)
        run.tell("writing", 0.95)
        write_changes(folder / REGIONS_FILE, result)
        self.draw_map(folder / MAP_FILE, compared, result)
        self.draw_pairs(folder / PAIRS_FILE, dates, result)
        run.progress(Progress("found", 1.0, len(result.regions), unit="regions"))
        told = [region.told() for region in result.regions]
        return {
            "regions": Value(feature_collection([region.geometry for region in result.regions], result.crs, told)),
            "geopackage": File(REGIONS_FILE, GEOPACKAGE, LAYER_NAME),
            "raster": File(MAP_FILE, COG),
            "pairs": File(PAIRS_FILE, PNG),
            "summary": Value(result.facts()),
        }


class ChangeProcess(Process[ChangeInputs]):
    """Compare two dates of the same place."""

    id = "change"
    title = "Compare two dates"
    description = (
        "Ranked regions that match a text more, or less, in a later layer than in an earlier one of the same "
        "place, such as new buildings or lost forest. Differences in season, light or resolution and shifts of a "
        "few pixels do not count as change."
    )
    inputs = ChangeInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "regions": OutputDescription.features(
            "Regions", "Ranked regions with direction, change and relevance at both dates, in longitude and latitude"
        ),
        "geopackage": OutputDescription.file(
            "Regions as GeoPackage", "The same regions in the later layer's CRS, with their provenance", GEOPACKAGE
        ),
        "raster": OutputDescription.file(
            "Change heat map",
            "Cloud-optimised GeoTIFF: change in standard deviations of the pair, relevance at both dates",
            COG,
        ),
        "pairs": OutputDescription.file("Both dates side by side", "A picture of each region at both dates", PNG),
        "summary": OutputDescription(
            "Summary",
            "The verdict and its facts; counts, ground, provenance of the comparison",
            {"type": "object", "required": ["verdict", "facts", "count", "provenance"]},
        ),
    }

    def prepare(self, inputs: ChangeInputs, bench: Workbench) -> PreparedChange:
        """Reject an empty query, layers that do not overlap, an unknown layer or model, an extent outside."""
        most = bench.settings.limits.max_top
        if inputs.top > most:
            raise BadOption(f"The field 'top' is {inputs.top}: the maximum is {most}.")
        text, told = without_change(inputs.text)
        query, stop = parse_query(text, inputs.unwanted), Stop()
        options = ChangeOptions(
            inputs.direction or told or "both",
            inputs.top,
            least_change=inputs.least_change,
            min_relevance=inputs.threshold,
        )
        earlier = LayerInputs.model_construct(layer=inputs.earlier, model=inputs.model, bands=inputs.bands)
        sites = site_pair(bench, earlier, inputs, stop, partial(fitting_sizes, query))
        return PreparedChange(stop, bench, sites, query, replace(options, extent=sites.later.extent))
