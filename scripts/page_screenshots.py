"""Take pictures of the map page in Chromium, of a real service, driven by mouse and keyboard as its guide says.

``make screenshots`` takes them after those of QGIS: in three languages, light and dark, wide and 300 pixels narrow,
into ``build/screenshots/page``, to be looked at; those that the documents show into ``docs/images``. How long each step
of ``docs/page.md`` made its user wait is printed.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402

from harness.live_service import Service, running_service  # noqa: E402

DOCUMENTS = REPOSITORY / "docs" / "images"
TOKEN = "the-token-of-the-screenshots"
WITHOUT_GPU = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
QUERY = {"en": ("hou", "house"), "de": ("Hau", "Haus"), "ko": ("주", "주택")}
LOCALES = {"en": "en-GB", "de": "de-DE", "ko": "ko-KR"}
WIDTHS = {"wide": (1280, 800), "narrow": (300, 700)}
SEEN_THUMBNAILS = """() => Promise.all([...document.querySelectorAll('.thumbnail img')].map((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > 0 && top < innerHeight ? one.decode().catch(() => {}) : null;
}))"""
INDEX_MS = 1_800_000
WAIT_MS = 120_000
SAMPLE = ("--size", "1024", "--seed", "7")


@dataclass(frozen=True)
class Look:
    """One way in which people see the page, and where its pictures go."""

    language: str
    scheme: str
    width: str
    folder: Path

    @property
    def name(self) -> str:
        """Of its pictures."""
        return f"{self.language}-{self.scheme}-{self.width}"

    def picture(self, page: Page, what: str) -> None:
        """Keep what the window shows, or the whole page where that is longer than a narrow window."""
        drawn(page)
        self.folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=self.folder / f"{self.name}-{what}.png", full_page=self.width == "narrow")


def drawn(page: Page) -> None:
    """Wait until the map and the thumbnails that are seen have been drawn."""
    if page.locator("#map").count():
        expect(page.locator("#map[data-idle]")).to_be_attached()
        page.evaluate(SEEN_THUMBNAILS)


@contextmanager
def waited(what: str) -> Iterator[None]:
    """Print how long somebody waits."""
    begun = time.monotonic()
    yield
    print(f"{time.monotonic() - begun:7.1f} s  {what}", flush=True)


def answered(page: Page) -> None:
    """Wait until a search has answered."""
    expect(page.locator("#running")).to_be_hidden(timeout=INDEX_MS)
    expect(page.locator("#verdict")).not_to_be_empty()


def tour(page: Page, service: Service, look: Look, say: Callable[[str], object]) -> None:
    """The guide, step by step."""
    begun, whole = QUERY[look.language]
    with say("2. the page that asks for the token"):
        page.goto(f"{service.url}/map")
        expect(page.locator("#token")).to_be_focused()
    look.picture(page, "1-sign-in")
    page.keyboard.type(TOKEN)
    with say("2. the map page"):
        page.keyboard.press("Enter")
        expect(page.locator(".workplace[data-ready]")).to_be_attached()
    if page.locator("#layer option").count() == 0:
        page.locator("details summary").first.click()
        page.locator("#path").fill("sample.tif")
        with say("3. the layer on the map"):
            page.locator("#add-path").click()
            expect(page.locator("#layer option:checked")).to_have_text("sample.tif")
            drawn(page)
        page.locator("details summary").first.click()
    page.locator("#text").press_sequentially(begun)
    with say("4. suggestions"):
        expect(page.locator("#suggestions [role=option]").first).to_be_visible()
    look.picture(page, "2-suggestions")
    page.locator("#text").fill(whole)
    with say("4. the answer, the layer being indexed for it"):
        page.keyboard.press("Enter")
        expect(page.locator("#running")).to_be_visible()
        answered(page)
    page.locator("#regions .go").first.focus()
    with say("5. the first region, with its surroundings"):
        page.keyboard.press("Enter")
        drawn(page)
    page.keyboard.press("a")
    look.picture(page, "3-walked")
    with say("6. the refined answer"):
        page.locator("#refine").click()
        answered(page)
    look.picture(page, "4-refined")
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.locator("#map").scroll_into_view_if_needed()
    page.keyboard.down("Shift")
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.8 * box["height"], steps=3)
    page.mouse.up()
    page.keyboard.up("Shift")
    with say("7. the answer in a box, of ground that is indexed"):
        page.locator("#search").click()
        answered(page)
    page.locator("#regions .go").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    look.picture(page, "5-box")
    with say("8. the file"), page.expect_download():
        page.locator("#download").click()
    page.locator("#jobs summary").click()
    expect(page.locator("#jobs li").first).to_be_visible()
    look.picture(page, "6-jobs")
    documents(page, service, look)


def documents(page: Page, service: Service, look: Look) -> None:
    """The pages of the API's documents."""
    with service.client() as client:
        collection = client.get("/collections").json()["collections"][-1]["id"]
        layer, job = (client.get(f"/{name}").json()[name][0] for name in ("layers", "jobs"))
    addresses = {
        "landing": "/",
        "layers": "/layers",
        "layer": f"/layers/{layer['id']}",
        "processes": "/processes",
        "process": "/processes/search",
        "jobs": "/jobs",
        "job": f"/jobs/{job['jobID']}",
        "collections": "/collections",
        "collection": f"/collections/{collection}",
        "items": f"/collections/{collection}/items?limit=5",
        "item": f"/collections/{collection}/items/1",
        "models": "/models",
        "conformance": "/conformance",
        "problem": "/jobs/none",
    }
    for number, (name, path) in enumerate(addresses.items(), 7):
        page.goto(f"{service.url}{path}")
        look.picture(page, f"{number}-{name}")


@contextmanager
def _silent(_: str) -> Iterator[None]:
    yield


def take(browser: Browser, service: Service, looks: list[Look]) -> None:
    """Each look in a browser of its own; the first one waits as a new user does."""
    for number, look in enumerate(looks):
        width, height = WIDTHS[look.width]
        context = browser.new_context(
            color_scheme=look.scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": height},
            locale=LOCALES[look.language],
        )
        context.set_default_timeout(WAIT_MS)
        tour(context.new_page(), service, look, waited if number == 0 else _silent)
        context.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--look", action="append", metavar="LANGUAGE-SCHEME-WIDTH", help="such as de-dark-narrow")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium must be installed first: apt-get install chromium.")
    expect.set_options(timeout=WAIT_MS)
    out = asked.out.resolve() / "page"
    maps = out / "maps"
    if not (maps / "sample.tif").is_file():
        with waited("1. the sample"):
            command = [sys.executable, "-m", "backend.cli", "sample", str(maps), *SAMPLE]
            subprocess.run(command, check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    looks = [Look(*parts, out) for parts in itertools.product(QUERY, ("light", "dark"), WIDTHS)]
    looks = [look for look in looks if asked.look is None or look.name in asked.look]
    with waited("all of it"), sync_playwright() as playwright:
        with waited("1. the service"):
            running = running_service(out / "service", maps, TERRALEX_TOKEN=TOKEN)
            service = running.__enter__()
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=[*WITHOUT_GPU])
            take(browser, service, looks)
            browser.close()
        finally:
            running.__exit__(None, None, None)
    for name, what in (("page-search", "5-box"), ("page-suggestions", "2-suggestions")):
        picture = out / f"en-light-wide-{what}.png"
        if picture.is_file():
            Image.open(picture).convert("RGB").save(DOCUMENTS / f"{name}.jpg", quality=88, optimize=True)


if __name__ == "__main__":
    main()
