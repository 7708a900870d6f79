"""``label-windows``: a class for every place of a layer, as areas and as a raster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from backend.index.store import LayerIndex
from backend.jobs.process import (
    COG,
    GEOPACKAGE,
    XML,
    File,
    OutputDescription,
    Outputs,
    Prepared,
    Process,
    Run,
    Stop,
    Value,
)
from backend.jobs.processes.labels import LabelInputs, classes_of, label_options, without_folder
from backend.jobs.site import Site
from backend.jobs.workbench import Workbench
from backend.labeling.best_raster import write_best_raster
from backend.labeling.class_raster import write_class_raster
from backend.labeling.concepts import check_concepts
from backend.labeling.export import LAYER_NAME, write_labels
from backend.labeling.label_set import LabelSet
from backend.labeling.options import LabelOptions
from backend.labeling.summary import summary
from backend.labeling.windows import LabelledWindows, label_windows

AREAS_FILE, RASTER_FILE = "labels.gpkg", "labels.tif"
BEST_FILE = "best.tif"
STYLE_FILE, NAMES_FILE = "labels.qml", "labels.tif.aux.xml"
"""Sidecar files of the raster: a style, without which QGIS shows two bands as colours, and class names for GDAL."""


class LabelWindowsInputs(LabelInputs):
    """Inputs of ``label-windows``."""

    smooth: Annotated[float, Field(ge=0, le=1, description="Influence of overlapping windows")] = 0.0
    dissolve: Annotated[
        bool, Field(description="Whether to merge neighbouring cells of the same class into one area")
    ] = True


@dataclass
class PreparedLabels(Prepared):
    """Labels of the extent, which is indexed first."""

    site: Site
    classes: LabelSet
    options: LabelOptions
    dissolve: bool

    def index(self, run: Run) -> LayerIndex:
        """The index with everything the labels need, completed now if necessary."""
        return self.site.index(run, run.part(0, 0.8))

    def label(self, index: LayerIndex, run: Run) -> LabelledWindows:
        """The labels."""
        return label_windows(
            *(index, self.site.encoder, self.classes, self.options),
            extent=self.site.extent,
            opener=self.site.open_layer,
            progress=run.part(0.8, 0.95),
            cancelled=run.cancelled,
        )

    def write(self, labelled: LabelledWindows, path: Path, overwrite: bool = False) -> None:
        """Write the areas."""
        write_labels(path, labelled, self.dissolve, overwrite)

    def _run(self, run: Run, folder: Path) -> Outputs:
        labelled = without_folder(self.label(self.index(run), run))
        run.tell("writing", 0.95)
        self.write(labelled, folder / AREAS_FILE)
        write_class_raster(folder / RASTER_FILE, labelled)
        write_best_raster(folder / BEST_FILE, labelled)
        return {
            "areas": File(AREAS_FILE, GEOPACKAGE, LAYER_NAME),
            "raster": File(RASTER_FILE, COG),
            "style": File(STYLE_FILE, XML),
            "names": File(NAMES_FILE, XML),
            "best": File(BEST_FILE, COG),
            "summary": Value(summary(labelled)),
        }


class LabelWindowsProcess(Process[LabelWindowsInputs]):
    """Zero-shot labels of a layer."""

    id = "label-windows"
    title = "Label a layer"
    description = (
        "Assigns one of the given classes to every place of a layer, or of an extent of it, without training. "
        "Returns areas and a class raster with a confidence band."
    )
    inputs = LabelWindowsInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "areas": OutputDescription.file("Areas", "GeoPackage of areas by class", GEOPACKAGE),
        "raster": OutputDescription.file(
            "Class raster", "Cloud-optimised GeoTIFF: class numbers with colours, confidence 0-100", COG
        ),
        "style": OutputDescription.file(
            "Style of the class raster", "For QGIS; keep it beside the raster under the same name", XML
        ),
        "names": OutputDescription.file(
            "Names of the classes", "For GDAL; keep it beside the raster under the same name", XML
        ),
        "best": OutputDescription.file(
            "Best classes of each cell",
            "Cloud-optimised GeoTIFF: numbers of the three best classes, then their confidences 0-100",
            COG,
        ),
        "summary": OutputDescription("Summary", "Area by class, and provenance", {"type": "object"}),
    }

    def prepare(self, inputs: LabelWindowsInputs, bench: Workbench) -> PreparedLabels:
        """Reject invalid classes, an unknown layer or model, an extent outside."""
        return self.prepare_with(classes_of(inputs), inputs, bench)

    def prepare_with(self, classes: LabelSet, inputs: LabelWindowsInputs, bench: Workbench) -> PreparedLabels:
        """:meth:`prepare` with a label set that was read already."""
        # The index has the windows that were asked for, and no others.
        options, stop = label_options(inputs, inputs.smooth, window_sizes_m=None), Stop()
        site = bench.site(inputs, stop)
        check_concepts(classes, site.encoder.model_id, site.encoder.revision)
        return PreparedLabels(stop, site, classes, options, inputs.dissolve)
