"""Scheduled saved searches: starts a job for each when it is due."""

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
        """Start a round of every search that is due, unless its last round is still running.

        One that cannot be started is tried again when its time comes again; while the queue is full, soon.
        """
        for saved in self._saved.due():
            if self._runs(saved):
                continue
            try:
                job: str | None = self._start(saved.id)
            except TooManyJobs:
                return
            except TerralexError as error:
                logger.warning("A saved search cannot be run: %s", error, extra={"search": saved.id})
                job = None
            self._saved.started(saved.id, job)

    def _runs(self, saved: KeptSearch) -> bool:
        if saved.job is None:
            return False
        try:
            return not self._ended(saved.job)
        except JobNotFound:
            return False
