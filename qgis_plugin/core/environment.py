"""The local server's own environment: a venv outside QGIS, created with an installed Python."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import QProcessEnvironment

from .errors import InstallFailed
from .paths import user_folder
from .settings import Settings
from .translation import tr

CPU_TORCH = "https://download.pytorch.org/whl/cpu"
_WINDOWS = os.name == "nt"


@dataclass(frozen=True)
class Step:
    """One command of an installation and what it does in words."""

    what: str
    program: str
    arguments: Sequence[str]


@dataclass(frozen=True)
class Environment:
    """A venv in ``folder``; it need not exist yet."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if _WINDOWS else "bin/python")

    @property
    def terralex(self) -> Path:
        """The server's command."""
        return self.folder / ("Scripts/terralex.exe" if _WINDOWS else "bin/terralex")

    @property
    def ready(self) -> bool:
        """Whether the server is installed in it."""
        return self.terralex.is_file()

    def size_bytes(self) -> int:
        """Its size on disk; may take a second."""
        return sum(file.lstat().st_size for file in self.folder.rglob("*") if file.is_file())

    def remove(self) -> None:
        """Delete it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def steps(self, settings: Settings, python: str) -> list[Step]:
        """The commands that install the server, starting with ``python``.

        Raises:
            InstallFailed: the package does not exist.
        """
        package = checked_package(settings)
        pip = ["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
        steps = [Step(tr("Creating the environment"), python, ["-m", "venv", str(self.folder)])]
        if settings.torch == "cpu" and not _WINDOWS and sys.platform != "darwin":
            # Elsewhere the index's own build is the CPU build already.
            torch = [*pip, "--index-url", CPU_TORCH, "torch", "torchvision"]
            steps.append(Step(tr("Installing PyTorch for the CPU"), str(self.python), torch))
        steps.append(Step(tr("Installing Terralex"), str(self.python), [*pip, package]))
        return steps


def own_environment() -> Environment:
    """Where the plugin keeps the local server."""
    return Environment(user_folder() / "environment")


def checked_package(settings: Settings) -> str:
    """What pip is to install: the path of a wheel or a folder, otherwise a requirement.

    Raises:
        InstallFailed: it looks like a path and does not exist.
    """
    package = settings.package.strip()
    if not (package.endswith(".whl") or os.sep in package or package.startswith((".", "~"))):
        return package
    path = Path(package).expanduser()
    if not path.exists():
        raise InstallFailed(tr("{package} does not exist: choose a wheel file or a folder.", package=package))
    return str(path)


def process_environment() -> QProcessEnvironment:
    """This process's environment without variables that lead a Python to QGIS's own packages."""
    environment = QProcessEnvironment()
    left_out = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV")
    for name, value in os.environ.items():
        if name not in left_out:
            environment.insert(name, value)
    return environment
