"""Open country: the mosaic of fields with furrows and hedges, meadows, and forests of single crowns."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon, box

from backend.sample.canvas import repeat_cover
from backend.sample.clutter import scatter_trees, tree, tree_row
from backend.sample.geometry import Frame, Zone, along, blob, clean, polygons
from backend.sample.noise import broad_field
from backend.sample.palette import mix, shift
from backend.sample.scene import Scene


def base_ground(scene: Scene) -> None:
    """Grass and scrub under everything, lighter and darker in broad patches."""
    canvas = scene.canvas
    rng = scene.rng(20)
    tone = broad_field(rng, canvas.size_px, 9)
    hue = np.clip(broad_field(rng, canvas.size_px, 17) * 0.3 + 0.4, 0, 1)
    green, dry = (np.asarray(c, dtype=np.float32) for c in (scene.palette.grass, scene.palette.dry_grass))
    for start in range(0, canvas.size_px, 512):
        rows = slice(start, min(start + 512, canvas.size_px))
        every = slice(0, canvas.size_px)
        texture = 0.06 * canvas.noise.read("mottle", rows, every) + 0.05 * canvas.noise.read("tufts", rows, every)
        factor = (1.0 + texture + 0.04 * tone[rows])[..., None]
        colour = green + (dry - green) * hue[rows][..., None]
        canvas.rgb[rows] = np.clip(colour * factor, 0, 255).astype(np.uint8)


def split_fields(rng: np.random.Generator, ground: shapely.Geometry, target_m2: float, angle: float) -> list[Polygon]:
    """Cut a ground again and again across its longer side until the pieces have the size of fields."""
    pieces, done = polygons(ground), []
    while pieces:
        piece = pieces.pop()
        if piece.area < target_m2 * float(rng.uniform(0.6, 1.9)):
            done.append(piece)
            continue
        centre = piece.centroid
        frame = Frame(centre.x, centre.y, angle + float(rng.normal(0, 0.03)))
        c, s = math.cos(frame.angle), math.sin(frame.angle)
        xy = shapely.get_coordinates(piece.exterior) - (centre.x, centre.y)
        span_u, span_v = np.ptp(xy @ (c, s)), np.ptp(xy @ (-s, c))
        reach = 4000.0
        offset = float(rng.uniform(-0.12, 0.12)) * max(span_u, span_v)
        if span_u > span_v:
            halves = frame.rect(-reach, -reach, offset, reach), frame.rect(offset, -reach, reach, reach)
        else:
            halves = frame.rect(-reach, -reach, reach, offset), frame.rect(-reach, offset, reach, reach)
        for half in halves:
            pieces.extend(part for part in polygons(shapely.intersection(piece, half)) if part.area > 60)
    return done


def _field(scene: Scene, rng: np.random.Generator, shape: Polygon, angle: float) -> None:
    """One field: a crop, its rows, the wheel tracks of the tractor, a worn edge."""
    canvas = scene.canvas
    window = canvas.window(shape.bounds)
    if window is None:
        return
    crops = scene.palette.crops
    colour = shift(rng, crops[int(rng.integers(len(crops)))], 6.0)
    x, y = window.grid()
    turn = angle + (math.pi / 2 if rng.random() < 0.35 else 0.0)
    across = (y - shape.centroid.y) * math.cos(turn) - (x - shape.centroid.x) * math.sin(turn)
    forward = (x - shape.centroid.x) * math.cos(turn) + (y - shape.centroid.y) * math.sin(turn)
    across = (across + 0.5 * canvas.noise.read("clouds", window.rows, window.columns)).astype(np.float32)
    alpha = canvas.coverage([shape], window)
    body = canvas.textured(window, colour, "mottle", 0.045)
    streaks = canvas.noise.sample("mottle", (forward * 0.08).astype(np.float32), across * 1.6)
    clouds = canvas.noise.read("clouds", window.rows, window.columns)
    body *= (1.0 + 0.035 * streaks + 0.035 * clouds)[..., None]
    style = rng.random()
    if style < 0.62:  # rows of plants or furrows
        period = float(rng.choice([1.6, 2.2, 3.0, 4.5]))
        wave = np.sin(across * (2 * math.pi / period))
        body *= (1.0 + float(rng.uniform(0.04, 0.11)) * wave)[..., None]
    elif style < 0.75:  # mown or harvested swathes
        period = float(rng.uniform(6, 12))
        body *= (1.0 + 0.07 * np.tanh(3 * np.sin(across * (2 * math.pi / period))))[..., None]
    if rng.random() < 0.6:
        gap = float(rng.choice([18.0, 24.0, 30.0]))
        tracks = repeat_cover(across - 0.9, gap, 0.3) + repeat_cover(across + 0.9, gap, 0.3)
        body += (np.asarray(mix(colour, scene.palette.soil, 0.6), dtype=np.float32) - body) * (0.5 * tracks[..., None])
    canvas.paint(window, body, alpha)


def paint_country(scene: Scene, ground: shapely.Geometry, taken: shapely.Geometry, angle: float) -> list[Polygon]:
    """Fields with hedges over the open ground; returns the fields. ``taken`` is kept free of their trees."""
    rng = scene.rng(21)
    fields: list[Polygon] = []
    shapely.prepare(taken)
    for part in split_fields(rng, ground, 110_000.0, angle + float(rng.uniform(-0.4, 0.4))):
        local = angle + float(rng.uniform(-0.6, 0.6))
        size = float(rng.choice([11_000.0, 20_000.0, 34_000.0]))
        for shape in split_fields(rng, part, size, local):
            field = clean(shape.buffer(-1.6, join_style="mitre"))
            if field.is_empty:
                continue
            fields.append(field)
            if rng.random() < 0.86:
                _field(scene, rng, field, local)
            if rng.random() < 0.3:
                _hedge(scene, rng, shape, taken)
    return fields


def _hedge(scene: Scene, rng: np.random.Generator, shape: Polygon, taken: shapely.Geometry) -> None:
    """Trees and shrubs along one or two sides of a field."""
    corners = np.array(shape.simplify(3).exterior.coords)
    for _ in range(int(rng.integers(1, 3))):
        side = int(rng.integers(len(corners) - 1))
        line = LineString(corners[side : side + 2])
        if line.length > 25:
            spots = [f for f in along(line, 3.4) if not shapely.intersects_xy(taken, f.x, f.y)]
            tree_row(scene, rng, spots, (1.2, 3.2), skip=0.12)


def paint_forest(scene: Scene, number: int, zone: Zone) -> None:
    """A forest: crowns shoulder to shoulder on dark ground, broadleaf or conifer by patches, a track through it."""
    rng = scene.rng(22, number)
    at, stretch = zone.frame, zone.half_u / zone.half_v
    whole = blob(rng, at.x, at.y, zone.half_v * 0.92, stretch, 0.20, at.angle)
    rim = shapely.get_coordinates(whole.exterior)[:-1:3]
    ragged = [blob(rng, float(x), float(y), float(rng.uniform(9, 24)), 1.2, 0.3) for x, y in rim]
    wood = clean(shapely.intersection(shapely.union_all([whole, *ragged]), zone.polygon.buffer(5)))
    if wood.is_empty:
        return
    scene.canvas.fill(wood.buffer(2), mix(scene.palette.conifer, (40, 44, 32), 0.4), "mottle", 0.12)
    track = zone.frame.line(
        (-zone.half_u, 0.2 * zone.half_v), (0, -0.25 * zone.half_v), (zone.half_u, 0.3 * zone.half_v)
    )
    gap = track.buffer(3.5)
    shapely.prepare(gap)
    shapely.prepare(wood)
    x0, y0, x1, y1 = wood.bounds
    step = float(rng.uniform(4.6, 5.6))
    xs, ys = np.meshgrid(np.arange(x0, x1, step), np.arange(y0, y1, step))
    points = np.column_stack([xs.ravel(), ys.ravel()]) + rng.uniform(-0.45, 0.45, (xs.size, 2)) * step
    points = points[shapely.contains_xy(wood, points) & ~shapely.intersects_xy(gap, points)]
    patch = scene.canvas.noise.sample(
        "clouds", (points[:, 0] * 1.2).astype(np.float32), (points[:, 1] * 1.2).astype(np.float32)
    )
    share = float(rng.choice([0.0, 0.5, 1.0], p=[0.4, 0.35, 0.25]))
    for (x, y), p in zip(points[rng.permutation(len(points))], patch, strict=True):
        if p < -1.7:
            continue
        conifer = rng.random() < share
        colour = scene.palette.conifer if conifer else scene.palette.tree
        radius = float(rng.uniform(2.0, 3.2) if conifer else rng.uniform(2.4, 4.6) + 0.6 * p)
        tree(scene, rng, float(x), float(y), radius, colour)
    scene.record("forest", "forest", wood)


def wild_trees(scene: Scene, ground: shapely.Geometry, keep_off: shapely.Geometry) -> None:
    """Single trees and shrubs over rough ground."""
    scatter_trees(scene, scene.rng(23), ground, 1.6, (1.0, 3.6), keep_off)


def field_truth(scene: Scene, fields: list[Polygon], taken: shapely.Geometry) -> None:
    """Record farmland: neighbouring fields together, thin remains left out."""
    if not fields:
        return
    extent = box(0, 0, scene.canvas.size_m, scene.canvas.size_m)
    farm = shapely.union_all([field.buffer(3.0) for field in fields if field.area > 900])
    farm = shapely.intersection(shapely.difference(farm, taken), extent)
    farm = shapely.buffer(shapely.buffer(farm, -18), 17)
    for part in polygons(farm):
        if part.area > 12_000:
            scene.record("farmland", "farmland", part.simplify(1.0))
