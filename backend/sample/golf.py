"""A golf course: fairways that bend between trees, greens, tees, bunkers of pale sand, ponds and paths."""

from __future__ import annotations

import math

import numpy as np
import shapely

from backend.sample.clutter import scatter_trees
from backend.sample.geometry import Frame, Zone, blob, clean, smooth_line
from backend.sample.housing import house
from backend.sample.palette import mix, shift
from backend.sample.scene import Scene


def paint_golf(scene: Scene, number: int, zone: Zone) -> None:
    """Paint and record a golf course over a zone."""
    rng = scene.rng(64, number)
    canvas, palette, f = scene.canvas, scene.palette, zone.frame
    rough = mix(palette.lawn, palette.dry_grass, 0.5)
    canvas.fill(zone.polygon, rough, "tufts", 0.10)
    canvas.fill(zone.polygon, mix(rough, palette.tree, 0.3), "clouds", 0.16, opacity=0.5)
    holes = max(2, round(2 * zone.half_v / 76.0))
    lane = 2 * zone.half_v / holes
    fair_green, fine_green = mix(palette.lawn, (112, 150, 78), 0.45), mix(palette.lawn, (150, 186, 112), 0.85)
    open_ground = []
    for hole in range(holes):
        v = -zone.half_v + (hole + 0.5) * lane
        ends = [-zone.half_u + 30, zone.half_u - 30]
        if hole % 2:
            ends.reverse()
        us = np.linspace(ends[0], ends[1], 6)
        vs = v + rng.normal(0, lane * 0.22, 6)
        line = smooth_line(f.points(np.column_stack([us, vs])))
        fairway = clean(shapely.union_all([
            shapely.Point(p.x, p.y).buffer(lane * float(0.24 + 0.07 * math.sin(k * 0.7 + hole * 2)))
            for k, p in enumerate(shapely.line_interpolate_point(line, np.linspace(0.14, 1, 26) * line.length))
        ]).buffer(3))  # fmt: skip
        canvas.fill(fairway.buffer(4), mix(rough, fair_green, 0.5), "tufts", 0.07)
        window = canvas.window(fairway.bounds)
        if window is not None:
            x, y = window.grid()
            lean = f.angle + 0.6 + hole
            stripes = 1.0 + 0.016 * np.sign(np.sin((x * math.cos(lean) + y * math.sin(lean)) * math.pi / 5.0))
            body = canvas.textured(window, shift(rng, fair_green, 4), "tufts", 0.045) * stripes[..., None]
            canvas.paint(window, body.astype(np.float32), canvas.coverage([fairway], window))
        green_at = line.coords[-1]
        green = blob(rng, green_at[0], green_at[1], float(rng.uniform(10, 13.5)), 1.25, 0.12)
        canvas.fill(green.buffer(3), mix(fair_green, fine_green, 0.4), "tufts", 0.04)
        canvas.fill(green, fine_green, "grain", 0.03)
        bunkers = []
        for trap in range(int(rng.integers(5, 9))):
            angle = float(rng.uniform(0, math.tau))
            spot = (green_at[0] + 20 * math.cos(angle), green_at[1] + 19 * math.sin(angle))
            if trap >= 3:
                middle = line.interpolate(float(rng.uniform(0.3, 0.85)), normalized=True)
                spot = (middle.x + lane * float(rng.choice([-0.2, 0.2])), middle.y)
            bunkers.append(blob(rng, spot[0], spot[1], float(rng.uniform(4.2, 7.0)), 1.6, 0.32))
        for sand in bunkers:
            canvas.fill(sand.buffer(0.8), mix(fair_green, palette.tree, 0.4), "grain", 0.05)
            canvas.fill(sand, mix(palette.sand, (238, 230, 212), 0.65), "mottle", 0.03)
        for start in (4.0, 18.0):
            tee = line.interpolate(start)
            canvas.box(Frame(tee.x, tee.y, f.angle), 5.0, 3.0, fine_green)
        open_ground.extend([fairway.buffer(5), green.buffer(8), *bunkers])
        trolley = shapely.offset_curve(line, lane * 0.34)
        if not trolley.is_empty and hole % 2:
            canvas.stroke(list(shapely.get_parts(trolley)), 2.2, mix(palette.concrete, palette.sand, 0.4), 0.85)
    for _ in range(2):
        pond_x, pond_y = f.point(float(rng.uniform(-0.6, 0.6)) * zone.half_u, float(rng.choice([-1, 0, 1])) * lane)
        pond = clean(
            blob(rng, pond_x, pond_y, float(rng.uniform(13, 20)), 1.6, 0.2).intersection(zone.polygon.buffer(-8))
        )
        canvas.fill(pond.buffer(1.5), mix(rough, palette.tree, 0.6), "tufts", 0.08)
        canvas.fill(pond, mix(palette.river, palette.deep_sea, 0.4), "mottle", 0.04)
        open_ground.append(pond.buffer(3))
    club = f.at(-zone.half_u + 22, -zone.half_v + 17)
    house(scene, rng, club, 14, 7, palette.roofs[1], hip=True)
    open_ground.append(club.rect(-18, -12, 18, 12))
    keep = shapely.union_all(open_ground)
    scatter_trees(scene, rng, zone.polygon, 170.0, (2.2, 6.0), keep)
    scene.record("golf_course", "golf course", zone.polygon)
