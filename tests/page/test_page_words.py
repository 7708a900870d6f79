"""The pages' words: ten languages, all of them whole, and which one a reader gets."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

import httpx
import pytest

from backend.api.pages.language import OWN_NAMES, words
from backend.api.pages.phrases import WHOLE, WITH_NAMES
from backend.api.pages.standing import STATES
from backend.jobs.processes import PROCESSES
from backend.lexicon import LANGUAGES
from backend.resources import resource_path
from harness.live_service import Service
from tests.page.conftest import TOKEN
from tests.page.test_pages import BROWSER

REPOSITORY = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPOSITORY / "scripts"))

import vendor_maplibre  # noqa: E402

PAGES = resource_path("page")
IN_TEMPLATES = re.compile(r"""\bt\(['"](.+?)['"][,)]""")
IN_MODULES = re.compile(r'\bt\("(.+?)"[,)]')


def sentences() -> set[str]:
    """Every sentence that a template or a module shows."""
    found = {"Map", "Layers", "Processes", "Jobs", "Collections", "Saved searches", "Models"}
    for file in (PAGES / "templates").glob("*.html"):
        found |= set(IN_TEMPLATES.findall(file.read_text(encoding="utf-8")))
    for file in [PAGES / "assets" / "page.mjs", *(PAGES / "assets").glob("map/*.mjs")]:
        found |= set(IN_MODULES.findall(file.read_text(encoding="utf-8")))
    sign_in = (REPOSITORY / "backend/api/routes/sign_in.py").read_text(encoding="utf-8")
    found |= set(re.findall(r'"(This is not the token[^"]+)"', sign_in)) | set(STATES.values())
    for process in PROCESSES:
        found |= {process.title, process.description}
    return found | {*WHOLE, *WITH_NAMES}


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_sentence_is_there_in_every_language_and_no_other(language: str) -> None:
    table = words(language)
    assert set(table) == sentences() and len(table) > 50
    for english, own in table.items():
        assert own.strip() and sorted(re.findall(r"\{\w+\}", own)) == sorted(re.findall(r"\{\w+\}", english)), english


@pytest.mark.parametrize("template", sorted((PAGES / "templates").glob("*.html")), ids=lambda file: file.stem)
def test_no_template_says_anything_that_is_not_translated(template: Path) -> None:
    shown = re.sub(r"{%.*?%}|{{.*?}}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    said = re.sub(r"<(code|title|style).*?</\1>|<[^>]+>|&\w+;", " ", shown, flags=re.DOTALL)
    assert set(re.findall(r"[^\W\d_]+", said)) <= {"Terralex", "m"}, said
    assert not re.findall(
        r'(?:aria-label|title|alt|placeholder)="([^"]*[^\W\d_][^"]*)"', shown.replace("north/ortho.tif", "")
    )


def test_every_language_has_a_name_for_itself() -> None:
    assert tuple(OWN_NAMES) == LANGUAGES


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("de-AT,en;q=0.5", "de"),
        ("ja,ko;q=0.4,en;q=0.3", "ko"),
        ("en;q=0.2,pt-BR", "pt"),
        ("ja", "en"),
        ("", "en"),
        ("de;q=x,,fr", "fr"),
    ],
)
def test_a_browser_gets_the_language_it_likes_best(service: Service, wanted: str, language: str) -> None:
    page = httpx.get(f"{service.url}/sign-in", headers={"Accept-Language": wanted}, trust_env=False)
    assert f'<html lang="{language}">' in page.text and "Accept-Language" in page.headers["vary"]
    assert words(language).get("Sign in", "Sign in") in page.text


def test_what_a_reader_chooses_holds(service: Service) -> None:
    with httpx.Client(base_url=service.url, headers={"Accept": BROWSER}, trust_env=False, timeout=60) as person:
        chosen = person.post("/language", data={"language": "ru", "next": "/sign-in?next=%2Fjobs"})
        assert chosen.status_code == 303 and chosen.headers["location"] == f"{service.url}/sign-in?next=%2Fjobs"
        assert '<html lang="ru">' in person.get("/sign-in", headers={"Accept-Language": "de"}).text
        wrong = person.post("/sign-in", data={"token": "no"})
        assert words("ru")["This is not the token of this service: copy the whole token again."] in wrong.text
        person.post("/sign-in", data={"token": TOKEN})
        assert words("ru")["Layers"] in person.get("/layers").text
        for path, english in (
            ("/", "Conformance classes"),
            ("/processes/search", "What it is"),
            ("/models", "Licence"),
        ):
            page = person.get(path).text
            assert words("ru")[english] in page and english not in page, path
        assert words("ru")["Search a layer by text"] in person.get("/processes").text
        for bad in ({"language": "xx"}, {}):
            assert person.post("/language", data={"next": "/", **bad}).status_code == 400
        away = person.post("/language", data={"language": "ru", "next": "//evil.example/"})
        assert away.headers["location"] == f"{service.url}/"


def test_the_map_library_is_the_pinned_one_and_brings_its_licence() -> None:
    folder = PAGES / "assets" / "maplibre"
    assert {file.name for file in folder.iterdir()} == {*vendor_maplibre.FILES.values(), "VERSION"}
    assert (folder / "VERSION").read_text(encoding="ascii").strip() == vendor_maplibre.VERSION
    assert f"maplibre-gl-js/blob/v{vendor_maplibre.VERSION}/" in (folder / "maplibre-gl.mjs").read_text("utf-8")[:300]
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in vendor_maplibre.CONTENTS}
    assert found == vendor_maplibre.CONTENTS


def test_words_are_sorted_and_plain_json() -> None:
    for file in (PAGES / "assets" / "words").glob("*.json"):
        table = json.loads(file.read_text(encoding="utf-8"))
        assert list(table) == sorted(table), file.name
