"""Byte ranges of remote files: many at once, only from allowed hosts and buckets, with retries.

HTTP uses our own client without redirects; S3 uses Arrow with the usual environment (``AWS_ACCESS_KEY_ID``,
``AWS_REGION``, ``AWS_ENDPOINT_URL``, ``AWS_NO_SIGN_REQUEST``, ...).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from backend.errors import LayerNotReadable, SourceNotAllowed
from backend.imagery.object_storage import ObjectStorage
from backend.imagery.outgoing import (
    PORTS,
    GaveUp,
    Patience,
    TooLarge,
    TryAgain,
    is_listed,
    needs_encryption,
    open_client,
    patiently,
    read_bounded,
    refuse_for_now,
)
from backend.imagery.remote import Range, RemoteFile

_MAX_RANGE_BYTES = 256 * 1024**2
_MAX_TEXT_BYTES = 64 * 1024**2
_PATIENCE = Patience()
Result = TypeVar("Result")


class RangeFetcher:
    """Fetches from allowed hosts and buckets; thread-safe. Close it, or use ``with``."""

    def __init__(
        self, hosts: Collection[str] = (), buckets: Collection[str] = (), patience: Patience = _PATIENCE
    ) -> None:
        """Args:
        hosts: allowed hosts, with port if it is not the scheme's default; a host with its port may be used without
            encryption.
        buckets: allowed S3 buckets.
        patience: limits of requests.
        """
        self._hosts = {host.lower() for host in hosts}
        self._buckets = set(buckets)
        self._patience = patience
        self._threads = ThreadPoolExecutor(patience.at_once, thread_name_prefix="terralex-ranges")
        self._lock = threading.Lock()
        self._clients: dict[str, httpx.Client] = {}
        self._storage = ObjectStorage(patience.timeout_s)
        self._closed = threading.Event()

    def __enter__(self) -> RangeFetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop; requests in progress are abandoned."""
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            client.close()

    @property
    def listed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The hosts and the buckets that may be asked."""
        return tuple(sorted(self._hosts)), tuple(sorted(self._buckets))

    def allow(self, url: str) -> None:
        """Allow the host or bucket of an address that the user has typed."""
        parts = urlsplit(url)
        if parts.scheme == "s3":
            self._buckets.add(parts.netloc)
        elif parts.scheme in PORTS and parts.hostname:
            port = parts.port or PORTS[parts.scheme]
            self._hosts.add(parts.netloc.lower() if port == PORTS["https"] else f"{_name(parts.hostname)}:{port}")

    def check(self, url: str) -> None:
        """Refuse an address whose host or bucket is not allowed.

        Raises:
            SourceNotAllowed: it is not allowed, would be requested without encryption, or is not an address.
        """
        try:
            parts = urlsplit(url)
            scheme, host, port = parts.scheme, parts.hostname or "", parts.port
        except ValueError:
            scheme, host, port = "", "", None
        if scheme == "s3":
            if parts.netloc not in self._buckets:
                raise SourceNotAllowed(f"The bucket {parts.netloc[:80]} may not be read: add it to s3_buckets.")
            return
        if scheme not in PORTS or not host or parts.username is not None:
            raise SourceNotAllowed(f"{url[:80]!r} is no address of a file: give https://host/path or s3://bucket/key.")
        name, port = _name(host), port or PORTS[scheme]
        if not is_listed(scheme, name, port, self._hosts):
            shown = name if port in PORTS.values() else f"{name}:{port}"
            raise SourceNotAllowed(f"{shown} may not be asked: add the host to online_hosts.")
        if needs_encryption(scheme, name, port, self._hosts):
            raise SourceNotAllowed(f"{name} is asked by https only: write https://, or list it with its port.")

    def look(self, url: str) -> RemoteFile:
        """Current size and stamp of a file.

        Raises:
            SourceNotAllowed: its host or bucket is not allowed, or it redirects.
            LayerNotReadable: it cannot be fetched, or its server does not support range requests.
        """
        self.check(url)
        if url.startswith("s3://"):
            return self._patiently(url, lambda: _stored(url, lambda: self._storage.look(url)))
        return self._patiently(url, lambda: self._look_http(url))

    def fetch(self, file: RemoteFile, ranges: Sequence[Range]) -> list[bytes]:
        """The bytes of each range, in order; they are requested concurrently.

        Raises:
            SourceNotAllowed: see :meth:`look`.
            LayerNotReadable: they cannot be fetched, or the file has changed since :meth:`look`.
        """
        self.check(file.url)
        return list(self._threads.map(lambda part: self._patiently(file.url, lambda: self._range(file, part)), ranges))

    def text(self, url: str) -> str:
        """Fetch a small text document, such as a STAC item.

        Raises:
            SourceNotAllowed, LayerNotReadable: see :meth:`look`; also if it is larger than 64 MiB.
        """
        self.check(url)
        if url.startswith("s3://"):
            file = self.look(url)
            if file.size > _MAX_TEXT_BYTES:
                raise LayerNotReadable(f"{_shown(url)} is larger than a description may be.")
            return self._decoded(url, self.fetch(file, [(0, file.size)])[0])
        return self._decoded(url, self._patiently(url, lambda: self._whole_http(url)))

    @staticmethod
    def _decoded(url: str, data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise LayerNotReadable(f"{_shown(url)} is no text: give the address of a raster or a STAC item.") from error

    def _patiently(self, url: str, work: Callable[[], Result]) -> Result:
        try:
            return patiently(work, self._patience, self._closed)
        except GaveUp as error:
            raise LayerNotReadable(f"{_shown(url)} could not be fetched ({error}): try again later.") from error

    def _client(self, scheme: str) -> httpx.Client:
        with self._lock:
            if scheme not in self._clients:
                self._clients[scheme] = open_client(scheme, self._patience)
            return self._clients[scheme]

    def _get(self, url: str, headers: dict[str, str], most: int) -> tuple[httpx.Response, bytes]:
        with self._client(urlsplit(url).scheme).stream("GET", url, headers=headers) as answer:
            status = answer.status_code
            if 300 <= status < 400:
                raise SourceNotAllowed(
                    f"{_shown(url)} leads to another address, which is not followed: name the one that has the file."
                )
            refuse_for_now(status)
            if status == 412:
                raise LayerNotReadable(f"{_shown(url)} has changed while it was read: start again.")
            if status not in (200, 206):
                advice = "check the address" if status in (404, 410) else "check the address and your access"
                raise LayerNotReadable(f"{_shown(url)} answered {status}: {advice}.")
            if "Range" in headers and status != 206:
                raise LayerNotReadable(f"The server of {_shown(url)} gives no parts of files: download it first.")
            try:
                return answer, read_bounded(answer, most, self._patience, self._closed)
            except TooLarge as error:
                raise LayerNotReadable(f"{_shown(url)} sent more than was asked for: download it first.") from error

    def _look_http(self, url: str) -> RemoteFile:
        answer, _ = self._get(url, {"Range": "bytes=0-0"}, 1)
        total = answer.headers.get("content-range", "").rpartition("/")[2]
        if not total.isdigit() or not int(total):
            raise LayerNotReadable(f"The server of {_shown(url)} does not say how large it is: download it first.")
        etag = answer.headers.get("etag", "")
        return RemoteFile(url, int(total), etag or answer.headers.get("last-modified", ""))

    def _whole_http(self, url: str) -> bytes:
        return self._get(url, {}, _MAX_TEXT_BYTES)[1]

    def _range(self, file: RemoteFile, part: Range) -> bytes:
        start, count = part
        count = min(count, file.size - start)
        if start < 0 or count <= 0 or count > _MAX_RANGE_BYTES:
            raise LayerNotReadable(f"{_shown(file.url)} is damaged: it points beyond its own end.")
        if file.url.startswith("s3://"):
            return _stored(file.url, lambda: self._storage.read(file, start, count))
        headers = {"Range": f"bytes={start}-{start + count - 1}"}
        if file.stamp.startswith('"'):  # a strong ETag
            headers["If-Match"] = file.stamp
        answer, data = self._get(file.url, headers, count)
        stamp = answer.headers.get("etag", "") or answer.headers.get("last-modified", "")
        if stamp != file.stamp or answer.headers.get("content-range", "").rpartition("/")[2] != str(file.size):
            raise LayerNotReadable(f"{_shown(file.url)} has changed while it was read: start again.")
        if len(data) != count:
            raise TryAgain("an answer was cut short")
        return data


def _stored(url: str, read: Callable[[], Result]) -> Result:
    """Read from object storage, whose errors are all OSErrors."""
    try:
        return read()
    except FileNotFoundError as error:
        raise LayerNotReadable(f"{_shown(url)} does not exist: check the address.") from error
    except OSError as error:
        if "ACCESS_DENIED" in str(error) or "HTTP status 403" in str(error):
            raise LayerNotReadable(f"{_shown(url)} may not be read: check your credentials.") from error
        raise TryAgain("the storage does not answer well") from error


def _name(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()


def _shown(url: str) -> str:
    """The address without its query, which may contain a secret."""
    plain = url.partition("?")[0]
    return plain if len(plain) <= 120 else f"{plain[:117]}..."
