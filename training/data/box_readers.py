"""Readers of boxes in published formats: COCO JSON, DOTA text, Pascal VOC XML and YOLO text.

Every reader returns the annotated images in the order of their file names (COCO: of the file), with horizontal boxes in
pixels. Images without annotation are left out, and so are a few annotations whose image is missing or damaged.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from backend.errors import BadOption
from training.data.archive import ImageArchive
from training.data.boxes import Box, BoxedImage, box_around
from training.data.image_lookup import ImageLookup
from training.data.missing_images import Report, read_present, say_nothing

_DOTA_HEADS = ("imagesource:", "gsd:", "acquisition dates:")
_YOLO_CLASS_FILE = "classes.txt"
_YOLO_SLACK = 0.5  # oriented boxes may extend beyond the image, but never by half of it


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadOption(f"{file}: cannot be read as text ({error}).") from error


@contextmanager
def _at(where: str) -> Iterator[None]:
    """Adds the position in the file to errors about invalid boxes."""
    try:
        yield
    except BadOption as error:
        raise BadOption(f"{where}: {error}") from error


def _numbers(where: str, fields: Sequence[str]) -> list[float]:
    try:
        return [float(field) for field in fields]
    except ValueError as error:
        raise BadOption(f"{where}: expected numbers ({error}).") from error


def _points(values: Sequence[float], width: int = 1, height: int = 1) -> list[tuple[float, float]]:
    return [(x * width, y * height) for x, y in zip(values[::2], values[1::2], strict=True)]


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    """(``file, line n``, text) for every line that is not blank."""
    for number, line in enumerate(_text(file).splitlines(), start=1):
        if line.strip():
            yield f"{file}, line {number}", line.strip()


def _annotation_files(folder: Path, suffix: str) -> list[Path]:
    if not folder.is_dir():
        raise BadOption(f"{folder}: no such folder of annotations.")
    files = sorted(file for file in folder.rglob(f"*{suffix}") if file.name != _YOLO_CLASS_FILE)
    if not files:
        raise BadOption(f"{folder}: holds no *{suffix} file of annotations.")
    return files


# COCO ---------------------------------------------------------------------------------------------------------


def _coco_boxes(file: Path, annotations: Sequence[dict[str, Any]], labels: dict[Any, str]) -> dict[Any, list[Box]]:
    boxes: dict[Any, list[Box]] = defaultdict(list)
    for position, row in enumerate(annotations):
        try:
            where = f"{file}, annotation {row.get('id', f'number {position + 1}')}"
            if row.get("iscrowd"):
                continue
            x, y, w, h = (float(value) for value in row["bbox"])
            image, label = row["image_id"], labels.get(row["category_id"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadOption(f"{file}, annotation number {position + 1}: not a COCO box ({error!r}).") from error
        if label is None:
            raise BadOption(f"{where}: category {row['category_id']} is not among the file's categories.")
        with _at(where):
            boxes[image].append(Box(x, y, x + w, y + h, label))
    return boxes


def read_coco(source: str, file: Path, archive: ImageArchive, report: Report = say_nothing) -> list[BoxedImage]:
    """Images of a COCO instance file (``bbox`` is x, y, width, height in px), in file order.

    Crowds (``iscrowd``) are left out: one box around many objects would be counted as one.

    Raises:
        BadOption: the file is not COCO JSON, refers to an unknown category, or too many images are missing.
    """
    try:
        content = json.loads(_text(file))
        images, annotations = list(content["images"]), list(content["annotations"])
        labels = {row["id"]: str(row["name"]) for row in content["categories"]}
        rows = [(row["id"], str(row["file_name"]), int(row["width"]), int(row["height"])) for row in images]
    except (ValueError, KeyError, TypeError) as error:
        raise BadOption(f"{file}: not a COCO file of boxes ({error!r}).") from error
    boxes = _coco_boxes(file, annotations, labels)
    strangers = boxes.keys() - {row[0] for row in rows}
    if strangers:
        raise BadOption(f"{file}: annotations are of image {min(strangers, key=str)}, which the file does not list.")
    lookup = ImageLookup(archive)

    def one(row: tuple[Any, str, int, int]) -> BoxedImage:
        key, name, width, height = row
        return BoxedImage(source, lookup.find(file, name), width, height, tuple(boxes.get(key, ())))

    return read_present(file, rows, one, archive, report)


# DOTA ---------------------------------------------------------------------------------------------------------


def _dota_boxes(file: Path, keep_difficult: bool) -> Iterator[Box]:
    for where, line in _lines(file):
        if line.casefold().startswith(_DOTA_HEADS):
            continue
        fields = line.split()
        if len(fields) not in (9, 10):
            raise BadOption(f"{where}: expected x1 y1 x2 y2 x3 y3 x4 y4 label difficult, found {len(fields)} fields.")
        corners = _numbers(where, fields[:8])
        if len(fields) == 10 and not fields[9].isdecimal():
            raise BadOption(f"{where}: the difficult flag is {fields[9]!r} and not a whole number.")
        if keep_difficult or len(fields) == 9 or int(fields[9]) == 0:
            with _at(where):
                box = box_around(_points(corners), fields[8])
            yield box


def _read_text_labels(
    source: str,
    folder: Path,
    archive: ImageArchive,
    boxes: Callable[[Path, tuple[int, int]], Iterator[Box]],
    report: Report,
) -> list[BoxedImage]:
    """Images of a folder of ``<image>.txt``; ``boxes`` reads one file, given the image's width and height."""
    lookup = ImageLookup(archive)

    def one(file: Path) -> BoxedImage:
        name = lookup.find(file, file.relative_to(folder).as_posix())
        size = archive.size(name)
        return BoxedImage(source, name, *size, tuple(boxes(file, size)))

    return read_present(folder, _annotation_files(folder, ".txt"), one, archive, report)


