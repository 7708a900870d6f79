"""Threads that wait for the next operation of a model sleep soon, instead of keeping a processor busy.

GNU's OpenMP, which comes with torch on Linux, lets a thread turn in a loop 300,000 times before it sleeps. That saves a
wake-up on an idle machine, but where other programs run it takes their time and that of the model's other threads.
"""

from __future__ import annotations

from collections.abc import MutableMapping

SPINS = 5000
"""Long enough for the pause between two layers, far too short for cropping the next windows."""


def sleep_soon(environment: MutableMapping[str, str]) -> None:
    """Configure OpenMP, which reads the environment when torch is imported, unless the user has done so."""
    if "OMP_WAIT_POLICY" not in environment:
        environment.setdefault("GOMP_SPINCOUNT", str(SPINS))
