"""Saved searches on the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .replies import unexpected_reply


@dataclass(frozen=True)
class LastRound:
    """The last round: time (ISO 8601 UTC) and numbers of new, gone and unchanged regions."""

    time: str
    new: int
    gone: int
    unchanged: int


@dataclass(frozen=True)
class SavedSearch:
    """One of them.

    Attributes:
        id, name: for the server, and for people.
        words: what is looked for; empty where it is a concept.
        every: interval at which the server runs it, such as ``1d``; empty for never.
        last: what the last round said; None before the first.
        job: the job that the server's clock started last; empty if there is none.
    """

    id: str
    name: str
    words: str = ""
    every: str = ""
    last: LastRound | None = None
    job: str = ""


def parse_search(found: Any) -> SavedSearch:
    """A saved search from the server's description; raises BadReply."""
    try:
        last = found.get("last")
        told = None if not last else LastRound(str(last["time"]), *(int(last[name]) for name in COUNTS))
        words = str((found.get("inputs") or {}).get("text") or "")
        every, job = str(found.get("every") or ""), str(found.get("job") or "")
        return SavedSearch(str(found["id"]), str(found["name"]), words, every, told, job)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise unexpected_reply() from error


def parse_searches(found: Mapping[str, Any]) -> list[SavedSearch]:
    """A page of the list; raises BadReply."""
    rows = found.get("searches")
    if not isinstance(rows, list):
        raise unexpected_reply()
    return [parse_search(row) for row in rows]


COUNTS = ("new", "gone", "unchanged")
