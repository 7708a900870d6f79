"""Are small things found? Real boxes, and turbine images among others, searched as an analyst would.

    python -m benchmarks.small_things [--model ID] [--languages en,ko] [--boxes ../shared/boxes] [--data ../shared/data]

The images of a set are laid side by side as one map, indexed with the windows that the query asks for, and each thing
is searched for by its plural (the first ten merged regions, no threshold). Of boxes a region is right when it holds the
middle of a true box, or its own middle lies in one; of turbines, when its middle lies in a test image of the turbine
set and not in one of UC Merced's. Precision at ten is of ten, or of as many things as there are where they are fewer.
Composited windows (``training/composites``, seeds and ground that trained nothing) are cut to squares of one size,
twice as wide as the smallest window, and laid out without gaps, as ground has none. The area of the right regions is
told as a multiple of the boxes they hold.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from PIL import Image
from shapely.affinity import affine_transform, translate

from backend.imagery.layer import open_layer
from backend.imagery.window_grid import default_window_sizes
from backend.imagery.window_ladder import FINEST_M, FINEST_PX
from backend.index.pipeline import index_layer
from backend.lexicon import load_lexicon
from backend.models.encoder import Encoder, load_encoder
from backend.search.query import Query
from backend.search.search import SearchOptions, search
from backend.search.sizes import sizes_for
from benchmarks.composited_pictures import composited
from benchmarks.image_mosaic import CRS, DATA, DATA_SETS, open_data_set
from training.data.archive import ImageArchive

TOP = 10
SIMD = {"car": (0, 2), "truck": (1,), "bus": (4,), "airplane": (5, 6, 7, 8, 9), "boat": (14,)}
"""Classes of SIMD by concept; vans are cars from above."""

DOTA = {"car": ("small-vehicle",), "truck": ("large-vehicle",), "boat": ("ship",)}
SIMD_SAMPLING_M = 0.12
"""Assumed, for SIMD names none: its cars are 40 pixels long."""

COMPOSITED_M, COMPOSITED = (0.15, 0.3, 0.5), 100
"""Ground sampling of the maps of composited windows, and how many windows each has."""
DEVELOPMENT_M = (0.12, 0.2, 0.4)
"""Ground sampling of the maps to choose by: other seeds, on ground of the training images."""
LEAST_HELD = 0.5
"""Share of a thing that a square must hold for it to count as there."""
ASKED = ("airplane", "car", "boat", "swimming_pool", "storage_tank", "wind_turbine")
"""What is asked of those maps."""


@dataclass(frozen=True)
class Picture:
    """An image and its true boxes by concept, polygons in its pixels."""

    pixels: NDArray[np.uint8]
    boxes: dict[str, list[shapely.Polygon]]


@dataclass(frozen=True)
class Map:
    """Pictures side by side as one layer, and the truth in its CRS."""

    image: Path
    truth: dict[str, NDArray[np.object_]]


def lay_out(path: Path, pictures: Sequence[Picture], ground_sampling_m: float) -> Map:
    """Write pictures side by side as a GeoTIFF; a file that is there already is used."""
    side = max(max(picture.pixels.shape[1:]) for picture in pictures)
    columns = math.ceil(math.sqrt(len(pictures)))
    pixels = np.zeros((3, math.ceil(len(pictures) / columns) * side, columns * side), np.uint8)
    truth: dict[str, list[shapely.Geometry]] = {}
    transform = Affine(ground_sampling_m, 0, 500_000, 0, -ground_sampling_m, 5_100_000)
    for place, picture in enumerate(pictures):
        top, left = (number * side for number in divmod(place, columns))
        height, width = picture.pixels.shape[1:]
        pixels[:, top : top + height, left : left + width] = picture.pixels
        a, _, c, _, e, f = tuple(transform)[:6]
        for concept, boxes in picture.boxes.items():
            moved = [affine_transform(box, (a, 0, 0, e, c + left * a, f + top * e)) for box in boxes]
            truth.setdefault(concept, []).extend(moved)
    profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": CRS, "transform": transform, "nodata": 0}
    height, width = pixels.shape[1:]
    if not path.is_file():
        with rasterio.open(path, "w", height=height, width=width, tiled=True, **profile) as target:
            target.write(pixels)
    return Map(path, {concept: np.array(shapes, dtype=object) for concept, shapes in truth.items()})


def squares(data: Path, sampling_m: float, count: int, keep: Literal["train", "test"] = "test") -> list[Picture]:
    """Composited windows cut to squares of one size around one of their things, if they have any.

    The size is twice that of the smallest window, so that some windows see one picture only.
    """
    smallest_m = FINEST_M * 2 ** max(0, math.ceil(math.log2(FINEST_PX * sampling_m / FINEST_M)))
    side, rng = round(2 * smallest_m / sampling_m), np.random.default_rng(3)
    cut: list[Picture] = []
    for pixels, boxes in composited(data, sampling_m, sys.maxsize, keep):
        free = pixels.shape[1] - side
        if free < 0:
            continue
        shapes = [box for several in boxes.values() for box in several]
        centre = np.array(shapes[0].centroid.coords[0]) if shapes else rng.uniform(0, pixels.shape[1], 2)
        left, top = np.clip(centre - side * rng.uniform(0.3, 0.7, 2), 0, free).astype(int)
        frame = shapely.box(left, top, left + side, top + side)
        held = {
            concept: [
                translate(box.intersection(frame), -left, -top)
                for box in several
                if box.intersection(frame).area >= LEAST_HELD * box.area
            ]
            for concept, several in boxes.items()
        }
        cut.append(Picture(pixels[:, top : top + side, left : left + side], {c: b for c, b in held.items() if b}))
        if len(cut) == count:
            return cut
    raise AssertionError("composited windows never end")


def simd(folder: Path) -> list[Picture]:
    """SIMD's sample in YOLO's format."""
    found = []
    for file in sorted(folder.glob("*.txt")):
        image = _pixels(Image.open(file.with_suffix(".jpg")))
        scale = np.array([image.shape[2], image.shape[1]] * 2)
        rows = [line.split() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        boxes: dict[str, list[shapely.Polygon]] = {}
        for row in rows:
            x, y, width, height = np.array(row[1:5], float) * scale
            for concept, numbers in SIMD.items():
                if int(row[0]) in numbers:
                    box = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
                    boxes.setdefault(concept, []).append(box)
        found.append(Picture(image, boxes))
    return found


def dota(file: Path) -> tuple[Picture, float]:
    """An image of DOTA with its oriented boxes, and its ground sampling in metres."""
    sampling, boxes = 0.3, dict[str, list[shapely.Polygon]]()
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("gsd:") and line[4:] not in ("", "null"):
            sampling = float(line[4:])
        row = line.split()
        if len(row) >= 9:
            for concept, names in DOTA.items():
                if row[8] in names:
                    boxes.setdefault(concept, []).append(shapely.Polygon(np.array(row[:8], float).reshape(4, 2)))
    return Picture(_pixels(Image.open(file.with_suffix(".png"))), boxes), sampling


def turbines(data: Path) -> list[Picture]:
    """Test images of turbines among as many of UC Merced."""
    archive = ImageArchive(data / "wind_turbines.tar")
    found = []
    for name in sorted(name for name in archive.names if "/test/" in name or name.startswith("test/")):
        pixels = _pixels(archive.open(name))
        height, width = pixels.shape[1:]
        found.append(Picture(pixels, {"wind_turbine": [shapely.box(0, 0, width, height)]}))
    others = open_data_set(DATA_SETS["ucm"], data)
    samples = others.split("test")
    chosen = np.random.default_rng(1).choice(len(samples), len(found), replace=False)
    return [*found, *(Picture(_pixels(others.archive.open(samples[at].name)), {}) for at in chosen)]


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image.convert("RGB")).transpose(2, 0, 1)


def search_map(folder: Path, layer: Map, encoder: Encoder, concept: str, language: str) -> tuple[float, float, int]:
    """Precision at ten, area of right regions in boxes' areas (the median; NaN without any), and how many things."""
    query = Query((load_lexicon()[concept][language].many,))
    with open_layer(layer.image) as opened:
        info = opened.info
    index = index_layer(layer.image, encoder, folder, sizes_for(query, info, default_window_sizes(info)))
    result = search(index, encoder, query, SearchOptions(top=TOP, min_relevance=0.0))
    truth = layer.truth[concept]
    tree, centres = shapely.STRtree(truth), shapely.STRtree(shapely.centroid(truth))
    right, shares = 0, []
    for region in result.regions:
        held = centres.query(region.geometry, predicate="intersects")
        inside = tree.query(shapely.centroid(region.geometry), predicate="intersects")
        if len(held) or len(inside):
            right += 1
            shares.append(region.geometry.area / shapely.area(truth[np.union1d(held, inside).astype(int)]).sum())
    return right / min(TOP, len(truth)), float(np.median(shares)) if shares else math.nan, len(truth)


