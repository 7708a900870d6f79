"""A release sets one version in one place, whole or not at all."""

from __future__ import annotations

import configparser
import datetime
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TODAY = datetime.date(2027, 3, 1)
sys.path.insert(0, str(REPOSITORY / "scripts"))

import release  # noqa: E402


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    shutil.copyfile(REPOSITORY / "metadata.txt", tmp_path / "metadata.txt")
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\nOld roads are found too.\n\n### Added\n- x\n"
    )
    return tmp_path


def metadata_of(repository: Path) -> configparser.SectionProxy:
    metadata = configparser.ConfigParser()
    metadata.read(repository / "metadata.txt", encoding="utf-8")
    return metadata["general"]


def test_the_version_and_what_is_new_are_written(repository: Path) -> None:
    before = (repository / "metadata.txt").read_text(encoding="utf-8")
    release.set_version(repository, "7.0.0", TODAY)
    metadata = metadata_of(repository)
    assert metadata["version"] == "7.0.0"
    first, *older = metadata["changelog"].strip().splitlines()
    assert first == "7.0.0: Old roads are found too." and older, "what was new before stays below"
    changes = (repository / "CHANGELOG.md").read_text()
    assert "## Unreleased\n\n## 7.0.0 - 2027-03-01\n\nOld roads are found too." in changes
    after = (repository / "metadata.txt").read_text(encoding="utf-8")
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert len(changed) == 3, "two versions and one line of news; nothing else of the file"


@pytest.mark.parametrize(
    ("version", "says"), [("7.0", "like 1.2.3"), ("v7.0.0", "like 1.2.3"), ("0.0.1", "older than"), ("", "like 1.2.3")]
)
def test_a_version_that_cannot_be_leaves_both_files_as_they_were(repository: Path, version: str, says: str) -> None:
    before = [(repository / name).read_bytes() for name in ("metadata.txt", "CHANGELOG.md")]
    with pytest.raises(SystemExit, match=says):
        release.set_version(repository, version, TODAY)
    assert before == [(repository / name).read_bytes() for name in ("metadata.txt", "CHANGELOG.md")]


def test_nothing_new_is_no_release(repository: Path) -> None:
    release.set_version(repository, "7.0.0", TODAY)
    with pytest.raises(SystemExit, match="Unreleased"):
        release.set_version(repository, "7.0.1", TODAY)
    with pytest.raises(SystemExit, match="section 7"):
        release.set_version(repository, "7.0.0", TODAY)


def test_the_changelog_that_ships_has_a_place_for_what_is_new() -> None:
    assert release.UNRELEASED in (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_wheel_takes_its_version_from_the_metadata_of_the_plugin(tmp_path: Path) -> None:
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "metadata.txt"):
        shutil.copyfile(REPOSITORY / name, tmp_path / name)
    text = (tmp_path / "metadata.txt").read_text(encoding="utf-8")
    (tmp_path / "metadata.txt").write_text(release.released_metadata(text, "7.8.9", "x"), encoding="utf-8")
    for package in ("backend", "training", "resources", "backend/client/terralex"):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
    command = [sys.executable, "-c", "import setuptools.build_meta as b; b.prepare_metadata_for_build_wheel('made')"]
    (tmp_path / "made").mkdir()
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    assert (tmp_path / "made" / "terralex-7.8.9.dist-info" / "METADATA").is_file()
