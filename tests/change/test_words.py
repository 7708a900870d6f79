"""Words of change say the direction, and the thing stays."""

from __future__ import annotations

import pytest

from backend.change.words import without_change
from backend.lexicon import LANGUAGES, load_lexicon


@pytest.mark.parametrize(
    ("text", "thing", "side"),
    [
        ("new buildings", "buildings", "appeared"),
        ("New Buildings", "Buildings", "appeared"),
        ("forest that is gone", "forest", "disappeared"),
        ("removed trees", "trees", "disappeared"),
        ("neue Häuser", "Häuser", "appeared"),
        ("verschwundener Wald", "Wald", "disappeared"),
        ("edificios nuevos", "edificios", "appeared"),
        ("novas casas", "casas", "appeared"),
        ("nouveaux bâtiments", "bâtiments", "appeared"),
        ("nieuwe huizen", "huizen", "appeared"),
        ("nuovi edifici", "edifici", "appeared"),
        ("新建的房屋", "房屋", "appeared"),
        ("消失的森林", "森林", "disappeared"),
        ("새로운 건물", "건물", "appeared"),
        ("새 건물", "건물", "appeared"),
        ("новые дома", "дома", "appeared"),
        ("新建筑", "建筑", "appeared"),
        ("新建建筑", "建筑", "appeared"),
        ("새 흰색 건물", "흰색 건물", "appeared"),
        ("grote huizen weg", "grote huizen", "disappeared"),
        ("Häuser weg", "Häuser", "disappeared"),
        ("lost trees gone", "trees", "disappeared"),
        ("nieuwe weg", "weg", "appeared"),
        ("buildings", "buildings", None),
        ("renewed roads", "renewed roads", None),
        ("new", "new", None),
        ("new houses; lost houses", "houses; houses", None),
        ("new houses; new buildings", "houses; buildings", "appeared"),
    ],
)
def test_a_phrase_is_parted_into_the_thing_and_what_happened_to_it(text: str, thing: str, side: str | None) -> None:
    assert without_change(text) == (thing, side)


@pytest.mark.parametrize(
    "text",
    [
        *("onverharde weg", "smalle onverharde weg", "brede weg", "weg met auto's"),  # a road, not "gone"
        *("asphaltierter Weg", "asphaltierter weg", "Häuser Weg", "Weg am Fluss"),
        *("新建筑旁边的路", "新西兰", "新西兰的湖"),  # a road beside a new building; New Zealand, and its lakes
        "검은 새",  # a black bird, not a new one
        "new housing development with pools",
    ],
)
def test_words_that_mean_something_else_stay(text: str) -> None:
    assert without_change(text) == (text, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_the_lexicon_is_cut_into_a_change(language: str) -> None:
    names = [name for concept in load_lexicon().concepts.values() for name in concept[language].names]
    assert {name: without_change(name) for name in names} == {name: (name, None) for name in names}
