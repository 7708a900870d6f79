"""Requests over HTTP, and problem documents (RFC 9457) read back into the errors that they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from backend import __version__, errors
from backend.errors import ServiceRefused, ServiceUnreachable, TerralexError

CONNECT_S, READ_S = 10.0, 120.0
"""A search of a large index may think for a while before its first byte comes."""

_LOOPBACK = ("localhost", "127.", "::1")
_OWN = "urn:terralex:problem:"
_OGC = {
    "no-such-process": errors.ProcessNotFound,
    "no-such-job": errors.JobNotFound,
    "result-not-ready": errors.ResultNotReady,
}


class Transport:
    """One service over HTTP; safe for threads."""

    def __init__(self, url: str, token: str | None, transport: httpx.BaseTransport | None = None) -> None:
        """Args:
        url: of the service, with the path under which a proxy serves it.
        token: of the service.
        transport: of httpx, where not its own.

        Raises:
            ServiceUnreachable: the address is none.
            BadOption: the token cannot be sent.
        """
        headers = {"User-Agent": f"terralex/{__version__}"}
        if token:
            if not token.isascii() or not token.isprintable():
                raise errors.BadOption("The token has characters that no token has: copy it again.")
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
            raise ServiceUnreachable(f"{url!r} is no address: write it like http://127.0.0.1:8765.") from error
        if not usable:
            raise ServiceUnreachable(f"{url!r} is no address: write it like http://127.0.0.1:8765.")

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def send(self, method: str, address: str, **request: Any) -> httpx.Response:
        """One request -> its response, if it went well.

        Args:
            method: of HTTP.
            address: under the service's own, or whole as an answer gave it.
            request: ``json``, ``params``, ``content``, ``headers`` of httpx.

        Raises:
            ServiceUnreachable: nobody answers.
            TerralexError: what the service says that is wrong, as the class that it was there.
        """
        try:
            response = self._http.request(method, address, **request)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        if response.is_success:
            return response
        raise error_of(response)

    def stream(self, address: str, sink: Any) -> None:
        """A file, written to ``sink`` as it comes.

        Raises:
            ServiceUnreachable: nobody answers, or the file was cut off.
            TerralexError: what the service says that is wrong.
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
        """:meth:`send` -> the object it answers with.

        Raises:
            ServiceRefused: it is none, so that is no service of Terralex.
            TerralexError: as :meth:`send`.
        """
        return json_of(self.send(method, address, **request))

    def _unreachable(self, error: httpx.HTTPError) -> ServiceUnreachable:
        why = "it took too long" if isinstance(error, httpx.TimeoutException) else str(error) or type(error).__name__
        return ServiceUnreachable(f"No service answers at {self.url} ({why}): check the address and that it runs.")


def json_of(response: httpx.Response) -> dict[str, Any]:
    """The object in a response.

    Raises:
        ServiceRefused: there is none.
    """
    try:
        found = response.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _stranger(response)
    return found


def error_of(response: httpx.Response) -> TerralexError:
    """The error that a response tells of: the class of :mod:`backend.errors` that it was in the service."""
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
        f"{response.request.url.host} does not answer like Terralex (HTTP {response.status_code}): check the address."
    )
