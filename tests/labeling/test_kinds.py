"""Directions of classes: which kinds a class has, and what they say together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import softmax

from backend.errors import BadOption
from backend.labeling.kinds import ClassDirections, class_directions, kinds_of, told_by
from backend.labeling.label_set import load_label_set, parse_label_set
from backend.labeling.zero_shot import probabilities
from backend.resources import resource_path
from tests.labeling.conftest import unit
from training.captions.classes import load_classes
from training.evaluation.zero_shot import class_vectors as evaluator_vectors


class HashEncoder:
    """Every text has a direction of its own, always the same."""

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return unit(np.stack([np.random.default_rng(list(text.encode())).standard_normal(16) for text in texts]))


def directions_of(kinds: Sequence[int], seed: int) -> ClassDirections:
    vectors = unit(np.random.default_rng(seed).standard_normal((sum(kinds), 8)))
    return ClassDirections(vectors, np.cumsum([0, *kinds[:-1]]))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("preset", ["uc-merced", "rsicd"])
def test_presets_get_the_vectors_that_the_trainer_evaluates_with(preset: str, language: str) -> None:
    ours = class_directions(load_label_set(f"preset:{preset}", language), HashEncoder())
    classes = load_classes(preset, Path())
    assert ours.starts.tolist() == list(range(len(classes)))
    np.testing.assert_allclose(
        ours.vectors, evaluator_vectors(classes, language, HashEncoder().encode_texts), atol=1e-6
    )


def test_several_languages_count_alike() -> None:
    label_set = load_label_set("preset:eurosat")
    both = class_directions(label_set, HashEncoder(), ["en", "de"]).vectors
    each = [class_directions(label_set, HashEncoder(), [language]).vectors for language in ("en", "de")]
    np.testing.assert_allclose(both, unit(each[0] + each[1]), atol=1e-6)
    with pytest.raises(BadOption, match="No language given"):
        class_directions(label_set, HashEncoder(), [])


def test_given_prompts_replace_the_frames_and_a_synonym_counts_as_much_as_the_name() -> None:
    rows = [{"name": "wood", "prompts": ["dark trees", "many trees"], "synonyms": ["woodland"]}, "blue tarpaulin"]
    wood, tarpaulin = parse_label_set(rows, "x").classes
    ((own, synonym),) = kinds_of(wood, "en")
    assert own == ("dark trees", "many trees")
    assert "woodland" in synonym and len(synonym) > 1
    ((frames,),) = kinds_of(tarpaulin, "en")
    assert frames[0] == "blue tarpaulin"


def test_a_class_of_several_concepts_has_a_kind_for_each_and_for_each_synonym() -> None:
    rows = [{"name": "sealed", "concepts": ["road", "airport"], "synonyms": ["helipad"]}, "forest"]
    sealed, _ = parse_label_set(rows, "x").classes
    road, airport, synonym = kinds_of(sealed, "en")
    assert "road" in road[0][0] and "airport" in airport[0][0] and "helipad" in synonym[0]
    found = class_directions(parse_label_set(rows, "x"), HashEncoder(), ["en", "fr"])
    assert found.starts.tolist() == [0, 3] and len(found.vectors) == 4
    own = class_directions(parse_label_set([{"name": "airport"}, "forest"], "x"), HashEncoder(), ["en", "fr"])
    np.testing.assert_allclose(found.vectors[[1, 3]], own.vectors, atol=1e-6)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=5), st.floats(0.1, 100), st.integers(0, 9))
def test_a_class_has_the_probability_of_all_its_kinds(kinds: list[int], temperature: float, seed: int) -> None:
    directions = directions_of(kinds, seed)
    cosines = unit(np.random.default_rng(seed + 1).standard_normal((6, 8))).astype(np.float32) @ directions.vectors.T
    together = directions.together(cosines.astype(np.float32), temperature)
    summed = np.add.reduceat(softmax(temperature * cosines, axis=1), directions.starts, axis=1)
    np.testing.assert_allclose(probabilities(together, temperature), summed, atol=2e-4)
    best = directions.best(cosines)
    np.testing.assert_array_equal(
        best, np.stack([c.max(axis=1) for c in np.split(cosines, directions.starts[1:], 1)], 1)
    )
    assert (together >= best - 1e-6).all()
    assert (together <= best + np.log(kinds) / temperature + 1e-5).all()


def test_level_1_of_corine_is_all_that_level_2_is_but_greens_that_meadows_are_taken_for() -> None:
    levels = [json.loads(resource_path("label_sets", f"corine-level-{n}.json").read_text("utf-8")) for n in (1, 2)]
    first, second = ([one for row in level["classes"] for one in row["concepts"]] for level in levels)
    assert set(first) == set(second) - {"green_space", "park", "golf_course", "campsite"}
    assert len(set(first)) == len(first) and len(set(second)) == len(second)


def test_a_class_says_what_it_was_told_by() -> None:
    label_set = parse_label_set([{"name": "a lake"}, {"name": "my own", "prompts": ["grey roofs"]}], "x")
    lake, own = (told_by(one, ("en", "de")) for one in label_set.classes)
    assert lake["concepts"] == ["lake"] and {"lake", "lakes", "See", "Seen"} <= set(lake["prompts"])
    assert own == {"class": "my own", "concepts": [], "prompts": ["grey roofs"]}
