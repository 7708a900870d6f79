"""``watch``: run a saved search again on layers that are new or have changed, and report what is new."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

import shapely
from pydantic import Field, ValidationError

from backend.errors import BadOption, TerralexError
from backend.imagery.crs import WGS84
from backend.imagery.layer_files import layer_files, state_of
from backend.jobs.inputs import Closed
from backend.jobs.process import GEOPACKAGE, File, OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.processes.search import REGIONS_FILE
from backend.jobs.processes.survey import (
    PreparedSurvey,
    SurveyInputs,
    SurveyProcess,
    one_by_one,
    refuse_if_all_failed,
    survey_collection,
)
from backend.jobs.workbench import Workbench
from backend.layers.folder_rasters import Member
from backend.output.vector import write_vector
from backend.search.survey import LAYER_NAME, LayerAnswer, columns, merge
from backend.utc import now_text
from backend.watch.difference import Difference, difference
from backend.watch.saved_searches import SavedSearches
from backend.watch.seen import SeenLayer, SeenRegion, mark_of

NEW, GONE, UNCHANGED = "new", "gone", "unchanged"


class WatchInputs(Closed):
    """Inputs of ``watch``."""

    search: Annotated[str, Field(min_length=1, max_length=64, description="ID of a saved search from /searches")]


@dataclass(frozen=True)
class Report:
    """The report of a round.

    Attributes:
        regions: GeoJSON in longitude and latitude: the new ones by relevance, then the unchanged, then the gone, as
            ``change`` says of each.
        summary: counts, the state of each layer, provenance.
    """

    regions: Mapping[str, Any]
    summary: Mapping[str, Any]

    def write(self, path: Path, overwrite: bool = False) -> None:
        """Write the regions, see :func:`backend.output.vector.write_vector`.

        Raises:
            BadOption: an unknown extension.
            OutputNotWritable: it cannot be written there.
        """
        features = self.regions["features"]
        given = [row["geometry"] for row in features]
        shapes = [None if shape is None else shapely.from_geojson(json.dumps(shape)) for shape in given]
        source = self.summary["provenance"]
        fields = columns([row["properties"] for row in features], source, ("change",))
        write_vector(path, shapes, WGS84, fields, LAYER_NAME, source, overwrite=overwrite)


@dataclass
class PreparedWatch(Prepared):
    """One round of a saved search."""

    bench: Workbench
    saved: SavedSearches
    search: str
    survey: PreparedSurvey

    def round(self, run: Run, key: str) -> Report:
        """Search the layers that are new or have changed, and compare the regions.

        Args:
            run: may be cancelled; completed work is kept.
            key: of the round, see :meth:`backend.watch.saved_searches.SavedSearches.begin`.

        Raises:
            TerralexError: a folder does not exist, or no layer can be searched.
            Cancelled: the run was cancelled.
        """
        with self.bench.turns.turn(("watch", self.search), cancelled=run.cancelled):
            self.saved.begin(self.search, self._asked(), key)
            members = self.survey.members()
            before, done = self.saved.before(self.search), self.saved.now(self.search)
            refuse_if_all_failed([self._look(answer, before, done, part) for answer, part in one_by_one(members, run)])
            asked = {member.layer for member in members}
            for layer, seen in before.items():
                if layer not in asked:
                    self.saved.answer(self.search, SeenLayer(layer, seen.title, "", (), gone=True))
            now = self.saved.now(self.search)
            report = self._report(members, before, now, len(done))
            self.saved.finish(self.search, {name: report.summary[name] for name in _FACTS})
            return report

    def _run(self, run: Run, folder: Path) -> Outputs:
        report = self.round(run, folder.name)
        report.write(folder / REGIONS_FILE)
        return {
            "regions": Value(dict(report.regions)),
            "geopackage": File(REGIONS_FILE, GEOPACKAGE, LAYER_NAME),
            "summary": Value(dict(report.summary)),
        }

    def _asked(self) -> str:
        """A fingerprint of the query, independent of the layers it is run on."""
        return mark_of(self.survey.inputs.model_dump(mode="json", exclude={"layers", "folders"}))

    def _look(
        self, member: Member, before: Mapping[str, SeenLayer], done: Mapping[str, SeenLayer], run: Run
    ) -> LayerAnswer:
        """Search a layer if it is new or has changed, and store its answer; unchanged layers are not opened."""
        try:
            mark = self._mark(member)
        except TerralexError:
            mark = ""  # asking it says why
        known = done.get(member.layer) or before.get(member.layer)
        if mark and known is not None and known.answers(mark):
            return LayerAnswer(member.layer, member.title)
        answer = self.survey.look(member, run)
        features = survey_collection(merge([answer], self.survey.inputs.top))["features"]
        regions = tuple(SeenRegion(row["geometry"], row["properties"]) for row in features)
        seen = SeenLayer(member.layer, member.title, mark, None if answer.error else regions, answer.error)
        self.saved.answer(self.search, seen)
        return answer

    def _mark(self, member: Member) -> str:
        """A fingerprint of a layer's files and the model, computed without opening the layer."""
        if member.trouble is not None:
            raise member.trouble
        file = self.bench.layers.path(member.layer)
        encoder = self.bench.encoder(self.survey.inputs.model)
        return mark_of(state_of(layer_files(file).files), encoder.model_id, encoder.revision)

    def _report(
        self, members: Sequence[Member], before: Mapping[str, SeenLayer], now: Mapping[str, SeenLayer], taken_up: int
    ) -> Report:
        changes = difference(before, now)
        layers = [_state(member, before, now) for member in members]
        layers += [_told(seen, GONE) for seen in now.values() if seen.gone]
        states = Counter(row["state"] for row in layers)
        encoder = self.bench.encoder(self.survey.inputs.model)
        asked = self.survey.query.to_dict()
        summary = {
            "search": self.saved.get(self.search).search.name,
            "new": len(changes.new),
            "gone": len(changes.gone),
            "unchanged": len(changes.unchanged),
            "layers_asked": len(members),
            "looked_at": states["new"] + states["changed"],
            "failed": states["failed"],
            "taken_up": taken_up,
            "time": now_text(),
            "layers": layers,
            "provenance": {
                "query": asked.pop("texts"),
                **asked,
                "model": encoder.model_id,
                "revision": encoder.revision,
                "time": now_text(),
            },
        }
        return Report(_collection(changes), summary)


