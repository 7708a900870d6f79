"""Readers of boxes: COCO, DOTA, Pascal VOC and YOLO."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backend.errors import BadOption
from training.data.archive import ImageArchive
from training.data.box_readers import read_class_names, read_coco, read_dota, read_voc, read_yolo
from training.data.boxes import Box, BoxedImage, box_around

COORDINATE = st.floats(-1e6, 1e6)


@pytest.fixture
def images(tmp_path: Path) -> ImageArchive:
    """Images ``a.png`` and ``b.png`` of 200 x 100 px."""
    folder = tmp_path / "images"
    folder.mkdir()
    for name in "ab":
        Image.new("RGB", (200, 100)).save(folder / f"{name}.png")
    return ImageArchive(folder)


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def edges(box: Box) -> tuple[float, float, float, float]:
    return box.xmin, box.ymin, box.xmax, box.ymax


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=8))
def test_the_box_around_corners_touches_the_outermost_of_them(corners: list[tuple[float, float]]) -> None:
    box = box_around(corners, "ship")
    assert all(box.xmin <= x <= box.xmax and box.ymin <= y <= box.ymax for x, y in corners)
    assert {box.xmin, box.xmax} <= {x for x, _ in corners}
    assert {box.ymin, box.ymax} <= {y for _, y in corners}


@pytest.mark.parametrize("wrong", [(5, 0, 4, 1), (0, 5, 1, 4), (float("nan"), 0, 1, 1), (0, 0, float("inf"), 1)])
def test_a_box_that_cannot_be_is_refused(wrong: tuple[float, float, float, float]) -> None:
    with pytest.raises(BadOption, match="'ship' has the impossible box"):
        Box(*wrong, "ship")


def test_an_image_without_pixels_is_refused() -> None:
    with pytest.raises(BadOption, match=r"a.png cannot be 0 x 5"):
        BoxedImage("made", "a.png", 0, 5)


# COCO ---------------------------------------------------------------------------------------------------------


def coco(**changes: object) -> dict[str, object]:
    return {
        "images": [
            {"id": 7, "file_name": "a.png", "width": 200, "height": 100},
            {"id": 8, "file_name": "b.png", "width": 200, "height": 100},
        ],
        "categories": [{"id": 3, "name": "ship"}],
        "annotations": [
            {"id": 1, "image_id": 7, "category_id": 3, "bbox": [10, 20, 30, 40]},
            {"id": 2, "image_id": 7, "category_id": 3, "bbox": [0, 0, 200, 100], "iscrowd": 1},
        ],
        **changes,
    }


def test_coco_boxes_are_corner_and_size_and_crowds_are_left_out(tmp_path: Path, images: ImageArchive) -> None:
    file = tmp_path / "instances.json"
    file.write_text(json.dumps(coco()))
    first, second = read_coco("made", file, images)
    assert (first.name, first.width, first.height) == ("a.png", 200, 100)
    assert first.boxes == (Box(10, 20, 40, 60, "ship"),)
    assert second.boxes == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"annotations": [{"id": 5, "image_id": 7, "category_id": 9, "bbox": [0, 0, 1, 1]}]},
            "annotation 5: category",
        ),
        (
            {"annotations": [{"id": 5, "image_id": 7, "category_id": 3, "bbox": [0, 0, 1]}]},
            "number 1: not a COCO box",
        ),
        ({"annotations": [{"id": 5, "image_id": 7, "category_id": 3, "bbox": [0, 0, -1, 1]}]}, "annotation 5: 'ship'"),
        ({"annotations": [{"id": 5, "image_id": 9, "category_id": 3, "bbox": [0, 0, 1, 1]}]}, "of image 9, which"),
        ({"annotations": ["box"]}, "number 1: not a COCO box"),
        ({"images": [{"id": 7, "file_name": "c.png", "width": 2, "height": 2}], "annotations": []}, "c.png is not in"),
        ({"images": [{"id": 7}]}, "not a COCO file"),
        ({"categories": None}, "not a COCO file"),
    ],
)
def test_what_is_wrong_in_a_coco_file_is_named(
    tmp_path: Path, images: ImageArchive, changes: dict[str, object], message: str
) -> None:
    file = tmp_path / "instances.json"
    file.write_text(json.dumps(coco(**changes)))
    with pytest.raises(BadOption, match=message) as error:
        read_coco("made", file, images)
    assert str(file) in str(error.value)


def test_broken_json_names_its_line(tmp_path: Path, images: ImageArchive) -> None:
    file = tmp_path / "instances.json"
    file.write_text('{"images": [\n}')
    with pytest.raises(BadOption, match="line 2"):
        read_coco("made", file, images)


# DOTA ---------------------------------------------------------------------------------------------------------

DOTA = "imagesource:GoogleEarth\ngsd:0.25\n10 20 30 10 40 30 20 40 ship 0\n\n1.5 2 9 2 9 8 1.5 8 small-vehicle 1\n"


def test_dota_quads_become_boxes_and_headers_are_skipped(tmp_path: Path, images: ImageArchive) -> None:
    (image,) = read_dota("made", write(tmp_path / "labels", "a.txt", DOTA), images)
    assert (image.name, image.width, image.height) == ("a.png", 200, 100)
    assert image.boxes == (Box(10, 10, 40, 40, "ship"), Box(1.5, 2, 9, 8, "small-vehicle"))


def test_difficult_objects_can_be_left_out(tmp_path: Path, images: ImageArchive) -> None:
    (image,) = read_dota("made", write(tmp_path / "labels", "a.txt", DOTA), images, keep_difficult=False)
    assert [box.label for box in image.boxes] == ["ship"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gsd:1\n1 2 3 4 ship 0", "a.txt, line 2: expected x1"),
        ("1 2 3 4 5 6 7 x ship 0", "a.txt, line 1: expected numbers"),
        ("1 2 3 4 5 6 7 8 ship hard", "a.txt, line 1: the difficult flag is 'hard'"),
        ("1 2 3 4 5 6 7 nan ship 0", "a.txt, line 1: 'ship' has a corner that is no finite"),
    ],
)
def test_a_wrong_dota_line_is_named(tmp_path: Path, images: ImageArchive, text: str, message: str) -> None:
    with pytest.raises(BadOption, match=message):
        read_dota("made", write(tmp_path / "labels", "a.txt", text), images)


@pytest.mark.shared
def test_real_dota_labels_are_read(shared: Path) -> None:
    folder = shared / "boxes" / "dota"
    harbour, lorries = read_dota("dota", folder, ImageArchive(folder))
    assert (harbour.name, harbour.width, harbour.height) == ("P0706.png", 1111, 1182)
    labels = [box.label for box in harbour.boxes]
    assert (labels.count("ship"), labels.count("harbor")) == (531, 5)
    assert edges(harbour.boxes[0]) == (1054, 1011, 1112, 1062)
    assert len(lorries.boxes) == 64
    sure, _ = read_dota("dota", folder, ImageArchive(folder), keep_difficult=False)
    assert len(sure.boxes) == len(labels) - 6


# Pascal VOC ---------------------------------------------------------------------------------------------------

VOC = """<annotation>
  <filename>{filename}</filename>
  <size><width>{width}</width><height>100</height><depth>3</depth></size>
  <object>
    <name>airplane</name><difficult>0</difficult>
    <bndbox><ymin>5</ymin><xmin>{xmin}</xmin><xmax>20</xmax><ymax>25.5</ymax></bndbox>
  </object>
  <object>
    <name>ship</name><difficult>1</difficult>
    <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox>
  </object>
