"""The automatic "other": ground that none of a user's own classes stands out on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backend.index.store import LayerIndex
from backend.labeling.kinds import class_directions
from backend.labeling.label_set import load_label_set, parse_label_set
from backend.labeling.options import LabelOptions
from backend.labeling.other import STANDS_OUT, bank_for, standing_out
from backend.labeling.windows import LabelledWindows, label_windows
from backend.labeling.zero_shot import OTHER
from backend.presence.calibration import Calibration, own_file
from backend.presence.logistic import Logistic
from tests.search.conftest import ColourEncoder

RED_AND_BLUE = parse_label_set(["red", "blue"], "two.json")


@pytest.fixture
def bank(index: LayerIndex, encoder: ColourEncoder) -> Calibration:
    """A calibration whose bank is the layer itself."""
    one, two = Logistic((1.0,), 0.0), Logistic((1.0, 1.0), 0.0)
    rows = np.asarray(index.rows(None).embeddings, np.float32)
    return Calibration(encoder.revision, rows, ("lake",), rows[:1], two, two, one, "this layer")


@pytest.fixture
def labelled(
    index: LayerIndex, encoder: ColourEncoder, bank: Calibration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LabelledWindows:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    file = own_file(encoder.revision)
    file.parent.mkdir(parents=True)
    bank.write(file)
    return label_windows(index, encoder, RED_AND_BLUE)


def test_ground_that_is_none_of_ones_own_classes_is_other(labelled: LabelledWindows, index: LayerIndex) -> None:
    names = np.array(["other", *labelled.label_set.names])
    shares = {name: float(labelled.areas_m2[names[labelled.labels.label - OTHER] == name].sum()) for name in names}
    whole = sum(shares.values())
    assert shares["other"] > 0.7 * whole, shares  # grey, and a green disc
    assert shares["red"] > 0 and shares["blue"] > 0, shares
    assert labelled.provenance.to_dict()["other_below"] == "automatic"


def test_zero_labels_all_of_the_ground(labelled: LabelledWindows, index: LayerIndex, encoder: ColourEncoder) -> None:
    everything = label_windows(index, encoder, RED_AND_BLUE, LabelOptions(other_below=0.0))
    assert (everything.labels.label != OTHER).all()
    assert (labelled.labels.label == OTHER).any()


def test_presets_and_models_without_a_calibration_have_no_other(encoder: ColourEncoder) -> None:
    preset = load_label_set("preset:eurosat")
    assert preset.preset and not RED_AND_BLUE.preset
    assert bank_for(preset, LabelOptions(), encoder.model_id, encoder.revision) is None
    assert bank_for(RED_AND_BLUE, LabelOptions(), encoder.model_id, "of no calibration") is None


def test_what_stands_out_does_not_depend_on_the_level_of_a_class(bank: Calibration, encoder: ColourEncoder) -> None:
    directions = class_directions(RED_AND_BLUE, encoder, None)
    kinds = bank.bank @ directions.vectors.T
    told = standing_out(kinds, directions, bank)
    mean, spread = kinds.mean(axis=0), kinds.std(axis=0)
    assert np.allclose(told, ((kinds - mean) / spread).max(axis=1), atol=1e-4)
    assert (told >= STANDS_OUT).any() and (told < STANDS_OUT).any()
