"""What a phrase names: one concept, however its name is written, and none where it says more or nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pymorphy3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.lexicon import LANGUAGES, load_lexicon
from backend.naming import concept_named, concept_named_in, concepts_named, load_determiners, tidy
from backend.word_forms import have_forms, same_words

LEXICON = load_lexicon()
NAMES = [
    (language, name, concept.id)
    for concept in LEXICON.concepts.values()
    for language in LANGUAGES
    for name in concept[language].names
]


@pytest.mark.parametrize(
    ("phrase", "concept"),
    [
        *[("a lake", "lake"), ("the lakes", "lake"), ("Lakes.", "lake"), ("a residential area", "residential_area")],
        *[
            ("houses", "house"),
            ("some trees", "tree"),
            ("two swimming-pools", "swimming_pool"),
            ("carpark", "parking_lot"),
        ],
        *[("um lago", "lake"), ("os lagos", "lake"), ("estacao de trem", "railway_station")],
        *[("unos árboles", "tree"), ("las piscinas", "swimming_pool"), ("una zona residencial", "residential_area")],
        *[("l'eau", "water"), ("de l’eau", "water"), ("des maisons", "house"), ("les routes", "road")],
        *[
            ("ein See", "lake"),
            ("einen See", "lake"),
            ("Häusern", "house"),
            ("die Straßen", "road"),
            ("strassen", "road"),
        ],
        *[("het meer", "lake"), ("de huizen", "house"), ("veel bomen", "tree")],
        *[("un lago", "lake"), ("gli alberi", "tree"), ("dell'acqua", "water"), ("delle strade", "road")],
        *[("一个湖泊", "lake"), ("一些树", "tree"), ("许多建筑", "building")],
        *[("호수들", "lake"), ("한 호수", "lake"), ("주차 장", "parking_lot"), ("여러 건물", "building")],
        *[("озёра", "lake"), ("озера", "lake"), ("домов", "house"), ("несколько деревьев", "tree")],
        *[("лодок", "boat"), ("судами", "ship"), ("бассейнами", "swimming_pool"), ("железной дорогой", "railway")],
    ],
)
def test_a_name_is_known_in_the_forms_people_write(phrase: str, concept: str) -> None:
    found = concept_named(phrase)
    assert found is not None and found.id == concept


@pytest.mark.parametrize(
    "phrase",
    ["asdfgh qwerty", "a lake with boats", "lakes and rivers", "quarterly report", "the", "", "?", "of", "a" * 500],
)
def test_what_is_no_name_names_nothing(phrase: str) -> None:
    assert concepts_named(phrase) == ()


def test_two_words_with_one_stem_are_not_one_word() -> None:
    assert concept_named("mining") is None
    assert "boat" not in {one.id for one in concepts_named("boating")}
    assert "farm" not in {one.id for one in concepts_named("farming")}


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("fr", "chemin"),  # cheminée
        ("fr", "porte"),  # port
        ("fr", "mère"),  # mer
        ("fr", "fermé"),  # ferme
        ("pt", "sobre"),  # sobrado
        ("pt", "ponto"),  # ponte
        ("es", "puerta"),  # puerto
        ("es", "salida"),  # salada
        ("it", "porta"),  # porto
        ("de", "fern"),
        ("ru", "пар"),  # паром
    ],
)
def test_words_that_only_look_alike_are_not_one_word(language: str, phrase: str) -> None:
    assert concept_named_in(phrase, language) is None


@pytest.mark.parametrize("language", [code for code in LANGUAGES if have_forms(code)])
def test_a_plural_is_a_form_of_its_singular(language: str) -> None:
    """Names that the lexicon has in both numbers stand for the words of users."""
    plurals = [
        (tidy(term.one), tidy(term.many))
        for term in (concept[language] for concept in LEXICON.concepts.values())
        if tidy(term.one) != tidy(term.many) and len(term.one.split()) == len(term.many.split())
    ]
    known = [pair for pair in plurals if same_words(*pair, language)]
    assert len(known) >= 0.94 * len(plurals)


@pytest.mark.parametrize(
    "phrase", ["\ufefflake", "la\u200bke", "\u202elake", "ｌａｋｅ", "¿lake?", "*lake*", "#lake", "《lake》"]
)
def test_signs_around_a_name_and_letters_that_cannot_be_seen_change_nothing(phrase: str) -> None:
    found = concept_named(phrase)
    assert found is not None and found.id == "lake"


@pytest.mark.parametrize("phrase", ["l‘église", "l´église", "l’église", unicodedata.normalize("NFD", "l'église")])
def test_every_apostrophe_and_every_form_of_an_accent_is_read(phrase: str) -> None:
    found = concept_named(phrase, "fr")
    assert found is not None and found.id == "church"


def test_the_reader_s_language_decides_what_a_word_means() -> None:
    assert {one.id for one in concepts_named("Meer")} == {"sea", "lake"}
    for language, concept in (("de", "sea"), ("nl", "lake")):
        found = concept_named("Meer", language)
        assert found is not None and found.id == concept


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title, lambda text: f"  {text}. "]))
def test_any_name_is_known_in_its_language(name: tuple[str, str, str], written: Callable[[str], str]) -> None:
    language, text, concept = name
    found = concept_named(written(text), language)
    assert found is not None and found.id == concept


@given(st.sampled_from([row for row in NAMES if load_determiners()[row[0]].words]), st.data())
def test_a_determiner_changes_nothing(name: tuple[str, str, str], data: st.DataObject) -> None:
    language, text, concept = name
    word = data.draw(st.sampled_from(sorted(load_determiners()[language].words)))
    found = concept_named(f"{word} {text}", language)
    assert found is not None and found.id == concept


CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("number", ["sing", "plur"])
def test_a_russian_noun_is_known_in_every_case(case: str, number: str) -> None:
    """All names of one word whose usual form belongs to one concept, inflected by the dictionary."""
    russian = pymorphy3.MorphAnalyzer(lang="ru")
    asked = 0
    for concept in LEXICON.concepts.values():
        name = concept["ru"].one
        reading = next((one for one in russian.parse(name) if "nomn" in one.tag and one.tag.POS == "NOUN"), None)
        inflected = reading.inflect({case, number}) if reading is not None and reading.is_known else None
        if " " in name or inflected is None or len(concepts_named(name, "ru")) > 1:
            continue
        asked += 1
        assert concept.id in {one.id for one in concepts_named(inflected.word, "ru")}, inflected.word
    assert asked > 50


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            {
                "fields": "farmland",
                "neighbourhood": "residential_area",
                "apartment": "apartment_building",
                "golf": "golf_course",
            },
        ),
        ("pt", {"bairro": "residential_area", "plantação": "farmland", "rocha": "bare_rock", "trilhos": "railway"}),
        (
            "es",
            {"barrio": "residential_area", "cultivos": "farmland", "cordillera": "mountain", "parqueo": "parking_lot"},
        ),
        ("fr", {"champs": "farmland", "stationnement": "parking_lot", "incendie": "wildfire", "rails": "railway"}),
        ("de", {"Acker": "farmland", "Felder": "farmland", "Siedlung": "residential_area", "Gräber": "cemetery"}),
        ("nl", {"akkers": "farmland", "wijk": "residential_area", "parkeerplek": "parking_lot", "rails": "railway"}),
        ("it", {"campi": "farmland", "roccia": "bare_rock", "incendio": "wildfire", "rotaie": "railway"}),
        ("zh", {"田地": "farmland", "大楼": "building", "山脉": "mountain", "船": "boat"}),
        ("ko", {"밭": "farmland", "골목": "street", "바위": "bare_rock", "선로": "railway"}),
        ("ru", {"поля": "farmland", "роща": "forest", "скала": "bare_rock", "рельсы": "railway"}),
    ],
)
def test_everyday_words_name_what_they_mean(language: str, words: dict[str, str]) -> None:
    assert {word: [concept.id for concept in concepts_named(word, language)] for word in words} == {
        word: [concept] for word, concept in words.items()
    }


def test_without_a_language_a_word_means_what_it_means_in_english() -> None:
    assert [concept.id for concept in concepts_named("golf")] == ["golf_course"]
    assert [concept.id for concept in concepts_named("golf", "nl")] == ["wave"]
