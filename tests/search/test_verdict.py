"""What a calibrated model's answer says before any region, and the candidates below the threshold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.presence.calibration import Calibration, own_file
from backend.presence.logistic import Logistic
from backend.search.query import Query
from backend.search.search import SearchOptions, search

GROUNDS = np.array([[1, 0, 0, 0.3], [0, 1, 0, 0.3], [0, 0, 1, 0.3], [0.1, 0.1, 0.1, 1], [0, 0, 0, 1]], np.float32)


@pytest.fixture(autouse=True)
def calibrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Any) -> None:
    """A calibration of the encoder that sees colours: ``lake`` is what it calls "blue", ``forest`` "green"."""
    monkeypatch.setenv("TERRALEX_MODEL_DIR", str(tmp_path))
    bank = np.repeat(GROUNDS, 8, axis=0) / np.linalg.norm(GROUNDS, axis=1).repeat(8)[:, None]
    found = Calibration(
        encoder.revision,
        bank,
        ("forest", "lake", "stadium"),
        np.array([[0, 1, 0, 0], [0, 0, 1, 0], [0.5, 0.5, 0.5, 0.5]], np.float32),
        Logistic((1.0, 0.3), -1.5),
        Logistic((1.0, 0.0), 0.0),
        Logistic((10.0,), -5.0),
        "colours",
    )
    own_file(encoder.revision).parent.mkdir(parents=True)
    found.write(own_file(encoder.revision))


def test_what_is_there_is_found_and_its_facts_are_told(coloured_index: Any, encoder: Any) -> None:
    result = search(coloured_index, encoder, Query(("blue",)))
    told = result.to_dict()
    assert told["verdict"] == "found" and told["count"] == len(result.regions) > 0
    assert told["facts"]["presence"] > 0.5 and told["facts"]["known_words"] > 0.5
    assert told["facts"]["nearest_words"][0] == "lake"


@pytest.mark.parametrize("mode", ["windows", "merged"])
def test_no_region_is_surer_than_the_thing_is_on_the_map(coloured_index: Any, encoder: Any, mode: Any) -> None:
    result = search(coloured_index, encoder, Query(("blue",)), SearchOptions(mode=mode, min_relevance=0.0))
    assert result.verdict.presence is not None
    assert max(region.relevance for region in result.regions) <= result.verdict.presence + 1e-6


def test_unknown_words_are_not_answered_but_the_best_there_is_can_be_had(coloured_index: Any, encoder: Any) -> None:
    asked = Query(("quarterly report",))  # "anything" to this encoder: no colour
    assert search(coloured_index, encoder, asked).verdict.word == "unknown_words"
    assert not search(coloured_index, encoder, asked).regions
    some = search(coloured_index, encoder, asked, SearchOptions(candidates=3))
    assert 0 < len(some.regions) <= 3 and all(region.weak for region in some.regions) and some.count == 0
    whatever = search(coloured_index, encoder, asked, SearchOptions(min_relevance=0.0))
    assert whatever.regions and whatever.verdict.word == "unknown_words"


def test_candidates_come_after_the_regions_and_keep_off_them(coloured_index: Any, encoder: Any) -> None:
    plain = search(coloured_index, encoder, Query(("blue",)), SearchOptions(min_relevance=0.4))
    more = search(coloured_index, encoder, Query(("blue",)), SearchOptions(min_relevance=0.4, candidates=4))
    assert [r.geometry for r in more.regions[: plain.count]] == [r.geometry for r in plain.regions]
    weak = more.regions[plain.count :]
    assert 0 < len(weak) <= 4 and all(one.weak and one.relevance < 0.4 for one in weak)
    assert not any(one.geometry.intersection(other.geometry).area for one in weak for other in plain.regions)
    assert [region.rank for region in more.regions] == list(range(1, len(more.regions) + 1))
    assert more.to_dict()["candidates"] == len(weak)
