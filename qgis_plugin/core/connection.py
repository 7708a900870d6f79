"""The server in use and its token."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from qgis.core import QgsApplication, QgsAuthMethodConfig

from .errors import BadInput, NoBackend
from .local_server import saved_server
from .settings import LOCAL, Settings
from .translation import tr

URL_VARIABLE, TOKEN_FILE_VARIABLE = "TERRALEX_URL", "TERRALEX_TOKEN_FILE"
"""Environment variables with which ``qgis_process`` uses a server without a profile."""


@dataclass(frozen=True)
class Connection:
    """A server.

    Attributes:
        url: without a slash at the end.
        token: sent with every request; it is never shown.
        timeout_s: maximum silence of the server, in seconds.
        local: whether it sees this machine's files.
    """

    url: str
    token: str = field(default="", repr=False)
    timeout_s: float = 30.0
    local: bool = False

    @property
    def loopback(self) -> bool:
        """Whether the server is this machine, which is never reached through a proxy."""
        host = urlsplit(self.url).hostname or ""
        return host in ("localhost", "::1") or host.startswith("127.")


def current_connection(settings: Settings) -> Connection:
    """The server from the settings; call it on the main thread, where QGIS's secrets are accessible.

    Raises:
        NoBackend: the local server is not running, or no remote one is set.
        BadInput: the address is not one.
    """
    url = os.environ.get(URL_VARIABLE)
    if url:
        token_file = os.environ.get(TOKEN_FILE_VARIABLE)
        token = _read_token(Path(token_file)) if token_file else ""
        return Connection(checked_url(url), token, settings.timeout_s, local=True)
    if settings.backend == LOCAL:
        server = saved_server()
        if server is None:
            raise NoBackend(tr("The local server is not running: start it in the Terralex options."))
        return Connection(server.url, _read_token(server.token_file), settings.timeout_s, local=True)
    if not settings.url:
        raise NoBackend(tr("No server is set: enter its address in the Terralex options."))
    return Connection(checked_url(settings.url), stored_token(settings.authcfg), settings.timeout_s)


def checked_url(url: str) -> str:
    """The address without a slash at the end.

    Raises:
        BadInput: it is not an http or https address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(tr("{url} is not an address: write it like https://gpu.example.org:8765.", url=url))
    return url.strip().rstrip("/")


def stored_token(authcfg: str) -> str:
    """The token in a QGIS authentication configuration; QGIS may ask the user for the master password."""
    if not authcfg:
        return ""
    config = QgsAuthMethodConfig()
    _, config = _loaded(authcfg, config)
    return config.config("password") or config.config("token")


def store_token(token: str, authcfg: str = "") -> str:
    """Store a token encrypted; returns the id of its authentication configuration.

    Raises:
        BadInput: QGIS's store of secrets is locked.
    """
    manager = QgsApplication.authManager()
    config = QgsAuthMethodConfig("Basic")
    config.setName("Terralex")
    config.setConfig("username", "terralex")
    config.setConfig("password", token)
    if authcfg and authcfg in manager.configIds():
        config.setId(authcfg)
        stored = manager.updateAuthenticationConfig(config)
    else:
        answer = manager.storeAuthenticationConfig(config)
        stored = answer[0] if isinstance(answer, tuple) else answer
        config = answer[1] if isinstance(answer, tuple) else config
    if not stored:
        raise BadInput(tr("QGIS could not store the token: unlock the authentication database and try again."))
    return str(config.id())


def _loaded(authcfg: str, config: QgsAuthMethodConfig) -> tuple[bool, QgsAuthMethodConfig]:
    answer = QgsApplication.authManager().loadAuthenticationConfig(authcfg, config, True)
    return answer if isinstance(answer, tuple) else (bool(answer), config)


def _read_token(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NoBackend(
            tr("The token of the local server cannot be read: restart the server in the options.")
        ) from error
