"""The user's settings: one dataclass over QgsSettings."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path

from qgis.core import QgsSettings

PREFIX = "terralex/"
LOCAL, REMOTE = "local", "remote"


@dataclass
class Settings:
    """All settings, with what is right for most as the default.

    Attributes:
        backend: ``local`` (a server this plugin starts) or ``remote``.
        url: of the remote server, without a slash at the end.
        authcfg: id of the QGIS authentication configuration whose password is the token.
        model: id of the model; the server's default if empty.
        language: ISO 639-1 of the interface and of label sets; that of QGIS if empty.
        timeout_s: how long a server may say nothing.
        max_pixels: of one rendering, width times height.
        max_regions: of one search.
        threshold: minimum relevance to request, 0-1.
        data_folders: folders the local server can read, separated by ``os.pathsep``; the home folder if empty.
        device: ``auto``, ``cpu`` or ``cuda`` for the local server.
        python: creates the local server's environment; detected automatically if empty.
        program: a ``terralex`` that is there already, or the folder of its environment; the plugin's own if empty.
        package: wheel file, folder or requirement from which the local server is installed.
        torch: ``cpu`` or ``cuda``, the build that is installed.
        start_with_search: whether a search starts the local server.
    """

    backend: str = LOCAL
    url: str = ""
    authcfg: str = ""
    model: str = ""
    language: str = ""
    timeout_s: int = 30
    max_pixels: int = 64_000_000
    max_regions: int = 100
    threshold: float = 0.3
    data_folders: str = ""
    device: str = "auto"
    python: str = ""
    program: str = ""
    package: str = "terralex"
    torch: str = "cpu"
    start_with_search: bool = True

    @classmethod
    def load(cls) -> Settings:
        """What was saved; anything that is missing or unreadable is the default."""
        store, settings = QgsSettings(), cls()
        for field in fields(cls):
            default = getattr(settings, field.name)
            try:
                value = store.value(PREFIX + field.name, default, type=type(default))
            except TypeError:
                value = default
            setattr(settings, field.name, value)
        return settings

    def save(self) -> None:
        """Keep it in the user's profile."""
        store = QgsSettings()
        for field in fields(self):
            store.setValue(PREFIX + field.name, getattr(self, field.name))

    def let_read(self, folder: Path) -> None:
        """Let the local server read one more folder."""
        self.data_folders = os.pathsep.join(dict.fromkeys([*self.folders(), str(folder)]))

    def folders(self) -> list[str]:
        """Folders from which the local server may read."""
        named = [folder for folder in self.data_folders.split(os.pathsep) if folder.strip()]
        return named or [str(Path.home())]
