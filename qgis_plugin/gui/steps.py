"""Work for the main thread in steps, between which the window stays responsive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

from qgis.PyQt.QtCore import QTimer

from ..core.errors import TerralexError

BREATH_MS = 5
"""With 0 Qt would take the next step before it looks at keys, the mouse and other timers."""


def take_steps(steps: Iterator[None], wanted: Callable[[], bool], failed: Callable[[str], None]) -> None:
    """Go on from one ``yield`` to the next for as long as it is wanted, or until it fails, with the sentence why."""

    def take() -> None:
        if not wanted():
            return
        try:
            next(steps)
        except StopIteration:
            return
        except TerralexError as error:
            failed(str(error))
            return
        take_steps(steps, wanted, failed)

    QTimer.singleShot(BREATH_MS, take)
