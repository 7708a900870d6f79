"""M2B: class masks -> one horizontal box per connected component (RemoteCLIP, arXiv 2306.11029, mask-to-box).

For each class a binary mask, border following (Suzuki and Abe 1985, as in OpenCV), the outer contour of each connected
component, and its smallest and largest x and y. Pixels that touch at a corner are connected.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from backend.errors import BadOption
from training.data.archive import ImageArchive, ImageNotReadable
from training.data.boxes import Box, BoxedImage
from training.data.image_lookup import ImageLookup
from training.data.missing_images import Report, read_present, say_nothing

MASK_SUFFIXES = frozenset({".png", ".tif", ".tiff", ".bmp", ".gif"})
_INDEX_MODES = frozenset({"1", "L", "P", "I", "I;16"})


@dataclass(frozen=True)
class ClassMap:
    """The meaning of the values of a mask.

    Attributes:
        by_colour: whether the keys of ``labels`` are 0xRRGGBB instead of pixel values.
        labels: value -> label; None for what is not an object (background, no data).
    """

    by_colour: bool
    labels: Mapping[int, str | None]


def _key(file: Path, written: object) -> tuple[bool, int]:
    """Whether a key is a colour, and its value."""
    text = str(written).strip()
    try:
        if text.startswith("#") and len(text) == 7:
            return True, int(text[1:], 16)
        if not isinstance(written, bool) and 0 <= int(text) < 1 << 16:
            return False, int(text)
    except ValueError:
        pass
    raise BadOption(f"{file}: {written!r} is neither a colour #RRGGBB nor a pixel value from 0 to 65535.")


def _entry(file: Path, row: Any) -> tuple[object, str | None]:
    if isinstance(row, dict):
        key = next((row[field] for field in ("index", "color", "colour") if field in row), None)
        label = next((row[field] for field in ("label", "title", "name") if field in row), key)
        if key is not None and (label is None or isinstance(label, str)) and label != key:
            return key, label
    raise BadOption(f"{file}: a class needs an index or a color, and a label or title; found {row!r}.")


def read_class_map(file: Path) -> ClassMap:
    """Read a class map from JSON: ``{"0": null, "1": "building"}``, ``{"#E2A929": "water"}``, or Supervisely's
    ``classes``.

    The last is a list of objects with ``index`` or ``color``, and ``title``, ``label`` or ``name``. A null label marks
    what is not an object.

    Raises:
        BadOption: the file is not such JSON, mixes indices and colours, or has a value twice.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadOption(f"{file}: not a readable class map ({error}).") from error
    rows = content.get("classes", content) if isinstance(content, dict) else content
    listed = rows if isinstance(rows, list) else ()
    pairs = list(rows.items()) if isinstance(rows, dict) else [_entry(file, row) for row in listed]
    labels: dict[int, str | None] = {}
    kinds = set()
    for written, label in pairs:
        by_colour, key = _key(file, written)
        if key in labels:
            raise BadOption(f"{file}: the value {written} is given twice.")
        if label is not None and not isinstance(label, str):
            raise BadOption(f"{file}: the label of {written} must be a text or null.")
        labels[key] = label
        kinds.add(by_colour)
    if len(kinds) != 1:
        raise BadOption(f"{file}: {'mixes indices and colours' if kinds else 'names no class'}.")
    return ClassMap(kinds.pop(), MappingProxyType(labels))


def _show(value: int, by_colour: bool) -> str:
    return f"#{value:06X}" if by_colour else str(value)


