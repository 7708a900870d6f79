"""``index``: embed every window of a layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from backend.index.store import LayerIndex
from backend.jobs.inputs import LayerInputs
from backend.jobs.process import OutputDescription, Outputs, Process, Run, Value
from backend.jobs.workbench import Workbench


def index_facts(index: LayerIndex) -> dict[str, Any]:
    """What clients are told of an index."""
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


class IndexProcess(Process[LayerInputs]):
    """Make or complete an index."""

    id = "index"
    title = "Index a layer"
    description = (
        "Embeds every window of a layer, so that searches in it take a moment. An interrupted run continues where it "
        "stopped; the windows of the extent, if one is given, come first."
    )
    inputs = LayerInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "index": OutputDescription(
            "Index", "Model, windows and state of the index", {"type": "object", "required": ["model", "windows"]}
        )
    }

    def check(self, inputs: LayerInputs, bench: Workbench) -> None:
        """Refuse an unknown layer or model, windows that do not fit, an extent elsewhere."""
        bench.site(inputs, bench.encoder(inputs.model))

    def run(self, inputs: LayerInputs, bench: Workbench, run: Run) -> Outputs:
        """Index the layer."""
        encoder = bench.encoder(inputs.model, run.cancelled)
        index = bench.make_index(inputs, encoder, run, run.progress)
        return {"index": Value(index_facts(index))}
