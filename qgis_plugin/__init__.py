"""Terralex in QGIS: search the map by text and label layers, with a server of its own that does the work."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:
    """What QGIS calls to make the plugin."""
    from .plugin import TerralexPlugin

    return TerralexPlugin(iface)
