"""``search`` and ``similar``: ranked regions that a text names, or that look like given polygons."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from backend.errors import BadOption
from backend.imagery.crs import WGS84
from backend.imagery.extent import extent_in_layer
from backend.imagery.window_grid import default_window_sizes
from backend.index.store import LayerIndex
from backend.jobs.device import DeviceEncoder
from backend.jobs.geojson import regions_collection
from backend.jobs.inputs import CRS84, CrsName, LayerInputs, Text, crs_name, geometries
from backend.jobs.process import GEOPACKAGE, File, OutputDescription, Outputs, Process, Run, Value
from backend.jobs.workbench import Workbench
from backend.output.files import write_whole
from backend.search.export import LAYER_NAME, write_regions
from backend.search.query import Example, Query, parse_query
from backend.search.region import SearchResult
from backend.search.search import DEFAULT_MIN_RELEVANCE, DEFAULT_TOP, SearchOptions, search
from backend.search.sizes import sizes_for, thing_size, windows_over

MAX_EXAMPLES = 5
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
    examples_crs: Annotated[CrsName, Field(description="CRS of the example geometries; coordinates are x, y")] = CRS84


class SearchInputs(RegionInputs):
    """Inputs of ``search``."""

    text: Annotated[Text | None, Field(description='Phrases that mean the same, separated by ";"')] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What is not wanted")] = ()
    examples: Annotated[Any, Field(description="GeoJSON of ground like which it should be, five at most")] = None
    counter_examples: Annotated[Any, Field(description="GeoJSON of ground like which it should not be")] = None


class SimilarInputs(RegionInputs):
    """Inputs of ``similar``."""

    like: Annotated[Any, Field(description="GeoJSON of ground like which it should be, five at most")]
    unlike: Annotated[Any, Field(description="GeoJSON of ground like which it should not be")] = None
    text: Annotated[Text | None, Field(description="Words that say it too")] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What is not wanted")] = ()


AnyRegions = TypeVar("AnyRegions", bound=RegionInputs)


class _RegionProcess(Process[AnyRegions]):
    """A search: at once where the index is ready, else as a job that publishes regions as they come."""

    outputs = REGIONS_OUTPUTS

    @abstractmethod
    def query(self, inputs: AnyRegions) -> Query:
        """The query that the inputs mean."""

    def check(self, inputs: AnyRegions, bench: Workbench) -> None:
        """Refuse an empty query, too many regions or examples, an unknown layer or model, an extent elsewhere."""
        most = bench.settings.limits.max_top
        for field, asked in (("top", inputs.top), ("candidates", inputs.candidates)):
            if asked > most:
                raise BadOption(f"The field {field!r} is {asked}: {most} is the most.")
        inputs = with_fitting_windows(inputs, self.query(inputs), bench)
        bench.site(inputs, bench.encoder(inputs.model))

    def at_once(self, inputs: AnyRegions, bench: Workbench) -> Outputs | None:
        """The regions, if every window of the extent is indexed."""
        encoder = bench.encoder(inputs.model)
        inputs = with_fitting_windows(inputs, self.query(inputs), bench)
        index = bench.ready_index(bench.site(inputs, encoder))
        if index is None:
            return None
        result = self._search(index, encoder, inputs, bench)
        return {"regions": Value(regions_collection(result)), "summary": Value(summary(result))}

    def run(self, inputs: AnyRegions, bench: Workbench, run: Run) -> Outputs:
        """Index what the extent needs, publishing the regions so far, then search."""
        encoder = bench.encoder(inputs.model, run.cancelled)
        inputs = with_fitting_windows(inputs, self.query(inputs), bench)
        regions = run.folder / REGIONS_FILE

        def publish(index: LayerIndex) -> None:
            write_whole(regions, lambda path: write_regions(path, self._search(index, encoder, inputs, bench)))

        index = bench.ready_index(bench.site(inputs, encoder))
        if index is None:
            index = bench.make_index(
                inputs, encoder, run, run.part(0, 0.95), extent_only=True, urgent=True, on_rows=publish
            )
        run.progress(0.95, "Searching")
        result = self._search(index, encoder, inputs, bench)
        write_regions(regions, result)
        run.progress(1, f"{result.count} regions found")
        return {
            "regions": Value(regions_collection(result)),
            "geopackage": File(REGIONS_FILE, GEOPACKAGE, LAYER_NAME),
            "summary": Value(summary(result)),
        }

    def _search(self, index: LayerIndex, encoder: DeviceEncoder, inputs: AnyRegions, bench: Workbench) -> SearchResult:
        extent = inputs.extent
        options = SearchOptions(
            inputs.top,
            inputs.mode,
            None if extent is None else extent.box,
            None if extent is None else extent.epsg,
            inputs.threshold,
            candidates=inputs.candidates,
        )
        query = self.query(inputs)
        found = search(index, encoder, query, options, matrices=bench.matrices, opener=bench.readers.open)
        # Clients know the layer by its name, and must not learn where it lies.
        return replace(found, provenance=replace(found.provenance, layer=index.info.path.name))


def with_fitting_windows(inputs: AnyRegions, query: Query, bench: Workbench) -> AnyRegions:
    """The inputs, with the small windows that the query needs where the client named none.

    A layer has them only where somebody asked for small things; over more ground than :data:`MOST_FINE_WINDOWS` hold,
    the usual windows answer.

    Raises:
        LayerNotFound, LayerNotReadable, LayerNotGeoreferenced, OutsideLayer, BadOption: see :meth:`Workbench.site`.
    """
    if inputs.window_m is not None or thing_size(query) is None:
        return inputs
    info = bench.info(inputs.layer)
    sizes = sizes_for(query, info, default_window_sizes(info))
    if sizes is None:
        return inputs
    box = None if inputs.extent is None else extent_in_layer(info, inputs.extent.box, inputs.extent.epsg)
    if windows_over(info, sizes, box) > MOST_FINE_WINDOWS:
        return inputs
    return inputs.model_copy(update={"window_m": list(sizes)})


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
        """Text, examples, and what is not wanted."""
        likes = _examples(inputs.examples, "examples", inputs)
        unlikes = _examples(inputs.counter_examples, "counter_examples", inputs)
        return _query(inputs.text, inputs.unwanted, likes, unlikes)


class SimilarProcess(_RegionProcess[SimilarInputs]):
    """Regions like given polygons."""

    id = "similar"
    title = "Find similar regions"
    description = "Ranked regions of a layer that look like given polygons, and if asked unlike others."
    inputs = SimilarInputs

    def query(self, inputs: SimilarInputs) -> Query:
        """Examples, and words if there are any."""
        likes = _examples(inputs.like, "like", inputs)
        if not likes:
            raise BadOption("The field 'like' holds no geometry: give one polygon at least.")
        return _query(inputs.text, inputs.unwanted, likes, _examples(inputs.unlike, "unlike", inputs))


def summary(result: SearchResult) -> dict[str, Any]:
    """The result without its regions."""
    return result.facts()


def _query(
    text: str | None, unwanted: tuple[str, ...], examples: tuple[Example, ...], counter_examples: tuple[Example, ...]
) -> Query:
    if text is None:
        return Query((), unwanted, examples, counter_examples)
    parsed = parse_query(text, unwanted)
    return Query(parsed.texts, parsed.unwanted, examples, counter_examples)


def _examples(given: Any, field: str, inputs: RegionInputs) -> tuple[Example, ...]:
    if given is None:
        return ()
    shapes = geometries(given, field)
    if len(shapes) > MAX_EXAMPLES:
        raise BadOption(f"The field {field!r} holds {len(shapes)} geometries: {MAX_EXAMPLES} is the most.")
    crs = WGS84 if inputs.examples_crs == CRS84 else crs_name(inputs.examples_crs)
    return tuple(Example(shape, crs) for shape in shapes)
