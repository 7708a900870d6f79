"""What the terminal says of an answer before its table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely

from backend.commands import search, survey
from backend.output.provenance import Provenance
from backend.presence.verdict import Verdict
from backend.search.query import Query
from backend.search.region import Region, SearchResult
from backend.search.survey import LayerAnswer, merge

EXTENT = (0.0, 0.0, 100.0, 100.0)
REGION = Region(1, 0.3, 0.8, 25.0, 1, shapely.box(0, 0, 1, 1))


def answer(verdict: Verdict, *regions: Region, **more: Any) -> SearchResult:
    source = Provenance(
        *(Query(("lake",)), "colours", "0123456789abcdef", (25.0,), "layer.tif", "f", (1, 2, 3), ("r", "g", "b")),
        time="2026-01-01T00:00:00Z",
        version="0",
    )
    plain = SearchResult(regions, "EPSG:32632", None, source, 40, 0, {}, None if regions else 0.123, verdict)
    return replace(plain, **more)


def survey_of(*results: SearchResult | None) -> Any:
    return merge([LayerAnswer(str(at), f"{at}.tif", result) for at, result in enumerate(results)], 10)


@pytest.mark.parametrize(("extent", "place"), [(None, "on this map"), (EXTENT, "in this extent")])
def test_what_is_absent_is_so_only_where_it_was_looked_for(extent: Any, place: str) -> None:
    absent = answer(Verdict("absent"), extent=extent)
    assert search.answer_sentence(absent) == (
        f"Nothing in 40 windows shows 'lake', which is not {place}: the best match has 0.12; show it with "
        "--threshold 0.12."
    )


def test_a_fast_search_does_not_say_where_a_thing_is_not() -> None:
    said = search.answer_sentence(answer(Verdict("absent"), extent=EXTENT, exact=False))
    assert "which may be on ground that was not looked at" in said


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        (
            [answer(Verdict("unknown_words", nearest_words=("lake", "pond")))] * 2,
            "The model does not know the words 'lake'; the nearest it knows: lake, pond.",
        ),
        (
            [answer(Verdict("weak")), answer(Verdict("absent"))],
            "Nothing in 80 windows of 2 layers is relevant enough for 'lake': the best match has 0.12; show it with "
            "--threshold 0.12.",
        ),
        (
            [answer(Verdict("absent"))] * 2,
            "Nothing in 80 windows of 2 layers shows 'lake', which is not on these maps: the best match has 0.12; show "
            "it with --threshold 0.12.",
        ),
        (
            [answer(Verdict("absent"), extent=EXTENT, best_relevance=None), None],
            "Nothing in 40 windows of 1 layer shows 'lake', which is not in this extent.",
        ),
        ([answer(Verdict("absent")), answer(Verdict("found"), REGION)], "'lake': 1 region in 2 layers."),
        ([None, None], "No layer lies in this extent."),
    ],
)
def test_a_survey_says_its_verdict_as_a_search_does(results: list[SearchResult | None], sentence: str) -> None:
    assert survey.answer_sentence(survey_of(*results), "lake") == sentence


def test_a_survey_says_each_warning_once_and_of_how_many_layers() -> None:
    verdict = Verdict("absent")
    results = [answer(verdict, warnings=("Of all.", "Of two.")), answer(verdict, warnings=("Of all.",))]
    results += [answer(verdict, warnings=("Of all.", "Of two.")), None]
    assert survey.shared_warnings(survey_of(*results)) == ["Of all.", "Of two. (2 of 3 layers)"]
