"""``search`` and ``similar``: ranked regions that a text names, or that look like given polygons."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from backend.errors import BadOption
from backend.imagery.extent import Extent
from backend.imagery.layer import LayerInfo
from backend.imagery.window_grid import default_window_sizes
from backend.index.store import LayerIndex
from backend.jobs.geojson import regions_collection
from backend.jobs.inputs import CRS84, CrsName, LayerInputs, Text
from backend.jobs.process import GEOPACKAGE, File, OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.processes.taught_query import (
    Accepted,
    Rejected,
    Taught,
    posted_concept,
    posted_examples,
    taught_query,
)
from backend.jobs.site import Site
from backend.jobs.workbench import Workbench
from backend.output.files import write_whole
from backend.progress import Progress
from backend.search.export import LAYER_NAME, write_regions
from backend.search.query import Query
from backend.search.region import SearchResult
from backend.search.search import DEFAULT_MIN_RELEVANCE, DEFAULT_TOP, SearchOptions, search
from backend.search.sizes import sizes_for, thing_size, windows_over

MOST_FINE_WINDOWS = 250_000
"""Small windows that a search for small things makes at most: of 12.5 m, those of a square of three kilometres."""

REGIONS_FILE = "regions.gpkg"
REGIONS_OUTPUTS = {
    "regions": OutputDescription(
        "Regions",
        "Ranked regions with score and relevance, in longitude and latitude",
        {
            "type": "object",
            "format": "geojson-feature-collection",
            "required": ["type", "features"],
            "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array"}},
        },
    ),
    "geopackage": OutputDescription(
        "Regions as GeoPackage",
        "The same regions in the layer's own CRS, with their provenance; of executions that became a job",
        {"type": "string", "contentMediaType": GEOPACKAGE},
    ),
    "summary": OutputDescription(
        "Summary",
        "The verdict (found, weak, absent or unknown_words) and its facts; counts, seconds, provenance of the search",
        {
            "type": "object",
            "required": ["verdict", "facts", "provenance"],
            "properties": {
                "next": {
                    "type": "object",
                    "description": "Ranks of the regions to look at next: the best, and the most uncertain",
                    "properties": {
                        "best": {"type": "array", "items": {"type": "integer"}},
                        "uncertain": {"type": "array", "items": {"type": "integer"}},
                    },
                },
                "verdict": {"enum": ["found", "weak", "absent", "unknown_words"]},
                "facts": {
                    "type": "object",
                    "properties": {
                        "best_relevance": {"type": ["number", "null"]},
                        "presence": {"type": ["number", "null"]},
                        "known_words": {"type": ["number", "null"]},
                        "nearest_words": {"type": "array", "items": {"type": "string"}},
                    },
                },
            },
        },
    ),
}


class RegionInputs(LayerInputs):
    """What every search for regions may ask."""

    top: Annotated[int, Field(ge=1, description="How many regions at most")] = DEFAULT_TOP
    mode: Annotated[
        Literal["windows", "merged", "outline"],
        Field(description="The best windows as they are, merged, or refined to outlines"),
    ] = "merged"
    threshold: Annotated[float, Field(ge=0, le=1, description="Least relevance")] = DEFAULT_MIN_RELEVANCE
    candidates: Annotated[int, Field(ge=0, description="Regions below the threshold to return too, as weak")] = 0
    uncertain: Annotated[
        int, Field(ge=0, description="Places to ask about too, whose mark would teach most; of a taught query")
    ] = 0
    examples_crs: Annotated[CrsName, Field(description="CRS of the example geometries; coordinates are x, y")] = CRS84


class SearchInputs(RegionInputs):
    """Inputs of ``search``."""

    text: Annotated[Text | None, Field(description='Phrases that mean the same, separated by ";"')] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What is not wanted")] = ()
    examples: Annotated[Any, Field(description="GeoJSON of ground like which it should be; no answer itself")] = None
    counter_examples: Annotated[Any, Field(description="GeoJSON of ground like which it should not be")] = None
    accepted: Accepted = None
    rejected: Rejected = None
    concept: Taught = None


class SimilarInputs(RegionInputs):
    """Inputs of ``similar``."""

    like: Annotated[Any, Field(description="GeoJSON of ground like which it should be")]
    unlike: Annotated[Any, Field(description="GeoJSON of ground like which it should not be")] = None
    text: Annotated[Text | None, Field(description="Words that say it too")] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What is not wanted")] = ()


AnyRegions = TypeVar("AnyRegions", bound=RegionInputs)


@dataclass
class PreparedSearch(Prepared):
    """A search: at once where the index is ready, else as a job that publishes regions as they come."""

    bench: Workbench
    site: Site
    query: Query
    options: SearchOptions

    def index(self, run: Run, on_rows: Callable[[LayerIndex], None] | None = None) -> LayerIndex:
        """The index with all that the search needs, made now where it has to be."""
        return self.site.index(run, run.part(0, 0.95), urgent=True, on_rows=on_rows)

    def search(self, index: LayerIndex) -> SearchResult:
        """The answer of an index as it is."""
        return search(
            *(index, self.site.encoder, self.query, self.options),
            matrices=self.bench.matrices(self.site.extent),
            opener=self.site.open_layer,
        )

    def at_once(self) -> Outputs | None:
        """The regions, if every window of the extent is indexed."""
        index = self.site.ready_index()
        return None if index is None else _values(self.search(index).without_folder())

    def _run(self, run: Run, folder: Path) -> Outputs:
        regions = folder / REGIONS_FILE

        def publish(index: LayerIndex) -> None:
            write_whole(regions, lambda path: write_regions(path, self.search(index).without_folder()))

        index = self.index(run, publish)
        run.tell("searching", 0.95)
        result = self.search(index).without_folder()
        write_regions(regions, result)
        run.progress(Progress("found", 1.0, len(result.regions), unit="regions"))
        return {**_values(result), "geopackage": File(REGIONS_FILE, GEOPACKAGE, LAYER_NAME)}


def _values(result: SearchResult) -> dict[str, Value | File]:
    return {"regions": Value(regions_collection(result)), "summary": Value(result.facts())}


class _RegionProcess(Process[AnyRegions]):
    outputs = REGIONS_OUTPUTS

    @abstractmethod
    def query(self, inputs: AnyRegions) -> Query:
        """The query that the inputs mean."""

    def prepare(self, inputs: AnyRegions, bench: Workbench) -> PreparedSearch:
        """Refuse an empty query, too many regions or examples, an unknown layer or model, an extent elsewhere."""
        most = bench.settings.limits.max_top
        for field in ("top", "candidates", "uncertain"):
            if getattr(inputs, field) > most:
                raise BadOption(f"The field {field!r} is {getattr(inputs, field)}: {most} is the most.")
        return self.prepare_with(self.query(inputs), inputs, bench)

    def prepare_with(self, query: Query, inputs: AnyRegions, bench: Workbench) -> PreparedSearch:
        """:meth:`prepare` with a query that was made already."""
        stop = Stop()
        options = SearchOptions(
            *(inputs.top, inputs.mode),
            min_relevance=inputs.threshold,
            candidates=inputs.candidates,
            uncertain=inputs.uncertain,
        )
        site = bench.site(inputs, stop, partial(fitting_sizes, query))
        if query.concept is not None:
            query.concept.check_model(site.encoder.model_id, site.encoder.revision)
        return PreparedSearch(stop, bench, site, query, replace(options, extent=site.extent))


def fitting_sizes(query: Query, info: LayerInfo, extent: Extent | None) -> tuple[float, ...] | None:
    """The small windows that a query needs; None where the layer's usual ones answer it.

    A layer has them only where somebody asked for small things; over more ground than :data:`MOST_FINE_WINDOWS` hold,
    the usual windows answer.
    """
    if thing_size(query) is None:
        return None
    sizes = sizes_for(query, info, default_window_sizes(info))
    return None if sizes is None or windows_over(info, sizes, extent) > MOST_FINE_WINDOWS else tuple(sizes)


class SearchProcess(_RegionProcess[SearchInputs]):
    """Regions that a text names."""

    id = "search"
    title = "Search a layer by text"
    description = (
        "Ranked regions of a layer that a text names, in any of the model's languages. A layer that is not indexed yet "
        "is indexed first, the asked extent before the rest."
    )
    inputs = SearchInputs

    def query(self, inputs: SearchInputs) -> Query:
        """Words or a concept, examples, marks, and what is not wanted."""
        fields = ("examples", "counter_examples", "accepted", "rejected")
        ground = {name: posted_examples(getattr(inputs, name), name, inputs.examples_crs) for name in fields}
        concept = None if inputs.concept is None else posted_concept(inputs.concept, "concept")
        return taught_query(inputs.text, inputs.unwanted, concept=concept, **ground)


class SimilarProcess(_RegionProcess[SimilarInputs]):
    """Regions like given polygons."""

    id = "similar"
    title = "Find similar regions"
    description = "Ranked regions of a layer that look like given polygons, and if asked unlike others."
    inputs = SimilarInputs

    def query(self, inputs: SimilarInputs) -> Query:
        """Examples, and words if there are any."""
        likes = posted_examples(inputs.like, "like", inputs.examples_crs)
        if not likes:
            raise BadOption("The field 'like' holds no geometry: give one polygon at least.")
        unlikes = posted_examples(inputs.unlike, "unlike", inputs.examples_crs)
        return taught_query(inputs.text, inputs.unwanted, examples=likes, counter_examples=unlikes)
