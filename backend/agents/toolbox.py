"""The tools: each runs a process of :mod:`backend.jobs` in this process and stores its result."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, Field

from backend.agents.folder_layers import FolderLayers
from backend.agents.saved_tools import SavedSearchTools
from backend.agents.tool import Answer, Arguments, Tool, brief, parsed
from backend.errors import BadOption, JobNotFound
from backend.jobs.device import DeviceWorker
from backend.jobs.engine import parse_inputs
from backend.jobs.process import Process, Run
from backend.jobs.processes.label_features import LabelFeaturesProcess
from backend.jobs.processes.label_windows import LabelWindowsProcess
from backend.jobs.processes.search import SearchProcess
from backend.jobs.result_folders import ResultFolders
from backend.jobs.schema import inlined
from backend.jobs.workbench import Workbench, reader_pool
from backend.models.encoder import load_encoder
from backend.models.pool import ModelPool
from backend.settings import Settings
from backend.storage.private_folder import make_private
from backend.watch.saved_searches import SavedSearches

DAY_S = 86400.0
SAVED = "agent-searches.sqlite"
LAYER = "Path of a layer from list_layers"


class ListArguments(Arguments):
    """Arguments of ``list_layers``."""

    text: Annotated[str, Field(max_length=200, description="Only layers whose path contains this text")] = ""


class ResultArguments(Arguments):
    """Arguments of ``get_result``."""

    result: Annotated[str, Field(max_length=64, description="ID of a result from search or label")]
    output: Annotated[
        str | None,
        Field(max_length=64, description='Name of one output, such as "regions"; lists the outputs if omitted'),
    ] = None


class Toolbox:
    """The tools over some folders of rasters; thread-safe."""

    def __init__(self, layers: FolderLayers, bench: Workbench, results: ResultFolders) -> None:
        """Args:
        layers: the available layers.
        bench: what processes work with.
        results: folder for results.
        """
        self._layers = layers
        self._bench = bench
        self._results = results
        self._search = SearchProcess()
        self._windows, self._features = LabelWindowsProcess(), LabelFeaturesProcess()
        labels = _schema(self._windows.inputs)
        features = _schema(self._features.inputs)["properties"]
        more = {name: features[name] for name in ("features", "features_crs")}
        more["features"] = {**more["features"], "description": "GeoJSON polygons to label instead of the whole layer"}
        self.tools: Mapping[str, Tool] = {
            tool.name: tool
            for tool in (
                Tool(
                    "list_layers",
                    "List layers",
                    "The georeferenced rasters that can be searched and labelled, with CRS, extent in degrees "
                    "(west, south, east, north), size in pixels, and metres per pixel.",
                    inlined(ListArguments.model_json_schema()),
                    self.list_layers,
                    read_only=True,
                ),
                Tool(
                    "search",
                    "Search a layer by text",
                    "Ranked places of a layer that match a text, in any of ten languages. A layer that is not "
                    "indexed yet is indexed first, which takes minutes for large layers. Read the verdict before "
                    "the regions: found, weak (nothing reaches the threshold), absent (the object is not on this "
                    "map) or unknown_words (the model does not know the words). The answer has bounding boxes in "
                    "degrees; get_result returns the geometries.",
                    _schema(self._search.inputs),
                    self.search,
                    read_only=False,
                ),
                Tool(
                    "label",
                    "Label a layer",
                    "Assigns one of the given classes to every place of a layer, or to every given polygon, "
                    "without training, and returns the area of each class. Areas and a raster are files of the "
                    "result.",
                    {**labels, "properties": {**labels["properties"], **more}},
                    self.label,
                    read_only=False,
                ),
                *SavedSearchTools(bench, self._run).tools(),
                Tool(
                    "get_result",
                    "Get a result",
                    "The result of an earlier search or label: GeoJSON in degrees, a summary with provenance, and "
                    "the paths of its files (GeoPackage, GeoTIFF) on this machine.",
                    inlined(ResultArguments.model_json_schema()),
                    self.get_result,
                    read_only=True,
                ),
            )
        }

    def list_layers(self, arguments: Mapping[str, Any], run: Run) -> Answer:
        """The layers.

        Raises:
            BadOption: wrong arguments.
        """
        asked = parsed(ListArguments, "list_layers", arguments)
        layers, more = self._layers.list(asked.text)
        return {"layers": layers, "more": more}

    def search(self, arguments: Mapping[str, Any], run: Run) -> Answer:
        """Regions, in brief.

        Raises:
            TerralexError: the process refuses the request.
        """
        result, outputs = self._run(self._search, arguments, run)
        summary, regions = outputs["summary"]["value"], outputs["regions"]["value"]
        told = ("verdict", "facts", "count", "windows", "warnings")
        return {
            "result": result,
            **{field: summary[field] for field in told},
            "regions": [brief(feature) for feature in regions["features"]],
        }

    def label(self, arguments: Mapping[str, Any], run: Run) -> Answer:
        """Area by class.

        Raises:
            TerralexError: the process refuses the request.
        """
        process: Process[Any] = self._features if "features" in arguments else self._windows
        result, outputs = self._run(process, arguments, run)
        summary = {name: value for name, value in outputs["summary"]["value"].items() if name != "provenance"}
        return {"result": result, **summary, "files": self._files(result, outputs)}

    def get_result(self, arguments: Mapping[str, Any], run: Run) -> Answer:
        """A stored result.

        Raises:
            JobNotFound: there is no such result, or no longer.
            BadOption: it has no such output.
        """
        asked = parsed(ResultArguments, "get_result", arguments)
        kept = self._results.committed(asked.result) if _is_id(asked.result) else None
        if kept is None:
            raise JobNotFound(f"There is no result {asked.result!r}: use the id that search or label returned.")
        outputs: dict[str, Any] = kept["outputs"]
        files = self._files(asked.result, outputs)
        values = {name: output["value"] for name, output in outputs.items() if "value" in output}
        if asked.output is None:
            brief = {"summary": values["summary"]} if "summary" in values else {}
            return {
                "result": asked.result,
                "process": kept["process"],
                "outputs": list(outputs),
                **brief,
                "files": files,
            }
        if asked.output not in outputs:
            raise BadOption(f"The result has no output {asked.output!r}: choose one of {', '.join(outputs)}.")
        content = {"file": files[asked.output]} if asked.output in files else {"value": values[asked.output]}
        return {"result": asked.result, "output": asked.output, **content}

    def _run(self, process: Process[Any], arguments: Mapping[str, Any], run: Run) -> tuple[str, dict[str, Any]]:
        """Id of the result, and its stored outputs."""
        prepared = process.prepare(parse_inputs(process, arguments), self._bench)
        result = str(uuid.uuid4())
        try:
            outputs = prepared.run(run, self._results.begin(result))
            stored = {name: output.to_dict() for name, output in outputs.items()}
            self._results.commit(result, {"process": process.id, "outputs": stored})
        except BaseException:
            self._results.remove(result)
            raise
        return result, stored

    def _files(self, result: str, outputs: Mapping[str, Any]) -> dict[str, str]:
        folder = self._results.final(result)
        return {name: str(folder / output["file"]) for name, output in outputs.items() if "file" in output}


@contextmanager
def toolbox(settings: Settings) -> Iterator[Toolbox]:
    """The tools over the data roots of the settings, with one model for all calls.

    Raises:
        BadOption: there is no data root.
        OSError: the folder of results cannot be made.
    """
    if not settings.data_roots:
        raise BadOption("There is no folder with rasters: give one with --data-root DIR.")
    root = settings.state_dir / "agent-results"
    make_private(settings.state_dir)
    make_private(root)
    results = ResultFolders(root)
    kept_since = time.time() - settings.expiry.jobs_days * DAY_S
    # Several servers may share the folder: what is young is somebody's.
    results.sweep(lambda job: any(_made(folder) > kept_since for folder in (results.final(job), results.working(job))))
    with ExitStack() as held:
        readers = reader_pool(settings.limits, settings.data_roots)
        held.callback(readers.close)
        worker = DeviceWorker()
        held.callback(worker.close)
        load = partial(load_encoder, offline=settings.offline or None)
        models = ModelPool(settings.device, settings.memory.models_bytes, load)
        layers = FolderLayers(settings.data_roots, readers)
        saved = SavedSearches(settings.state_dir / SAVED)
        held.callback(saved.close)
        yield Toolbox(layers, Workbench(settings, layers, readers, models, worker, saved=saved), results)


def _made(folder: Any) -> float:
    try:
        return float(folder.stat().st_mtime)
    except OSError:
        return 0.0


def _schema(inputs: type[BaseModel]) -> Answer:
    """Schema of a process's inputs, for clients that identify layers by their paths."""
    schema = inlined(inputs.model_json_schema())
    layer = {**schema["properties"]["layer"], "description": LAYER}
    return {**schema, "properties": {**schema["properties"], "layer": layer}}


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
