"""Requests over HTTP, and problem documents (RFC 9457) turned back into errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from backend import __version__, errors
from backend.errors import ServiceRefused, ServiceUnreachable, TerralexError

CONNECT_S, READ_S = 10.0, 120.0
"""A search of a large index may take a while before its first byte, in seconds."""

_LOOPBACK = ("localhost", "127.", "::1")
_OWN = "urn:terralex:problem:"
_OGC = {
    "no-such-process": errors.ProcessNotFound,
    "no-such-job": errors.JobNotFound,
    "result-not-ready": errors.ResultNotReady,
}


class Transport:
    """One service over HTTP; thread-safe."""

    def __init__(self, url: str, token: str | None, transport: httpx.BaseTransport | None = None) -> None:
        """Args:
        url: of the service, with the path prefix of a proxy.
        token: of the service.
        transport: of httpx; None for the default.

        Raises:
            ServiceUnreachable: the address is not valid.
            BadOption: the token cannot be sent.
        """
        headers = {"User-Agent": f"terralex/{__version__}"}
        if token:
            if not token.isascii() or not token.isprintable():
                raise errors.BadOption("The token contains invalid characters: copy it again.")
            headers["Authorization"] = f"Bearer {token}"
        self.url = url.rstrip("/")
        try:
            # A proxy of the environment knows nothing of this machine's own ports.
            proxied = not httpx.URL(self.url).host.startswith(_LOOPBACK)
            self._http = httpx.Client(
                base_url=self.url,
                headers=headers,
                timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
                transport=transport,
                trust_env=proxied,
            )
            usable = self._http.base_url.scheme in ("http", "https") and bool(self._http.base_url.host)
        except httpx.InvalidURL as error:
            raise ServiceUnreachable(f"{url!r} is not an address: write it like http://127.0.0.1:8765.") from error
        if not usable:
            raise ServiceUnreachable(f"{url!r} is not an address: write it like http://127.0.0.1:8765.")

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, method: str, address: str, **request: Any) -> httpx.Response:
        """Send one request and return a successful response.

        Args:
            method: of HTTP.
            address: relative to the service, or absolute as in a response.
            request: ``json``, ``params``, ``content``, ``headers`` of httpx.

        Raises:
            ServiceUnreachable: nobody answers.
            TerralexError: the error reported by the service, as the same class.
        """
        try:
            response = self._http.request(method, address, **request)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        if response.is_success:
            return response
        raise error_of(response)

    def stream(self, address: str, sink: Any) -> None:
        """Download a file into ``sink``.

        Raises:
            ServiceUnreachable: nobody answers, or the file is incomplete.
            TerralexError: the error reported by the service.
        """
        try:
            with self._http.stream("GET", address) as response:
                if not response.is_success:
                    response.read()
                    raise error_of(response)
                for part in response.iter_bytes():
                    sink.write(part)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    def json(self, method: str, address: str, **request: Any) -> dict[str, Any]:
        """:meth:`send`, returning the JSON object of the response.

        Raises:
            ServiceRefused: it is not an object, so this is not a Terralex service.
            TerralexError: as :meth:`send`.
        """
        return json_of(self.send(method, address, **request))

    def _unreachable(self, error: httpx.HTTPError) -> ServiceUnreachable:
        why = "it took too long" if isinstance(error, httpx.TimeoutException) else str(error) or type(error).__name__
        return ServiceUnreachable(
            f"No service answers at {self.url} ({why}): check the address and whether the service is running."
        )


def json_of(response: httpx.Response) -> dict[str, Any]:
    """The JSON object in a response.

    Raises:
        ServiceRefused: there is none.
    """
    try:
        document = response.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise _stranger(response)
    return document


def error_of(response: httpx.Response) -> TerralexError:
    """The error in a response, as the class of :mod:`backend.errors` that it was in the service."""
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if not isinstance(problem, Mapping) or not isinstance(problem.get("detail"), str):
        return _stranger(response)
    kind, sentence = str(problem.get("type", "")), problem["detail"]
    if kind.startswith(_OWN):
        name = "".join(part.title() for part in kind.removeprefix(_OWN).split("-"))
        found = getattr(errors, name, None)
    else:
        found = _OGC.get(kind.rsplit("/", 1)[-1])
    if isinstance(found, type) and issubclass(found, TerralexError):
        return found(sentence)
    return errors.BadOption(sentence) if response.status_code == 400 else ServiceRefused(sentence)


def _stranger(response: httpx.Response) -> ServiceRefused:
    return ServiceRefused(
        f"{response.request.url.host} does not respond like a Terralex service (HTTP {response.status_code}): "
        "check the address."
    )
