"""Retrieval: a brute-force reference, equal captions, and whose captions are asked with."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.lexicon import load_lexicon
from training.captions.compose import CaptionComposer
from training.data.sample import Sample
from training.evaluation.retrieval import retrieval
from training.evaluation.suite import test_captions as captions_of


@given(st.integers(2, 12), st.integers(0, 1000))
def test_retrieval_equals_a_brute_force_reference(images: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    owner = np.concatenate([np.arange(images), rng.integers(0, images, 3)])
    image, caption = rng.normal(size=(images, 8)), rng.normal(size=(len(owner), 8))
    result = retrieval(image.astype(np.float32), caption.astype(np.float32), owner)
    for k, i2t, t2i in zip((1, 5, 10), result.image_to_text, result.text_to_image, strict=True):
        hits = [any(owner[c] == i for c in np.argsort(-(caption @ image[i]))[:k]) for i in range(images)]
        assert i2t == pytest.approx(100 * np.mean(hits))
        hits = [owner[c] in np.argsort(-(image @ caption[c]))[:k] for c in range(len(owner))]
        assert t2i == pytest.approx(100 * np.mean(hits))


def expected_hits(scores: NDArray[np.float32], wanted: NDArray[np.bool_], k: int) -> float:
    """Mean over all orders of equals of "one of the wanted is in the top k", by counting the orders."""
    best = scores[wanted].max()
    above, equal = int((scores > best).sum()), int((scores == best).sum())
    own = int(((scores == best) & wanted).sum())
    places = min(max(k - above, 0), equal)
    return 1 - math.comb(equal - own, places) / math.comb(equal, places)


@given(
    hnp.arrays(np.int8, (7, 2), elements=st.integers(0, 2)),
    hnp.arrays(np.int8, (13, 2), elements=st.integers(0, 2)),
    st.lists(st.integers(0, 6), min_size=6, max_size=6),
)
def test_equal_captions_count_as_if_in_random_order(
    image: NDArray[np.int8], caption: NDArray[np.int8], extra: list[int]
) -> None:
    owner = np.array([*range(7), *extra])
    scores = (caption @ image.T).astype(np.float32)
    result = retrieval(image.astype(np.float32), caption.astype(np.float32), owner)
    for k, i2t, t2i in zip((1, 5, 10), result.image_to_text, result.text_to_image, strict=True):
        assert i2t == pytest.approx(100 * np.mean([expected_hits(scores[:, i], owner == i, k) for i in range(7)]))
        each = [expected_hits(row, np.arange(7) == mine, k) for row, mine in zip(scores, owner, strict=True)]
        assert t2i == pytest.approx(100 * np.mean(each))


def test_a_model_that_sees_no_difference_does_as_well_as_chance() -> None:
    same = np.ones((20, 4), np.float32) / 2
    result = retrieval(same, same, np.arange(20))
    assert result.image_to_text == result.text_to_image == pytest.approx((5, 25, 50))


def test_an_image_without_a_caption_is_an_answer_but_no_question() -> None:
    images = np.eye(3, dtype=np.float32)
    result = retrieval(images, np.array([[0.6, 0, 0.8], [0, 1, 0]], np.float32), np.array([0, 1]))
    assert (
        result.image_to_text[0] == 100 and result.text_to_image[0] == 50
    )  # the third image is nearer to the first text


def test_a_model_that_gives_no_numbers_is_refused() -> None:
    vectors = np.full((3, 4), np.nan, np.float32)
    with pytest.raises(BadOption, match="not finite"):
        retrieval(vectors, vectors, np.arange(3))


@given(hnp.arrays(np.float32, (5, 4), elements=st.floats(-1, 1, width=32)))
def test_recalls_are_shares_and_grow_with_k(vectors: np.ndarray) -> None:
    result = retrieval(vectors, vectors, np.arange(5))
    for recalls in (result.image_to_text, result.text_to_image):
        assert 0 <= recalls[0] <= recalls[1] <= recalls[2] <= 100


def test_languages_are_asked_in_their_own_words_where_every_image_has_some() -> None:
    composer = CaptionComposer(load_lexicon(), {})
    first = Sample("made", "a.png", "test", None, {"en": ("a Forest near a river .",), "de": ("wald am Fluss",)})
    second = Sample("made", "b.png", "test", None, {"en": ("a beach",)})
    texts, rows = captions_of([first, second], "en", composer)
    assert (texts, rows.tolist()) == (
        ["A forest near a river .", "A beach"],
        [0, 1],
    )
    assert captions_of([first, second], "de", composer)[0] == ["Wald und Fluss", "Strand"]
    assert captions_of([first], "de", composer)[0] == ["Wald am Fluss"]


def test_a_sentence_that_the_lexicon_knows_nothing_of_is_not_asked_in_other_languages() -> None:
    strange = Sample("made", "a.png", "test", None, {"en": ("something odd", "a beach")})
    composer = CaptionComposer(load_lexicon(), {})
    assert captions_of([strange], "en", composer)[0] == ["Something odd", "A beach"]
    texts, rows = captions_of([strange], "ko", composer)
    assert (texts, rows.tolist()) == (["해변"], [0])
