"""The road network: each zone is led to the next road over the cheapest ground, as roads grow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage, sparse
from scipy.sparse import csgraph
from shapely.geometry import LineString

from backend.sample.geometry import Zone
from backend.sample.landform import Landform
from backend.sample.layout import CELL_M, Ground
from backend.sample.noise import FloatArray, generator, tile


@dataclass(frozen=True)
class Road:
    """A road: its centre line in scene metres and the width of its asphalt."""

    line: LineString
    width_m: float


def _graph(cost: NDArray[np.float64]) -> sparse.csr_matrix:
    """Neighbours of a cost grid joined by edges of mean cost times length; infinite cells have none."""
    rows, columns = cost.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    starts, ends, weights = [], [], []
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        a = np.s_[: rows - dy, max(-dx, 0) : columns - max(dx, 0)]
        b = np.s_[dy:, max(dx, 0) : columns + min(dx, 0)]
        weight = (cost[a] + cost[b]) / 2 * np.hypot(dx, dy)
        fine = np.isfinite(weight)
        starts.append(index[a][fine])
        ends.append(index[b][fine])
        weights.append(weight[fine])
    edges = (np.concatenate(weights), (np.concatenate(starts), np.concatenate(ends)))
    return sparse.csr_matrix(edges, shape=(index.size, index.size))


def _smooth(cells: list[tuple[int, int]], first: tuple[float, float]) -> LineString | None:
    """A path of cells as a flowing line that starts at a point."""
    points = np.array([[(c + 0.5) * CELL_M, (r + 0.5) * CELL_M] for r, c in cells])
    if len(points) < 4:
        return None
    soft = ndimage.gaussian_filter1d(points, 2.6, axis=0, mode="nearest")
    fade = np.clip(np.minimum(np.arange(len(points)), np.arange(len(points))[::-1]) / 4.0, 0, 1)[:, None]
    line = soft * fade + points * (1 - fade)
    return LineString(np.vstack([[first], line]))


def make_roads(seed: int, land: Landform, zones: list[Zone], ground: Ground) -> list[Road]:
    """The coast road first, then a road from each gate to the network, and two that leave the scene inland."""
    rng = generator(seed, 3)
    main = 11.0 if land.size_m >= 1000 else 9.0
    roads = [Road(land.coast_road, main)]
    n = ground.cells
    terrain: FloatArray = tile(rng, 1.4, 6.0, max(64, n))[:n, :n]
    cost = 1.3 + 0.35 * np.clip(terrain, -2, 2).astype(np.float64)
    cost[ground.cover(land.river.buffer(60))] += 2.5  # roads keep off the banks
    cost[ground.cover(land.river.buffer(10))] = 22.0
    if land.railway is not None:
        cost[ground.cover(land.railway.buffer(10))] = 9.0
    for zone in zones:
        cost[ground.cover(zone.polygon.buffer(8.0))] = np.inf
    cost[ground.cover(land.sea.buffer(float(land.beach_m.max()) + 4))] = np.inf
    network = ground.cover(land.coast_road.buffer(3.0))
    cost[network] = 0.3

    gates = [gate for zone in zones if zone.kind not in {"forest", "farmland", "rail_yard"} for gate in _gates(zone)]
    exits = [(float(rng.uniform(0.1, 0.4)) * land.size_m, 2.0), (float(rng.uniform(0.6, 0.9)) * land.size_m, 2.0)]
    for number, (x, y) in enumerate(exits + gates):
        column, row = int(x // CELL_M), int(y // CELL_M)
        if not (0 <= row < n and 0 <= column < n):
            continue
        r, c = _nearest_open(cost, row, column)
        if r < 0:
            continue
        reach, before = csgraph.dijkstra(_graph(cost), directed=False, indices=r * n + c, return_predecessors=True)
        goal = int(np.argmin(np.where(network.ravel(), reach, np.inf)))
        if not np.isfinite(reach[goal]):
            continue
        cells = [(goal // n, goal % n)]
        while goal != r * n + c:
            goal = int(before[goal])
            cells.append((goal // n, goal % n))
        line = _smooth(cells[::-1], (x, y))
        if line is None:
            continue
        roads.append(Road(line, 9.0 if number < 2 else 7.0))
        near = ground.cover(line.buffer(2.0)) & np.isfinite(cost)
        network |= near
        cost[near] = 0.3
    return roads


def _gates(zone: Zone) -> list[tuple[float, float]]:
    """Where roads meet a zone: the four arms of a roundabout, else one end and one side."""
    u, v = zone.half_u + 2, zone.half_v + 2
    if zone.kind == "roundabout":
        return [zone.frame.point(*p) for p in ((u, 0), (-u, 0), (0, v), (0, -v))]
    if zone.kind in {"dense_residential_area", "sparse_residential_area", "industrial_area"}:
        return [zone.frame.point(u, 0), zone.frame.point(-u, 0)]
    if zone.kind == "harbor":
        return [zone.frame.point(-zone.half_u * 0.7, -v), zone.frame.point(zone.half_u * 0.7, -v)]
    return [zone.frame.point(0, v if zone.kind == "airport" else -v)]


def _nearest_open(cost: NDArray[np.float64], row: int, column: int) -> tuple[int, int]:
    """The nearest passable cell within 48 m, or (-1, -1)."""
    low_r, low_c = max(row - 6, 0), max(column - 6, 0)
    rows, columns = np.nonzero(np.isfinite(cost[low_r : row + 7, low_c : column + 7]))
    if len(rows) == 0:
        return -1, -1
    best = int(np.argmin((rows + low_r - row) ** 2 + (columns + low_c - column) ** 2))
    return int(rows[best]) + low_r, int(columns[best]) + low_c


def road_surface(roads: list[Road], extra_m: float = 0.0) -> shapely.Geometry:
    """All asphalt as one geometry, widened by ``extra_m`` on each side."""
    return shapely.union_all([road.line.buffer(road.width_m / 2 + extra_m) for road in roads])
