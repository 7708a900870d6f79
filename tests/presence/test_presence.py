"""What makes a probability of a cosine: the same numbers however they are written, stored or shifted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from backend.errors import ModelUnavailable
from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.encoder import load_encoder
from backend.presence.calibration import FILE, Calibration, find_calibration, own_file, read_calibration
from backend.presence.logistic import Logistic, fit_logistic
from backend.presence.scale import RIVALS, Scale, nearest_concepts, relevance_measures, scale_of
from backend.presence.verdict import Limit, verdict_of
from backend.presence.words import known_words, load_meaningless
from tests.models.conftest import write_tiny_model

CONCEPTS = ("lake", "forest", "stadium", "airport", "vineyard")


def directions(count: int, seed: int, size: int = 16) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, size)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def calibration(seed: int = 0, revision: str = "0123456789abcdef") -> Calibration:
    return Calibration(
        revision,
        directions(40, seed),
        CONCEPTS,
        directions(len(CONCEPTS), seed + 1),
        Logistic((0.7, 0.4), -2.0),
        Logistic((1.0, -0.5), 0.3),
        Logistic((9.0,), -5.0),
        "a test",
    )


@given(st.integers(0, 99), st.sampled_from([(), ("lake",), ("lake", "forest")]))
def test_slope_and_level_say_what_the_logistic_model_says_of_the_measures(seed: int, named: tuple[str, ...]) -> None:
    known, windows, query = calibration(seed), directions(30, seed + 2), directions(1, seed + 3)[0]
    nearest, cosines = nearest_concepts(known.vectors @ windows.T), windows @ query
    told = known.relevance.probability(relevance_measures(cosines, nearest, query, known, 20.0, named))
    np.testing.assert_allclose(scale_of(query, known, 20.0, named).probability(cosines, nearest), told, atol=1e-4)


def test_a_named_concept_and_its_like_are_no_rivals() -> None:
    known = calibration()
    alike = scale_of(known.vectors[1], known, 20.0).alike
    assert alike[1]  # its cosines over the bank are the query's own
    assert not alike.all()
    assert scale_of(directions(1, 9)[0], known, 20.0, ("stadium",)).alike[2]


def test_a_window_that_another_name_fits_better_is_less_relevant() -> None:
    known = calibration()
    lake, forest = known.vectors[0], known.vectors[1]
    query = lake
    between = (lake + 0.2 * forest) / np.linalg.norm(lake + 0.2 * forest)
    taken = (lake + 3 * forest) / np.linalg.norm(lake + 3 * forest)
    windows = np.stack([between, taken])
    scale = scale_of(query, known, 20.0, ("lake",))
    first, second = scale.probability(windows @ query, nearest_concepts(known.vectors @ windows.T))
    assert first > second


def test_three_better_names_are_other_things_of_the_same_ground_and_four_are_no_company() -> None:
    cosines = np.array([[0.5], [0.9], [0.8], [0.7], [0.6], [0.2]], np.float32)  # of six concepts with one window
    scale = Scale(1.0, 1.0, 0.0, np.eye(6, dtype=bool)[0], np.eye(6, dtype=np.float32))
    assert scale.level(nearest_concepts(cosines)) == np.float32(0.6)
    cosines[4] = 0.1
    assert scale.level(nearest_concepts(cosines)) == np.float32(0.2)


def test_where_all_names_that_are_kept_mean_the_query_the_rival_is_beneath_them() -> None:
    cosines = np.linspace(0.9, 0.1, 2 * RIVALS, dtype=np.float32)[:, None]
    alike = np.arange(2 * RIVALS) < RIVALS
    scale = Scale(1.0, 1.0, 0.0, alike, np.eye(2 * RIVALS, dtype=np.float32))
    assert scale.level(nearest_concepts(cosines)) == cosines[RIVALS - 1]


def test_a_calibration_comes_back_from_its_file(tmp_path: Path) -> None:
    known = calibration()
    known.write(tmp_path / FILE)
    found = read_calibration(tmp_path / FILE)
    assert (found.revision, found.concepts, found.made_from) == (known.revision, known.concepts, known.made_from)
    assert (found.relevance, found.presence, found.words) == (known.relevance, known.presence, known.words)
    np.testing.assert_allclose(found.bank, known.bank, atol=1e-3)
    assert (tmp_path / FILE).stat().st_size < 20_000


def test_a_calibration_of_other_weights_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRALEX_MODEL_DIR", str(tmp_path))
    calibration(revision="ffff").write(tmp_path / FILE)
    assert find_calibration(f"local-dir:{tmp_path}", "ffff") is not None
    assert find_calibration(f"local-dir:{tmp_path}", "eeee") is None
    own_file("eeee").parent.mkdir(parents=True)
    calibration(revision="eeee").write(own_file("eeee"))
    assert find_calibration(f"local-dir:{tmp_path}", "eeee") is not None


def test_a_calibration_of_another_tokenizer_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRALEX_MODEL_DIR", str(tmp_path / "own"))
    model_id = f"local-dir:{write_tiny_model(tmp_path / 'model')}"
    encoder = load_encoder(model_id, "cpu")
    known = replace(calibration(revision=encoder.revision), text_revision=encoder.text_revision)
    known.write(tmp_path / "model" / FILE)
    found = find_calibration(model_id, encoder.revision)
    assert found is not None and found.text_revision == encoder.text_revision
    config = json.loads((tmp_path / "model" / "open_clip_config.json").read_text())
    config["model_cfg"]["text_cfg"]["tokenizer_kwargs"] = {"clean": "canonicalize"}
    (tmp_path / "model" / "open_clip_config.json").write_text(json.dumps(config))
    assert find_calibration(model_id, encoder.revision) is None


@pytest.mark.parametrize("kept", [0, 10, 900])
def test_a_damaged_file_is_told_by_its_name(tmp_path: Path, kept: int) -> None:
    calibration().write(tmp_path / FILE)
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:kept])
    with pytest.raises(ModelUnavailable, match=r"calibration\.safetensors is damaged: remove it"):
        read_calibration(tmp_path / FILE)


def test_a_fit_finds_the_weights_that_made_the_data_and_never_a_negative_one() -> None:
    rng = np.random.default_rng(3)
    measures = rng.normal(size=(20_000, 2))
    right = rng.random(20_000) < Logistic((1.5, 0.8), -1.0).probability(measures)
    found = fit_logistic(measures, right)
    assert found.weights == pytest.approx((1.5, 0.8), abs=0.1) and found.constant == pytest.approx(-1.0, abs=0.1)
    assert fit_logistic(-measures, right).weights == (0.0, 0.0)


def test_a_name_of_the_lexicon_is_known_whatever_its_direction_and_others_by_theirs() -> None:
    known = calibration()
    far = -known.apart.mean(axis=0, keepdims=True)
    assert known_words(["Seen"], far, known).probability == 1.0
    near = known_words(["xkcd"], known.vectors[2:3], known)
    assert near.nearest[0] == "stadium" and near.probability > 0.9
    assert known_words(["xkcd"], far, known).probability < 0.2
    assert known_words(["xkcd", "lakes"], np.concatenate([far, far]), known).probability == 1.0


def test_the_nearest_words_are_offered_in_the_language_of_the_query() -> None:
    known = calibration()
    assert known_words(["축구를 보는 곳"], known.vectors[2:3], known).nearest[0] == load_lexicon()["stadium"]["ko"].one


def test_meaningless_phrases_are_there_in_every_language() -> None:
    told = load_meaningless()
    assert set(told) == set(LANGUAGES) and all(len(set(phrases)) == 30 for phrases in told.values())


@pytest.mark.parametrize(
    ("regions", "best", "presence", "known", "word"),
    [
        (2, 0.8, 0.9, 0.9, "found"),
        (2, 0.8, None, None, "found"),
        (0, 0.2, 0.3, 0.9, "weak"),
        (0, 0.1, 0.3, 0.9, "absent"),
        (0, 0.1, 0.9, 0.9, "weak"),
        (0, 0.1, None, 0.9, "absent"),
        (0, None, None, 0.9, "absent"),
        (2, 0.8, 0.9, 0.2, "unknown_words"),
        (0, 0.2, 0.9, 0.2, "unknown_words"),
    ],
)
def test_the_verdict_goes_by_words_then_by_regions_then_by_the_best(
    regions: int, best: float | None, presence: float | None, known: float | None, word: str
) -> None:
    assert verdict_of(regions, 0.3, best, presence, known, ("lake",)).word == word


@pytest.mark.parametrize(("regions", "known", "word"), [(0, 0.9, "weak"), (2, 0.9, "found"), (0, 0.2, "unknown_words")])
def test_what_could_not_have_been_seen_is_never_absent(regions: int, known: float, word: str) -> None:
    told = verdict_of(regions, 0.3, 0.1, 0.1, known, limit=Limit("windows", 50.0))
    assert told.word == word and told.facts()["limit"] == {"of": "windows", "metres": 50.0}
