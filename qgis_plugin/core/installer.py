"""Installs the local server: one command after the other, with a log that can be read meanwhile, and cancel."""

from __future__ import annotations

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QObject, QProcess, QProcessEnvironment, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkProxy

from .environment import Environment, Step, clean_environment
from .errors import InstallFailed
from .settings import Settings
from .translation import tr


class Installer(QObject):
    """Runs the steps of an installation.

    Signals:
        said: a line of the log.
        progressed: share done, 0-1, and what is being done.
        done: it is installed.
        failed: it is not; a sentence. What was half made is removed.
    """

    said = pyqtSignal(str)
    progressed = pyqtSignal(float, str)
    done = pyqtSignal()
    failed = pyqtSignal(str)

    def __init__(self, environment: Environment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.environment = environment
        self._steps: list[Step] = []
        self._at = 0
        self._process: QProcess | None = None
        self._cancelled = False

    @property
    def running(self) -> bool:
        """Whether something is being installed."""
        return self._process is not None

    def start(self, settings: Settings) -> None:
        """Begin.

        Raises:
            InstallFailed: there is no Python, or the package is not there.
        """
        if self.running:
            raise InstallFailed(tr("An installation is under way."))
        self._steps, self._at, self._cancelled = self.environment.steps(settings), 0, False
        self._run()

    def cancel(self) -> None:
        """Stop and remove what was half made."""
        if self._process is not None:
            self._cancelled = True
            self._process.kill()

    def _run(self) -> None:
        step = self._steps[self._at]
        self.progressed.emit(self._at / len(self._steps), step.what)
        self.said.emit(f"$ {step.program} {' '.join(step.arguments)}")
        process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.readyRead.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._broken)
        self._process = process
        process.start(step.program, list(step.arguments))

    def _read(self) -> None:
        if self._process is not None:
            for line in bytes(self._process.readAll()).decode("utf-8", "replace").splitlines():
                if line.strip():
                    self.said.emit(line)

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
            self._end(tr("{what} failed: the last lines of the log say why.", what=what))
        else:
            self._process.deleteLater()
            self._process = None
            self._at += 1
            if self._at < len(self._steps):
                self._run()
            else:
                self.progressed.emit(1.0, tr("Installed"))
                self.done.emit()

    def _end(self, sentence: str) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        self.environment.remove()
        self.failed.emit(sentence)


def _environment() -> QProcessEnvironment:
    """As ours, with the proxy that the user has set in QGIS, which pip does not know."""
    made = QProcessEnvironment()
    for name, value in clean_environment().items():
        made.insert(name, value)
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    if proxy.type() == QNetworkProxy.ProxyType.HttpProxy and proxy.hostName():
        address = f"http://{proxy.hostName()}:{proxy.port()}"
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            made.insert(name, address)
    return made
