"""The saved searches of a service or of one file, and what their layers answered, on the disk.

A round looks at the layers that are new or have changed. What each answers is committed by itself, so a round that was
killed goes on where it was; and the answer before the round stays until the next one begins, so a round that was
finished but not told can be told again.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from backend.errors import SearchNotFound
from backend.storage.database import Database, Schema
from backend.utc import to_text, utc_now
from backend.watch.saved_search import SavedSearch
from backend.watch.seen import SeenLayer, SeenRegion

_SCHEMA = Schema(
    1,
    """
CREATE TABLE IF NOT EXISTS searches (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    search TEXT NOT NULL,
    created TEXT NOT NULL,
    asked TEXT NOT NULL DEFAULT '',
    round TEXT NOT NULL DEFAULT '',
    finished INTEGER NOT NULL DEFAULT 0,
    last TEXT NOT NULL DEFAULT '{}',
    started TEXT,
    job TEXT
);
CREATE TABLE IF NOT EXISTS answers (
    search TEXT NOT NULL,
    layer TEXT NOT NULL,
    looked INTEGER NOT NULL,
    title TEXT NOT NULL,
    mark TEXT NOT NULL,
    regions TEXT,
    error TEXT NOT NULL,
    gone INTEGER NOT NULL,
    PRIMARY KEY (search, layer, looked)
)
""",
    "saved searches",
)
_BEFORE, _NOW = 0, 1


@dataclass(frozen=True)
class KeptSearch:
    """A saved search as it is kept.

    Attributes:
        id: names it in requests.
        search: what is asked.
        created: ISO 8601 UTC.
        last: of the last round that was finished: its time and counts; empty before the first.
        started: when the last round was started by the clock, ISO 8601 UTC, else None.
        job: the job of that round.
    """

    id: str
    search: SavedSearch
    created: str
    last: Mapping[str, Any]
    started: str | None = None
    job: str | None = None


class SavedSearches:
    """The list; every change is on the disk when the call returns. Thread-safe.

    Every method raises :class:`OutputNotWritable` where SQLite cannot read or write, and :class:`SearchNotFound` where
    there is no search of an id.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        """Open the file, or create it.

        Raises:
            OutputNotWritable: it cannot be opened.
        """
        self._database = Database(path, _SCHEMA)
        self._clock = clock

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def put(self, search: SavedSearch, search_id: str | None = None) -> KeptSearch:
        """Keep a search under a new id, or in place of the one of this id, whose answers stay."""
        search_id = search_id or f"search-{uuid.uuid4().hex[:16]}"
        with self._database.writing() as rows:
            rows.execute(
                "INSERT INTO searches (id, search, created) VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET search = excluded.search",
                (search_id, search.model_dump_json(), to_text(self._clock())),
            )
        return self.get(search_id)

    def get(self, search_id: str) -> KeptSearch:
        """One of them."""
        with self._database.reading() as rows:
            row = rows.execute("SELECT * FROM searches WHERE id = ?", (search_id,)).fetchone()
        if row is None:
            raise SearchNotFound(f"There is no saved search {search_id[:80]!r}: see /searches.")
        return _kept(row)

    def all(self) -> list[KeptSearch]:
        """All of them, the oldest first."""
        with self._database.reading() as rows:
            return [_kept(row) for row in rows.execute("SELECT * FROM searches ORDER BY number")]

    def remove(self, search_id: str) -> None:
        """Forget one, and what its layers answered."""
        with self._database.writing() as rows:
            if not rows.execute("DELETE FROM searches WHERE id = ?", (search_id,)).rowcount:
                raise SearchNotFound(f"There is no saved search {search_id[:80]!r}: see /searches.")
            rows.execute("DELETE FROM answers WHERE search = ?", (search_id,))

    def due(self) -> list[KeptSearch]:
        """Those whose time for another round has come."""
        now = self._clock()

        def is_due(saved: KeptSearch) -> bool:
            every_s = saved.search.every_s
            if every_s is None:
                return False
            return saved.started is None or saved.started <= to_text(now - timedelta(seconds=every_s))

        return [saved for saved in self.all() if is_due(saved)]

    def started(self, search_id: str, job: str | None) -> None:
        """Note that a round was started by the clock, and as which job."""
        with self._database.writing() as rows:
            now = to_text(self._clock())
            rows.execute("UPDATE searches SET started = ?, job = ? WHERE id = ?", (now, job, search_id))

    def begin(self, search_id: str, asked: str, key: str) -> None:
        """Begin a round, or go on with one that was not finished.

        Args:
            asked: what changes when the question does; answers to another question are dropped.
            key: of the round. One that is finished begins again under the same key, to be told again.
        """
        with self._database.writing() as rows:
            row = rows.execute("SELECT asked, round, finished FROM searches WHERE id = ?", (search_id,)).fetchone()
            if row is None:
                raise SearchNotFound(f"There is no saved search {search_id[:80]!r}: see /searches.")
            if row["asked"] != asked:
                rows.execute("DELETE FROM answers WHERE search = ?", (search_id,))
            elif row["finished"] and row["round"] != key:
                _promote(rows, search_id)
            rows.execute("UPDATE searches SET asked = ?, round = ?, finished = 0 WHERE id = ?", (asked, key, search_id))

    def before(self, search_id: str) -> dict[str, SeenLayer]:
        """What the layers had answered before this round, by layer."""
        return self._answers(search_id, _BEFORE)

    def now(self, search_id: str) -> dict[str, SeenLayer]:
        """What the layers have answered in this round, by layer."""
        return self._answers(search_id, _NOW)

    def answer(self, search_id: str, seen: SeenLayer) -> None:
        """Keep what a layer has answered in this round; killed after this, the round need not ask it again."""
        regions = (
            None if seen.regions is None else json.dumps([[region.geometry, region.told] for region in seen.regions])
        )
        values = (search_id, seen.layer, _NOW, seen.title, seen.mark, regions, seen.error, int(seen.gone))
        with self._database.writing() as rows:
            if rows.execute("SELECT 1 FROM searches WHERE id = ?", (search_id,)).fetchone() is None:
                raise SearchNotFound("The saved search was removed while it was running.")
            rows.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def finish(self, search_id: str, facts: Mapping[str, Any]) -> None:
        """The round is finished; ``facts`` are its time and counts."""
        with self._database.writing() as rows:
            rows.execute(
                "UPDATE searches SET finished = 1, last = ? WHERE id = ?", (json.dumps(dict(facts)), search_id)
            )

    def told(self, search_id: str) -> None:
        """The user has what the finished round said: the next one compares with its answer."""
        with self._database.writing() as rows:
            row = rows.execute("SELECT finished FROM searches WHERE id = ?", (search_id,)).fetchone()
            if row is not None and row["finished"]:
                _promote(rows, search_id)
                rows.execute("UPDATE searches SET finished = 0, round = '' WHERE id = ?", (search_id,))

    def _answers(self, search_id: str, looked: int) -> dict[str, SeenLayer]:
        with self._database.reading() as rows:
            found: Sequence[sqlite3.Row] = rows.execute(
                "SELECT * FROM answers WHERE search = ? AND looked = ? ORDER BY rowid", (search_id, looked)
            ).fetchall()
        return {row["layer"]: _seen(row) for row in found}


def _promote(rows: sqlite3.Connection, search_id: str) -> None:
    """What was answered in the last round becomes the earlier answer; of a layer that failed, the one before stays."""
    rows.execute("DELETE FROM answers WHERE search = ? AND looked = ? AND regions IS NULL", (search_id, _NOW))
    rows.execute("UPDATE OR REPLACE answers SET looked = ? WHERE search = ? AND looked = ?", (_BEFORE, search_id, _NOW))
    rows.execute("DELETE FROM answers WHERE search = ? AND gone", (search_id,))


def _kept(row: sqlite3.Row) -> KeptSearch:
    return KeptSearch(
        id=row["id"],
        search=SavedSearch.model_validate_json(row["search"]),
        created=row["created"],
        last=json.loads(row["last"]),
        started=row["started"],
        job=row["job"],
    )


def _seen(row: sqlite3.Row) -> SeenLayer:
    regions = None if row["regions"] is None else json.loads(row["regions"])
    return SeenLayer(
        layer=row["layer"],
        title=row["title"],
        mark=row["mark"],
        regions=None if regions is None else tuple(SeenRegion(geometry, told) for geometry, told in regions),
        error=row["error"],
        gone=bool(row["gone"]),
    )
