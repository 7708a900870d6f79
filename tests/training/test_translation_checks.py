"""What is no translation is refused by its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.lexicon import LANGUAGES
from training.translation.checks import problem_with

OTHERS = tuple(language for language in LANGUAGES if language != "en")
CAPTION = "many green trees are on two sides of a curved river with a bridge over it ."
RIGHT = {
    "pt": "muitas árvores verdes estão nos dois lados de um rio curvo com uma ponte sobre ele .",
    "es": "hay muchos árboles verdes a ambos lados de un río curvo con un puente sobre él .",
    "fr": "de nombreux arbres verts bordent les deux côtés d'une rivière courbe traversée par un pont .",
    "de": "viele grüne Bäume stehen auf beiden Seiten eines gewundenen Flusses mit einer Brücke darüber .",
    "nl": "veel groene bomen staan aan twee kanten van een bochtige rivier met een brug erover .",
    "it": "molti alberi verdi sono ai due lati di un fiume curvo con un ponte sopra .",
    "zh": "弯曲的河流两岸有许多绿树，河上有一座桥。",
    "ko": "구불구불한 강 양쪽에 많은 푸른 나무가 있고 그 위에 다리가 있다.",
    "ru": "много зелёных деревьев растёт по обеим сторонам извилистой реки с мостом через неё .",
}


ASIDE = "und hinter den Häusern liegen Felder, ein kleiner Wald und am Rand des Bildes die Gleise einer Bahn."


@pytest.mark.parametrize("language", OTHERS)
def test_a_right_translation_passes_and_no_other_language_takes_its_script(language: str) -> None:
    assert problem_with(CAPTION, RIGHT[language], language) is None
    for other in OTHERS:
        if other != language and (language in ("zh", "ko", "ru") or other in ("zh", "ko", "ru")):
            assert problem_with(CAPTION, RIGHT[language], other)


def test_most_sentences_of_another_language_in_latin_script_are_refused() -> None:
    latin = [code for code in OTHERS if code not in ("zh", "ko", "ru")]
    swapped = [(mine, other) for mine in latin for other in latin if mine != other]
    refused = [pair for pair in swapped if problem_with(CAPTION, RIGHT[pair[0]], pair[1])]
    assert len(refused) > 0.6 * len(swapped), sorted(set(swapped) - set(refused))


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("de", None, "was not given"),
        ("de", " ", "is empty"),
        ("de", CAPTION, "is the English sentence"),
        ("de", CAPTION.upper().rstrip(" ."), "is the English sentence"),
        ("es", "many green trees are on los dos lados of a curved river with un puente .", "English words"),
        ("it", "green trees sides curved river bridge sono con .", "most of the English words"),
        ("ru", RIGHT["zh"], "script Cjk"),
        ("zh", "川に橋が架かり、緑の木がたくさんあります。", "script Hiragana"),
        ("zh", RIGHT["ko"], "script Hangul"),
        ("ko", RIGHT["de"], "not written in Hangul"),
        ("ru", "mnogo zelyonykh derev'ev rastyot po obeim storonam reki .", "not written in Cyrillic"),
        ("fr", "12 345", "has no letters"),
        ("de", "Bäume am Fluss .", "too short"),
        (
            "de",
            f"{RIGHT['de']} Daneben verläuft eine Straße, auf der viele Autos in die Stadt fahren, {ASIDE}",
            "too long",
        ),
        ("fr", "beaucoup d'arbres verts verts verts verts bordent la rivière courbe", "repeats itself"),
        ("de", "viele grüne Bäume am Fluss am Fluss am Fluss mit einer Brücke", "repeats itself"),
        ("zh", "许多绿树许多绿树许多绿树在河边", "repeats itself"),
        ("de", f"German: {RIGHT['de']}", "the prompt"),
        ("de", f"Übersetzung : {RIGHT['de']}", "the prompt"),
        ("zh", f"翻译：{RIGHT['zh']}", "the prompt"),
        ("fr", f"{RIGHT['fr']}<|im_end|>", "the prompt"),
        ("de", f">>deu<< {RIGHT['de']}", "the prompt"),
        ("nl", f"nld_Latn {RIGHT['nl']}", "the prompt"),
        ("es", f"{RIGHT['es']}\nNote that the river is curved.", "the prompt"),
        ("pt", f"Sure, {RIGHT['pt']}", "the prompt"),
    ],
)
def test_what_is_no_translation_is_told_by_its_reason(language: str, text: str | None, reason: str) -> None:
    found = problem_with(CAPTION, text, language)
    assert found is not None and reason in found


def test_one_word_may_be_the_same_in_two_languages() -> None:
    assert problem_with("terminal", "terminal", "es") is None
    assert problem_with("a terminal", "a terminal", "es") is not None


def test_what_the_english_sentence_does_is_not_held_against_the_translation() -> None:
    assert problem_with("many many many many trees", "viele viele viele viele Bäume", "de") is None
    assert problem_with("a T-shaped building and a 5 m wall", "一座T形建筑和一道5米的墙", "zh") is None
    assert problem_with("the 1st of two courts", "la 1ª de dos pistas", "es") is None
    assert problem_with("the railway station .", "la gare .", "fr") is None


words = st.lists(
    st.sampled_from([w.strip(",.") for text in RIGHT.values() for w in text.split()]), min_size=1, max_size=4
)


@given(st.lists(st.sampled_from(CAPTION.rstrip(" .").split()), min_size=2, max_size=14), st.sampled_from(OTHERS))
def test_no_english_sentence_is_its_own_translation(sentence: list[str], language: str) -> None:
    text = " ".join(sentence)
    assert problem_with(text, text, language)


@given(words, st.sampled_from(OTHERS), st.integers(3, 6))
def test_no_loop_passes(loop: list[str], language: str, times: int) -> None:
    assert problem_with(CAPTION, " ".join(loop * times), language)
