"""Layouts of water, homes, industry and energy, and of plain ground."""

from __future__ import annotations

import math

import numpy as np

from training.composites.canvas import vary
from training.composites.frame import Frame
from training.composites.layout import Layout, apart, road, somewhere, window_for, yard
from training.composites.things.boats import boat, jetty, moorings, ship
from training.composites.things.homes import house, pool, roof_panels, tennis_court, tent
from training.composites.things.vehicles import car
from training.composites.things.works import container, greenhouse, solar_row, tank, turbine

Rng = np.random.Generator


def few_boats(rng: Rng) -> Layout:
    """One to five boats at anchor, or one under way."""
    count = int(rng.choice([1, 1, 1, 2, 3, 5]))
    size = float(rng.uniform(5, 16))
    window = window_for(rng, size * (1 + 0.5 * count), 0.25, 0.8)
    layout = Layout(window, ("water",), place="on the water", concepts=("water",))
    if count == 1:
        moving = rng.random() < 0.45
        layout.add(boat(rng, somewhere(rng, window, size), moving, size))
        if moving:
            layout.place = "leaving a white wake on the water"
        return layout
    heading = float(rng.uniform(0, 2 * math.pi))  # anchored boats all point into the wind
    for place in apart(rng, window, [size * 1.2] * count):
        layout.add(
            boat(
                rng,
                Frame(place.x, place.y, heading + float(rng.normal(0, 0.15))),
                False,
                size * float(rng.uniform(0.7, 1.2)),
            )
        )
    return layout


def marina(rng: Rng) -> Layout:
    """Jetties with boats on both sides."""
    window = float(rng.uniform(40, 170))
    frame = Frame(window / 2, window / 2, float(rng.uniform(0, 2 * math.pi)))
    layout = Layout(
        window, ("water",), scene=("marina", "marina"), place="moored at jetties", concepts=("pier", "water")
    )
    size = float(rng.uniform(7, 13))
    for v in np.arange(-window * 0.6, window * 0.6, size * 3.1):
        base = frame.at(-window * 0.55, v)
        length = window * float(rng.uniform(0.7, 1.2))
        layout.add(jetty(rng, base, length))
        berth = size * 0.44 + 0.5
        for k, place in enumerate(moorings(base, berth, int(length / berth))):
            if rng.random() < 0.8:
                mine = size * float(rng.uniform(0.75, 1.1))
                turn = math.pi if rng.random() < 0.3 else 0.0
                layout.add(
                    boat(
                        rng,
                        place.at(mine / 2, 0, turn),
                        False,
                        mine,
                        str(rng.choice(["cabin", "sail"])) if k % 3 else "open",
                    )
                )
    return layout


def sea_ship(rng: Rng) -> Layout:
    """A ship, at rest or under way."""
    length = float(np.exp(rng.uniform(math.log(40), math.log(330))))
    window = window_for(rng, length, 0.2, 0.8)
    moving = rng.random() < 0.4
    layout = Layout(
        window, ("water",), place="under way at sea" if moving else "on the water", concepts=("sea", "ship")
    )
    layout.add(ship(rng, somewhere(rng, window, length), length, moving))
    return layout


def one_pool(rng: Rng) -> Layout:
    """A pool in a garden, alone or beside its house."""
    public = rng.random() < 0.1
    length = 35.0 if public else float(rng.uniform(6, 13))
    window = window_for(rng, length, 0.2, 0.75)
    at = somewhere(rng, window, length)
    layout = Layout(window, ("grass", "suburb", "grass", "bare"), concepts=("garden",) if not public else ())
    layout.place = "on a lawn"
    layout.add(pool(rng, at, length, public))
    if not public and rng.random() < 0.6 and window > 18:
        side = float(rng.choice([-1, 1]))
        layout.add(
            house(
                rng, at.at(float(rng.uniform(-3, 3)), side * float(rng.uniform(10.0, 13.5)), float(rng.normal(0, 0.08)))
            )
        )
        layout.place = "beside a house"
        if rng.random() < 0.35:
            layout.add(car(rng, at.at(float(rng.uniform(7, 10)), side * float(rng.uniform(9, 14)), math.pi / 2)))
    return layout


def suburb(rng: Rng) -> Layout:
    """A street with houses, gardens, pools and cars."""
    window = float(rng.uniform(60, 150))
    frame = Frame(window / 2, window / 2, float(rng.uniform(0, 2 * math.pi)))
    layout = Layout(
        window,
        ("grass",),
        scene=("residential_area", "residential area"),
        place="behind the houses",
        concepts=("house", "street"),
    )
    layout.works.append(road(rng, frame, float(rng.uniform(5.5, 8)), False))
    plot = float(rng.uniform(18, 26))
    share = float(rng.uniform(0.15, 0.9))
    for side in (-1, 1):
        for u in np.arange(-window * 0.8, window * 0.8, plot):
            home = frame.at(u, side * 17.0, float(rng.normal(0, 0.04)))
            layout.add(house(rng, home, float(rng.uniform(11, plot - 4))))
            if rng.random() < 0.12:
                layout.add(roof_panels(rng, home))
            if rng.random() < share:
                layout.add(
                    pool(
                        rng,
                        frame.at(
                            u + float(rng.uniform(-2, 2)),
                            side * float(rng.uniform(29, 33)),
                            math.pi / 2 * float(rng.integers(2)),
                        ),
                    )
                )
            layout.works.append(yard(rng, frame.at(u + plot * 0.4, side * 9.0), 3.4, 11))
            if rng.random() < 0.6:
                layout.add(car(rng, frame.at(u + plot * 0.4, side * 9.0, math.pi / 2)))
    return layout


