"""Threads that wait for a model's next operation sleep soon, unless a user has said how they wait."""

from __future__ import annotations

import os

from backend.models.waiting import SPINS, sleep_soon


def test_threads_sleep_soon_unless_the_user_says_otherwise():
    for given, expected in (
        ({}, {"GOMP_SPINCOUNT": str(SPINS)}),
        ({"OMP_WAIT_POLICY": "active"}, {"OMP_WAIT_POLICY": "active"}),
        ({"GOMP_SPINCOUNT": "7"}, {"GOMP_SPINCOUNT": "7"}),
    ):
        sleep_soon(given)
        assert given == expected
    assert "GOMP_SPINCOUNT" in os.environ or "OMP_WAIT_POLICY" in os.environ, "importing the backend is enough"
