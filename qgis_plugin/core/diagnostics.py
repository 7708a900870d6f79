"""Diagnostics for a problem report, without the user's paths or secrets."""

from __future__ import annotations

import configparser
import platform
import re
import sys
from pathlib import Path

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QT_VERSION_STR
from qgis.PyQt.QtNetwork import QNetworkProxy

from ..compat import QGIS_VERSION
from .backend_manager import BackendManager
from .paths import package_path
from .settings import LOCAL, Settings

_SECRET = re.compile(r"(?i)(bearer\s+|token[=:]\s*|password[=:]\s*)\S+")
_USER = re.compile(r"(?i)([/\\](?:home|users)[/\\])[^/\\\s'\"]+")


def plugin_version() -> str:
    """The version of this plugin."""
    for folder in (package_path(), package_path().parent):
        metadata = configparser.ConfigParser()
        if metadata.read(folder / "metadata.txt", encoding="utf-8") and metadata.has_option("general", "version"):
            return metadata.get("general", "version")
    return "?"


def redacted(text: str) -> str:
    """A text without the user's folders, name and secrets."""
    text = text.replace(str(Path.home()), "~")
    text = _USER.sub(r"\1...", text)
    return _SECRET.sub(r"\1...", text)


def diagnostics(settings: Settings, manager: BackendManager) -> str:
    """Versions, settings, state of the server and the end of its log."""
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    direct = (QNetworkProxy.ProxyType.NoProxy, QNetworkProxy.ProxyType.DefaultProxy)
    facts = {
        "Terralex": plugin_version(),
        "QGIS": QGIS_VERSION,
        "Qt": QT_VERSION_STR,
        "Python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "proxy": "no" if proxy.type() in direct else "yes",
        "backend": settings.backend,
        "address": settings.url if settings.backend != LOCAL else "this machine",
        "token": "set" if settings.authcfg or settings.backend == LOCAL else "not set",
        "model": settings.model or "the server's own",
        "time-out": f"{settings.timeout_s} s",
        "local server": f"{manager.state}, installed: {'yes' if manager.environment.ready else 'no'}",
    }
    lines = [f"{name}: {value}" for name, value in facts.items()]
    log = manager.last_lines(20)
    return redacted("\n".join([*lines, *(["", "Log of the local server:", log] if log else [])]))
