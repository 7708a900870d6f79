"""``terralex mcp`` as a process of its own, spoken to by the official SDK's own client over its pipes."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pyogrio
import pytest
import rasterio
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult

from harness.quarter_sample import quarter_sample

REPOSITORY = Path(__file__).resolve().parents[2]
WINDOW_M = [70]
Talk = Callable[[Client], Awaitable[None]]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders ``data`` with a raster, ``sub`` of it with the same again and a text, ``outside`` with one more."""
    root = tmp_path_factory.mktemp("agents")
    (root / "data" / "sub").mkdir(parents=True)
    (root / "outside").mkdir()
    sample = quarter_sample(root / "data", tmp_path_factory.mktemp("rendered"))
    for copy in (root / "data" / "sub" / "second.tif", root / "outside" / "secret.tif"):
        copy.write_bytes(sample.read_bytes())
    (root / "data" / "sub" / "notes.tif").write_text("no raster")
    return root


@pytest.fixture
def talk(folders: Path) -> Callable[[Talk], None]:
    """Start a server over ``data`` and talk to it; results and indexes outlive it."""
    arguments = ["-m", "backend.cli", "mcp", "--data-root", str(folders / "data"), "--offline", "--device", "cpu"]
    arguments += ["--state-dir", str(folders / "state"), "--index", str(folders / "indexes")]
    variables = {"PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1", "HOME": os.environ.get("HOME", "")}
    command = StdioServerParameters(command=sys.executable, args=arguments, env=variables, cwd=folders)

    def run(conversation: Talk) -> None:
        async def begin() -> None:
            async with Client(command) as client:
                await conversation(client)

        anyio.run(begin)

    return run


