"""Layouts of vehicles and airplanes: streets, car parks, aprons."""

from __future__ import annotations

import math

import numpy as np

from training.composites.frame import Frame
from training.composites.layout import Layout, apart, marks, road, somewhere, window_for, yard
from training.composites.things.aircraft import airplane, helicopter
from training.composites.things.vehicles import bus, car, draw_paint, truck

Rng = np.random.Generator


def one_vehicle(rng: Rng) -> Layout:
    """One car, truck or bus on a road, a yard or open ground."""
    make, size = [(car, 4.6), (car, 4.6), (car, 4.6), (truck, 13.0), (bus, 12.0)][int(rng.integers(5))]
    window = min(window_for(rng, size, 0.15, 0.75), 60.0)
    at = somewhere(rng, window, size)
    style = rng.random()
    if style < 0.5:
        layout = Layout(window, ("grass", "bare", "suburb", "town", "field"), place="on a road", concepts=("road",))
        width = float(rng.uniform(5.5, 9.0))
        layout.works.append(road(rng, at.at(0, -width / 4), width))
    elif style < 0.8:
        layout = Layout(window, ("bare", "town", "suburb"), place="on asphalt")
        layout.works.append(yard(rng, at, window * 3, window * float(rng.uniform(0.5, 3)), rng.random() < 0.3))
    else:
        kind, words = [("bare", "on bare ground"), ("grass", "on grass"), ("sand", "on sand")][int(rng.integers(3))]
        layout = Layout(window, (kind,), place=words)  # type: ignore[arg-type]
    layout.add(make(rng, at))
    return layout


