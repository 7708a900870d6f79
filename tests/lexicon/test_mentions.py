"""What a phrase speaks of, in ten languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.lexicon import LANGUAGES, load_lexicon
from backend.mentions import mentions
from backend.models.prompts import guess_language

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


@pytest.mark.parametrize(
    ("language", "phrase", "ids"),
    [
        ("en", "meadow without trees or houses", ("meadow",)),
        ("en", "house without people near the lake", ("house", "lake")),
        ("en", "houses, without any trees, near a river", ("house", "river")),
        ("en", "a street without fire trucks", ("street",)),
        ("de", "Wiese ohne Bäume und Häuser", ("meadow",)),
        ("fr", "prairie sans arbres ni maisons", ("grassland",)),
        ("ru", "дома без деревьев и машин у реки", ("house", "river")),
        ("zh", "没有树木和房屋的草地", ("grassland",)),
        ("zh", "不带树木的草地", ("grassland",)),
        ("ko", "나무도 집도 없는 초원", ("grassland",)),
    ],
)
def test_absent_is_all_that_is_joined_and_nothing_behind_it(language: str, phrase: str, ids: tuple[str, ...]) -> None:
    found = mentions(phrase, language)
    assert found is not None and found.ids == ids


@pytest.mark.parametrize("phrase", ["everything except trees", "not a lake"])
def test_what_is_excepted_is_not_wanted(phrase: str) -> None:
    assert mentions(phrase, "en") is None


@pytest.mark.parametrize(
    ("language", "phrase", "ids"),
    [
        ("fr", "maisons près du lac", ("house", "lake")),
        ("fr", "maisons à côté d'un lac", ("house", "lake")),
        ("es", "casas cerca del lago", ("house", "lake")),
        ("es", "una cerca junto al lago", ("fence", "lake")),
        ("nl", "meer bomen", ("tree",)),
        ("nl", "boten op het meer", ("boat", "lake")),
    ],
)
def test_a_preposition_is_no_thing_and_a_noun_with_an_article_is(
    language: str, phrase: str, ids: tuple[str, ...]
) -> None:
    found = mentions(phrase, language)
    assert found is not None and found.ids == ids


@pytest.mark.parametrize("phrase", ["lake,river", "lakes/rivers", "lakes+rivers", "lakes & rivers", "LAKES, RIVERS"])
def test_things_are_separated_with_or_without_a_space(phrase: str) -> None:
    found = mentions(phrase, "en")
    assert found is not None and found.ids == ("lake", "river")


@pytest.mark.parametrize(
    ("phrase", "ids"),
    [
        ("주차장에는 차가 많다", {"parking_lot", "car"}),
        ("호수에는 배가 있다", {"lake", "ship"}),
        ("호수나 강", {"lake", "river"}),
        ("강의", None),
        ("차로", None),
    ],
)
def test_korean_particles_are_cut_where_a_noun_is_left(phrase: str, ids: set[str] | None) -> None:
    found = mentions(phrase, "ko")
    assert (found and set(found.ids)) == ids


@pytest.mark.parametrize(
    ("phrase", "ids"),
    [("white cars", ("car",)), ("beach hotel", ("hotel", "beach")), ("rijen geparkeerde auto's", ("car",))],
)
def test_where_the_language_cannot_be_told_it_is_english_or_the_one_that_says_most(
    phrase: str, ids: tuple[str, ...]
) -> None:
    assert guess_language(phrase) is None
    found = mentions(phrase, None)
    assert found is not None and found.ids == ids


def test_a_long_sentence_is_read_to_its_end() -> None:
    found = mentions(f"boats on a lake {'that is very wide ' * 10}near the forest", "en")
    assert found is not None and found.ids == ("boat", "lake", "forest")


@pytest.mark.parametrize("phrase", ["asdfgh qwerty", "quarterly report", "green and yellow", "", "x" * 600])
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
