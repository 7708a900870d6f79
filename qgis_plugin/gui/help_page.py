"""The pages of the help, opened in the user's browser."""

from __future__ import annotations

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

from ..core.paths import help_path
from ..core.translation import spoken_language


def open_help(page: str) -> None:
    """Show a page of the help in the user's language."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(help_path(page, spoken_language()))))
