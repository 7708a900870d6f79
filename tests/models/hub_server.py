"""A model hub on this machine: the part of the hub's protocol that its real client uses, and ways to go wrong.

Repositories are folders. A file of more than a megabyte is "large": its ETag is its SHA-256 and its bytes come from
another address by a redirect, as at the real hub; the ETag of a small one is git's SHA-1.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LARGE = 1_000_000


@dataclass
class Hub:
    """What is served, what was asked for, and what goes wrong next."""

    url: str
    cdn: str
    """Another name of the same machine: the client follows a redirect by itself only within one host."""
    repositories: dict[str, dict[str, Path]] = field(default_factory=dict)
    """Repository -> commit -> folder; the last commit is ``main``."""
    tags: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """``METHOD path [range]`` of every request."""
    drop_after: dict[str, list[int]] = field(default_factory=dict)
    """File name -> after how many bytes each of the next downloads of it breaks off."""
    stalls_after: dict[str, int] = field(default_factory=dict)
    """File name -> after how many bytes nothing more comes."""
    short_by: dict[str, int] = field(default_factory=dict)
    """File name -> how many bytes less than announced are sent."""
    flipped: set[str] = field(default_factory=set)
    """File names of which one byte arrives wrong."""

    def add(self, repository: str, folder: Path, commit: str | None = None) -> str:
        """Serve a folder as the newest commit of a repository."""
        commit = commit or hashlib.sha1(f"{repository}{folder}".encode()).hexdigest()
        self.repositories.setdefault(repository, {})[commit] = folder
        return commit


@lru_cache(maxsize=64)
def etag(path: Path, _mtime_ns: int) -> str:
    if path.stat().st_size > LARGE:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        self.hub.asked.append(" ".join(filter(None, (self.command, self.path, self.headers.get("Range")))))
        if found := re.fullmatch(r"/api/models/(.+?)/tree/([^/]+)/(.+)", self.path.split("?")[0]):
            self._fail(404, "EntryNotFound")  # asked for folders of chat templates, which none of ours has
        elif found := re.fullmatch(r"/api/models/(.+?)(?:/revision/([^/]+))?", self.path.split("?")[0]):
            self._describe(found[1], found[2] or "main")
        elif found := re.fullmatch(r"/(.+?)/resolve/([^/]+)/(.+)", self.path):
            self._resolve(found[1], found[2], found[3], body)
        elif found := re.fullmatch(r"/cdn/(.+?)/at/([^/]+)/(.+)", self.path):
            self._send(self.hub.repositories[found[1]][found[2]] / found[3], {}, body)
        else:
            self._fail(404, "EntryNotFound")

    def _commit(self, repository: str, revision: str) -> str | None:
        commits = self.hub.repositories[repository]
        revision = self.hub.tags.get(revision, revision)
        return list(commits)[-1] if revision == "main" else revision if revision in commits else None

    def _describe(self, repository: str, revision: str) -> None:
        if repository not in self.hub.repositories:
            return self._fail(401, "RepoNotFound")
        commit = self._commit(repository, revision)
        if commit is None:
            return self._fail(404, "RevisionNotFound")
        folder = self.hub.repositories[repository][commit]
        files = [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()]
        content = json.dumps(
            {"id": repository, "sha": commit, "tags": [], "siblings": [{"rfilename": name} for name in files]}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def _resolve(self, repository: str, revision: str, name: str, body: bool) -> None:
        if repository not in self.hub.repositories:
            return self._fail(401, "RepoNotFound")
        commit = self._commit(repository, revision)
        if commit is None:
            return self._fail(404, "RevisionNotFound")
        path = self.hub.repositories[repository][commit] / name
        if not path.is_file():
            return self._fail(404, "EntryNotFound", {"X-Repo-Commit": commit})
        tag = etag(path, path.stat().st_mtime_ns)
        if len(tag) == 40:
            return self._send(path, {"X-Repo-Commit": commit, "ETag": f'"{tag}"'}, body)
        self.send_response(302)
        self.send_header("X-Repo-Commit", commit)
        self.send_header("X-Linked-Etag", f'"{tag}"')
        self.send_header("X-Linked-Size", str(path.stat().st_size))
        self.send_header("Location", f"{self.hub.cdn}/cdn/{repository}/at/{commit}/{name}")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def _send(self, path: Path, headers: dict[str, str], body: bool) -> None:
        size, start = path.stat().st_size, 0
        if found := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")):
            start = int(found[1])
        self.send_response(206 if start else 200)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Accept-Ranges", "bytes")
        if start:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        stop = size - self.hub.short_by.get(path.name, 0)
        self.send_header("Content-Length", str(stop - start))
        self.end_headers()
        if not body:
            return
        drops = self.hub.drop_after.get(path.name, [])
        breaks_at = start + drops.pop(0) if drops else stop
        breaks_at = min(breaks_at, self.hub.stalls_after.get(path.name, stop))
        with path.open("rb") as stream:
            stream.seek(start)
            at = start
            while at < min(stop, breaks_at):
                piece = bytearray(stream.read(min(1 << 20, min(stop, breaks_at) - at)))
                if path.name in self.hub.flipped and at == start:
                    piece[len(piece) // 2] ^= 1
                self.wfile.write(piece)
                at += len(piece)
        if path.name in self.hub.stalls_after:
            threading.Event().wait(60)
        if breaks_at < stop:
            self.close_connection = True

    def _fail(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("X-Error-Code", code)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", "0")
        self.end_headers()


@contextmanager
def serve() -> Iterator[Hub]:
    """A hub with nothing in it, on a free port of this machine."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        port = server.server_address[1]
        handler.hub = Hub(f"http://127.0.0.1:{port}", f"http://localhost:{port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield handler.hub
        finally:
            server.shutdown()
