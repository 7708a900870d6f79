"""A real service with a layer and a search that has ended, and a real Chromium to look at its pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from harness.live_service import Service, running_service
from harness.quarter_sample import quarter_sample

TOKEN = "the-token-of-the-page-tests"
WAIT_MS = 60_000
PICTURES = os.environ.get("TERRALEX_TEST_PICTURES")
WITHOUT_GPU = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""What Chromium needs to draw maps where there is no graphics card."""
expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service."""
    data = tmp_path_factory.mktemp("data")
    quarter_sample(data, tmp_path_factory.mktemp("rendered"))
    folder = tmp_path_factory.mktemp("service")
    with running_service(folder, data, TERRALEX_TOKEN=TOKEN, OMP_NUM_THREADS="1") as one:
        yield one


@pytest.fixture(scope="session")
def layer(service: Service) -> str:
    """Id of its layer."""
    return service.add_layer(service.data_root / "sample.tif")


@pytest.fixture(scope="session")
def job(service: Service, layer: str) -> str:
    """Id of a search that found something."""
    job = service.start_job("search", layer=layer, text="airport", window_m=[100], threshold=0)
    assert service.wait_for(job)["status"] == "successful"
    return job


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window; of one module, as its event loop runs in the tests' own thread while it lives."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=program, args=[*WITHOUT_GPU])
        yield one
        one.close()


@pytest.fixture(params=["light", "dark"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser that nobody has signed in with, light and dark."""
    one = browser.new_context(color_scheme=request.param, viewport={"width": 1100, "height": 800})
    one.set_default_timeout(WAIT_MS)
    yield one
    one.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab of which every complaint of the browser, of its security policy too, is a failure."""
    tab, complaints = context.new_page(), []
    tab.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    wanted = [one for one in complaints if "403" not in one and "404" not in one]  # asked for by the tests
    assert [one for one in wanted if "GPU stall" not in one] == []  # of drawing without a graphics card


@pytest.fixture
def keep(context: BrowserContext, request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a picture, if somebody wants to look at them."""

    def picture(page: Page, name: str) -> None:
        if PICTURES:
            scheme = request.node.callspec.params.get("context", "light")
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png")

    return picture


def sign_in(page: Page, service: Service, path: str = "/") -> None:
    """Open an address, and give the token that it asks for."""
    page.goto(service.url + path)
    page.locator("#token").fill(TOKEN)
    page.locator(".sign-in button").click()
    expect(page.locator("form[action$=sign-out] button")).to_be_visible()
