"""Start a program that outlives QGIS, without blocking QGIS."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

# Qt forks, and to fork a QGIS that has maps loaded copies its page tables: 35 to 56 ms were measured. posix_spawn()
# does not, but it knows no working directory, and leaves a child whose end somebody has to note: the shell does both.
_SHELL = "/bin/sh"
_SCRIPT = 'cd "$1" || exit 1; log=$2; shift 2; "$@" < /dev/null >> "$log" 2>&1 & echo $!'


def start_detached(
    program: Path, arguments: Sequence[str], environment: QProcessEnvironment, folder: Path, log: Path
) -> int:
    """Start ``program`` in ``folder`` with its output in ``log``, which is emptied first; returns its process id.

    Raises:
        OSError: it cannot be started.
    """
    if os.name == "nt":
        return _start_with_qt(program, arguments, environment, folder, log)
    if not os.access(program, os.X_OK):
        raise PermissionError(f"{program} is not a program")
    log.write_bytes(b"")
    names = environment.keys()
    told, answer = os.pipe()
    try:
        shell = os.posix_spawn(
            _SHELL,
            [_SHELL, "-c", _SCRIPT, _SHELL, str(folder), str(log), str(program), *arguments],
            {name: environment.value(name) for name in names},
            file_actions=[(os.POSIX_SPAWN_DUP2, answer, 1)],
            setsid=True,
        )
        os.close(answer)
        answer = -1
        with os.fdopen(told) as lines:
            told = -1
            pid = lines.readline().strip()
        os.waitpid(shell, 0)
    finally:
        for end in (told, answer):
            if end >= 0:
                os.close(end)
    if not pid.isdigit():
        raise OSError(f"{folder} cannot be entered")
    return int(pid)


def _start_with_qt(
    program: Path, arguments: Sequence[str], environment: QProcessEnvironment, folder: Path, log: Path
) -> int:
    process = QProcess()
    process.setProgram(str(program))
    process.setArguments(list(arguments))
    process.setProcessEnvironment(environment)
    process.setWorkingDirectory(str(folder))
    process.setStandardOutputFile(str(log))
    process.setStandardErrorFile(str(log), QProcess.OpenModeFlag.Append)
    answer = process.startDetached()
    started, pid = answer if isinstance(answer, tuple) else (bool(answer), 0)
    if not started:
        raise OSError(f"{program} does not start")
    return int(pid)
