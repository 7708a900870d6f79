"""The house as designed: who imports whom, small modules, no bags, all of it in the wheel, and a plan that is true."""

from __future__ import annotations

import graphlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "scripts"))

import draw_architecture  # noqa: E402
from import_graph import PACKAGES, imports, modules, rooms  # noqa: E402

GRANTS: dict[str, dict[str, set[str]]] = {
    "backend": {
        "commands": set(),
        "errors": set(),
        "progress": set(),
        "resources": set(),
        "utc": set(),
        "letters": set(),
        "word_forms": {"letters"},
        "storage": {"errors"},
        "commands.console": {"progress"},
        "imagery": {"errors"},
        "lexicon": {"errors", "letters", "resources"},
        "index": {"errors", "imagery", "models", "progress", "storage", "utc"},
        "layers": {"errors", "imagery", "storage", "utc"},
        "executors": {"errors", "imagery", "index", "models"},
        "watch": {"errors", "output", "storage", "utc"},
        "naming": {"letters", "lexicon", "resources", "word_forms"},
        "mentions": {"lexicon", "models", "naming"},
        "output": {"errors", "imagery", "storage", "utc"},
        "concepts": {"errors", "output"},
        "models": {"errors", "letters", "lexicon", "naming", "resources", "storage"},
        "sample": {"errors", "output"},
        "commands.sample": {"commands.console", "progress", "sample"},
        "labeling": {
            *(
                "concepts",
                "errors",
                "imagery",
                "index",
                "letters",
                "lexicon",
                "models",
                "naming",
                "output",
                "presence",
                "progress",
                "resources",
            ),
        },
        "presence": {"errors", "lexicon", "models", "naming", "output", "resources", "sample"},
        "settings": {"errors", "models"},
        "commands.models": {"models", "presence"},
        "search": {
            *(
                "concepts",
                "errors",
                "imagery",
                "index",
                "letters",
                "lexicon",
                "mentions",
                "models",
                "naming",
                "output",
                "presence",
            ),
            *("progress", "resources", "storage", "utc"),
        },
        "jobs": {
            *("change", "concepts", "counting", "errors", "imagery", "index", "labeling", "layers", "models", "output"),
            *("progress", "search", "settings", "storage", "utc", "watch"),
        },
        "api": {
            *("errors", "imagery", "index", "jobs", "layers", "lexicon", "models", "output", "resources", "settings"),
            *("storage", "utc", "watch"),
        },
        "commands.in_process": {
            *("errors", "executors", "imagery", "index", "jobs", "layers", "models", "settings", "watch"),
        },
        "commands.options": {"commands.in_process", "errors", "executors", "imagery", "index", "jobs"},
        "commands.index": {"commands.console", "commands.options", "executors", "jobs"},
        "commands.label": {
            *("commands.console", "commands.options", "concepts", "errors", "jobs", "labeling"),
            *("output", "search"),
        },
        "commands.marks": {"errors", "labeling", "search"},
        "commands.concept": {
            *("commands.console", "commands.marks", "commands.options", "concepts", "jobs"),
            *("output",),
        },
        "commands.search": {
            *("commands.console", "commands.marks", "commands.options", "concepts", "errors"),
            *("jobs", "output", "search"),
        },
        "commands.survey": {
            *("commands.console", "commands.options", "concepts", "errors", "jobs", "output"),
            *("search", "watch"),
        },
        "commands.watch": {
            *("commands.console", "commands.in_process", "commands.options", "errors", "imagery", "jobs", "output"),
            *("search", "watch"),
        },
        "embeddings": {"errors", "imagery", "index", "models", "output"},
        "commands.embeddings": {
            *("commands.console", "commands.marks", "commands.options", "embeddings", "errors", "jobs", "output"),
            *("search",),
        },
        "change": {
            *("errors", "imagery", "index", "lexicon", "mentions", "models", "naming", "output", "presence"),
            *("resources", "search", "utc"),
        },
        "counting": {"errors", "imagery", "index", "labeling", "lexicon", "output", "presence", "search", "utc"},
        "commands.count": {
            *("commands.console", "commands.options", "counting", "errors", "jobs", "labeling", "output", "search"),
        },
        "commands.change": {
            *("change", "commands.console", "commands.options", "errors", "jobs", "output"),
        },
        "commands.serve": {"api", "jobs", "settings", "storage"},
        "client": {"errors"},
        "agents": {"errors", "jobs", "layers", "models", "progress", "settings", "storage", "watch"},
        "commands.mcp": {"agents", "errors", "settings", "storage"},
        "cli": {
            *(
                "commands.change",
                "commands.count",
                "commands.concept",
                "commands.embeddings",
                "commands.index",
                "commands.label",
                "commands.mcp",
                "commands.models",
            ),
            *("commands.sample",),
            *("commands.search", "commands.serve", "commands.survey", "commands.watch", "errors"),
        },
    },
    "training": {
        "commands": set(),
        "commands.console": set(),
        "distributed": {"backend.errors"},
        "files": {"backend.errors"},
        "heads": set(),
        "schedules": set(),
        "data": {"backend.errors", "backend.sample", "backend.storage", "files"},
        "losses": {"distributed"},
        "captions": {
            *("backend.errors", "backend.labeling", "backend.lexicon", "backend.models", "backend.presence"),
            *("backend.resources", "data"),
        },
        "composites": {"backend.lexicon", "data"},
        "translation": {"backend.errors", "backend.lexicon", "backend.models", "backend.storage", "data", "files"},
        "config": {"backend.errors", "backend.lexicon", "backend.storage", "composites", "data"},
        "commands.run_data": {"backend.errors", "config"},
        "models": {"backend.errors", "backend.models", "backend.resources", "backend.storage", "config", "files"},
        "sources": {
            *("backend.errors", "backend.lexicon", "backend.models", "backend.storage", "captions", "composites"),
            *("config", "data", "translation"),
        },
        "views": {"config"},
        "batches": {
            *("backend.errors", "backend.lexicon", "backend.models", "backend.storage", "captions", "config", "data"),
            *("files", "models", "sources", "views"),
        },
        "commands.shards": {"backend.lexicon", "commands.console", "commands.run_data", "data", "sources"},
        "commands.translate": {
            *("backend.errors", "backend.lexicon", "commands.console", "commands.run_data", "sources", "translation"),
        },
        "evaluation": {
            *("backend.errors", "backend.lexicon", "backend.models", "backend.storage", "captions", "data"),
            *("schedules", "sources"),
        },
        "calibration": {
            *("backend.errors", "backend.lexicon", "backend.models", "backend.output", "backend.presence", "config"),
            *("data", "evaluation", "sources"),
        },
        "commands.evaluation_data": {
            *("backend.errors", "backend.lexicon", "backend.models", "commands.console", "commands.run_data"),
            *("evaluation", "files", "sources"),
        },
        "loop": {
            *("backend.errors", "backend.lexicon", "backend.models", "backend.storage", "batches", "captions"),
            *(
                "config",
                "data",
                "distributed",
                "evaluation",
                "files",
                "heads",
                "losses",
                "models",
                "schedules",
                "sources",
                "views",
            ),
        },
        "text_encoders": {
            *("backend.errors", "backend.lexicon", "backend.models", "batches", "config", "models", "sources"),
        },
        "commands.calibrate": {
            *("backend.errors", "backend.lexicon", "backend.models", "backend.presence", "calibration"),
            *("commands.console",),
        },
        "commands.evaluate": {
            *("backend.errors", "backend.lexicon", "commands.console", "commands.evaluation_data", "config", "data"),
            *("evaluation", "sources"),
        },
        "commands.export": {"commands.console", "config", "loop"},
        "commands.text_start": {
            *("backend.errors", "backend.lexicon", "backend.models", "commands.console", "text_encoders"),
        },
        "commands.train": {"commands.console", "config", "distributed", "files", "loop"},
        "cli": {
            *("backend.errors", "commands.calibrate", "commands.console", "commands.evaluate", "commands.export"),
            *("commands.shards", "commands.text_start", "commands.train", "commands.translate"),
        },
    },
    "qgis_plugin": {
        "compat": set(),
        "core": {"compat"},
        "gui": {"compat", "core"},
        "processing": {"compat", "core"},
        "locator": {"compat", "core", "gui"},
        "plugin": {"compat", "core", "gui", "locator", "processing"},
    },
}
"""What every room imports of the others, each command by itself: no more, and no less."""