def main() -> None:
    """Print a row a set and thing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--languages", default="en")
    parser.add_argument("--boxes", type=Path, default=DATA.parent / "boxes")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument(
        "--sets",
        default="simd,dota,turbines,composites",
        help="of these and of development: composited windows to choose by",
    )
    arguments = parser.parse_args()
    encoder, languages = load_encoder(arguments.model), arguments.languages.split(",")
    asked = arguments.sets.split(",")
    print(f"model {encoder.model_id} {encoder.revision}; precision@10 of merged regions, no threshold\n")
    print("| set | thing | things | " + " | ".join(languages) + " | area of a right region, in boxes |")
    print("|---|---|---|" + "---|" * (len(languages) + 1))
    with tempfile.TemporaryDirectory(prefix="terralex-") as name:
        folder = Path(name)
        maps: list[tuple[str, Map]] = []
        if "simd" in asked:
            maps.append(("SIMD", lay_out(folder / "simd.tif", simd(arguments.boxes / "simd_yolo"), SIMD_SAMPLING_M)))
        if "dota" in asked:
            for file in sorted((arguments.boxes / "dota").glob("*.txt")):
                picture, sampling = dota(file)
                maps.append((f"DOTA {file.stem}", lay_out(folder / f"{file.stem}.tif", [picture], sampling)))
        if "turbines" in asked:
            maps.append(("turbines", lay_out(folder / "turbines.tif", turbines(arguments.data), 0.5)))
        for sampling in COMPOSITED_M if "composites" in asked else ():
            made = squares(arguments.data, sampling, COMPOSITED)
            maps.append((f"composites {sampling} m", lay_out(folder / f"composites-{sampling}.tif", made, sampling)))
        for sampling in DEVELOPMENT_M if "development" in asked else ():
            made = squares(arguments.data, sampling, COMPOSITED, "train")
            maps.append((f"development {sampling} m", lay_out(folder / f"development-{sampling}.tif", made, sampling)))
        for title, layer in maps:
            composed = title.startswith(("composites", "development"))
            for concept in (one for one in layer.truth if not composed or one in ASKED):
                rows = [search_map(folder / "index", layer, encoder, concept, one) for one in languages]
                shares = [share for _, share, _ in rows if not math.isnan(share)]
                area = f"{np.median(shares):.1f}" if shares else ""
                figures = " | ".join(f"{precision:.2f}" for precision, _, _ in rows)
                print(f"| {title} | {concept} | {rows[0][2]} | {figures} | {area} |", flush=True)


if __name__ == "__main__":
    main()
