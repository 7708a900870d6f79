"""Roads with lane marks and traffic, bridges, roundabouts, the railway and its yard."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry import LineString

from backend.sample.canvas import Colour, cover, ring_cover
from backend.sample.clutter import car, lorry, scatter_trees, traffic, tree, tree_row
from backend.sample.geometry import Frame, Zone, along, polygons
from backend.sample.landform import Landform
from backend.sample.palette import mix, shift
from backend.sample.roads import Road
from backend.sample.scene import Scene

_PAINT: Colour = (222, 220, 212)


def paint_roads(scene: Scene, roads: list[Road]) -> None:
    """Verges, asphalt, edge lines and dashes; traffic comes later (``paint_traffic``)."""
    canvas, palette = scene.canvas, scene.palette
    rng = scene.rng(70)
    verge = mix(palette.dry_grass, palette.soil, 0.4)
    for road in roads:
        canvas.fill(road.line.buffer(road.width_m / 2 + 2.2), verge, "tufts", 0.09, opacity=0.75)
    for road in roads:
        canvas.fill(road.line.buffer(road.width_m / 2), shift(rng, palette.asphalt, 3), "mottle", 0.05)
    for road in roads:
        wear = road.width_m * 0.25
        tracks = [shapely.offset_curve(road.line, offset) for offset in (-wear, wear)]
        lines = [part for track in tracks for part in shapely.get_parts(track)]
        canvas.stroke(lines, 1.3, mix(palette.asphalt, (60, 60, 60), 0.5), 0.25)
        if road.width_m > 8:
            edges = [shapely.offset_curve(road.line, s * (road.width_m / 2 - 0.7)) for s in (-1, 1)]
            canvas.stroke([part for edge in edges for part in shapely.get_parts(edge)], 0.28, _PAINT, 0.75)
        dashes = [f.line((-1.6, 0), (1.6, 0)) for f in along(road.line, 8.0, 10.0)]
        canvas.stroke(dashes, 0.3, _PAINT, 0.8)


def paint_traffic(scene: Scene, roads: list[Road], keep_off: shapely.Geometry) -> None:
    """Cars, lorries and roadside trees."""
    rng = scene.rng(71)
    shapely.prepare(keep_off)
    for number, road in enumerate(roads):
        frames = [f for f in along(road.line, 16.0, 12.0) if not shapely.intersects_xy(keep_off, f.x, f.y)]
        traffic(scene, rng, frames, road.width_m * 0.23, 0.20 if number == 0 else 0.07)
        if rng.random() < 0.45:
            side = float(rng.choice([-1, 1])) * (road.width_m / 2 + 3.6)
            row = [f.at(0, side) for f in along(road.line, 9.0, 15.0)]
            row = [f for f in row if not shapely.intersects_xy(keep_off, f.x, f.y)]
            tree_row(scene, rng, row, (1.6, 3.6), skip=0.3)


def paint_bridges(scene: Scene, roads: list[Road], land: Landform) -> None:
    """A deck with parapets wherever a road crosses the river; records ``bridge``."""
    rng = scene.rng(72)
    canvas, palette = scene.canvas, scene.palette
    span = land.river.buffer(9.0)
    for road in roads:
        for part in shapely.get_parts(shapely.intersection(road.line, span)):
            if not isinstance(part, LineString) or part.length < 25:
                continue
            deck = part.buffer(road.width_m / 2 + 1.6, cap_style="flat")
            canvas.fill(deck, mix(palette.concrete, (200, 198, 192), 0.4), "mottle", 0.04, height_m=6.0)
            canvas.fill(
                part.buffer(road.width_m / 2 - 0.4, cap_style="flat"),
                shift(rng, mix(palette.asphalt, palette.concrete, 0.3), 4),
                "mottle",
                0.04,
            )
            edge = shapely.difference(deck, part.buffer(road.width_m / 2 + 1.1, cap_style="flat"))
            canvas.fill(edge, (206, 204, 198), "grain", 0.03, height_m=7.1)
            canvas.stroke([f.line((-1.6, 0), (1.6, 0)) for f in along(part, 8.0, 4.0)], 0.3, _PAINT, 0.8)
            for place in along(part, 22.0, 11.0):
                if rng.random() < 0.6:
                    rise = place.at(0, road.width_m * 0.23)
                    canvas_height = 6.0
                    _deck_car(scene, rng, rise, canvas_height)
            scene.record("bridge", "road bridge", deck, 200.0)


def _deck_car(scene: Scene, rng: np.random.Generator, at: Frame, deck_m: float) -> None:
    """A car on a deck: painted as on the ground, then lifted."""
    car(scene, rng, at)
    here = scene.canvas.local(at, 2.6, 1.2)
    if here is not None:
        scene.canvas.raise_to(here.window, deck_m + 1.5, cover(here.u, 2.2) * cover(here.v, 0.95))


def paint_roundabout(scene: Scene, number: int, zone: Zone) -> None:
    """A roundabout with four arms, splitter islands, arrows of worn paint and a planted middle."""
    rng = scene.rng(73, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    outer = float(rng.uniform(25, 30))
    inner = outer - 10.5
    canvas.fill(shapely.Point(f.x, f.y).buffer(zone.half_u - 4), palette.lawn, "tufts", 0.09)
    canvas.disc(f, outer + 2.0, mix(palette.concrete, palette.asphalt, 0.3))
    arms = [f.at(0, 0, k * math.pi / 2) for k in range(4)]
    for arm in arms:
        flare = arm.polygon(
            [
                (outer - 6, -11),
                (outer + 9, -5.2),
                (zone.half_u + 6, -4),
                (zone.half_u + 6, 4),
                (outer + 9, 5.2),
                (outer - 6, 11),
            ]
        )
        canvas.fill(flare, palette.asphalt, "mottle", 0.05)
    canvas.disc(f, outer, palette.asphalt)
    for arm in arms:
        island = arm.polygon([(outer + 1, -3.4), (outer + 19, -0.4), (outer + 19, 0.4), (outer + 1, 3.4)])
        canvas.fill(island.buffer(0.6), (206, 202, 194), "grain", 0.03)
        canvas.fill(island.buffer(-0.4), palette.lawn, "tufts", 0.08)
        for k in range(5):  # a zebra crossing
            canvas.box(arm.at(outer + 9, -4.4 + k * 0.95 - (0 if k < 3 else -2.0)), 1.6, 0.3, _PAINT)
    here = canvas.local(f, outer, outer)
    if here is not None:
        far = np.hypot(here.u, here.v)
        turn = np.arctan2(here.v, here.u).astype(np.float32)
        dashes = ring_cover(far, (outer + inner) / 2, 0.16) * (np.sin(turn * 22) > 0)
        canvas.paint(here.window, _PAINT, (dashes * 0.8).astype(np.float32))
    canvas.disc(f, inner + 1.8, (176, 160, 146))
    canvas.disc(f, inner, palette.lawn)
    canvas.disc(f, inner * 0.45, shift(rng, mix(palette.soil, palette.tree, 0.5), 6))
    for _ in range(int(rng.integers(5, 14))):
        angle, far_m = rng.uniform(0, math.tau), rng.uniform(0, inner * 0.6)
        tree(
            scene,
            rng,
            *f.point(far_m * math.cos(angle), far_m * math.sin(angle)),
            float(rng.uniform(1.2, 3)),
            palette.tree,
        )
    for k in range(7):
        angle = rng.uniform(0, math.tau)
        lane = float(rng.choice([inner + 3.2, outer - 2.8]))
        at = f.at(lane * math.cos(angle), lane * math.sin(angle), angle - math.pi / 2)
        (lorry if k == 0 and rng.random() < 0.4 else car)(scene, rng, at)
    shell = shapely.difference(
        shapely.Point(f.x, f.y).buffer(zone.half_u - 5), shapely.Point(f.x, f.y).buffer(outer + 6)
    )
    cross = shapely.union_all([arm.rect(0, -9, zone.half_u, 9) for arm in arms])
    scatter_trees(scene, rng, shapely.difference(shell, cross), 70.0, (1.5, 4.0))
    scene.record("roundabout", "roundabout", shapely.Point(f.x, f.y).buffer(outer + 12))


def paint_railway(scene: Scene, land: Landform) -> None:
    """The line itself: ballast, sleepers, two tracks, a steel bridge over the river."""
    if land.railway is None:
        return
    canvas = scene.canvas
    line = land.railway
    canvas.fill(
        line.buffer(6.4, cap_style="flat"), mix(scene.palette.dry_grass, scene.palette.soil, 0.6), "tufts", 0.11, 0.0
    )
    for part in shapely.get_parts(shapely.intersection(line, land.river.buffer(8))):
        if isinstance(part, LineString) and part.length > 20:
            deck = part.buffer(6.0, cap_style="flat")
            canvas.fill(deck, (120, 114, 108), "grain", 0.06, height_m=6.5)
            canvas.fill(
                shapely.difference(deck, part.buffer(5.2, cap_style="flat")),
                (150, 146, 140),
                "grain",
                0.05,
                height_m=8.0,
            )
            scene.record("bridge", "railway bridge", deck, 200.0)
    (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
    _tracks(scene, Frame(x0, y0, math.atan2(y1 - y0, x1 - x0)), line.length, (-2.1, 2.1))
    for corridor in polygons(line.buffer(6.0, cap_style="flat")):
        scene.record("railway", "railway line", corridor, 500.0)


def _tracks(scene: Scene, start: Frame, length: float, offsets: tuple[float, ...]) -> None:
    """Straight parallel tracks along u: ballast bed, sleepers every 0.6 m (seen as a tone), two bright rails."""
    canvas = scene.canvas
    bed: Colour = (128, 118, 108)
    low, high = min(offsets) - 1.9, max(offsets) + 1.9
    canvas.fill(start.rect(0, low, length, high), bed, "grain", 0.09)
    for offset in offsets:
        canvas.fill(start.rect(0, offset - 1.25, length, offset + 1.25), (98, 88, 80), "grain", 0.10, opacity=0.8)
        for rail in (-0.72, 0.72):
            canvas.fill(
                start.rect(0, offset + rail - 0.12, length, offset + rail + 0.12), (186, 180, 172), "grain", 0.03
            )


def paint_rail_yard(scene: Scene, number: int, zone: Zone) -> None:
    """Sidings that fan out from the line and close again, trains standing on them, a shed and platforms."""
    rng = scene.rng(74, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    taper = zone.half_u * 0.30
    bed = f.polygon([(-zone.half_u, -6), (-zone.half_u + taper, -zone.half_v), (zone.half_u - taper, -zone.half_v),
                     (zone.half_u, -6), (zone.half_u, 6), (zone.half_u - taper, zone.half_v),
                     (-zone.half_u + taper, zone.half_v), (-zone.half_u, 6)])  # fmt: skip
    canvas.fill(bed, mix((146, 134, 120), palette.soil, 0.25), "mottle", 0.09)
    canvas.fill(bed, (100, 92, 86), "clouds", 0.18, opacity=0.35)
    half = zone.half_v - 9.0
    count = int(2 * half / 4.9)
    offsets = [(k - (count - 1) / 2) * 4.9 for k in range(count)]
    for offset in offsets:
        reach = zone.half_u - taper * 0.95 * abs(offset) / half
        start, ladder = offset * 0.12, offset * 0.6
        half_track = [(zone.half_u, start), (reach + taper * 0.1, ladder), (reach - taper * 0.5, offset)]
        track = half_track + [(-u, v) for u, v in reversed(half_track)]
        line = LineString(f.points(track))
        canvas.stroke([line], 2.5, (82, 74, 68), 0.85)
        rails = [part for side in (-0.72, 0.72) for part in shapely.get_parts(shapely.offset_curve(line, side))]
        canvas.stroke(rails, 0.3, (204, 198, 190), 0.95)
        if rng.random() < 0.68:
            _train(
                scene,
                rng,
                f.at(float(rng.uniform(-0.35, 0.1)) * zone.half_u, offset),
                reach * float(rng.uniform(0.3, 0.85)),
            )
    for side in (-1, 1):
        canvas.box(f.at(0, side * (zone.half_v - 3.8)), zone.half_u * 0.42, 2.6, palette.concrete, 1.0)
        canvas.box(f.at(0, side * (zone.half_v - 3.8)), zone.half_u * 0.3, 2.2, shift(rng, (150, 150, 148), 12), 4.5)
    for k in np.arange(-zone.half_u * 0.6, zone.half_u * 0.6, 46.0):  # masts of the overhead line
        for side in (-1, 1):
            canvas.box(f.at(float(k), side * half), 0.3, 0.3, (140, 140, 140), 8.0)
    scene.record("rail_yard", "rail yard", bed)


def _train(scene: Scene, rng: np.random.Generator, at: Frame, length: float) -> None:
    """A standing train: goods wagons of many colours, or coaches of one."""
    canvas = scene.canvas
    coach = rng.random() < 0.4
    paints: tuple[Colour, ...] = (
        (134, 78, 60),
        (92, 88, 86),
        (118, 122, 118),
        (150, 120, 84),
        (66, 78, 96),
        (170, 168, 162),
    )
    livery = shift(rng, ((196, 198, 198), (156, 62, 54), (84, 104, 140), (180, 172, 150))[int(rng.integers(4))], 8)
    size = 25.0 if coach else float(rng.choice([12.5, 15.0, 18.5]))
    colour = shift(rng, paints[int(rng.integers(len(paints)))], 10)
    for u in np.arange(-length / 2, length / 2 - size, size + 1.0):
        if not coach and rng.random() < 0.4:
            colour = shift(rng, paints[int(rng.integers(len(paints)))], 10)
        wagon = at.at(float(u) + size / 2, 0)
        canvas.box(wagon, size / 2, 1.45, livery if coach else colour, 4.0)
        canvas.box(
            wagon,
            size / 2 - 0.8,
            0.5 if coach else 0.9,
            mix(livery if coach else colour, (60, 56, 54), 0.3),
            opacity=0.6,
        )
