"""The janitor calls on time, goes on after an error, and stops at once."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

from backend.jobs.janitor import Janitor

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def test_it_gives_the_time_at_once_and_again():
    times, twice = [], threading.Event()

    def expire(now):
        times.append(now)
        if len(times) == 2:
            twice.set()

    janitor = Janitor(0.01, [expire], clock=lambda: NOON)
    janitor.start()
    assert twice.wait(10)
    janitor.stop()
    assert set(times) == {NOON}


def test_its_own_clock_knows_its_zone():
    seen, called = [], threading.Event()
    janitor = Janitor(3600, [lambda now: (seen.append(now), called.set())])
    janitor.start()
    assert called.wait(10)
    janitor.stop()
    assert abs((seen[0] - datetime.now(UTC)).total_seconds()) < 60


def test_one_that_fails_keeps_no_other_from_being_called(caplog):
    called = threading.Event()

    def fail(now):
        raise OSError("disk")

    janitor = Janitor(3600, [fail, lambda now: called.set()])
    janitor.start()
    assert called.wait(10)
    janitor.stop()
    assert "Expired data cannot be removed" in caplog.text


def test_it_stops_at_once():
    janitor = Janitor(3600, [lambda now: None])
    janitor.start()
    time.sleep(0.05)
    began = time.monotonic()
    janitor.stop()
    assert time.monotonic() - began < 1
    assert not any(thread.name == "janitor" for thread in threading.enumerate())
