"""Requests to other hosts: which ones are allowed, our own client without redirects, retries, bounded answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

import httpx

from backend import __version__

PORTS = {"https": 443, "http": 80}
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)
Result = TypeVar("Result")


@dataclass(frozen=True)
class Patience:
    """Limits of requests: how many at once, timeouts and retries.

    Attributes:
        at_once: concurrent requests.
        timeout_s: for connecting, and for every wait for bytes.
        whole_s: for one whole answer.
        tries: attempts per request.
        pause_s: before the second attempt; doubled before every further one.
    """

    at_once: int = 16
    timeout_s: float = 15.0
    whole_s: float = 120.0
    tries: int = 5
    pause_s: float = 0.25


class TryAgain(Exception):
    """The next attempt may succeed; the text says why this one did not."""


class GaveUp(Exception):
    """All attempts failed; the text is the reason of the last one."""


class TooLarge(Exception):
    """An answer has more bytes than allowed."""


def is_listed(scheme: str, name: str, port: int, hosts: Collection[str]) -> bool:
    """Whether a host is among allowed ones, which are lower-case names, with port if not the scheme's default."""
    return any(split_host(host, scheme) == (name, port) for host in hosts)


def needs_encryption(scheme: str, name: str, port: int, hosts: Collection[str]) -> bool:
    """Whether a listed host may only be asked over https: all but this machine and hosts listed with their port."""
    return scheme == "http" and name not in _LOOPBACK and f"{name}:{port}" not in hosts


def split_host(host: str, scheme: str) -> tuple[str, int]:
    """Name and port of ``name``, ``name:port`` or a bracketed IPv6 address."""
    name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    return (name, int(port)) if colon and port.isdigit() else (host, PORTS[scheme])


def open_client(scheme: str, patience: Patience, accept: str = "*/*") -> httpx.Client:
    """A client that follows no redirects and accepts no compression, which could hide a bomb."""
    return httpx.Client(
        headers={"User-Agent": f"Terralex/{__version__}", "Accept": accept, "Accept-Encoding": "identity"},
        timeout=patience.timeout_s,
        limits=httpx.Limits(max_connections=patience.at_once, max_keepalive_connections=patience.at_once),
        follow_redirects=False,
        trust_env=scheme == "https",
    )


def patiently(work: Callable[[], Result], patience: Patience, stopped: threading.Event) -> Result:
    """The result of ``work``, tried again after errors of the network and :class:`TryAgain`.

    Raises:
        GaveUp: every attempt failed, or ``stopped`` was set.
    """
    reason = "it was stopped"
    for attempt in range(patience.tries):
        if stopped.wait(patience.pause_s * 2 ** (attempt - 1) if attempt else 0):
            break
        try:
            return work()
        except TryAgain as error:
            reason = str(error)
        except httpx.TimeoutException:
            reason = "it did not answer in time"
        except httpx.HTTPError as error:
            reason = type(error).__name__
    raise GaveUp(reason)


def refuse_for_now(status: int) -> None:
    """Raise for a status that may be another one next time.

    Raises:
        TryAgain: it may.
    """
    if status in _TRY_AGAIN:
        raise TryAgain(f"it answered {status}")


def read_bounded(answer: httpx.Response, most: int, patience: Patience, stopped: threading.Event) -> bytes:
    """The bytes of a streamed answer.

    Raises:
        TooLarge: more than ``most``.
        TryAgain: it took longer than ``patience.whole_s``, or ``stopped`` was set.
    """
    until = time.monotonic() + patience.whole_s
    data = bytearray()
    for piece in answer.iter_raw():
        data += piece
        if len(data) > most:
            raise TooLarge
        if time.monotonic() > until or stopped.is_set():
            raise TryAgain("its answer was not complete in time")
    return bytes(data)
