"""Take pictures of the plugin in QGIS Desktop, driven by mouse and keyboard on a screen of its own (Xvfb).

``make screenshots`` takes those of the rendered sample: all of them into ``build/screenshots/sample``, in three
languages, light and dark, at 100 % and 150 %, to be looked at; the ones that the documents show into ``docs/images``.
``make screenshots SCENE=orthophoto.tif`` takes those of a layer of yours, for looking alone.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "tests" / "plugin" / "desktop"), str(REPOSITORY / "scripts")]

from build_plugin import stage  # noqa: E402
from desktop import Desktop, missing_programs  # noqa: E402

DARK = "Night Mapping"
DOCUMENTS = REPOSITORY / "docs" / "images"
IDLE = "not dock.search._starting and dock.search.task is None"
LABELS_IDLE = "not dock.labels._starting and dock.labels.task is None"
PAGE = "agent.part(modal, 'OptionsPage')"
INDEX_TIMEOUT_S = 1800


@dataclass(frozen=True)
class Words:
    """What is typed in a language."""

    begun: str
    query: str
    unwanted: str
    locator: str


WORDS = {
    "en": Words("stad", "car park", "road", "tank"),
    "de": Words("Sport", "Parkplatz", "Straße", "Flug"),
    "ko": Words("저수", "주차장", "도로", "공항"),
    "pt": Words("estád", "estacionamento", "estrada", "aero"),
    "es": Words("puer", "aparcamiento", "carretera", "aero"),
    "fr": Words("stad", "parking", "route", "aéro"),
    "nl": Words("haven", "parkeerplaats", "weg", "lucht"),
    "it": Words("stad", "parcheggio", "strada", "aero"),
    "zh": Words("机场", "停车场", "道路", "港"),
    "ru": Words("аэро", "парковка", "дорога", "стад"),
}
USUAL = ("en", "de", "ko")
"""Languages whose pictures are taken unless others are asked for."""


@dataclass(frozen=True)
class Document:
    """A picture that the documents show: its name there, and the widget that it shows if not the whole screen."""

    name: str
    part: str = "None"


IN_DOCUMENTS = {
    ("en-light-100", "suggestions"): Document("qgis-suggestions", "dock"),
    ("en-light-100", "first-regions"): Document("qgis-first-regions"),
    ("en-light-100", "walked"): Document("qgis-search"),
    ("en-light-100", "labelled"): Document("qgis-labels"),
    ("en-light-100", "options"): Document("qgis-options", "modal"),
    ("en-light-100", "remote"): Document("qgis-remote", "modal"),
    ("en-light-100", "locator"): Document("qgis-locator"),
    ("ko-dark-100", "walked"): Document("qgis-korean-dark"),
}


@dataclass
class Look:
    """One way in which people see QGIS, and where its pictures go."""

    language: str
    theme: str
    scale: float
    folder: Path
    for_documents: bool
    count: int = field(default=0, init=False)

    @property
    def name(self) -> str:
        """Of its folder."""
        return f"{self.language}-{'dark' if self.theme else 'light'}-{round(100 * self.scale)}"

    def picture(self, desk: Desktop, what: str) -> None:
        """Keep what the screen shows; for the documents too, if they show it."""
        self.count += 1
        desk.picture(self.folder / self.name / f"{self.count:02d}-{what}.png")
        document = IN_DOCUMENTS.get((self.name, what))
        if document is not None and self.for_documents:
            desk.picture(DOCUMENTS / f"{document.name}.jpg", document.part)


def tour(desk: Desktop, look: Look) -> None:
    """All that a person does, with a picture of each step."""
    words = WORDS[look.language]
    desk.click("agent.action_button(plugin._actions[0])")
    desk.wait("dock is not None and dock.isVisible()")
    look.picture(desk, "first")
    desk.click("search.search")
    desk.wait("search.message.isVisible()")
    desk.fill("search.query", words.begun)
    desk.wait("search.query._completer.popup().isVisible()")
    look.picture(desk, "suggestions")
    search(desk, look, words)
    labels(desk, look)
    widths(desk, look)
    options(desk, look)
    locator(desk, look, words)


def search(desk: Desktop, look: Look, words: Words) -> None:
    """From words to accepted regions."""
    desk.fill("search.query", words.query)
    desk.keys("Escape", "Return")
    desk.wait("dock.search._starting or dock.search.task is not None")
    look.picture(desk, "starting")
    desk.wait(f"({IDLE}) or search.list.regions.rowCount()", INDEX_TIMEOUT_S)
    if not desk.ask(IDLE):
        look.picture(desk, "first-regions")
    desk.wait(IDLE, INDEX_TIMEOUT_S)
    desk.wait("len(search.list.regions._pictures) > 0")
    look.picture(desk, "regions")
    desk.keys("Return", "a", "a", "a", "Down", "r", "Up", "Up", "Up", "Up")
    desk.settle(1)
    look.picture(desk, "walked")
    desk.click("search.slider", 0.5)
    look.picture(desk, "slider")
    desk.keys("Home")
    desk.settle(1)
    look.picture(desk, "candidates")
    desk.click("search.gallery")
    desk.settle(1)
    look.picture(desk, "gallery")
    desk.click("search.gallery")
    desk.hover_item("search.list", 1)
    desk.settle(1)
    look.picture(desk, "preview")
    desk.click("search.heat")
    desk.wait(IDLE, INDEX_TIMEOUT_S)
    desk.settle(1)
    look.picture(desk, "heat-map")
    desk.do("[one.setItemVisibilityChecked(False) for one in project.layerTreeRoot().findLayers()"
            " if one.name().startswith('Heat')]")  # fmt: skip
    desk.click("search.refine")
    desk.wait(IDLE, INDEX_TIMEOUT_S)
    desk.settle(1)
    look.picture(desk, "refined")
    desk.fill("search.unwanted", words.unwanted)
    desk.click("search.examples.remove")
    for button, start, end in (("like", 0.45, 0.52), ("unlike", 0.6, 0.67)):
        desk.click(f"search.examples.{button}")
        desk.drag("iface.mapCanvas()", (start, start), (end, end))
        desk.wait(f"not search.examples.{button}.isChecked()")
    desk.click("search.search")
    desk.wait(IDLE, INDEX_TIMEOUT_S)
    desk.settle(1)
    look.picture(desk, "examples")
    desk.click("search.examples.remove")
    desk.do("iface.mapCanvas().setExtent(search.layer.currentLayer().extent())")


def labels(desk: Desktop, look: Look) -> None:
    """From classes to a coloured map."""
    desk.click_at(desk.ask("agent.tab(dock.tabs.tabBar(), 1)"))
    desk.do("dock.search.result and project.layerTreeRoot().findLayer(dock.search.result.layer.id())"
            ".setItemVisibilityChecked(False)")  # fmt: skip
    look.picture(desk, "no-classes")
    desk.click("labels.preset")
    desk.wait("labels.preset.view().isVisible()")
    look.picture(desk, "presets")
    desk.click_at(desk.ask("agent.item(labels.preset.view(), labels.preset.findData('corine-level-1'))"))
    desk.wait("labels.classes.rowCount() > 2")
    desk.click("labels.label")
    desk.wait("dock.labels._starting or dock.labels.task is not None")
    look.picture(desk, "labelling")
    desk.wait(LABELS_IDLE, INDEX_TIMEOUT_S)
    desk.settle(1)
    desk.click("labels.result.ask_map")
    desk.click("iface.mapCanvas()", 0.45, 0.45)
    desk.wait("labels.result.best.isVisible()")
    look.picture(desk, "labelled")
    desk.click("labels.result.ask_map")
    desk.do("labels.more.setCollapsed(False)")
    desk.do("labels.scope.setCurrentIndex(2)")
    look.picture(desk, "features")
    desk.click_item("labels.table", 0, 0, times=2)
    desk.wait("modal is not None")
    look.picture(desk, "colour")
    desk.keys("Escape")
    desk.wait("modal is None")
    desk.do("labels.scope.setCurrentIndex(0)")
    desk.do("labels.more.setCollapsed(True)")


def widths(desk: Desktop, look: Look) -> None:
    """Both tabs in a dock that is as narrow as it may be, and in a wide one."""
    before = desk.ask("dock.width()")
    for width in (300, 560):
        desk.do(f"iface.mainWindow().resizeDocks([dock], [{width}], 1)")
        for number, tab in enumerate(("search", "labels")):
            desk.click_at(desk.ask(f"agent.tab(dock.tabs.tabBar(), {number})"))
            look.picture(desk, f"{tab}-{width}-pixels")
    desk.do(f"iface.mainWindow().resizeDocks([dock], [{before}], 1)")


def options(desk: Desktop, look: Look) -> None:
    """The options, for a server on this machine and for another one."""
    desk.do("QgsSettings().setValue('terralex/timeout_s', 30)")
    desk.click("dock.tabs.cornerWidget().children()[2]")
    desk.wait(f"modal is not None and {PAGE} is not None and {PAGE}.isVisible()")
    desk.click(f"{PAGE}.test")
    desk.settle(3)
    look.picture(desk, "options")
    desk.do(f"{PAGE}.local_panel.installation.setCollapsed(False)")
    look.picture(desk, "installation")
    desk.click(f"{PAGE}.remote", 0.05)
    desk.fill(f"{PAGE}.url", "https://gpu.example.org")
    look.picture(desk, "remote")
    desk.keys("Escape")
    desk.wait("modal is None")


def locator(desk: Desktop, look: Look, words: Words) -> None:
    """A search from the keyboard alone."""
    desk.do("iface.mainWindow().activateWindow()")
    desk.do("dock.labels.layer and project.layerTreeRoot().findLayer(dock.labels.layer.id())"
            ".setItemVisibilityChecked(False)")  # fmt: skip
    desk.click("agent.part(iface.mainWindow(), 'QgsLocatorWidget')")
    desk.type(f"tlx {words.locator}")
    desk.settle(2)
    look.picture(desk, "locator")
    desk.keys("Escape")


def first_use(desk: Desktop, look: Look) -> None:
    """Nobody has installed a server yet."""
    desk.click("agent.action_button(plugin._actions[0])")
    desk.wait("dock is not None and dock.isVisible()")
    desk.fill("search.query", WORDS[look.language].query)
    desk.keys("Escape", "Return")
    desk.wait("'not installed' in search.message.text() or search.message.focusPolicy()")
    look.picture(desk, "no-server")
    desk.click("dock.tabs.cornerWidget().children()[2]")
    desk.wait(f"modal is not None and {PAGE} is not None and {PAGE}.isVisible()")
    desk.settle(1)
    look.picture(desk, "not-installed")
    desk.keys("Escape")


@contextmanager
def desktop(scene: Path, staged: Path, look: Look, server: bool) -> Iterator[Desktop]:
    """QGIS as a look wants it, new but for the index of an earlier one."""
    home = look.folder / "home"
    own = home / "profile" / "profiles" / "default" / "terralex" / "server" / "indexes"
    kept = look.folder / "indexes"
    shutil.rmtree(home / "profile", ignore_errors=True)
    if kept.is_dir():
        shutil.copytree(kept, own)
    # What lies in the home folder may be read: the pictures need not show where that is.
    settings = ["timeout_s=300"] if scene.is_relative_to(home) else ["timeout_s=300", f"data_folders={scene.parent}"]
    without = {} if server else {"TERRALEX_COMMAND": ""}
    with Desktop(
        home, staged, [scene], look.language, look.theme, look.scale, settings=settings, environment=without
    ) as desk:
        yield desk
        for told in desk.ask("agent.unhandled"):
            raise SystemExit(told)
    if server and not kept.is_dir():
        shutil.copytree(own, kept)


def take(scene: Path, out: Path, looks: list[Look]) -> None:
    """Take the pictures of every look."""
    with tempfile.TemporaryDirectory() as scratch:
        stage(Path(scratch))
        steps: list[tuple[Callable[[Desktop, Look], None], bool]] = [(tour, True), (first_use, False)]
        for look in looks:
            shutil.rmtree(out / look.name, ignore_errors=True)
            for steps_of, server in steps:
                with desktop(scene, Path(scratch), look, server) as desk:
                    steps_of(desk, look)
            print(f"{out / look.name}: {look.count} pictures", flush=True)


def main() -> None:
    """Take pictures of the sample, or of a layer that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--scene", type=Path, help="a layer of yours; the rendered sample if there is none")
    parser.add_argument("--look", action="append", metavar="LANGUAGE-THEME-PERCENT", help="such as de-dark-150")
    asked = parser.parse_args()
    # So that QGIS, its server and its screen end with this, whoever stops it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if missing_programs():
        raise SystemExit(f"{', '.join(missing_programs())} must be installed first: see scripts/install-qgis.sh.")
    out = asked.out.resolve() / (asked.scene.stem if asked.scene else "sample")
    scene = asked.scene or out / "home" / "map" / "sample.tif"
    if asked.scene and not scene.is_file():
        raise SystemExit(f"{scene} is not there: name a raster file.")
    if not scene.is_file():
        command = [sys.executable, "-m", "backend.cli", "sample", str(scene.parent), "--seed", "7"]
        subprocess.run(command, check=True, cwd=REPOSITORY)
    looks = [
        Look(language, theme, scale, out, for_documents=asked.scene is None)
        for language in WORDS
        for theme in ("", DARK)
        for scale in (1.0, 1.5)
    ]
    chosen = [look for look in looks if (look.name in asked.look if asked.look else look.language in USUAL)]
    take(scene.resolve(), out, chosen)


if __name__ == "__main__":
    main()
