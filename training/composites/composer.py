"""An endless supply of windows: a pure function from (seed, index) to a picture, its boxes and captions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import Lexicon
from training.composites import look_alikes as alike
from training.composites import place_layouts as place
from training.composites import traffic_layouts as traffic
from training.composites.camera import PICTURE_PX, Look, cover_ground, draw_camera, take
from training.composites.canvas import Canvas, Sun
from training.composites.captions import Seen, describe
from training.composites.grounds import GroundBank
from training.composites.layout import Layout
from training.data.boxes import Box

LAYOUTS: Mapping[str, tuple[Callable[[np.random.Generator], Layout], float]] = MappingProxyType(
    {
        "one_vehicle": (traffic.one_vehicle, 9),
        "few_cars": (traffic.few_cars, 9),
        "street": (traffic.street, 4),
        "car_park": (traffic.car_park, 5),
        "one_airplane": (traffic.one_airplane, 9),
        "apron": (traffic.apron, 5),
        "helipad": (traffic.helipad, 2),
        "few_boats": (place.few_boats, 8),
        "marina": (place.marina, 4),
        "sea_ship": (place.sea_ship, 4),
        "one_pool": (place.one_pool, 9),
        "suburb": (place.suburb, 4),
        "tanks": (place.tanks, 8),
        "containers": (place.containers, 6),
        "tents": (place.tents, 6),
        "solar_field": (place.solar_field, 5),
        "solar_roof": (place.solar_roof, 3),
        "turbines": (place.turbines, 8),
        "courts": (place.courts, 3),
        "greenhouses": (place.greenhouses, 3),
        "plain_ground": (place.plain_ground, 6),
        "look_alike": (alike.look_alike, 4),
        "painted_signs": (alike.painted_signs, 7),
        "roof_top": (alike.roof_top, 5),
        "yard_clutter": (alike.yard_clutter, 6),
        "empty_water": (alike.empty_water, 4),
        "round_or_blue": (alike.round_or_blue, 4),
    }
)
"""Layouts with their weights."""
FIRST_TEST_SEED = 1_000_000
"""First seed of composited test scenes; from here on seeds are never used for training."""
_VISIBLE = 0.3
_LEAST_PX = 3.0
_SHADOW_M, _TRAIL_M = 60.0, 8.0
"""How far outside its outline a thing may cast a shadow, or be drawn (its wake, its loungers)."""


@dataclass(frozen=True)
class Composite:
    """One window.

    Attributes:
        image: RGB, uint8 ``[224, 224, 3]``.
        boxes: in pixels of the image, each labelled with a concept of the lexicon; sides of at least 3 pixels.
        ground_sampling_m: resolution of the simulated sensor (the image may be finer). window_m: side on the ground.
        captions: in English; empty if the content of the ground is unknown.
        concepts: everything it certainly shows, the main one first.
        layout: name of its layout. look: weather and season.
    """

    image: NDArray[np.uint8]
    boxes: tuple[Box, ...]
    ground_sampling_m: float
    window_m: float
    captions: tuple[str, ...]
    concepts: tuple[str, ...]
    layout: str
    look: Look


class Composer:
    """Makes windows from a bank of grounds.

    Args:
        layouts: names of the layouts to draw from; all if None.
        finest_m: finest ground sampling distance of a sensor.
    """

    def __init__(
        self, bank: GroundBank, lexicon: Lexicon, layouts: tuple[str, ...] | None = None, finest_m: float = 0.08
    ) -> None:
        self.bank = bank
        self.lexicon = lexicon
        self.names = tuple(LAYOUTS) if layouts is None else layouts
        weights = np.array([LAYOUTS[name][1] for name in self.names], dtype=np.float64)
        self._shares = weights / weights.sum()
        self.finest_m = finest_m

    def make(self, seed: int, index: int) -> Composite:
        """The window of a seed and an index, the same in every call and on every machine."""
        rng = np.random.default_rng([seed, index])
        name = self.names[int(rng.choice(len(self.names), p=self._shares))]
        layout = LAYOUTS[name][0](rng)
        camera = draw_camera(rng, layout.window_m, self.finest_m)
        if camera.look == "snow" and layout.kinds == ("water",):
            camera = draw_camera(rng, layout.window_m, self.finest_m, "plain")
        ground = self.bank.draw(rng, layout.kinds, layout.window_m)
        canvas = Canvas(cover_ground(ground.rgb, camera.look, rng), layout.window_m, _sun(rng), rng)
        for work in layout.works:
            work(canvas)
        for thing in layout.things:
            if canvas.shows(thing.outline, _SHADOW_M if layout.window_m < 400 else 4 * _SHADOW_M):
                thing.shade(canvas)
        canvas.lay_shadows()
        for thing in layout.things:
            if canvas.shows(thing.outline, _TRAIL_M):
                thing.paint(canvas)
        image = take(canvas.rgb, camera, rng)

        boxes, seen = _boxes(layout)
        concepts = [s.concept for s in seen]
        claim = layout.claim
        if not claim and not seen and ground.image is not None and ground.image.concept:
            known = self.lexicon[ground.image.concept]
            claim, concepts = known["en"].one, [known.id]
        elif not claim and not seen and layout.kinds == ("water",):
            claim, concepts = "open water", ["water"]
        if layout.scene[0] and len(seen) > 3:
            concepts.append(layout.scene[0])
        concepts += layout.concepts
        sampling = layout.window_m / camera.sensor_px
        captions = describe(
            rng, seen, self.lexicon, place=layout.place, scene=layout.scene[1] if len(seen) > 3 else "", claim=claim,
            look=camera.look, sampling_m=sampling, window_m=layout.window_m,
        )  # fmt: skip
        shown = tuple(dict.fromkeys(c for c in concepts if c in self.lexicon.concepts))
        return Composite(image, boxes, sampling, layout.window_m, captions, shown, name, camera.look)


def _sun(rng: np.random.Generator) -> Sun:
    elevation = math.radians(float(rng.uniform(22, 68)))
    azimuth = float(rng.uniform(0, 2 * math.pi))
    return Sun(math.cos(azimuth), math.sin(azimuth), 1 / math.tan(elevation), float(rng.uniform(0.38, 0.68)))


def _boxes(layout: Layout) -> tuple[tuple[Box, ...], list[Seen]]:
    """Boxes of things that are sufficiently visible, and what captions may mention."""
    scale = PICTURE_PX / layout.window_m
    boxes, seen = [], []
    for thing in layout.things:
        if not thing.concept:
            continue
        (x0, y0), (x1, y1) = thing.outline.min(0) * scale, thing.outline.max(0) * scale
        cx0, cy0, cx1, cy1 = max(x0, 0.0), max(y0, 0.0), min(x1, PICTURE_PX), min(y1, PICTURE_PX)
        if cx0 >= cx1 or cy0 >= cy1:
            continue
        share = (cx1 - cx0) * (cy1 - cy0) / max((x1 - x0) * (y1 - y0), 1e-6)
        if share < _VISIBLE and (cx1 - cx0) * (cy1 - cy0) < (0.35 * PICTURE_PX) ** 2:
            continue
        if max(cx1 - cx0, cy1 - cy0) < _LEAST_PX:
            continue
        boxes.append(Box(float(cx0), float(cy0), float(cx1), float(cy1), thing.concept))
        seen.append(Seen(thing.concept, thing.colour, thing.name, share < 0.8))
    return tuple(boxes), seen
