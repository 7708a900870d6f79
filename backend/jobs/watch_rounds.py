"""Saved searches that are run again by the clock: a job each, when its time has come."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from backend.errors import JobNotFound, TerralexError, TooManyJobs
from backend.watch.saved_searches import KeptSearch, SavedSearches

logger = logging.getLogger("terralex.watch")


class WatchRounds:
    """Starts the rounds that are due."""

    def __init__(self, saved: SavedSearches, start: Callable[[str], str], ended: Callable[[str], bool]) -> None:
        """Args:
        saved: the saved searches.
        start: begins a round of a search as a job -> the job's id.
        ended: whether a job has ended; raises JobNotFound where there is none any more.
        """
        self._saved = saved
        self._start = start
        self._ended = ended

    def start_due(self, _: datetime) -> None:
        """Start a round of every search whose time has come, unless its last one still runs.

        One that cannot be started is tried again when its time comes again; while the queue is full, soon.
        """
        for kept in self._saved.due():
            if self._runs(kept):
                continue
            try:
                job: str | None = self._start(kept.id)
            except TooManyJobs:
                return
            except TerralexError as error:
                logger.warning("A saved search cannot be run: %s", error, extra={"search": kept.id})
                job = None
            self._saved.started(kept.id, job)

    def _runs(self, kept: KeptSearch) -> bool:
        if kept.job is None:
            return False
        try:
            return not self._ended(kept.job)
        except JobNotFound:
            return False
