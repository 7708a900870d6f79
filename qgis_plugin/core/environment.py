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
CUDA_TORCH = "https://download.pytorch.org/whl/cu128"
_WINDOWS = os.name == "nt"
_COMMAND = "Scripts/terralex.exe" if _WINDOWS else "bin/terralex"


ROOM_GB = {"cpu": 2, "cuda": 7}
"""What an environment takes on the disk, by the build of PyTorch; see docs/decisions.md."""


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
        return self.folder / _COMMAND

    @property
    def ready(self) -> bool:
        """Whether the server is installed in it."""
        return self.terralex.is_file()

    def size_bytes(self) -> int:
        """Its size on disk; may take a second."""
        return sum(file.lstat().st_size for file in self.folder.rglob("*") if file.is_file())

    def free_bytes(self) -> int:
        """Room that is left on the disk where it is, or would be."""
        folder = next(one for one in (self.folder, *self.folder.parents) if one.exists())
        return shutil.disk_usage(folder).free

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
        index = torch_index(settings.torch, "win32" if _WINDOWS else sys.platform)
        if index:
            what = tr("Installing PyTorch for CUDA") if index == CUDA_TORCH else tr("Installing PyTorch for the CPU")
            steps.append(Step(what, str(self.python), [*pip, "--index-url", index, "torch", "torchvision"]))
        steps.append(Step(tr("Installing Terralex"), str(self.python), [*pip, package]))
        # Its parts are there now; whether they work shows when a model is loaded, which had better be now.
        steps.append(Step(tr("Loading the model once"), str(self.terralex), ["models", "check"]))
        return steps


def torch_index(build: str, platform: str) -> str:
    """PyTorch's own package index for a build, ``cpu`` or ``cuda``; empty where the usual index has that build."""
    if build == "cuda":
        # On Windows the usual index has the CPU build alone.
        return CUDA_TORCH if platform == "win32" else ""
    return CPU_TORCH if platform not in ("win32", "darwin") else ""


def chosen_program(program: str) -> Path | None:
    """The command of a ``terralex``, or of an environment's folder, that the user named; None if it is not there."""
    path = Path(program).expanduser()
    if path.is_dir():
        path = path / _COMMAND if (path / _COMMAND).is_file() else path / Path(_COMMAND).name
    return path if path.is_file() and os.access(path, os.X_OK) else None


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
