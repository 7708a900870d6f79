"""Take pictures of concepts, saved searches, two dates and counts in QGIS Desktop, driven by mouse and keyboard.

``make screenshots`` takes them after those of the rest: light and dark into ``build/screenshots/saved``, to be looked
at; those that the documents show into ``docs/images``. The maps are rendered; the later date has storage tanks where
the earlier one has none.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "tests" / "plugin" / "desktop"), str(REPOSITORY / "scripts")]

import rasterio  # noqa: E402
import saved_steps as steps  # noqa: E402
from build_plugin import stage  # noqa: E402
from desktop import Desktop, missing_programs  # noqa: E402
from rasterio.windows import from_bounds  # noqa: E402

DOCUMENTS = REPOSITORY / "docs" / "images"
THEMES = {"light": "", "dark": "Night Mapping"}
IN_DOCUMENTS = {"saved": "dock", "watch": "None", "change": "None", "count": "None"}
"""Pictures that the documents show, and the widget of each; the whole screen where there is none."""


def picture(desk: Desktop, folder: Path, name: str, part: str = "None") -> None:
    """Keep what the screen shows; of the light theme for the documents too, if they show it."""
    desk.settle(1)
    desk.picture(folder / f"{name}.png", part)
    if folder.name == "light" and name in IN_DOCUMENTS:
        desk.picture(DOCUMENTS / f"qgis-{name}.jpg", IN_DOCUMENTS[name])


def tour(desk: Desktop, folder: Path) -> None:
    """All that a person does, with a picture of each step."""
    desk.click("agent.action_button(plugin._actions[0])")
    desk.wait("dock is not None and dock.isVisible()")
    steps.tab(desk, steps.SAVED)
    picture(desk, folder, "empty", "dock")
    steps.search(desk, "sample", "farmland")
    steps.teach(desk, "my fields")
    steps.search_by_concept(desk, "first", "my fields")
    picture(desk, folder, "concept")
    desk.click("search.saved")
    desk.wait("search.saved.menu().isVisible()")
    picture(desk, folder, "menu")
    desk.keys("Escape")
    steps.menu(desk, "search.saved", "Save this search")
    desk.wait("modal is not None and hasattr(modal, 'folders')")
    picture(desk, folder, "save-search")
    desk.keys("Escape")
    desk.wait("modal is None")
    steps.save_search(desk, "Fields of the town")
    picture(desk, folder, "saved", "dock")
    watched = desk.folder / "maps" / "watched"
    steps.cut(watched.parent / "sample.tif", watched / "second.tif", 0, 512)
    desk.do(f"iface.addRasterLayer({str(watched / 'second.tif')!r}, 'second')")
    steps.run_search(desk)
    whole_map(desk)
    picture(desk, folder, "watch")
    steps.compare(desk, "sample", "later", "new storage tanks")
    whole_map(desk)
    desk.do("dock.tools.dialog.hide()")
    picture(desk, folder, "change")
    steps.close_tool(desk)
    steps.count(desk, "later", "storage tanks")
    picture(desk, folder, "count-window")
    steps.close_tool(desk)
    picture(desk, folder, "count")


def whole_map(desk: Desktop) -> None:
    """Show all of the sample, and what was found last alone."""
    desk.do("iface.mapCanvas().setExtent(project.mapLayersByName('sample')[0].extent())")
    desk.do("dock.search.result and project.layerTreeRoot().findLayer(dock.search.result.layer.id())"
            ".setItemVisibilityChecked(False)")  # fmt: skip
    desk.do("iface.mapCanvas().refresh()")
    desk.settle(2)


def maps(folder: Path) -> list[Path]:
    """The sample, a part of it in a folder that is watched, and the sample at a later date."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "sample.tif").is_file():
        command = [sys.executable, "-m", "backend.cli", "sample", str(folder), "--size", "1024", "--seed", "7"]
        subprocess.run(command, check=True, cwd=REPOSITORY)
    sample, (first, later, watched) = folder / "sample.tif", steps.maps(folder, folder / "sample.tif")
    for old in watched.glob("second.*"):
        old.unlink()
    with_tanks(sample, folder / "truth.gpkg", later)
    return [sample, first, later]


def with_tanks(sample: Path, truth: Path, later: Path) -> None:
    """Copy the tanks of the sample onto other ground of a later date."""
    import pyogrio.raw
    import shapely

    _, _, shapes, columns = pyogrio.raw.read(truth)
    named = zip(shapely.from_wkb(shapes), columns[0], strict=True)
    box = next(shape.bounds for shape, kind in named if kind == "storage_tank")
    with rasterio.open(sample) as whole:
        pixels, profile = whole.read(), whole.profile
        part = from_bounds(*box, whole.transform).round_offsets().round_lengths()
        tanks = whole.read(window=part)
    pixels[:, 60 : 60 + tanks.shape[1], 60 : 60 + tanks.shape[2]] = tanks
    with rasterio.open(later, "w", **profile) as raster:
        raster.write(pixels)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--theme", action="append", choices=THEMES, help="light, dark; both if left out")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if missing_programs():
        raise SystemExit(f"{', '.join(missing_programs())} must be installed first: see scripts/install-qgis.sh.")
    out = asked.out.resolve() / "saved"
    with tempfile.TemporaryDirectory() as scratch:
        stage(Path(scratch))
        for theme in asked.theme or THEMES:
            home = out / "home"
            shutil.rmtree(home / "profile", ignore_errors=True)
            files = maps(home / "maps")
            with Desktop(home, Path(scratch), files, theme=THEMES[theme], settings=["timeout_s=300"]) as desk:
                tour(desk, out / theme)
                for told in desk.ask("agent.unhandled"):
                    raise SystemExit(told)
            print(out / theme, flush=True)


if __name__ == "__main__":
    main()
