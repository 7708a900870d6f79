"""Fetch the tiles of an online source with our own HTTP client: no redirects, bounded sizes and times."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import httpx

from backend import __version__
from backend.errors import BadOption, Cancelled, LayerNotReadable, SourceNotAllowed
from backend.layers.online import OnlineSource
from backend.layers.tiles import Place, TileFolder

MAX_FETCHED_BYTES = 8 * 1024**2
_TYPES = ("image/png", "image/jpeg", "image/jpg", "image/webp")
_NO_TILE = (204, 404, 410)
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_HEADERS = {
    "User-Agent": f"Terralex/{__version__}",
    "Accept": "image/webp,image/png,image/jpeg",
    "Accept-Encoding": "identity",  # no bombs on the way
}


@dataclass(frozen=True)
class FetchOptions:
    """Limits for requests to a tile server.

    Attributes:
        at_once: requests under way.
        timeout_s: of connecting, and of every wait for bytes.
        tile_timeout_s: of one whole tile.
        tries: requests for one tile.
        pause_s: before the second try; twice as long before every further one.
    """

    at_once: int = 4
    timeout_s: float = 15.0
    tile_timeout_s: float = 60.0
    tries: int = 4
    pause_s: float = 1.0


def fetch_tiles(
    source: OnlineSource,
    hosts: Collection[str],
    tiles: TileFolder,
    options: FetchOptions = FetchOptions(),  # frozen
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Fetch missing tiles; tiles that the source does not have are recorded as absent.

    Args:
        source: where from.
        hosts: the only hosts that are asked.
        tiles: where to; what is there already is not asked for again.
        options: see there.
        progress: told the share of tiles that are there.
        cancelled: checked several times a second.

    Raises:
        SourceNotAllowed: the host is not listed, or answers with a redirect.
        LayerNotReadable: a tile cannot be had; those before are kept.
        Cancelled: ``cancelled`` said so; those fetched are kept.
        DiskFull, OutputNotWritable: the disk.
    """
    source.check_allowed(hosts)
    places = tiles.missing()
    total = tiles.grid.columns * tiles.grid.rows
    stopped = threading.Event()
    limits = httpx.Limits(max_connections=options.at_once, max_keepalive_connections=options.at_once)
    with (
        httpx.Client(
            headers=_HEADERS,
            timeout=options.timeout_s,
            limits=limits,
            follow_redirects=False,
            trust_env=source.scheme == "https",
        ) as client,
        ThreadPoolExecutor(options.at_once, thread_name_prefix="terralex-tiles") as threads,
    ):
        work: set[Future[None]] = set()
        try:
            while places or work:
                while places and len(work) < 2 * options.at_once:
                    work.add(threads.submit(_take, client, source, tiles, places.pop(0), options, stopped))
                done, work = wait(work, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                if progress is not None and done:
                    progress(tiles.count / total)
                if cancelled is not None and cancelled():
                    raise Cancelled("Fetching tiles was stopped; the tiles received so far are kept.")
        finally:
            stopped.set()
            for future in work:
                future.cancel()


def _take(
    client: httpx.Client,
    source: OnlineSource,
    tiles: TileFolder,
    place: Place,
    options: FetchOptions,
    stopped: threading.Event,
) -> None:
    data = _with_patience(client, source, place, options, stopped)
    if data is None:
        tiles.put_absent(*place)
        return
    try:
        tiles.put(*place, data)
    except BadOption as error:
        raise LayerNotReadable(f"{source.host} sent a tile that cannot be used: {error}") from error


def _with_patience(
    client: httpx.Client, source: OnlineSource, place: Place, options: FetchOptions, stopped: threading.Event
) -> bytes | None:
    pause = options.pause_s
    reason = ""
    for attempt in range(options.tries):
        if attempt and stopped.wait(pause * 2 ** (attempt - 1)):
            break
        if stopped.is_set():
            break
        try:
            return _fetch(client, source, place, options, stopped)
        except _TryAgain as error:
            reason = str(error)
        except httpx.TimeoutException:
            reason = "it did not answer in time"
        except httpx.HTTPError as error:
            reason = type(error).__name__
    if stopped.is_set():
        raise Cancelled("Fetching tiles was stopped; the tiles received so far are kept.")
    raise LayerNotReadable(
        f"{source.host} did not deliver the tile {place[0]}, {place[1]} ({reason}): register the layer again to "
        "continue."
    )


class _TryAgain(Exception):
    """The source may answer differently later."""


def _fetch(
    client: httpx.Client, source: OnlineSource, place: Place, options: FetchOptions, stopped: threading.Event
) -> bytes | None:
    """One request.

    Returns:
        The bytes, or None where the source has no tile.

    Raises:
        SourceNotAllowed: a redirect.
        LayerNotReadable: an answer that will be the same next time.
        _TryAgain, httpx.HTTPError: one that may not.
    """
    until = time.monotonic() + options.tile_timeout_s
    with client.stream("GET", source.url(place)) as answer:
        status = answer.status_code
        if status in _NO_TILE:
            return None
        if 300 <= status < 400:
            raise SourceNotAllowed(
                f"{source.host} redirects to another address, which is not followed: give the host that has the tiles."
            )
        if status in _TRY_AGAIN:
            raise _TryAgain(f"it answered {status}")
        if status != 200:
            raise LayerNotReadable(f"{source.host} answered {status} for a tile: check path, zoom and access.")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _TYPES or answer.headers.get("content-encoding", "identity").lower() != "identity":
            raise LayerNotReadable(
                f"{source.host} sent {kind[:40] or 'an unknown type'} for a tile, not PNG, JPEG or WebP: check the "
                "path."
            )
        data = bytearray()
        for piece in answer.iter_raw():
            data += piece
            if len(data) > MAX_FETCHED_BYTES:
                raise LayerNotReadable(
                    f"{source.host} sent a tile of more than {MAX_FETCHED_BYTES // 1024**2} MiB: check the path."
                )
            if time.monotonic() > until or stopped.is_set():
                raise _TryAgain("a tile was not complete in time")
        if not data:
            return None
        return bytes(data)
