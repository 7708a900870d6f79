"""The help: a page for every button that leads to it, in ten languages, and no link that leads nowhere."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent.parent
HELP = REPOSITORY / "help"
LANGUAGES = ("pt", "es", "fr", "de", "nl", "it", "zh", "ko", "ru")
PAGES = sorted(HELP.rglob("*.html"))
BUTTONS = {
    "search": ("More", "More like the accepted ones", "Save the marks as a concept ...", "Save this search ...",
               "Saved", "Run again", "Compare two dates", "Count objects", "Search many layers"),
    "labels": ("Extent of the map", "Whole layer", "Features of a polygon layer", '"Other" below', "Smoothing",
               "Label everything together", "Three best classes on click",
               "Draw areas paler where their class is less certain"),
    "server": ("Install", "Cancel", "Test connection", "Copy diagnostics", "Existing Terralex"),
}  # fmt: skip
"""What the pages speak of, as the interface calls it."""
sys.path.insert(0, str(REPOSITORY / "scripts"))

import plugin_translations  # noqa: E402


class Page(HTMLParser):
    """Links, tags and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data: str) -> None:
        self.words += data


def read(file: Path) -> Page:
    page = Page(file.read_text(encoding="utf-8"))
    assert page.open == [], file
    return page


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(HELP).as_posix())
def test_every_link_leads_to_a_file(file: Path) -> None:
    for link in read(file).links:
        assert (file.parent / link).is_file(), link


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_pages_behind_the_buttons(language: str) -> None:
    for name in ("search", "labels", "server"):
        english, translated = read(HELP / f"{name}.html"), read(HELP / language / f"{name}.html")
        assert translated.tags == english.tags, "the same parts in the same order"
        kept = re.findall(r"PROJECT_terralex.gpkg|terralex serve|name, prompts|status", english.words)
        assert all(word in translated.words for word in kept)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_calls_the_buttons_what_the_interface_calls_them(language: str) -> None:
    translated = plugin_translations.read(language)
    for name, buttons in BUTTONS.items():
        words = read(HELP / language / f"{name}.html").words
        assert [one for one in buttons if translated[one] not in words] == []


def test_the_page_of_the_algorithms_lists_them_all() -> None:
    code = [file.read_text(encoding="utf-8") for file in (REPOSITORY / "qgis_plugin" / "processing").glob("*.py")]
    names = {name for text in code for name in re.findall(r'^    NAME = "(\w+)"$', text, re.MULTILINE)}
    page = (HELP / "processing.html").read_text(encoding="utf-8")
    assert names and set(re.findall(r"<code>terralex:(\w+)</code>", page)) == names
