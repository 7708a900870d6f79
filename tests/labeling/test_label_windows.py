"""Labels of a whole layer: every place has one, the right one, and the same in every file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from numpy.typing import NDArray

from backend.errors import BadOption, Cancelled, OutsideLayer
from backend.imagery.ground_area import polygon_areas_m2
from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.labeling.areas import cell_areas, dissolved_areas
from backend.labeling.best_raster import write_best_raster
from backend.labeling.class_raster import write_class_raster
from backend.labeling.export import write_labels
from backend.labeling.label_set import LabelSet, parse_label_set
from backend.labeling.options import LabelOptions
from backend.labeling.summary import summary
from backend.labeling.windows import LabelledWindows, label_windows
from backend.labeling.zero_shot import OTHER
from tests.labeling.conftest import COLOUR_OF, folder_names
from tests.search.conftest import ColouredLayer, ColourEncoder


@pytest.fixture(scope="module")
def labelled(index: LayerIndex, encoder: ColourEncoder, colours: LabelSet) -> LabelledWindows:
    return label_windows(index, encoder, colours)


def names_at(labelled: LabelledWindows, points: Sequence[Any]) -> list[str]:
    tree = shapely.STRtree(labelled.grid.polygons(labelled.cells))
    cells = [int(tree.query(point, predicate="intersects")[0]) for point in points]
    return [labelled.label_set.names[labelled.labels.label[cell]] for cell in cells]


def read_columns(file: Path) -> tuple[NDArray[Any], dict[str, NDArray[Any]], dict[str, Any]]:
    meta, _, wkb, fields = pyogrio.raw.read(file, **({"layer": "labels"} if file.suffix == ".gpkg" else {}))
    return shapely.from_wkb(wkb), dict(zip(meta["fields"], fields, strict=True)), meta


def test_things_have_their_colours_name_in_any_crs(labelled: LabelledWindows, coloured: ColouredLayer) -> None:
    truth = coloured.truth
    assert names_at(labelled, [truth[name].centroid for name in COLOUR_OF]) == list(COLOUR_OF)
    corner = shapely.Point(labelled.grid.transform * (30, 30))
    assert names_at(labelled, [corner]) == ["plain"]


def test_cells_cover_the_layer_once(labelled: LabelledWindows, index: LayerIndex) -> None:
    shapes = labelled.grid.polygons(labelled.cells)
    union, transform = shapely.union_all(shapes), index.info.transform
    layer = shapely.Polygon([transform * at for at in ((0, 0), (1000, 0), (1000, 1000), (0, 1000))])
    assert shapely.area(shapes).sum() == pytest.approx(union.area, rel=1e-9)
    assert (union ^ layer).area < 1e-6 * layer.area


def test_ground_adds_up_to_the_layers(labelled: LabelledWindows) -> None:
    shapes = labelled.grid.polygons(labelled.cells)
    np.testing.assert_allclose(labelled.areas_m2, polygon_areas_m2(shapes, labelled.grid.crs), rtol=1e-4)
    areas = labelled.area_by_class_m2()
    assert sum(areas.values()) == pytest.approx(250_000, rel=0.02)
    assert areas[1] == pytest.approx(np.pi * 100**2, rel=0.25)  # the disc of 200 m
    assert list(areas.values()) == sorted(areas.values(), reverse=True)


def test_an_extent_gets_the_labels_of_the_whole(
    labelled: LabelledWindows, index: LayerIndex, encoder: ColourEncoder, colours: LabelSet, coloured: ColouredLayer
) -> None:
    extent = coloured.truth["green"].bounds
    part = label_windows(index, encoder, colours, extent=extent)
    assert 0 < len(part.cells) < len(labelled.cells)
    middles = shapely.centroid(part.grid.polygons(part.cells))
    assert shapely.intersects(middles, shapely.box(*extent)).all()
    own = [part.label_set.names[label] for label in part.labels.label]
    assert own == names_at(labelled, list(middles))


def test_a_tiny_extent_gets_the_cell_it_lies_in(
    index: LayerIndex, encoder: ColourEncoder, colours: LabelSet, coloured: ColouredLayer
) -> None:
    x, y = coloured.truth["red"].centroid.coords[0]
    part = label_windows(index, encoder, colours, extent=(x, y, x + 1e-7, y + 1e-7))
    # The middle of the square may be the corner of a cell, to rounding.
    assert part.grid.polygons(part.cells)[0].distance(shapely.Point(x, y)) < 1e-6 and part.labels.label[0] == 0


def test_dissolved_areas_are_the_cells_united(labelled: LabelledWindows) -> None:
    cells, labels, _, _ = cell_areas(labelled)
    areas, found, ground, counts = dissolved_areas(labelled)
    assert shapely.is_valid(areas).all() and counts.sum() == len(cells)
    assert ground.sum() == pytest.approx(labelled.areas_m2.sum())
    for label in np.unique(labels.label):
        united = shapely.union_all(areas[found.label == label])
        assert (united ^ shapely.union_all(cells[labels.label == label])).area < 1e-9 * united.area
    middles = shapely.STRtree(shapely.centroid(cells))
    area, cell = middles.query(areas, predicate="contains")
    assert sorted(cell) == list(range(len(cells)))
    assert (found.label[area] == labels.label[cell]).all()
    assert (found.top[:, 0] == found.label).mean() > 0.9
    assert (np.diff(found.top_confidence, axis=1) <= 0).all()


def test_the_raster_says_what_the_polygons_say(labelled: LabelledWindows, tmp_path: Path) -> None:
    write_class_raster(tmp_path / "classes.tif", labelled)
    write_labels(tmp_path / "cells.gpkg", labelled)
    shapes, table, meta = read_columns(tmp_path / "cells.gpkg")
    with rasterio.open(tmp_path / "classes.tif") as raster:
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert raster.crs == labelled.grid.crs and raster.nodata == 255 and raster.dtypes == ("uint8", "uint8")
        assert raster.descriptions == ("class", "confidence")
        values = np.array(list(raster.sample([shape.centroid.coords[0] for shape in shapes])))
        assert raster.colormap(1)[1] == (0xDC, 0x14, 0x14, 255)
        assert json.loads(raster.tags()["TERRALEX_CLASSES"])["2"] == "green"
        assert json.loads(raster.tags()["TERRALEX_PROVENANCE"]) == labelled.provenance.to_dict()
    assert (values[:, 0] == table["class_id"]).all()
    np.testing.assert_allclose(values[:, 1], 100 * table["confidence"], atol=0.51)
    assert meta["crs"].startswith("EPSG")
    assert folder_names(tmp_path) == ["cells.gpkg", "classes.qml", "classes.tif", "classes.tif.aux.xml"]


def test_the_best_classes_of_a_cell_are_what_its_polygon_says(labelled: LabelledWindows, tmp_path: Path) -> None:
    write_best_raster(tmp_path / "best.tif", labelled)
    write_labels(tmp_path / "cells.gpkg", labelled)
    shapes, table, _ = read_columns(tmp_path / "cells.gpkg")
    with rasterio.open(tmp_path / "best.tif") as raster:
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG" and raster.nodata == 255
        assert raster.descriptions == (
            *(f"best {n}" for n in (1, 2, 3)),
            *(f"confidence of best {n}" for n in (1, 2, 3)),
        )
        values = np.array(list(raster.sample([shape.centroid.coords[0] for shape in shapes])))
    for row, top in zip(values, table["top3"], strict=True):
        said = json.loads(top)
        assert [labelled.label_set.names[number - 1] for number in row[:3]] == list(said)
        np.testing.assert_allclose(row[3:], 100 * np.array(list(said.values())), atol=0.6)


def test_many_classes_need_two_bytes(index: LayerIndex, encoder: ColourEncoder, tmp_path: Path) -> None:
    many = parse_label_set([f"thing {number}" for number in range(300)] + ["red"], "many")
    labelled = label_windows(index, encoder, many)
    write_class_raster(tmp_path / "classes.tif", labelled)
    with rasterio.open(tmp_path / "classes.tif") as raster:
        assert raster.dtypes == ("uint16", "uint16") and raster.nodata == 65535
        assert 301 in raster.read(1) and raster.colormap(1)[301][:3] == tuple(bytes.fromhex(many.colours[300][1:]))


def test_every_cell_carries_label_and_provenance(labelled: LabelledWindows, tmp_path: Path) -> None:
    write_labels(tmp_path / "areas.gpkg", labelled, dissolve=True)
    _, table, _ = read_columns(tmp_path / "areas.gpkg")
    source = labelled.provenance
    assert set(table["model"]) == {source.model} and set(table["fingerprint"]) == {source.fingerprint}
    assert set(table["revision"]) == {source.revision} and set(table["time"]) == {source.time}
    assert set(table["label_set"]) == {"colours"} and set(table["layer"]) == {source.layer}
    for label, name, number, colour, top in zip(
        *(table[field] for field in ("label", "class", "class_id", "colour", "top3")), strict=True
    ):
        assert label == name == labelled.label_set.names[number - 1]
        assert colour == labelled.label_set.colours[number - 1]
        best = json.loads(top)
        assert len(best) == 3 and list(best.values()) == sorted(best.values(), reverse=True)


def test_unsure_ground_is_other(index: LayerIndex, encoder: ColourEncoder, colours: LabelSet, tmp_path: Path) -> None:
    labelled = label_windows(index, encoder, colours, LabelOptions(other_below=0.99))
    assert OTHER in labelled.labels.label
    assert ((labelled.labels.label == OTHER) == (labelled.labels.confidence < 0.99)).all()
    write_class_raster(tmp_path / "classes.tif", labelled)
    write_labels(tmp_path / "cells.gpkg", labelled)
    _, table, _ = read_columns(tmp_path / "cells.gpkg")
    others = table["class_id"] == 0
    assert set(table["label"][others]) == {"other"} and set(table["class"][others]) == {None}
    with rasterio.open(tmp_path / "classes.tif") as raster:
        assert int((raster.read(1) == 0).sum()) == int(others.sum())


def test_smoothing_and_transduction_are_options(
    labelled: LabelledWindows, index: LayerIndex, encoder: ColourEncoder, colours: LabelSet
) -> None:
    smooth = label_windows(index, encoder, colours, LabelOptions(smoothing=1.0))
    together = label_windows(index, encoder, colours, LabelOptions(transduce=True))
    assert len(smooth.labels) == len(together.labels) == len(labelled.labels)
    assert not np.array_equal(smooth.labels.confidence, labelled.labels.confidence)
    assert not np.array_equal(together.labels.confidence, labelled.labels.confidence)
    assert together.provenance.to_dict()["transduction"] is True


def test_one_size_of_windows_may_be_chosen(index: LayerIndex, encoder: ColourEncoder, colours: LabelSet) -> None:
    coarse = label_windows(index, encoder, colours, LabelOptions(window_sizes_m=(50.0,)))
    assert coarse.windows == int((index.rows().windows.window_m == 50).sum())
    with pytest.raises(BadOption, match="no windows of 75 m: choose one of 25, 50"):
        label_windows(index, encoder, colours, LabelOptions(window_sizes_m=(75.0,)))


def test_gaps_have_no_label(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet, tmp_path: Path
) -> None:
    """A white border that no mask tells of, as mosaics have it."""
    with rasterio.open(plain_layer.path) as source:
        profile, pixels = source.profile, source.read()
    pixels[:, :, :130] = 255
    path = tmp_path / "bordered.tif"
    with rasterio.open(path, "w", **profile) as target:
        target.write(pixels)
    index = index_layer(path, encoder, tmp_path / "index", (25.0, 50.0))
    labelled = label_windows(index, encoder, colours)
    west = shapely.bounds(labelled.grid.polygons(labelled.cells))[:, 0].min()
    assert west == profile["transform"].c + 130 * profile["transform"].a  # cells are laid from where the ground begins
    assert len(labelled.cells) == 35 * 40


def test_the_summary_tells_ground_and_counts(labelled: LabelledWindows) -> None:
    told = json.loads(json.dumps(summary(labelled)))
    assert [row["class"] for row in told["told_by"]] == list(labelled.label_set.names)
    assert all(row["prompts"] for row in told["told_by"])
    assert told["count"] == len(labelled.cells) == sum(row["count"] for row in told["classes"])
    assert sum(row["share"] for row in told["classes"]) == pytest.approx(1, abs=1e-4)
    assert sum(row["area_m2"] for row in told["classes"]) == pytest.approx(told["area_m2"], abs=1)
    assert told["provenance"]["classes"] == ["red", "green", "blue", "plain"]


def test_progress_is_told_and_labelling_can_be_stopped(
    index: LayerIndex, encoder: ColourEncoder, colours: LabelSet
) -> None:
    shares: list[float] = []
    label_windows(index, encoder, colours, progress=lambda now: shares.append(now.share))
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    with pytest.raises(Cancelled):
        label_windows(index, encoder, colours, LabelOptions(transduce=True), cancelled=lambda: len(shares) > 0)


def test_what_cannot_be_labelled_is_refused(index: LayerIndex, colours: LabelSet, encoder: ColourEncoder) -> None:
    other = ColourEncoder()
    other.revision = "another"
    with pytest.raises(BadOption, match="index the layer with this model first"):
        label_windows(index, other, colours)
    with pytest.raises(OutsideLayer):
        label_windows(index, encoder, colours, extent=(-10.0, -10.0, -9.0, -9.0))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"other_below": 1.5}, "confidence from 0 to 1"),
        ({"smoothing": -1.0}, "from 0 to 1"),
        ({"languages": ("xx",)}, "Unknown language"),
        ({"window_sizes_m": ()}, "positive numbers of metres"),
        ({"window_sizes_m": (0.0,)}, "positive numbers of metres"),
    ],
)
def test_useless_options_are_refused(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadOption, match=sentence):
        LabelOptions(**options)