def read_dota(
    source: str,
    folder: Path,
    archive: ImageArchive,
    keep_difficult: bool = True,
    report: Report = say_nothing,
) -> list[BoxedImage]:
    """Images of DOTA text labels (one ``<image>.txt`` per image; four corners in pixels, label, difficult flag).

    The oriented box becomes the horizontal box around its corners; header lines are skipped. ``keep_difficult=False``
    leaves out objects that DOTA flags as difficult, also from counts.

    Raises:
        BadOption: a line is not such a label, or too many images are missing or damaged.
    """
    return _read_text_labels(source, folder, archive, lambda file, _: _dota_boxes(file, keep_difficult), report)


# Pascal VOC ---------------------------------------------------------------------------------------------------

_LINE = "line of the file"  # not a possible name of an XML attribute


def _parse_voc(file: Path) -> Element:
    """Tree of an annotation, with the line number of each element.

    Uses the standard parser, but stops at a document type, where entities are declared: annotations do not need them,
    and they can expand to gigabytes or refer to other files.
    """
    parser, builder = expat.ParserCreate(), TreeBuilder()

    def refuse(*_: object) -> None:
        raise BadOption(f"{file}, line {parser.CurrentLineNumber}: document types and entities are refused.")

    def start(tag: str, attributes: dict[str, str]) -> None:
        builder.start(tag, {**attributes, _LINE: str(parser.CurrentLineNumber)})

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: builder.end(tag) and None
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(file.read_bytes(), True)
    except (OSError, expat.ExpatError) as error:
        raise BadOption(f"{file}: not a readable XML file ({error}).") from error
    return builder.close()


def _voc_box(file: Path, item: Element) -> Box:
    frame = item.find("bndbox")
    line = item if frame is None else frame
    where = f"{file}, line {line.get(_LINE)}"
    label = (item.findtext("name") or "").strip()
    if frame is None or not label:
        raise BadOption(f"{where}: the object has no {'bndbox' if frame is None else 'name'}.")
    edges = [frame.findtext(edge, "").strip() for edge in ("xmin", "ymin", "xmax", "ymax")]
    xmin, ymin, xmax, ymax = _numbers(where, edges)
    with _at(where):
        return Box(xmin, ymin, xmax, ymax, label)


