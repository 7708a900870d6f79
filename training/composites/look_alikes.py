"""Layouts without the thing that they resemble: painted marks, roofs, clutter, empty moorings, round and blue surfaces.

What a model takes for a car is learned from what is none. Shown numbers painted on an apron, a model that had seen cars
on plain ground only was sure that they were cars.
"""

from __future__ import annotations

import numpy as np

from training.composites.canvas import Canvas, Colour, lit, vary
from training.composites.frame import Frame, Points, ellipse, rectangle, rounded
from training.composites.layout import ASPHALTS, CONCRETES, Layout, apart, marks, road, somewhere, yard

Rng = np.random.Generator

WHITE: Colour = (226, 225, 218)
YELLOW: Colour = (216, 190, 70)
_SEGMENTS: dict[str, tuple[tuple[float, float], ...]] = {
    "a": ((0, 2), (1, 2)), "b": ((1, 2), (1, 1)), "c": ((1, 1), (1, 0)), "d": ((0, 0), (1, 0)),
    "e": ((0, 1), (0, 0)), "f": ((0, 2), (0, 1)), "g": ((0, 1), (1, 1)),
}  # fmt: skip
"""Strokes of a seven-segment figure, in a box of 1 x 2."""
_FIGURES = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg", "efabcg", "afed")


def _figure(rng: Rng, height: float, left: float) -> list[list[tuple[float, float]]]:
    size = height / 2
    strokes = [_SEGMENTS[name] for name in _FIGURES[int(rng.integers(len(_FIGURES)))]]
    return [[(left + x * size, y * size - size) for x, y in stroke] for stroke in strokes]


def painted_signs(rng: Rng) -> Layout:
    """Figures, arrows, bars or a crossing painted on a road, an apron or a runway."""
    window = float(rng.uniform(12, 60))
    at = somewhere(rng, window, 8, 0.1)
    layout = Layout(window, ("bare", "grass", "town", "suburb"))
    style = int(rng.integers(4))
    paint = vary(rng, (WHITE, WHITE, YELLOW)[int(rng.integers(3))], 8)
    if style == 0:
        height = float(rng.uniform(2, 9))
        layout.works.append(yard(rng, at, window * 3, window * 3, rng.random() < 0.6))
        for place in apart(rng, window, [height * 2.5] * int(rng.integers(1, 5))):
            figures = [line for k in range(int(rng.integers(1, 4))) for line in _figure(rng, height, k * height * 0.8)]
            layout.works.append(marks(place, figures, paint, height * float(rng.uniform(0.1, 0.22))))
        layout.claim, layout.concepts = "numbers painted on the pavement of an apron", ("apron",)
    elif style == 1:
        width = float(rng.uniform(6, 14))
        layout.works.append(road(rng, at, width))
        for u in np.arange(-window, window, float(rng.uniform(8, 16))):
            shaft, head = (
                [(u - 1.6, width / 4), (u + 1.2, width / 4)],
                [(u + 0.4, width / 4 - 0.6), (u + 1.6, width / 4)],
            )
            layout.works.append(marks(at, [shaft, head, [head[1], (u + 0.4, width / 4 + 0.6)]], paint, 0.3))
        layout.claim, layout.concepts = "arrows painted on an empty road", ("road",)
    elif style == 2:
        width = float(rng.uniform(6, 14))
        layout.works.append(road(rng, at, width))
        bars = [[(-1.6, v), (1.6, v)] for v in np.arange(-width / 2 + 0.5, width / 2, 1.0)]
        layout.works.append(marks(at, bars, paint, 0.5))
        layout.claim, layout.concepts = "a pedestrian crossing on an empty road", ("crosswalk", "road")
    else:
        length = float(rng.uniform(8, 30))
        layout.works.append(yard(rng, at, window * 3, window * 3))
        bars = [[(0.0, v), (length, v)] for v in np.arange(-18, 18.1, 3.6)]
        layout.works.append(marks(at, bars, paint, 1.8))
        layout.claim, layout.concepts = "white bars painted on an empty runway", ("runway",)
    return layout


