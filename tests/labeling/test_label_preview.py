"""The map of labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backend.errors import BadOption
from backend.index.store import LayerIndex
from backend.labeling.features import label_features
from backend.labeling.label_set import LabelSet, parse_label_set
from backend.labeling.options import LabelOptions
from backend.labeling.preview import write_label_preview
from backend.labeling.windows import label_windows
from tests.labeling.conftest import folder_names
from tests.labeling.test_label_features import table_of
from tests.search.conftest import ColouredLayer, ColourEncoder


def test_classes_are_drawn_where_they_are_and_in_the_legend(
    index: LayerIndex, encoder: ColourEncoder, tmp_path: Path
) -> None:
    """All ground is one class here, whose colour nothing in the image has."""
    one = parse_label_set([{"name": "anything", "colour": "#ffff00"}], "one")
    write_label_preview(tmp_path / "a.png", label_windows(index, encoder, one))
    assert folder_names(tmp_path) == ["a.png"]
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.format == "PNG" and picture.mode == "RGB"
        pixels = np.asarray(picture).astype(int)
    strip, side = pixels.shape[0] - 1000, pixels.shape[1] - 1000
    assert 40 < strip < 120 and 200 < side < 600
    ground = pixels[strip + 20 : -100, 20:980].reshape(-1, 3)
    assert (ground[:, 0] > ground[:, 2]).mean() > 0.9  # yellow over grey
    legend = pixels[strip:, -side:]
    assert (legend == (255, 255, 0)).all(axis=2).sum() > 100


@pytest.mark.parametrize("language", ["en", "ru", "zh", "ko"])
def test_a_legend_of_many_classes_in_any_script_fits(
    index: LayerIndex, encoder: ColourEncoder, tmp_path: Path, language: str
) -> None:
    rows = [
        {"name": f"{n} {'long ' * 20}", "names": {"ru": f"леса {n}", "zh": f"森林 {n}", "ko": f"숲 {n}"}}
        for n in range(60)
    ]
    many = parse_label_set(rows, "many", language)
    write_label_preview(tmp_path / "a.png", label_windows(index, encoder, many, LabelOptions(other_below=0.02)))
    with Image.open(tmp_path / "a.png") as picture:
        assert max(picture.size) < 2200


def test_features_are_drawn_with_what_is_around_them(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet, tmp_path: Path
) -> None:
    for name, shapes in (("some", [plain_layer.truth["red"], plain_layer.truth["red"].centroid]), ("none", [])):
        labelled = label_features(plain_layer.path, encoder, colours, table_of(shapes))
        write_label_preview(tmp_path / f"{name}.png", labelled)
    with Image.open(tmp_path / "some.png") as some, Image.open(tmp_path / "none.png") as none:
        assert some.height < none.height  # 50 m and a margin, against the whole layer
    with pytest.raises(BadOption, match=r"must end in \.png"):
        write_label_preview(tmp_path / "a.jpg", labelled)
