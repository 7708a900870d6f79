"""Mask to box: what a connected component is, and what the values of a mask mean."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from backend.errors import BadOption
from training.data.archive import ImageArchive, ImageNotReadable
from training.data.boxes import Box
from training.data.masks import ClassMap, boxes_of_mask, component_boxes, read_class_map, read_mask, read_masks

MASKS = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=24))
RECTANGLE = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 10), st.integers(1, 10))

# The colours that the masks of ../shared/boxes/dubai_masks are painted in (seen beside their images); classes.json
# there gives others.
DUBAI = ClassMap(
    True,
    {
        0x3C1098: "Building",
        0x8429F6: "Land (unpaved area)",
        0x6EC1E4: "Road",
        0xFEDD3A: "Vegetation",
        0xE2A929: "Water",
    },
)


def edges(boxes: list[Box]) -> list[tuple[float, float, float, float]]:
    return sorted((box.xmin, box.ymin, box.xmax, box.ymax) for box in boxes)


def drawn(picture: str) -> NDArray[np.bool_]:
    return np.array([[c == "#" for c in line] for line in picture.split()])


def reference(mask: NDArray[np.bool_]) -> list[tuple[float, float, float, float]]:
    """Bounding boxes of 8-connected components, by labelling instead of border following."""
    labels, _ = ndimage.label(mask, structure=np.ones((3, 3)))
    return sorted((x.start, y.start, x.stop, y.stop) for y, x in ndimage.find_objects(labels))


@given(MASKS)
def test_every_connected_component_yields_exactly_its_bounding_box(mask: NDArray[np.bool_]) -> None:
    assert edges(component_boxes(mask, "x")) == reference(mask)


@given(MASKS)
def test_filling_holes_changes_only_what_was_in_them(mask: NDArray[np.bool_]) -> None:
    filled = ndimage.binary_fill_holes(mask)  # holes are 4-connected, as the complement of 8-connected components is
    assert set(edges(component_boxes(filled, "x"))) <= set(edges(component_boxes(mask, "x")))


@given(RECTANGLE, st.data())
def test_a_hole_yields_no_box(rectangle: tuple[int, int, int, int], data: st.DataObject) -> None:
    x, y, w, h = rectangle
    mask = np.zeros((34, 34), bool)
    mask[y : y + h + 2, x : x + w + 2] = True
    left, top = data.draw(st.integers(1, w)), data.draw(st.integers(1, h))
    mask[y + top : y + h + 1, x + left : x + w + 1] = False
    assert edges(component_boxes(mask, "x")) == [(x, y, x + w + 2, y + h + 2)]


@given(RECTANGLE, st.integers(1, 5), st.integers(1, 5), st.integers(0, 10))
def test_touching_components_stay_one(first: tuple[int, int, int, int], w: int, h: int, slide: int) -> None:
    x, y, width, height = first
    top = y + min(slide, height)  # beside the first one, or at its lower right corner
    mask = np.zeros((40, 40), bool)
    mask[y : y + height, x : x + width] = True
    mask[top : top + h, x + width : x + width + w] = True
    assert edges(component_boxes(mask, "x")) == [(x, y, x + width + w, max(y + height, top + h))]


@given(MASKS)
def test_order_and_orientation_of_the_mask_do_not_matter(mask: NDArray[np.bool_]) -> None:
    turned = edges(component_boxes(np.ascontiguousarray(mask.T), "x"))
    assert turned == sorted((y0, x0, y1, x1) for x0, y0, x1, y1 in edges(component_boxes(mask, "x")))


def test_islands_inside_holes_are_found_to_any_depth() -> None:
    mask = np.zeros((20, 20), bool)
    for depth in range(0, 10, 2):
        mask[depth : 20 - depth, depth : 20 - depth] = True
        mask[depth + 1 : 19 - depth, depth + 1 : 19 - depth] = False
    assert edges(component_boxes(mask, "x")) == [(d, d, 20 - d, 20 - d) for d in range(0, 10, 2)]


def test_corners_connect_and_the_image_border_does_not_cut() -> None:
    assert edges(component_boxes(drawn("#.. .#. ..#"), "x")) == [(0, 0, 3, 3)]
    assert edges(component_boxes(drawn("### ### ###"), "x")) == [(0, 0, 3, 3)]
    assert edges(component_boxes(drawn("#.# ... #.#"), "x")) == [(0, 0, 1, 1), (0, 2, 1, 3), (2, 0, 3, 1), (2, 2, 3, 3)]
    assert component_boxes(drawn("... ..."), "x") == []


def test_specks_can_be_left_out() -> None:
    mask = drawn("#.... ..### ..###")
    assert edges(component_boxes(mask, "x", min_pixels=2)) == [(2, 1, 5, 3)]


def test_classes_are_apart_and_values_of_one_label_are_together() -> None:
    values = np.array([[1, 2, 0], [1, 3, 0], [0, 0, 9]], np.int32)
    classes = ClassMap(False, {0: None, 1: "water", 2: "building", 3: "building", 9: "building"})
    assert boxes_of_mask(values, classes) == (Box(0, 0, 1, 2, "water"), Box(1, 0, 3, 3, "building"))


# Class maps -----------------------------------------------------------------------------------------------------


def class_map(tmp_path: Path, content: object) -> ClassMap:
    file = tmp_path / "classes.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return read_class_map(file)


def test_a_class_map_is_of_indices_or_of_colours(tmp_path: Path) -> None:
    assert class_map(tmp_path, {"0": None, "2": "road"}) == ClassMap(False, {0: None, 2: "road"})
    assert class_map(tmp_path, {"#E2a929": "water"}) == ClassMap(True, {0xE2A929: "water"})
    rows = [{"index": 0, "label": None}, {"index": 1, "name": "car"}]
    assert class_map(tmp_path, rows) == ClassMap(False, {0: None, 1: "car"})
    supervisely = {"classes": [{"title": "Water", "shape": "polygon", "color": "#50E3C2"}], "tags": []}
    assert class_map(tmp_path, supervisely) == ClassMap(True, {0x50E3C2: "Water"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not a readable class map"),
        ({}, "names no class"),
        ([], "names no class"),
        (3, "names no class"),
        ({"red": "car"}, "'red' is neither a colour"),
        ({"-1": "car"}, "'-1' is neither"),
        ({"1": "car", "#FF0000": "bus"}, "mixes indices and colours"),
        ({"1": "car", "01": "bus"}, "the value 01 is given twice"),
        ({"1": 5}, "the label of 1 must be a text or null"),
        ([{"title": "car"}], "a class needs an index or a color"),
        ([{"index": 1}], "a class needs an index or a color"),
        (["car"], "a class needs an index or a color"),
    ],
)
def test_a_wrong_class_map_is_named(tmp_path: Path, content: object, message: str) -> None:
    with pytest.raises(BadOption, match=message) as error:
        class_map(tmp_path, content)
    assert "classes.json" in str(error.value)


# Files ----------------------------------------------------------------------------------------------------------


def test_masks_are_read_by_index_or_by_the_colours_of_their_palette(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[0, 1], [1, 1]], np.uint8))
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.save(tmp_path / "m.png")
    by_index = read_mask(tmp_path / "m.png", ClassMap(False, {0: "red", 1: "blue"}))
    by_colour = read_mask(tmp_path / "m.png", ClassMap(True, {0xFF0000: "red", 0x0000FF: "blue"}))
    assert by_index.tolist() == [[0, 1], [1, 1]]
    assert by_colour.tolist() == [[0xFF0000, 0x0000FF], [0x0000FF, 0x0000FF]]


def test_sixteen_bit_masks_keep_their_values(tmp_path: Path) -> None:
    Image.fromarray(np.array([[300, 65535]], np.uint16)).save(tmp_path / "m.png")
    assert read_mask(tmp_path / "m.png", ClassMap(False, {300: "car", 65535: None})).tolist() == [[300, 65535]]


def test_a_value_that_the_map_lacks_is_named(tmp_path: Path) -> None:
    Image.fromarray(np.array([[0, 7]], np.uint8)).save(tmp_path / "m.png")
    with pytest.raises(BadOption, match=r"m.png: the class map lacks 7; give a label, or null"):
        read_mask(tmp_path / "m.png", ClassMap(False, {0: "car"}))
    with pytest.raises(BadOption, match=r"lacks #000000, #070707"):
        read_mask(tmp_path / "m.png", ClassMap(True, {0xFFFFFF: "car"}))


def test_a_colour_mask_needs_a_map_of_colours_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    Image.new("RGB", (2, 2)).save(tmp_path / "m.png")
    with pytest.raises(BadOption, match="its class map must be of colours"):
        read_mask(tmp_path / "m.png", ClassMap(False, {0: "car"}))
    (tmp_path / "m.png").write_bytes(b"nothing")
    with pytest.raises(ImageNotReadable, match=r"m.png: the mask cannot be read"):
        read_mask(tmp_path / "m.png", ClassMap(False, {0: "car"}))


def test_a_folder_of_masks_gives_boxed_images(tmp_path: Path) -> None:
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    Image.new("RGB", (3, 2)).save(tmp_path / "images" / "a.jpg")
    Image.fromarray(np.array([[0, 1, 1], [0, 0, 1]], np.uint8)).save(tmp_path / "masks" / "a.png")
    archive, classes = ImageArchive(tmp_path / "images"), ClassMap(False, {0: None, 1: "car"})
    (image,) = read_masks("made", tmp_path / "masks", classes, archive)
    assert (image.name, image.width, image.height) == ("a.jpg", 3, 2)
    assert image.boxes == (Box(1, 0, 3, 2, "car"),)

    Image.fromarray(np.zeros((5, 3), np.uint8)).save(tmp_path / "masks" / "a.png")
    with pytest.raises(BadOption, match=r"the mask is 3 x 5 pixels, its image a.jpg is not"):
        read_masks("made", tmp_path / "masks", classes, archive)
    with pytest.raises(BadOption, match="holds no mask"):
        read_masks("made", tmp_path / "images", classes, archive)
    with pytest.raises(BadOption, match="no such folder of masks"):
        read_masks("made", tmp_path / "nowhere", classes, archive)


@pytest.mark.shared
def test_real_masks_yield_the_bounding_boxes_of_their_components(shared: Path) -> None:
    file = shared / "boxes" / "dubai_masks" / "masks" / "image_part_001.png"
    values = read_mask(file, DUBAI)
    assert values.shape == (846, 1099)
    boxes = boxes_of_mask(values, DUBAI)
    for value, label in DUBAI.labels.items():
        assert edges([box for box in boxes if box.label == label]) == reference(values == value), label


@pytest.mark.shared
def test_real_masks_that_do_not_match_their_class_map_are_refused(shared: Path) -> None:
    folder = shared / "boxes" / "dubai_masks"
    classes = read_class_map(folder / "classes.json")
    assert classes.labels[0xD0021B] == "Building"
    with pytest.raises(BadOption, match=r"image_part_001.png: the class map lacks #3C1098"):
        read_masks("dubai", folder / "masks", classes, ImageArchive(folder / "images"))
