"""The pages in a real Chromium, by mouse and by keyboard alone; ``TERRALEX_TEST_PICTURES=DIR`` keeps pictures."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from harness.live_service import Service
from tests.page.conftest import TOKEN, sign_in


def test_signing_in_by_keyboard_alone(page: Page, service: Service, keep: Callable[[Page, str], None]) -> None:
    page.goto(f"{service.url}/processes")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_label("Token of this service")).to_be_focused()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This is not the token of this service")
    expect(page.get_by_label("Token of this service")).to_be_focused()
    keep(page, "sign-in-wrong")
    page.keyboard.type(TOKEN)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{service.url}/processes")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Build an index").or_(page.locator("main a").first)).to_be_focused()
    keep(page, "processes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Processes")


def test_walking_through_the_pages_by_mouse(
    page: Page, service: Service, layer: str, job: str, keep: Callable[[Page, str], None]
) -> None:
    sign_in(page, service)
    keep(page, "landing")
    for name in ("Layers", "Processes", "Jobs", "Collections", "Saved searches", "Models"):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page.get_by_role("navigation", name="Main").locator("[aria-current=page]")).to_have_text(name)
        keep(page, name.lower())
    page.goto(f"{service.url}/layers")
    page.get_by_role("link", name="sample.tif").first.click()
    expect(page.get_by_text("EPSG:32632")).to_be_visible()
    keep(page, "layer")
    page.goto(f"{service.url}/jobs/{job}")
    keep(page, "job")
    page.get_by_role("link", name="Collection and downloads").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download .gpkg").click()
    assert download.value.suggested_filename.endswith(".gpkg")
    keep(page, "collection")
    page.goto(f"{service.url}/processes/search")
    page.locator("details summary").first.click()
    keep(page, "process")
    page.goto(f"{service.url}/jobs/nothing")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_job_is_followed_and_cancelled(
    page: Page, service: Service, layer: str, keep: Callable[[Page, str], None]
) -> None:
    sign_in(page, service, "/jobs")
    job = service.start_job("search", layer=layer, text="airport", window_m=[9])
    page.reload()
    row = page.locator(f'[data-job$="{job}"]')
    expect(row.locator("[data-status]")).to_have_text(re.compile("Waiting|Running"))
    keep(page, "jobs-running")
    row.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(row.locator("[data-status]")).to_have_text("Cancelled")
    assert service.wait_for(job)["status"] == "dismissed"
    expect(row.get_by_role("button", name="Cancel")).to_have_count(0)


def test_a_narrow_window_needs_no_scrolling_sideways(
    page: Page, service: Service, job: str, keep: Callable[[Page, str], None]
) -> None:
    sign_in(page, service)
    page.set_viewport_size({"width": 360, "height": 700})
    for path in ("/", "/processes/search", "/jobs", f"/jobs/{job}", "/layers", "/models"):
        page.goto(service.url + path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    keep(page, "models-narrow")