def tanks(rng: Rng) -> Layout:
    """One tank, or a farm of them in rows behind dikes."""
    diameter = float(np.exp(rng.uniform(math.log(8), math.log(60))))
    count = int(rng.choice([1, 1, 2, 3, 4, 6, 9]))
    pitch = diameter * float(rng.uniform(1.35, 1.8))
    columns = math.ceil(math.sqrt(count))
    window = (
        window_for(rng, diameter, 0.25, 0.8)
        if count == 1
        else max(14.0, pitch * columns * float(rng.uniform(0.85, 1.5)))
    )
    frame = Frame(window / 2, window / 2, float(rng.uniform(0, 2 * math.pi)))
    layout = Layout(window, ("bare", "grass", "town", "sand"))
    layout.works.append(
        yard(
            rng,
            frame,
            max(pitch * columns * 1.1, diameter * 1.6),
            max(pitch * columns * 1.1, diameter * 1.6),
            rng.random() < 0.5,
        )
    )
    if count == 1:
        layout.add(tank(rng, somewhere(rng, window, diameter), diameter))
        return layout
    roof, word = str(rng.choice(["cone", "dome", "floating"])), str(rng.choice(["white", "white", "grey", "brown", ""]))
    for k in range(count):
        row, column = divmod(k, columns)
        place = frame.at((column - (columns - 1) / 2) * pitch, (row - (math.ceil(count / columns) - 1) / 2) * pitch)
        layout.add(
            tank(rng, place, diameter * float(rng.choice([1.0, 1.0, 0.85])), roof if diameter > 15 else "", word)
        )
    layout.place = "in rows" if count > 3 else "side by side"
    return layout


def containers(rng: Rng) -> Layout:
    """Containers: one to five anywhere, or stacks in blocks."""
    if rng.random() < 0.55:
        count = int(rng.integers(1, 6))
        short = rng.random() < 0.4
        size = 6.1 if short else 12.2
        window = window_for(rng, size * (1 if count == 1 else 1.8), 0.25, 0.75)
        layout = Layout(window, ("bare", "town", "grass", "sand"))
        if rng.random() < 0.6:
            layout.works.append(yard(rng, somewhere(rng, window, size), window * 2, window, rng.random() < 0.5))
        places = [somewhere(rng, window, size)] if count == 1 else apart(rng, window, [size] * count)
        if count > 1 and rng.random() < 0.5:
            first = somewhere(rng, window, size)
            places = [first.at(float(rng.normal(0, 0.3)), k * float(rng.uniform(2.5, 2.9))) for k in range(count)]
            layout.place = "side by side"
        for place in places:
            layout.add(container(rng, place, 1, "", short))
        return layout
    window = float(rng.uniform(50, 220))
    frame = Frame(window / 2, window / 2, float(rng.uniform(0, 2 * math.pi)))
    layout = Layout(
        window,
        ("bare", "town"),
        scene=("container_terminal", "container terminal"),
        place="stacked in rows",
        concepts=("storage_yard",),
    )
    layout.works.append(yard(rng, frame, window * 3, window * 3, rng.random() < 0.4))
    wide, lane = int(rng.integers(3, 8)), float(rng.uniform(8, 16))
    v = -window * 0.6
    while v < window * 0.6:
        for u in np.arange(-window * 0.65, window * 0.65, 12.6):
            if rng.random() < 0.12:
                continue
            for k in range(wide):
                if rng.random() < 0.92:
                    layout.add(container(rng, frame.at(float(u), v + k * 2.6), int(rng.integers(1, 5))))
        v += wide * 2.6 + lane
    return layout


