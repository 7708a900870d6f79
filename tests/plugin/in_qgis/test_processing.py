"""Every algorithm through ``processing.run`` against the real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import processing
import pytest
from backend_process import BackendProcess
from in_qgis_world import World
from osgeo import gdal
from plugin_fixtures import with_a_lake
from processing.core.Processing import Processing
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.core import QgsRasterLayer as Raster
from qgis.PyQt.QtCore import QPointF
from terralex.processing.provider import TerralexProvider


@pytest.fixture(scope="module", autouse=True)
def provider(world: World, backend: BackendProcess) -> Iterator[Any]:
    Processing.initialize()
    made = TerralexProvider()
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


@pytest.fixture(autouse=True)
def server(world: World, backend: BackendProcess) -> None:
    backend.use()


@pytest.fixture
def tif(sample: Path) -> str:
    return str(sample / "sample.tif")


def test_index(tif: str) -> None:
    found = processing.run("terralex:indexlayer", {"INPUT": tif})
    assert found["WINDOWS"] > 50 and found["MODEL_USED"] == "terralex-mini"


def test_search_writes_ranked_regions(tif: str, tmp_path: Path) -> None:
    output = str(tmp_path / "found.gpkg")
    parameters = {"INPUT": tif, "TEXT": "river", "UNWANTED": "beach; sea", "TOP": 5, "THRESHOLD": 0, "OUTPUT": output}
    found = processing.run("terralex:searchbytext", parameters)
    layer = QgsVectorLayer(found["OUTPUT"], "found", "ogr")
    assert [row["rank"] for row in layer.getFeatures()] == list(range(1, found["COUNT"] + 1))
    first = next(layer.getFeatures())
    assert (first["query"], first["unwanted"], first["model"]) == ("river", "beach; sea", "terralex-mini")
    assert layer.crs().authid() == Raster(tif).crs().authid()


def test_a_search_that_finds_nothing_tells_of_the_best(tif: str) -> None:
    feedback = QgsProcessingFeedback()
    parameters = {"INPUT": tif, "TEXT": "river", "THRESHOLD": 1, "OUTPUT": "memory:"}
    assert processing.run("terralex:searchbytext", parameters, feedback=feedback)["COUNT"] == 0
    assert re.search(r"^Nothing .*the best match has [1-9]\d? %", feedback.textLog(), re.MULTILINE), feedback.textLog()


def test_search_in_an_extent_stays_in_it(tif: str) -> None:
    box = Raster(tif).extent()
    box.setXMaximum(box.center().x())
    extent = f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} [{Raster(tif).crs().authid()}]"
    parameters = {"INPUT": tif, "TEXT": "farmland", "EXTENT": extent, "THRESHOLD": 0, "OUTPUT": "memory:"}
    found = processing.run("terralex:searchbytext", parameters)
    assert found["COUNT"] > 0
    wide = QgsRectangle(box)
    wide.grow(100)
    assert all(wide.contains(row.geometry().boundingBox()) for row in found["OUTPUT"].getFeatures())


def test_similar_regions(tif: str) -> None:
    examples = QgsVectorLayer(f"Polygon?crs={Raster(tif).crs().authid()}", "examples", "memory")
    row = QgsFeature()
    row.setGeometry(QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(Raster(tif).extent().center(), 80, 80)))
    examples.dataProvider().addFeature(row)
    parameters = {"INPUT": tif, "LIKE": examples, "THRESHOLD": 0, "TOP": 3, "OUTPUT": "memory:"}
    found = processing.run("terralex:similarregions", parameters)
    assert found["COUNT"] == 3


def test_sizes_that_are_no_numbers_are_answered_with_a_sentence(tif: str) -> None:
    feedback = QgsProcessingFeedback()
    with pytest.raises(QgsProcessingException):
        processing.run("terralex:indexlayer", {"INPUT": tif, "WINDOW_SIZES": "large"}, feedback=feedback)
    assert "large is not a list of numbers" in feedback.textLog()


def test_heat_map(tif: str, tmp_path: Path) -> None:
    found = processing.run("terralex:heatmap", {"INPUT": tif, "TEXT": "river", "OUTPUT": str(tmp_path / "heat.tif")})
    raster = Raster(found["OUTPUT"])
    assert raster.isValid() and raster.crs() == Raster(tif).crs()
    assert raster.dataProvider().bandStatistics(1).range > 0


def test_two_dates(tif: str, tmp_path: Path) -> None:
    later = str(with_a_lake(Path(tif), tmp_path / "later.tif"))
    parameters = {"INPUT": later, "EARLIER": tif, "TEXT": "new lakes", "WINDOW_SIZES": "60,120", "OUTPUT": "memory:"}
    files = {"HEATMAP": str(tmp_path / "change.tif"), "PAIRS": str(tmp_path / "pairs.png")}
    found = processing.run("terralex:change", {**parameters, **files})
    layer = found["OUTPUT"]
    assert found["COUNT"] == layer.featureCount() >= 1
    first = min(layer.getFeatures(), key=lambda row: row["rank"])
    assert first["direction"] == "appeared" and first["relevance_later"] > first["relevance_earlier"]
    assert Raster(files["HEATMAP"]).bandCount() == 3 and Path(files["PAIRS"]).stat().st_size > 1000


def test_objects_are_counted_as_points_and_by_zone(tif: str) -> None:
    asked = {"INPUT": tif, "TEXT": "storage tanks", "WINDOW_SIZES": "60"}
    points = processing.run("terralex:count", {**asked, "OUTPUT": "memory:"})
    expected = sum(row["probability"] for row in points["OUTPUT"].getFeatures())
    assert abs(points["EXPECTED"] - expected) < 0.01
    extent = Raster(tif).extent()
    middle = (extent.xMinimum() + extent.xMaximum()) / 2
    zones = QgsVectorLayer(f"Polygon?crs={Raster(tif).crs().authid()}&field=name:string", "zones", "memory")
    for name, left, right in (("west", extent.xMinimum(), middle), ("east", middle, extent.xMaximum())):
        row = QgsFeature(zones.fields())
        row.setGeometry(QgsGeometry.fromRect(QgsRectangle(left, extent.yMinimum(), right, extent.yMaximum())))
        row.setAttributes([name])
        zones.dataProvider().addFeature(row)
    found = processing.run("terralex:count", {**asked, "ZONES": zones, "OUTPUT": "memory:"})
    rows = {row["name"]: row for row in found["OUTPUT"].getFeatures()}
    assert set(rows) == {"west", "east"}
    assert all(row["low"] <= row["high"] and row["covered"] > 0.9 for row in rows.values())
    assert abs(sum(row["expected"] for row in rows.values()) - points["EXPECTED"]) < 0.01


def test_label_raster(tif: str, tmp_path: Path) -> None:
    output, raster = str(tmp_path / "areas.gpkg"), str(tmp_path / "classes.tif")
    parameters = {"INPUT": tif, "LABELS": "river; farmland; beach", "OUTPUT": output, "RASTER": raster}
    found = processing.run("terralex:labelraster", parameters)
    labels = {row["label"] for row in QgsVectorLayer(found["OUTPUT"], "a", "ogr").getFeatures()}
    assert labels <= {"river", "farmland", "beach", "other"} and len(labels) > 1
    assert Raster(found["RASTER"]).bandCount() == 2


def test_label_features_and_compare_them_with_the_truth(tif: str, sample: Path, tmp_path: Path) -> None:
    truth = str(sample / "truth.gpkg")
    parameters = {
        "INPUT": tif,
        "FEATURES": truth,
        "LABELS": "preset:sample",
        "OUTPUT": str(tmp_path / "labelled.gpkg"),
    }
    labelled = processing.run("terralex:labelfeatures", parameters)["OUTPUT"]
    layer = QgsVectorLayer(labelled, "labelled", "ogr")
    assert layer.featureCount() == QgsVectorLayer(truth, "truth", "ogr").featureCount()
    field = class_field(sample)
    assert field in layer.fields().names()
    compared = processing.run(
        "terralex:comparelabels",
        {
            "LABELS": labelled,
            "LABEL_FIELD": "label",
            "REFERENCE": truth,
            "REFERENCE_FIELD": field,
            "MATRIX": "memory:",
        },
    )
    assert 0 <= compared["ACCURACY"] <= 1


def test_a_model_labels_and_compares(tif: str, sample: Path, tmp_path: Path) -> None:
    """As the model designer writes it: the output of one algorithm is the input of the next."""
    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("Label and compare", "Tests")
    for number, parameter in enumerate(
        (QgsProcessingParameterRasterLayer("ortho"), QgsProcessingParameterFeatureSource("truth"))
    ):
        component = QgsProcessingModelParameter(parameter.name())
        component.setPosition(QPointF(100 * number, 0))
        model.addModelParameter(parameter, component)
    label = QgsProcessingModelChildAlgorithm("terralex:labelfeatures")
    label.setChildId("label")
    label.addParameterSources("INPUT", [source.fromModelParameter("ortho")])
    label.addParameterSources("FEATURES", [source.fromModelParameter("truth")])
    label.addParameterSources("LABELS", [source.fromStaticValue("preset:sample")])
    model.addChildAlgorithm(label)
    compare = QgsProcessingModelChildAlgorithm("terralex:comparelabels")
    compare.setChildId("compare")
    compare.addParameterSources("LABELS", [source.fromChildOutput("label", "OUTPUT")])
    compare.addParameterSources("LABEL_FIELD", [source.fromStaticValue("label")])
    compare.addParameterSources("REFERENCE", [source.fromModelParameter("truth")])
    compare.addParameterSources("REFERENCE_FIELD", [source.fromStaticValue(class_field(sample))])
    matrix = QgsProcessingModelOutput("matrix")
    matrix.setChildId("compare")
    matrix.setChildOutputName("MATRIX")
    compare.setModelOutputs({"matrix": matrix})
    model.addChildAlgorithm(compare)
    assert model.toFile(str(tmp_path / "compare.model3"))
    again = QgsProcessingModelAlgorithm()
    assert again.fromFile(str(tmp_path / "compare.model3"))
    parameters = {"ortho": tif, "truth": str(sample / "truth.gpkg"), "compare:matrix": "memory:"}
    found = processing.run(again, parameters)
    rows = list(found["compare:matrix"].getFeatures())
    assert len(rows) >= 3 and all(0 <= row["f1"] <= 1 for row in rows)


def places(tif: str, *shifts: float) -> QgsVectorLayer:
    """Squares of 80 m, so far east of the middle of a layer."""
    layer = QgsVectorLayer(f"Polygon?crs={Raster(tif).crs().authid()}", "places", "memory")
    for shift in shifts:
        row, middle = QgsFeature(), Raster(tif).extent().center()
        middle.setX(middle.x() + shift)
        row.setGeometry(QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(middle, 80, 80)))
        layer.dataProvider().addFeature(row)
    return layer


@pytest.fixture
def concept(tif: str, tmp_path: Path) -> str:
    parameters = {
        "INPUT": tif,
        "NAME": "mine",
        "TEXT": "river",
        "ACCEPTED": places(tif, 0, 100),
        "REJECTED": places(tif, -150),
        "OUTPUT": str(tmp_path / "mine.tlx"),
    }
    taught = processing.run("terralex:teachconcept", parameters)
    assert (taught["ACCEPTED_COUNT"], taught["REJECTED_COUNT"]) == (2, 1)
    return str(taught["OUTPUT"])


def test_a_concept_is_taught_searched_for_drawn_and_labels(tif: str, concept: str, tmp_path: Path) -> None:
    parameters = {"INPUT": tif, "CONCEPT": concept, "TOP": 3, "THRESHOLD": 0, "OUTPUT": "memory:"}
    found = processing.run("terralex:searchbytext", parameters)
    assert found["COUNT"] == 3 and next(found["OUTPUT"].getFeatures())["query"] == "mine"
    heat = {"INPUT": tif, "CONCEPT": concept, "OUTPUT": str(tmp_path / "heat.tif")}
    assert Raster(processing.run("terralex:heatmap", heat)["OUTPUT"]).isValid()
    labels = {"INPUT": tif, "LABELS": "farmland; beach", "CONCEPTS": [concept], "OUTPUT": str(tmp_path / "a.gpkg")}
    areas = QgsVectorLayer(processing.run("terralex:labelraster", labels)["OUTPUT"], "areas", "ogr")
    assert {row["label"] for row in areas.getFeatures()} <= {"farmland", "beach", "mine", "other"}
    alone = {**labels, "LABELS": "", "FEATURES": places(tif, 0, -150), "OUTPUT": str(tmp_path / "b.gpkg")}
    plots = QgsVectorLayer(processing.run("terralex:labelfeatures", alone)["OUTPUT"], "plots", "ogr")
    assert next(row["label"] for row in plots.getFeatures()) == "mine"
    again = {"INPUT": tif, "NAME": "mine", "CONCEPT": concept, "REJECTED": places(tif, 200), "OUTPUT": concept}
    assert processing.run("terralex:teachconcept", again)["REJECTED_COUNT"] == 2


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, "Type what to look for, or choose a concept"),
        ({"CONCEPT": "no.tlx"}, "no.tlx cannot be read"),
        ({"CONCEPT": "{other}"}, "is not a Terralex concept"),
        ({"CONCEPT": "no.tlx", "TEXT": "river"}, "not both"),
    ],
)
def test_what_cannot_be_a_concept_is_a_sentence(
    tif: str, tmp_path: Path, parameters: dict[str, str], said: str
) -> None:
    other = tmp_path / "other.tlx"
    other.write_bytes(b"something else altogether")
    given = {name: value.format(other=other) for name, value in parameters.items()}
    with pytest.raises(QgsProcessingException, match=said):
        processing.run("terralex:searchbytext", {"INPUT": tif, "OUTPUT": "memory:", **given})


def test_a_concept_is_looked_for_in_many_layers(tif: str, corner: str, concept: str) -> None:
    parameters = {"INPUTS": [tif, corner], "CONCEPT": concept, "TOP": 3, "THRESHOLD": 0, "OUTPUT": "memory:"}
    found = processing.run("terralex:searchmanylayers", parameters)
    assert found["COUNT"] == 3 and next(found["OUTPUT"].getFeatures())["query"] == "mine"


def class_field(sample: Path) -> str:
    fields = QgsVectorLayer(str(sample / "truth.gpkg"), "truth", "ogr").fields()
    return str(next(one.name() for one in fields if one.name() != "fid"))


def test_what_the_server_refuses_is_a_sentence(tif: str) -> None:
    with pytest.raises(QgsProcessingException, match="no words"):
        processing.run("terralex:searchbytext", {"INPUT": tif, "TEXT": "...", "OUTPUT": "memory:"})


@pytest.fixture
def corner(sample: Path) -> str:
    """A part of the sample as a layer of its own, in another system."""
    path = sample / "corner.tif"
    if not path.exists():
        part = gdal.Translate("", str(sample / "sample.tif"), format="VRT", srcWin=[0, 0, 300, 300])
        gdal.Warp(str(path), part, dstSRS="EPSG:3857")
    return str(path)


def test_many_layers_answer_in_one_table(tif: str, corner: str, tmp_path: Path) -> None:
    output = str(tmp_path / "found.gpkg")
    feedback = QgsProcessingFeedback()
    parameters = {"INPUTS": [tif, corner], "TEXT": "river", "TOP": 9, "THRESHOLD": 0, "OUTPUT": output}
    found = processing.run("terralex:searchmanylayers", parameters, feedback=feedback)
    layer = QgsVectorLayer(found["OUTPUT"], "found", "ogr")
    rows = list(layer.getFeatures())
    assert [row["rank"] for row in rows] == list(range(1, found["COUNT"] + 1)) and found["COUNT"] == 9
    relevances = [row["relevance"] for row in rows]
    assert relevances == sorted(relevances, reverse=True)
    assert {row["layer"] for row in rows} == {"sample", "corner"}
    assert layer.crs().authid() == "EPSG:4326"  # the layers' systems differ


def test_a_search_is_saved_and_says_what_is_new_since(tif: str, corner: str) -> None:
    parameters = {"INPUTS": [corner], "TEXT": "river", "TOP": 4, "THRESHOLD": 0, "OUTPUT": "memory:"}
    processing.run("terralex:searchmanylayers", {**parameters, "SAVE_AS": "Rivers of the corner"})
    asked = {"SEARCH": "rivers of the corner", "OUTPUT": "memory:"}
    first = processing.run("terralex:runsavedsearch", asked)
    rows = list(first["OUTPUT"].getFeatures())
    assert first["NEW"] == len(rows) == 4 and {row["change"] for row in rows} == {"new"}
    again = processing.run("terralex:runsavedsearch", asked)
    assert (again["NEW"], again["GONE"], again["UNCHANGED"]) == (0, 0, 4)
    with pytest.raises(QgsProcessingException, match="There is no saved search lakes: the server knows"):
        processing.run("terralex:runsavedsearch", {**asked, "SEARCH": "lakes"})


def test_many_layers_need_one(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException):
        processing.run("terralex:searchmanylayers", {"INPUTS": [], "TEXT": "river", "OUTPUT": "memory:"})
