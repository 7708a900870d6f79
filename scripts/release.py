"""Set the version of a release: ``make release VERSION=1.2.3`` runs this and builds the wheel and the plugin's zip.

The version is written in ``metadata.txt`` alone: the wheel (``setup.py``), ``backend.__version__`` and the zip read it
from there. What is new moves in ``CHANGELOG.md`` from "Unreleased" to the version, and its first line becomes what
QGIS's plugin manager shows. Only the standard library is used.
"""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
UNRELEASED = "## Unreleased\n"
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_VERSION_LINE = re.compile(r"^version=(.*)$", re.MULTILINE)
_CHANGES = re.compile(r"^changelog=\n((?:[ \t]+.*\n)*)", re.MULTILINE)


def set_version(repository: Path, version: str, today: datetime.date) -> None:
    """Write a version and what is new in it; both files are written, or none.

    Raises:
        SystemExit: the version is not like 1.2.3 or is older than the last, or nothing is new.
    """
    changelog, metadata = repository / "CHANGELOG.md", repository / "metadata.txt"
    changes, summary = released_changes(changelog.read_text(encoding="utf-8"), version, today)
    described = released_metadata(metadata.read_text(encoding="utf-8"), version, summary)
    changelog.write_text(changes, encoding="utf-8")
    metadata.write_text(described, encoding="utf-8")


def released_changes(text: str, version: str, today: datetime.date) -> tuple[str, str]:
    """The changelog with "Unreleased" as a version of today, and the first line of what is new.

    Raises:
        SystemExit: the version has a section already, or "Unreleased" has no first line.
    """
    if f"\n## {version} " in text:
        raise SystemExit(f"CHANGELOG.md has a section {version} already: give the next version.")
    before, heading, after = text.partition(UNRELEASED)
    new = re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0]
    summary = next((line for line in new.splitlines() if line.strip()), "")
    if not heading or not summary or summary.startswith(("#", "-")):
        raise SystemExit('CHANGELOG.md needs a section "## Unreleased" that begins with one sentence on what is new.')
    return f"{before}{UNRELEASED}\n## {version} - {today.isoformat()}\n{after}", summary.strip()


def released_metadata(text: str, version: str, summary: str) -> str:
    """The plugin's metadata with a version and what is new in it, the older ones below.

    Raises:
        SystemExit: the version is not like 1.2.3, or older than the one that is there.
    """
    if not _VERSION.fullmatch(version):
        raise SystemExit(f"{version!r} is no version: write it like 1.2.3, as in make release VERSION=1.2.3.")
    there, changes = _VERSION_LINE.search(text), _CHANGES.search(text)
    if there is None or changes is None:
        raise SystemExit('metadata.txt needs a line "version=" and a list "changelog=".')
    if _numbers(version) < _numbers(there[1]):
        raise SystemExit(f"{version} is older than {there[1]}, the version of metadata.txt.")
    older = [line for line in changes[1].splitlines() if not line.strip().startswith(f"{version}:")]
    listed = "".join(f"{line}\n" for line in (f"    {version}: {summary}", *older))
    text = f"{text[: changes.start()]}changelog=\n{listed}{text[changes.end() :]}"
    return _VERSION_LINE.sub(f"version={version}", text)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Give the version: make release VERSION=1.2.3")
    set_version(REPOSITORY, sys.argv[1], datetime.datetime.now(datetime.UTC).date())
    print(f"Version {sys.argv[1]} is set. When the builds below are good: commit, and git tag v{sys.argv[1]}")
