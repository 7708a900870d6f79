"""Follow ``docs/user-guide.md`` to the letter in QGIS Desktop, on a fresh profile, and print how long one waits.

Mouse and keyboard are those of an X server of its own (Xvfb); only for *Install from ZIP* the function behind its
button is called. ``python scripts/guide_times.py build/guide --wheel dist/terralex-1.0.0-py3-none-any.whl`` builds the
plugin's zip, puts it into an empty profile, installs the server from the wheel, and goes on to search and label a
rendered map. ``--terralex PROGRAM`` chooses a program that is there under *Existing Terralex* instead of installing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "tests" / "plugin" / "desktop"), str(REPOSITORY / "scripts")]

from build_plugin import build  # noqa: E402
from desktop import Desktop, missing_programs  # noqa: E402

IDLE = "not dock.search._starting and dock.search.task is None"
BUSY = "dock.search._starting or dock.search.task is not None"
LABELS_IDLE = "not dock.labels._starting and dock.labels.task is None"
PAGE = "agent.part(modal, 'OptionsPage')"
PANEL = f"{PAGE}.local_panel"
LONG_S = 1800


@dataclass
class Walk:
    """One person at one QGIS, and how long each step took."""

    desk: Desktop
    folder: Path
    times: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Time one step, and keep a picture of what the screen shows after it."""
        begun = time.monotonic()
        yield
        self.times.append((what, time.monotonic() - begun))
        print(f"{self.times[-1][1]:8.1f} s  {what}", flush=True)
        name = "".join(letter if letter.isalnum() else "-" for letter in what.lower())
        self.desk.picture(self.folder / "pictures" / f"{len(self.times):02d}-{name}.png")

    def table(self) -> str:
        """The steps and their seconds, for a document."""
        rows = [f"| {what} | {seconds:.1f} |" for what, seconds in self.times]
        return "\n".join(["| step | s |", "| --- | ---: |", *rows])


def plugin(walk: Walk, zipped: Path) -> None:
    """Section 1: the zip."""
    desk = walk.desk
    desk.do("import pyplugin_installer")
    with walk.timed("plugin from its zip"):
        desk.do(f"pyplugin_installer.instance().installFromZipFile({str(zipped)!r})")
        desk.wait("plugin is not None")
    desk.click("agent.action_button(plugin._actions[0])")
    desk.wait("dock is not None and dock.isVisible()")


def server(walk: Walk, wheel: Path | None, program: Path | None) -> None:
    """Section 2: the dock leads to the options, where the server is installed, or one that is there is chosen."""
    desk = walk.desk
    desk.fill("search.query", "river")
    desk.keys("Escape", "Return")
    desk.wait("'not installed' in search.message.text()")
    desk.click("[one for one in dock.findChildren(type(search.stop)) if one.accessibleName() == 'Terralex options'][0]")
    desk.wait(f"modal is not None and {PAGE} is not None and {PAGE}.isVisible()")
    desk.do(f"{PANEL}.installation.setCollapsed(False)")
    if program is not None:
        desk.fill(f"{PANEL}.program", str(program))
        desk.keys("Tab")
        desk.wait(f"{PANEL}.start.isVisible()")
    else:
        desk.fill(f"{PANEL}.package", str(wheel))
        with walk.timed("server installed"):
            desk.click(f"{PANEL}.install")
            desk.wait(f"{PANEL}.installer.running")
            desk.wait(f"not {PANEL}.installer.running", LONG_S)
        assert desk.ask("plugin.manager.environment.ready"), desk.ask(f"{PANEL}.log.toPlainText()")[-2000:]
    with walk.timed("server started"):
        if program is not None:
            desk.click(f"{PANEL}.start")
        desk.wait(f"{PANEL}.state.text() == 'Running'", LONG_S)
    desk.click(f"{PAGE}.test")
    desk.wait(f"'accepts the token' in {PAGE}.verdict.text()")
    # On a button, Enter would press that.
    desk.click(f"{PAGE}.local", 0.05)
    desk.keys("Return")
    desk.wait("modal is None")