def read_mask(file: Path, classes: ClassMap) -> NDArray[np.int32]:
    """Values of a class mask, int32 ``[height, width]``: pixel values, or 0xRRGGBB for a map of colours.

    A palette image is read by its colours if the map is by colour (tools may reorder the palette in each file), else by
    its indices.

    Raises:
        ImageNotReadable: the file is missing or damaged.
        BadOption: the mask has several channels but the map is by index, or a value is not in the map.
    """
    try:
        with Image.open(file) as image:
            if classes.by_colour:
                rgb = np.asarray(image.convert("RGB"), dtype=np.int32)
                values = rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2]
            elif image.mode in _INDEX_MODES:
                values = np.asarray(image).astype(np.int32)
            else:
                raise BadOption(f"{file}: has the channels {image.mode}, so its class map must be of colours.")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ImageNotReadable(f"{file}: the mask cannot be read ({error}).") from error
    unknown = [int(value) for value in np.unique(values) if int(value) not in classes.labels]
    if unknown:
        shown = ", ".join(_show(value, classes.by_colour) for value in unknown[:5])
        raise BadOption(f"{file}: the class map lacks {shown}; give a label, or null for what is no object.")
    return values


def component_boxes(mask: NDArray[np.bool_], label: str, min_pixels: int = 1) -> list[Box]:
    """Boxes of the 8-connected components of a binary mask ``[height, width]``, from top to bottom.

    Holes give no box; a component inside a hole of another one does. Boxes with an area of fewer than ``min_pixels``
    pixels are left out.
    """
    # RETR_EXTERNAL would lose islands inside holes. Of the two levels of RETR_CCOMP the upper one (without a parent)
    # has the outer border of every component, including islands, and the lower one the borders of holes.
    contours, hierarchy = cv2.findContours(mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return []
    boxes = []
    for contour, parent in zip(contours, np.asarray(hierarchy).reshape(-1, 4)[:, 3], strict=True):
        if parent >= 0:
            continue
        points = np.asarray(contour).reshape(-1, 2)
        (xmin, ymin), (xmax, ymax) = points.min(axis=0), points.max(axis=0) + 1
        if (xmax - xmin) * (ymax - ymin) >= min_pixels:
            boxes.append(Box(float(xmin), float(ymin), float(xmax), float(ymax), label))
    return sorted(boxes, key=lambda box: (box.ymin, box.xmin, box.ymax, box.xmax))


def boxes_of_mask(values: NDArray[np.int32], classes: ClassMap, min_pixels: int = 1) -> tuple[Box, ...]:
    """Boxes of every labelled class of a mask, int32 ``[height, width]``, classes in the order of the map.

    Values with the same label are one class, so their touching regions are one object. ``min_pixels`` is the smallest
    area of a box; RemoteCLIP keeps all (1).
    """
    by_label: dict[str, list[int]] = {}
    for value, label in classes.labels.items():
        if label is not None:
            by_label.setdefault(label, []).append(value)
    return tuple(
        box for label, keys in by_label.items() for box in component_boxes(np.isin(values, keys), label, min_pixels)
    )


def read_masks(
    source: str,
    folder: Path,
    classes: ClassMap,
    archive: ImageArchive,
    min_pixels: int = 1,
    report: Report = say_nothing,
) -> list[BoxedImage]:
    """Images with the boxes of their class masks (LoveDA, Potsdam, ...): one mask per image, with the same name.

    A few with a missing or damaged mask or image are reported and left out.

    Raises:
        BadOption: the size of a mask differs from its image's, a value is not in the map, or too many are missing.
    """
    if not folder.is_dir():
        raise BadOption(f"{folder}: no such folder of masks.")
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in MASK_SUFFIXES)
    if not files:
        raise BadOption(f"{folder}: holds no mask ({', '.join(sorted(MASK_SUFFIXES))}).")
    lookup = ImageLookup(archive)

    def one(file: Path) -> BoxedImage:
        name = lookup.find(file, file.relative_to(folder).as_posix())
        values = read_mask(file, classes)
        height, width = values.shape
        if archive.size(name) != (width, height):
            raise BadOption(f"{file}: the mask is {width} x {height} pixels, its image {name} is not.")
        return BoxedImage(source, name, width, height, boxes_of_mask(values, classes, min_pixels))

    return read_present(folder, files, one, archive, report)
