"""The local server's own environment: a venv outside QGIS, made of a Python that is there."""

from __future__ import annotations

import os
import shutil
import subprocess  # nosec B404
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import InstallFailed
from .paths import user_folder
from .settings import Settings
from .translation import tr

LEAST_PYTHON = (3, 11)
CPU_TORCH = "https://download.pytorch.org/whl/cpu"
_NAMES = ("python3.13", "python3.12", "python3.11", "python3", "python")
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
        """How much room it takes; may take a second."""
        return sum(file.lstat().st_size for file in self.folder.rglob("*") if file.is_file())

    def remove(self) -> None:
        """Delete it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def steps(self, settings: Settings) -> list[Step]:
        """What has to be run to install the server.

        Raises:
            InstallFailed: there is no Python that is new enough, or the package is not there.
        """
        package = settings.package.strip()
        looks_like_path = package.endswith(".whl") or os.sep in package or package.startswith((".", "~"))
        if looks_like_path and not Path(package).expanduser().exists():
            raise InstallFailed(tr("{package} is not there: choose a wheel file or a folder.", package=package))
        wanted = str(Path(package).expanduser()) if looks_like_path else package
        pip = ["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
        steps = [Step(tr("Making an environment"), find_python(settings.python), ["-m", "venv", str(self.folder)])]
        if settings.torch == "cpu" and not _WINDOWS and sys.platform != "darwin":
            # Elsewhere the index's own build is the CPU build already.
            torch = [*pip, "--index-url", CPU_TORCH, "torch", "torchvision"]
            steps.append(Step(tr("Installing PyTorch for the CPU"), str(self.python), torch))
        steps.append(Step(tr("Installing Terralex"), str(self.python), [*pip, wanted]))
        return steps


def own_environment() -> Environment:
    """Where the plugin keeps the local server."""
    return Environment(user_folder() / "environment")


def find_python(chosen: str = "") -> str:
    """A Python that is new enough; the one the user chose if he did.

    Raises:
        InstallFailed: there is none.
    """
    candidates = [chosen] if chosen else [found for name in _NAMES if (found := shutil.which(name))]
    if not chosen and not _WINDOWS:
        # QGIS's own interpreter, which makes environments that are apart from QGIS.
        candidates.append(str(Path(sys.base_prefix) / "bin" / "python3"))
    elif not chosen:
        candidates.append(str(Path(sys.base_prefix) / "python.exe"))
    for candidate in candidates:
        if _version(candidate) >= LEAST_PYTHON:
            return candidate
    least = ".".join(map(str, LEAST_PYTHON))
    raise InstallFailed(tr("No Python {least} or newer was found: name one in the options of Terralex.", least=least))


def _version(python: str) -> tuple[int, ...]:
    ask = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
    try:
        done = subprocess.run(  # nosec B603 - a program the user chose or that lies on his path, no shell
            [python, "-c", ask], capture_output=True, text=True, timeout=20, check=True, env=clean_environment()
        )
        return tuple(int(part) for part in done.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return ()


def clean_environment() -> dict[str, str]:
    """This process's environment without what leads a Python to QGIS's own packages."""
    left_out = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in left_out}
