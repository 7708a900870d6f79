"""Terralex in QGIS: search the map by text and label layers; a separate server does the work."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:
    """Called by QGIS to create the plugin."""
    from .plugin import TerralexPlugin

    return TerralexPlugin(iface)
