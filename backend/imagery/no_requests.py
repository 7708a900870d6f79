"""GDAL and PROJ make no network requests in any of our processes, whatever a file, geometry or CRS refers to.

Both can follow a link in what they read: a CRS given as a URL, the description of a web service, a missing grid. Other
hosts are contacted only by our own HTTP client (:mod:`backend.imagery.range_fetcher`,
:mod:`backend.layers.tile_fetcher`) and by :mod:`backend.models.hub`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

_NOWHERE = "http://127.0.0.1:9"
"""The discard port of this machine: nothing listens there, and connections are refused at once."""
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
    """Configure GDAL and PROJ, which read the environment when they start, to use no network."""
    environment.update(_FORBIDDEN)


@contextmanager
def requests_forbidden() -> Iterator[None]:
    """Around reading an untrusted file: the user's proxy exceptions (``NO_PROXY``) do not apply to GDAL either."""
    with _lock:
        kept = {name: os.environ.pop(name) for name in _EXCEPTIONS_FROM_PROXIES if name in os.environ}
        try:
            yield
        finally:
            os.environ.update(kept)
