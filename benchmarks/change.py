"""Are changes found, and only changes? Real scenes, the later of which got known things, or only another look.

    python -m benchmarks.change [--ground dev|test] [--model ID] [--scenes ../shared/scenes] [--only found|alike]

A piece of a real scene is the earlier date. For the later one, things that ``training/composites`` paints (their places
are known) are laid on it at places drawn at random, on the scene's own pixels. Each kind is asked for by its plural,
``appeared``, at the default threshold: a region is right when it meets the box of a thing that was laid. Precision at
ten is of ten, or of as many things as there are where they are fewer. A region may hold several things, so that printed
is also how many of those that were laid have their middle in one of the regions.

``alike``: nothing is laid, but the later date gets another season's tint, another light, a shift of up to 3 pixels, or
half the resolution, and all of them together. Every region is then a false one, counted by km2 of compared ground, a
question after the other.

Scenes for development and for the test are different places. One for development is a dense quarter laid of UC Merced's
training images.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
import rasterio
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.windows import Window
from shapely.affinity import affine_transform

from backend.change.region import ChangeResult, Direction
from backend.commands.in_process import workbench
from backend.jobs.process import Run
from backend.jobs.processes.change import ChangeInputs, ChangeProcess
from backend.lexicon import load_lexicon
from benchmarks.image_mosaic import CRS, DATA, DATA_SETS, open_data_set
from training.composites import place_layouts as place
from training.composites import traffic_layouts as traffic
from training.composites.canvas import CANVAS_PX, Canvas, Sun
from training.composites.layout import Layout

TOP = 10
UCM = DATA_SETS["ucm"]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Piece:
    """A part of a scene: file, and column, row, width, height in its pixels."""

    file: str
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Quarter:
    """A square of so many training images of a class of UC Merced a side; ``file`` is what it is called."""

    file: str
    label: str
    images: int


GROUNDS: Mapping[str, tuple[Piece | Quarter, ...]] = MappingProxyType(
    {
        "dev": (
            Piece("birgisch_valley_0.6m_epsg3857.tif", (3400, 1600, 700, 700)),
            Piece("banepa_0.15m_epsg3857.tif", (200, 200, 1600, 1600)),
            Quarter("UC Merced, medium residential", "mediumresidential", 3),
        ),
        "test": (
            Piece("vegas_0.3m_alpha_epsg4326.tif", (200, 200, 900, 900)),
            Piece("birgisch_valley_0.6m_epsg3857.tif", (400, 2600, 700, 700)),
        ),
    }
)
KINDS: Mapping[str, Callable[[np.random.Generator], Layout]] = MappingProxyType(
    {
        "airplane": traffic.one_airplane,
        "swimming_pool": place.one_pool,
        "storage_tank": place.tanks,
        "tennis_court": place.courts,
        "greenhouse": place.greenhouses,
        "car": traffic.few_cars,
    }
)
ALIKE = ("house", "car", "road", "forest", "swimming_pool")
"""What is asked of ground on which nothing changed; most of it is there."""

LEAST_PX = 48
"""Pixels of the scene along the window that a thing is laid in."""

THINGS = 10


@dataclass(frozen=True)
class Date:
    """Pixels ``[3, h, w]`` with their place."""

    pixels: Pixels
    transform: Affine
    crs: str
    valid: NDArray[np.bool_]

    def write(self, path: Path) -> Path:
        """As a GeoTIFF with a mask; a file that is there already is used."""
        if path.is_file():
            return path
        _, height, width = self.pixels.shape
        profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "crs": self.crs, "transform": self.transform}
        with rasterio.open(path, "w", height=height, width=width, tiled=True, **profile) as target:
            target.write(self.pixels)
            if not self.valid.all():
                target.write_mask(self.valid)
        return path


def read_piece(folder: Path, piece: Piece | Quarter) -> tuple[Date, float]:
    """A part of a scene, and the metres that a pixel of it measures on the ground."""
    from backend.imagery.crs import ground_metres_per_pixel
    from backend.imagery.layer import open_layer

    if isinstance(piece, Quarter):
        return _read_quarter(piece), UCM.ground_sampling_m
    col, row, width, height = piece.box
    with open_layer(folder / piece.file) as layer:
        block = layer.read(Window(col, row, width, height), (height, width))
        across, along = ground_metres_per_pixel(block.crs, block.transform, width / 2, height / 2)
    return Date(block.pixels, block.transform, block.crs.to_wkt(), block.mask), float(np.sqrt(across * along))


def _read_quarter(quarter: Quarter) -> Date:
    source = open_data_set(UCM)
    chosen = [sample for sample in source.split("train") if sample.label == quarter.label][: quarter.images**2]
    size = (UCM.side_px, UCM.side_px)
    images = [cv2.resize(np.asarray(source.archive.open(one.name).convert("RGB")), size) for one in chosen]
    rows = [np.concatenate(images[at : at + quarter.images], axis=1) for at in range(0, len(images), quarter.images)]
    pixels = np.ascontiguousarray(np.concatenate(rows).transpose(2, 0, 1))
    metres = UCM.ground_sampling_m
    return Date(pixels, Affine(metres, 0, 500_000, 0, -metres, 5_100_000), CRS, np.ones(pixels.shape[1:], bool))


def with_things(date: Date, sampling_m: float, kind: str, seed: int) -> tuple[Date, NDArray[np.object_]]:
    """The ground with things of a kind laid on it, and their boxes in its CRS."""
    rng = np.random.default_rng(seed)
    sun = Sun(*(float(value) for value in (np.cos(1.0), np.sin(1.0), 0.8, 0.5)))
    pixels, boxes = date.pixels.transpose(1, 2, 0).copy(), list[shapely.Polygon]()
    taken = np.zeros(pixels.shape[:2], bool)
    concepts = {kind} | ({"sailboat"} if kind == "boat" else set())
    for _ in range(400):
        if len(boxes) >= THINGS:
            break
        layout = KINDS[kind](rng)
        side = round(layout.window_m / sampling_m)
        if side < LEAST_PX or side > min(pixels.shape[:2]) // 3 or len(layout.things) > 12:
            continue
        row, col = (int(rng.integers(0, size - side)) for size in pixels.shape[:2])
        part = (slice(row, row + side), slice(col, col + side))
        if taken[part].any() or not date.valid[part].all():
            continue
        own = [thing for thing in layout.things if thing.concept in concepts]
        if not own:
            continue
        ground = cv2.resize(pixels[part], (CANVAS_PX, CANVAS_PX), interpolation=cv2.INTER_CUBIC)
        canvas = Canvas(ground.copy(), layout.window_m, sun, rng)
        for work in layout.works:
            work(canvas)
        for thing in layout.things:
            thing.shade(canvas)
        canvas.lay_shadows()
        for thing in layout.things:
            thing.paint(canvas)
        pixels[part] = cv2.resize(canvas.rgb, (side, side), interpolation=cv2.INTER_AREA)
        taken[part] = True
        points = np.concatenate([thing.outline for thing in own]) / sampling_m
        low, high = np.clip(points.min(0), 0, side), np.clip(points.max(0), 0, side)
        boxes.append(shapely.box(col + low[0], row + low[1], col + high[0], row + high[1]))
    a, b, c, d, e, f = tuple(date.transform)[:6]
    placed = np.array([affine_transform(box, (a, b, d, e, c, f)) for box in boxes], dtype=object)
    return Date(np.ascontiguousarray(pixels.transpose(2, 0, 1)), date.transform, date.crs, date.valid), placed


def tinted(date: Date) -> Date:
    """Late summer instead of spring: leaves are browner, the rest a little yellower."""
    values = date.pixels.astype(np.float32)
    leaf = np.clip((values[1] - np.maximum(values[0], values[2]) + 6) / 24, 0, 1)[None]
    tint = np.array([1.18, 1.0, 0.86], np.float32)[:, None, None]
    return _with(date, values * (1 + (tint - 1) * leaf) * np.array([1.04, 1.0, 0.94], np.float32)[:, None, None])


def lit(date: Date) -> Date:
    """A lower sun: darker, more contrast, a little blue."""
    values = date.pixels.astype(np.float32)
    return _with(date, (values - 110) * 1.12 + 88 * np.array([0.98, 1.0, 1.06], np.float32)[:, None, None])


def shifted(date: Date) -> Date:
    """Three pixels to the right and two down, as a bad fit leaves it."""
    return _with(date, np.roll(date.pixels, (2, 3), axis=(1, 2)).astype(np.float32))


def coarser(date: Date) -> Date:
    """Half the resolution."""
    height, width = (side // 2 * 2 for side in date.pixels.shape[1:])
    pixels = date.pixels[:, :height, :width].transpose(1, 2, 0)
    small = cv2.resize(pixels, (width // 2, height // 2), interpolation=cv2.INTER_AREA).transpose(2, 0, 1)
    valid = date.valid[:height:2, :width:2]
    return Date(np.ascontiguousarray(small), date.transform * Affine.scale(2), date.crs, valid)


def _with(date: Date, values: NDArray[np.float32]) -> Date:
    return Date(np.clip(np.rint(values), 0, 255).astype(np.uint8), date.transform, date.crs, date.valid)


LOOKS: Mapping[str, Callable[[Date], Date]] = MappingProxyType(
    {
        "tint": tinted,
        "light": lit,
        "shift": shifted,
        "resolution": coarser,
        "all four": lambda date: coarser(shifted(lit(tinted(date)))),
    }
)


def ask(earlier: Path, later: Path, text: str, model: str, index: Path, top: int, direction: Direction) -> ChangeResult:
    """Ask as the command line does."""
    inputs = ChangeInputs(layer="later", earlier="earlier", text=text, top=top, direction=direction)
    inputs = inputs.model_copy(update={"layer": str(later), "earlier": str(earlier)})
    with workbench(model, index, trust=True) as bench:
        prepared = ChangeProcess().prepare(inputs, bench)
        dates = prepared.dates(Run())
        return prepared.find(dates, prepared.compare(dates))


def main() -> None:
    """Print a row a scene and kind, and a row a look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--ground", choices=sorted(GROUNDS), default="test")
    parser.add_argument("--scenes", type=Path, default=DATA.parent / "scenes")
    parser.add_argument("--only", choices=["found", "alike"])
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--looks", default=",".join(LOOKS))
    parser.add_argument("--folder", type=Path, help="where layers and indexes are kept for the next run")
    arguments = parser.parse_args()
    lexicon, kinds = load_lexicon(), arguments.kinds.split(",")
    with tempfile.TemporaryDirectory(prefix="terralex-") as name:
        folder = arguments.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        scenes = [(piece, *read_piece(arguments.scenes, piece)) for piece in GROUNDS[arguments.ground]]
        files = [date.write(folder / f"earlier-{n}.tif") for n, (_, date, _) in enumerate(scenes)]
        if arguments.only != "alike":
            print("| scene | thing | laid | in regions | regions | right | P@10 |\n|---|---|---|---|---|---|---|")
            every, held_of_all = [], []
            for number, ((piece, date, sampling_m), file) in enumerate(zip(scenes, files, strict=True)):
                for kind in kinds:
                    later, truth = with_things(date, sampling_m, kind, 77)
                    if len(truth) < 4:
                        continue
                    path = lit(tinted(later)).write(folder / f"later-{number}-{kind}.tif")
                    text = lexicon[kind]["en"].many
                    result = ask(file, path, text, arguments.model, folder / "index", TOP, "appeared")
                    shapes = [one.geometry for one in result.regions]
                    tree, middles = shapely.STRtree(truth), shapely.STRtree(shapely.centroid(truth))
                    right = len(np.unique(tree.query(shapes, "intersects")[0])) if shapes else 0
                    held = len(np.unique(middles.query(shapes, "intersects")[1])) if shapes else 0
                    every.append(right / min(TOP, len(truth)))
                    held_of_all.append(held / len(truth))
                    row = f"{piece.file} | {kind} | {len(truth)} | {held} | {len(shapes)} | {right} | {every[-1]:.2f}"
                    print(f"| {row} |", flush=True)
            print(f"| mean | | | {np.mean(held_of_all):.3f} | | | {np.mean(every):.3f} |\n")
        if arguments.only != "found":
            print("| look | false regions | km2 asked | a km2 |\n|---|---|---|---|")
            for look in arguments.looks.split(","):
                false, ground = 0, 0.0
                for number, ((_, date, _), file) in enumerate(zip(scenes, files, strict=True)):
                    path = LOOKS[look](date).write(folder / f"look-{number}-{look.replace(' ', '-')}.tif")
                    for kind in ALIKE:
                        text = lexicon[kind]["en"].many
                        result = ask(file, path, text, arguments.model, folder / "index", 100, "both")
                        false, ground = false + len(result.regions), ground + result.ground_km2
                print(f"| {look} | {false} | {ground:.2f} | {false / ground:.2f} |", flush=True)


if __name__ == "__main__":
    main()
