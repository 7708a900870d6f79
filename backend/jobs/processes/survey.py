"""``survey``: one query over many layers, answered in one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from backend.errors import BadOption, Cancelled, OutsideLayer, TerralexError
from backend.jobs.geojson import feature_collection
from backend.jobs.inputs import GroundInputs, Text
from backend.jobs.process import GEOPACKAGE, File, OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.processes.search import REGIONS_FILE, SearchInputs, SearchProcess
from backend.jobs.processes.taught_query import Taught, posted_concept, taught_query
from backend.jobs.workbench import Workbench
from backend.layers.folder_rasters import Member
from backend.layers.private_paths import without_paths
from backend.search.query import Query
from backend.search.region import SearchResult
from backend.search.search import DEFAULT_MIN_RELEVANCE, RegionMode
from backend.search.survey import LAYER_NAME, LayerAnswer, SurveyResult, merge, write_survey

MOST_LAYERS = 1_000
DEFAULT_TOP = 100

LayerName = Annotated[str, Field(min_length=1, max_length=4096)]


class SurveyInputs(GroundInputs):
    """Inputs of ``survey``."""

    layers: Annotated[tuple[LayerName, ...], Field(max_length=MOST_LAYERS, description="IDs of layers")] = ()
    folders: Annotated[
        tuple[LayerName, ...],
        Field(max_length=20, description="Folders under a data root whose rasters are searched as well"),
    ] = ()
    text: Annotated[Text | None, Field(description='Phrases with the same meaning, separated by ";"')] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What to exclude")] = ()
    concept: Taught = None
    top: Annotated[int, Field(ge=1, description="Maximum number of regions over all layers")] = DEFAULT_TOP
    mode: Annotated[RegionMode, Field(description="Return single windows, merged windows, or outlines")] = "merged"
    threshold: Annotated[float, Field(ge=0, le=1, description="Least relevance")] = DEFAULT_MIN_RELEVANCE


@dataclass
class PreparedSurvey(Prepared):
    """A query to many layers."""

    bench: Workbench
    inputs: SurveyInputs
    query: Query

    def members(self) -> list[Member]:
        """The layers to search, each once, in the order of the request.

        Raises:
            BadOption: there are none, or too many.
            LayerNotFound: a folder does not exist.
        """
        layers = self.bench.layers
        named = [Member(layer, layers.title(layer)) for layer in self.inputs.layers]
        all_members = [*named, *(member for folder in self.inputs.folders for member in layers.within(folder))]
        each: dict[str, Member] = {}
        for member in all_members:
            each.setdefault(member.layer, member)
        members = list(each.values())
        if not members:
            folders = ", ".join(Path(folder).name for folder in self.inputs.folders)
            raise BadOption(f"There is no raster in {folders}: give a folder that contains some, or layers.")
        if len(members) > MOST_LAYERS:
            raise BadOption(
                f"There are {len(members):,} layers but only {MOST_LAYERS:,} are allowed: search them in parts."
            )
        return members

    def look(self, member: Member, run: Run) -> LayerAnswer:
        """The answer of one layer, which is indexed first if necessary; a failure is reported in the answer.

        Raises:
            Cancelled: the run was cancelled.
        """
        try:
            return LayerAnswer(member.layer, member.title, self._search(member, run))
        except Cancelled:
            raise
        except OutsideLayer:
            return LayerAnswer(member.layer, member.title)
        except TerralexError as error:
            settings = self.bench.settings
            sentence = without_paths(str(error), (settings.state_dir, settings.index, *settings.data_roots))
            run.log(f"{member.title}: {sentence}")
            return LayerAnswer(member.layer, member.title, error=sentence)

    def survey(self, run: Run) -> SurveyResult:
        """The answer of all layers.

        Raises:
            TerralexError: no layer could be searched; the error of the first one.
            Cancelled: the run was cancelled.
        """
        answers = [self.look(member, part) for member, part in one_by_one(self.members(), run)]
        refuse_if_all_failed(answers)
        return merge(answers, self.inputs.top)

    def _run(self, run: Run, folder: Path) -> Outputs:
        result = self.survey(run)
        write_survey(folder / REGIONS_FILE, result)
        return {
            "regions": Value(survey_collection(result)),
            "geopackage": File(REGIONS_FILE, GEOPACKAGE, LAYER_NAME),
            "summary": Value(result.facts()),
        }

    def _search(self, member: Member, run: Run) -> SearchResult:
        if member.trouble is not None:
            raise member.trouble
        ground = {name: getattr(self.inputs, name) for name in GroundInputs.model_fields}
        options = {name: getattr(self.inputs, name) for name in ("top", "mode", "threshold")}
        inputs = SearchInputs.model_construct(layer=member.layer, **ground, **options)
        prepared = SearchProcess().prepare_with(self.query, inputs, self.bench)
        prepared.stop.follow(run)
        result = prepared.search(prepared.index(run))
        return result.without_folder()


def one_by_one(members: Sequence[Member], run: Run) -> Iterator[tuple[Member, Run]]:
    """The layers one after another, each with its part of the run.

    Raises:
        Cancelled: the run was cancelled.
    """
    for number, member in enumerate(members):
        if run.cancelled():
            raise Cancelled("The work was stopped: completed work is kept, and the next run continues from there.")
        yield member, Run(run.part(number / len(members), (number + 1) / len(members)), run.cancelled, run.log)


def refuse_if_all_failed(answers: Sequence[LayerAnswer]) -> None:
    """Report the reason if no layer could be searched.

    Raises:
        BadOption: no layer could be searched; with the error of the first one.
    """
    failed = [answer.error for answer in answers if answer.error]
    if failed and len(failed) == len(answers):
        raise BadOption(failed[0] if len(failed) == 1 else f"None of {len(failed)} layers can be searched. {failed[0]}")


def survey_collection(result: SurveyResult) -> dict[str, Any]:
    """The regions as a FeatureCollection in longitude and latitude, by rank."""
    features = [
        feature
        for entry in result.regions
        for feature in feature_collection([entry.region.geometry], entry.crs, [entry.told()])["features"]
    ]
    return {
        "type": "FeatureCollection",
        "features": [{**feature, "id": number} for number, feature in enumerate(features, start=1)],
    }


class SurveyProcess(Process[SurveyInputs]):
    """One query, many layers."""

    id = "survey"
    title = "Search many layers"
    description = (
        "Runs one query on many layers or a folder of rasters and returns one list, ranked by calibrated "
        "relevance, with the layer of each region. If a layer fails, the reason is reported and the others are "
        "still searched."
    )
    inputs = SurveyInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "regions": OutputDescription.features(
            "Regions", "Ranked regions of all layers with score, relevance and layer, in longitude and latitude"
        ),
        "geopackage": OutputDescription.file(
            "Regions as GeoPackage", "The same regions, in the layers' CRS if they share one", GEOPACKAGE
        ),
        "summary": OutputDescription(
            "Summary", "The verdict, its facts, the answer of each layer, and provenance", {"type": "object"}
        ),
    }

    def prepare(self, inputs: SurveyInputs, bench: Workbench) -> PreparedSurvey:
        """Reject an empty query, no layers, too many regions, an unknown model, a concept of another model."""
        concept = None if inputs.concept is None else posted_concept(inputs.concept, "concept")
        return self.prepare_with(taught_query(inputs.text, inputs.unwanted, concept=concept), inputs, bench)

    def prepare_with(self, query: Query, inputs: SurveyInputs, bench: Workbench) -> PreparedSurvey:
        """:meth:`prepare` with a query that was made already."""
        most = bench.settings.limits.max_top
        if inputs.top > most:
            raise BadOption(f"The field 'top' is {inputs.top}: the maximum is {most}.")
        if not (inputs.layers or inputs.folders):
            raise BadOption("There is nothing to search: give layers or a folder.")
        encoder = bench.encoder(inputs.model)
        if query.concept is not None:
            query.concept.check_model(encoder.model_id, encoder.revision)
        return PreparedSurvey(Stop(), bench, inputs, query)
