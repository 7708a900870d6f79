"""Data sets annotated by a map, points, counts or folders, read as images with captions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.lexicon import Lexicon
from backend.models.prompts import load_templates
from training.captions.box_phrases import load_box_phrases
from training.data.archive import ImageArchive
from training.data.crops import Area, CropArchive, quarters
from training.data.sample import Sample

MAP_COLOURS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {"water": (178, 208, 254), "park": (203, 223, 171), "highway": (246, 158, 32), "street": (255, 255, 254)}
)
"""Colours of the map of ``newyork_map_pairs``, as measured."""
_NEAR = 26
_LEAST: Mapping[str, float] = MappingProxyType({"water": 0.04, "park": 0.06, "highway": 0.012, "street": 0.05})


@dataclass(frozen=True)
class Shown:
    """A concept that an image shows, and its number; 0 if it is not counted."""

    concept: str
    count: int = 0


def map_shares(pixels: NDArray[np.uint8]) -> Mapping[str, float]:
    """Share of each colour of ``MAP_COLOURS`` in a map ``[h, w, 3]``."""
    shares = {}
    for name, colour in MAP_COLOURS.items():
        near = np.abs(pixels.astype(np.int16) - np.asarray(colour)).max(-1) <= (_NEAR if name != "street" else 3)
        shares[name] = float(near.mean())
    return shares


def _shown_on_map(shares: Mapping[str, float]) -> list[Shown]:
    if shares["water"] > 0.93:
        return [Shown("water")]
    seen = [Shown(name) for name in ("water", "park", "highway", "street") if shares[name] >= _LEAST[name]]
    built = 1.0 - shares["water"] - shares["park"]
    if built > 0.8 and shares["street"] > 0.1:
        seen.insert(0, Shown("urban_area"))
    return seen


def _of_map_pairs(archive: ImageArchive, _: Path) -> dict[str, tuple[str, Area, list[Shown]]]:
    names = tuple(name for name in archive.names if name.startswith("aerial/"))
    places = {}
    maps: dict[str, NDArray[np.uint8]] = {}
    for key, (name, area) in quarters(archive, names).items():
        drawn = f"map/{PurePosixPath(name).name}"
        if drawn not in maps:
            maps = {drawn: np.asarray(archive.open(drawn))}
        scale = maps[drawn].shape[1] / archive.size(name)[0]
        left, upper, right, lower = (round(edge * scale) for edge in area)
        if shown := _shown_on_map(map_shares(maps[drawn][upper:lower, left:right])):
            places[key] = name, area, shown
    return places


def _rows(annotation: Path) -> Mapping[str, object]:
    try:
        rows = json.loads(annotation.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadOption(f"{annotation}: not a JSON of image names ({error}).") from error
    if not isinstance(rows, dict):
        raise BadOption(f"{annotation}: not a JSON object of image names.")
    return rows


def _of_tree_points(archive: ImageArchive, annotation: Path) -> dict[str, tuple[str, Area, list[Shown]]]:
    rows = _rows(annotation)
    places = {}
    for key, (name, area) in quarters(archive, archive.names).items():
        points = np.asarray(rows.get(name, []), dtype=np.float64).reshape(-1, 2)
        low, high = np.array(area[:2]), np.array(area[2:])
        if count := int(((points >= low) & (points < high)).all(1).sum()):
            places[key] = name, area, [Shown("tree", count)]
    return places


def _of_building_counts(archive: ImageArchive, annotation: Path) -> dict[str, tuple[str, Area, list[Shown]]]:
    places = {}
    for name, count in _rows(annotation).items():
        if isinstance(count, int) and count > 0 and name in archive.names:  # no mapped object does not prove absence
            places[name] = name, (0, 0, *archive.size(name)), [Shown("building", count)]
    return places


def _of_flood_damage(archive: ImageArchive, _: Path) -> dict[str, tuple[str, Area, list[Shown]]]:
    means = {"damage": [Shown("flood"), Shown("damaged_building")], "no_damage": [Shown("house"), Shown("tree")]}
    return {
        name: (name, (0, 0, *archive.size(name)), means[folder])
        for name in archive.names
        if (folder := PurePosixPath(name).parent.name) in means
    }


def _of_wind_turbines(archive: ImageArchive, _: Path) -> dict[str, tuple[str, Area, list[Shown]]]:
    """Images of the folder ``train``; a few show none, but the set does not say which."""
    return {
        name: (name, (0, 0, *archive.size(name)), [Shown("wind_turbine")])
        for name in archive.names
        if PurePosixPath(name).parent.name == "train"
    }


_READERS: Mapping[str, Callable[[ImageArchive, Path], dict[str, tuple[str, Area, list[Shown]]]]] = MappingProxyType(
    {
        "map-pairs": _of_map_pairs,
        "tree-points": _of_tree_points,
        "building-counts": _of_building_counts,
        "flood-damage": _of_flood_damage,
        "wind-turbines": _of_wind_turbines,
    }
)
_ENGLISH: Mapping[tuple[str, ...], tuple[str, ...]] = MappingProxyType(
    {
        ("flood", "damaged_building"): (
            "flooded houses after a hurricane",
            "damaged buildings standing in flood water",
            "a flooded neighbourhood",
        ),
        ("house", "tree"): ("houses and trees", "undamaged houses among trees"),
        ("water",): ("open water", "nothing but water"),
        ("wind_turbine",): ("wind turbines in open country", "white wind turbines with their shadows"),
    }
)
"""Further English captions of images that show only this."""


def shown_places(
    source: str, form: str, archive: ImageArchive, annotation: Path
) -> Mapping[str, tuple[str, Area, Sequence[Shown]]]:
    """By name of an image or crop: its image, its area, and what it shows.

    Raises:
        BadOption: ``form`` is unknown, or the annotation does not match it.
    """
    if form not in _READERS:
        raise BadOption(f"{source}: format {form!r} is none of {', '.join(_READERS)}.")
    return _READERS[form](archive, annotation)


def tell(shown: Sequence[Shown], lexicon: Lexicon, language: str) -> tuple[str, ...]:
    """One or two captions: the concepts with their numbers."""
    phrases, templates = load_box_phrases()[language], load_templates()[language]
    names = []
    for one in shown:
        concept = lexicon[one.concept]
        term = concept[language]
        names.append(phrases.count(term, concept.id, one.count, concept.mass) if one.count else term.one)
    texts = [templates.enumerate_names(names)]
    if language == "en":
        texts += _ENGLISH.get(tuple(one.concept for one in shown), ())
        texts.append(f"an aerial image of {texts[0]}")
    return tuple(texts)


def read_places(
    source: str, form: str, archive: ImageArchive, annotation: Path, lexicon: Lexicon, languages: Sequence[str]
) -> tuple[ImageArchive, list[Sample]]:
    """Training samples of one of the sets, and the archive of their images or crops.

    Raises:
        BadOption: ``form`` is unknown, or the annotation does not match it.
    """
    places = shown_places(source, form, archive, annotation)
    spoken = tuple(dict.fromkeys(("en", *languages)))
    samples = [
        Sample(source, key, "train", None, {code: tell(shown, lexicon, code) for code in spoken})
        for key, (_, _, shown) in sorted(places.items())
    ]
    return CropArchive(archive, {key: (name, area) for key, (name, area, _) in places.items()}), samples
