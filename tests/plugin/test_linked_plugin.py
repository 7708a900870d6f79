"""The plugin's folder linked into a QGIS profile as it is: QGIS finds it, loads it, and it speaks and draws."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SYSTEM_PYTHON = "/usr/bin/python3"
IN_QGIS = """
import sys
from pathlib import Path

from qgis.core import QgsApplication

application = QgsApplication([], True)
application.initQgis()
import qgis.utils as plugins

folder = sys.argv[1]
plugins.plugin_paths = [folder]
sys.path.insert(0, folder)
plugins.updateAvailablePlugins()
assert plugins.available_plugins == ["terralex"], plugins.available_plugins
assert (Path(folder) / "terralex" / plugins.pluginMetadata("terralex", "icon")).is_file()
assert plugins.loadPlugin("terralex")
from terralex.core.paths import help_path, resource_path
from terralex.core.translation import install_translator, tr
from terralex.processing.provider import ALGORITHMS, TerralexProvider

assert help_path("search", "de").is_file() and resource_path("styles", "regions.qml").is_file()
provider = TerralexProvider()
provider.refreshAlgorithms()
assert len(provider.algorithms()) == len(ALGORITHMS)
translator = install_translator("de")
print(plugins.pluginMetadata("terralex", "version"), tr("Search this layer by text"), sep="|")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What a link needs of this repository."""
    made = tmp_path / "checkout"
    made.mkdir()
    for name in ("qgis_plugin", "scripts", "help"):
        ignored = shutil.ignore_patterns("__pycache__", "*.qm", "metadata.txt", "LICENSE", "resources")
        shutil.copytree(REPOSITORY / name, made / name, ignore=ignored)
    shutil.copytree(REPOSITORY / "resources", made / "resources", ignore=shutil.ignore_patterns("models"))
    for name in ("metadata.txt", "LICENSE"):
        shutil.copyfile(REPOSITORY / name, made / name)
    return made


def run_link(checkout: Path, configuration: Path, profile: str = "default") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "scripts" / "link_plugin.py"), profile]
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(configuration)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    (tmp_path / "qgis" / "profiles" / "default").mkdir(parents=True)
    return tmp_path / "qgis"


@pytest.fixture(autouse=True)
def lrelease() -> None:
    if not any(shutil.which(name) for name in ("lrelease", "lrelease-qt5", "lrelease-qt6", "pyside6-lrelease")):
        pytest.skip("lrelease is not installed: qttools5-dev-tools")


def test_qgis_loads_the_linked_folder(checkout: Path, configuration: Path, tmp_path: Path) -> None:
    if (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode
    ):
        pytest.skip("QGIS is not installed: see scripts/install-qgis.sh")
    for _ in range(2):  # again is no harm
        done = run_link(checkout, configuration)
        assert done.returncode == 0, done.stderr
    plugins = configuration / "profiles" / "default" / "python" / "plugins"
    assert (plugins / "terralex").resolve() == checkout / "qgis_plugin"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TERRALEX_", "PYTHON"))}
    environment = {
        **kept,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(tmp_path),
        "HOME": str(tmp_path),
        "QGIS_CUSTOM_CONFIG_PATH": str(configuration),
    }
    command = [SYSTEM_PYTHON, "-c", IN_QGIS, str(plugins)]
    loaded = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    metadata = configparser.ConfigParser()
    metadata.read(checkout / "metadata.txt", encoding="utf-8")
    answer = loaded.stdout.strip().splitlines()
    assert answer and answer[-1] == f"{metadata['general']['version']}|Diesen Layer mit Worten durchsuchen", (
        loaded.stderr
    )


def test_an_installed_plugin_and_an_unknown_profile_are_left_alone(checkout: Path, configuration: Path) -> None:
    installed = configuration / "profiles" / "default" / "python" / "plugins" / "terralex"
    installed.mkdir(parents=True)
    (installed / "__init__.py").touch()
    done = run_link(checkout, configuration)
    assert done.returncode == 1 and "is an installed plugin" in done.stderr and (installed / "__init__.py").is_file()
    done = run_link(checkout, configuration, "work")
    assert done.returncode == 1 and "no QGIS profile 'work'" in done.stderr and "there: default" in done.stderr


def test_the_zip_is_the_same_from_a_folder_that_is_linked(checkout: Path, configuration: Path, tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from build_plugin import build; build(Path(sys.argv[1]))"
    for name in ("before", "after"):
        subprocess.run([sys.executable, "-c", program, str(tmp_path / name)], cwd=checkout / "scripts", check=True)
        assert run_link(checkout, configuration).returncode == 0
    (before,), (after,) = (list((tmp_path / name).iterdir()) for name in ("before", "after"))
    assert before.read_bytes() == after.read_bytes()