def _stand(layout: Layout, bodies: list[Points], height_m: float, colours: list[Colour], rim_m: float = 0.1) -> None:
    """Bodies of one height with their shadows and a darker rim, drawn as part of the ground."""

    def lay(canvas: Canvas) -> None:
        for body in bodies:
            canvas.cast(body, height_m)
        canvas.lay_shadows()
        canvas.shadow[:] = 0
        for body, colour in zip(bodies, colours, strict=True):
            canvas.fill(body, colour)
            canvas.line(np.concatenate([body, body[:1]]), lit(colour, 0.75), rim_m)

    layout.works.append(lay)


def roof_top(rng: Rng) -> Layout:
    """A flat roof with machines for air, or a row of skylights."""
    window = float(rng.uniform(12, 45))
    at = somewhere(rng, window, window * 0.3, 0.05)
    layout = Layout(window, ("town", "suburb", "bare"), concepts=("roof", "building"))
    tone = vary(rng, [*CONCRETES, (206, 204, 200), (120, 112, 104), (92, 92, 94)][int(rng.integers(7))], 8)
    deck = at.points(rectangle(window * float(rng.uniform(0.8, 2.2)), window * float(rng.uniform(0.6, 1.6))))
    _stand(layout, [deck], float(rng.uniform(4, 12)), [tone], 0.5)
    if rng.random() < 0.6:
        places = apart(rng, window, [3.5] * int(rng.integers(1, 9)), 0.2)
        turn = at.angle
        bodies = [
            Frame(p.x, p.y, turn).points(rectangle(float(rng.uniform(1, 4.5)), float(rng.uniform(1, 2.4))))
            for p in places
        ]
        _stand(layout, bodies, float(rng.uniform(0.8, 2)), [vary(rng, (188, 190, 190), 18) for _ in bodies])
        layout.claim = "air conditioners on the flat roof of a building"
    else:
        pitch, size = float(rng.uniform(3, 6)), (float(rng.uniform(1, 4)), float(rng.uniform(0.8, 1.6)))
        bodies = [
            at.at(float(u), float(v)).points(rectangle(*size))
            for u in np.arange(-window * 0.4, window * 0.4, pitch)
            for v in (-pitch, 0.0, pitch)
        ]
        _stand(layout, bodies, 0.3, [vary(rng, (200, 208, 212), 10) for _ in bodies])
        layout.claim = "skylights in the flat roof of a building"
    return layout


def yard_clutter(rng: Rng) -> Layout:
    """Bins, pallets or timber in a yard; patches and covers in asphalt; sheds or boulders on grass."""
    window = float(rng.uniform(12, 40))
    at = somewhere(rng, window, 8, 0.1)
    style = int(rng.integers(4))
    layout = Layout(window, ("bare", "town", "suburb") if style < 2 else ("grass", "field", "bare"))
    count = int(rng.integers(1, 9))
    if style == 0:
        layout.works.append(yard(rng, at, window * 3, window * 3, rng.random() < 0.4))
        tones = [(70, 96, 72), (86, 88, 92), (64, 84, 120), (150, 120, 84)]
        bodies = [p.points(rectangle(float(rng.uniform(1.2, 2.4)), 1.3)) for p in apart(rng, window, [2.6] * count)]
        _stand(layout, bodies, 1.3, [vary(rng, tones[int(rng.integers(4))], 8) for _ in bodies])
        layout.claim = "waste bins and pallets in a yard"
    elif style == 1:
        layout.works.append(yard(rng, at, window * 3, window * 3))
        patches = [
            (p.points(rectangle(float(rng.uniform(1, 6)), float(rng.uniform(0.8, 2.5)))), vary(rng, ASPHALTS[2], 14))
            for p in apart(rng, window, [4.0] * count)
        ]

        def patch(canvas: Canvas) -> None:
            for points, tone in patches:
                canvas.pave(points, tone, 3.0, 0.08)

        layout.works.append(patch)
        layout.claim = "patches in an empty asphalt surface"
    elif style == 2:
        bodies = [
            p.points(rectangle(float(rng.uniform(2, 5)), float(rng.uniform(1.8, 3.5))))
            for p in apart(rng, window, [5.0] * min(count, 3))
        ]
        tones = [(140, 104, 78), (120, 122, 120), (178, 174, 164), (98, 72, 58)]
        _stand(layout, bodies, 2.3, [vary(rng, tones[int(rng.integers(4))], 8) for _ in bodies])
        layout.claim, layout.concepts = "sheds on grass", ("shed",)
    else:
        bodies = [
            p.points(
                ellipse(float(rng.uniform(1, 4)), float(rng.uniform(0.8, 3)), count=12) * rng.uniform(0.8, 1.2, (12, 1))
            )
            for p in apart(rng, window, [3.0] * count)
        ]
        _stand(layout, bodies, 1.0, [vary(rng, (158, 152, 142), 14) for _ in bodies])
        layout.claim = "boulders lying on open ground"
    return layout