</annotation>"""


def voc(filename: str = "a.png", width: str = "200", xmin: str = "10") -> str:
    return VOC.format(filename=filename, width=width, xmin=xmin)


def test_voc_objects_are_read_whatever_the_order_of_edges(tmp_path: Path, images: ImageArchive) -> None:
    (image,) = read_voc("made", write(tmp_path / "xml", "a.xml", voc()), images)
    assert (image.name, image.width, image.height) == ("a.png", 200, 100)
    assert image.boxes == (Box(10, 5, 20, 25.5, "airplane"), Box(1, 1, 2, 2, "ship"))
    (sure,) = read_voc("made", tmp_path / "xml", images, keep_difficult=False)
    assert [box.label for box in sure.boxes] == ["airplane"]


def test_a_voc_file_may_be_called_otherwise_than_its_image(tmp_path: Path, images: ImageArchive) -> None:
    (image,) = read_voc("made", write(tmp_path / "xml", "17.xml", voc("b")), images)
    assert image.name == "b.png"


def test_a_size_of_zero_is_read_from_the_image(tmp_path: Path, images: ImageArchive) -> None:
    (image,) = read_voc("made", write(tmp_path / "xml", "a.xml", voc(width="0")), images)
    assert (image.width, image.height) == (200, 100)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (voc(xmin="x"), "a.xml, line 6: expected numbers"),
        (voc(xmin="30"), "a.xml, line 6: 'airplane' has the impossible box"),
        (voc().replace("<name>ship</name>", ""), "a.xml, line 10: the object has no name"),
        (voc().replace("bndbox", "polygon"), "a.xml, line 4: the object has no bndbox"),
        (voc()[:-5], "a.xml: not a readable XML file"),
        ("", "a.xml: not a readable XML file"),
    ],
)
def test_a_wrong_voc_file_is_named(tmp_path: Path, images: ImageArchive, text: str, message: str) -> None:
    with pytest.raises(BadOption, match=message):
        read_voc("made", write(tmp_path / "xml", "a.xml", text), images)


BOMB = '<!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;&x;">]><annotation><object>&y;</object></annotation>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("text", [BOMB, '<!DOCTYPE a SYSTEM "file:///etc/passwd"><annotation/>'])
def test_document_types_and_entities_are_refused(
    tmp_path: Path, images: ImageArchive, text: str, encoding: str
) -> None:
    (tmp_path / "a.xml").write_bytes(text.encode(encoding))
    with pytest.raises(BadOption, match=r"a.xml, line 1: document types and entities are refused"):
        read_voc("made", tmp_path, images)


# YOLO ---------------------------------------------------------------------------------------------------------


def test_yolo_lines_are_centre_and_size_or_corners(tmp_path: Path, images: ImageArchive) -> None:
    text = "1 0.5 0.5 0.25 0.5\n0 0.1 0.2 0.3 0.1 0.4 0.3 0.2 0.4\n"
    (image,) = read_yolo("made", write(tmp_path / "labels", "a.txt", text), images, ["ship", "car"])
    assert image.boxes[0] == Box(75, 25, 125, 75, "car")
    assert edges(image.boxes[1]) == pytest.approx((20, 10, 80, 40))


def test_an_empty_yolo_file_is_an_image_without_objects(tmp_path: Path, images: ImageArchive) -> None:
    folder = write(tmp_path / "labels", "a.txt", "")
    write(folder, "classes.txt", "ship\ncar\n")
    (image,) = read_yolo("made", folder, images, read_class_names(folder / "classes.txt"))
    assert image.boxes == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0 0.5 0.5 0.1", "a.txt, line 1: expected a class"),
        ("0 0.5 0.5 0.1 0.1 0.9", "a.txt, line 1: expected a class"),
        ("\n2 0.5 0.5 0.1 0.1", "a.txt, line 2: class 2 is not one of the 2 classes"),
        ("-1 0.5 0.5 0.1 0.1", "a.txt, line 1: class -1"),
        ("0 50 50 10 10", "a.txt, line 1: coordinates must be shares"),
        ("0 0.5 0.5 nan 0.1", "a.txt, line 1: coordinates must be shares"),
        ("0 0.5 0.5 -0.1 0.1", "a.txt, line 1: 'ship' has the impossible box"),
    ],
)
def test_a_wrong_yolo_line_is_named(tmp_path: Path, images: ImageArchive, text: str, message: str) -> None:
    with pytest.raises(BadOption, match=message):
        read_yolo("made", write(tmp_path / "labels", "a.txt", text), images, ["ship", "car"])


@given(st.tuples(*[st.floats(0, 1)] * 2), st.tuples(*[st.floats(0, 0.5)] * 2))
def test_both_yolo_forms_of_a_box_are_the_same_box(
    tmp_path_factory: pytest.TempPathFactory, centre: tuple[float, float], size: tuple[float, float]
) -> None:
    (x, y), (w, h) = centre, size
    left, top, right, bottom = x - w / 2, y - h / 2, x + w / 2, y + h / 2
    folder = tmp_path_factory.mktemp("yolo")
    Image.new("L", (200, 100)).save(folder / "a.png")
    corners = f"0 {left} {top} {right} {top} {right} {bottom} {left} {bottom}"
    (folder / "a.txt").write_text(f"0 {x} {y} {w} {h}\n{corners}\n")
    (image,) = read_yolo("made", folder, ImageArchive(folder), ["ship"])
    assert edges(image.boxes[0]) == pytest.approx(edges(image.boxes[1]), abs=1e-9)


@pytest.mark.shared
def test_real_yolo_labels_are_read(shared: Path) -> None:
    folder = shared / "boxes" / "simd_yolo"
    images = read_yolo("simd", folder, ImageArchive(folder), [str(number) for number in range(15)])
    assert len(images) == 20
    assert {(image.width, image.height) for image in images} == {(1024, 768)}
    assert sum(len(image.boxes) for image in images) == 143
    assert all(0 <= x <= 1024 and 0 <= y <= 768 for image in images for x, y in (b.centre for b in image.boxes))


# Which image ----------------------------------------------------------------------------------------------------


def test_annotations_of_subfolders_find_images_of_the_same_subfolder(tmp_path: Path) -> None:
    for split in ("train", "val"):
        (tmp_path / "images" / split).mkdir(parents=True)
        (tmp_path / "labels" / split).mkdir(parents=True)
        Image.new("RGB", (10, 10)).save(tmp_path / "images" / split / "1.png")
        (tmp_path / "labels" / split / "1.txt").write_text("0 0.5 0.5 1 1")
    archive = ImageArchive(tmp_path / "images")
    read = read_yolo("made", tmp_path / "labels", archive, ["ship"])
    assert [image.name for image in read] == ["train/1.png", "val/1.png"]
    with pytest.raises(BadOption, match=r"1.txt could be train/1.png or val/1.png"):
        read_yolo("made", tmp_path / "labels" / "val", archive, ["ship"])


def test_images_of_a_tar_have_their_size(tmp_path: Path, images: ImageArchive) -> None:
    with tarfile.open(tmp_path / "images.tar", "w") as tar:
        tar.add(images.path, arcname="images")
    (image,) = read_dota("made", write(tmp_path / "labels", "b.txt", DOTA), ImageArchive(tmp_path / "images.tar"))
    assert (image.name, image.width, image.height) == ("b.png", 200, 100)


def test_an_annotation_without_image_an_empty_and_a_missing_folder_are_named(
    tmp_path: Path, images: ImageArchive
) -> None:
    with pytest.raises(BadOption, match=r"c.txt: image c.txt is not in"):
        read_dota("made", write(tmp_path / "labels", "c.txt", DOTA), images)
    with pytest.raises(BadOption, match=r"holds no \*.xml file"):
        read_voc("made", tmp_path / "labels", images)
    with pytest.raises(BadOption, match="no such folder"):
        read_yolo("made", tmp_path / "nowhere", images, ["ship"])


def test_a_binary_label_is_named(tmp_path: Path, images: ImageArchive) -> None:
    folder = write(tmp_path / "labels", "b.txt", "")
    (folder / "b.txt").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(BadOption, match=r"b.txt: cannot be read as text"):
        read_dota("made", folder, images)


# Images that are missing ----------------------------------------------------------------------------------------


def twenty(folder: Path) -> ImageArchive:
    """Images ``00.png`` to ``19.png``; the fourth is damaged, and the fifth goes away when the archive is known."""
    folder.mkdir()
    for number in range(20):
        Image.new("RGB", (200, 100)).save(folder / f"{number:02d}.png")
    (folder / "03.png").write_bytes(b"no image")
    archive = ImageArchive(folder)
    (folder / "04.png").unlink()
    return archive


@pytest.mark.parametrize(
    "read", [read_dota, read_voc, lambda *given, report: read_yolo(*given, ["ship"], report=report)]
)
def test_few_images_that_cannot_be_read_are_left_out_and_many_are_an_error(tmp_path: Path, read: Callable) -> None:
    archive, said = twenty(tmp_path / "images"), []
    for number in range(20):
        write(tmp_path / "labels", f"{number:02d}.txt", "")
        write(tmp_path / "labels", f"{number:02d}.xml", "<annotation/>")
    assert len(read("made", tmp_path / "labels", archive, report=said.append)) == 18
    assert len(said) == 1 and "2 images left out, for one:" in said[0] and "03.png cannot be read" in said[0]
    (archive.path / "05.png").unlink()
    with pytest.raises(BadOption, match=r"labels: 3 of its 20 images cannot be had from .*03\.png"):
        read("made", tmp_path / "labels", archive, report=said.append)


def test_few_images_of_a_coco_file_may_be_missing(tmp_path: Path) -> None:
    archive, said = twenty(tmp_path / "images"), []
    rows = [{"id": n, "file_name": f"{n:02d}.png", "width": 9, "height": 9} for n in range(21)]
    (tmp_path / "instances.json").write_text(json.dumps(coco(images=rows)))
    assert len(read_coco("made", tmp_path / "instances.json", archive, said.append)) == 20
    assert "instances.json: 1 images left out" in said[0] and "20.png is not in" in said[0]
