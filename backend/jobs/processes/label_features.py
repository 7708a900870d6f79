"""``label-features``: a class for every posted polygon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, ClassVar

from pydantic import Field

from backend.errors import BadOption
from backend.jobs.inputs import CRS84, CrsName, crs_name, refuse_intricate
from backend.jobs.process import GEOPACKAGE, File, OutputDescription, Outputs, Process, Run, Value
from backend.jobs.processes.labels import LabelInputs, label_options, label_set, without_folder
from backend.jobs.workbench import Workbench
from backend.labeling.export import LAYER_NAME, write_labels
from backend.labeling.feature_table import FeatureTable, parse_features
from backend.labeling.features import label_features
from backend.labeling.summary import summary

MAX_VERTICES = 2_000_000
"""Of all features of one request together."""
FEATURES_FILE = "labels.gpkg"


class LabelFeaturesInputs(LabelInputs):
    """Inputs of ``label-features``."""

    features: Annotated[dict[str, Any], Field(description="GeoJSON FeatureCollection of polygons")]
    features_crs: Annotated[CrsName, Field(description="CRS of the features; coordinates are x, y")] = CRS84


class LabelFeaturesProcess(Process[LabelFeaturesInputs]):
    """Zero-shot labels of features."""

    id = "label-features"
    title = "Label features"
    description = (
        "Gives every posted polygon one of the named classes by what the layer shows there. Attributes are kept; "
        "label, score, margin and the best three classes are appended. No index is needed."
    )
    inputs = LabelFeaturesInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "features": OutputDescription(
            "Features", "GeoPackage of the labelled features", {"type": "string", "contentMediaType": GEOPACKAGE}
        ),
        "summary": OutputDescription(
            "Summary", "Ground by class, features without a label by reason, provenance", {"type": "object"}
        ),
    }

    def check(self, inputs: LabelFeaturesInputs, bench: Workbench) -> None:
        """Refuse classes or features that are none, too many features, an unknown layer or model."""
        label_set(inputs)
        label_options(inputs)
        bench.model_id(inputs.model)
        bench.info(inputs.layer, inputs.bands)
        most = bench.settings.limits.max_features
        table = _table(inputs)
        if len(table) > most:
            raise BadOption(f"The input 'features' holds more than {most:,} features: post them in parts.")
        refuse_intricate(list(table.shapes), "features", MAX_VERTICES)
        if inputs.extent is not None:
            raise BadOption("The input 'extent' has no meaning here: post the features that are to be labelled.")

    def run(self, inputs: LabelFeaturesInputs, bench: Workbench, run: Run) -> Outputs:
        """Read where features are, label, write."""
        encoder = bench.encoder(inputs.model, run.cancelled)
        labelled = label_features(
            bench.info(inputs.layer).path,
            encoder,
            label_set(inputs),
            _table(inputs),
            label_options(inputs),
            bands=inputs.bands,
            opener=partial(bench.readers.open, cancelled=run.cancelled),
            progress=run.part(0, 0.95),
            cancelled=run.cancelled,
        )
        labelled = replace(labelled, provenance=without_folder(labelled.provenance))
        run.progress(0.95, "Writing")
        write_labels(run.folder / FEATURES_FILE, labelled)
        return {
            "features": File(FEATURES_FILE, GEOPACKAGE, LAYER_NAME),
            "summary": Value(summary(labelled)),
        }


def _table(inputs: LabelFeaturesInputs) -> FeatureTable:
    crs = None if inputs.features_crs == CRS84 else crs_name(inputs.features_crs)
    return parse_features(inputs.features, "features", crs)
