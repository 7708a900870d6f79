"""Words of change say the direction, and the thing stays."""

from __future__ import annotations

import pytest

from backend.change.words import without_change


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
        ("buildings", "buildings", None),
        ("renewed roads", "renewed roads", None),
        ("new", "new", None),
        ("new houses; lost houses", "houses; houses", None),
        ("new houses; new buildings", "houses; buildings", "appeared"),
    ],
)
def test_a_phrase_is_parted_into_the_thing_and_what_happened_to_it(text: str, thing: str, side: str | None) -> None:
    assert without_change(text) == (thing, side)
