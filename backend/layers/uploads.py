"""Uploads in parts: resumable, with checksums, each content stored once."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import threading
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from backend.errors import BadOption, ChecksumMismatch, UploadConflict, UploadNotFound
from backend.layers.quota import Quota
from backend.layers.upload import Upload, part_digest, safe_name
from backend.storage.database import Database, Schema
from backend.storage.files import MAKING, clear_unfinished, commit_folder, disk_errors, remove, sync, to_disk, write_all
from backend.utc import to_text, utc_now

UNFINISHED_KEPT = timedelta(days=1)
_MAX_METADATA_BYTES = 16 * 1024
_HASH_BYTES = 8 * 1024**2
_SCHEMA = Schema(
    1,
    """
CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    length INTEGER NOT NULL,
    offset INTEGER NOT NULL DEFAULT 0,
    metadata TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    sha256 TEXT,
    taken INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS contents (
    sha256 TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    length INTEGER NOT NULL,
    created TEXT NOT NULL
);
""",
    "uploads",
)


class UploadStore:
    """Uploads in one folder; thread-safe, and for being killed at any time."""

    def __init__(
        self, folder: Path, quota_bytes: int, max_upload_bytes: int, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.max_upload_bytes = max_upload_bytes
        self.quota = Quota(quota_bytes)
        self.quota.count(self.used_bytes)
        self._clock = clock
        self._parts, self._contents = folder / "parts", folder / "contents"
        with disk_errors("uploads"):
            for path in (self._parts, self._contents):
                path.mkdir(parents=True, exist_ok=True)
        self._database = Database(folder / "uploads.sqlite", _SCHEMA)
        self._lock = threading.Lock()
        self._busy: set[str] = set()
        self._hashes: dict[str, tuple[int, Any]] = {}
        self._clear()

    def create(self, length: int, name: str, metadata: Mapping[str, Any] | None = None) -> Upload:
        """Create an upload.

        Args:
            length: bytes of the whole file.
            name: of the file; its extension tells the format.
            metadata: kept with it, JSON of at most 16 KiB.

        Raises:
            BadOption: no length, more than is allowed, or not a format that is taken.
            QuotaExceeded: it does not fit.
        """
        if not 0 < length <= self.max_upload_bytes:
            most = self.max_upload_bytes / 1024**3
            raise BadOption(f"The length {length} is not from 1 byte to {most:g} GiB: send a smaller file or split it.")
        safe, notes = safe_name(name), json.dumps(dict(metadata or {}))
        if len(notes) > _MAX_METADATA_BYTES:
            raise BadOption(f"The metadata have {len(notes)} characters but only {_MAX_METADATA_BYTES} are allowed.")
        now, upload_id = to_text(self._clock()), uuid.uuid4().hex
        with self._lock:  # two that fit one by one must not be let in together
            self.quota.check(length)
            with self._database.writing() as rows:
                rows.execute(
                    "INSERT INTO uploads (id, name, length, metadata, created, updated) VALUES (?, ?, ?, ?, ?, ?)",
                    (upload_id, safe, length, notes, now, now),
                )
        return self.get(upload_id)

    def get(self, upload_id: str) -> Upload:
        """The current state of an upload.

        Raises:
            UploadNotFound: there is none.
        """
        with self._database.reading() as rows:
            row = rows.execute("SELECT * FROM uploads WHERE id = ?", (upload_id,)).fetchone()
        if row is None:
            raise UploadNotFound(f"There is no upload {upload_id!r}: it may have expired, create a new one.")
        return _upload(row)

    def offset(self, upload_id: str) -> int:
        """The offset of an upload: the number of stored bytes.

        Raises:
            UploadNotFound: there is no such upload.
        """
        return self.get(upload_id).offset

    def append(self, upload_id: str, offset: int, parts: Iterable[bytes], checksum: str | None = None) -> int:
        """Store the next part while its bytes arrive.

        If the sender disconnects, the received bytes are kept if the part has no checksum, and dropped otherwise.

        Args:
            upload_id: of which upload.
            offset: where the part begins; must be where the upload stands.
            parts: its bytes.
            checksum: ``sha256`` and the digest in base64, as in the tus protocol.

        Returns:
            The new offset.

        Raises:
            UploadNotFound: there is no such upload.
            UploadConflict: the offset is another, more bytes come than were announced, or another part is coming in.
            ChecksumMismatch: the part is not what was sent; it is dropped.
            BadOption: the checksum is not one.
            DiskFull, OutputNotWritable: the disk.
        """
        expected = part_digest(checksum)
        with self._alone(upload_id):
            upload = self.get(upload_id)
            if upload.sha256 is not None or offset != upload.offset:
                raise UploadConflict(
                    f"The upload {upload_id} is at byte {upload.offset} but the part begins at {offset}: request "
                    "its offset and continue there."
                )
            received, offset_after, stored = offset, offset, offset
            whole, part = self._hash_at(upload), hashlib.sha256()
            file = self._parts / upload_id
            try:
                with disk_errors("the upload"), file.open("r+b" if file.exists() else "w+b", buffering=0) as stream:
                    stream.truncate(offset)  # what a killed server had written and not counted
                    stream.seek(offset)
                    try:
                        for data in parts:
                            if received + len(data) > upload.length:
                                raise UploadConflict(
                                    f"More bytes arrived than the {upload.length} announced for the upload "
                                    f"{upload_id}: create a new one."
                                )
                            write_all(stream, data)
                            received += len(data)
                            whole.update(data)
                            part.update(data)
                        if expected is not None and not hmac.compare_digest(part.digest(), expected):
                            raise ChecksumMismatch(
                                f"The part at byte {offset} of the upload {upload_id} was corrupted in transit: "
                                "send it again."
                            )
                        offset_after = received
                    except UploadConflict:
                        raise
                    except Exception:
                        offset_after = received if expected is None else offset
                        raise
                    finally:
                        stream.truncate(offset_after)
                        to_disk(stream)
                        stored = offset_after
            finally:
                if stored != offset:
                    self._set_offset(upload_id, stored)
                self._hashes.pop(upload_id, None)
                if stored == received:
                    self._hashes[upload_id] = (stored, whole)
            return stored

    def finish(self, upload_id: str, sha256: str | None = None) -> Upload:
        """Make the content of a complete upload available; idempotent.

        Args:
            upload_id: of which upload.
            sha256: hex digest of the whole file, if the client knows it.

        Raises:
            UploadNotFound: there is no such upload.
            UploadConflict: parts are missing, or one is coming in.
            ChecksumMismatch: the content is another; the upload is emptied and can be sent again.
        """
        with self._alone(upload_id):
            upload = self.get(upload_id)
            if upload.offset != upload.length:
                raise UploadConflict(
                    f"The upload {upload_id} has {upload.offset} of {upload.length} bytes: send the rest first."
                )
            digest = upload.sha256 or self._hash_at(upload).hexdigest()
            if sha256 is not None and sha256.lower() != digest:
                if upload.sha256 is None:
                    self._set_offset(upload_id, 0)
                raise ChecksumMismatch(f"The upload {upload_id} was corrupted in transit: send it again from byte 0.")
            now = to_text(self._clock())
            with self._database.writing() as rows:  # first the intent, then the file: both can be repeated
                rows.execute("UPDATE uploads SET sha256 = ?, updated = ? WHERE id = ?", (digest, now, upload_id))
                rows.execute(
                    "INSERT OR IGNORE INTO contents (sha256, name, length, created) VALUES (?, ?, ?, ?)",
                    (digest, upload.name, upload.length, now),
                )
                # The name that it was stored by first: two clients may send the same content at once.
                name = str(rows.execute("SELECT name FROM contents WHERE sha256 = ?", (digest,)).fetchone()["name"])
            self._move(upload_id, digest, name)
            self._hashes.pop(upload_id, None)
        return self.get(upload_id)

    def file(self, sha256: str) -> Path:
        """The file of a content.

        Raises:
            UploadNotFound: there is none.
        """
        with self._database.reading() as rows:
            row = rows.execute("SELECT name FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            raise UploadNotFound("The content of this upload no longer exists: upload it again.")
        return self._contents / sha256 / str(row["name"])

    def remove(self, upload_id: str) -> None:
        """Remove an upload; the content of a finished one is kept while a layer uses it.

        Raises:
            UploadNotFound: there is none.
            UploadConflict: a part is coming in.
        """
        with self._alone(upload_id):
            self.get(upload_id)
            with self._database.writing() as rows:
                rows.execute("DELETE FROM uploads WHERE id = ?", (upload_id,))
            remove(self._parts / upload_id)
            self._hashes.pop(upload_id, None)

    def take(self, upload_id: str) -> None:
        """Record that a layer has been created from an upload: it is removed with that layer."""
        with self._database.writing() as rows:
            rows.execute("UPDATE uploads SET taken = 1 WHERE id = ?", (upload_id,))

    def drop_content(self, sha256: str) -> None:
        """A layer with a content was removed: remove its uploads, and the content if it is no longer used."""
        with self._database.writing() as rows:
            rows.execute("DELETE FROM uploads WHERE sha256 = ? AND taken", (sha256,))
        self._remove_unheld(sha256)

    def _remove_unheld(self, sha256: str) -> None:
        """Remove a content that no upload holds; one that was finished this moment does."""
        with self._lock, self._database.writing() as rows:
            query = (
                "DELETE FROM contents WHERE sha256 = ? AND sha256 NOT IN (SELECT sha256 FROM uploads WHERE sha256 = ?)"
            )
            if rows.execute(query, (sha256, sha256)).rowcount:
                remove(self._contents / sha256)

    def expire(
        self,
        now: datetime,
        used: Collection[str] = (),
        kept: timedelta = UNFINISHED_KEPT,
        finished_kept: timedelta = UNFINISHED_KEPT,
    ) -> list[str]:
        """Remove uploads that stood still, and contents that neither an upload nor a layer holds any more.

        Args:
            now: the time.
            used: contents that layers use.
            kept: how long an upload that is not finished may stand still.
            finished_kept: how long a finished one waits for a layer.

        Returns:
            Ids of the uploads removed.
        """
        before, finished_before = to_text(now - kept), to_text(now - finished_kept)
        with self._database.writing() as rows:
            query = "SELECT id FROM uploads WHERE updated < iif(sha256 IS NULL, ?, ?)"
            old = rows.execute(query, (before, finished_before)).fetchall()
        gone = []
        for row in old:
            try:
                self.remove(row["id"])
            except (UploadConflict, UploadNotFound):
                continue
            gone.append(str(row["id"]))
        with self._database.writing() as rows:
            idle = rows.execute(
                "SELECT sha256 FROM contents WHERE created < ? "
                "AND sha256 NOT IN (SELECT sha256 FROM uploads WHERE sha256 IS NOT NULL)",
                (before,),
            ).fetchall()
        for row in idle:
            if row["sha256"] not in used:
                self._remove_unheld(row["sha256"])
        return gone

    def used_bytes(self) -> int:
        """Of all contents, each once, and of uploads under way, as announced."""
        with self._database.reading() as rows:
            (stored,) = rows.execute("SELECT COALESCE(SUM(length), 0) FROM contents").fetchone()
            (coming,) = rows.execute("SELECT COALESCE(SUM(length), 0) FROM uploads WHERE sha256 IS NULL").fetchone()
        return int(stored) + int(coming)

    @contextmanager
    def _alone(self, upload_id: str) -> Iterator[None]:
        with self._lock:
            if upload_id in self._busy:
                raise UploadConflict(
                    f"Another request is writing to the upload {upload_id}: wait for it, then request the offset."
                )
            self._busy.add(upload_id)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(upload_id)

    def _hash_at(self, upload: Upload) -> Any:
        """SHA-256 of what has arrived: carried on from the part before, or computed anew after a restart."""
        known, running = self._hashes.get(upload.id, (-1, None))
        if known == upload.offset and running is not None:
            return running.copy()
        digest, left = hashlib.sha256(), upload.offset
        if left:
            with disk_errors("the upload"), (self._parts / upload.id).open("rb") as stream:
                while left and (data := stream.read(min(left, _HASH_BYTES))):
                    digest.update(data)
                    left -= len(data)
        return digest

    def _set_offset(self, upload_id: str, offset: int) -> None:
        with self._database.writing() as rows:
            now = to_text(self._clock())
            rows.execute("UPDATE uploads SET offset = ?, updated = ? WHERE id = ?", (offset, now, upload_id))

    def _move(self, upload_id: str, sha256: str, name: str) -> None:
        part, final = self._parts / upload_id, self._contents / sha256
        with disk_errors("the upload"):
            if part.exists() and not final.is_dir():
                making = self._contents / f"{MAKING}{upload_id}"
                making.mkdir(exist_ok=True)
                part.replace(making / name)
                sync(self._parts)
                commit_folder(making, final, shared=True)
            remove(part)

    def _clear(self) -> None:
        """After a restart: finish what was decided, remove what belongs to nothing."""
        with self._database.reading() as rows:
            uploads = rows.execute("SELECT id, sha256 FROM uploads").fetchall()
            contents = {row["sha256"]: row["name"] for row in rows.execute("SELECT sha256, name FROM contents")}
        for row in uploads:
            if row["sha256"] in contents:
                half = self._contents / f"{MAKING}{row['id']}"
                if any(half.glob("*")) and not (self._contents / row["sha256"]).is_dir():
                    commit_folder(half, self._contents / row["sha256"], shared=True)
                self._move(row["id"], row["sha256"], contents[row["sha256"]])
        clear_unfinished(self._contents)
        known = {row["id"] for row in uploads}
        for path in (*self._parts.iterdir(), *self._contents.iterdir()):
            if path.name not in known and path.name not in contents:
                remove(path)


def _upload(row: sqlite3.Row) -> Upload:
    return Upload(
        id=row["id"],
        name=row["name"],
        length=row["length"],
        offset=row["offset"],
        metadata=json.loads(row["metadata"]),
        created=row["created"],
        updated=row["updated"],
        sha256=row["sha256"],
    )
