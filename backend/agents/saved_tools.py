"""Saved searches as tools for agents: a search of many layers is saved, and run again to report what is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationError

from backend.agents.tool import Answer, Arguments, Tool, brief, parsed
from backend.errors import BadOption
from backend.jobs.process import Process, Run
from backend.jobs.processes.survey import SurveyProcess
from backend.jobs.processes.watch import WatchProcess, saved_inputs
from backend.jobs.schema import inlined
from backend.jobs.workbench import Workbench
from backend.watch.saved_search import Name, SavedSearch
from backend.watch.saved_searches import KeptSearch, SavedSearches

MOST_REGIONS = 100
"""Maximum number of new and gone regions in an answer; the result has all of them."""

Runs = Callable[[Process[Any], Mapping[str, Any], Run], tuple[str, dict[str, Any]]]
"""Runs a process and stores its result; returns the result's id and its outputs."""


class NameArguments(Arguments):
    """The name in the arguments of ``save_search``; the rest is what the process ``survey`` takes."""

    name: Name


class SearchArguments(Arguments):
    """Arguments of ``run_search`` and ``remove_search``."""

    search: Annotated[str, Field(max_length=64, description="Id of a saved search, from list_searches or save_search")]


class SavedSearchTools:
    """The four tools; thread-safe."""

    def __init__(self, bench: Workbench, run: Runs) -> None:
        """Args:
        bench: what processes work with; it has the saved searches.
        run: runs a process and keeps its result.
        """
        self._bench = bench
        self._run = run

    def tools(self) -> tuple[Tool, ...]:
        """Their descriptions for agents."""
        asked = inlined(SurveyProcess.inputs.model_json_schema())
        asked = {**asked, "properties": {**asked["properties"], **_described_layers(asked["properties"])}}
        name = inlined(NameArguments.model_json_schema())["properties"]["name"]
        saved = {**asked, "properties": {"name": name, **asked["properties"]}, "required": ["name"]}
        one = inlined(SearchArguments.model_json_schema())
        return (
            Tool(
                "save_search",
                "Save a search",
                "Keeps a question to many layers or folders under a name, so that run_search can say what is new since "
                "it was run last. Nothing is looked at yet.",
                saved,
                self.save,
                read_only=False,
            ),
            Tool(
                "list_searches",
                "List saved searches",
                "The saved searches with what each asks and what its last run said.",
                inlined(Arguments.model_json_schema()),
                self.list,
                read_only=True,
            ),
            Tool(
                "run_search",
                "Run a saved search",
                "Looks at the layers of a saved search that are new or have changed since it was run last, and says "
                "which regions are new and which are gone. The first time, everything is new.",
                one,
                self.run,
                read_only=False,
            ),
            Tool(
                "remove_search",
                "Remove a saved search",
                "Forgets a saved search; results of its runs stay.",
                one,
                self.remove,
                read_only=False,
            ),
        )

    def save(self, arguments: Mapping[str, Any], run: Run) -> Answer:
        """Save the search, after checking its inputs.

        Raises:
            TerralexError: the process refuses the request.
        """
        name = parsed(NameArguments, "save_search", {key: arguments[key] for key in arguments if key == "name"}).name
        inputs = {key: value for key, value in arguments.items() if key != "name"}
        SurveyProcess().prepare(saved_inputs(inputs), self._bench)
        try:
            search = SavedSearch(name=name, inputs=inputs)
        except ValidationError as error:
            raise BadOption("The saved search cannot be kept: give it a name and inputs.") from error
        return _told(self._saved.put(search))

    def list(self, arguments: Mapping[str, Any], run: Run) -> Answer:
        """All of them.

        Raises:
            BadOption: wrong arguments.
        """
        parsed(Arguments, "list_searches", arguments)
        return {"searches": [_told(kept) for kept in self._saved.all()]}

    def run(self, arguments: Mapping[str, Any], run: Run) -> Answer:
        """What is new, in brief.

        Raises:
            SearchNotFound: there is none of this id.
            TerralexError: the process refuses the request.
        """
        asked = parsed(SearchArguments, "run_search", arguments)
        result, outputs = self._run(WatchProcess(), {"search": asked.search}, run)
        summary, rows = outputs["summary"]["value"], outputs["regions"]["value"]["features"]
        changed = [brief(row) for row in rows if row["properties"]["change"] != "unchanged"]
        told = ("search", "new", "gone", "unchanged", "layers_asked", "looked_at", "failed", "layers")
        return {"result": result, **{field: summary[field] for field in told}, "regions": changed[:MOST_REGIONS]}

    def remove(self, arguments: Mapping[str, Any], run: Run) -> Answer:
        """Delete it.

        Raises:
            SearchNotFound: there is none of this id.
        """
        asked = parsed(SearchArguments, "remove_search", arguments)
        self._saved.remove(asked.search)
        return {"removed": asked.search}

    @property
    def _saved(self) -> SavedSearches:
        assert self._bench.saved is not None  # the toolbox opens them
        return self._bench.saved


def _told(kept: KeptSearch) -> Answer:
    last = {"last": dict(kept.last)} if kept.last else {}
    return {"search": kept.id, "name": kept.search.name, "inputs": kept.search.inputs, **last}


def _described_layers(properties: Mapping[str, Any]) -> Answer:
    layers = {**properties["layers"], "description": "Layers of list_layers: their paths"}
    folders = {**properties["folders"], "description": "Folders of rasters: paths in the folders of this server"}
    return {"layers": layers, "folders": folders}
