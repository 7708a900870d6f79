"""Labels of polygons: right, independent of their order, and nothing of the polygons is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
import shapely.affinity
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.errors import BadOption, Cancelled
from backend.imagery.crs import geometries_to_crs
from backend.imagery.layer import open_layer
from backend.index.store import LayerIndex
from backend.labeling.export import write_labels
from backend.labeling.feature_table import FeatureTable, parse_features, read_features
from backend.labeling.features import NO_DATA, LabelledFeatures, label_features
from backend.labeling.label_set import LabelSet
from backend.labeling.options import LabelOptions
from backend.labeling.summary import summary
from backend.output.vector import write_vector
from tests.search.conftest import ColouredLayer, ColourEncoder


def table_of(shapes: Iterable[Any], crs: str = "EPSG:32632", **columns: Any) -> FeatureTable:
    array = np.array([*shapes, None], dtype=object)[:-1]
    attributes = pa.table(columns) if columns else pa.table({"n": np.arange(len(array))})
    return FeatureTable(array, crs, np.arange(1, len(array) + 1), attributes, "shapes")


def names_of(labelled: LabelledFeatures) -> list[str | None]:
    found: list[str | None] = [None] * len(labelled.features)
    for row, label in zip(labelled.rows, labelled.labels.label, strict=True):
        found[row] = labelled.label_set.names[label]
    return found


def layer_crs(layer: ColouredLayer) -> Any:
    with open_layer(layer.path) as opened:
        return opened.info.crs


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_things_get_their_colours_name_from_any_crs_to_any(
    coloured: ColouredLayer, encoder: ColourEncoder, colours: LabelSet, crs: str
) -> None:
    shapes = geometries_to_crs(list(coloured.truth.values()), layer_crs(coloured), crs)
    labelled = label_features(coloured.path, encoder, colours, table_of(shapes, crs))
    assert names_of(labelled) == list(coloured.truth)
    assert labelled.windows.tolist() == [1, 1, 1]
    assert labelled.areas_m2 == pytest.approx([2500, 31_400, 2500], rel=0.05)


def test_a_large_feature_is_pooled_over_what_it_fills(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet
) -> None:
    disc = plain_layer.truth["green"]
    ring = shapely.box(*disc.buffer(25).bounds) - disc.buffer(1)
    both = shapely.MultiPolygon([plain_layer.truth["red"], plain_layer.truth["blue"].buffer(-15)])
    options = LabelOptions(window_sizes_m=(10.0, 20.0))
    labelled = label_features(plain_layer.path, encoder, colours, table_of([disc, ring, both]), options)
    assert names_of(labelled) == ["green", "plain", "red"]
    assert labelled.windows.min() > 20


def test_a_small_feature_is_seen_in_its_surroundings(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet
) -> None:
    x, y = plain_layer.truth["red"].centroid.coords[0]
    spot = shapely.Point(x, y).buffer(0.2)
    labelled = label_features(plain_layer.path, encoder, colours, table_of([spot, shapely.Point(x, y)]))
    assert names_of(labelled) == ["red", "red"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000))
def test_the_order_of_features_does_not_matter(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    with open_layer(plain_layer.path) as opened:
        west, south, east, north = opened.info.bounds
    corner = rng.uniform((west, south), (east, north), (12, 2))
    shapes = shapely.box(*corner.T, *(corner + rng.uniform(2, 150, (12, 2))).T)
    order = rng.permutation(12)
    options = LabelOptions(window_sizes_m=(25.0, 50.0))
    one = label_features(plain_layer.path, encoder, colours, table_of(shapes), options)
    other = label_features(plain_layer.path, encoder, colours, table_of(shapes[order]), options)
    assert np.array(names_of(one), dtype=object)[order].tolist() == names_of(other)
    confidence = dict(zip(one.rows.tolist(), one.labels.confidence, strict=True))
    again = [confidence[order[row]] for row in other.rows]
    np.testing.assert_allclose(other.labels.confidence, again, atol=1e-6)


def test_what_cannot_be_labelled_has_a_reason_and_stays(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet, tmp_path: Path
) -> None:
    red = plain_layer.truth["red"]
    x, y = red.centroid.coords[0]
    bow = shapely.Polygon([(x, y), (x + 9, y + 9), (x + 9, y), (x, y + 9)])
    far = shapely.affinity.translate(red, 1e5, 0)
    labelled = label_features(plain_layer.path, encoder, colours, table_of([None, red, shapely.Polygon(), bow, far]))
    assert names_of(labelled) == [None, "red", None, None, None]
    assert labelled.unlabelled() == {
        "no geometry": 1, "empty geometry": 1, "invalid geometry": 1, "outside the layer": 1,
    }  # fmt: skip
    write_labels(tmp_path / "a.gpkg", labelled)
    found = pyogrio.read_arrow(tmp_path / "a.gpkg", layer="labels")[1].to_pylist()
    assert [row["label"] for row in found] == [None, "red", None, None, None]
    assert [row["reason"] is None for row in found] == [False, True, False, False, False]
    assert [row["windows"] for row in found] == [0, 1, 0, 0, 0] and [row["n"] for row in found] == [0, 1, 2, 3, 4]


def test_nothing_but_gaps_is_no_label(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet, tmp_path: Path
) -> None:
    import rasterio

    with rasterio.open(plain_layer.path) as source:
        profile, pixels = source.profile, source.read()
    pixels[:, :, :300] = 0
    with rasterio.open(tmp_path / "gap.tif", "w", **{**profile, "nodata": 0}) as target:
        target.write(pixels)
    labelled = label_features(tmp_path / "gap.tif", encoder, colours, table_of(plain_layer.truth.values()))
    assert names_of(labelled) == [None, "green", "blue"] and labelled.reasons[0] == NO_DATA


def test_no_features_are_no_labels(plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet) -> None:
    labelled = label_features(plain_layer.path, encoder, colours, table_of([]))
    assert summary(labelled)["count"] == 0 and labelled.area_by_class_m2() == {}


TYPED = {
    "i": pa.array([7, None, -3], pa.int32()),
    "big": pa.array([2**40, None, 1], pa.int64()),
    "small": pa.array([1, 2, None], pa.int16()),
    "yes": pa.array([True, None, False]),
    "real": pa.array([0.5, None, -1.25]),
    "text": pa.array(["é中", None, ""]),
    "day": pa.array([19_000, None, 1], pa.date32()),
    "when": pa.array([1_700_000_000_000, None, 0], pa.timestamp("ms", tz="UTC")),
    "raw": pa.array([b"\0\1", None, b""]),
    "Label": pa.array(["mine", None, "x"]),
    "label_input": pa.array([1, 2, 3], pa.int32()),
    "time": pa.array(["noon", None, "y"]),
    "fid": pa.array([10, 20, 30], pa.int32()),
}


def test_every_attribute_is_kept_with_its_type_and_feature_ids_too(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet, tmp_path: Path
) -> None:
    shapes = list(plain_layer.truth.values())
    fids = np.array([5, 17, 400])
    write_vector(tmp_path / "in.gpkg", shapes, "EPSG:32632", TYPED, "things", fids=fids)
    features = read_features(tmp_path / "in.gpkg")
    assert features.fids.tolist() == fids.tolist()
    write_labels(tmp_path / "out.gpkg", label_features(plain_layer.path, encoder, colours, features))
    meta, table = pyogrio.read_arrow(tmp_path / "out.gpkg", layer="labels", return_fids=True)
    assert table.column(meta["fid_column"]).to_pylist() == fids.tolist()
    renamed = {"Label": "Label_input2", "time": "time_input"}
    for name, values in TYPED.items():
        kept = table.column(renamed.get(name, name))
        assert kept.type == values.type and kept.to_pylist() == values.to_pylist(), name
    assert table.column("label").to_pylist() == list(plain_layer.truth)
    for before, after in zip(shapes, shapely.from_wkb(table.column("geometry").to_pylist()), strict=True):
        assert after.equals(before)


@pytest.mark.parametrize("extension", [".gpkg", ".shp", ".geojson", ".fgb"])
def test_any_polygon_file_can_be_labelled(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet, tmp_path: Path, extension: str
) -> None:
    file, crs = tmp_path / f"in{extension}", "EPSG:4326" if extension == ".geojson" else "EPSG:32632"
    shapes = geometries_to_crs(list(plain_layer.truth.values()), "EPSG:32632", crs)
    names = np.array(list(plain_layer.truth), dtype=object)
    pyogrio.raw.write(file, shapely.to_wkb(shapes), [names], ["truth"], geometry_type="Polygon", crs=crs)
    labelled = label_features(plain_layer.path, encoder, colours, read_features(file))
    for out in ("out.gpkg", "out.geojson", "out.fgb"):
        write_labels(tmp_path / out, labelled)
        table = pyogrio.read_arrow(tmp_path / out, **({"layer": "labels"} if out == "out.gpkg" else {}))[1]
        assert table.column("truth").to_pylist() == table.column("label").to_pylist()
        assert sorted(table.column("label").to_pylist()) == sorted(plain_layer.truth)


def test_posted_geojson_is_labelled_in_wgs_84(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet
) -> None:
    moved = geometries_to_crs(list(plain_layer.truth.values()), "EPSG:32632", "EPSG:4326")
    rows = [
        {"type": "Feature", "id": n, "properties": {"a": n / 2}, "geometry": shapely.geometry.mapping(shape)}
        for n, shape in enumerate(moved, start=3)
    ]
    rows.append({"type": "Feature", "properties": {"a": None}, "geometry": None})
    features = parse_features({"type": "FeatureCollection", "features": rows})
    labelled = label_features(plain_layer.path, encoder, colours, features)
    assert names_of(labelled) == ["red", "green", "blue", None]
    assert features.columns.column("a").to_pylist() == [1.5, 2.0, 2.5, None]
    assert features.fids[:3].tolist() == [3, 4, 5]


@pytest.mark.parametrize("data", [{}, {"type": "Feature"}, {"type": "FeatureCollection", "features": 3}])
def test_what_is_no_geojson_is_refused(data: Any) -> None:
    with pytest.raises(BadOption, match="is not GeoJSON"):
        parse_features(data)


def test_files_that_cannot_be_labelled_are_refused(tmp_path: Path) -> None:
    shapes, columns = [shapely.box(0, 0, 1, 1)], {"a": [1]}
    write_vector(tmp_path / "one.gpkg", shapes, "EPSG:32632", columns, "one")
    (tmp_path / "two.gpkg").write_bytes((tmp_path / "one.gpkg").read_bytes())
    pyogrio.raw.write(
        tmp_path / "two.gpkg", shapely.to_wkb(np.array(shapes, dtype=object)), [np.array([1])], ["a"], layer="two",
        append=True, geometry_type="Polygon", crs="EPSG:32632",
    )  # fmt: skip
    (tmp_path / "text.gpkg").write_text("not a database")
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    (tmp_path / "bare.csv").write_text('WKT,b\n"POINT (1 2)",2\n')
    for name, sentence in (
        ("two.gpkg", r"several layers: name one, such as two.gpkg\|layername=one"),
        ("one.gpkg|layername=three", "has no layer 'three' with geometries; its layers are one"),
        ("text.gpkg", "cannot be read as features"),
        ("table.csv", "has no layer with geometries"),
        ("absent.gpkg", "does not exist"),
        ("bare.csv", "has no coordinate reference system"),
    ):
        with pytest.raises(BadOption, match=sentence):
            read_features(f"{tmp_path}/{name}")
    with pytest.raises(BadOption, match="is not a local file"):
        read_features("/vsicurl/http://host/a.geojson")
    assert len(read_features(f"{tmp_path}/two.gpkg|layername=two")) == 1


def test_labelling_features_can_be_watched_and_stopped(
    plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet
) -> None:
    shares: list[float] = []
    table = table_of(plain_layer.truth.values())
    label_features(plain_layer.path, encoder, colours, table, progress=lambda now: shares.append(now.share))
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    with pytest.raises(Cancelled, match="nothing was written"):
        label_features(plain_layer.path, encoder, colours, table, cancelled=lambda: True)
    with pytest.raises(BadOption, match="cannot be smoothed"):
        label_features(plain_layer.path, encoder, colours, table, LabelOptions(smoothing=0.5))


def test_the_summary_of_features_is_json(plain_layer: ColouredLayer, encoder: ColourEncoder, colours: LabelSet) -> None:
    table = table_of([*plain_layer.truth.values(), None])
    told = json.loads(json.dumps(summary(label_features(plain_layer.path, encoder, colours, table))))
    assert (told["count"], told["features"], told["unlabelled"]) == (3, 4, {"no geometry": 1})
    assert told["classes"][0]["label"] == "green"


def test_an_index_may_stand_for_its_layer(
    index: LayerIndex, coloured: ColouredLayer, encoder: ColourEncoder, colours: LabelSet
) -> None:
    table = table_of(coloured.truth.values(), index.info.crs.to_string())
    by_index = label_features(index, encoder, colours, table)
    by_path = label_features(coloured.path, encoder, colours, table)
    assert names_of(by_index) == names_of(by_path) == list(coloured.truth)
    assert by_index.provenance.fingerprint == index.info.fingerprint