def _voc_size(file: Path, root: Element) -> tuple[int, int] | None:
    size = root.find("size")
    if size is None:
        return None
    where = f"{file}, line {size.get(_LINE)}"
    width, height = _numbers(where, [size.findtext(side, "").strip() for side in ("width", "height")])
    return (int(width), int(height)) if width >= 1 and height >= 1 else None


def read_voc(
    source: str,
    folder: Path,
    archive: ImageArchive,
    keep_difficult: bool = True,
    report: Report = say_nothing,
) -> list[BoxedImage]:
    """Images of Pascal VOC annotations (one ``<image>.xml`` per image; DIOR, RSOD, LEVIR, ...).

    The image is the one with the same name as the file, else the one in ``filename``. Coordinates are used as written:
    data sets count from 0 or from 1, a difference of at most a pixel. A size of zero, which some tools write, is read
    from the image. Document types and entities are refused.

    Raises:
        BadOption: a file is not such XML, or too many images are missing or damaged.
    """
    lookup = ImageLookup(archive)

    def one(file: Path) -> BoxedImage:
        root = _parse_voc(file)
        own = file.relative_to(folder).as_posix()
        name = lookup.find(file, own if own in lookup else (root.findtext("filename") or "").strip() or own)
        objects = [o for o in root.iter("object") if keep_difficult or o.findtext("difficult", "0").strip() == "0"]
        width, height = _voc_size(file, root) or archive.size(name)
        return BoxedImage(source, name, width, height, tuple(_voc_box(file, item) for item in objects))

    return read_present(folder, _annotation_files(folder, ".xml"), one, archive, report)


# YOLO ---------------------------------------------------------------------------------------------------------


def read_class_names(file: Path) -> tuple[str, ...]:
    """Class names of a ``classes.txt``: one per line, the first is class 0.

    Raises:
        BadOption: the file cannot be read or has no classes.
    """
    names = tuple(line for _, line in _lines(file))
    if not names:
        raise BadOption(f"{file}: names no class.")
    return names


def _yolo_boxes(file: Path, names: Sequence[str], size: tuple[int, int]) -> Iterator[Box]:
    width, height = size
    for where, line in _lines(file):
        key, *fields = line.split()
        if len(fields) != 4 and (len(fields) < 6 or len(fields) % 2):
            raise BadOption(
                f"{where}: expected a class with a centre and a size, or with three and more corners, "
                f"found {len(fields)} numbers after the class."
            )
        values = _numbers(where, fields)
        if not key.isdecimal() or int(key) >= len(names):
            raise BadOption(f"{where}: class {key} is not one of the {len(names)} classes from 0 on.")
        if not all(-_YOLO_SLACK <= value <= 1 + _YOLO_SLACK for value in values):
            raise BadOption(f"{where}: coordinates must be shares of the image's sides, between 0 and 1.")
        label = names[int(key)]
        with _at(where):
            if len(values) == 4:
                x, y, w, h = values
                left, right = (x - w / 2) * width, (x + w / 2) * width
                box = Box(left, (y - h / 2) * height, right, (y + h / 2) * height, label)
            else:
                box = box_around(_points(values, width, height), label)
        yield box


def read_yolo(
    source: str,
    folder: Path,
    archive: ImageArchive,
    names: Sequence[str],
    report: Report = say_nothing,
) -> list[BoxedImage]:
    """Images of YOLO text labels (one ``<image>.txt`` per image), horizontal or oriented.

    A line is a class and numbers relative to the image's size: centre and size (4 numbers), or the corners of an
    oriented box or a polygon (an even count of at least 6), which become the horizontal box around them. An empty file
    is an image without objects; ``classes.txt`` is not a label file. ``names`` are the class names, starting with class
    0.

    Raises:
        BadOption: a line is not such a label, or too many images are missing or damaged.
    """
    return _read_text_labels(source, folder, archive, lambda file, size: _yolo_boxes(file, names, size), report)
