"""What a phrase speaks of, in ten languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.lexicon import LANGUAGES, load_lexicon
from backend.mentions import mentions

WHITESPACE_FREE = {"zh"}


@pytest.mark.parametrize(
    ("language", "phrase", "head", "others"),
    [
        ("en", "a parking lot with many cars", "parking_lot", ["car"]),
        ("de", "ein Park mit einem See und Bäumen", "park", ["lake", "tree"]),
        ("fr", "une église parmi des maisons", "church", ["house"]),
        ("es", "una carretera junto a un río", "road", ["river"]),
        ("pt", "um parque com um lago", "park", ["lake"]),
        ("it", "una chiesa tra le case", "church", ["house"]),
        ("nl", "een brug over een brede rivier", "bridge", ["river"]),
        ("zh", "有许多汽车的停车场", "parking_lot", ["car"]),
        ("ko", "정원과 나무가 있는 집들", "house", ["garden", "tree"]),
        ("ru", "парк с озером и деревьями", "park", ["lake", "tree"]),
    ],
)
def test_the_thing_that_a_phrase_is_about_and_what_is_beside_it(
    language: str, phrase: str, head: str, others: list[str]
) -> None:
    found = mentions(phrase, language)
    assert found is not None
    assert (found.head.id, [concept.id for concept in found.others]) == (head, others)


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("en", "a meadow without any trees"),
        ("de", "eine Wiese ohne Bäume"),
        ("fr", "une prairie sans arbres"),
        ("ru", "луг без деревьев"),
        ("ko", "나무가 없는 초원"),
        ("zh", "没有树木的草地"),
    ],
)
def test_what_is_absent_is_not_spoken_of(language: str, phrase: str) -> None:
    found = mentions(phrase, language)
    assert found is not None
    assert "tree" not in found.ids


@pytest.mark.parametrize("phrase", ["asdfgh qwerty", "quarterly report", "green and yellow", "", "x" * 500])
def test_a_phrase_without_a_name_speaks_of_nothing(phrase: str) -> None:
    assert mentions(phrase, "en") is None


def test_words_of_another_language_are_not_read_into_a_phrase() -> None:
    found = mentions("a stadium seen from above", "en")  # "Seen" are lakes in German
    assert found is not None
    assert found.ids == ("stadium",)


@settings(deadline=None)
@given(st.data())
def test_a_name_in_a_phrase_is_found_whatever_stands_around_it(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from([code for code in LANGUAGES if code not in WHITESPACE_FREE]))
    concept = data.draw(st.sampled_from(sorted(load_lexicon().concepts)))
    name = load_lexicon()[concept][language].one
    alone = mentions(name, language)
    around = data.draw(st.lists(st.sampled_from(["qqq", "xyzzy", "zzz"]), min_size=1, max_size=2))
    found = mentions(" ".join([*around, name]), language)
    if alone is not None and len(name.split()) <= 4:  # a name of several things is no name of one
        assert found is not None and set(alone.ids) == set(found.ids)


@settings(deadline=None)
@given(st.text(max_size=90), st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_an_error(text: str, language: str) -> None:
    found = mentions(text, language)
    assert found is None or found.head.id not in {concept.id for concept in found.others}


def test_a_longer_name_goes_before_one_of_its_words() -> None:
    said = mentions("fields near a football field", "en")
    assert said is not None and said.ids == ("farmland", "sports_field")


@pytest.mark.parametrize(
    ("phrase", "ids"),
    [
        ("a red fire truck", ("truck", "wildfire")),
        ("a beach hotel beside a road", ("hotel", "beach", "road")),
        ("mountain village houses", ("house", "mountain", "village")),
        ("a beach, hotels and boats", ("beach", "hotel", "boat")),
        ("boats beside boats", ("boat",)),
    ],
)
def test_an_english_compound_is_about_its_last_name(phrase: str, ids: tuple[str, ...]) -> None:
    found = mentions(phrase, "en")
    assert found is not None and found.ids == ids
