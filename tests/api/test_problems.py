"""Every error is problem JSON in one sentence, with the right status, and without a path or a trace."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import errors
from backend.api.problems import STATUS
from backend.layers.private_paths import without_paths


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/srv/data/a.tif is not readable: check it.", "a.tif is not readable: check it."),
        ("The index in '/var/lib/terralex/indexes/a1' is damaged.", "The index in 'a1' is damaged."),
        ("Ask /jobs for it, it is 3/4 done at 5 m/s.", "Ask /jobs for it, it is 3/4 done at 5 m/s."),
        ("hf-hub:org/name and http://example.org/a/b stay.", "hf-hub:org/name and http://example.org/a/b stay."),
        ("C:\\Users\\me\\a.tif is no raster.", "a.tif is no raster."),
        ("half a pair \ud800 here", "half a pair ? here"),
    ],
)
def test_paths_become_file_names(text: str, shown: str) -> None:
    assert without_paths(text) == shown


def test_paths_with_blanks_are_known_by_their_folders() -> None:
    text = "/srv/my images/north 1/a b.tif is not readable."
    assert without_paths(text, [Path("/srv/my images")]) == "north 1/a b.tif is not readable."


@given(st.lists(st.text("abcXYZ019_.-", min_size=1, max_size=8).filter(lambda part: part.strip(".")), min_size=2))
def test_no_folder_of_an_absolute_path_is_left(parts: list[str]) -> None:
    shown = without_paths(f"The file /{'/'.join(parts)} is damaged.")
    assert shown == f"The file {parts[-1]} is damaged."


def test_every_error_that_there_is_has_a_status() -> None:
    def tree(kind: type[errors.TerralexError]) -> list[type[errors.TerralexError]]:
        return [kind, *(found for child in kind.__subclasses__() for found in tree(child))]

    # Only at start, before anything is served.
    never_served = {errors.StateInUse}
    missing = {kind for kind in tree(errors.TerralexError) if not any(base in STATUS for base in kind.__mro__[:-3])}
    assert missing - {errors.TerralexError} <= never_served


CASES = [
    ("GET", "/nowhere", None, 404),
    ("GET", "/processes/nothing", None, 404),
    ("POST", "/processes/nothing/execution", {"inputs": {}}, 404),
    ("GET", "/jobs/nothing", None, 404),
    ("DELETE", "/jobs/nothing", None, 404),
    ("GET", "/jobs/nothing/results", None, 404),
    ("GET", "/collections/nothing", None, 404),
    ("GET", "/collections/job-nothing/items", None, 404),
    ("GET", "/collections/index-0000000000000000/items", None, 404),
    ("GET", "/layers/nothing", None, 404),
    ("DELETE", "/layers/nothing", None, 404),
    ("GET", "/jobs?limit=0", None, 400),
    ("GET", "/jobs?limit=x", None, 400),
    ("GET", "/jobs?nothing=1", None, 400),
    ("PATCH", "/jobs", None, 405),
    ("POST", "/processes/search/execution", {"inputs": {"layer": "nothing", "text": "x"}}, 404),
    ("POST", "/processes/search/execution", {"inputs": {"text": "x"}}, 400),
    ("POST", "/processes/search/execution", {"inputs": {"layer": "x", "text": "x", "nothing": 1}}, 400),
    ("POST", "/processes/search/execution", {"inputs": {"layer": "x", "text": "x"}, "subscriber": {}}, 400),
    ("POST", "/processes/search/execution", {"inputs": {}, "outputs": {"nothing": {}}}, 400),
    ("POST", "/layers", {"type": "nothing"}, 400),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), CASES)
def test_errors_are_problems(client: httpx.Client, method: str, path: str, body: object, status: int) -> None:
    answer = client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) >= {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    assert problem["detail"].endswith(".")
    assert problem["instance"].endswith(answer.headers["x-request-id"])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/processes/nothing", "no-such-process"),
        ("/jobs/nothing", "no-such-job"),
        ("/jobs/nothing/results", "no-such-job"),
    ],
)
def test_ogc_names_the_types_of_its_problems(client: httpx.Client, path: str, kind: str) -> None:
    expected = f"http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/{kind}"
    assert client.get(path).json()["type"] == expected


def test_a_method_that_an_address_does_not_take_lists_those_it_does(client: httpx.Client) -> None:
    assert set(client.patch("/layers").headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert client.post("/").headers["allow"] == "GET, HEAD"
    assert client.put("/uploads").headers["allow"] == "OPTIONS, POST"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut"),
        pytest.param(b"[1]", id="a list"),
        pytest.param(b'"x"', id="a text"),
        pytest.param(b'{"inputs": {"layer": NaN}}', id="NaN"),
        pytest.param(b'{"inputs": {"layer": "\\ud800"}}', id="half a surrogate pair"),
        pytest.param(b"\xff", id="no UTF-8"),
        pytest.param(b"[" * 100_000, id="too deep"),
    ],
)
def test_what_is_not_json_as_asked_is_a_bad_request(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/processes/search/execution", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.json()["detail"].endswith(".")
