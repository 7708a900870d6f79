"""Saved searches on the disk: rounds that were not finished go on, those not told are told again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.errors import BadOption, SearchNotFound
from backend.watch.saved_search import SavedSearch, read_saved_search, seconds, write_saved_search
from backend.watch.saved_searches import SavedSearches
from backend.watch.seen import SeenLayer, SeenRegion

POOLS = SavedSearch(name="Pools", inputs={"text": "swimming pools", "folders": ["town"]}, every="1h")
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 29, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def saved(tmp_path: Path, clock: Clock) -> Iterator[SavedSearches]:
    searches = SavedSearches(tmp_path / "saved.sqlite", clock)
    yield searches
    searches.close()


def seen(layer: str, mark: str = "1", *, failed: bool = False, gone: bool = False) -> SeenLayer:
    regions = None if failed else () if gone else (SeenRegion(SQUARE, {"relevance": 0.5}),)
    return SeenLayer(layer, layer.upper(), mark, regions, "It is damaged." if failed else "", gone)


def test_what_is_saved_is_there_after_a_new_start(tmp_path: Path, saved: SavedSearches) -> None:
    kept = saved.put(POOLS)
    saved.begin(kept.id, "asked", "one")
    saved.answer(kept.id, seen("a"))
    again = SavedSearches(tmp_path / "saved.sqlite")
    assert again.get(kept.id).search == POOLS and again.all() == saved.all()
    assert again.now(kept.id) == {"a": seen("a")}
    again.close()


def test_a_round_that_was_not_finished_goes_on_under_any_key(saved: SavedSearches) -> None:
    search = saved.put(POOLS).id
    saved.begin(search, "asked", "one")
    saved.answer(search, seen("a"))
    saved.begin(search, "asked", "two")
    assert list(saved.now(search)) == ["a"] and saved.before(search) == {}


def test_a_finished_round_is_told_again_under_its_key_and_is_the_past_of_the_next(saved: SavedSearches) -> None:
    search = saved.put(POOLS).id
    saved.begin(search, "asked", "one")
    saved.answer(search, seen("a"))
    saved.finish(search, {"new": 1})
    saved.begin(search, "asked", "one")
    assert list(saved.now(search)) == ["a"] and saved.before(search) == {}
    saved.finish(search, {"new": 1})
    saved.begin(search, "asked", "two")
    assert saved.now(search) == {} and list(saved.before(search)) == ["a"]
    assert saved.get(search).last == {"new": 1}


def test_once_told_the_next_round_compares_with_it(saved: SavedSearches) -> None:
    search = saved.put(POOLS).id
    saved.begin(search, "asked", "round")
    saved.answer(search, seen("a"))
    saved.told(search)  # it is not finished: nothing to tell
    assert saved.before(search) == {}
    saved.finish(search, {})
    saved.told(search)
    saved.begin(search, "asked", "round")
    assert saved.now(search) == {} and list(saved.before(search)) == ["a"]


def test_a_failed_layer_keeps_what_it_answered_and_one_that_is_gone_is_forgotten(saved: SavedSearches) -> None:
    search = saved.put(POOLS).id
    for key, answers in (
        ("one", (seen("a", "old"), seen("b"), seen("c"))),
        ("two", (seen("a", "new", failed=True), seen("b", gone=True), seen("c", "new"))),
    ):
        saved.begin(search, "asked", key)
        for answer in answers:
            saved.answer(search, answer)
        saved.finish(search, {})
    saved.begin(search, "asked", "three")
    assert {layer: one.mark for layer, one in saved.before(search).items()} == {"a": "old", "c": "new"}


def test_another_question_forgets_the_answers(saved: SavedSearches) -> None:
    search = saved.put(POOLS).id
    saved.begin(search, "asked", "one")
    saved.answer(search, seen("a"))
    saved.finish(search, {})
    saved.begin(search, "something else", "two")
    assert saved.now(search) == {} == saved.before(search)


def test_removed_it_is_gone_with_its_answers(saved: SavedSearches) -> None:
    search = saved.put(POOLS).id
    saved.begin(search, "asked", "one")
    saved.answer(search, seen("a"))
    saved.remove(search)
    for ask in (saved.get, saved.remove):
        with pytest.raises(SearchNotFound):
            ask(search)
    with pytest.raises(SearchNotFound):
        saved.answer(search, seen("b"))
    assert saved.now(search) == {}


def test_the_clock_says_which_are_due(saved: SavedSearches, clock: Clock) -> None:
    hourly, by_hand = saved.put(POOLS), saved.put(POOLS.model_copy(update={"every": None}))
    assert [kept.id for kept in saved.due()] == [hourly.id]
    saved.started(hourly.id, "job-1")
    assert saved.due() == [] and saved.get(hourly.id).job == "job-1" and saved.get(by_hand.id).job is None
    clock.now += timedelta(minutes=59)
    assert saved.due() == []
    clock.now += timedelta(minutes=1)
    assert [kept.id for kept in saved.due()] == [hourly.id]


def test_a_file_says_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "pools.json"
    write_saved_search(file, POOLS)
    assert read_saved_search(file) == POOLS
    assert json.loads(file.read_text())["terralex"] == "saved search"


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"terralex": "saved search", "version": 2, "name": "a", "inputs": {}}', '{"name": "a"}', "\x00"],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    file = tmp_path / "pools.json"
    file.write_text(content)
    with pytest.raises(BadOption, match=r"^pools\.json is not a saved search") as refused:
        read_saved_search(file)
    assert "\n" not in str(refused.value)


def test_intervals() -> None:
    assert [seconds(text) for text in ("30m", "1h", "7d")] == [1800, 3600, 604800]
    for wrong in ("", "h", "0h", "1.5h", "-1h", "99999h", "1w", "١h"):
        with pytest.raises(BadOption):
            seconds(wrong)
