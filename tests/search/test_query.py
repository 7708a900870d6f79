"""A query: phrases, unwanted phrases, and the direction they make."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from backend.errors import EmptyQuery
from backend.lexicon import LANGUAGES
from backend.models.prompts import search_prompts
from backend.search.query import Query, parse_query, phrase_vectors


class HashEncoder:
    """A random but fixed unit vector for every text."""

    languages = LANGUAGES

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in texts]
        rows = np.array([np.random.default_rng(seed).standard_normal(8) for seed in seeds], np.float32).reshape(-1, 8)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_phrases_are_separated_by_semicolons_of_any_width_and_trimmed() -> None:
    query = parse_query("  tennis   courts ;; 网球场；quadra", ["pool; lake", "sea"])
    assert query.texts == ("tennis courts", "网球场", "quadra")
    assert query.unwanted == ("pool", "lake", "sea")
    assert query.text == "tennis courts; 网球场; quadra"


def test_a_phrase_that_is_given_twice_counts_once() -> None:
    assert parse_query("lake; lake").texts == ("lake",)


@pytest.mark.parametrize("text", ["", "   ", ";", " ; ； ", "?!", "...;lake"])
def test_a_query_without_words_is_refused(text: str) -> None:
    with pytest.raises(EmptyQuery, match="type what to look for"):
        parse_query(text)


@pytest.mark.parametrize("unwanted", ["", "?", " ; "])
def test_an_unwanted_text_without_words_is_refused(unwanted: str) -> None:
    with pytest.raises(EmptyQuery):
        parse_query("lake", [unwanted])


@pytest.mark.parametrize("text", ["озеро", "호수", "湖", "lago", "B-52", "3"])
def test_any_script_and_numbers_are_words(text: str) -> None:
    assert Query((text,)).texts == (text,)


def test_a_phrase_is_averaged_over_the_frames_of_its_language() -> None:
    encoder = HashEncoder()
    expected = encoder.encode_texts(search_prompts("airport")).mean(axis=0)
    np.testing.assert_allclose(phrase_vectors(["airport"], encoder)[0], expected / np.linalg.norm(expected), atol=1e-6)


def test_phrases_weigh_the_same_however_many_frames_they_have() -> None:
    encoder = HashEncoder()
    assert len(search_prompts("the lake")) != len(search_prompts("xqzt"))
    both = phrase_vectors(["the lake", "xqzt"], encoder)
    np.testing.assert_allclose(np.linalg.norm(both, axis=1), 1, atol=1e-6)
    assert both.mean(axis=0) @ both[0] == pytest.approx(both.mean(axis=0) @ both[1], abs=1e-6)


def test_unwanted_phrases_stay_apart() -> None:
    vectors = phrase_vectors(["lake", "sea"], HashEncoder())
    assert vectors.shape == (2, 8)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert phrase_vectors([], HashEncoder()).shape == (0, 8)


@pytest.mark.parametrize(
    "typed", ['"forest"', "“forest”", "«forest»", "« forest »", "„forest“", "'forest'", "‘forest’", "「forest」"]
)
def test_quotes_around_words_mean_nothing(typed):
    assert parse_query(typed).texts == ("forest",)
    assert parse_query("lake", [typed]).unwanted == ("forest",)


def test_apostrophes_in_words_stay():
    assert parse_query("l'eau; dogs' park; lac d’eau").texts == ("l'eau", "dogs' park", "lac d’eau")
