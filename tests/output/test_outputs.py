"""No output is ever an input, an input's side file, or another output, by whatever name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from rasterio.transform import from_origin

from backend.errors import BadOption, OutputNotWritable
from backend.output.files import write_whole
from backend.output.outputs import Output, check_outputs
from backend.output.qgis_style import Category, raster_style

TIF = (".tif", ".tiff")
STYLE = raster_style(1, [Category(1, "a", "#102030")])


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    path = tmp_path / "scene.tif"
    profile = {"driver": "GTiff", "width": 8, "height": 8, "count": 1, "dtype": "uint8", "crs": "EPSG:32632"}
    with rasterio.open(path, "w", **profile, transform=from_origin(500_000, 5_200_000, 1, 1)) as dataset:
        dataset.write(np.ones((1, 8, 8), np.uint8))
    return path


def heatmap(path: Path) -> Output:
    return Output("--heatmap", path, TIF)


def class_raster(path: Path) -> Output:
    return Output("--raster", path, TIF, sidecars=(f"{path.name}.aux.xml", f"{path.stem}.qml"))


def mosaic_of(layer: Path, name: str) -> Path:
    from rasterio.shutil import copy

    copy(layer, layer.with_name(name), driver="VRT")
    return layer.with_name(name)


def test_an_output_elsewhere_is_let_by(layer: Path) -> None:
    check_outputs([heatmap(layer.with_name("heat.tif")), Output("-o", layer.with_name("scene.gpkg"))], [layer, None])


@pytest.mark.parametrize("way", ["same", "dotted", "relative", "symlink", "hardlink", "linked folder"])
def test_an_input_is_known_by_every_name(layer: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, other = layer.parent, layer.with_name("other.tif")
    if way == "symlink":
        other.symlink_to(layer)
    elif way == "hardlink":
        other.hardlink_to(layer)
    elif way == "linked folder":
        (folder / "link").symlink_to(folder, target_is_directory=True)
    (folder / "x").mkdir()
    monkeypatch.chdir(folder)
    named = {
        "same": layer,
        "dotted": folder / "." / "x" / ".." / "scene.tif",
        "relative": Path("scene.tif"),
        "linked folder": folder / "link" / "scene.tif",
    }.get(way, other)
    with pytest.raises(BadOption, match=r"--heatmap .* is the input scene\.tif: give another name"):
        check_outputs([heatmap(named)], [layer])
    with pytest.raises(BadOption, match="is the input"):
        check_outputs([heatmap(layer)], [named])


@pytest.mark.parametrize("side", ["scene.tif.aux.xml", "scene.tif.ovr", "scene.tif.msk", "scene.qml", "SCENE.QML"])
def test_what_belongs_to_an_input_is_not_replaced(layer: Path, side: str) -> None:
    layer.with_name(side).write_text("<qgis/>")
    linked = layer.with_name("out.tif")
    linked.hardlink_to(layer.with_name(side))
    with pytest.raises(BadOption, match=r"the input scene\.tif"):
        check_outputs([heatmap(linked)], [layer])


def test_a_side_file_of_an_output_would_become_the_inputs_style(layer: Path) -> None:
    check_outputs([heatmap(layer.with_name("scene.tiff"))], [layer])
    with pytest.raises(BadOption, match=r"would change the input scene\.tif"):
        check_outputs([class_raster(layer.with_name("scene.tiff"))], [layer])


def test_sources_of_sources_are_inputs(layer: Path) -> None:
    inner = mosaic_of(layer, "inner.vrt")
    outer = mosaic_of(layer, "outer.vrt")
    outer.write_text(outer.read_text().replace("scene.tif", inner.name))
    with pytest.raises(BadOption, match=r"would change the input outer\.vrt"):
        check_outputs([heatmap(layer)], [outer])


def test_files_of_a_folder_that_is_read_are_inputs(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text("{}")
    with pytest.raises(BadOption, match=r"-o .*config\.json is a file of"):
        check_outputs([Output("-o", model / "config.json")], [model])
    check_outputs([Output("-o", model / "new.json")], [model])


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.tif", "a.tif"), ("a.tif", "A.tif"), ("a.tif", "./a.tif"), ("a.tif", "link.tif"), ("a.tif", "hard.tif")],
)
def test_two_outputs_are_two_files(tmp_path: Path, one: str, other: str) -> None:
    (tmp_path / "a.tif").write_text("x")
    (tmp_path / "link.tif").symlink_to(tmp_path / "a.tif")
    (tmp_path / "hard.tif").hardlink_to(tmp_path / "a.tif")
    if other == "A.tif":
        (tmp_path / "a.tif").unlink()
    with pytest.raises(BadOption, match="would replace --heatmap"):
        check_outputs([heatmap(tmp_path / one), class_raster(tmp_path / other)], [])


def test_an_output_is_not_the_side_file_of_another(tmp_path: Path) -> None:
    outputs = [class_raster(tmp_path / "a.tif"), Output("--style", tmp_path / "a.qml", (".qml",))]
    with pytest.raises(BadOption, match="would replace"):
        check_outputs(outputs, [])


def test_a_map_a_raster_and_a_picture_may_share_a_name_again_and_again(tmp_path: Path) -> None:
    raster = class_raster(tmp_path / "cover.tif")
    outputs = [Output("-o", tmp_path / "cover.gpkg"), raster, Output("--preview", tmp_path / "cover.png", (".png",))]

    def write(file: Path) -> None:
        file.write_text("map")
        if file.suffix == ".tif":
            file.with_suffix(".qml").write_text(STYLE)

    for _ in range(2):
        check_outputs(outputs, [])
        for output in outputs[1:]:
            write_whole(output.path, write, output.sidecars)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["cover.png", "cover.qml", "cover.tif"]


def test_names_that_no_file_can_have_are_left_to_who_reads_them(tmp_path: Path) -> None:
    check_outputs([heatmap(tmp_path / "a.tif")], ["x" * 5000, "a\0b", "preset:corine"])


def test_a_style_that_a_person_made_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.qml").write_text(STYLE)
    check_outputs([class_raster(tmp_path / "a.tif")], [])
    (tmp_path / "a.qml").write_text("<qgis/>")
    with pytest.raises(OutputNotWritable, match=r"a\.qml is a style that Terralex did not create"):
        check_outputs([class_raster(tmp_path / "a.tif")], [])
    check_outputs([class_raster(tmp_path / "a.tif")], [], overwrite=True)


NAMES = st.sampled_from(["scene.tif", "scene.tif.ovr", "scene.tif.aux.xml", "scene.qml", "other.tif", "other.qml"])


@given(st.data())
def test_whatever_passes_leaves_every_input_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("law")
    for name in data.draw(st.sets(NAMES)) | {"scene.tif"}:
        (folder / name).write_text(f"<qgis>{name}</qgis>")
    if data.draw(st.booleans()):
        (folder / "linked.tif").symlink_to(folder / data.draw(NAMES))
    inputs = [folder / name for name in data.draw(st.sets(NAMES, min_size=1)) if (folder / name).exists()]
    belongs = [file for file in folder.iterdir() if file.name.startswith("scene.") and folder / "scene.tif" in inputs]
    kept = {file: file.read_bytes() for file in {*inputs, *belongs}}
    target = folder / data.draw(st.sampled_from(["scene.tif", "scene.tiff", "other.tif", "linked.tif", "new.tif"]))
    output = data.draw(st.sampled_from([heatmap(target), class_raster(target)]))

    def write(file: Path) -> None:
        for name in (file.name, *output.sidecars):
            file.with_name(name).write_text("new")

    try:
        check_outputs([output], inputs, overwrite=True)
    except BadOption:
        return
    write_whole(target, write, output.sidecars)
    assert {file: file.read_bytes() for file in kept} == kept


def test_an_older_rasters_statistics_overviews_and_style_go_with_it(tmp_path: Path) -> None:
    for name in ("a.tif", "a.tif.aux.xml", "a.tif.ovr", "a.tif.msk"):
        (tmp_path / name).write_text("old")
    (tmp_path / "a.qml").write_text(STYLE)
    (tmp_path / "a.txt").write_text("mine")
    write_whole(tmp_path / "a.tif", lambda file: file.write_text("new"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.tif", "a.txt"]


def test_a_link_stays_one_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.tif").write_text("old")
    (tmp_path / "link.tif").symlink_to(tmp_path / "real.tif")
    write_whole(tmp_path / "link.tif", lambda file: file.write_text("new"))
    assert (tmp_path / "link.tif").is_symlink() and (tmp_path / "real.tif").read_text() == "new"
