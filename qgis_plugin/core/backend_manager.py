"""The local server: finds, starts, watches and stops it. It outlives QGIS, and the next QGIS finds it again."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, QProcess, QTimer, pyqtSignal

from .client import Client
from .connection import Connection, current_connection
from .detached import start_detached
from .environment import Environment, chosen_program, own_environment, process_environment
from .errors import InstallFailed, NoBackend, ServerFault, TerralexError
from .installer import Installer
from .local_server import LocalServer, forget_server, remember_server, saved_server
from .paths import user_folder
from .settings import LOCAL, Settings
from .task import Task, start
from .translation import tr

START_TIMEOUT_S = 90.0
LOOK_EVERY_MS = 1000
"""Interval between checks of a running server, in milliseconds."""
MOST_REVIVALS = 3
"""How often a server that ended by itself is restarted, until the user starts it."""
ABSENT, STOPPED, STARTING, RUNNING = "absent", "stopped", "starting", "running"
COMMAND_VARIABLE = "TERRALEX_COMMAND"
"""Environment variable with the path of an installed ``terralex`` to use instead of the plugin's own."""


class AnswerTask(Task):
    """Check that a server responds and accepts the token; succeeds if it does so before a deadline."""

    def __init__(self, connection: Connection, patience_s: float = 0.0, pid: int = 0) -> None:
        """``pid`` is that of the server, if it is known: once that process has gone nobody will answer."""
        super().__init__(tr("Waiting for the server"))
        self.connection = connection
        self.patience_s = patience_s
        self.pid = pid

    def work(self) -> bool:
        """Retry until the deadline."""
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
        self.installer = Installer(self.environment, self)
        self.state = STOPPED
        self._asking: Task | None = None
        self._revivals = 0
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_EVERY_MS)
        self._watch.timeout.connect(self._look_after)

    def command(self, settings: Settings | None = None) -> Path | None:
        """The server's program, by the saved settings if none are given; None if it is not there."""
        named = os.environ.get(COMMAND_VARIABLE)
        if named:
            return Path(named)
        chosen = (settings or Settings.load()).program
        if chosen:
            return chosen_program(chosen)
        return self.environment.terralex if self.environment.ready else None

    def look(self, settings: Settings) -> None:
        """Find out its state without waiting for it."""
        if self.state == STARTING:
            return
        if saved_server() is None:
            self._set(self._idle(settings))
            return
        try:
            connection = current_connection(_local(settings))
        except TerralexError:
            self._set(self._idle(settings))
            return
        self._ask(connection, 0.0, lambda _: self._set(self._idle(settings)))

    def _idle(self, settings: Settings | None = None) -> str:
        return STOPPED if self.command(settings) else ABSENT

    def start(self, settings: Settings) -> None:
        """Start it and wait, in a task, until it answers.

        Raises:
            InstallFailed: it is not installed.
        """
        self._revivals = 0
        self._start(settings, _free_port())

    def _start(self, settings: Settings, port: int) -> None:
        if self.state == STARTING:
            return
        command = self.command(settings)
        if command is None and settings.program:
            sentence = tr("There is no terralex at {program}: choose another one.", program=settings.program)
            raise InstallFailed(sentence)
        if command is None:
            raise InstallFailed(tr("The local server is not installed: install it in the Terralex options."))
        self._set(STARTING)
        server = LocalServer(0, port, user_folder("server") / "token", user_folder("server") / "server.log")
        try:
            pid = start_detached(
                command,
                serve_arguments(server, settings),
                process_environment(),
                user_folder("server"),
                server.log_file,
            )
        except OSError:
            self._set(STOPPED)
            raise InstallFailed(tr("{program} cannot be started.", program=str(command))) from None
        server = LocalServer(pid, server.port, server.token_file, server.log_file)
        remember_server(server)
        # The server writes its token before it listens; until then there is none to send.
        self._wait_for_token(server, settings, time.monotonic() + START_TIMEOUT_S)

    def stop(self) -> None:
        """Stop it; running jobs continue when it is started again."""
        server = saved_server()
        forget_server()
        if server is not None:
            _terminate(server)
        self._set(self._idle())

    def restart(self, settings: Settings) -> None:
        """Stop and start; raises as :meth:`start`."""
        self.stop()
        self.start(settings)

    def shut_down(self) -> None:
        """For when QGIS closes or the plugin is unloaded: the server stays, a running installation is stopped."""
        self._watch.stop()
        self.installer.cancel()

    def last_lines(self, count: int = 12) -> str:
        """The end of the server's log."""
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
            self._give_up(tr("The local server did not start: see the end of its log."))
            return
        sentence = tr("The local server did not start: see the end of its log.")
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

    def _look_after(self) -> None:
        """Restart a server that ended by itself at the same address, so that clients and jobs continue."""
        server = saved_server()
        if self.state != RUNNING or (server is not None and alive(server.pid)):
            return
        self._set(self._idle())
        # Without a record another QGIS has stopped it: that was somebody's will.
        if server is None or self.command() is None or self._revivals >= MOST_REVIVALS:
            return
        self._revivals += 1
        try:
            self._start(Settings.load(), server.port)
        except TerralexError as error:
            self.failed.emit(str(error))

    def _set(self, state: str) -> None:
        self.state = state
        if state == RUNNING:
            self._watch.start()
        else:
            self._watch.stop()
        self.state_changed.emit(state)


def serve_arguments(server: LocalServer, settings: Settings) -> list[str]:
    """The command line of the server."""
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
    return not _ended_unreaped(pid)


def _ended_unreaped(pid: int) -> bool:
    """Whether it is a zombie, as in a container without an init; known only on Linux."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return facts.rpartition(")")[2].split()[:1] == ["Z"]


def _terminate(server: LocalServer) -> None:
    """End the process if it is still ours: its id may have been reused."""
    if not alive(server.pid) or not _is_ours(server):
        return
    if os.name == "nt":
        QProcess.startDetached("taskkill", ["/PID", str(server.pid), "/T", "/F"])
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
