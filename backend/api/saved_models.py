"""Response models of saved searches; clients post :class:`backend.watch.saved_search.SavedSearch`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from backend.api.links import Link
from backend.watch.saved_search import SavedSearch


class LastRound(BaseModel):
    """The counts of the last finished round."""

    time: str = Field(description="Time of the round, ISO 8601 UTC")
    new: int
    gone: int
    unchanged: int
    layers_asked: int
    looked_at: int = Field(description="Layers that were new or had changed")
    failed: int


class SavedSearchInfo(SavedSearch):
    """A saved search as it is stored."""

    id: str
    created: str
    last: LastRound | None = Field(default=None, description="Omitted before the first round")
    job: str | None = Field(default=None, description="The last job started by the schedule")
    links: list[Link]


class SavedSearchList(BaseModel):
    """Saved searches."""

    searches: list[SavedSearchInfo]
    numberMatched: int
    links: list[Link]


def last_round(facts: Any) -> LastRound | None:
    """The last round as it is stored; None before the first."""
    return LastRound(**facts) if facts else None
