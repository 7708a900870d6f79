"""Composited windows: the same from seed and index, true to their boxes, on ground that may train."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backend.lexicon import load_lexicon
from training.composites.captions import Seen, describe
from training.composites.composer import LAYOUTS, Composer, Composite
from training.composites.grounds import GroundBank, looks_like_water, make_water

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

LOOK_ALIKES = {"look_alike", "painted_signs", "roof_top", "yard_clutter", "empty_water", "round_or_blue"}


class NoPhotographs(GroundBank):
    """Plain ground only: what is laid on it does not depend on the sets at hand."""

    def __init__(self) -> None:
        super().__init__(Path(), ())


@pytest.fixture(scope="module")
def composer() -> Composer:
    return Composer(NoPhotographs(), load_lexicon())


@pytest.fixture(scope="module")
def windows(composer: Composer) -> list[Composite]:
    return [composer.make(5, index) for index in range(40)]


def test_a_window_is_the_same_on_every_call(composer: Composer, windows: list[Composite]) -> None:
    again = composer.make(5, 3)
    np.testing.assert_array_equal(again.image, windows[3].image)
    assert (again.boxes, again.captions, again.concepts) == (windows[3].boxes, windows[3].captions, windows[3].concepts)
    assert not np.array_equal(composer.make(6, 3).image, windows[3].image)


def test_boxes_lie_in_the_picture_and_name_concepts(windows: list[Composite]) -> None:
    lexicon = load_lexicon()
    boxes = [box for window in windows for box in window.boxes]
    assert len(boxes) > 40
    assert all(0 <= box.xmin < box.xmax <= 224 and 0 <= box.ymin < box.ymax <= 224 for box in boxes)
    assert {box.label for box in boxes} <= set(lexicon.concepts)
    assert {concept for window in windows for concept in window.concepts} <= set(lexicon.concepts)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_can_be_made_and_said(layout: str) -> None:
    composer = Composer(NoPhotographs(), load_lexicon(), (layout,))
    made = [composer.make(1, index) for index in range(2)]
    assert all(window.image.shape == (224, 224, 3) and window.layout == layout for window in made)
    assert all(12 <= window.window_m <= 2000 and 0.05 < window.ground_sampling_m < 40 for window in made)
    said = {"plain_ground"}  # nothing says what ground without a photograph shows
    assert layout in said or all(window.captions for window in made if window.boxes or layout in LOOK_ALIKES)
    assert layout not in LOOK_ALIKES or not any(window.boxes for window in made)


def test_a_thing_changes_the_pixels_in_its_box() -> None:
    """Where one thing stands on even ground, its box differs from the ground more than the rest does."""
    composer = Composer(NoPhotographs(), load_lexicon(), ("one_pool", "few_boats", "tanks"))
    windows = [window for index in range(12) if len((window := composer.make(2, index)).boxes) == 1]
    assert len(windows) >= 3
    told = 0
    for window in windows:
        (box,) = window.boxes
        grey = window.image.astype(float).mean(2)
        inside = grey[int(box.ymin) : int(box.ymax) + 1, int(box.xmin) : int(box.xmax) + 1]
        told += abs(inside.mean() - np.median(grey)) > 4 or inside.std() > 8
    assert told >= 0.8 * len(windows)


def test_captions_count_and_colour() -> None:
    rng = np.random.default_rng(0)
    seen = [Seen("car", "white", "", False)] * 2 + [Seen("swimming_pool", "blue", "", False)]
    said = [
        describe(
            rng,
            seen,
            load_lexicon(),
            place="beside a house",
            scene="",
            claim="",
            look="plain",
            sampling_m=0.3,
            window_m=30,
        )
        for _ in range(30)
    ]
    texts = [text for five in said for text in five]
    assert any("two white cars and a blue swimming pool" in text for text in texts)
    assert any("beside a house" in text for text in texts) and any("0.3 m" in text for text in texts)
    assert not any("black" in text or "three" in text for text in texts)


def test_water_is_told_from_land() -> None:
    rng = np.random.default_rng(1)
    sea = np.clip(np.array([40, 80, 110]) + rng.normal(0, 4, (448, 448, 1)), 0, 255).astype(np.uint8)
    assert looks_like_water(sea)
    assert make_water(rng, 60.0).shape == sea.shape
    grass = np.full((448, 448, 3), (90, 120, 70), np.uint8)
    assert not looks_like_water(grass)


@pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data")
def test_ground_of_test_scenes_trains_nothing() -> None:
    train, test = (GroundBank(DATA, ("ucm", "urban_trees", "openaerialmap"), keep) for keep in ("train", "test"))
    names = [{(i.source, i.name) for images in bank.by_kind.values() for i in images} for bank in (train, test)]
    assert all(names) and not names[0] & names[1]
    cities = [{name.split("/")[-1].split("_")[0] for source, name in part if source == "urban_trees"} for part in names]
    assert not cities[0] & cities[1]
