"""Which requests get a page, what it is safe from, and who may see it: over plain HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from backend.api.pages.session import LASTS_S, Sessions
from harness.live_service import Service
from tests.page.conftest import TOKEN

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
PATHS = [
    "/",
    "/conformance",
    "/processes",
    "/processes/search",
    "/jobs",
    "/collections",
    "/layers",
    "/searches",
    "/models",
]


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[httpx.Client]:
    with service.client() as one:
        yield one


@pytest.fixture
def stranger(service: Service) -> Iterator[httpx.Client]:
    """A browser that has not signed in."""
    with httpx.Client(base_url=service.url, headers={"Accept": BROWSER}, trust_env=False, timeout=60) as one:
        yield one


@pytest.fixture
def person(stranger: httpx.Client) -> httpx.Client:
    """A browser that has."""
    answer = stranger.post("/sign-in", data={"token": TOKEN, "next": "/jobs"})
    assert answer.status_code == 303 and urlsplit(answer.headers["location"]).path == "/jobs"
    return stranger


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("accept", [BROWSER, "text/html", "application/json;q=0.5, text/html", "TEXT/HTML"])
def test_who_names_html_and_likes_it_better_gets_a_page(client: httpx.Client, accept: str) -> None:
    answer = client.get("/processes", headers={"Accept": accept})
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Search a layer by text" in answer.text and "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/json",
        "application/geo+json, text/html",
        "text/html;q=0",
        "text/*",
        "text/html;q=0.3, application/json",
    ],
)
def test_everybody_else_gets_json_as_before(client: httpx.Client, accept: str) -> None:
    answer = client.get("/processes", headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/json" and answer.json()["processes"]
    assert "Accept" in answer.headers["vary"]


def test_f_decides_before_accept_does(client: httpx.Client) -> None:
    page = client.get("/jobs", params={"f": "html", "limit": 1})
    assert page.headers["content-type"].startswith("text/html") and "?limit=1&amp;f=json" in page.text
    document = client.get("/jobs", params={"f": "json"}, headers={"Accept": BROWSER})
    assert document.headers["content-type"] == "application/json"
    wrong = client.get("/jobs", params={"f": "xml"})
    assert wrong.status_code == 400 and "query.f" in wrong.json()["detail"]


def test_every_page_is_there_and_safe(client: httpx.Client, layer: str, job: str) -> None:
    result = f"/collections/job-{job}"
    known = [*PATHS, "/map", f"/layers/{layer}", f"/jobs/{job}", result, f"{result}/items", f"{result}/items/1"]
    known.append(next(row["id"] for row in client.get("/collections").json()["collections"] if "index" in row["id"]))
    known[-1] = f"/collections/{known[-1]}"
    for path in known:
        answer = client.get(path, headers={"Accept": BROWSER})
        assert answer.status_code == 200, (path, answer.text)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"
        page = _Page(answer.text)
        inline = [tag for tag, said in page.tags if tag == "style" or (tag == "script" and "src" not in said)]
        assert inline == [] and not [
            said for _, said in page.tags if any(name.startswith("on") or name == "style" for name in said)
        ]
        elsewhere = [
            said["src" if "src" in said else "href"] or ""
            for tag, said in page.tags
            if tag in ("script", "link", "img")
        ]
        assert all(address.startswith(str(client.base_url).rstrip("/")) for address in elsewhere), path
        assert len([tag for tag, _ in page.tags if tag == "h1"]) == 1
        for address in elsewhere:
            assert client.get(address).status_code == 200, address


def test_what_a_layer_is_called_is_text_and_nothing_else(client: httpx.Client, service: Service) -> None:
    title = "<script>alert(1)</script>\"'&"
    (service.data_root / "second.tif").write_bytes((service.data_root / "sample.tif").read_bytes())
    made = client.post("/layers", json={"type": "path", "path": "second.tif", "title": title}).json()
    for path in ("/layers", f"/layers/{made['id']}"):
        text = client.get(path, headers={"Accept": BROWSER}).text
        assert "alert(1)" in text and "<script>alert" not in text
    client.delete(f"/layers/{made['id']}")


def test_a_saved_search_has_a_page_in_the_language_of_its_reader(client: httpx.Client, layer: str) -> None:
    posted = {"name": "<b>Roofs</b>", "inputs": {"layers": [layer], "text": "roofs", "unwanted": ["cars"]}}
    kept = client.post("/searches", json=posted).raise_for_status().json()
    german = {"Accept": BROWSER, "Accept-Language": "de"}
    every = client.get("/searches", headers=german)
    assert every.headers["content-type"].startswith("text/html") and "<h1>Gespeicherte Suchen</h1>" in every.text
    assert "&lt;b&gt;Roofs" in every.text and "noch nicht ausgeführt" in every.text
    assert f'href="{client.base_url.join("/searches/" + kept["id"])}"' in every.text
    one = client.get(f"/searches/{kept['id']}", headers=german)
    assert "roofs" in one.text and "cars" in one.text and f"/layers/{layer}" in one.text and "Nur von Hand" in one.text
    assert client.get(f"/searches/{kept['id']}").json()["id"] == kept["id"], "everybody else gets JSON as before"
    assert client.delete(f"/searches/{kept['id']}").status_code == 204


def test_features_are_a_table_that_leads_from_page_to_page(client: httpx.Client, job: str) -> None:
    path = f"/collections/job-{job}/items"
    page = client.get(path, params={"limit": 1, "f": "html"})
    assert page.headers["content-type"].startswith("text/html") and '<th scope="col">relevance</th>' in page.text
    assert f"{path}/1" in page.text and 'rel="next"' in page.text and "?limit=1&amp;f=json" in page.text
    one = client.get(f"{path}/1", headers={"Accept": BROWSER}).text
    assert "<dt>rank</dt><dd>1</dd>" in one and "Polygon" in one
    assert client.get(path).headers["content-type"] == "application/geo+json"
    assert client.get(path, headers={"Accept": "application/geo+json, text/html"}).json()["features"]
    assert client.get(f"{path}/99999", headers={"Accept": BROWSER}).status_code == 404


def test_a_problem_is_a_page_with_its_sentence(client: httpx.Client) -> None:
    answer = client.get("/jobs/nothing", headers={"Accept": BROWSER})
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/html")
    assert "No job has the id" in answer.text or "There is no job" in answer.text
    assert 'role="alert"' in answer.text
    machine = client.get("/jobs/nothing", params={"f": "html"})
    assert machine.status_code == 404 and machine.headers["content-type"] == "application/problem+json"


def test_a_browser_is_led_to_the_sign_in_page_and_back(stranger: httpx.Client) -> None:
    sent = stranger.get("/jobs?limit=5")
    assert sent.status_code == 303 and "www-authenticate" not in sent.headers
    assert sent.headers["location"].endswith("/sign-in?next=%2Fjobs%3Flimit%3D5")
    page = stranger.get(sent.headers["location"])
    assert page.status_code == 200 and 'value="/jobs?limit=5"' in page.text
    assert "Sign out" not in page.text
    wrong = stranger.post("/sign-in", data={"token": "not it", "next": "/jobs?limit=5"})
    assert wrong.status_code == 403 and "not the token" in wrong.text and "set-cookie" not in wrong.headers
    assert "not it" not in wrong.text
    right = stranger.post("/sign-in", data={"token": f" {TOKEN}\n", "next": "/jobs?limit=5"})
    assert right.headers["location"].endswith("/jobs?limit=5")
    assert stranger.get(right.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_led_elsewhere(stranger: httpx.Client, service: Service, target: str) -> None:
    answer = stranger.post("/sign-in", data={"token": TOKEN, "next": target})
    assert answer.headers["location"] == f"{service.url}/"


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(stranger: httpx.Client) -> None:
    said = stranger.post("/sign-in", data={"token": TOKEN}).headers["set-cookie"].lower()
    assert "httponly" in said and "samesite=strict" in said and "path=/" in said and f"max-age={LASTS_S}" in said
    assert TOKEN not in said
    behind_tls = stranger.post("/sign-in", data={"token": TOKEN}, headers={"X-Forwarded-Proto": "https"})
    assert "; secure" in behind_tls.headers["set-cookie"].lower()


def test_with_the_cookie_the_api_answers_as_with_the_token(person: httpx.Client) -> None:
    assert person.get("/jobs", headers={"Accept": "application/json"}).json()["numberMatched"] >= 0


def test_with_the_cookie_alone_nothing_is_changed(person: httpx.Client, service: Service, job: str) -> None:
    for method, path in (("DELETE", f"/jobs/{job}"), ("POST", "/layers"), ("POST", "/sign-out")):
        assert person.request(method, path).status_code == 401
        foreign = person.request(method, path, headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403
        assert person.request(method, path, headers={"Origin": "null"}).status_code == 403
    assert person.get(f"/jobs/{job}").status_code == 200
    own = person.post("/layers", json={"type": "path", "path": "nowhere.tif"}, headers={"Origin": service.url})
    assert own.status_code == 404


def test_who_signs_out_is_out(person: httpx.Client, service: Service) -> None:
    out = person.post("/sign-out", headers={"Origin": service.url})
    assert out.status_code == 303 and out.headers["location"].endswith("/sign-in")
    assert person.get("/jobs").status_code == 303


def test_a_forged_old_or_foreign_cookie_is_none(stranger: httpx.Client, person: httpx.Client) -> None:
    ((name, value),) = person.cookies.items()
    ends, _, mark = value.partition(".")
    for forged in (
        f"{int(ends) + 1}.{mark}",
        f"{ends}.{mark[:-1]}0" if mark[-1] != "0" else f"{ends}.{mark[:-1]}1",
        ends,
        "",
        "x.y",
        "é.é",
    ):
        person.cookies.clear()
        answer = person.get("/jobs", headers={"Cookie": f"{name}={forged}".encode()})
        assert answer.status_code == 303, forged


def test_a_session_ends() -> None:
    now = [1000.0]
    sessions = Sessions("0123456789abcdef", lambda: now[0])
    scope = {"type": "http", "method": "GET", "scheme": "http", "server": ("h", 1), "path": "/", "headers": []}
    response = Response()
    sessions.begin(Request(scope), response)
    cookie = response.headers["set-cookie"].partition(";")[0].encode()
    with_cookie = {**scope, "headers": [(b"cookie", cookie)]}
    assert sessions.knows(with_cookie)
    assert not Sessions("another-token-0123", lambda: now[0]).knows(with_cookie)
    now[0] += LASTS_S
    assert not sessions.knows(with_cookie)


def test_scripts_are_not_asked_for_a_password_by_the_browser(service: Service) -> None:
    asked = httpx.get(
        f"{service.url}/jobs", headers={"Accept": "application/json", "Sec-Fetch-Mode": "cors"}, trust_env=False
    )
    assert asked.status_code == 401 and asked.headers["www-authenticate"] == 'Bearer realm="terralex"'
    plain = httpx.get(f"{service.url}/jobs", trust_env=False)
    assert plain.status_code == 401 and plain.headers.get_list("www-authenticate")[0].startswith("Basic")


def test_without_signing_in_only_what_the_page_is_made_of_is_seen(stranger: httpx.Client) -> None:
    assert stranger.get("/assets/page.css").headers["content-type"].startswith("text/css")
    for path in ("/assets/../templates/base.html", "/assets/%2e%2e/templates/base.html", "/assets/nothing", "/assets/"):
        assert stranger.get(path).status_code in (303, 401, 404), path


def test_a_form_that_is_none_is_refused(stranger: httpx.Client) -> None:
    assert stranger.post("/sign-in", json={"token": TOKEN}).status_code == 415
    assert stranger.post("/sign-in", data={"token": "x" * 10_000}).status_code == 413


def test_behind_a_prefix_everything_leads_below_it(service: Service) -> None:
    headers = {"Accept": BROWSER, "X-Forwarded-Prefix": "/terralex"}
    with httpx.Client(base_url=service.url, headers=headers, trust_env=False) as proxied:
        sent = proxied.get("/jobs")
        assert sent.headers["location"] == f"{service.url}/terralex/sign-in?next=%2Fjobs"
        answer = proxied.post("/sign-in", data={"token": TOKEN, "next": "/jobs"})
        assert answer.headers["location"] == f"{service.url}/terralex/jobs"
        assert "Path=/terralex" in answer.headers["set-cookie"]
    with service.client(headers=headers) as proxied:
        addresses = re.findall(r'(?:href|src|action)="(http[^"]+)"', proxied.get("/jobs").text)
        assert addresses and all(address.startswith(f"{service.url}/terralex/") for address in addresses)
