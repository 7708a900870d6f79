"""Many layers over HTTP: one list of all, saved searches, what is new since, and the rounds of the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pyogrio
import pytest
import rasterio
from rasterio.windows import Window

from tests.api.conftest import WINDOW_M

JSON = dict[str, Any]
SIDE = 256
CLOCK_S = 600.0


def cut(data_root: Path, name: str, column: int) -> Path:
    """A part of the sample as a raster of its own, in the folder ``many``."""
    path = data_root / "many" / name
    path.parent.mkdir(exist_ok=True)
    with rasterio.open(data_root / "sample.tif") as whole:
        part = Window(column, 0, SIDE, SIDE)
        changed = {"width": SIDE, "height": SIDE, "transform": whole.window_transform(part)}
        with rasterio.open(path, "w", **{**whole.profile, **changed}) as raster:
            raster.write(whole.read(window=part))
    return path


@pytest.fixture(scope="module")
def many(data_root: Path) -> Path:
    """A folder under the data root with two rasters side by side and a broken one."""
    cut(data_root, "a.tif", 0)
    cut(data_root, "b.tif", SIDE)
    (data_root / "many" / "broken.tif").write_bytes(b"II*\0 no raster at all")
    return data_root / "many"


@pytest.fixture
def run(client: httpx.Client, follow: Callable[[str], JSON]) -> Callable[..., tuple[JSON, JSON]]:
    """Run a process as a job -> its results and its status."""

    def execute(process: str, **inputs: Any) -> tuple[JSON, JSON]:
        body = {"inputs": inputs, "response": "document"}
        answer = client.post(f"/processes/{process}/execution", json=body, headers={"Prefer": "respond-async"})
        assert answer.status_code == 201, answer.text
        ended = follow(answer.json()["jobID"])
        assert ended["status"] == "successful", ended
        return client.get(f"/jobs/{ended['jobID']}/results").raise_for_status().json(), ended

    return execute


QUESTION = {"text": "houses", "threshold": 0, "window_m": WINDOW_M}


def test_a_folder_and_a_layer_answer_in_one_list(
    client: httpx.Client, run: Callable[..., tuple[JSON, JSON]], many: Path, tmp_path: Path
) -> None:
    layer = client.post("/layers", json={"type": "path", "path": "many/b.tif", "title": "Town"}).json()["id"]
    asked = {"folders": ["many"], "layers": [layer, "layer-of-nobody"], "mode": "windows", "top": 9}
    results, ended = run("survey", **asked, **QUESTION)
    told = [row["properties"] for row in results["regions"]["features"]]
    assert [row["rank"] for row in told] == list(range(1, 10))
    assert [row["relevance"] for row in told] == sorted((row["relevance"] for row in told), reverse=True)
    states = {row["layer"]: row for row in results["summary"]["layers"]}
    assert list(states) == ["Town", "layer-of-nobody", "a.tif", "broken.tif"]
    assert {name for name, row in states.items() if row["error"]} == {"layer-of-nobody", "broken.tif"}
    assert str(many.parent) not in str(results)  # a sentence tells nothing of the machine
    file = tmp_path / "regions.gpkg"
    file.write_bytes(client.get(results["geopackage"]["href"]).raise_for_status().content)
    info = pyogrio.read_info(file, layer="regions")
    assert info["features"] == 9 and info["crs"] == "EPSG:32632" and "layer_id" in info["fields"]
    items = client.get(f"/collections/job-{ended['jobID']}/items").raise_for_status().json()
    assert items["numberMatched"] == 9


def test_a_saved_search_looks_at_what_changed(
    client: httpx.Client, run: Callable[..., tuple[JSON, JSON]], many: Path, data_root: Path
) -> None:
    posted = {"name": "Houses", "inputs": {"folders": ["many"], **QUESTION}}
    answer = client.post("/searches", json=posted)
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert answer.headers["Location"].endswith(kept["id"]) and "last" not in kept
    assert kept["inputs"] == posted["inputs"]

    first, _ = run("watch", search=kept["id"])
    assert (first["summary"]["looked_at"], first["summary"]["failed"]) == (2, 1)
    assert first["summary"]["new"] == len(first["regions"]["features"]) > 0
    again, _ = run("watch", search=kept["id"])
    assert (again["summary"]["looked_at"], again["summary"]["new"], again["summary"]["gone"]) == (0, 0, 0)
    cut(data_root, "b.tif", 2 * SIDE)  # other ground
    changed, _ = run("watch", search=kept["id"])
    states = {row["layer"]: row["state"] for row in changed["summary"]["layers"]}
    assert states == {"a.tif": "unchanged", "b.tif": "changed", "broken.tif": "failed"}
    assert changed["summary"]["new"] > 0 and changed["summary"]["gone"] > 0
    changes = {row["properties"]["layer"]: row["properties"]["change"] for row in changed["regions"]["features"]}
    assert changes["a.tif"] == "unchanged"

    told = client.get(f"/searches/{kept['id']}").raise_for_status().json()
    assert told["last"]["new"] == changed["summary"]["new"] and told["last"]["looked_at"] == 1
    assert kept["id"] in [row["id"] for row in client.get("/searches").json()["searches"]]
    assert client.delete(f"/searches/{kept['id']}").status_code == 204
    assert client.get(f"/searches/{kept['id']}").status_code == 404
    refused = client.post("/processes/watch/execution", json={"inputs": {"search": kept["id"]}})
    assert refused.status_code == 404 and "no saved search" in refused.json()["detail"]


def test_the_clock_runs_a_search_that_says_how_often(client: httpx.Client, many: Path) -> None:
    posted = {"name": "Hourly", "inputs": {"folders": ["many"], **QUESTION}, "every": "1h"}
    kept = client.post("/searches", json=posted).raise_for_status().json()
    until = time.monotonic() + CLOCK_S
    while "last" not in kept and time.monotonic() < until:
        time.sleep(0.2)
        kept = client.get(f"/searches/{kept['id']}").raise_for_status().json()
    assert kept["last"]["new"] > 0
    assert client.get(f"/jobs/{kept['job']}").json()["processID"] == "watch"
    assert client.delete(f"/searches/{kept['id']}").status_code == 204


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"name": "a", "inputs": {"text": "b"}}, 400, "give layers or a folder"),
        ({"name": "a", "inputs": {"layers": ["b"], "text": " "}}, 422, "query is empty"),
        ({"name": "a", "inputs": {"layers": ["b"], "text": "c", "model": "none"}}, 400, "does not offer the model"),
        ({"name": "a", "inputs": {"layers": ["b"], "text": "c", "every": 1}}, 400, "every"),
        ({"name": "?", "inputs": {"layers": ["b"], "text": "c"}}, 400, "name"),
        ({"name": "a", "inputs": {"layers": ["b"], "text": "c"}, "every": "now"}, 400, "every"),
        ({"inputs": {"layers": ["b"], "text": "c"}}, 400, "name"),
        ({"name": "a", "inputs": {"layers": ["b"], "text": "c", "top": 100_000}}, 400, "the maximum is 1000"),
    ],
)
def test_what_cannot_be_saved_is_refused_in_a_sentence(
    client: httpx.Client, body: JSON, status: int, said: str
) -> None:
    answer = client.post("/searches", json=body)
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"] and "\n" not in answer.json()["detail"]


@pytest.mark.parametrize("folder", ["/etc", "..", "many/../..", "nowhere", "sample.tif"])
def test_folders_outside_of_the_data_roots_are_refused(
    client: httpx.Client, many: Path, follow: Callable[[str], JSON], folder: str
) -> None:
    body = {"inputs": {"folders": [folder], **QUESTION}}
    answer = client.post("/processes/survey/execution", json=body)
    assert answer.status_code == 404, answer.text
    assert "is not a folder under this server's data folders" in answer.json()["detail"]
