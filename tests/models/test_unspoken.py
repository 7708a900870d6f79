"""A language that a model does not speak is noticed; those it speaks are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.unspoken import is_unspoken

NAMES = [
    (name, language)
    for concept in load_lexicon().concepts.values()
    for language in LANGUAGES
    for name in concept[language].names
]


@pytest.mark.parametrize(
    "text", ["プール", "rừng", "خزان", "δάσος", "ป่า", "जंगल", "ліс біля річки", "łąka", "orman ağacı"]
)
def test_other_languages_are_noticed(text):
    assert is_unspoken(text, LANGUAGES)


@given(st.sampled_from(NAMES), st.sampled_from(["{}", "{} 2024", "{}, {}", "«{}»"]))
@settings(deadline=None, max_examples=150)
def test_names_of_the_ten_languages_are_not(name, frame):
    assert not is_unspoken(frame.format(name[0], name[0]), LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "3º distrito industrial",
        "1ª avenida con coches",
        "ｌａｋｅ ｗｉｔｈ ｂｏａｔｓ",
        "5 µm",
        "5 μm",
        "een ĳsbaan met huizen",
    ],
)
def test_ordinals_units_and_wide_letters_are_letters_of_a_language(text):
    assert not is_unspoken(text, LANGUAGES)


def test_a_model_of_english_does_not_speak_russian_sentences():
    assert is_unspoken("старый причал с лодками у берега", ("en",))
    assert not is_unspoken("an old jetty with boats", ("en",))
    assert not is_unspoken("лес", ("en",))  # a name of the lexicon: the model is asked in English
