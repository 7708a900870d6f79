"""The map page in a real Chromium against a real service: by mouse, by keyboard alone, narrow, in other languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
import rasterio
import shapely
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backend.api.pages.language import words
from harness.live_service import Service
from tests.page.conftest import sign_in

QUERY = "tennis court"
Keep = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def searched(service: Service, layer: str) -> str:
    """The layer, indexed for what these tests look for."""
    job = service.start_job("search", layer=layer, text=QUERY)
    assert service.wait_for(job, 900)["status"] == "successful"
    return layer


@pytest.fixture(params=["light"])
def one_context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    one = browser.new_context(
        color_scheme=request.param, viewport={"width": 1100, "height": 800}, accept_downloads=True
    )
    yield one
    one.close()


def open_map(page: Page, service: Service, layer: str) -> None:
    sign_in(page, service, f"/map?layer={layer}")
    expect(page.locator(".workplace[data-ready]")).to_be_attached()
    settled(page)


def settled(page: Page) -> None:
    """The map has drawn all it has to draw."""
    expect(page.locator("#map[data-idle]")).to_be_attached()


def answered(page: Page) -> None:
    expect(page.locator("#running")).to_be_hidden()
    expect(page.locator("#verdict")).not_to_be_empty()


def ask(page: Page, text: str = QUERY) -> None:
    page.locator("#text").fill(text)
    page.locator("#search").click()
    answered(page)


def test_searching_walking_marking_and_refining_by_keyboard_alone(
    page: Page, service: Service, searched: str, keep: Keep
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_map(page, service, searched)
    assert page.locator("#map canvas").evaluate("canvas => canvas.width > 300")
    keep(page, "map-start")
    page.locator("#text").focus()
    page.keyboard.type("Tennis")
    options = page.locator("#suggestions [role=option]")
    expect(options.filter(has_text="tennis court")).to_have_count(1)
    keep(page, "map-suggestions")
    while "tennis court" not in (page.locator("#suggestions [aria-selected=true]").all_text_contents() or [""])[0]:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(page.locator("#text")).to_have_value(QUERY)
    page.keyboard.press("Enter")
    answered(page)
    expect(page.locator("#verdict")).to_contain_text(re.compile("found"))
    first = page.locator("#regions li").first
    expect(first.locator(".go")).to_be_focused()
    page.keyboard.press("Enter")
    expect(first).to_have_class(re.compile("current"))
    settled(page)
    keep(page, "map-walked")
    page.locator("#relevance").focus()
    page.keyboard.press("Home")  # everything, however weak
    expect(page.locator("#least")).to_have_text("0%")
    rows = page.locator("#regions li")
    count = rows.count()
    assert count > 2 and page.locator("#regions li.weak").count() >= 1
    first.locator(".go").focus()
    page.keyboard.press("a")
    expect(first.locator(".accept")).to_have_attribute("aria-pressed", "true")
    expect(rows.nth(1)).to_have_class(re.compile("current"))
    page.keyboard.press("r")
    expect(rows.nth(1).locator(".reject")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+Enter")
    expect(rows.nth(1)).to_have_class(re.compile("current"))
    keep(page, "map-marked")
    page.locator("#refine").focus()
    page.keyboard.press("Enter")
    answered(page)
    expect(page.locator("#regions li.accepted")).to_have_count(1)
    expect(page.locator("#regions li.rejected")).to_have_count(0)
    settled(page)
    keep(page, "map-refined")
    assert asked and all(url.startswith((service.url, "data:", "blob:")) for url in asked)


def test_a_box_a_click_and_a_download_by_mouse(
    one_context: BrowserContext, service: Service, searched: str, tmp_path: Path
) -> None:
    page = one_context.new_page()
    open_map(page, service, searched)
    area = page.locator("#map").bounding_box()
    assert area is not None
    middle = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    page.keyboard.down("Shift")
    page.mouse.move(middle[0] - 250, middle[1] - 200)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] + 120, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("#where")).to_have_text("In the box")
    with page.expect_response("**/processes/search/execution") as answer:
        ask(page)
    sent = json.loads(answer.value.request.post_data or "")["inputs"]["extent"]["bbox"]
    with page.expect_download() as download:
        page.locator("#download").click()
    download.value.save_as(tmp_path / "in-box.geojson")
    found = json.loads((tmp_path / "in-box.geojson").read_text(encoding="utf-8"))["features"]
    box = shapely.box(*sent)
    assert found and all(shapely.from_geojson(json.dumps(one["geometry"])).intersects(box) for one in found)
    page.locator("#everywhere").click()
    expect(page.locator("#where")).to_have_text("Whole layer")
    ask(page)
    page.locator("#relevance").fill("0")
    regions = page.locator("#regions li")
    page.locator("#draw").click()
    expect(page.locator("#draw")).to_have_attribute("aria-pressed", "true")
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 90, middle[1] + 90, steps=3)
    page.mouse.up()
    expect(page.locator("#where")).to_have_text("In the box")
    expect(page.locator("#draw")).to_have_attribute("aria-pressed", "false")
    regions.first.locator(".go").click()
    settled(page)
    page.locator("#regions li").nth(1).locator(".go").click()
    settled(page)
    page.mouse.click(*middle)  # the region that one went to lies there, or one over it
    expect(page.locator("#regions li.current")).to_have_count(1)
    regions.first.locator(".accept").click()
    regions.nth(1).locator(".reject").click()
    with page.expect_download() as download:
        page.locator("#download").click()
    download.value.save_as(tmp_path / "found.geojson")
    found = json.loads((tmp_path / "found.geojson").read_text(encoding="utf-8"))
    assert download.value.suggested_filename == "tennis-court.geojson"
    marks = [feature["properties"]["mark"] for feature in found["features"]]
    assert marks[0] == "accepted" and "rejected" not in marks and found["provenance"]["model"]


def test_what_is_not_there_is_said_and_its_best_candidates_are_shown_faded(
    one_context: BrowserContext, service: Service, searched: str
) -> None:
    page = one_context.new_page()
    open_map(page, service, searched)
    page.locator("#search").click()
    expect(page.locator("#wrong")).to_contain_text("Type what to look for")
    ask(page, "glacier")
    expect(page.locator("#verdict")).to_contain_text("glacier")
    expect(page.locator("#regions li.weak").first).to_be_visible()
    expect(page.locator("#regions li:not(.weak)")).to_have_count(0)


def other_sample(service: Service, name: str) -> Path:
    """The sample upside down: another layer, which nothing was indexed of."""
    target = service.data_root / name
    with rasterio.open(service.data_root / "sample.tif") as source:
        profile, pixels = source.profile, source.read()
    with rasterio.open(target, "w", **profile) as turned:
        turned.write(np.ascontiguousarray(pixels[:, ::-1]))
    return target


def test_a_layer_is_added_a_long_search_followed_and_cancelled(
    one_context: BrowserContext, service: Service, searched: str
) -> None:
    other_sample(service, "other.tif")
    page = one_context.new_page()
    open_map(page, service, searched)
    page.get_by_text("More", exact=True).click()
    page.locator("#path").fill("nowhere.tif")
    page.locator("#add-path").click()
    expect(page.locator("#wrong")).to_be_visible()
    page.locator("#path").fill("other.tif")
    page.locator("#add-path").click()
    expect(page.locator("#layer option:checked")).to_have_text("other.tif")
    expect(page.locator("#wrong")).to_be_hidden()
    page.locator("#jobs summary").click()
    page.locator("#text").fill("swimming pool")
    page.locator("#search").click()
    expect(page.locator("#running")).to_be_visible()
    page.locator("#cancel").click()
    expect(page.locator("#running")).to_be_hidden()
    expect(page.locator("#jobs .dismissed").first).to_be_visible()
    expect(page.locator("#regions li")).to_have_count(0)


def test_a_file_of_ones_own_is_sent(
    one_context: BrowserContext, service: Service, searched: str, tmp_path: Path
) -> None:
    file = other_sample(service, "third.tif").rename(tmp_path / "mein Bild.tif")
    page = one_context.new_page()
    open_map(page, service, searched)
    page.get_by_text("More", exact=True).click()
    page.locator("#file").set_input_files(file)
    expect(page.locator("#layer option:checked")).to_have_text("mein Bild.tif")
    settled(page)


@pytest.mark.parametrize("language", ["de", "ko"])
def test_the_page_speaks_the_readers_language(browser: Browser, service: Service, searched: str, language: str) -> None:
    context = browser.new_context(locale=f"{language}-{language.upper().replace('KO', 'KR')}")
    page = context.new_page()
    open_map(page, service, searched)
    ask(page, {"de": "Tennisplatz", "ko": "테니스장"}[language])
    expect(page.locator("#search")).to_have_text(words(language)["Search"])
    said = page.locator("#verdict").inner_text()
    parts = words(language)["{count} regions were found."].split("{count}"), [words(language)["One region was found."]]
    assert any(all(part.strip() in said for part in one) for one in parts)
    page.locator("#language").select_option("fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#search")).to_have_text("Chercher")
    context.close()


def test_a_window_of_300_pixels_needs_no_scrolling_sideways(
    page: Page, service: Service, searched: str, keep: Keep
) -> None:
    page.set_viewport_size({"width": 300, "height": 700})
    open_map(page, service, searched)
    ask(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    keep(page, "map-narrow")


def test_another_sites_page_can_ask_for_nothing(service: Service, searched: str) -> None:
    """Whoever is signed in, a foreign page's request is refused by its origin, and no cookie comes with it."""
    with httpx.Client(base_url=service.url, trust_env=False, timeout=60) as person:
        person.post("/sign-in", data={"token": service.token})
        foreign = {"Origin": "https://evil.example"}
        inputs = {"inputs": {"layer": searched, "text": QUERY}}
        assert person.post("/processes/search/execution", json=inputs, headers=foreign).status_code == 403
        assert person.post("/processes/search/execution", json=inputs).status_code == 401  # no origin: not a browser
        policy = person.get("/map").headers["content-security-policy"]
        assert "unsafe" not in policy and "blob:" not in policy and "worker-src 'self'" in policy
