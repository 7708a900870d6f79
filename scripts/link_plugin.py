"""Link the plugin of this checkout into a QGIS profile: ``python scripts/link_plugin.py [PROFILE]``.

What QGIS wants in the folder and the repository keeps elsewhere is put there first, all of it ignored by git:
``metadata.txt``, which stays at the top, ``LICENSE`` and ``resources`` (links, or copies where this system lets us make
none) and the translations (``.qm``). From then on an edit needs the plugin reloaded in QGIS, and nothing built; a new
translation needs this again. Only the standard library is used, and ``lrelease`` of Qt's tools.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from build_plugin import PACKAGE, REPOSITORY, release_translations

FROM_THE_TOP = ("metadata.txt", "LICENSE", "resources")


def profile_folder(name: str) -> Path:
    """Where QGIS keeps a profile on this system; ``QGIS_CUSTOM_CONFIG_PATH`` moves it, as it does for QGIS.

    Raises:
        SystemExit: there is no such profile.
    """
    home = Path.home()
    usual = {
        "darwin": home / "Library" / "Application Support" / "QGIS" / "QGIS3",
        "win32": Path(os.environ.get("APPDATA", home)) / "QGIS" / "QGIS3",
    }.get(sys.platform, home / ".local" / "share" / "QGIS" / "QGIS3")
    profiles = Path(os.environ.get("QGIS_CUSTOM_CONFIG_PATH", usual)) / "profiles"
    folder = profiles / name
    if not folder.is_dir():
        there = ", ".join(sorted(path.name for path in profiles.glob("*") if path.is_dir())) or "none"
        raise SystemExit(f"There is no QGIS profile {name!r} in {profiles} (there: {there}): give PROFILE=NAME.")
    return folder


def complete(source: Path) -> None:
    """Put into the plugin's folder what QGIS looks for there, so that the folder can be linked as it is."""
    for name in FROM_THE_TOP:
        _link_or_copy(source.parent / name, source / name)
    release_translations(source / "i18n", source / "i18n")


def link(source: Path, profile: Path) -> Path:
    """Link the plugin's folder into a profile -> the link.

    Raises:
        SystemExit: an installed Terralex is there, which is not touched, or this system lets us make no link.
    """
    target = profile / "python" / "plugins" / PACKAGE
    if target.exists() and not target.is_symlink():
        raise SystemExit(f"{target} is an installed plugin: uninstall it in QGIS first.")
    complete(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.symlink_to(source, target_is_directory=True)
    except OSError as error:
        raise SystemExit(
            f"{target} cannot be made a link ({error}): on Windows, switch its developer mode on."
        ) from error
    return target


def _link_or_copy(source: Path, target: Path) -> None:
    """A link in place of an earlier one; a copy where this system lets us make no link."""
    if target.is_symlink() or target.is_file():
        target.unlink()
    elif target.is_dir():
        shutil.rmtree(target)
    try:
        target.symlink_to(Path(os.path.relpath(source, target.parent)), target_is_directory=source.is_dir())
    except OSError:
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)


if __name__ == "__main__":
    linked = link(REPOSITORY / "qgis_plugin", profile_folder(sys.argv[1] if len(sys.argv) > 1 else "default"))
    print(f"{linked} is the plugin of this checkout: start QGIS and switch Terralex on in the plugin manager.")
