"""Build the plugin's zip: ``python scripts/build_plugin.py dist`` writes ``dist/terralex-VERSION.zip``.

Only the standard library is used, and ``lrelease`` of Qt's tools, which makes the translations.
"""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = "terralex"
CODE = ("*.py", "*.ui")
RESOURCES = ("lexicon/*.json", "label_sets/*.json", "icons/*.svg", "icons/*/*.svg", "styles/*.qml")
LRELEASE = ("lrelease", "lrelease-qt5", "lrelease-qt6", "pyside6-lrelease")


def version() -> str:
    """The version of ``metadata.txt``, which is that of the backend."""
    metadata = configparser.ConfigParser()
    metadata.read(REPOSITORY / "metadata.txt", encoding="utf-8")
    found = metadata["general"]["version"]
    if not re.fullmatch(r"\d+\.\d+\.\d+", found):
        raise SystemExit(f"metadata.txt has the version {found!r}: write it like 1.2.3.")
    return found


def stage(folder: Path) -> Path:
    """Lay the plugin out in ``folder`` as it will be installed; the folder of the package.

    Raises:
        SystemExit: ``lrelease`` is missing or a translation is broken.
    """
    package = folder / PACKAGE
    shutil.rmtree(package, ignore_errors=True)
    source = REPOSITORY / "qgis_plugin"
    for pattern in CODE:
        for file in sorted(source.rglob(pattern)):
            _copy(file, package / file.relative_to(source))
    for pattern in RESOURCES:
        for file in sorted((REPOSITORY / "resources").glob(pattern)):
            _copy(file, package / "resources" / file.relative_to(REPOSITORY / "resources"))
    for file in sorted((REPOSITORY / "help").rglob("*")):
        if file.is_file():
            _copy(file, package / "help" / file.relative_to(REPOSITORY / "help"))
    for name in ("metadata.txt", "LICENSE"):
        _copy(REPOSITORY / name, package / name)
    release_translations(source / "i18n", package / "i18n")
    return package


def build(dist: Path) -> Path:
    """Write the zip; the same sources give the same bytes."""
    dist.mkdir(parents=True, exist_ok=True)
    target = dist / f"{PACKAGE}-{version()}.zip"
    with tempfile.TemporaryDirectory() as scratch:
        package = stage(Path(scratch))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(path for path in package.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(file.relative_to(package.parent).as_posix(), (2020, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, file.read_bytes())
    return target


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def release_translations(source: Path, target: Path) -> None:
    """Make the ``.qm`` files that Qt reads.

    Raises:
        SystemExit: ``lrelease`` is missing or a translation is broken.
    """
    files = sorted(source.glob("*.ts"))
    tool = next((found for name in LRELEASE if (found := shutil.which(name))), None)
    if files and tool is None:
        raise SystemExit("lrelease is missing, which makes the translations: install qttools5-dev-tools.")
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        made = target / f"{file.stem}.qm"
        done = subprocess.run([str(tool), "-silent", str(file), "-qm", str(made)], capture_output=True, check=False)
        if done.returncode or not made.is_file():
            raise SystemExit(f"{file} cannot be released: {done.stderr.decode(errors='replace').strip()}")


if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else REPOSITORY / "dist")))
