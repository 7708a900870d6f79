"""Icons, in the ink that the user's theme needs."""

from __future__ import annotations

from qgis.PyQt.QtGui import QGuiApplication, QIcon, QPalette

from ..core.paths import resource_path


def plugin_icon() -> QIcon:
    """The plugin's own, the same on light and dark."""
    return QIcon(str(resource_path("icons", "terralex.svg")))


def icon(name: str) -> QIcon:
    """One of our icons."""
    return QIcon(str(resource_path("icons", "dark" if on_dark() else "light", f"{name}.svg")))


def on_dark() -> bool:
    """Whether the user's theme is dark."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
