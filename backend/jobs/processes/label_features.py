"""``label-features``: a class for each posted polygon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from backend.errors import BadOption
from backend.imagery.layer import OpenLayer
from backend.jobs.device import DeviceEncoder
from backend.jobs.inputs import CRS84, CrsName, crs_name, refuse_intricate
from backend.jobs.process import GEOPACKAGE, File, OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.processes.labels import LabelInputs, classes_of, label_options, without_folder
from backend.jobs.workbench import Workbench
from backend.labeling.concepts import check_concepts
from backend.labeling.export import LAYER_NAME, write_labels
from backend.labeling.feature_table import FeatureTable, parse_features
from backend.labeling.features import LabelledFeatures, label_features
from backend.labeling.label_set import LabelSet
from backend.labeling.options import LabelOptions
from backend.labeling.summary import summary

MAX_VERTICES = 2_000_000
"""Maximum for all features of one request together."""
FEATURES_FILE = "labels.gpkg"


class LabelFeaturesInputs(LabelInputs):
    """Inputs of ``label-features``."""

    features: Annotated[dict[str, Any], Field(description="GeoJSON FeatureCollection of polygons")]
    features_crs: Annotated[CrsName, Field(description="CRS of the features; coordinates in x, y order")] = CRS84


@dataclass
class PreparedFeatures(Prepared):
    """Features and the layer that shows them."""

    layer: OpenLayer
    encoder: DeviceEncoder
    classes: LabelSet
    features: FeatureTable
    options: LabelOptions

    def label(self, run: Run) -> LabelledFeatures:
        """The labels; the layer is closed afterwards."""
        self.stop.follow(run)
        return label_features(
            *(self.layer.info.path, self.encoder, self.classes, self.features, self.options),
            opener=lambda *_: self.layer,
            progress=run.part(0, 0.95),
            cancelled=run.cancelled,
        )

    def _run(self, run: Run, folder: Path) -> Outputs:
        labelled = without_folder(self.label(run))
        run.tell("writing", 0.95)
        write_labels(folder / FEATURES_FILE, labelled)
        return {
            "features": File(FEATURES_FILE, GEOPACKAGE, LAYER_NAME),
            "summary": Value(summary(labelled)),
        }


class LabelFeaturesProcess(Process[LabelFeaturesInputs]):
    """Zero-shot labels of features."""

    id = "label-features"
    title = "Label features"
    description = (
        "Assigns one of the given classes to each posted polygon, from what the layer shows there. Attributes are "
        "kept; label, score, margin and the three best classes are appended. No index is needed."
    )
    inputs = LabelFeaturesInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "features": OutputDescription.file("Features", "GeoPackage of the labelled features", GEOPACKAGE),
        "summary": OutputDescription(
            "Summary", "Area by class, features without a label by reason, and provenance", {"type": "object"}
        ),
    }

    def prepare(self, inputs: LabelFeaturesInputs, bench: Workbench) -> PreparedFeatures:
        """Reject invalid classes or features, too many features, an unknown layer or model."""
        if inputs.extent is not None:
            raise BadOption("The input 'extent' is not supported here: post the features to be labelled.")
        table = _table(inputs)
        refuse_intricate(list(table.shapes), "features", MAX_VERTICES)
        return self.prepare_with(classes_of(inputs), table, inputs, bench)

    def prepare_with(
        self, classes: LabelSet, features: FeatureTable, inputs: LabelInputs, bench: Workbench
    ) -> PreparedFeatures:
        """:meth:`prepare` with classes and features that were read already."""
        options, stop = label_options(inputs, window_sizes_m=inputs.window_sizes_m), Stop()
        most = bench.settings.limits.max_features
        if len(features) > most:
            raise BadOption(f"The input 'features' contains more than {most:,} features: give them in parts.")
        encoder, path = bench.encoder(inputs.model, stop), bench.layers.path(inputs.layer)
        check_concepts(classes, encoder.model_id, encoder.revision)
        return PreparedFeatures(
            stop, bench.open_layer(path, None, inputs.bands, stop), encoder, classes, features, options
        )


def _table(inputs: LabelFeaturesInputs) -> FeatureTable:
    crs = None if inputs.features_crs == CRS84 else crs_name(inputs.features_crs)
    return parse_features(inputs.features, "features", crs)