def tents(rng: Rng) -> Layout:
    """One tent, a few, or a camp in rows."""
    style = rng.random()
    if style < 0.5:
        count = int(rng.choice([1, 1, 2, 3, 5]))
        kind = str(rng.choice(["ridge", "dome", "marquee"]))
        size = {"ridge": 6.0, "dome": 3.6, "marquee": 16.0}[kind]
        window = window_for(rng, size * (1 if count == 1 else 2), 0.2, 0.75)
        words = [("grass", "on grass"), ("bare", "on bare ground"), ("sand", "on sand")][int(rng.integers(3))]
        layout = Layout(window, (words[0],), place=words[1])  # type: ignore[arg-type]
        for place in [somewhere(rng, window, size)] if count == 1 else apart(rng, window, [size * 1.2] * count):
            layout.add(tent(rng, place, kind))
        return layout
    window = float(rng.uniform(40, 170))
    frame = Frame(window / 2, window / 2, float(rng.uniform(0, 2 * math.pi)))
    camp = style < 0.8
    layout = Layout(window, ("bare", "sand", "grass") if camp else ("grass",), place="in rows" if camp else "on grass")
    layout.scene = ("refugee_camp", "tent camp") if camp else ("campsite", "campsite")
    if camp:
        pitch_u, pitch_v = float(rng.uniform(7.5, 11)), float(rng.uniform(6.5, 10))
        word = str(rng.choice(["white", "white", "white", "blue", "beige"]))
        for u in np.arange(-window * 0.7, window * 0.7, pitch_u):
            for v in np.arange(-window * 0.7, window * 0.7, pitch_v):
                if rng.random() < 0.9:
                    layout.add(
                        tent(
                            rng,
                            frame.at(
                                float(u + rng.normal(0, 0.4)), float(v + rng.normal(0, 0.3)), float(rng.normal(0, 0.06))
                            ),
                            "ridge",
                            word,
                        )
                    )
        return layout
    for place in apart(rng, window, [6.0] * int(rng.integers(8, 40))):
        layout.add(tent(rng, place, str(rng.choice(["dome", "dome", "ridge"]))))
        if rng.random() < 0.3:
            layout.add(car(rng, place.at(4.5, 2.0, 0.3)))
    return layout


def solar_field(rng: Rng) -> Layout:
    """Rows of a ground-mounted solar farm, whole or in part."""
    window = float(np.exp(rng.uniform(math.log(20), math.log(320))))
    layout = Layout(
        window, ("grass", "field", "bare", "sand"), scene=("solar_farm", "solar farm"), place="in long rows"
    )
    x, y = (float(at) for at in rng.uniform(0.25, 0.75, 2) * window)
    frame = Frame(x, y, float(rng.normal(0, 0.25)))
    depth, pitch = float(rng.uniform(2.2, 4.6)), float(rng.uniform(1.5, 2.4))
    cell = vary(rng, [(34, 46, 80), (26, 32, 52), (44, 58, 96), (30, 36, 44)][int(rng.integers(4))], 5)
    length, width = window * float(rng.uniform(0.45, 1.8)), window * float(rng.uniform(0.4, 1.8))
    block = float(rng.uniform(25, 80))
    for v in np.arange(-width / 2, width / 2, depth * pitch):
        for u in np.arange(-length / 2 + block / 2, length / 2, block + 3.0):
            layout.add(solar_row(rng, frame.at(float(u), float(v)), block, depth, cell))
    return layout


def solar_roof(rng: Rng) -> Layout:
    """A house with solar panels on its roof."""
    window = float(rng.uniform(14, 40))
    layout = Layout(window, ("grass", "suburb"), place="on the roof of a house", concepts=("roof",))
    home = somewhere(rng, window, 14, 0.08)
    layout.add(house(rng, home), roof_panels(rng, home))
    return layout


def turbines(rng: Rng) -> Layout:
    """One turbine, or a wind farm."""
    hub = float(rng.uniform(55, 115))
    layout = Layout(0.0, ("field", "grass", "bare", "sand", "field"))
    if rng.random() < 0.75:
        layout.window_m = hub * float(rng.uniform(1.1, 3.6))
        at = somewhere(rng, layout.window_m, hub * 0.6, 0.05)
        layout.add(turbine(rng, at, hub))
        return layout
    layout.window_m = float(rng.uniform(450, 1400))
    layout.scene = ("wind_farm", "wind farm")
    for place in apart(rng, layout.window_m, [260.0] * int(rng.integers(3, 12))):
        layout.add(turbine(rng, place, hub))
    return layout


def courts(rng: Rng) -> Layout:
    """One to six tennis courts side by side."""
    count = int(rng.choice([1, 1, 2, 3, 4, 6]))
    window = window_for(rng, max(36.0, 18.0 * count), 0.4, 0.95)
    first = somewhere(rng, window, 18.0 * count, 0.1)
    layout = Layout(window, ("grass", "suburb", "town"), place="side by side" if count > 1 else "")
    for k in range(count):
        layout.add(tennis_court(rng, first.at(0.0, (k - (count - 1) / 2) * 18.0)))
    return layout


def greenhouses(rng: Rng) -> Layout:
    """Blocks of greenhouses among fields."""
    count = int(rng.choice([1, 1, 2, 3]))
    length, spans = float(rng.uniform(25, 90)), int(rng.integers(2, 9))
    window = window_for(rng, max(length, spans * 8.0 * count), 0.35, 0.9)
    frame = somewhere(rng, window, length, 0.1)
    layout = Layout(window, ("field", "bare", "grass"), place="among fields")
    for k in range(count):
        layout.add(greenhouse(rng, frame.at(0.0, k * (spans * 8.0 + 5.0)), length, spans))
    return layout


def plain_ground(rng: Rng) -> Layout:
    """Ground without things; captioned if its content is known."""
    kinds = ("bare", "grass", "field", "sand", "forest", "water", "rock", "suburb", "town")
    return Layout(float(np.exp(rng.uniform(math.log(14), math.log(250)))), (kinds[int(rng.integers(len(kinds)))],))  # type: ignore[arg-type]
