"""``heatmap``: how well the ground matches a text, as a raster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from backend.jobs.inputs import LayerInputs, Text
from backend.jobs.process import COG, File, OutputDescription, Outputs, Process, Run, Value
from backend.jobs.processes.index import index_facts
from backend.jobs.workbench import Workbench
from backend.search.heatmap import write_heatmap
from backend.search.query import Query, parse_query

RASTER_FILE = "heatmap.tif"


class HeatmapInputs(LayerInputs):
    """Inputs of ``heatmap``."""

    text: Annotated[Text, Field(description='Phrases that mean the same, separated by ";"')]
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What is not wanted")] = ()


class HeatmapProcess(Process[HeatmapInputs]):
    """A similarity raster."""

    id = "heatmap"
    title = "Similarity heat map"
    description = "A raster over the layer or an extent of it: how relevant the ground is for a text."
    inputs = HeatmapInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "raster": OutputDescription(
            "Heat map", "Cloud-optimised GeoTIFF in the layer's CRS", {"type": "string", "contentMediaType": COG}
        ),
        "summary": OutputDescription("Summary", "Query and index", {"type": "object"}),
    }

    def check(self, inputs: HeatmapInputs, bench: Workbench) -> None:
        """Refuse an empty query, an unknown layer or model, an extent elsewhere."""
        _query(inputs)
        bench.site(inputs, bench.encoder(inputs.model))

    def run(self, inputs: HeatmapInputs, bench: Workbench, run: Run) -> Outputs:
        """Index what the extent needs, then draw."""
        encoder = bench.encoder(inputs.model, run.cancelled)
        site = bench.site(inputs, encoder)
        index = bench.ready_index(site) or bench.make_index(inputs, encoder, run, run.part(0, 0.8), extent_only=True)
        tell = run.part(0.8, 1)
        write_heatmap(
            run.folder / RASTER_FILE,
            index,
            encoder,
            _query(inputs),
            extent=site.extent,
            matrices=bench.matrices,
            layer_name=site.path.name,
            progress=tell,
            cancelled=run.cancelled,
        )
        return {
            "raster": File(RASTER_FILE, COG),
            "summary": Value({"query": _query(inputs).to_dict(), "index": index_facts(index)}),
        }


def _query(inputs: HeatmapInputs) -> Query:
    return parse_query(inputs.text, inputs.unwanted)
