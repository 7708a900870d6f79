"""The plugin's own files, and the folders it writes to."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

_PACKAGE = Path(__file__).resolve().parent.parent


def package_path(*parts: str) -> Path:
    """A file of the plugin."""
    return _PACKAGE.joinpath(*parts)


def resource_path(*parts: str) -> Path:
    """A file under ``resources``: in the installed plugin's folder, or beside it in the repository."""
    inside = _PACKAGE / "resources"
    return (inside if inside.is_dir() else _PACKAGE.parent / "resources").joinpath(*parts)


def help_path(page: str, language: str = "en") -> Path:
    """A page of the help, in a language if it is there in it."""
    inside = _PACKAGE / "help"
    folder = inside if inside.is_dir() else _PACKAGE.parent / "help"
    translated = folder / language / f"{page}.html"
    return translated if translated.is_file() else folder / f"{page}.html"


def user_folder(*parts: str) -> Path:
    """A folder of the plugin in the QGIS profile; created if necessary."""
    folder = Path(QgsApplication.qgisSettingsDirPath()).joinpath("terralex", *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
