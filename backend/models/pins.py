"""Pins revisions: what was fetched first is used from then on.

In a repository's folder in the hub's cache, ``terralex.json`` records the commit of each branch or tag when it was
first fetched, and the SHA-256 of every file of a commit. A later download must have the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from backend.errors import ModelUnavailable


@dataclass(frozen=True)
class Pins:
    """The record of one repository; ``folder`` is its folder in the hub's cache."""

    folder: Path

    @property
    def file(self) -> Path:
        """Path of the record."""
        return self.folder / "terralex.json"

    def commit(self, revision: str) -> str | None:
        """Commit of a branch or tag when it was first fetched."""
        value = self._read()["revisions"].get(revision)
        return None if value is None else str(value)

    def digest(self, commit: str, name: str) -> str | None:
        """SHA-256 of a file of a commit."""
        value = self._read()["sha256"].get(commit, {}).get(name)
        return None if value is None else str(value)

    def record(self, revision: str, commit: str, digests: Mapping[str, str]) -> None:
        """Record a download; the branch or tag is now pinned to this commit."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / "terralex.lock"):
            known = self._read()
            known["revisions"][revision] = commit
            known["sha256"].setdefault(commit, {}).update(digests)
            beside = self.file.with_suffix(".part")
            beside.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
            beside.replace(self.file)

    def _read(self) -> dict[str, Any]:
        if not self.file.is_file():
            return {"revisions": {}, "sha256": {}}
        try:
            known = json.loads(self.file.read_text(encoding="utf-8"))
            return {"revisions": dict(known["revisions"]), "sha256": dict(known["sha256"])}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelUnavailable(f"{self.file} is damaged: remove it and fetch the model again.") from error