def few_cars(rng: Rng) -> Layout:
    """Two to six cars standing apart or in a short row, often of one colour."""
    window = float(rng.uniform(14, 36))
    word, _ = draw_paint(rng)
    colour = word if rng.random() < 0.5 else ""
    layout = Layout(window, ("bare", "town", "suburb", "grass"))
    if rng.random() < 0.55:
        frame = somewhere(rng, window, 12, 0.1)
        layout.works.append(yard(rng, frame, window * 2, window * 2))
        count, pitch = int(rng.integers(2, 6)), float(rng.uniform(2.5, 2.9))
        layout.works.append(marks(frame, [[(k * pitch, -2.6), (k * pitch, 2.6)] for k in range(-6, 7)]))
        slots = rng.permutation(np.arange(-(count // 2) - 1, count // 2 + 2))[:count]
        for k in slots:
            layout.add(
                car(
                    rng,
                    frame.at((k + 0.5) * pitch, float(rng.normal(0, 0.2)), math.pi / 2 * rng.choice([-1, 1])),
                    colour,
                )
            )
        layout.place = "in parking spaces"
        return layout
    if rng.random() < 0.5:
        layout.works.append(yard(rng, somewhere(rng, window, 4), window * 3, window * 3))
        layout.place = "on asphalt"
    for place in apart(rng, window, [5.0] * int(rng.integers(2, 7))):
        layout.add(car(rng, place, colour))
    return layout


def street(rng: Rng) -> Layout:
    """Traffic on one or two roads; sometimes a jam."""
    window = float(rng.uniform(40, 160))
    x, y = (float(at) for at in rng.uniform(0.3, 0.7, 2) * window)
    frame = Frame(x, y, float(rng.uniform(0, 2 * math.pi)))
    lanes = int(rng.choice([1, 1, 2, 3]))
    width = 3.4 * 2 * lanes + 1.0
    jam = rng.random() < 0.2
    name = ("highway", "highway") if lanes > 1 else ("road", "road")
    layout = Layout(window, ("grass", "field", "bare", "suburb", "town"), scene=name)
    layout.works.append(road(rng, frame, width))
    if lanes > 1:
        layout.works.append(
            marks(
                frame,
                [
                    [(u, s * 3.4 * k), (u + 3, s * 3.4 * k)]
                    for u in np.arange(-window, window, 9)
                    for s in (-1, 1)
                    for k in range(1, lanes)
                ],
            )
        )
    gap = (6.5, 8.5) if jam else (14.0, 70.0)
    for side in (-1, 1):
        for lane in range(lanes):
            u = -window
            while u < window:
                u += float(rng.uniform(*gap))
                long = rng.random() < 0.1
                u += 9.0 * long
                place = frame.at(
                    u, side * (lane + 0.5) * 3.4 + float(rng.normal(0, 0.15)), 0.0 if side > 0 else math.pi
                )
                layout.add((truck if rng.random() < 0.7 else bus)(rng, place) if long else car(rng, place))
                u += 7.0 * long
    if jam:
        layout.concepts = ("traffic_jam",)
        layout.place = "in a traffic jam"
    return layout


def car_park(rng: Rng) -> Layout:
    """Rows of spaces, more or less full."""
    window = float(rng.uniform(35, 130))
    frame = Frame(window / 2, window / 2, float(rng.uniform(0, math.pi)))
    layout = Layout(window, ("town", "suburb", "grass", "bare"), scene=("parking_lot", "parking lot"))
    length, depth = window * float(rng.uniform(0.7, 1.6)), window * float(rng.uniform(0.55, 1.6))
    layout.works.append(yard(rng, frame, length, depth))
    full, pitch = float(np.sqrt(rng.uniform(0.01, 1.0))), 2.6
    lines: list[list[tuple[float, float]]] = []
    aisle = 6.2
    for v in np.arange(-depth / 2 + 2.7, depth / 2 - 2.4, 5.2 * 2 + aisle):
        for row in (0, 1):
            centre = v + row * 5.2
            if centre > depth / 2 - 2.4:
                continue
            for u in np.arange(-length / 2 + 2, length / 2 - 2, pitch):
                lines.append([(u, centre - 2.5), (u, centre + 2.5)])
                if rng.random() < full:
                    turn = math.pi / 2 * float(rng.choice([-1, 1]))
                    layout.add(
                        car(
                            rng,
                            frame.at(
                                u + pitch / 2, centre + float(rng.normal(0, 0.22)), turn + float(rng.normal(0, 0.02))
                            ),
                        )
                    )
    layout.works.append(marks(frame, lines, width_m=0.11))
    return layout


def one_airplane(rng: Rng) -> Layout:
    """One airplane on an apron, a grass field or a runway's edge."""
    kind = str(rng.choice(["airliner", "business", "light", "military"], p=[0.52, 0.16, 0.22, 0.10]))
    low, high = {"airliner": (28, 70), "business": (14, 26), "light": (7, 11), "military": (14, 20)}[kind]
    length = float(rng.uniform(low, high))
    window = min(window_for(rng, length, 0.22, 0.8), 220.0)
    at = somewhere(rng, window, length)
    layout = Layout(window, ("grass", "bare", "field"))
    if kind == "light" and rng.random() < 0.35:
        layout.kinds, layout.place = ("grass",), "on grass"
    else:
        layout.works.append(yard(rng, at, window * 3, window * float(rng.uniform(0.9, 3)), rng.random() < 0.6))
        layout.place, layout.concepts = "on a paved apron", ("apron",)
        if rng.random() < 0.7:
            layout.works.append(marks(at, [[(-300, 0), (300, 0)]], (216, 190, 70), 0.22))
    layout.add(airplane(rng, at, length, kind))
    return layout


def apron(rng: Rng) -> Layout:
    """Two to twelve airplanes in a row or two."""
    kind = str(rng.choice(["airliner", "business", "light"], p=[0.55, 0.15, 0.3]))
    low, high = {"airliner": (30, 46), "business": (15, 24), "light": (7.5, 10)}[kind]
    base = float(rng.uniform(low, high))
    count = int(rng.integers(2, 8))
    pitch = base * (1.5 if kind == "light" else 1.18)
    window = float(np.clip(pitch * count * rng.uniform(0.75, 1.15), base * 1.6, 420))
    frame = Frame(window / 2, window / 2, float(rng.uniform(0, 2 * math.pi)))
    layout = Layout(
        window, ("grass", "bare", "field"), scene=("apron", "airport apron"), place="in a row", concepts=("airport",)
    )
    layout.works.append(yard(rng, frame, window * 3, base * 2.4 if rng.random() < 0.5 else window * 3, True))
    layout.works.append(marks(frame, [[(-400, base * 0.9), (400, base * 0.9)]], (216, 190, 70), 0.25))
    turn = float(rng.choice([-1, 1])) * math.pi / 2 + float(rng.choice([0, 0, 0.5]))
    for k in range(count):
        if rng.random() < 0.9:
            place = frame.at((k - (count - 1) / 2) * pitch, 0.0, turn)
            layout.works.append(marks(place, [[(-base, 0), (base, 0)]], (216, 190, 70), 0.2))
            layout.add(airplane(rng, place, base * float(rng.uniform(0.92, 1.06)), kind))
    return layout


def helipad(rng: Rng) -> Layout:
    """A helicopter on a marked pad or a field, or a pad with none."""
    window = float(rng.uniform(18, 60))
    at = somewhere(rng, window, 14)
    layout = Layout(window, ("grass", "town", "bare"))
    turn = np.linspace(0, 2 * math.pi, 49)
    ring = [(float(8 * math.cos(t)), float(8 * math.sin(t))) for t in turn]
    if rng.random() < 0.75:
        layout.works.append(yard(rng, at, 24, 24, True))
        white = (232, 230, 224)
        layout.works.append(marks(at, [ring], white, 0.5))
        layout.works.append(
            marks(at, [[(-2.4, -1.6), (2.4, -1.6)], [(-2.4, 1.6), (2.4, 1.6)], [(0, -1.6), (0, 1.6)]], white, 0.6)
        )
        layout.concepts, layout.place = ("helipad",), "on a helipad"
    layout.add(helicopter(rng, at))
    return layout
