"""The local server's environment: made, filled from a wheel, watched, cancelled, and removed when it fails."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from backend_process import PYTHON, REPOSITORY
from in_qgis_world import World
from terralex.core.backend_manager import COMMAND_VARIABLE, RUNNING, STOPPED, BackendManager
from terralex.core.environment import Environment, find_python
from terralex.core.errors import InstallFailed
from terralex.core.installer import Installer
from terralex.core.local_server import saved_server
from terralex.core.settings import Settings


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A wheel as small as can be, with the command of the real one: no network is needed to install it."""
    file = tmp_path / "terralex-0.0.1-py3-none-any.whl"
    info = "terralex-0.0.1.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("terralex_probe.py", "def main():\n    print('terralex probe')\n")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: terralex\nVersion: 0.0.1\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/entry_points.txt", "[console_scripts]\nterralex = terralex_probe:main\n")
        archive.writestr(f"{info}/RECORD", "")
    return file


def watched(environment: Environment) -> tuple[Installer, dict[str, list[Any]]]:
    installer = Installer(environment)
    told: dict[str, list[Any]] = {"said": [], "progressed": [], "done": [], "failed": []}
    installer.said.connect(told["said"].append)
    installer.progressed.connect(lambda share, what: told["progressed"].append((share, what)))
    installer.done.connect(lambda: told["done"].append(True))
    installer.failed.connect(told["failed"].append)
    return installer, told


def test_a_wheel_is_installed_outside_qgis(world: World, wheel: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment")
    installer, told = watched(environment)
    installer.start(Settings(python=PYTHON, package=str(wheel), torch="cuda"))
    assert installer.running
    world.wait(lambda: told["done"] or told["failed"], 180)
    assert told["done"], told["said"][-5:]
    assert environment.ready and environment.size_bytes() > 1_000_000
    run = subprocess.run([environment.terralex], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "terralex probe"
    assert any("pip" in line for line in told["said"]) and told["progressed"][-1][0] == 1.0


def test_an_installation_can_be_cancelled_and_leaves_nothing(world: World, wheel: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment")
    installer, told = watched(environment)
    installer.start(Settings(python=PYTHON, package=str(wheel), torch="cuda"))
    world.wait(lambda: environment.folder.exists(), 30)
    installer.cancel()
    world.wait(lambda: told["failed"], 30)
    assert "stopped" in told["failed"][0] and not environment.folder.exists() and not installer.running


def test_a_broken_wheel_is_told_of_with_its_log(world: World, tmp_path: Path) -> None:
    broken = tmp_path / "terralex-1.0.0-py3-none-any.whl"
    broken.write_bytes(b"not a wheel")
    installer, told = watched(Environment(tmp_path / "environment"))
    installer.start(Settings(python=PYTHON, package=str(broken), torch="cuda"))
    world.wait(lambda: told["failed"], 120)
    assert "failed" in told["failed"][0] and told["said"]
    assert not installer.environment.folder.exists()


def test_what_is_not_there_is_said_before_anything_is_made(world: World, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment")
    with pytest.raises(InstallFailed, match="not there"):
        environment.steps(Settings(package=str(tmp_path / "none.whl")))
    with pytest.raises(InstallFailed, match="No Python"):
        find_python(str(tmp_path / "python"))
    assert not environment.folder.exists()


def test_torch_for_the_cpu_comes_from_its_own_index(world: World, wheel: Path, tmp_path: Path) -> None:
    steps = Environment(tmp_path).steps(Settings(python=PYTHON, package=str(wheel), torch="cpu"))
    assert len(steps) == (3 if os.name == "posix" else 2)
    assert any("--index-url" in step.arguments for step in steps)


def test_the_wheel_of_this_repository_is_installed_and_serves(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it depends on is not fetched again: the new environment finds it where the tests have it."""
    build = [PYTHON, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), "."]
    subprocess.run(build, check=True, cwd=REPOSITORY)
    (wheel,) = tmp_path.glob("terralex-*.whl")
    monkeypatch.setenv("PIP_NO_DEPS", "1")
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    manager = BackendManager()
    manager.environment = Environment(tmp_path / "environment")
    installer, told = watched(manager.environment)
    settings = Settings(python=PYTHON, package=str(wheel), torch="cuda", data_folders=str(tmp_path))
    installer.start(settings)
    world.wait(lambda: told["done"] or told["failed"], 240)
    assert told["done"], told["said"][-5:]
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    here, there = (
        subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
        for python in (manager.environment.python, PYTHON)
    )
    (Path(here) / "tests.pth").write_text(f"{there}\n")
    failed: list[str] = []
    manager.failed.connect(failed.append)
    manager.start(settings)
    world.wait(lambda: manager.state == RUNNING or failed, 120)
    assert not failed, manager.last_lines()
    assert "environment" in Path(f"/proc/{saved_server().pid}/cmdline").read_text()
    manager.restart(settings)
    world.wait(lambda: manager.state == RUNNING or failed, 120)
    assert not failed, manager.last_lines()
    manager.stop()
    assert manager.state == STOPPED
