"""QGIS Desktop on a screen of its own (Xvfb), driven as a person drives it: the X server's mouse and keyboard."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent.parent
PROGRAMS = ("qgis", "Xvfb", "xdotool")
FONT_DPI = 96
ANSWER_S = 120
"""For how long QGIS may be busy with one thing."""
STILL_S = 180
"""For how long a piece of work may say the same thing before it is taken to stand still."""
LONG_S = 1800
LOCALES = {"en": "en_GB", "ko": "ko_KR", "zh": "zh_CN"}
"""Of languages whose country has another code than they."""


def missing_programs() -> list[str]:
    """What has to be installed first; see ``scripts/install-qgis.sh``."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class Desktop:
    """One QGIS.

    Args:
        folder: for its profile, its results and its server; made if need be.
        staged: the folder that holds the plugin as its zip lays it out; None for a profile without it.
        files: what is opened.
        language: ISO 639-1.
        theme: one of QGIS's themes; its usual one if empty.
        scale: of everything on the screen.
        size: of the screen, before it is scaled.
        settings: lines ``name=value`` of the plugin's settings.
        environment: more variables.
    """

    def __init__(
        self,
        folder: Path,
        staged: Path | None,
        files: Sequence[Path] = (),
        language: str = "en",
        theme: str = "",
        scale: float = 1.0,
        size: tuple[int, int] = (1280, 800),
        settings: Sequence[str] = (),
        environment: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.scale = scale
        self.profile = folder / "profile"
        self.locale = LOCALES.get(language, f"{language}_{language.upper()}")
        self._make_profile(staged, language, theme, settings)
        self.display = self._start_screen(round(size[0] * scale), round(size[1] * scale))
        self._environment = self._variables(environment or {})
        self._start_qgis(files)
        self.do(f"iface.mainWindow().setGeometry(0, 0, {size[0]}, {size[1]})")
        self.do("iface.mainWindow().activateWindow()")
        self.wait("iface.mainWindow().isActiveWindow()")
        if staged is not None:
            self.wait("plugin is not None")

    # What can be known

    def ask(self, expression: str) -> Any:
        """The value of an expression in QGIS."""
        return self._send("ask", expression)

    def do(self, statements: str) -> None:
        """Run statements in QGIS: for what a person has done before the test begins."""
        self._send("do", statements)

    def wait(self, expression: str, timeout_s: float = 60, what: str = "") -> Any:
        """The value of an expression once it is true; ``what`` says in words what is waited for."""
        until = time.monotonic() + timeout_s
        while not (found := self.ask(expression)):
            assert time.monotonic() < until, f"{what or expression}: did not come true in {timeout_s:g} s"
            time.sleep(0.05)
        return found

    def ended(self, idle: str, says: str, what: str) -> str:
        """Wait for the end of a piece of work that tells how far it is -> what it says last.

        However busy the machine is: it must go on, and only end within half an hour.
        """
        begun = changed = time.monotonic()
        said = ""
        while not self.ask(idle):
            now, told = time.monotonic(), self.ask(says)
            if told != said:
                said, changed = told, now
            assert now - changed < STILL_S, f"{what} stands still for {STILL_S} s at: {said}"
            assert now - begun < LONG_S, f"{what} takes longer than {LONG_S} s: {said}"
            time.sleep(0.05)
        return str(self.ask(says))

    def picture(self, file: Path, part: str = "None") -> Path:
        """What the screen shows, or a part of it: that of a widget."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.settle()
        assert self.ask(f"agent.grab({str(file.resolve())!r}, {part})"), file
        return file

    def settle(self, seconds: float = 0.35) -> None:
        """Until the screen has been drawn."""
        time.sleep(seconds)
        self.wait("not iface.mapCanvas().isDrawing()")

    # What a person does

    def click(self, widget: str, x: float = 0.5, y: float = 0.5, button: int = 1, times: int = 1) -> None:
        """Click on a widget; ``x`` and ``y`` are shares of its size."""
        self.click_at(self.ask(f"agent.place({widget}, {x}, {y})"), button, times)

    def click_item(self, view: str, row: int, column: int = 0, button: int = 1, times: int = 1) -> None:
        """Click on an item of a view."""
        self.click_at(self.ask(f"agent.item({view}, {row}, {column})"), button, times)

    def click_at(self, place: Sequence[float], button: int = 1, times: int = 1) -> None:
        """Click on the screen."""
        self._hand("mousemove", *place_words(place), "click", "--repeat", str(times), "--delay", "60", str(button))

    def hover_item(self, view: str, row: int) -> None:
        """Move the mouse onto an item of a view."""
        x, y = self.ask(f"agent.item({view}, {row})")
        # Two moves: the first enters the window, the second is one within it.
        self._hand("mousemove", *place_words((x + 3, y + 2)), "mousemove", *place_words((x, y)))

    def hover(self, widget: str, x: float = 0.5, y: float = 0.5) -> None:
        """Move the mouse onto a widget."""
        at = self.ask(f"agent.place({widget}, {x}, {y})")
        self._hand("mousemove", *place_words((at[0] + 3, at[1] + 2)), "mousemove", *place_words(at))

    def drag(self, widget: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press the mouse at a place of a widget and let it go at another."""
        begin, finish = (self.ask(f"agent.place({widget}, {x}, {y})") for x, y in (start, end))
        middle = ((begin[0] + finish[0]) / 2, (begin[1] + finish[1]) / 2)
        self._hand("mousemove", *place_words(begin), "mousedown", "1")
        for place in (middle, finish):
            time.sleep(0.08)
            self._hand("mousemove", *place_words(place))
        time.sleep(0.08)
        self._hand("mouseup", "1")

    def type(self, text: str) -> None:
        """Type on the keyboard."""
        self._hand("type", "--delay", "12", text)

    def fill(self, field: str, text: str) -> None:
        """Click into a field and type over what is there."""
        self.click(field, 0.6)
        for _ in range(5):
            self.keys("ctrl+a", "BackSpace")
            self.type(text)
            time.sleep(0.2)
            # The X server has to learn letters that no key of its keyboard has, and may drop the first of them.
            if self.ask(f"{field}.text()") == text:
                return
        raise AssertionError(f"{field} does not take {text}")

    def keys(self, *names: str) -> None:
        """Press keys one after the other, as ``Return`` and ``ctrl+k``."""
        for name in names:
            self._hand("key", name)

    @contextmanager
    def holding(self, key: str) -> Iterator[None]:
        """Hold a key down, such as ``ctrl``, while something else is done."""
        self._hand("keydown", key)
        try:
            yield
        finally:
            self._hand("keyup", key)

    def close(self) -> None:
        """End QGIS, the server it started and the screen."""
        if self.qgis.poll() is None:
            try:
                self.do("plugin.manager.stop() if plugin and plugin.manager else None")
                self.do("project.setDirty(False)")
            except (OSError, AssertionError):
                pass
        for process in (self.qgis, self.screen):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def __enter__(self) -> Desktop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # How it is done

    def _make_profile(self, staged: Path | None, language: str, theme: str, settings: Sequence[str]) -> None:
        default = self.profile / "profiles" / "default"
        if staged is not None:
            shutil.copytree(staged, default / "python" / "plugins", dirs_exist_ok=True)
        ini = default / "QGIS" / "QGIS3.ini"
        ini.parent.mkdir(parents=True, exist_ok=True)
        lines = ["[PythonPlugins]", "terralex=true", ""] if staged is not None else []
        lines += ["[locale]", "overrideFlag=true"]
        lines += [f"userLocale={language}", f"globalLocale={self.locale}", ""]
        lines += ["[qgis]", "checkVersion=false", "showTips322=false", "newsFeed=false", ""]
        lines += ["[UI]", f"UITheme={theme or 'default'}", "", "[terralex]", *settings, ""]
        ini.write_text("\n".join(lines), encoding="utf-8")

    def _start_screen(self, width: int, height: int) -> str:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-dpi", str(FONT_DPI)]
        self.screen = subprocess.Popen(
            [*command, "-nolisten", "tcp"], pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(write)
        with os.fdopen(read) as told:
            return f":{told.readline().strip()}"

    def _variables(self, more: dict[str, str]) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_", "TERRALEX_"))
        }
        return {
            **kept,
            "DISPLAY": self.display,
            "HOME": str(self.folder),
            "QGIS_CUSTOM_CONFIG_PATH": str(self.profile),
            "QT_SCALE_FACTOR": f"{self.scale:g}",
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(self.folder),
            "TERRALEX_TEST_AGENT": str(self.folder / "agent"),
            "TERRALEX_TEST_AGENT_FOLDER": str(HERE),
            "TERRALEX_COMMAND": str(self._server_command()),
            "LANG": f"{self.locale}.UTF-8",
            "LC_ALL": "",
            **more,
        }

    def _server_command(self) -> Path:
        """An installed ``terralex``: what the plugin starts with its first search."""
        file = self.folder / "terralex"
        program = (
            f'export PYTHONPATH="{REPOSITORY}" OMP_NUM_THREADS=1\nexec "{sys.executable}" -m backend.cli "$@" --offline'
        )
        file.write_text(f"#!/bin/sh\n{program}\n")
        file.chmod(0o755)
        return file

    def _start_qgis(self, files: Sequence[Path]) -> None:
        self.log = (self.folder / "qgis.log").open("ab")
        command = ["qgis", "--nologo", "--noversioncheck", "--code", str(HERE / "start_agent.py"), *map(str, files)]
        self.qgis = subprocess.Popen(
            command, env=self._environment, stdout=self.log, stderr=self.log, start_new_session=True, cwd=self.folder
        )
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        until = time.monotonic() + 180
        while True:
            try:
                self._socket.connect(self._environment["TERRALEX_TEST_AGENT"])
                break
            except OSError:
                assert self.qgis.poll() is None, (self.folder / "qgis.log").read_text()[-3000:]
                assert time.monotonic() < until, "QGIS did not come up"
                time.sleep(0.2)
        self._socket.settimeout(ANSWER_S)
        self._lines = self._socket.makefile("r", encoding="utf-8")

    def _send(self, kind: str, source: str) -> Any:
        self._socket.sendall(json.dumps({"kind": kind, "source": source}).encode() + b"\n")
        try:
            line = self._lines.readline()
        except TimeoutError:
            raise AssertionError(f"QGIS has not answered for {ANSWER_S} s: {source}") from None
        assert line, f"QGIS has gone, with {self.qgis.poll()}: {source}"
        answer = json.loads(line)
        assert "error" not in answer, f"{source}\n{answer.get('error')}"
        return answer["value"]

    def _hand(self, *words: str) -> None:
        # Letters of all languages, whether or not the machine has their locale.
        environment = {**self._environment, "LC_ALL": "C.UTF-8"}
        subprocess.run(["xdotool", *words], env=environment, check=True, timeout=60)
        time.sleep(0.06)


def place_words(place: Sequence[float]) -> tuple[str, str]:
    """A place as xdotool takes it."""
    return str(round(place[0])), str(round(place[1]))


OpenDesktop = Callable[[Sequence[Path]], AbstractContextManager[Desktop]]
"""Opens QGIS with the sample and more files: the fixture of the tests."""
