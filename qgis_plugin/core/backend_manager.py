"""The local server: finds, starts, watches and stops it. It outlives QGIS, and the next QGIS finds it again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess  # nosec B404
import time
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, pyqtSignal

from .client import Client
from .connection import Connection, current_connection
from .environment import Environment, clean_environment, own_environment
from .errors import InstallFailed, NoBackend, ServerFault, TerralexError
from .local_server import LocalServer, forget_server, remember_server, saved_server
from .paths import user_folder
from .settings import LOCAL, Settings
from .task import Task, start
from .translation import tr

START_TIMEOUT_S = 90.0
ABSENT, STOPPED, STARTING, RUNNING = "absent", "stopped", "starting", "running"
COMMAND_VARIABLE = "TERRALEX_COMMAND"
"""With this, an installed ``terralex`` is taken instead of the plugin's own."""


class AnswerTask(Task):
    """Ask a server whether it lives and takes the token; succeeds when it does, before a deadline."""

    def __init__(self, connection: Connection, patience_s: float = 0.0, pid: int = 0) -> None:
        """``pid`` is that of the server, if it is known: once that process has gone nobody will answer."""
        super().__init__(tr("Waiting for the server"))
        self.connection = connection
        self.patience_s = patience_s
        self.pid = pid

    def work(self) -> bool:
        """Ask again until the patience is over."""
        client, until = Client(self.connection, self.feedback), time.monotonic() + self.patience_s
        while True:
            try:
                client.health()
                client.check_token()
                return True
            except (NoBackend, ServerFault):
                raise
            except TerralexError:
                if time.monotonic() >= until or self.isCanceled() or (self.pid and not alive(self.pid)):
                    raise
                time.sleep(0.3)


class BackendManager(QObject):
    """The local server of this user.

    Signals:
        state_changed: one of the constants above.
        failed: a sentence.
    """

    state_changed = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.environment: Environment = own_environment()
        self.state = STOPPED
        self._asking: Task | None = None

    def command(self) -> Path | None:
        """The server's program; None if it is not installed."""
        named = os.environ.get(COMMAND_VARIABLE)
        if named:
            return Path(named)
        return self.environment.terralex if self.environment.ready else None

    def look(self, settings: Settings) -> None:
        """Find out in what state it is, without waiting for it."""
        if self.state == STARTING:
            return
        if saved_server() is None:
            self._set(STOPPED if self.command() else ABSENT)
            return
        try:
            connection = current_connection(_local(settings))
        except TerralexError:
            self._set(STOPPED if self.command() else ABSENT)
            return
        self._ask(connection, 0.0, lambda _: self._set(STOPPED if self.command() else ABSENT))

    def start(self, settings: Settings) -> None:
        """Start it and wait, in a task, until it answers.

        Raises:
            InstallFailed: it is not installed.
        """
        if self.state == STARTING:
            return
        command = self.command()
        if command is None:
            raise InstallFailed(tr("The local server is not installed: install it in the options of Terralex."))
        self._set(STARTING)
        server = LocalServer(0, _free_port(), user_folder("server") / "token", user_folder("server") / "server.log")
        process = QProcess()
        process.setProgram(str(command))
        process.setArguments(serve_arguments(server, settings))
        process.setProcessEnvironment(_environment())
        process.setWorkingDirectory(str(user_folder("server")))
        process.setStandardOutputFile(str(server.log_file))
        process.setStandardErrorFile(str(server.log_file), QProcess.OpenModeFlag.Append)
        answer = process.startDetached()
        started, pid = answer if isinstance(answer, tuple) else (bool(answer), 0)
        if not started:
            self._set(STOPPED)
            raise InstallFailed(tr("{program} cannot be started.", program=str(command)))
        server = LocalServer(int(pid), server.port, server.token_file, server.log_file)
        remember_server(server)
        # The server writes its token before it listens; until then there is none to send.
        self._wait_for_token(server, settings, time.monotonic() + START_TIMEOUT_S)

    def stop(self) -> None:
        """Stop it; jobs that run go on when it is started again."""
        server = saved_server()
        forget_server()
        if server is not None:
            _terminate(server)
        self._set(STOPPED if self.command() else ABSENT)

    def restart(self, settings: Settings) -> None:
        """Stop and start; raises as :meth:`start`."""
        self.stop()
        self.start(settings)

    def last_lines(self, count: int = 12) -> str:
        """What the server said last."""
        file = user_folder("server") / "server.log"
        try:
            return "\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
        except OSError:
            return ""

    def _wait_for_token(self, server: LocalServer, settings: Settings, until: float) -> None:
        if self.state != STARTING:
            return
        if not server.token_file.is_file() and time.monotonic() < until and alive(server.pid):
            QTimer.singleShot(100, lambda: self._wait_for_token(server, settings, until))
            return
        try:
            connection = current_connection(_local(settings))
        except TerralexError:
            self._give_up(tr("The local server did not start: the end of its log says why."))
            return
        sentence = tr("The local server did not start: the end of its log says why.")
        patience_s = max(until - time.monotonic(), 1.0)
        self._ask(connection, patience_s, lambda _: self._give_up(sentence), server.pid)

    def _ask(self, connection: Connection, patience_s: float, otherwise: object, pid: int = 0) -> None:
        task = AnswerTask(connection, patience_s, pid)
        task.succeeded.connect(lambda _: self._set(RUNNING))
        task.failed.connect(otherwise)
        task.stopped.connect(lambda: self._set(STOPPED))
        self._asking = start(task)

    def _give_up(self, sentence: str) -> None:
        self.stop()
        self.failed.emit(sentence)

    def _set(self, state: str) -> None:
        self.state = state
        self.state_changed.emit(state)


def serve_arguments(server: LocalServer, settings: Settings) -> list[str]:
    """What the server is started with."""
    folders = [*settings.folders(), *([QgsProject.instance().homePath()] if QgsProject.instance().homePath() else [])]
    roots = [folder for folder in dict.fromkeys(folders) if Path(folder).is_dir()]
    arguments = ["serve", "--host", "127.0.0.1", "--port", str(server.port), "--token-file", str(server.token_file)]
    arguments += ["--state-dir", str(user_folder("server", "state")), "--index", str(user_folder("server", "indexes"))]
    for root in roots:
        arguments += ["--data-root", root]
    if settings.model:
        arguments += ["--model", settings.model]
    return [*arguments, "--device", settings.device or "auto"]


def alive(pid: int) -> bool:
    """Whether a process of this id runs."""
    if pid <= 0:
        return False
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _terminate(server: LocalServer) -> None:
    """End the process, if it is still ours: an id may have gone to another one since."""
    if not alive(server.pid) or not _is_ours(server):
        return
    if os.name == "nt":
        subprocess.run(["taskkill", "/PID", str(server.pid), "/T", "/F"], check=False)  # nosec B603 B607
    else:
        os.kill(server.pid, signal.SIGTERM)


def _is_ours(server: LocalServer) -> bool:
    facts = Path(f"/proc/{server.pid}/cmdline")
    if facts.is_file():
        return str(server.token_file).encode() in facts.read_bytes()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", server.port)) == 0


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _local(settings: Settings) -> Settings:
    return Settings(**{**vars(settings), "backend": LOCAL})


def _environment() -> QProcessEnvironment:
    made = QProcessEnvironment()
    for name, value in clean_environment().items():
        made.insert(name, value)
    return made