_FACTS = ("time", "new", "gone", "unchanged", "layers_asked", "looked_at", "failed")


def _state(member: Member, before: Mapping[str, SeenLayer], now: Mapping[str, SeenLayer]) -> dict[str, Any]:
    seen, earlier = now.get(member.layer), before.get(member.layer)
    if seen is None:
        return _told(earlier or SeenLayer(member.layer, member.title, "", ()), UNCHANGED)
    if seen.regions is None:
        return _told(seen, "failed")
    return _told(seen, "new" if earlier is None else "changed")


def _told(seen: SeenLayer, state: str) -> dict[str, Any]:
    count = len(seen.regions or ())
    return {"layer": seen.title, "layer_id": seen.layer, "state": state, "count": count, "error": seen.error or None}


def _collection(found: Difference) -> dict[str, Any]:
    parts = ((NEW, found.new), (UNCHANGED, found.unchanged), (GONE, found.gone))
    rows = [
        (change, region)
        for change, regions in parts
        for region in sorted(regions, key=lambda one: (-one.told["relevance"], -one.told["score"]))
    ]
    features = [
        {
            "type": "Feature",
            "id": number,
            "geometry": region.geometry,
            "properties": {"change": change, **region.told, "rank": number},
        }
        for number, (change, region) in enumerate(rows, start=1)
    ]
    return {"type": "FeatureCollection", "features": features}


class WatchProcess(Process[WatchInputs]):
    """Run a saved search again."""

    id = "watch"
    title = "Run a saved search again"
    description = (
        "Searches those layers of a saved search that are new or have changed since its last run, and reports "
        "which regions are new, gone or unchanged, compared by overlap. An interrupted run continues."
    )
    inputs = WatchInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "regions": OutputDescription.features(
            "Regions", 'New regions first, then unchanged and gone ones; see their property "change"'
        ),
        "geopackage": OutputDescription.file(
            "Regions as GeoPackage", "The same regions, in longitude and latitude", GEOPACKAGE
        ),
        "summary": OutputDescription(
            "Summary",
            "Numbers of new, gone and unchanged regions, the state of each layer, and provenance",
            {"type": "object"},
        ),
    }

    def prepare(self, inputs: WatchInputs, bench: Workbench) -> PreparedWatch:
        """Reject a search that does not exist or can no longer be run."""
        if bench.saved is None:
            raise BadOption("Saved searches are not available here: use a service, or terralex watch.")
        saved = bench.saved.get(inputs.search)
        survey = SurveyProcess().prepare(saved_inputs(saved.search.inputs), bench)
        return PreparedWatch(Stop(), bench, bench.saved, saved.id, survey)


def saved_inputs(inputs: Mapping[str, Any]) -> SurveyInputs:
    """The inputs of a saved search.

    Raises:
        BadOption: it cannot be run; the sentence names the field.
    """
    try:
        return SurveyInputs.model_validate_json(json.dumps(inputs), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "inputs"
        raise BadOption(f"The input {name!r} of the saved search cannot be used: {first['msg']}.") from error