def said(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return dict(result.structured_content)


def refused(result: CallToolResult) -> str:
    assert result.is_error and len(result.content) == 1
    sentence = result.content[0].text  # type: ignore[union-attr]
    assert "\n" not in sentence and "Traceback" not in sentence and sentence.endswith(".")
    return str(sentence)


def test_the_tools_say_what_they_take(talk: Callable[[Talk], None]) -> None:
    async def conversation(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        saved = ["save_search", "list_searches", "run_search", "remove_search"]
        assert list(tools) == ["list_layers", "search", "label", *saved, "get_result"]
        assert tools["save_search"].input_schema["required"] == ["name"]
        assert {"text", "layers", "folders", "threshold"} <= tools["save_search"].input_schema["properties"].keys()
        search = tools["search"].input_schema
        assert search["required"] == ["layer"] and search["properties"]["text"]["description"]
        assert "$defs" not in search and "list_layers" in search["properties"]["layer"]["description"]
        assert tools["label"].input_schema["required"] == ["layer"]  # classes are named, or concepts given
        assert {"features", "labels"} <= tools["label"].input_schema["properties"].keys()
        assert client.server_info is not None and client.server_info.name == "terralex"

    talk(conversation)


def test_layers_are_the_rasters_of_the_folders(talk: Callable[[Talk], None]) -> None:
    async def conversation(client: Client) -> None:
        answer = said(await client.call_tool("list_layers"))
        assert [row["layer"] for row in answer["layers"]] == ["sample.tif", "sub/second.tif"] and not answer["more"]
        first = answer["layers"][0]
        assert (first["crs"], first["width"], first["ground_sampling_m"]) == ("EPSG:32632", 512, pytest.approx(0.5))
        west, south, east, north = first["bounds_wgs84"]
        assert west < east and south < north
        some = said(await client.call_tool("list_layers", {"text": "SECOND"}))
        assert [row["layer"] for row in some["layers"]] == ["sub/second.tif"]

    talk(conversation)


def test_a_search_tells_how_far_it_is_and_its_result_stays(talk: Callable[[Talk], None]) -> None:
    kept: dict[str, Any] = {}
    told: list[tuple[float, float | None, str | None]] = []

    async def follow(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, total, message))

    async def search(client: Client) -> None:
        asked = {"layer": "sample.tif", "text": "airport", "window_m": WINDOW_M, "threshold": 0, "top": 3}
        kept.update(said(await client.call_tool("search", asked, progress_callback=follow)))
        assert kept["verdict"] in {"found", "weak", "absent"}
        assert [region["rank"] for region in kept["regions"]] == [1, 2, 3]
        assert len(kept["regions"][0]["bounds_wgs84"]) == 4

    async def look_again(client: Client) -> None:
        whole = said(await client.call_tool("get_result", {"result": kept["result"]}))
        assert whole["outputs"] == ["regions", "summary", "geopackage"] and whole["process"] == "search"
        assert whole["summary"]["provenance"]["model"] == "terralex-mini"
        assert pyogrio.read_info(whole["files"]["geopackage"])["features"] == 3
        one = said(await client.call_tool("get_result", {"result": kept["result"], "output": "regions"}))
        assert len(one["value"]["features"]) == 3
        other = await client.call_tool("get_result", {"result": kept["result"], "output": "shapefile"})
        assert "no output 'shapefile': choose one of regions, summary, geopackage." in refused(other)

    talk(search)
    shares = [share for share, _, _ in told]
    assert shares == sorted(set(shares)) and shares[-1] == 1.0
    assert {total for _, total, _ in told} == {1.0} and all(message for _, _, message in told)
    talk(look_again)  # another process


def test_labels_are_ground_by_class_and_files(talk: Callable[[Talk], None], folders: Path) -> None:
    async def conversation(client: Client) -> None:
        asked: dict[str, Any] = {"layer": "sample.tif", "labels": ["farmland", "water", "houses"], "window_m": WINDOW_M}
        answer = said(await client.call_tool("label", asked))
        assert sum(row["share"] for row in answer["classes"]) == pytest.approx(1, abs=1e-4)
        with rasterio.open(answer["files"]["raster"]) as raster:
            assert raster.crs.to_epsg() == 32632
        found = said(
            await client.call_tool(
                "search", {"layer": "sample.tif", "text": "airport", "window_m": WINDOW_M, "threshold": 0, "top": 2}
            )
        )
        regions = said(await client.call_tool("get_result", {"result": found["result"], "output": "regions"}))
        polygons = said(await client.call_tool("label", {**asked, "features": regions["value"]}))
        assert polygons["features"] == 2 and "features" in polygons["files"]

    talk(conversation)


def test_a_saved_search_outlives_the_server_and_says_what_is_new(talk: Callable[[Talk], None], folders: Path) -> None:
    later = folders / "data" / "watched"
    later.mkdir()
    (later / "one.tif").write_bytes((folders / "data" / "sample.tif").read_bytes())
    kept: dict[str, Any] = {}

    async def save(client: Client) -> None:
        asked = {"folders": ["watched"], "text": "airport", "window_m": WINDOW_M, "threshold": 0, "top": 3}
        kept.update(said(await client.call_tool("save_search", {"name": "Airports", **asked})))
        first = said(await client.call_tool("run_search", {"search": kept["search"]}))
        assert first["new"] == len(first["regions"]) == 3 and first["looked_at"] == 1
        assert {row["change"] for row in first["regions"]} == {"new"}
        assert first["regions"][0]["layer"] == "one.tif"
        again = said(await client.call_tool("run_search", {"search": kept["search"]}))
        assert (again["new"], again["looked_at"], again["unchanged"], again["regions"]) == (0, 0, 3, [])

    async def run_again(client: Client) -> None:
        (row,) = said(await client.call_tool("list_searches"))["searches"]
        assert (row["search"], row["name"], row["last"]["unchanged"]) == (kept["search"], "Airports", 3)
        (later / "one.tif").unlink()
        (later / "notes.tif").write_text("no raster")
        gone = await client.call_tool("run_search", {"search": kept["search"]})
        assert "notes.tif" in refused(gone)
        said(await client.call_tool("remove_search", {"search": kept["search"]}))
        assert said(await client.call_tool("list_searches"))["searches"] == []
        assert "no saved search" in refused(await client.call_tool("run_search", {"search": kept["search"]}))

    talk(save)
    talk(run_again)  # another process


def test_whatever_is_wrong_is_one_sentence(talk: Callable[[Talk], None], folders: Path) -> None:
    async def conversation(client: Client) -> None:
        wrong: dict[str, tuple[str, dict[str, Any]]] = {
            "The query is empty": ("search", {"layer": "sample.tif", "text": " "}),
            "is not a file in the folders of this server": ("search", {"layer": "nowhere.tif", "text": "airport"}),
            "'../outside/secret.tif' is not a file": ("search", {"layer": "../outside/secret.tif", "text": "airport"}),
            "secret.tif' is not a file": ("label", {"layer": str(folders / "outside/secret.tif"), "labels": ["water"]}),
            "The input 'layer' of 'search' cannot be used": ("search", {"text": "airport"}),
            "The input 'colour' of 'search' cannot be used": ("search", {"layer": "sample.tif", "colour": "red"}),
            "The input 'threshold' of 'search'": ("search", {"layer": "sample.tif", "text": "a", "threshold": 3}),
            "neither a list of classes nor a preset": ("label", {"layer": "sample.tif", "labels": "everything"}),
            "There is no result": ("get_result", {"result": str(uuid.uuid4())}),
            "There is no result '../../etc'": ("get_result", {"result": "../../etc"}),
            "The argument 'result' of 'get_result' cannot be used": ("get_result", {}),
            "There is no tool 'find': choose one of list_layers,": ("find", {}),
            "notes.tif": ("search", {"layer": "sub/notes.tif", "text": "airport"}),
            "The argument 'name' of 'save_search'": ("save_search", {"layers": ["sample.tif"], "text": "airport"}),
            "give layers or a folder": ("save_search", {"name": "Airports", "text": "airport"}),
            "The input 'colour' of the saved search": ("save_search", {"name": "a", "text": "b", "colour": "red"}),
            "There is no saved search 'nothing'": ("remove_search", {"search": "nothing"}),
        }
        for sentence, (tool, arguments) in wrong.items():
            assert sentence in refused(await client.call_tool(tool, arguments)), sentence

    talk(conversation)


def test_an_agent_that_gives_up_ends_the_work_and_leaves_nothing(talk: Callable[[Talk], None], folders: Path) -> None:
    results = folders / "state" / "agent-results"

    async def conversation(client: Client) -> None:
        before = set(results.iterdir())
        asked = {"layer": "sub/second.tif", "text": "airport", "window_m": [12]}
        async with anyio.create_task_group() as group:

            async def give_up(progress: float, total: float | None, message: str | None) -> None:
                group.cancel_scope.cancel()

            group.start_soon(lambda: client.call_tool("search", asked, progress_callback=give_up))  # type: ignore[arg-type, return-value]
        while set(results.iterdir()) != before:
            await anyio.sleep(0.05)
        assert said(await client.call_tool("list_layers"))["layers"]

    talk(conversation)


def test_it_is_told_what_it_lacks(folders: Path) -> None:
    import subprocess

    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TERRALEX_STATE_DIR": str(folders / "state")}
    command = [sys.executable, "-m", "backend.cli", "mcp"]
    ended = subprocess.run(command, capture_output=True, text=True, env=variables, stdin=subprocess.DEVNULL)
    assert ended.returncode == 2 and ended.stdout == ""
    assert ended.stderr == "Error: There is no folder with rasters: give one with --data-root DIR.\n"
    (folders / "without").mkdir(exist_ok=True)
    (folders / "without" / "mcp.py").write_text("raise ImportError('not installed')\n")
    variables["PYTHONPATH"] = f"{folders / 'without'}{os.pathsep}{REPOSITORY}"
    ended = subprocess.run(command, capture_output=True, text=True, env=variables, stdin=subprocess.DEVNULL)
    assert ended.returncode == 2 and "pip install 'terralex[mcp]'" in ended.stderr
