"""``heatmap``: how well each place matches a text, as a raster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from backend.jobs.inputs import LayerInputs, Text
from backend.jobs.process import COG, File, OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.processes.index import index_facts
from backend.jobs.processes.taught_query import Taught, posted_concept, taught_query
from backend.jobs.site import Site
from backend.jobs.workbench import Workbench
from backend.search.heatmap import write_heatmap
from backend.search.query import Query

RASTER_FILE = "heatmap.tif"


class HeatmapInputs(LayerInputs):
    """Inputs of ``heatmap``."""

    text: Annotated[Text | None, Field(description='Phrases with the same meaning, separated by ";"')] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What to exclude")] = ()
    concept: Taught = None


@dataclass
class PreparedHeatmap(Prepared):
    """A heat map of the extent, which is indexed first."""

    bench: Workbench
    site: Site
    query: Query

    def _run(self, run: Run, folder: Path) -> Outputs:
        index = self.site.index(run, run.part(0, 0.8))
        write_heatmap(
            *(folder / RASTER_FILE, index, self.site.encoder, self.query),
            extent=self.site.extent,
            matrices=self.bench.matrices(self.site.extent),
            layer_name=self.site.info.path.name,
            progress=run.part(0.8, 1),
            cancelled=run.cancelled,
        )
        return {
            "raster": File(RASTER_FILE, COG),
            "summary": Value({"query": self.query.to_dict(), "index": index_facts(index)}),
        }


class HeatmapProcess(Process[HeatmapInputs]):
    """A similarity raster."""

    id = "heatmap"
    title = "Similarity heat map"
    description = (
        "A raster over the layer or an extent of it that shows how relevant the ground is for a text or a concept."
    )
    inputs = HeatmapInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "raster": OutputDescription.file("Heat map", "Cloud-optimised GeoTIFF in the layer's CRS", COG),
        "summary": OutputDescription("Summary", "Query and index", {"type": "object"}),
    }

    def prepare(self, inputs: HeatmapInputs, bench: Workbench) -> PreparedHeatmap:
        """Reject an empty query, a concept of another model, an unknown layer or model, an extent outside."""
        concept = None if inputs.concept is None else posted_concept(inputs.concept, "concept")
        query, stop = taught_query(inputs.text, inputs.unwanted, concept=concept), Stop()
        site = bench.site(inputs, stop)
        if concept is not None:
            concept.check_model(site.encoder.model_id, site.encoder.revision)
        return PreparedHeatmap(stop, bench, site, query)
