"""Labels against a reference, through ``processing.run``; the numbers are worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import processing
import pytest
from in_qgis_world import World
from processing.core.Processing import Processing
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProcessingException, QgsRectangle, QgsVectorLayer
from terralex.processing.provider import ALGORITHMS, TerralexProvider


@pytest.fixture(scope="module", autouse=True)
def provider(world: World) -> Any:
    Processing.initialize()
    made = TerralexProvider()
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


def squares(field: str, names: list[str | None], side: float = 1.0, west: float = 0.0) -> QgsVectorLayer:
    """Squares beside each other, each with a name."""
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32632&field={field}:string", field, "memory")
    rows = []
    for number, name in enumerate(names):
        row = QgsFeature(layer.fields())
        row.setGeometry(QgsGeometry.fromRect(QgsRectangle(west + number * side, 0, west + (number + 1) * side, 1)))
        row.setAttributes([name])
        rows.append(row)
    layer.dataProvider().addFeatures(rows)
    return layer


def run(labels: QgsVectorLayer, reference: QgsVectorLayer, **more: Any) -> dict[str, Any]:
    parameters = {
        "LABELS": labels,
        "LABEL_FIELD": "label",
        "REFERENCE": reference,
        "REFERENCE_FIELD": "truth",
        "MATRIX": "memory:",
        **more,
    }
    return processing.run("terralex:comparelabels", parameters)


def test_every_algorithm_is_listed_with_help(provider: TerralexProvider) -> None:
    listed = provider.algorithms()
    assert len(listed) == len(ALGORITHMS)
    for algorithm in listed:
        assert algorithm.shortHelpString() and algorithm.displayName() and algorithm.icon().isNull() is False
        assert algorithm.helpUrl().startswith("file://")


def test_features_are_counted_by_class(tmp_path: Path) -> None:
    labels = squares("label", ["forest", "forest", "water", "road"])
    reference = squares("truth", ["Forest", "water", "water", "road"])
    found = run(labels, reference, REPORT=str(tmp_path / "report.html"))
    assert found["ACCURACY"] == pytest.approx(0.75)
    # forest: p 1/2, r 1; water: p 1, r 1/2; road: 1
    assert found["MACRO_F1"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    rows = {row["reference"]: row for row in found["MATRIX"].getFeatures()}
    assert rows["water"]["Forest"] == 1 and rows["water"]["water"] == 1
    report = (tmp_path / "report.html").read_text()
    assert "0.7500" in report and report.count("background:#") == 9


def test_classes_may_be_called_like_our_columns(world: World) -> None:
    found = run(squares("label", ["recall", "Reference"]), squares("truth", ["recall", "Reference"]))
    assert found["ACCURACY"] == 1.0
    assert found["MATRIX"].fields().names() == ["reference", "recall_", "Reference_", "precision", "recall", "f1"]


def test_a_report_that_cannot_be_written_is_told_of(world: World, tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(QgsProcessingException, match=r"report\.html cannot be written"):
        run(squares("label", ["a"]), squares("truth", ["a"]), REPORT=str(tmp_path / "report.html"))


def test_areas_are_counted_where_both_are(world: World) -> None:
    labels = squares("label", ["a", "b"], side=2.0)
    reference = squares("truth", ["a", "b"], side=2.0, west=0.5)
    found = run(labels, reference, WEIGHT=1)
    # a: 1.5 right, 0.5 under b; b: 1.5 right, 0.5 beyond every label.
    assert found["ACCURACY"] == pytest.approx(3 / 3.5)


def test_features_without_a_class_are_left_out(world: World) -> None:
    found = run(squares("label", ["a", None]), squares("truth", ["a", "a"]))
    assert found["ACCURACY"] == 1.0


def test_layers_that_do_not_meet_are_said(world: World) -> None:
    with pytest.raises(QgsProcessingException, match="do not overlap"):
        run(squares("label", ["a"]), squares("truth", ["a"], west=100))


def test_without_a_server_an_algorithm_says_so_in_a_sentence(world: World) -> None:
    with pytest.raises(QgsProcessingException):
        processing.run("terralex:indexlayer", {"INPUT": "/nowhere.tif"})
