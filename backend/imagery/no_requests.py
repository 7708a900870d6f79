"""GDAL and PROJ make no request, in any of our processes: no file, no geometry and no CRS chooses where we call.

Both can follow an address in what they read, such as a CRS that is a link, the description of a web service, or a grid
that is not here. Only :mod:`backend.layers.tile_fetcher` and :mod:`backend.models.hub` ask others, without them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

_NOWHERE = "http://127.0.0.1:9"
"""The discard port of this machine: nobody listens there, and a connection is refused at once."""
_FORBIDDEN = {
    "PROJ_NETWORK": "OFF",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    "GDAL_HTTP_PROXY": _NOWHERE,
    "GDAL_HTTPS_PROXY": _NOWHERE,
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
}
_EXCEPTIONS_FROM_PROXIES = ("NO_PROXY", "no_proxy")

_lock = threading.Lock()


def forbid_requests(environment: MutableMapping[str, str]) -> None:
    """Tell GDAL and PROJ, which read it when they start, that there is no network."""
    environment.update(_FORBIDDEN)


@contextmanager
def requests_forbidden() -> Iterator[None]:
    """While a file of others is read: the exceptions from proxies that a user has set are none for GDAL either."""
    with _lock:
        kept = {name: os.environ.pop(name) for name in _EXCEPTIONS_FROM_PROXIES if name in os.environ}
        try:
            yield
        finally:
            os.environ.update(kept)