FORBIDDEN = {
    "backend": {"training", "tests", "benchmarks", "harness", "qgis", "qgis_plugin", "osgeo"},
    "training": {"tests", "benchmarks", "harness", "qgis", "qgis_plugin", "osgeo"},
    "qgis_plugin": {"backend", "training", "tests", "benchmarks", "resources", "torch", "numpy", "rasterio"},
    "benchmarks": {"tests", "qgis", "qgis_plugin", "osgeo"},
    "harness": {"tests", "benchmarks", "training", "qgis", "qgis_plugin", "osgeo"},
}
"""What a package never imports, however deep."""

FILES = [file for package in PACKAGES for file in modules(package)]


def name_of(file: Path) -> str:
    return file.relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_imports_what_is_granted_and_every_grant_is_used(package: str) -> None:
    actual, granted = rooms(package), GRANTS[package]
    assert set(actual) == set(granted), "the rooms of the tree are those of GRANTS"
    wrong = [f"{room} imports {name}: not granted" for room in actual for name in actual[room] - granted[room]]
    wrong += [
        f"{room} does not import {name}: a stale grant" for room in actual for name in granted[room] - actual[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_room_imports_one_that_imports_it(package: str) -> None:
    within = {room: {name for name in names if name in GRANTS[package]} for room, names in GRANTS[package].items()}
    list(graphlib.TopologicalSorter(within).static_order())  # raises where two rooms need each other


@pytest.mark.parametrize("package", FORBIDDEN)
def test_arrows_between_packages_point_one_way(package: str) -> None:
    for file in modules(package):
        met = {name.split(".")[0] for name in imports(file)} & FORBIDDEN[package]
        assert not met, f"{name_of(file)} imports {met}"


def test_one_door_leads_to_an_index() -> None:
    """LayerIndex alone: nobody else opens its table."""
    inner = {
        "lancedb",
        "backend.index.table.open_table",
        "backend.index.durable_table",
        "backend.index.table.chunk_rows",
    }
    others = [file for file in FILES if not name_of(file).startswith("backend/index/")]
    assert [name_of(file) for file in others if imports(file) & inner] == []


def test_what_is_durable_is_made_so_in_one_room() -> None:
    """No other module of backend or training syncs files or opens SQLite files."""
    calls = re.compile(r"\bos\.fsync\(|\bsqlite3\.connect\(")
    others = [file for file in FILES if not name_of(file).startswith(("backend/storage/", "qgis_plugin/"))]
    assert [name_of(file) for file in others if calls.search(file.read_text(encoding="utf-8"))] == []


def test_tests_do_not_lean_on_benchmarks() -> None:
    """But for those that test the benchmarks themselves."""
    leaning = [
        name_of(file)
        for file in modules("tests")
        if file.relative_to(REPOSITORY / "tests").parts[0] != "benchmarks"
        and any(name.split(".")[0] == "benchmarks" for name in imports(file))
    ]
    assert leaning == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_modules_are_small_and_named_after_a_concept(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400
    assert file.stem not in {"utils", "util", "helpers", "misc", "common"}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_plan_lists_every_room_and_no_other(package: str) -> None:
    plan = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(rf"^\| `{package}/([\w./]+)` \|", plan, re.MULTILINE)
    there = {
        path.name + ("/" if path.is_dir() else "")
        for path in (REPOSITORY / package).iterdir()
        if path.name != "__init__.py" and (path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").is_file()))
    }
    assert len(listed) == len(set(listed)) and set(listed) == there


def test_the_plan_draws_the_imports_as_they_are() -> None:
    drawn = (REPOSITORY / "docs" / "images" / "architecture.svg").read_text(encoding="utf-8")
    assert drawn == draw_architecture.drawing(), "draw it again: make architecture"


def test_constraints_are_plain_versions() -> None:
    """pip takes nothing else there, and the folders of a machine are nobody's business."""
    rows = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", row)] == []


def test_the_wheel_carries_model_lexicon_and_labels(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), "."]
    subprocess.run(command, check=True, cwd=REPOSITORY)
    (wheel,) = tmp_path.glob("terralex-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    model = "resources/models/terralex-mini"
    assert {
        f"{model}/open_clip_model.safetensors",
        f"{model}/open_clip_config.json",
        f"{model}/tokenizer.json",
        f"{model}/README.md",
        "resources/models/catalog.toml",
        "resources/lexicon/transport.json",
        "resources/label_sets/eurosat.json",
        "resources/prompts/templates.toml",
        "training/configs/terralex-mini.toml",
        "resources/page/templates/base.html",
        "resources/page/assets/page.css",
        "resources/page/assets/map/main.mjs",
        "resources/page/assets/maplibre/maplibre-gl.mjs",
        "resources/page/assets/maplibre/maplibre-gl-worker.mjs",
        "resources/page/assets/maplibre/LICENSE.txt",
        "resources/page/assets/words/ko.json",
        "backend/cli.py",
        "backend/py.typed",
        "terralex/__init__.py",
        "training/py.typed",
    } <= names
    assert not any(name.startswith(("tests/", "benchmarks/", "runs/")) for name in names)
