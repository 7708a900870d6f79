"""``search`` and ``similar``: ranked regions that a text names, or that look like given polygons."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from backend.errors import BadOption
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo
from backend.index.plan import Order
from backend.index.store import LayerIndex
from backend.jobs.geojson import regions_collection
from backend.jobs.inputs import CRS84, CrsName, LayerInputs, Text
from backend.jobs.process import GEOPACKAGE, File, OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.processes.taught_query import (
    Accepted,
    Rejected,
    Taught,
    ground_beside,
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
from backend.search.sight import fitting_sizes
from backend.search.sketch import Boxes, SketchedIndex, best_first, by_promise, promising_ground

MOST_BESIDE = 65_536
"""Maximum number of windows of an incomplete index that are read again for every answer on the way."""

MOST_ONCE = 4 * MOST_BESIDE
"""The same for the final answer of a fast search, which is given once."""

REGIONS_FILE = "regions.gpkg"
REGIONS_OUTPUTS = {
    "regions": OutputDescription.features(
        "Regions", "Ranked regions with score and relevance, in longitude and latitude"
    ),
    "geopackage": OutputDescription.file(
        "Regions as GeoPackage",
        "The same regions in the layer's CRS, with their provenance; only for executions that ran as a job",
        GEOPACKAGE,
    ),
    "summary": OutputDescription(
        "Summary",
        "The verdict (found, weak, absent or unknown_words) and its facts, counts, seconds, and provenance of the "
        "search",
        {
            "type": "object",
            "required": ["verdict", "facts", "provenance"],
            "properties": {
                "next": {
                    "type": "object",
                    "description": "Ranks of the regions to review next: the best and the most uncertain",
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
                        "limit": {
                            "type": ["object", "null"],
                            "description": "What keeps it from being seen well: the smallest windows are too large, "
                            "or the pixels are too coarse; with their size in metres",
                            "required": ["of", "metres"],
                            "properties": {"of": {"enum": ["windows", "pixels"]}, "metres": {"type": "number"}},
                        },
                    },
                },
            },
        },
    ),
}


class RegionInputs(LayerInputs):
    """Inputs of every search for regions."""

    top: Annotated[int, Field(ge=1, description="Maximum number of regions")] = DEFAULT_TOP
    mode: Annotated[
        Literal["windows", "merged", "outline"],
        Field(description="Return single windows, merged windows, or outlines"),
    ] = "merged"
    threshold: Annotated[float, Field(ge=0, le=1, description="Least relevance")] = DEFAULT_MIN_RELEVANCE
    candidates: Annotated[
        int, Field(ge=0, description="Number of regions below the threshold to return as well, as weak")
    ] = 0
    uncertain: Annotated[
        int,
        Field(
            ge=0, description="Number of additional places whose marks would teach the most; only for a taught query"
        ),
    ] = 0
    examples_crs: Annotated[CrsName, Field(description="CRS of the example geometries; coordinates in x, y order")] = (
        CRS84
    )


class SearchInputs(RegionInputs):
    """Inputs of ``search``."""

    text: Annotated[Text | None, Field(description='Phrases with the same meaning, separated by ";"')] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What to exclude")] = ()
    examples: Annotated[Any, Field(description="GeoJSON of positive examples; never part of the answer")] = None
    counter_examples: Annotated[Any, Field(description="GeoJSON of negative examples")] = None
    accepted: Accepted = None
    rejected: Rejected = None
    concept: Taught = None
    fast: Annotated[
        bool,
        Field(
            description="Of ground that is not indexed, embed only what is promising, a quarter at most: places "
            "elsewhere are missed. Without effect with examples, marks or a concept"
        ),
    ] = False


class SimilarInputs(RegionInputs):
    """Inputs of ``similar``."""

    like: Annotated[Any, Field(description="GeoJSON of positive examples")]
    unlike: Annotated[Any, Field(description="GeoJSON of negative examples")] = None
    text: Annotated[Text | None, Field(description="Words that describe the same thing")] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What to exclude")] = ()


AnyRegions = TypeVar("AnyRegions", bound=RegionInputs)


@dataclass
class PreparedSearch(Prepared):
    """A search: answered at once if the index is ready, otherwise a job that publishes regions as they are found."""

    bench: Workbench
    site: Site
    query: Query
    options: SearchOptions
    fast: bool = False

    def index(
        self,
        run: Run,
        on_rows: Callable[[LayerIndex], None] | None = None,
        order: Order | None = None,
        ground: Sequence[Box] = (),
    ) -> LayerIndex:
        """The index with everything the search needs, completed now if necessary; with ``ground`` only there."""
        return self.site.index(run, run.part(0, 0.95), urgent=True, on_rows=on_rows, order=order, ground=ground)

    def search(self, index: LayerIndex) -> SearchResult:
        """The answer from an index."""
        return search(
            *(index, self.site.encoder, self.query, self.options),
            matrices=self.bench.matrices(self.site.extent),
            opener=self.site.open_layer,
        )

    def answer(
        self, run: Run, publish: Callable[[SearchResult], None] | None = None
    ) -> tuple[LayerIndex, SearchResult]:
        """The final answer and the index that gave it; ``publish`` gets the answers on the way to it."""
        looks = (publish is not None or self.fast) and self.site.ready_index() is None
        ranked, sketch = self.sketched(run, publish) if looks else (None, None)
        on_rows = None if publish is None else (lambda rows: publish(self.search_beside(rows, sketch)))
        order = None if ranked is None else partial(by_promise, boxes=ranked)
        site = self.site
        ground = promising_ground(site.grid, site.extent, ranked) if self.fast and ranked is not None else []
        index = self.index(run, on_rows, order, ground)
        run.tell("searching", 0.95)
        if not ground:
            return index, self.search(index)
        found = self.search_beside(index, sketch, MOST_ONCE)
        told = f"Only promising ground was looked at ({found.windows:,} windows): places elsewhere are missed."
        return index, replace(found, exact=False, warnings=(*found.warnings, told))

    def sketched(
        self, run: Run, publish: Callable[[SearchResult], None] | None
    ) -> tuple[Boxes | None, SketchedIndex | None]:
        """Answer from a first impression, again whenever there is more to see; returns the boxes of its windows, most
        promising first, and the last impression."""
        if self.query.taught:  # examples lie anywhere, and are measured by the whole index
            return None, None
        sketch: SketchedIndex | None = None
        ranked: Boxes | None = None
        early = replace(self.options, mode="merged" if self.options.mode == "outline" else self.options.mode)

        def look(sketch: SketchedIndex) -> Boxes:
            nonlocal ranked
            ranked = best_first(sketch, self.site.encoder, self.query)
            return ranked

        for sketch in self.site.sketches(run, look):
            if publish is None:
                continue
            result = search(sketch, self.site.encoder, self.query, early, opener=self.site.open_layer)
            if result.regions:
                publish(result)
        return ranked, sketch

    def search_beside(self, index: LayerIndex, sketch: SketchedIndex | None, most: int = MOST_BESIDE) -> SearchResult:
        """The answer from an index that is not complete yet, and from a first impression of what it does not have; of
        the index alone if that has more windows than ``most``."""
        if sketch is None or index.count > most:
            return self.search(index)
        both = sketch.beside(index.rows(self.site.extent))
        return search(both, self.site.encoder, self.query, self.options, opener=self.site.open_layer)

    def at_once(self) -> Outputs | None:
        """The regions, if every window of the extent is indexed."""
        index = self.site.ready_index()
        return None if index is None else _values(self.search(index).without_folder())

    def _run(self, run: Run, folder: Path) -> Outputs:
        regions = folder / REGIONS_FILE

        def publish(result: SearchResult) -> None:
            write_whole(regions, lambda path: write_regions(path, result.without_folder()))

        try:
            _, result = self.answer(run, publish)
        finally:
            self.site.close()
        result = result.without_folder()
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
        """Reject an empty query, too many regions or examples, an unknown layer or model, an extent outside."""
        most = bench.settings.limits.max_top
        for field in ("top", "candidates", "uncertain"):
            if getattr(inputs, field) > most:
                raise BadOption(f"The field {field!r} is {getattr(inputs, field)}: the maximum is {most}.")
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
        site.also = ground_beside(query, site.info, site.extent)
        fast = isinstance(inputs, SearchInputs) and inputs.fast
        return PreparedSearch(stop, bench, site, query, replace(options, extent=site.extent), fast)


def sizes_for_words(text: str, info: LayerInfo, extent: Box | None) -> tuple[float, ...] | None:
    """:func:`backend.search.sight.fitting_sizes` of a search for a text alone.

    Raises:
        EmptyQuery: the text contains no words.
    """
    return fitting_sizes(taught_query(text), info, extent)


class SearchProcess(_RegionProcess[SearchInputs]):
    """Regions that a text names."""

    id = "search"
    title = "Search a layer by text"
    description = (
        "Ranked regions of a layer that match a text, in any of the model's languages. A layer that is not "
        "indexed yet is indexed first, starting with the requested extent."
    )
    inputs = SearchInputs

    def query(self, inputs: SearchInputs) -> Query:
        """Words or a concept, examples, marks, and exclusions."""
        fields = ("examples", "counter_examples", "accepted", "rejected")
        ground = {name: posted_examples(getattr(inputs, name), name, inputs.examples_crs) for name in fields}
        concept = None if inputs.concept is None else posted_concept(inputs.concept, "concept")
        return taught_query(inputs.text, inputs.unwanted, concept=concept, **ground)


class SimilarProcess(_RegionProcess[SimilarInputs]):
    """Regions like given polygons."""

    id = "similar"
    title = "Find similar regions"
    description = "Ranked regions of a layer that look like the given polygons and, optionally, unlike others."
    inputs = SimilarInputs

    def query(self, inputs: SimilarInputs) -> Query:
        """Examples, and words if there are any."""
        likes = posted_examples(inputs.like, "like", inputs.examples_crs)
        if not likes:
            raise BadOption("The field 'like' contains no geometry: give at least one polygon.")
        unlikes = posted_examples(inputs.unlike, "unlike", inputs.examples_crs)
        return taught_query(inputs.text, inputs.unwanted, examples=likes, counter_examples=unlikes)
