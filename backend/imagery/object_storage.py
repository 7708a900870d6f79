"""S3-compatible object storage through Arrow, configured by the usual S3 environment variables."""

from __future__ import annotations

import os
import threading
from typing import Any

from cachetools import LRUCache

from backend.errors import LayerNotReadable
from backend.imagery.remote import RemoteFile

_OPEN = 256
_TRUE = frozenset({"1", "yes", "true", "on"})


class ObjectStorage:
    """Reads parts of objects; thread-safe. The connection is made when first needed."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._system: Any = None
        self._open: LRUCache[str, tuple[RemoteFile, Any]] = LRUCache(_OPEN)

    def look(self, url: str) -> RemoteFile:
        """Current size and stamp of an object.

        Raises:
            OSError: it cannot be read; FileNotFoundError if it does not exist.
        """
        handle = self._files().open_input_file(url.removeprefix("s3://"))
        said = {_text(name).lower(): _text(value) for name, value in (handle.metadata() or {}).items()}
        file = RemoteFile(url, int(handle.size()), said.get("etag") or said.get("last-modified", ""))
        with self._lock:
            self._open[url] = file, handle
        return file

    def read(self, file: RemoteFile, start: int, count: int) -> bytes:
        """Read a part of an object.

        Raises:
            LayerNotReadable: the object has changed.
            OSError: it cannot be read.
        """
        with self._lock:
            known = self._open.get(file.url)
        if known is None or known[0] != file:
            if self.look(file.url) != file:
                raise LayerNotReadable(f"{file.url} has changed while it was read: start again.")
            with self._lock:
                known = self._open[file.url]
        return bytes(known[1].read_at(count, start))

    def _files(self) -> Any:
        with self._lock:
            if self._system is None:
                from pyarrow import fs

                self._system = fs.S3FileSystem(
                    **endpoint_options(),
                    connect_timeout=self._timeout_s,
                    request_timeout=self._timeout_s,
                    retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=1),  # we retry ourselves
                )
            return self._system


def endpoint_options() -> dict[str, Any]:
    """Region, endpoint and signing, from the environment; the library finds the keys itself."""
    environment = os.environ
    endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or ""
    options: dict[str, Any] = {}
    if endpoint:
        scheme, _, host = endpoint.rpartition("://")
        options |= {"endpoint_override": host.rstrip("/"), "scheme": scheme or "https"}
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    if region or endpoint:
        options["region"] = region or "us-east-1"
    if environment.get("AWS_NO_SIGN_REQUEST", "").lower() in _TRUE:
        options["anonymous"] = True
    return options


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
