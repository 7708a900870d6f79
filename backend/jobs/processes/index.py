"""``index``: embed every window of a layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from backend.index.stages import StageTimes
from backend.index.store import LayerIndex
from backend.jobs.inputs import LayerInputs
from backend.jobs.large_index import is_large, with_lists
from backend.jobs.process import OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.site import Site
from backend.jobs.workbench import Workbench

_LISTED_FROM = 0.95  # share of the work after which only lists are missing


def index_facts(index: LayerIndex) -> dict[str, Any]:
    """The description of an index for clients."""
    manifest = index.manifest
    return {
        "model": manifest.model_id,
        "revision": manifest.model_revision,
        "dimension": manifest.dimension,
        "window_sizes_m": list(manifest.window_sizes_m),
        "windows": index.count,
        "complete": manifest.complete,
        "created": manifest.created,
        "fingerprint": manifest.layer.fingerprint,
    }


@dataclass
class PreparedIndex(Prepared):
    """The index of a whole layer, starting with the extent.

    Attributes:
        memory_bytes: what searches may keep in memory.
        stages: how busy each stage of the run was.
    """

    site: Site
    memory_bytes: int
    stages: StageTimes = field(default_factory=StageTimes)

    def index(self, run: Run) -> LayerIndex:
        """The index, complete, with lists if it is too large for the memory for searches."""
        site = self.site
        if not is_large(site.grid.window_count, site.encoder.dimension, self.memory_bytes):
            return site.index(run, run.progress, whole=True, stages=self.stages)
        index = site.index(run, run.part(0, _LISTED_FROM), whole=True, stages=self.stages)
        with_lists(index, site.encoder, run, run.part(_LISTED_FROM, 1))
        return index

    def _run(self, run: Run, folder: Path) -> Outputs:
        index = self.index(run)
        run.log(self.stages.sentence())
        return {"index": Value({**index_facts(index), "stages": self.stages.to_dict()})}


class IndexProcess(Process[LayerInputs]):
    """Create or complete an index."""

    id = "index"
    title = "Index a layer"
    description = (
        "Embeds all windows of a layer, so that searching it is fast. An interrupted run continues where it "
        "stopped; the windows of the extent, if one is given, come first."
    )
    inputs = LayerInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "index": OutputDescription(
            "Index",
            "Model, windows and state of the index; how busy each stage of the run was, and the busiest",
            {"type": "object", "required": ["model", "windows"]},
        )
    }

    def prepare(self, inputs: LayerInputs, bench: Workbench) -> PreparedIndex:
        """Reject an unknown layer or model, unsuitable windows, an extent outside."""
        stop = Stop()
        return PreparedIndex(stop, bench.site(inputs, stop), bench.settings.memory.matrices_bytes)
