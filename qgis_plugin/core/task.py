"""Base class of all tasks: status messages, one sentence on failure, and a clean end."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsApplication, QgsFeedback, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, pyqtSignal

from .errors import Cancelled, TerralexError
from .translation import tr

LOG = "Terralex"


class Task(QgsTask):
    """Work off the main thread: subclasses write :meth:`work`, whoever starts it listens to the signals.

    The signals come on the main thread; exactly one of ``succeeded``, ``failed`` and ``stopped`` does.
    """

    status_changed = pyqtSignal(str)
    succeeded = pyqtSignal(object)
    failed = pyqtSignal(str)
    stopped = pyqtSignal()

    def __init__(self, description: str) -> None:
        super().__init__(description, QgsTask.Flag.CanCancel)
        self.feedback = QgsFeedback()
        self.error: Exception | None = None
        self.result: Any = None

    @property
    def error_string(self) -> str:
        """The one sentence for the user; empty if nothing went wrong."""
        if self.error is None:
            return ""
        if isinstance(self.error, TerralexError):
            return str(self.error)
        return tr("An error occurred in the plugin: {error}.", error=f"{self.error}".rstrip("."))

    def work(self) -> Any:
        """The work, off the main thread; what it returns goes with ``succeeded``."""
        raise NotImplementedError

    def say(self, status: str, share: float | None = None) -> None:
        """Report the current step and the completed share, 0-1."""
        self.status_changed.emit(status)
        if share is not None:
            self.setProgress(100 * max(0.0, min(1.0, share)))

    def run(self) -> bool:
        """Called by QGIS off the main thread; an exception would end QGIS."""
        try:
            self.result = self.work()
        except Exception as error:
            # Its frames hold this task and copies of layers, which would live until QGIS has gone.
            self.error = error.with_traceback(None)
            self.error.__context__ = None
            return False
        return not self.isCanceled()

    def finished(self, result: bool) -> None:
        """Called by QGIS on the main thread."""
        running.discard(self)
        if result:
            self.succeeded.emit(self.result)
        elif self.isCanceled() or isinstance(self.error, Cancelled):
            self.stopped.emit()
        else:
            if not isinstance(self.error, TerralexError):
                QgsMessageLog.logMessage(repr(self.error), LOG, Qgis.MessageLevel.Critical)
            self.failed.emit(self.error_string)

    def cancel(self) -> None:
        """Stop: whatever waits for the server is woken."""
        self.feedback.cancel()
        super().cancel()


running: set[Task] = set()
"""Tasks that have not ended: QGIS does not keep a Python task alive."""


def start(task: Task) -> Task:
    """Let QGIS run it."""
    running.add(task)
    QgsApplication.taskManager().addTask(task)
    return task


def cancel(task: Task | None) -> None:
    """Stop a task if it still runs; one that has ended may be gone already."""
    if task is not None and task in running:
        task.cancel()


def abandon(task: Task | None) -> None:
    """Stop a task whose result is no longer of interest."""
    if task is not None and task in running:
        for signal in (task.status_changed, task.succeeded, task.failed, task.stopped, task.progressChanged):
            try:
                signal.disconnect()
            except TypeError:
                # Nobody was connected.
                continue
        task.cancel()


def stop_all(timeout_ms: int = 8000) -> bool:
    """Stop every task and wait until they have ended; whether they did. For when the plugin is unloaded."""
    for task in list(running):
        task.cancel()
    clock = QElapsedTimer()
    clock.start()
    while running and clock.elapsed() < timeout_ms:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
    return not running
