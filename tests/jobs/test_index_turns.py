"""Turns at an index: one at a time, in order, urgent ones first, and who gives up leaves."""

from __future__ import annotations

import threading
import time

import pytest

from backend.errors import Cancelled
from backend.jobs.index_turns import IndexTurns


@pytest.fixture
def turns():
    return IndexTurns()


def queue_up(turns, order, name, urgent=False):
    def take():
        with turns.turn("index", urgent):
            order.append(name)

    thread = threading.Thread(target=take)
    thread.start()
    time.sleep(0.03)  # so that they queue in this order
    return thread


def test_one_holds_a_turn_at_a_time(turns):
    inside, most = 0, 0

    def work():
        nonlocal inside, most
        for _ in range(50):
            with turns.turn("index"):
                inside += 1
                most = max(most, inside)
                time.sleep(0.0002)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 1


def test_different_indexes_do_not_wait_for_each_other(turns):
    with turns.turn("a"), turns.turn("b"):
        pass


def test_first_come_first_served_and_urgent_ones_before(turns):
    order: list[str] = []
    with turns.turn("index"):
        threads = [queue_up(turns, order, name, urgent) for name, urgent in (("1", 0), ("2", 0), ("u1", 1), ("u2", 1))]
    for thread in threads:
        thread.join(10)
    assert order == ["u1", "u2", "1", "2"]


def test_a_holder_is_asked_to_yield_only_to_an_urgent_one(turns):
    order: list[str] = []
    with turns.turn("index") as turn:
        ordinary = queue_up(turns, order, "ordinary")
        assert not turn.should_yield()
        urgent = queue_up(turns, order, "urgent", urgent=True)
        assert turn.should_yield()
    for thread in (ordinary, urgent):
        thread.join(10)


def test_an_urgent_holder_is_not_asked_to_yield(turns):
    order: list[str] = []
    with turns.turn("index", urgent=True) as turn:
        other = queue_up(turns, order, "urgent", urgent=True)
        assert not turn.should_yield()
    other.join(10)
    assert order == ["urgent"]


def test_a_job_that_yields_continues_after_the_search(turns):
    order: list[str] = []

    def job():
        for part in range(2):
            with turns.turn("index") as turn:
                order.append(f"job {part}")
                while part == 0 and not turn.should_yield():
                    time.sleep(0.005)

    thread = threading.Thread(target=job)
    thread.start()
    time.sleep(0.05)
    with turns.turn("index", urgent=True):
        order.append("search")
    thread.join(10)
    assert order == ["job 0", "search", "job 1"]


def test_who_is_cancelled_while_waiting_leaves_and_keeps_nobody_up(turns):
    order: list[str] = []
    with turns.turn("index") as turn:
        began = time.monotonic()
        with pytest.raises(Cancelled), turns.turn("index", urgent=True, cancelled=lambda: True):
            order.append("never")
        assert time.monotonic() - began < 1
        assert not turn.should_yield()
        other = queue_up(turns, order, "other")
    other.join(10)
    assert order == ["other"]


def test_an_error_within_a_turn_ends_it(turns):
    with pytest.raises(ValueError, match="inside"), turns.turn("index"):
        raise ValueError("inside")
    with turns.turn("index"):
        pass


def test_nothing_is_kept_of_indexes_nobody_writes(turns):
    for number in range(100):
        with turns.turn(number):
            pass
    assert turns._queues == {}