def empty_water(rng: Rng) -> Layout:
    """Water with white crests, rocks, buoys, or a pier at which nothing lies."""
    window = float(rng.uniform(14, 90))
    at = somewhere(rng, window, 8, 0.1)
    layout = Layout(window, ("water",), concepts=("water",))
    style = int(rng.integers(3))
    if style == 0:
        crests = [
            p.at(0, 0, at.angle - p.angle).points(
                [(u, float(rng.normal(0, 0.25))) for u in np.linspace(-1, 1, 7) * float(rng.uniform(0.6, 3))]
            )
            for p in apart(rng, window, [3.0] * int(rng.integers(4, 30)))
        ]

        def foam(canvas: Canvas) -> None:
            for crest in crests:
                canvas.line(crest, (222, 228, 228), float(rng.uniform(0.15, 0.5)))

        layout.works.append(foam)
        layout.claim, layout.concepts = "white crests of waves on open water", ("wave", "water")
    elif style == 1:
        bodies = [
            p.points(
                ellipse(float(rng.uniform(0.6, 7)), float(rng.uniform(0.6, 4)), count=14)
                * rng.uniform(0.7, 1.2, (14, 1))
            )
            for p in apart(rng, window, [5.0] * int(rng.integers(1, 8)))
        ]
        _stand(layout, bodies, 0.5, [vary(rng, (116, 106, 92), 14) for _ in bodies])
        layout.claim = "rocks in the water"
    else:
        wood = vary(rng, (164, 152, 132), 10)
        deck = [at.points(rectangle(window * float(rng.uniform(0.6, 2)), float(rng.uniform(1.5, 3))))]
        deck += [at.at(float(u), 3.5).points(rectangle(0.9, 6.0)) for u in np.arange(-window / 2, window / 2, 7.0)]
        _stand(layout, deck, 0.8, [wood] * len(deck))
        layout.claim, layout.concepts = "an empty pier in the water", ("pier", "water")
    return layout


