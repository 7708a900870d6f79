"""Finds a Python that is new enough for an environment, in the background: an interpreter may hang."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from qgis.PyQt.QtCore import QObject, QProcess, QTimer, pyqtSignal

from .environment import process_environment
from .translation import tr

LEAST_PYTHON = (3, 11)
PATIENCE_MS = 20_000
"""Maximum time for an interpreter to report its version, in milliseconds."""
_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")
_ASK = """
import sys
print(*sys.version_info[:2], flush=True)
import venv, ensurepip
print("whole")
"""
"""Debian's Python may lack the modules that create environments."""


class PythonSearch(QObject):
    """Asks one interpreter after the other for its version; only the one chosen by the user, if any.

    Signals:
        found: the first that is new enough and can make environments.
        failed: there is none; a sentence.
    """

    found = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, chosen: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._candidates = [chosen] if chosen else _candidates()
        self._process: QProcess | None = None
        self._incomplete = ""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._kill)

    def start(self) -> None:
        """Start; the answer arrives with a signal."""
        self._ask_next()

    def cancel(self) -> None:
        """Stop; no signal comes any more."""
        self._candidates.clear()
        process, self._process = self._process, None
        self._patience.stop()
        if process is not None:
            process.kill()
            process.deleteLater()

    def _ask_next(self) -> None:
        if not self._candidates and self._incomplete:
            self.failed.emit(
                tr(
                    "Python {version} cannot make environments here: install python{version}-venv, then try again.",
                    version=self._incomplete,
                )
            )
            return
        if not self._candidates:
            least = ".".join(map(str, LEAST_PYTHON))
            sentence = tr("No Python {least} or newer was found: set one in the Terralex options.", least=least)
            self.failed.emit(sentence)
            return
        process = QProcess(self)
        process.setProcessEnvironment(process_environment())
        process.finished.connect(self._answered)
        process.errorOccurred.connect(self._broken)
        self._process = process
        self._patience.start()
        process.start(self._candidates[0], ["-c", _ASK])

    def _answered(self, *_: object) -> None:
        process = self._process
        if process is None:
            return
        said = bytes(process.readAllStandardOutput()).decode("ascii", "replace").split()
        version = tuple(int(part) for part in said if part.isdigit())
        self._take_down()
        candidate = self._candidates.pop(0)
        if version >= LEAST_PYTHON and "whole" in said:
            self.found.emit(candidate)
            return
        if version >= LEAST_PYTHON and not self._incomplete:
            self._incomplete = ".".join(map(str, version))
        self._ask_next()

    def _broken(self, error: object) -> None:
        # Every other error ends the process, which is told as its end.
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._take_down()
            self._candidates.pop(0)
            self._ask_next()

    def _take_down(self) -> None:
        self._patience.stop()
        if self._process is not None:
            self._process.deleteLater()
            self._process = None

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()


def _candidates() -> list[str]:
    """Interpreters on the path, then QGIS's own, which makes environments that are apart from QGIS."""
    candidates = [path for name in _NAMES if (path := shutil.which(name))]
    own = "python.exe" if os.name == "nt" else "bin/python3"
    return [*candidates, str(Path(sys.base_prefix) / own)]
