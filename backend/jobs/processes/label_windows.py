"""``label-windows``: a class for every place of a layer, as areas and as a raster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, ClassVar

from pydantic import Field

from backend.jobs.process import COG, GEOPACKAGE, XML, File, OutputDescription, Outputs, Process, Run, Value
from backend.jobs.processes.labels import LabelInputs, label_options, label_set, without_folder
from backend.jobs.workbench import Workbench
from backend.labeling.class_raster import write_class_raster
from backend.labeling.export import LAYER_NAME, write_labels
from backend.labeling.summary import summary
from backend.labeling.windows import label_windows

AREAS_FILE, RASTER_FILE = "labels.gpkg", "labels.tif"
STYLE_FILE, NAMES_FILE = "labels.qml", "labels.tif.aux.xml"
"""Beside the raster: QGIS takes two bands for colours without the one; GDAL reads the classes' names in the other."""


class LabelWindowsInputs(LabelInputs):
    """Inputs of ``label-windows``."""

    smooth: Annotated[float, Field(ge=0, le=1, description="Weight of the overlapping windows")] = 0.0
    dissolve: Annotated[bool, Field(description="Neighbouring cells of one class become one area")] = True


class LabelWindowsProcess(Process[LabelWindowsInputs]):
    """Zero-shot labels of a layer."""

    id = "label-windows"
    title = "Label a layer"
    description = (
        "Gives every place of a layer, or of an extent of it, one of the named classes, without training. "
        "Returns areas and a class raster with a confidence band."
    )
    inputs = LabelWindowsInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "areas": OutputDescription(
            "Areas", "GeoPackage of areas by class", {"type": "string", "contentMediaType": GEOPACKAGE}
        ),
        "raster": OutputDescription(
            "Class raster",
            "Cloud-optimised GeoTIFF: class numbers with colours, confidence 0-100",
            {"type": "string", "contentMediaType": COG},
        ),
        "style": OutputDescription(
            "Style of the class raster",
            "For QGIS; keep it beside the raster under the same name",
            {"type": "string", "contentMediaType": XML},
        ),
        "names": OutputDescription(
            "Names of the classes",
            "For GDAL; keep it beside the raster under the same name",
            {"type": "string", "contentMediaType": XML},
        ),
        "summary": OutputDescription("Summary", "Ground by class and provenance", {"type": "object"}),
    }

    def check(self, inputs: LabelWindowsInputs, bench: Workbench) -> None:
        """Refuse classes that are none, an unknown layer or model, an extent elsewhere."""
        label_set(inputs)
        label_options(inputs, inputs.smooth)
        bench.site(inputs, bench.encoder(inputs.model))

    def run(self, inputs: LabelWindowsInputs, bench: Workbench, run: Run) -> Outputs:
        """Index what the extent needs, label, write."""
        encoder = bench.encoder(inputs.model, run.cancelled)
        site = bench.site(inputs, encoder)
        index = bench.ready_index(site) or bench.make_index(inputs, encoder, run, run.part(0, 0.8), extent_only=True)
        labelled = label_windows(
            index,
            encoder,
            label_set(inputs),
            label_options(inputs, inputs.smooth),
            extent=site.extent,
            opener=partial(bench.readers.open, cancelled=run.cancelled),
            progress=run.part(0.8, 0.95),
            cancelled=run.cancelled,
        )
        labelled = replace(labelled, provenance=without_folder(labelled.provenance))
        run.progress(0.95, "Writing")
        write_labels(run.folder / AREAS_FILE, labelled, inputs.dissolve)
        write_class_raster(run.folder / RASTER_FILE, labelled)
        return {
            "areas": File(AREAS_FILE, GEOPACKAGE, LAYER_NAME),
            "raster": File(RASTER_FILE, COG),
            "style": File(STYLE_FILE, XML),
            "names": File(NAMES_FILE, XML),
            "summary": Value(summary(labelled)),
        }
