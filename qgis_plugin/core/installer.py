"""Installs the local server: one command after the other, with a live log and cancellation."""

from __future__ import annotations

from typing import Callable

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QObject, QProcess, QProcessEnvironment, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkProxy

from .environment import Environment, Step, checked_package, process_environment
from .errors import InstallFailed
from .python_search import PythonSearch
from .settings import Settings
from .task import Task, start
from .translation import tr


class RemoveTask(Task):
    """Delete the installation: thousands of files, which takes too long for the main thread."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(tr("Removing the local server"))
        self.environment = environment

    def work(self) -> None:
        """Delete it."""
        self.environment.remove()


class Installer(QObject):
    """Runs the steps of an installation.

    Signals:
        said: a line of the log.
        progressed: share done, 0-1, and what is being done.
        done: it is installed.
        failed: it is not; a sentence. What was half made is removed.
        removed: what was installed has been deleted.
    """

    said = pyqtSignal(str)
    progressed = pyqtSignal(float, str)
    done = pyqtSignal()
    failed = pyqtSignal(str)
    removed = pyqtSignal()

    def __init__(self, environment: Environment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.environment = environment
        self.log: list[str] = []
        self._steps: list[Step] = []
        self._at = 0
        self._process: QProcess | None = None
        self._search: PythonSearch | None = None
        self._removing: Task | None = None
        self._cancelled = False

    @property
    def running(self) -> bool:
        """Whether something is being installed."""
        return not (self._process is None and self._search is None and self._removing is None)

    def start(self, settings: Settings) -> None:
        """Start.

        Raises:
            InstallFailed: the package does not exist, or an installation is running.
        """
        if self.running:
            raise InstallFailed(tr("An installation is already running."))
        checked_package(settings)
        self.log.clear()
        self._cancelled = False
        search = PythonSearch(settings.python, self)
        search.found.connect(lambda python: self._begin(settings, python))
        search.failed.connect(self._end)
        self._search = search
        self.progressed.emit(0.0, tr("Creating the environment"))
        search.start()

    def cancel(self) -> None:
        """Stop and remove an unfinished installation."""
        self._cancelled = True
        if self._process is not None:
            self._process.kill()
        elif self._search is not None:
            self._end(tr("The installation was stopped."))

    def remove(self) -> None:
        """Delete what is installed; its server has been stopped.

        Raises:
            InstallFailed: an installation is running.
        """
        if self.running:
            raise InstallFailed(tr("An installation is already running."))
        self._remove(self.removed.emit)

    def _begin(self, settings: Settings, python: str) -> None:
        self._forget_search()
        try:
            self._steps, self._at = self.environment.steps(settings, python), 0
        except InstallFailed as error:
            self._end(str(error))
            return
        self._run()

    def _run(self) -> None:
        step = self._steps[self._at]
        self.progressed.emit(self._at / len(self._steps), step.what)
        self._say(f"$ {step.program} {' '.join(step.arguments)}")
        process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.readyRead.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._broken)
        self._process = process
        process.start(step.program, list(step.arguments))

    def _say(self, line: str) -> None:
        self.log.append(line)
        self.said.emit(line)

    def _read(self) -> None:
        while self._process is not None and self._process.canReadLine():
            line = bytes(self._process.readLine()).decode("utf-8", "replace").rstrip()
            if line:
                self._say(line)

    def _broken(self, error: object) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(tr("{program} cannot be started.", program=self._steps[self._at].program))

    def _finished(self, code: int, _: object) -> None:
        self._read()
        if self._process is None:
            return
        if self._cancelled:
            self._end(tr("The installation was stopped."))
        elif code:
            what = self._steps[self._at].what
            self._end(tr("{what} failed: see the last lines of the log.", what=what))
        else:
            self._process.deleteLater()
            self._process = None
            self._at += 1
            if self._at < len(self._steps):
                self._run()
            else:
                self.progressed.emit(1.0, tr("Installed"))
                self.done.emit()

    def _forget_search(self) -> None:
        if self._search is not None:
            self._search.cancel()
            self._search.deleteLater()
            self._search = None

    def _end(self, sentence: str) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        self._forget_search()
        if not self.environment.folder.exists():
            self.failed.emit(sentence)
            return
        self._remove(lambda: self.failed.emit(sentence))

    def _remove(self, then: Callable[[], None]) -> None:
        def ended(*_: object) -> None:
            self._removing = None
            then()

        removing = RemoveTask(self.environment)
        for signal in (removing.succeeded, removing.failed, removing.stopped):
            signal.connect(ended)
        self._removing = start(removing)


def _environment() -> QProcessEnvironment:
    """Our environment plus the proxy set in QGIS, which pip does not know."""
    environment = process_environment()
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    if proxy.type() == QNetworkProxy.ProxyType.HttpProxy and proxy.hostName():
        address = f"http://{proxy.hostName()}:{proxy.port()}"
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            environment.insert(name, address)
    return environment
