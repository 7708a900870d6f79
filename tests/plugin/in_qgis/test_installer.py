"""The local server's environment: made, filled from a wheel, a folder or an index, watched, cancelled, removed."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from backend_process import PYTHON, REPOSITORY
from in_qgis_world import World
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from terralex.core import environment as environments
from terralex.core import python_search
from terralex.core.backend_manager import COMMAND_VARIABLE, RUNNING, STOPPED, BackendManager
from terralex.core.environment import Environment
from terralex.core.errors import InstallFailed
from terralex.core.installer import Installer
from terralex.core.local_server import saved_server
from terralex.core.settings import Settings
from terralex.gui.options_page import OptionsPage


def write_wheel(folder: Path, name: str) -> Path:
    """A wheel as small as can be, with the command of the real one: no network is needed to install it."""
    file = folder / f"{name}-0.0.1-py3-none-any.whl"
    info = f"{name}-0.0.1.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}_probe.py", "def main():\n    print('terralex probe')\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.0.1\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/entry_points.txt", f"[console_scripts]\n{name} = {name}_probe:main\n")
        archive.writestr(f"{info}/RECORD", "")
    return file


def source_folder(folder: Path) -> Path:
    """A project that builds the same wheel by itself."""
    wheel = write_wheel(folder, "terralex")
    source = folder / "source"
    source.mkdir()
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "build"\nbackend-path = ["."]\n'
        '[project]\nname = "terralex"\nversion = "0.0.1"\n'
    )
    (source / "build.py").write_text(
        "import shutil\ndef build_wheel(folder, config_settings=None, metadata_directory=None):\n"
        f"    return shutil.copy({str(wheel)!r}, folder).rpartition('/')[2]\n"
    )
    return source


def package_index(folder: Path) -> str:
    """A package index in a folder, with PyTorch in it too; its address."""
    for name in ("terralex", "torch", "torchvision"):
        page = folder / "index" / name
        page.mkdir(parents=True)
        wheel = write_wheel(page, name)
        (page / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>')
    return (folder / "index").as_uri()


def watched(environment: Environment) -> tuple[Installer, dict[str, list[Any]]]:
    installer = Installer(environment)
    told: dict[str, list[Any]] = {"said": [], "progressed": [], "done": [], "failed": []}
    installer.said.connect(told["said"].append)
    installer.progressed.connect(lambda share, what: told["progressed"].append((share, what)))
    installer.done.connect(lambda: told["done"].append(True))
    installer.failed.connect(told["failed"].append)
    return installer, told


@pytest.mark.parametrize("source", ["wheel", "folder", "index and CPU build"])
def test_the_server_is_installed_outside_qgis(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    settings = Settings(python=PYTHON, torch="cuda")
    if source == "wheel":
        settings.package = str(write_wheel(tmp_path, "terralex"))
    elif source == "folder":
        settings.package = str(source_folder(tmp_path))
    else:
        settings.torch = "cpu"
        monkeypatch.setenv("PIP_INDEX_URL", package_index(tmp_path))
        monkeypatch.setattr(environments, "CPU_TORCH", package_index(tmp_path / "cpu"))
    environment = Environment(tmp_path / "environment")
    installer, told = watched(environment)
    installer.start(settings)
    assert installer.running
    world.wait(lambda: told["done"] or told["failed"], 180)
    assert told["done"], told["said"][-5:]
    assert environment.ready and environment.size_bytes() > 1_000_000
    run = subprocess.run([environment.terralex], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "terralex probe"
    log = "\n".join(told["said"])
    assert "Successfully installed terralex" in log and installer.log == told["said"]
    assert ("Successfully installed torch" in log) == (source == "index and CPU build")
    shares = [share for share, _ in told["progressed"]]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_an_installation_can_be_cancelled_and_leaves_nothing(world: World, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment")
    installer, told = watched(environment)
    installer.start(Settings(python=PYTHON, package=str(write_wheel(tmp_path, "terralex")), torch="cuda"))
    world.wait(lambda: environment.folder.exists(), 30)
    with pytest.raises(InstallFailed, match="already running"):
        installer.start(Settings(python=PYTHON))
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


def test_debians_python_without_its_parts_is_named(world: World, tmp_path: Path) -> None:
    half = tmp_path / "python"
    half.write_text("#!/bin/sh\necho 3 14\necho \"No module named 'ensurepip'\" >&2\nexit 1\n")
    half.chmod(0o755)
    installer, told = watched(Environment(tmp_path / "environment"))
    installer.start(Settings(python=str(half)))
    world.wait(lambda: told["failed"], 10)
    assert "python3.14-venv" in told["failed"][0]


def test_the_newest_python_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_search.shutil, "which", lambda name: f"/bin/{name}")
    assert python_search._candidates()[0] == "/bin/python3.14"


@pytest.mark.parametrize(
    ("build", "platform", "index"),
    [
        ("cpu", "linux", environments.CPU_TORCH),
        ("cpu", "win32", ""),
        ("cpu", "darwin", ""),
        ("cuda", "linux", ""),
        ("cuda", "win32", environments.CUDA_TORCH),
    ],
)
def test_pytorchs_own_index_is_asked_where_the_usual_one_has_another_build(
    build: str, platform: str, index: str
) -> None:
    assert environments.torch_index(build, platform) == index


def test_a_terralex_that_is_there_is_chosen(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    command = tmp_path / "own" / "bin" / "terralex"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    manager = BackendManager()
    manager.environment = Environment(tmp_path / "none")
    page = OptionsPage(manager)
    panel = page.local_panel
    page.show()
    panel.installation.setCollapsed(False)
    assert "about 2 GB" in panel.state.text() and panel.install.isVisible()
    panel.torch.setFocus()
    QTest.keyClick(panel.torch, Qt.Key.Key_Down)
    assert "about 7 GB" in panel.state.text()
    for typed, state in ((str(tmp_path), "There is no terralex"), (str(command), "Installed"), ("", "Not installed")):
        panel.program.setFocus()
        panel.program.selectAll()
        QTest.keyClick(panel.program, Qt.Key.Key_Delete)
        QTest.keyClicks(panel.program, typed)
        QTest.keyClick(panel.program, Qt.Key.Key_Return)
        assert state in panel.state.text()
        assert panel.install.isVisible() == (not typed)
    for named in (command, command.parent, command.parent.parent):
        assert manager.command(Settings(program=str(named))) == command
    with pytest.raises(InstallFailed, match="There is no terralex at"):
        manager.start(Settings(program=str(tmp_path)))
    page.deleteLater()


def test_what_is_not_there_is_said_before_anything_is_made(world: World, tmp_path: Path) -> None:
    installer, told = watched(Environment(tmp_path / "environment"))
    with pytest.raises(InstallFailed, match="does not exist"):
        installer.start(Settings(package=str(tmp_path / "none.whl")))
    installer.start(Settings(python=str(tmp_path / "python")))
    world.wait(lambda: told["failed"], 10)
    assert "No Python" in told["failed"][0]
    assert not installer.environment.folder.exists()


def test_a_python_that_hangs_holds_nobody_up(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_search, "PATIENCE_MS", 300)
    hanging = tmp_path / "python"
    hanging.write_text("#!/bin/sh\nexec sleep 60\n")
    hanging.chmod(0o755)
    installer, told = watched(Environment(tmp_path / "environment"))
    installer.start(Settings(python=str(hanging)))
    assert installer.running
    world.wait(lambda: told["failed"], 10)
    assert "No Python" in told["failed"][0] and not installer.running


def test_an_installation_goes_on_when_the_options_are_closed(world: World, tmp_path: Path) -> None:
    hanging = tmp_path / "python"
    hanging.write_text("#!/bin/sh\nexec sleep 60\n")
    hanging.chmod(0o755)
    manager = BackendManager()
    page = OptionsPage(manager)
    manager.installer.start(Settings(python=str(hanging)))
    page.deleteLater()
    world.pump(100)
    assert manager.installer.running
    again = OptionsPage(manager)
    assert again.local_panel.cancel.isVisibleTo(again.local_panel)
    manager.shut_down()
    assert not manager.installer.running
    again.deleteLater()


@pytest.fixture(scope="module")
def own_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this repository."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [PYTHON, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), "."]
    subprocess.run(build, check=True, cwd=REPOSITORY)
    (wheel,) = folder.glob("terralex-*.whl")
    return wheel


def borrowing_python(folder: Path, torch: str = "") -> str:
    """A Python whose environments find what the wheel depends on where the tests have it: it is not fetched again.

    ``torch`` is a program that stands in for PyTorch in them.
    """
    there = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (folder / "torch.py").write_text(torch)
    made = folder / "python"
    made.write_text(
        f'#!/bin/sh\n{PYTHON} "$@" || exit\n'
        f'[ "$2" = venv ] || exit 0\nfor here in "$3"/lib/python3.*/site-packages; do\n'
        f'  echo {there} > "$here/tests.pth"\n'
        + (f'  cp {folder / "torch.py"} "$here/torch.py"\n' if torch else "")
        + "done\n"
    )
    made.chmod(0o755)
    return str(made)


def test_a_broken_pytorch_is_found_by_the_installation(
    world: World, own_wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_DEPS", "1")
    broken = borrowing_python(tmp_path, "raise OSError('libcudart.so.13: cannot open shared object file')\n")
    installer, told = watched(Environment(tmp_path / "environment"))
    installer.start(Settings(python=broken, package=str(own_wheel), torch="cuda"))
    world.wait(lambda: told["done"] or told["failed"], 240)
    assert told["failed"] and told["failed"][0].startswith("Loading the model once failed")
    assert any("libcudart.so.13" in line for line in told["said"])
    assert not any("Traceback" in line for line in told["said"]) and not installer.environment.folder.exists()


def test_the_wheel_of_this_repository_is_installed_and_serves(
    world: World, own_wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_DEPS", "1")
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    manager = BackendManager()
    manager.environment = Environment(tmp_path / "environment")
    installer, told = watched(manager.environment)
    python = borrowing_python(tmp_path)
    settings = Settings(python=python, package=str(own_wheel), torch="cuda", data_folders=str(tmp_path))
    installer.start(settings)
    world.wait(lambda: told["done"] or told["failed"], 240)
    assert told["done"], told["said"][-5:]
    assert any("works on this machine" in line for line in told["said"]), "a model has been loaded"
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