def search(walk: Walk) -> None:
    """Section 3: words, regions, marks, and what one does with them."""
    desk = walk.desk
    desk.fill("search.query", "river")
    with walk.timed("first search: its first regions"):
        desk.keys("Escape", "Return")
        desk.wait(BUSY)
        desk.wait(f"({IDLE}) or search.list.regions.rowCount()", LONG_S)
    with walk.timed("first search: the rest of the map indexed"):
        desk.wait(IDLE, LONG_S)
    desk.wait("search.list.regions.rowCount()")
    desk.fill("search.query", "storage tank")
    with walk.timed("next search"):
        desk.keys("Escape", "Return")
        desk.wait("dock.search.answer is not None and dock.search.answer.request.text == 'storage tank'", LONG_S)
        desk.wait(IDLE, LONG_S)
    desk.keys("Return", "a", "a", "r")
    desk.wait("search.accept.text() == '2' and search.reject.text() == '1'")
    with walk.timed("more like the accepted ones"):
        desk.click("search.refine")
        desk.wait(BUSY)
        desk.wait(IDLE, LONG_S)
    with walk.timed("heat map"):
        desk.click("search.heat")
        desk.wait("[one for one in project.mapLayers().values() if one.name().startswith('Heat')]", LONG_S)
        desk.wait(IDLE, LONG_S)


def label(walk: Walk) -> None:
    """Section 4: a preset becomes areas."""
    desk = walk.desk
    desk.click_at(desk.ask("agent.tab(dock.tabs.tabBar(), 1)"))
    desk.click("labels.preset")
    desk.wait("labels.preset.view().isVisible()")
    desk.click_at(desk.ask("agent.item(labels.preset.view(), labels.preset.findData('corine-level-1'))"))
    desk.wait("labels.classes.rowCount() > 2")
    with walk.timed("labelled"):
        desk.click("labels.label")
        desk.wait("dock.labels._starting or dock.labels.task is not None")
        desk.wait(LABELS_IDLE, LONG_S)
        desk.wait("dock.labels.layer is not None")


def main() -> None:
    """Follow the guide and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the profile, the map and pictures; its profile is made anew")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--wheel", type=Path, help="what the server is installed from")
    source.add_argument("--terralex", type=Path, help="a program that is there already")
    asked = parser.parse_args()
    if missing_programs():
        raise SystemExit(f"{', '.join(missing_programs())} must be installed first: see scripts/install-qgis.sh.")
    out = asked.out.resolve()
    home = out / "home"
    shutil.rmtree(home / "profile", ignore_errors=True)
    scene = home / "map" / "sample.tif"
    if not scene.is_file():
        command = [sys.executable, "-m", "backend.cli", "sample", str(scene.parent), "--seed", "7"]
        subprocess.run(command, check=True, cwd=REPOSITORY)
    zipped = build(out)
    # The home folder is another one for QGIS: what pip is told there holds here too.
    told = Path.home() / ".config" / "pip" / "pip.conf"
    environment = {"TERRALEX_COMMAND": ""} | ({"PIP_CONFIG_FILE": str(told)} if told.is_file() else {})
    begun = time.monotonic()
    with Desktop(home, None, [scene], environment=environment) as desk:
        walk = Walk(desk, out)
        walk.times.append(("QGIS started, with the map", time.monotonic() - begun))
        plugin(walk, zipped)
        server(walk, asked.wheel and asked.wheel.resolve(), asked.terralex and asked.terralex.resolve())
        search(walk)
        label(walk)
        walk.times.append(("all of it, with typing and clicking", time.monotonic() - begun))
        assert desk.ask("agent.unhandled") == []
        release = desk.ask("__import__('qgis.core').core.Qgis.QGIS_VERSION")
    print(f"\nQGIS {release}, {os.cpu_count()} processors\n\n{walk.table()}")


if __name__ == "__main__":
    main()
