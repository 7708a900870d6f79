"""Byte ranges of remote files: many at once, only from allowed hosts and buckets, with retries.

HTTP uses our own client without redirects; S3 uses Arrow with the usual environment (``AWS_ACCESS_KEY_ID``,
``AWS_REGION``, ``AWS_ENDPOINT_URL``, ``AWS_NO_SIGN_REQUEST``, ...).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from backend import __version__
from backend.errors import LayerNotReadable, SourceNotAllowed
from backend.imagery.object_storage import ObjectStorage
from backend.imagery.remote import Range, RemoteFile

PORTS = {"https": 443, "http": 80}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_MAX_RANGE_BYTES = 256 * 1024**2
_MAX_TEXT_BYTES = 64 * 1024**2
Result = TypeVar("Result")
_HEADERS = {"User-Agent": f"Terralex/{__version__}", "Accept-Encoding": "identity"}


@dataclass(frozen=True)
class Patience:
    """Limits of requests: how many at once, timeouts and retries.

    Attributes:
        at_once: concurrent requests.
        timeout_s: for connecting, and for every wait for bytes.
        tries: attempts per range.
        pause_s: before the second attempt; doubled before every further one.
    """

    at_once: int = 16
    timeout_s: float = 15.0
    tries: int = 5
    pause_s: float = 0.25


class _Again(Exception):
    """The next attempt may succeed; the text says why this one did not."""


class RangeFetcher:
    """Fetches from allowed hosts and buckets; thread-safe. Close it, or use ``with``."""

    def __init__(
        self, hosts: Collection[str] = (), buckets: Collection[str] = (), patience: Patience = Patience()
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
        with_port = f"{name}:{port}"
        listed = with_port in self._hosts or (name in self._hosts and port == PORTS["https"])
        if not (listed or (name in self._hosts and scheme == "http" and port == PORTS["http"])):
            raise SourceNotAllowed(
                f"{with_port if port not in PORTS.values() else name} may not be asked: add the host to online_hosts."
            )
        if scheme == "http" and name not in LOOPBACK and with_port not in self._hosts:
            raise SourceNotAllowed(f"{name} is asked by https only: write https://, or list it with its port.")

    def look(self, url: str) -> RemoteFile:
        """Current size and stamp of a file.

        Raises:
            SourceNotAllowed: its host or bucket is not allowed, or it redirects.
            LayerNotReadable: it cannot be fetched, or its server does not support range requests.
        """
        self.check(url)
        if url.startswith("s3://"):
            return self._patiently(url, lambda: self._storage.look(url))
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
        pause = self._patience.pause_s
        reason = "it was stopped"
        for attempt in range(self._patience.tries):
            if attempt and self._closed.wait(pause * 2 ** (attempt - 1)):
                break
            try:
                return work()
            except _Again as again:
                reason = str(again)
            except httpx.TimeoutException:
                reason = "no answer in time"
            except httpx.HTTPError as error:
                reason = type(error).__name__
            except FileNotFoundError as error:
                raise LayerNotReadable(f"{_shown(url)} does not exist: check the address.") from error
            except OSError as error:  # Arrow raises it for every S3 error
                if "ACCESS_DENIED" in str(error) or "HTTP status 403" in str(error):
                    raise LayerNotReadable(f"{_shown(url)} may not be read: check your credentials.") from error
                reason = "the storage does not answer well"
        raise LayerNotReadable(f"{_shown(url)} could not be fetched ({reason}): try again later.")

    def _client(self, scheme: str) -> httpx.Client:
        with self._lock:
            if scheme not in self._clients:
                limits = httpx.Limits(
                    max_connections=self._patience.at_once, max_keepalive_connections=self._patience.at_once
                )
                self._clients[scheme] = httpx.Client(
                    headers=_HEADERS,
                    timeout=self._patience.timeout_s,
                    limits=limits,
                    follow_redirects=False,
                    trust_env=scheme == "https",
                )
            return self._clients[scheme]

    def _get(self, url: str, headers: dict[str, str], most: int) -> tuple[httpx.Response, bytes]:
        until = time.monotonic() + 8 * self._patience.timeout_s
        with self._client(urlsplit(url).scheme).stream("GET", url, headers=headers) as answer:
            status = answer.status_code
            if 300 <= status < 400:
                raise SourceNotAllowed(
                    f"{_shown(url)} leads to another address, which is not followed: name the one that has the file."
                )
            if status in _TRY_AGAIN:
                raise _Again(f"it answered {status}")
            if status == 412:
                raise LayerNotReadable(f"{_shown(url)} has changed while it was read: start again.")
            if status not in (200, 206):
                advice = "check the address" if status in (404, 410) else "check the address and your access"
                raise LayerNotReadable(f"{_shown(url)} answered {status}: {advice}.")
            if "Range" in headers and status != 206:
                raise LayerNotReadable(f"The server of {_shown(url)} gives no parts of files: download it first.")
            data = bytearray()
            for piece in answer.iter_raw():
                data += piece
                if len(data) > most:
                    raise LayerNotReadable(f"{_shown(url)} sent more than was asked for: download it first.")
                if time.monotonic() > until or self._closed.is_set():
                    raise _Again("not all of it in time")
            return answer, bytes(data)

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
            return self._storage.read(file, start, count)
        headers = {"Range": f"bytes={start}-{start + count - 1}"}
        if file.stamp.startswith('"'):  # a strong ETag
            headers["If-Match"] = file.stamp
        answer, data = self._get(file.url, headers, count)
        stamp = answer.headers.get("etag", "") or answer.headers.get("last-modified", "")
        if stamp != file.stamp or answer.headers.get("content-range", "").rpartition("/")[2] != str(file.size):
            raise LayerNotReadable(f"{_shown(file.url)} has changed while it was read: start again.")
        if len(data) != count:
            raise _Again("an answer was cut short")
        return data


def _name(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()


def _shown(url: str) -> str:
    """The address without its query, which may contain a secret."""
    plain = url.partition("?")[0]
    return plain if len(plain) <= 120 else f"{plain[:117]}..."
