"""The rendered sample: a believable orthophoto of a coast with many kinds of object, and their true outlines."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.errors import BadOption, OutputNotWritable
from backend.sample.airport import paint_airport
from backend.sample.canvas import Canvas
from backend.sample.georeference import georeference
from backend.sample.golf import paint_golf
from backend.sample.housing import paint_dense, paint_sparse
from backend.sample.industry import paint_industrial, paint_parking, paint_solar, paint_tanks
from backend.sample.landform import make_landform
from backend.sample.layout import make_layout
from backend.sample.leisure import paint_baseball, paint_cemetery, paint_stadium, paint_tennis
from backend.sample.light import Camera, Sun, develop
from backend.sample.nature import base_ground, field_truth, paint_country, paint_forest, wild_trees
from backend.sample.noise import NoiseBank, generator
from backend.sample.output import write_image, write_truth
from backend.sample.palette import make_palette
from backend.sample.roads import make_roads, road_surface
from backend.sample.scene import TrueObject, make_scene
from backend.sample.transport import (
    paint_bridges,
    paint_rail_yard,
    paint_railway,
    paint_roads,
    paint_roundabout,
    paint_traffic,
)
from backend.sample.waterside import paint_harbor, paint_river, paint_shore, plant_banks

LEAST_PX, MOST_PX = 1024, 8192

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class SamplePaths:
    """What was written: the orthophoto, the true outlines, and the kinds of object they hold, sorted."""

    image: Path
    truth: Path
    kinds: tuple[str, ...]


def render_sample(
    folder: Path, size_px: int = 4096, seed: int = 1, crs: str = "EPSG:32632", progress: Progress | None = None
) -> SamplePaths:
    """Render a seeded scene of ``size_px`` x ``size_px`` pixels of 0.5 m and write it to ``folder``.

    ``sample.tif`` is RGB uint8; ``truth.gpkg`` holds layer ``truth`` with the fields ``kind`` (an id of the lexicon)
    and ``name``. The same seed and size give the same pixels. ``progress`` is told a share of 1 and what is done.
    Raises ``BadOption`` for a size, seed or CRS that cannot be used and ``OutputNotWritable`` for the folder.
    """
    if not LEAST_PX <= size_px <= MOST_PX:
        raise BadOption(f"size {size_px} is not between {LEAST_PX} and {MOST_PX} pixels; give one that is")
    if seed < 0:
        raise BadOption(f"seed {seed} is negative; give 0 or more")
    place = georeference(crs, size_px)
    _check_folder(folder)
    tell = progress or (lambda share, what: None)
    pixels, objects = paint_scene(size_px, seed, tell)
    tell(0.86, "writing the image")
    image, truth = folder / "sample.tif", folder / "truth.gpkg"
    write_image(image, pixels, place)
    tell(0.98, "writing the true outlines")
    write_truth(truth, objects, place)
    tell(1.0, "done")
    return SamplePaths(image, truth, tuple(sorted({item.kind for item in objects})))


def _check_folder(folder: Path) -> None:
    """Make the folder and try it, before a minute of rendering."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputNotWritable(f"{folder} cannot be written ({error.strerror}); choose another folder") from error


def paint_scene(size_px: int, seed: int, tell: Progress) -> tuple[NDArray[np.uint8], list[TrueObject]]:
    """The pixels [n, n, 3] uint8 of a scene and its true objects in metres from the upper left corner."""
    tell(0.0, "laying out the land")
    rng = generator(seed, 0)
    canvas = Canvas(size_px, NoiseBank(seed))
    scene = make_scene(seed, canvas, make_palette(rng))
    turns = int(rng.integers(4))
    sun, camera = _sun(rng, turns), _camera(rng)
    land = make_landform(seed, canvas.size_m)
    zones, ground = make_layout(seed, land)
    roads = make_roads(seed, land, zones, ground)
    tell(0.12, "painting the country")
    paved = road_surface(roads, 5.0)
    built = [zone.polygon for zone in zones if zone.kind not in {"forest", "farmland"}]
    forests = [zone.polygon for zone in zones if zone.kind == "forest"]
    shore = land.sea.buffer(float(land.beach_m.max()) + 14)
    rails = [land.railway.buffer(9)] if land.railway is not None else []
    keep_off = shapely.union_all([*built, paved, shore, land.river.buffer(11), *rails])
    base_ground(scene)
    fields = paint_country(
        scene, shapely.difference(land.land, shore.buffer(6)), shapely.union_all([keep_off, *forests]), land.town_angle
    )
    paint_roads(scene, roads)
    paint_river(scene, land)
    paint_shore(scene, land)
    plant_banks(scene, land, shapely.union_all([*built, *forests, paved, *rails]))
    field_truth(scene, fields, shapely.union_all([keep_off, *forests]))
    wild_trees(scene, land.land, keep_off)
    paint_railway(scene, land)
    painters = {
        "airport": paint_airport, "golf_course": paint_golf, "stadium": paint_stadium, "storage_tank": paint_tanks,
        "dense_residential_area": paint_dense, "sparse_residential_area": paint_sparse, "forest": paint_forest,
        "industrial_area": paint_industrial, "parking_lot": paint_parking, "tennis_court": paint_tennis,
        "baseball_field": paint_baseball, "solar_farm": paint_solar, "cemetery": paint_cemetery,
        "roundabout": paint_roundabout, "harbor": paint_harbor, "rail_yard": paint_rail_yard,
    }  # fmt: skip
    for number, zone in enumerate(zones):
        tell(0.2 + 0.4 * number / len(zones), f"painting {zone.kind.replace('_', ' ')}")
        if zone.kind in painters:  # farmland lies there already
            painters[zone.kind](scene, number, zone)
    paint_bridges(scene, roads, land)
    paint_traffic(scene, roads, shapely.union_all([*built, land.river.buffer(3)]))
    tell(0.62, "casting light and shadows")
    pixels = np.rot90(develop(canvas, sun, camera, seed), turns)
    return np.ascontiguousarray(pixels), [_turned(item, turns, canvas.size_m) for item in scene.truth]


def _turned(item: TrueObject, turns: int, size_m: float) -> TrueObject:
    """An outline after ``turns`` quarter turns of the picture to the left (as ``numpy.rot90``)."""
    outline = item.outline
    for _ in range(turns):
        outline = shapely.transform(outline, lambda xy: np.column_stack([xy[:, 1], size_m - xy[:, 0]]))
    return TrueObject(item.kind, item.name, outline)


def _sun(rng: np.random.Generator, turns: int) -> Sun:
    """A sun in the southern sky of the finished picture, 34-52 degrees high, seen in the axes before its turns."""
    azimuth = math.radians(float(rng.uniform(105, 255)))
    x, y = math.sin(azimuth), -math.cos(azimuth)
    for _ in range(turns):
        x, y = -y, x
    return Sun(x, y, math.radians(float(rng.uniform(36, 52))))


def _camera(rng: np.random.Generator) -> Camera:
    """Small differences of white balance, haze, contrast and noise."""
    red, green, blue = (float(g) for g in rng.normal(0.0, 0.012, 3))
    haze = float(rng.uniform(2.0, 14.0))
    bright = float(rng.uniform(0.88, 0.97))
    return Camera(
        (bright + red, bright + green, bright + blue), (haze * 0.8, haze * 0.95, haze * 1.15),
        float(rng.uniform(0.9, 1.12)), float(rng.uniform(0.66, 0.9)), float(rng.uniform(1.6, 3.2)),
    )  # fmt: skip
