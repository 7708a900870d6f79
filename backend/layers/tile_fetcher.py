"""Fetch the tiles of an online source with our own HTTP client: no redirects, bounded sizes and times."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import httpx

from backend.errors import BadOption, Cancelled, LayerNotReadable, SourceNotAllowed
from backend.imagery.outgoing import GaveUp, Patience, TooLarge, open_client, patiently, read_bounded, refuse_for_now
from backend.layers.online import OnlineSource
from backend.layers.tiles import Place, TileFolder

MAX_FETCHED_BYTES = 8 * 1024**2
TILE_PATIENCE = Patience(at_once=4, whole_s=60.0, tries=4, pause_s=1.0)
_TYPES = ("image/png", "image/jpeg", "image/jpg", "image/webp")
_NO_TILE = (204, 404, 410)
_STOPPED = "Fetching tiles was stopped; the tiles received so far are kept."


def fetch_tiles(
    source: OnlineSource,
    hosts: Collection[str],
    tiles: TileFolder,
    patience: Patience = TILE_PATIENCE,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Fetch missing tiles; tiles that the source does not have are recorded as absent.

    Args:
        source: where from.
        hosts: the only hosts that are asked.
        tiles: where to; what is there already is not asked for again.
        patience: limits of requests.
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
    with (
        open_client(source.scheme, patience, "image/webp,image/png,image/jpeg") as client,
        ThreadPoolExecutor(patience.at_once, thread_name_prefix="terralex-tiles") as threads,
    ):
        work: set[Future[None]] = set()
        try:
            while places or work:
                while places and len(work) < 2 * patience.at_once:
                    work.add(threads.submit(_take, client, source, tiles, places.pop(0), patience, stopped))
                done, work = wait(work, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                if progress is not None and done:
                    progress(tiles.count / total)
                if cancelled is not None and cancelled():
                    raise Cancelled(_STOPPED)
        finally:
            stopped.set()
            for future in work:
                future.cancel()


def _take(
    client: httpx.Client,
    source: OnlineSource,
    tiles: TileFolder,
    place: Place,
    patience: Patience,
    stopped: threading.Event,
) -> None:
    try:
        data = patiently(lambda: _fetch(client, source, place, patience, stopped), patience, stopped)
    except GaveUp as error:
        if stopped.is_set():
            raise Cancelled(_STOPPED) from error
        raise LayerNotReadable(
            f"{source.host} did not deliver the tile {place[0]}, {place[1]} ({error}): register the layer again to "
            "continue."
        ) from error
    if data is None:
        tiles.put_absent(*place)
        return
    try:
        tiles.put(*place, data)
    except BadOption as error:
        raise LayerNotReadable(f"{source.host} sent a tile that cannot be used: {error}") from error


def _fetch(
    client: httpx.Client, source: OnlineSource, place: Place, patience: Patience, stopped: threading.Event
) -> bytes | None:
    """One request.

    Returns:
        The bytes, or None if the source has no tile.

    Raises:
        SourceNotAllowed: a redirect.
        LayerNotReadable: an answer that will be the same next time.
        TryAgain, httpx.HTTPError: one that may not.
    """
    with client.stream("GET", source.url(place)) as answer:
        status = answer.status_code
        if status in _NO_TILE:
            return None
        if 300 <= status < 400:
            raise SourceNotAllowed(
                f"{source.host} redirects to another address, which is not followed: give the host that has the tiles."
            )
        refuse_for_now(status)
        if status != 200:
            raise LayerNotReadable(f"{source.host} answered {status} for a tile: check path, zoom and access.")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _TYPES or answer.headers.get("content-encoding", "identity").lower() != "identity":
            raise LayerNotReadable(
                f"{source.host} sent {kind[:40] or 'an unknown type'} for a tile, not PNG, JPEG or WebP: check the "
                "path."
            )
        try:
            return read_bounded(answer, MAX_FETCHED_BYTES, patience, stopped) or None
        except TooLarge as error:
            raise LayerNotReadable(
                f"{source.host} sent a tile of more than {MAX_FETCHED_BYTES // 1024**2} MiB: check the path."
            ) from error
