"""Box to caption: RemoteCLIP's rules, English numbers and plurals, and the other nine languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import BadOption
from backend.lexicon import GENDERS, LANGUAGES, load_lexicon
from training.captions.box_labels import BoxLabels
from training.captions.box_phrases import Wording, load_box_phrases
from training.captions.english_nouns import english_noun
from training.captions.from_boxes import CAPTIONS, BoxCaptioner, Caption, CaptionRules
from training.data.archive import ImageArchive
from training.data.box_readers import read_dota, read_yolo
from training.data.boxes import Box, BoxedImage

LEXICON = load_lexicon()
CAPTIONER = BoxCaptioner(LEXICON)
LABELS = BoxLabels(LEXICON)
SCRIPTS = {"zh": r"[\u4e00-\u9fff]", "ko": r"[\uac00-\ud7a3]", "ru": r"[\u0430-\u044f\u0451]"}


def at(x: float, y: float, label: str) -> Box:
    return Box(x - 1, y - 1, x + 1, y + 1, label)


def image(*boxes: Box) -> BoxedImage:
    return BoxedImage("made", "a.png", 90, 90, boxes)


def many(label: str, count: int, x: float = 45, y: float = 45) -> list[Box]:
    return [at(x, y, label)] * count


def texts(boxed: BoxedImage, language: str = "en", seed: int = 0, captioner: BoxCaptioner = CAPTIONER) -> list[str]:
    return [caption.text for caption in captioner.captions(boxed, language, seed)]


BOXES = st.lists(
    st.builds(
        at,
        st.floats(0, 90),
        st.floats(0, 90),
        st.sampled_from(["plane", "Storage_Tank", "tennis-court", "river", "vegetation", "person", "background"]),
    ),
    max_size=40,
)


# Rules ----------------------------------------------------------------------------------------------------------


@given(BOXES, st.sampled_from(LANGUAGES), st.integers(0, 9))
def test_an_image_has_five_captions_or_none(boxes: list[Box], language: str, seed: int) -> None:
    captions = CAPTIONER.captions(image(*boxes), language, seed)
    nameless = {"background"} if language == "en" else {"background", "person"}
    assert len(captions) == (CAPTIONS if {box.label for box in boxes} - nameless else 0)
    for caption in captions:
        assert isinstance(caption, Caption)
        assert caption.language == language
        assert caption.text == caption.text.strip()
        assert not re.search(r"[{}]|\s{2}|None", caption.text)
        if language in SCRIPTS:
            assert re.search(SCRIPTS[language], caption.text)
            assert not re.search("[a-z]", caption.text)


@settings(max_examples=20)
@given(BOXES, st.sampled_from(LANGUAGES), st.integers(0, 9))
def test_captions_are_a_function_of_the_image_and_the_seed(boxes: list[Box], language: str, seed: int) -> None:
    assert texts(image(*boxes), language, seed) == texts(image(*boxes), language, seed, BoxCaptioner(LEXICON))


def test_seeds_and_images_give_different_captions() -> None:
    boxes = [*many("plane", 9), *many("ship", 7, 5, 5), *many("car", 8, 80, 80)]
    one, other = image(*boxes), BoxedImage("made", "b.png", 90, 90, tuple(boxes))
    assert texts(one, seed=0) != texts(one, seed=1)
    assert texts(one, seed=0) != texts(other, seed=0)


def test_an_image_without_boxes_has_no_captions() -> None:
    assert all(CAPTIONER.captions(image(), language, 0) == () for language in LANGUAGES)


def test_the_first_caption_is_of_the_middle_and_the_second_of_the_rest() -> None:
    boxed = image(*many("plane", 3), *many("ship", 2, 10, 45), at(45, 80, "car"))
    for seed in range(20):
        first, second, *_ = texts(boxed, seed=seed)
        assert "three airplanes" in first
        assert re.search("in the (middle|center)", first)
        assert not re.search("ship|car", first)
        assert "two ships and one car" in second
        assert re.search("away from|outside", second)
        assert "airplane" not in second


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_middle_is_named_in_every_language(language: str) -> None:
    phrases = load_box_phrases()[language]
    inside, outside = many("plane", 3), many("plane", 3, 5, 5)

    def frame_of(text: str, frames: tuple[str, ...]) -> bool:
        return any(re.fullmatch(re.escape(f).replace(re.escape("{list}"), ".+"), text) for f in frames)

    assert frame_of(texts(image(*inside, *outside), language)[0], phrases.middle)
    assert frame_of(texts(image(*inside, *outside), language)[1], phrases.outside)
    for empty in (texts(image(*inside), language)[1], texts(image(*outside), language)[0]):
        assert not frame_of(empty, phrases.outside)
        assert not frame_of(empty, phrases.middle)


@given(st.floats(0, 90), st.floats(0, 90), st.floats(0, 0.5), st.floats(0.51, 1))
def test_the_middle_is_the_share_that_is_asked_for(x: float, y: float, low: float, high: float) -> None:
    box = Box(x, y, x, y, "plane")
    inside = all(low * 90 <= value <= high * 90 for value in (x, y))
    assert CaptionRules(middle=(low, high)).is_in_middle(box, image(box)) == inside


@pytest.mark.parametrize("middle", [(0.6, 0.4), (0.5, 0.5), (-0.1, 0.5), (0.5, 1.1), (float("nan"), 1)])
def test_a_middle_that_is_none_is_refused(middle: tuple[float, float]) -> None:
    with pytest.raises(BadOption, match="middle of an image"):
        CaptionRules(middle=middle)


NUMBERS = {word: n for n, word in enumerate(load_box_phrases()["en"].numbers["any"], start=1)}


@given(st.integers(1, 10), st.integers(1, 10), st.integers(0, 99))
def test_random_parts_never_count_more_than_there_is(planes: int, ships: int, seed: int) -> None:
    boxed = image(*many("plane", planes), *many("ship", ships))
    for text in texts(boxed, seed=seed)[2:]:
        counted = {noun: NUMBERS[number] for number, noun in re.findall(r"(\w+) (airplane|ship)s?\b", text)}
        assert counted
        assert counted.get("airplane", 0) <= planes
        assert counted.get("ship", 0) <= ships


@given(st.integers(1, 10), st.integers(1, 10), st.integers(0, 99))
def test_parts_by_class_count_what_there_is(planes: int, ships: int, seed: int) -> None:
    captioner = BoxCaptioner(LEXICON, CaptionRules(part="classes"))
    boxed = image(*many("plane", planes), *many("ship", ships))
    for text in texts(boxed, seed=seed, captioner=captioner):
        counted = {noun: NUMBERS[number] for number, noun in re.findall(r"(\w+) (airplane|ship)s?\b", text)}
        assert counted.items() <= {"airplane": planes, "ship": ships}.items()
        assert counted


def test_nine_languages_tell_the_same_things() -> None:
    boxed = image(*many("plane", 4), *many("bridge", 3, 5, 5), *many("person", 6))

    def told(language: str, seed: int) -> list[tuple[bool, ...]]:
        terms = [LEXICON[concept][language] for concept in ("airplane", "bridge")]
        return [tuple(t.one in text or t.many in text for t in terms) for text in texts(boxed, language, seed)]

    for seed in range(10):
        assert all(told(language, seed) == told("pt", seed) for language in LANGUAGES[1:])


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(BadOption, match="Unknown language 'xx'"):
        CAPTIONER.captions(image(at(1, 1, "plane")), "xx", 0)


# English --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "said"), [(1, "one airplane"), (2, "two airplanes"), (10, "ten airplanes")])
def test_numbers_are_words_up_to_ten(count: int, said: str) -> None:
    assert CAPTIONER.list_counts(many("plane", count), "en") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_above_ten_a_quantity_word_replaces_the_number(language: str) -> None:
    phrases, term = load_box_phrases()[language], LEXICON["airplane"][language]
    for variant in range(len(phrases.quantity)):
        eleven, hundred = (
            CAPTIONER.list_counts(many("plane", count), language, Wording(quantity=variant)) for count in (11, 100)
        )
        assert eleven == hundred
        assert term.many in eleven
        assert not re.search(r"\d", eleven)
    numbers = phrases.numbers.get("any") or phrases.numbers[term.gender or ""]
    assert len(numbers) == 10
    assert numbers[9] in CAPTIONER.list_counts(many("plane", 10), language)


@pytest.mark.parametrize(
    ("label", "one", "plural"),
    [
        ("plane", "airplane", "airplanes"),
        ("storagetank", "storage tank", "storage tanks"),
        ("Storage_Tank", "storage tank", "storage tanks"),
        ("baseball-diamond", "baseball field", "baseball fields"),
        ("groundtrackfield", "running track", "running tracks"),
        ("Soccer_ball_field", "football pitch", "football pitches"),
        ("container-crane", "port crane", "port cranes"),
        ("Expressway-Service-area", "rest area", "rest areas"),
        ("golffield", "golf course", "golf courses"),
        ("Buildings", "building", "buildings"),
        ("small-vehicle", "small vehicle", "small vehicles"),
        ("Trainer Aircraft", "trainer aircraft", "trainer aircraft"),
        ("person", "person", "people"),
        ("people", "person", "people"),
        ("pedestrian", "pedestrian", "pedestrians"),
        ("fisherman", "fisherman", "fishermen"),
        ("human", "human", "humans"),
        ("motor", "motorcycle", "motorcycles"),
        ("minibus", "minibus", "minibuses"),
        ("Cargo-Ship", "cargo ship", "cargo ships"),
        ("ski-box", "ski box", "ski boxes"),
        ("T junction", "t junction", "t junctions"),
        ("jersey", "jersey", "jerseys"),
        ("jetty", "pier", "piers"),
        ("canopy", "canopy", "canopies"),
        ("impervious surfaces", "impervious surface", "impervious surfaces"),
        ("herd of goats", "herd of goats", "herds of goats"),
    ],
)
def test_labels_of_data_sets_have_their_english_plural(label: str, one: str, plural: str) -> None:
    name = LABELS.find(label)
    assert name is not None
    assert (name.english.one, name.english.many) == (one, plural)


def test_the_rules_for_unknown_nouns_agree_with_the_lexicon() -> None:
    for term in (concept["en"] for concept in LEXICON.concepts.values() if not concept.mass):
        for form in (term.one, term.many):
            noun, mass = english_noun(form)
            assert (noun.one, noun.many, mass) == (term.one, term.many, False)


@pytest.mark.parametrize(
    "label", ["background", "Unlabeled", "others", "ignored regions", "Clutter/background", "", "-"]
)
def test_labels_that_name_nothing_are_left_out(label: str) -> None:
    assert LABELS.find(label) is None
    assert CAPTIONER.list_counts([at(1, 1, label), at(1, 1, "car")], "en") == "one car"


def test_what_is_not_counted_has_no_number() -> None:
    boxes = [*many("Water", 3), *many("low_vegetation", 12), *many("car", 2)]
    assert CAPTIONER.list_counts(boxes, "en") == "low vegetation, water and two cars"
    assert CAPTIONER.list_counts(boxes, "de") == "Vegetation, Wasser und zwei Autos"


def test_labels_of_one_name_are_counted_together() -> None:
    boxes = [at(1, 1, "plane"), at(1, 1, "Airplane"), at(1, 1, "airliner")]
    assert CAPTIONER.list_counts(boxes, "en") == "two airplanes and one airliner"
    assert CAPTIONER.list_counts(boxes, "es") == "tres aviones"


def test_a_label_that_the_lexicon_lacks_is_named_in_english_only() -> None:
    boxed = image(*many("person", 2), at(1, 1, "car"))
    assert CAPTIONER.list_counts(many("van", 2), "de") == ""
    assert CAPTIONER.list_counts(boxed.boxes, "en") == "two people and one car"
    assert CAPTIONER.list_counts(boxed.boxes, "fr") == "une voiture"
    assert texts(image(*many("person", 2)), "fr") == []


def test_own_aliases_come_first() -> None:
    captioner = BoxCaptioner(LEXICON, aliases={"Wind-Mill": "wind_turbine"})
    assert captioner.list_counts(many("windmill", 2), "en") == "two wind turbines"
    with pytest.raises(BadOption, match="no concept 'nothing'"):
        BoxCaptioner(LEXICON, aliases={"x": "nothing"})


# Nine languages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "label", "count", "said"),
    [
        ("pt", "bridge", 1, "uma ponte"),
        ("pt", "bridge", 2, "duas pontes"),
        ("pt", "ship", 2, "dois navios"),
        ("pt", "bridge", 11, "muitas pontes"),
        ("es", "house", 1, "una casa"),
        ("es", "urban area", 1, "un área urbana"),
        ("es", "urban area", 2, "dos áreas urbanas"),
        ("es", "ship", 12, "muchos barcos"),
        ("fr", "car", 1, "une voiture"),
        ("fr", "roller coaster", 3, "montagnes russes"),
        ("fr", "car", 11, "de nombreuses voitures"),
        ("de", "ship", 1, "ein Schiff"),
        ("de", "church", 1, "eine Kirche"),
        ("de", "red roof", 3, "drei rote Dächer"),
        ("de", "red roof", 1, "ein rotes Dach"),
        ("nl", "plane", 1, "één vliegtuig"),
        ("nl", "plane", 11, "veel vliegtuigen"),
        ("it", "stadium", 1, "uno stadio"),
        ("it", "island", 1, "un'isola"),
        ("it", "university", 1, "un'università"),
        ("it", "plane", 1, "un aereo"),
        ("it", "zoo", 1, "uno zoo"),
        ("it", "road", 1, "una strada"),
        ("it", "road", 11, "molte strade"),
        ("zh", "plane", 2, "两架飞机"),
        ("zh", "small vehicle", 3, "三辆车"),
        ("zh", "tennis court", 4, "四个网球场"),
        ("zh", "small vehicle", 11, "许多车辆"),
        ("ko", "runway", 3, "활주로 세 개"),
        ("ko", "plane", 3, "비행기 세 대"),
        ("ko", "ship", 11, "많은 선박"),
        ("ru", "plane", 1, "один самолёт"),
        ("ru", "road", 1, "одна дорога"),
        ("ru", "building", 1, "одно здание"),
        ("ru", "road", 2, "дороги (две)"),
        ("ru", "building", 2, "здания (два)"),
        ("ru", "plane", 5, "самолёты (пять)"),
        ("ru", "plane", 11, "многочисленные самолёты"),
    ],
)
def test_counts_agree(language: str, label: str, count: int, said: str) -> None:
    assert CAPTIONER.list_counts(many(label, count), language) == said


def test_the_second_wording_uses_digits_where_the_language_likes_them() -> None:
    assert CAPTIONER.list_counts(many("runway", 3), "ko", Wording(1)) == "활주로 3개"
    assert CAPTIONER.list_counts(many("plane", 3), "ru", Wording(1)) == "самолёты (3)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_can_be_counted_in_every_language(language: str) -> None:
    phrases = load_box_phrases()[language]
    for concept in LEXICON.concepts.values():
        term = concept[language]
        for count in range(1, 13):
            said = phrases.count(term, concept.id, count, concept.mass)
            assert phrases.names.get(concept.id) or term.one in said or term.many in said
            if concept.mass:
                assert said == term.one
            elif term.gender or language not in GENDERS:
                assert said not in (term.one, term.many), (concept.id, count)


def test_phrases_name_only_concepts_of_the_lexicon() -> None:
    for phrases in load_box_phrases().values():
        assert {*phrases.counters, *phrases.names} <= set(LEXICON.concepts)
        assert all("{list}" in frame for frame in (*phrases.middle, *phrases.outside))


# Real boxes -----------------------------------------------------------------------------------------------------

SIMD = (
    "car",
    "truck",
    "van",
    "long vehicle",
    "bus",
    "airliner",
    "propeller aircraft",
    "trainer aircraft",
    "chartered aircraft",
    "fighter aircraft",
    "others",
    "stair truck",
    "pushback truck",
    "helicopter",
    "boat",
)


@pytest.mark.shared
def test_real_boxes_have_captions_in_ten_languages(shared: Path) -> None:
    simd, dota = shared / "boxes" / "simd_yolo", shared / "boxes" / "dota"
    boxed = [*read_yolo("simd", simd, ImageArchive(simd), SIMD), *read_dota("dota", dota, ImageArchive(dota))]
    for language in LANGUAGES:
        for one in boxed:
            known = [box for box in one.boxes if CAPTIONER.list_counts([box], language)]
            assert len(CAPTIONER.captions(one, language, 0)) == (CAPTIONS if known else 0)
    airliners = next(one for one in boxed if one.name == "0011.jpg")
    assert CAPTIONER.list_counts(airliners.boxes, "en") == "two airliners"
    assert CAPTIONER.list_counts(airliners.boxes, "de") == "zwei Flugzeuge"
    assert CAPTIONER.list_counts(boxed[-1].boxes, "en") == "many large vehicles and many small vehicles"
