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
from desktop import LONG_S, STILL_S, Desktop, missing_programs  # noqa: E402

IDLE = "not dock.search._starting and dock.search.task is None"
BUSY = "dock.search._starting or dock.search.task is not None"
SOME_REGIONS = "dock.search._so_far._band is not None"
LABELS_IDLE = "not dock.labels._starting and dock.labels.task is None"
SEARCH_SAYS = "search.message.text()"
LABELS_SAY = "labels.message.text()"
PAGE = "agent.part(modal, 'OptionsPage')"
PANEL = f"{PAGE}.local_panel"


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
            desk.wait(f"{PANEL}.installer.running", what="the installation begins")
            # pip may be silent for minutes while it fetches PyTorch.
            desk.wait(f"not {PANEL}.installer.running", LONG_S, "the installation ends")
        assert desk.ask("plugin.manager.environment.ready"), desk.ask(f"{PANEL}.log.toPlainText()")[-2000:]
    with walk.timed("server started"):
        if program is not None:
            desk.click(f"{PANEL}.start")
        desk.wait(f"{PANEL}.state.text() == 'Running'", STILL_S, "the server runs")
    desk.click(f"{PAGE}.test")
    desk.wait(f"'accepts the token' in {PAGE}.verdict.text()")
    # On a button, Enter would press that.
    desk.click(f"{PAGE}.local", 0.05)
    desk.keys("Return")
    desk.wait("modal is None")


def ask_for(walk: Walk, words: str, first: str, rest: str = "") -> None:
    """Type words and press Enter; ``first`` and ``rest`` name the steps until the first regions and until the end."""
    desk = walk.desk
    desk.fill("search.query", words)
    answered = f"{IDLE} and dock.search.answer is not None and dock.search.answer.request.text == {words!r}"
    with walk.timed(first):
        desk.keys("Escape", "Return")
        desk.wait(f"({BUSY}) or ({answered})", what=f"the search for {words!r} begins")
        if rest:
            desk.ended(f"({IDLE}) or {SOME_REGIONS}", SEARCH_SAYS, f"The search for {words!r}")
        else:
            desk.ended(IDLE, SEARCH_SAYS, f"The search for {words!r}")
    if rest:
        with walk.timed(rest):
            desk.ended(IDLE, SEARCH_SAYS, f"The search for {words!r}")
    assert desk.ask(answered), f"The search for {words!r} has no answer: {desk.ask(SEARCH_SAYS)}"


def search(walk: Walk) -> None:
    """Section 3: words, regions, marks, and what one does with them."""
    desk = walk.desk
    ask_for(walk, "river", "first search (river): its first regions", "first search: the rest of the map indexed")
    ask_for(walk, "lake", "next search (lake)")
    # Things that are small are looked for in smaller windows, of which there are more.
    small = "first search of small things (storage tank)"
    ask_for(walk, "storage tank", f"{small}: its first regions", f"{small}: the rest of the map indexed")
    desk.wait("search.list.regions.rowCount()", what="the answer has regions")
    # The last of the list, of all that reach the threshold, is the least likely to be one.
    desk.keys("Return", "a", "a", "End", "r")
    desk.wait("search.accept.text() == '2' and search.reject.text() == '1'", what="two are accepted, one is rejected")
    with walk.timed("more like the accepted ones"):
        desk.click("search.refine")
        desk.wait(f"({BUSY}) or dock.search.answer.request.examples", what="the refined search begins")
        desk.ended(IDLE, SEARCH_SAYS, "The refined search")
    with walk.timed("heat map"):
        desk.click("search.heat")
        drawn = "[one for one in project.mapLayers().values() if one.name().startswith('Heat')]"
        desk.wait(f"({BUSY}) or {drawn}", what="the heat map begins")
        desk.ended(IDLE, SEARCH_SAYS, "The heat map")
    assert desk.ask(f"bool({drawn})"), f"There is no heat map: {desk.ask(SEARCH_SAYS)}"


def label(walk: Walk) -> None:
    """Section 4: a preset becomes areas."""
    desk = walk.desk
    # Walking has led to one of the regions: the labels are for all of the map.
    desk.click("search.back")
    desk.settle()
    desk.click_at(desk.ask("agent.tab(dock.tabs.tabBar(), 1)"))
    desk.click("labels.preset")
    desk.wait("labels.preset.view().isVisible()")
    desk.click_at(desk.ask("agent.item(labels.preset.view(), labels.preset.findData('corine-level-1'))"))
    desk.wait("labels.classes.rowCount() > 2")
    with walk.timed("labelled"):
        desk.click("labels.label")
        desk.wait(f"not ({LABELS_IDLE}) or dock.labels.layer is not None", what="labelling begins")
        desk.ended(LABELS_IDLE, LABELS_SAY, "Labelling")
    assert desk.ask("dock.labels.layer is not None"), f"There are no labels: {desk.ask(LABELS_SAY)}"


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