def round_or_blue(rng: Rng) -> Layout:
    """A round bed, a trampoline or a cistern's cover; a blue roof or a blue court."""
    window = float(rng.uniform(14, 60))
    at = somewhere(rng, window, 10, 0.1)
    style = int(rng.integers(4))
    layout = Layout(window, ("grass", "suburb", "bare"))
    if style == 0:
        size = float(rng.uniform(4, 14))
        ring, bed = vary(rng, (150, 146, 138), 8), vary(rng, (92, 112, 66), 10)

        def plant(canvas: Canvas) -> None:
            canvas.pave(at.points(ellipse(size, size)), ring, 4.0)
            canvas.pave(at.points(ellipse(size * 0.8, size * 0.8)), bed, 9.0)

        layout.works.append(plant)
        layout.claim, layout.concepts = "a round flower bed with a path around it", ("garden",)
    elif style == 1:
        bodies = [p.points(ellipse(3.2, 3.2)) for p in apart(rng, window, [4.0] * int(rng.integers(1, 3)))]
        _stand(layout, bodies, 0.9, [(38, 40, 46)] * len(bodies), 0.35)
        layout.claim = "a round trampoline in a garden"
    elif style == 2:
        tone = vary(rng, (66, 112, 176), 14)
        length, width = float(rng.uniform(6, 22)), float(rng.uniform(5, 14))
        _stand(layout, [at.points(rectangle(length, width))], 4.0, [tone], 0.3)
        ridge = at.points([(-length / 2, 0.0), (length / 2, 0.0)])
        layout.works.append(lambda canvas: canvas.line(ridge, lit(tone, 1.15), 0.3))
        layout.claim, layout.concepts = "a building with a blue roof", ("building", "roof")
    else:
        tone = vary(rng, (64, 104, 160), 10)
        layout.works.append(lambda canvas: canvas.pave(at.points(rounded(28, 15, 20)), tone, 3.0))
        frame = [(-13.0, -6.5), (13.0, -6.5), (13.0, 6.5), (-13.0, 6.5), (-13.0, -6.5)]
        layout.works.append(marks(at, [frame, [(0.0, -6.5), (0.0, 6.5)]], WHITE, 0.12))
        layout.claim, layout.concepts = "a blue basketball court", ("basketball_court",)
    return layout


def look_alike(rng: Rng) -> Layout:
    """Something that looks like a pool, a tank, a car or an airplane, but is not."""
    style = int(rng.integers(6))
    window = float(rng.uniform(14, 60))
    at = somewhere(rng, window, 10, 0.1)
    layout = Layout(window, ("grass", "bare", "field"))
    size = float(rng.uniform(4, 14))
    if style == 0:
        cloth = vary(rng, (52, 110, 196), 10)
        corners = rectangle(size, size * 0.6) * rng.uniform(0.75, 1.1, (4, 1))
        layout.works.append(lambda canvas: canvas.pave(at.points(corners), cloth, 7.0))
        layout.claim = "a blue tarpaulin lying on the ground"
    elif style == 1:
        pond = ellipse(size * 1.5, size) * rng.uniform(0.8, 1.15, (40, 1)).cumsum(0)[-1] / 40
        dark = vary(rng, (58, 74, 62), 8)
        layout.works.append(lambda canvas: canvas.pave(at.points(pond), dark, 4.0, 0.5))
        layout.claim, layout.concepts, layout.kinds = "a small pond with dark water", ("pond",), ("grass", "field")
    elif style == 2:
        slab = vary(rng, (196, 192, 184), 8)
        layout.works.append(lambda canvas: canvas.pave(at.points(rectangle(size, size * 0.7)), slab, 4.0))
        layout.claim = "an empty concrete slab"
    elif style == 3:
        layout.works.append(yard(rng, at, window * 3, window * 3))
        layout.works.append(marks(at, [[(k * 2.6, -2.6), (k * 2.6, 2.6)] for k in range(-12, 13)]))
        layout.claim, layout.concepts = "an empty parking lot with painted lines", ("parking_lot",)
    elif style == 4:
        layout.works.append(yard(rng, at, window * 3, window * 3, True))
        layout.works.append(marks(at, [[(-300, 0), (300, 0)]], (216, 190, 70), 0.25))
        layout.claim, layout.concepts = "an empty paved apron with a yellow line", ("apron",)
    else:
        bales = apart(rng, window, [2.0] * int(rng.integers(5, 25)))
        straw = vary(rng, (206, 184, 128), 8)

        def lay(canvas: Canvas) -> None:
            for bale in bales:
                canvas.cast(bale.points(rectangle(1.5, 1.3)), 1.3)
            canvas.lay_shadows()
            canvas.shadow[:] = 0
            for bale in bales:
                canvas.fill(bale.points(rectangle(1.5, 1.3)), straw)

        layout.works.append(lay)
        layout.claim, layout.concepts, layout.kinds = (
            "hay bales scattered on a field",
            ("hay_bale",),
            ("field", "grass"),
        )
    return layout
