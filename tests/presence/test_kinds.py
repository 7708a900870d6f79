"""General things are searched by their kinds too."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.lexicon import load_lexicon
from backend.models.catalog import DEFAULT_MODEL
from backend.models.encoder import Encoder, load_encoder
from backend.models.prompts import concept_names
from backend.presence.calibration import find_calibration
from backend.presence.kinds import implied, kinds, with_kinds
from backend.search.directions import text_directions
from backend.search.query import parse_query


def test_every_thing_is_of_the_lexicon_and_none_is_a_kind_of_itself() -> None:
    known = load_lexicon().concepts.keys()
    for thing, generals in implied().items():
        assert {thing, *generals} <= known and thing not in generals
    assert "river" in kinds()["water"] and "river" not in kinds()


def test_what_contains_a_thing_or_is_a_part_of_it_is_no_kind_of_it() -> None:
    assert "car" in implied()["parking_lot"] and "car" not in kinds()
    assert "boat" in implied()["harbor"] and "boat" not in kinds()
    assert "water" in implied()["boat"] and "boat" not in kinds()["water"]
    assert "square" not in kinds()["city"] and "mobile_home" not in kinds()["residential_area"]
    assert "dense_residential_area" in kinds()["house"], "a suburb's ground is made up of houses"


def test_the_shipped_calibration_has_the_directions_of_these_kinds() -> None:
    encoder, lexicon = load_encoder(DEFAULT_MODEL, "cpu"), load_lexicon()
    calibration = find_calibration(encoder.model_id, encoder.revision)
    assert calibration is not None
    chosen = ("car", "boat", "city", "commercial_area", "town_center")
    names = np.stack([encoder.encode_texts(concept_names(lexicon[concept])).mean(axis=0) for concept in chosen])
    directions = with_kinds(chosen, names / np.linalg.norm(names, axis=1, keepdims=True))
    shipped = calibration.vectors[[calibration.concepts.index(concept) for concept in chosen]]
    assert (directions * shipped).sum(axis=1).min() > 0.999


@given(st.integers(0, 2**32 - 1), st.permutations(["water", "river", "lake", "forest"]))
@settings(deadline=None)
def test_only_general_things_move_and_always_towards_their_kinds(seed: int, concepts: list[str]) -> None:
    names = np.random.default_rng(seed).normal(size=(len(concepts), 16)).astype(np.float32)
    names /= np.linalg.norm(names, axis=1, keepdims=True)
    found = with_kinds(concepts, names)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    for at, concept in enumerate(concepts):
        if concept != "water":
            np.testing.assert_allclose(found[at], names[at], atol=1e-6)
    water, mean = concepts.index("water"), names[[concepts.index("river"), concepts.index("lake")]].mean(axis=0)
    assert found[water] @ mean >= names[water] @ mean - 1e-6


def test_a_name_asks_for_what_the_calibration_knows_in_every_form_and_language() -> None:
    encoder = load_encoder(DEFAULT_MODEL, "cpu")
    calibration = find_calibration(encoder.model_id, encoder.revision)
    assert calibration is not None
    water = calibration.vectors[calibration.concepts.index("water")]
    for typed in ("water", "the water", "Wasser", "l'eau", "물", "水"):
        np.testing.assert_allclose(text_directions(parse_query(typed), encoder).wanted, water, atol=1e-3)
    both = text_directions(parse_query("water; xqzt"), encoder).wanted
    assert 0.3 < both @ water < 0.99


def test_a_phrase_that_names_nothing_is_embedded() -> None:
    encoder: Encoder = load_encoder(DEFAULT_MODEL, "cpu")
    wanted = text_directions(parse_query("water with many boats"), encoder).wanted
    calibration = find_calibration(encoder.model_id, encoder.revision)
    assert calibration is not None and (calibration.vectors @ wanted).max() < 0.999
