"""The lexicon: every language, the right script, one meaning a concept."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption
from backend.lexicon import GENDERS, LANGUAGES, load_lexicon, read_lexicon
from backend.models.prompts import class_prompts, guess_language, load_templates, search_prompts

LEXICON = load_lexicon()
HAN = re.compile(r"[\u3400-\u9fff]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
SCRIPT = {"zh": HAN, "ko": HANGUL, "ru": CYRILLIC}


def test_it_names_at_least_250_things_in_every_language() -> None:
    assert len(LEXICON) >= 250
    for concept in LEXICON.concepts.values():
        assert set(concept.terms) == set(LANGUAGES)
        assert all(term.one and term.many for term in concept.terms.values()), concept.id


def test_topics_cover_what_one_sees_from_above() -> None:
    topics = {concept.topic for concept in LEXICON.concepts.values()}
    assert topics >= {"land_cover", "land_use", "transport", "energy", "water", "coast", "industry", "sports"}
    assert topics >= {"agriculture", "buildings", "hazards"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_in_the_language_s_script(language: str) -> None:
    for concept in LEXICON.concepts.values():
        for name in concept[language].names:
            if language in SCRIPT:
                assert SCRIPT[language].search(name), (concept.id, name)
            else:
                assert not any(s.search(name) for s in SCRIPT.values()), (concept.id, name)
            assert name == name.strip() and "(" not in name and "/" not in name and "|" not in name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_means_two_things(language: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in LEXICON.concepts.values():
        for name in concept[language].names:
            owners[name.casefold()].add(concept.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_two_concepts_share_all_their_names() -> None:
    primaries = [tuple(c[lang].one for lang in LANGUAGES) for c in LEXICON.concepts.values()]
    assert len(set(primaries)) == len(primaries)


@pytest.mark.parametrize("language", sorted(GENDERS))
def test_genders_are_those_of_the_language(language: str) -> None:
    for concept in LEXICON.concepts.values():
        gender = concept[language].gender
        assert gender is None or gender in GENDERS[language], (concept.id, gender)


def test_german_nouns_are_capitalised() -> None:
    for concept in LEXICON.concepts.values():
        assert any(word[0].isupper() for word in concept["de"].one.split()), concept["de"].one


@given(st.sampled_from(sorted(LEXICON.concepts)), st.sampled_from(LANGUAGES), st.integers(3, 12))
def test_typing_the_start_of_any_name_suggests_its_concept(concept_id: str, language: str, length: int) -> None:
    name = LEXICON[concept_id][language].one
    assert concept_id in {c.id for c, _, _ in LEXICON.suggest(name[:length], limit=len(LEXICON))}


def test_an_exact_name_is_suggested_first() -> None:
    assert LEXICON.suggest("활주로")[0][0].id == "runway"
    assert LEXICON.suggest("Weinberg")[0][0].id == "vineyard"
    assert LEXICON.suggest("") == []


@pytest.mark.parametrize(
    ("typed", "concept"),
    [("foret", "forest"), ("eglise", "church"), (unicodedata.normalize("NFD", "forêt"), "forest"), ("ｌａｋ", "lake")],
)
def test_accents_may_be_left_out_and_letters_have_any_form(typed: str, concept: str) -> None:
    assert LEXICON.suggest(typed, language="fr")[0][0].id == concept


def test_a_missing_language_is_refused_by_name(tmp_path: Path) -> None:
    row = {"id": "thing", "size_m": [1, 2], **{lang: {"one": "a", "many": "b"} for lang in LANGUAGES if lang != "ko"}}
    (tmp_path / "x.json").write_text(json.dumps({"topic": "x", "concepts": [row]}))
    with pytest.raises(BadOption, match=r"x\.json: concept 'thing' lacks \['ko'\]"):
        read_lexicon(tmp_path)


def test_an_unknown_field_is_refused_by_name(tmp_path: Path) -> None:
    row = {"id": "thing", "size_m": [1, 2], **{lang: {"one": "a", "many": "b"} for lang in LANGUAGES}}
    row["en"] = {"one": "a", "many": "b", "plurals": "c"}
    (tmp_path / "x.json").write_text(json.dumps({"topic": "x", "concepts": [row]}))
    with pytest.raises(BadOption, match="plurals"):
        read_lexicon(tmp_path)


@pytest.mark.parametrize("size_m", [None, 5, [5], [0, 5], [9, 5], [1, 20_000], [True, 5], ["a", 2], [1, 2, 3]])
def test_a_size_that_is_none_is_refused_by_name(tmp_path: Path, size_m: object) -> None:
    row = {"id": "thing", "size_m": size_m, **{lang: {"one": "a", "many": "b"} for lang in LANGUAGES}}
    (tmp_path / "x.json").write_text(json.dumps({"topic": "x", "concepts": [row]}))
    with pytest.raises(BadOption, match=r"x\.json: concept 'thing', field 'size_m'"):
        read_lexicon(tmp_path)


def test_sizes_are_in_the_order_that_things_have() -> None:
    """What is part of another thing is smaller than it, and a small kind of a thing is no larger than a large one."""
    smaller = [
        *[("car", "parking_lot"), ("car", "bus"), ("boat", "ship"), ("boat", "marina"), ("airplane", "apron")],
        *[("apron", "airport"), ("runway", "airport"), ("house", "residential_area"), ("tree", "forest")],
        *[("storage_tank", "refinery"), ("wind_turbine", "wind_farm"), ("solar_panel", "solar_farm")],
        *[("pond", "lake"), ("stream", "river"), ("village", "city"), ("shipping_container", "container_terminal")],
        *[("swimming_pool", "water_park"), ("tennis_court", "stadium"), ("hay_bale", "farmland"), ("hill", "mountain")],
    ]
    for small, large in smaller:
        assert LEXICON[small].size_m[0] <= LEXICON[large].size_m[0], (small, large)
        assert LEXICON[small].size_m[1] <= LEXICON[large].size_m[1], (small, large)
    for concept in LEXICON.concepts.values():
        least, most = concept.size_m
        assert 2 <= least <= most <= 100 * least, concept.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_can_be_filled(language: str) -> None:
    templates = load_templates()[language]
    term = LEXICON["bridge"][language]
    for frame in templates.search:
        assert "{" not in frame.format(text="x")
    assert term.many in templates.many_of(term)
    assert templates.enumerate_names(["a", "b", "c"]).startswith("a")
    assert len(class_prompts([LEXICON["bridge"]], language)) >= 8


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("an airport near the river", "en"),
        ("estádio de futebol", "pt"),
        ("campo de golf", "es"),
        ("terrain de football", "fr"),
        ("Flughafen", "de"),
        ("zwembad met ligweide", "nl"),
        ("campo da tennis", "it"),
        ("停车场", "zh"),
        ("저장 탱크", "ko"),
        ("нефтехранилище", "ru"),
        ("xyzzy", None),
    ],
)
def test_the_language_of_a_query_is_guessed(text: str, language: str | None) -> None:
    assert guess_language(text) == language


def test_search_prompts_keep_the_user_s_words() -> None:
    assert all("golf course by the sea" in prompt for prompt in search_prompts("golf course by the sea"))
    assert search_prompts("xyzzy") == ("xyzzy",)


def test_a_name_in_any_form_asks_for_the_same_thing() -> None:
    asked = search_prompts("lakes")
    assert {"lake", "lac", "호수", "озеро"} <= set(asked)
    for text in ("a lake", "The lakes", "호수", "einen See", "les lacs", "一个湖"):
        assert search_prompts(text) == asked, text
    assert search_prompts("호수", ("en",)) == ("lake", "lakes")
