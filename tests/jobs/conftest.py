"""A store of jobs with a clock that is moved by hand."""

from __future__ import annotations

import pytest

from backend.jobs.runner import JobRunner
from backend.jobs.store import JobStore


class Clock:
    """Seconds since the epoch, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    store = JobStore(tmp_path / "jobs.sqlite", clock)
    yield store
    store.close()


@pytest.fixture
def run(store, tmp_path):
    """Starts runners, and stops them at the end."""
    runners: list[JobRunner] = []

    def start(execute, **options):
        runner = JobRunner(store, execute, tmp_path / "results", **options)
        runners.append(runner)
        runner.start()
        return runner

    yield start
    for runner in runners:
        runner.stop(2)
