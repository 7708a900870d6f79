"""The table of registered layers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from backend.errors import LayerNotFound
from backend.layers.named_layer import Kind, NamedLayer, State
from backend.storage.database import Database, Schema

_SCHEMA = Schema(
    1,
    """
CREATE TABLE IF NOT EXISTS layers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    file TEXT,
    content TEXT,
    bytes INTEGER NOT NULL,
    spec TEXT NOT NULL,
    info TEXT NOT NULL,
    error TEXT,
    created TEXT NOT NULL,
    last_used TEXT NOT NULL
)
""",
    "layers",
)


@dataclass(frozen=True)
class LayerRow:
    """A layer as it is stored.

    Attributes:
        id, kind, title, state, created, last_used, info, error: see :class:`NamedLayer`.
        file: the raster, once there is one.
        content: hash of data that are stored once for several layers.
        bytes: its size on disk, without uploads.
        spec: the definition of tiles and online sources.
    """

    id: str
    kind: Kind
    title: str
    state: State
    created: str
    last_used: str
    file: Path | None = None
    content: str | None = None
    bytes: int = 0
    spec: Mapping[str, Any] = field(default_factory=dict)
    info: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None

    def named(self, share: float = 1.0) -> NamedLayer:
        """The layer as clients see it."""
        return NamedLayer(
            id=self.id,
            title=self.title,
            kind=self.kind,
            state=self.state,
            created=self.created,
            last_used=self.last_used,
            info=self.info,
            share=share,
            error=self.error,
        )


class LayerTable:
    """Rows of layers; every change is on the disk when the call returns."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, _SCHEMA)

    def get(self, layer_id: str) -> LayerRow:
        """A layer.

        Raises:
            LayerNotFound: there is none.
        """
        row = self.find(layer_id)
        if row is None:
            raise LayerNotFound(f"There is no layer {layer_id[:80]!r}: see /layers, or register it.")
        return row

    def find(self, layer_id: str) -> LayerRow | None:
        """A layer, or None."""
        with self._database.reading() as rows:
            row = rows.execute("SELECT * FROM layers WHERE id = ?", (layer_id,)).fetchone()
        return None if row is None else _layer(row)

    def all(self) -> list[LayerRow]:
        """Layers, the oldest first."""
        with self._database.reading() as rows:
            return [_layer(row) for row in rows.execute("SELECT * FROM layers ORDER BY number")]

    def put(self, layer: LayerRow) -> LayerRow:
        """Add a layer or replace its data; its position in the list and its creation time are kept."""
        values = {
            "id": layer.id,
            "kind": layer.kind,
            "title": layer.title,
            "state": layer.state,
            "file": None if layer.file is None else str(layer.file),
            "content": layer.content,
            "bytes": layer.bytes,
            "spec": json.dumps(dict(layer.spec)),
            "info": json.dumps(dict(layer.info)),
            "error": layer.error,
            "created": layer.created,
            "last_used": layer.last_used,
        }
        changed = ", ".join(f"{name} = excluded.{name}" for name in values if name not in ("id", "created"))
        with self._database.writing() as rows:
            rows.execute(
                f"INSERT INTO layers ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) "
                f"ON CONFLICT (id) DO UPDATE SET {changed}",
                tuple(values.values()),
            )
        return self.get(layer.id)

    def change(self, layer_id: str, **values: Any) -> LayerRow:
        """Set some fields of a layer.

        Raises:
            LayerNotFound: there is none.
        """
        return self.put(replace(self.get(layer_id), **values))

    def touch(self, layer_id: str, now: str) -> None:
        """Record that a layer is used."""
        with self._database.writing() as rows:
            rows.execute("UPDATE layers SET last_used = ? WHERE id = ?", (now, layer_id))

    def remove(self, layer_id: str) -> None:
        """Forget a layer."""
        with self._database.writing() as rows:
            rows.execute("DELETE FROM layers WHERE id = ?", (layer_id,))

    def contents(self, *kinds: Kind) -> set[str]:
        """Contents that layers of these kinds use."""
        return {row.content for row in self.all() if row.content is not None and row.kind in kinds}

    def used_bytes(self) -> int:
        """Bytes stored for layers, with shared content counted once."""
        with self._database.reading() as rows:
            (total,) = rows.execute(
                "SELECT COALESCE(SUM(bytes), 0) FROM (SELECT MAX(bytes) AS bytes FROM layers "
                "WHERE content IS NOT NULL GROUP BY content)"
            ).fetchone()
        return int(total)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _layer(row: sqlite3.Row) -> LayerRow:
    return LayerRow(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        state=row["state"],
        file=None if row["file"] is None else Path(row["file"]),
        content=row["content"],
        bytes=row["bytes"],
        spec=json.loads(row["spec"]),
        info=json.loads(row["info"]),
        error=row["error"],
        created=row["created"],
        last_used=row["last_used"],
    )
