"""The record of the local server in the profile, so that the next QGIS finds it again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .paths import user_folder

_FILE = "server.json"


@dataclass(frozen=True)
class LocalServer:
    """A server started by this plugin: process, port, token file and log."""

    pid: int
    port: int
    token_file: Path
    log_file: Path

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


def saved_server() -> LocalServer | None:
    """The server that was started last, whether or not it still runs."""
    try:
        row = json.loads((user_folder() / _FILE).read_text(encoding="utf-8"))
        return LocalServer(int(row["pid"]), int(row["port"]), Path(row["token_file"]), Path(row["log_file"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember_server(server: LocalServer) -> None:
    """Save it for the next start of QGIS."""
    row = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(server).items()}
    file = user_folder() / _FILE
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(row), encoding="utf-8")
    beside.replace(file)


def forget_server() -> None:
    """Delete the record."""
    (user_folder() / _FILE).unlink(missing_ok=True)
