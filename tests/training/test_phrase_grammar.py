"""The phrase grammar: what it reads, how each language says it, what it leaves out, how much it covers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption
from backend.resources import resource_path
from training.translation.grammar.clause_rules import parse
from training.translation.grammar.english_words import EnglishFile, EnglishWords, load_english, tokens
from training.translation.grammar.language_file import english_ids, missing, read_language
from training.translation.grammar.languages.german import GermanFile
from training.translation.grammar.sample import training_captions
from training.translation.grammar.translator import PhraseGrammar
from training.translation.grammar.tree import (
    Action,
    Adjective,
    Caption,
    Clause,
    Existence,
    Identity,
    Located,
    Phrase,
    Place,
    Relative,
    Thing,
    With,
)

GRAMMAR = PhraseGrammar()
ANOTHER = PhraseGrammar()
LANGUAGES = GRAMMAR.languages
EXPECTED: dict[str, dict[str, str]] = {
    language: json.loads((Path(__file__).parent / "phrase_grammar" / f"{language}.json").read_text(encoding="utf-8"))
    for language in LANGUAGES
}
"""What each language makes of the same captions."""
SENTENCES = tuple(EXPECTED["de"])
LATIN = re.compile(r"[A-ZÀ-ŽŒ][A-Za-zÀ-žœŒßẞ'’ ,-]+\.")
SCRIPTS = {
    "zh": re.compile(r"[\u4e00-\u9fff，、]+。"),
    "ko": re.compile(r"[\uac00-\ud7a3 ,]+\."),
    "ru": re.compile(r"[А-ЯЁ][А-ЯЁа-яё ,—-]+\."),
}
"""What a whole sentence looks like in languages that are not written in Latin letters."""
NOT_NAMES = {"a", "an", "the", "and", "is", "are", "in", "on", "of", "with", "it"}


def things(*forms: str) -> st.SearchStrategy[str]:
    return st.sampled_from(forms)


NOUN_PHRASES = st.builds(
    "{} {}{}".format,
    things("many", "some", "several", "two", "five", "a large number of"),
    things("", "green ", "large white ", "red and green ", "very old ", "curved "),
    things("trees", "buildings", "houses", "roads", "rivers", "cars", "tanks", "churches", "islands"),
)
CAPTIONS = st.one_of(
    st.builds(
        "{} are {} {} .".format,
        NOUN_PHRASES,
        things("near", "around", "between", "next to", "in two sides of", "surrounded by", "in front of"),
        NOUN_PHRASES,
    ),
    st.builds("there is a park with {} and {} near it .".format, NOUN_PHRASES, NOUN_PHRASES),
)


def said(text: str, language: str) -> str | None:
    return GRAMMAR.translate([text], language)[0]


# Reading English


def test_a_caption_becomes_a_tree_without_its_language() -> None:
    trees = Thing("tree", "many", quantity="many", adjectives=((Adjective("green"),),))
    bridge = Thing("bridge", "one", "indefinite", modifiers=(Place("over", None),))
    river = Thing("river", "one", "indefinite", modifiers=(With(Phrase((bridge,))),))
    caption = "many green tree are in two sides of a river with a bridge over it ."
    located = Located((Place("both_sides", Phrase((river,))),))
    assert parse(caption, load_english()) == Caption((Clause(Phrase((trees,)), located),))


def test_misspelt_and_glued_words_are_read_as_what_was_meant() -> None:
    right = parse("a piece of bare land is surrounded by storage tanks", load_english())
    assert right is not None
    assert parse("a piece of bareland is surroundeded by storagetanks .", load_english()) == right


def test_a_list_after_it_is_says_what_there_is() -> None:
    things_there = (
        Thing("lake", "one", "indefinite", adjectives=((Adjective("green"),),)),
        Thing("tree", "many"),
        Thing("road", "one"),
    )
    assert parse("it is a green lake, trees and road .", load_english()) == Caption((Existence(Phrase(things_there)),))


def test_boats_that_are_parked_lie_at_anchor() -> None:
    caption = parse("many boats are parked in the port .", load_english())
    assert caption is not None
    (clause,) = caption.statements
    assert isinstance(clause, Clause)
    assert isinstance(clause.predicate, Action)
    assert clause.predicate.verb == "dock"


def test_a_piece_of_land_is_land_and_a_piece_of_trees_is_a_group() -> None:
    land = parse("it is a piece of green meadows .", load_english())
    trees = parse("it is a piece of green trees .", load_english())
    assert land is not None
    assert trees is not None
    assert isinstance(land.statements[0], Clause)
    assert isinstance(trees.statements[0], Clause)
    assert isinstance(land.statements[0].predicate, Identity)
    assert isinstance(trees.statements[0].predicate, Identity)
    assert land.statements[0].predicate.what.things[0].piece
    assert trees.statements[0].predicate.what.things[0].measure == "group"


def test_a_caption_that_only_lost_its_verb_is_a_sentence() -> None:
    parked = Relative(Action("park", places=(Place("on", Phrase((Thing("road", "one", "definite"),))),)))
    with_verb = parse("many cars are parked on the road .", load_english())
    assert parse("many cars parked on the road .", load_english()) == with_verb
    assert with_verb == Caption((Clause(Phrase((Thing("car", "many", quantity="many"),)), parked.predicate),))


@pytest.mark.parametrize(
    "garbled",
    [
        "",
        ".",
        "many of the planes were docked on the wide .",
        "the lake is dark green and green trees around .",
        "a trees are near a road .",
        "a yellow green blue river is near a road .",
        "a bridge is between a river .",
        "buildings buildings are near a road .",
        "many trees " + "and many trees " * 400,
    ],
)
def test_what_cannot_be_read_is_left_out(garbled: str) -> None:
    assert parse(garbled, load_english()) is None


@given(st.sampled_from(SENTENCES), st.integers(0, 30), st.text("bcdfgjkmpqvxz", min_size=4, max_size=8))
def test_a_caption_with_an_unknown_word_is_left_out(caption: str, at: int, word: str) -> None:
    words = caption.split()
    words.insert(at % len(words), word)
    assert all(said(" ".join(words), language) is None for language in LANGUAGES)


@given(st.text(max_size=60))
def test_any_text_is_read_or_left_out(text: str) -> None:
    assert parse(text, load_english()) is None or tokens(text, {})


# Saying it


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("caption", SENTENCES, ids=lambda caption: str(caption)[:40])
def test_a_caption_is_said_as_one_would_say_it(caption: str, language: str) -> None:
    assert said(caption, language) == EXPECTED[language][caption]


@given(CAPTIONS)
def test_what_is_said_is_the_same_each_time_and_in_the_right_script(caption: str) -> None:
    for language in LANGUAGES:
        sentence = said(caption, language)
        assert sentence is not None
        assert SCRIPTS.get(language, LATIN).fullmatch(sentence)
        assert ANOTHER.translate([caption], language) == [sentence]


@pytest.fixture(scope="module")
def rsicd(shared: Path) -> list[str]:
    """A tenth of RSICD's training captions, drawn by occurrence."""
    captions = training_captions(shared / "data" / "rsicd.json")
    return Random(0).sample(captions, len(captions) // 10)


@pytest.mark.shared
@pytest.mark.parametrize("language", LANGUAGES)
def test_more_than_half_of_the_training_captions_are_covered(rsicd: list[str], language: str) -> None:
    covered = [text for text in GRAMMAR.translate(rsicd, language) if text is not None]
    assert len(covered) / len(rsicd) > 0.6
    assert all(SCRIPTS.get(language, LATIN).fullmatch(text) for text in covered)


@pytest.mark.shared
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_word_is_left_in_what_is_said(rsicd: list[str], language: str) -> None:
    """An English word may stand there only where the language has it too (a Park, a terminal)."""
    file = json.loads(resource_path("phrase_grammar", f"{language}.json").read_text(encoding="utf-8"))
    own = {word.lower() for text in strings(file) for word in re.findall(r"\w+", text)}
    lexicon = [json.loads(path.read_text(encoding="utf-8")) for path in resource_path("lexicon").glob("*.json")]
    own |= {
        word.lower()
        for topic in lexicon
        for concept in topic["concepts"]
        for text in strings(concept[language])
        for word in re.findall(r"\w+", text)
    }
    for english, sentence in zip(rsicd, GRAMMAR.translate(rsicd, language), strict=True):
        if sentence is not None:
            kept = set(re.findall(r"\w+", sentence.lower())) & set(re.findall(r"[a-z]+", english.lower()))
            assert kept - own - NOT_NAMES == set(), english


def strings(value: object) -> list[str]:
    """Every text in a JSON value, keys left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return []


# Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_a_word_for_every_english_one(language: str) -> None:
    assert list(missing(GRAMMAR.words(language), load_english().file)) == []


def test_every_id_of_a_set_is_one_of_a_table() -> None:
    english = load_english().file
    ids = english_ids(english)
    nouns = english.borders | english.parts | english.lands | english.scenes | english.ownerless | english.attached
    assert nouns <= ids["nouns"]
    assert english.colors | set(english.suited_adjectives) <= ids["adjectives"]
    assert {suited.adjective for suited in english.suited_adjectives.values()} <= ids["adjectives"]
    assert set(english.suited) | {suited.verb for suited in english.suited.values()} <= ids["verbs"]


def test_a_word_with_two_meanings_is_refused() -> None:
    file = load_english().file
    twice = file.model_copy(update={"adverbs": {**file.adverbs, "again": file.adverbs["neatly"]}})
    with pytest.raises(BadOption, match="'neatly' belongs to both 'neatly' and 'again'"):
        EnglishWords.of(twice)


@pytest.mark.parametrize(
    ("table", "key", "entry", "sentence"),
    [
        ("nouns", "castle_in_the_air", {"one": "Luftschloss"}, "de.json: nouns has 'castle_in_the_air', which en.json"),
        ("nouns", "tree", {"colour": "green"}, "de.json: nouns.tree.colour: Extra inputs are not permitted"),
        ("verbs", "park", {"participle": 3}, "de.json: verbs.park.participle: Input should be a valid string"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, table: str, key: str, entry: object, sentence: str) -> None:
    tables = json.loads(resource_path("phrase_grammar", "de.json").read_text(encoding="utf-8"))
    tables[table][key] = entry
    wrong = tmp_path / "de.json"
    wrong.write_text(json.dumps(tables), encoding="utf-8")
    with pytest.raises(BadOption, match=re.escape(sentence)):
        read_language(wrong, GermanFile, "de", english())


def test_a_file_that_is_not_json_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "de.json"
    wrong.write_text("{", encoding="utf-8")
    with pytest.raises(BadOption, match=r"de\.json is not JSON"):
        read_language(wrong, GermanFile, "de", english())


def test_a_language_without_grammar_is_named() -> None:
    with pytest.raises(BadOption, match="The phrase grammar has no 'eo'; it has de, fr, "):
        GRAMMAR.translate(["a tree ."], "eo")


def test_the_name_tells_versions_apart() -> None:
    assert re.fullmatch(r"phrase-grammar-[0-9a-f]{12}", GRAMMAR.name)
    assert GRAMMAR.name == PhraseGrammar().name


def english() -> EnglishFile:
    return load_english().file
