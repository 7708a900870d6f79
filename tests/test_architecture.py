"""The house as designed: who may know whom, small modules, no bags, and everything in the wheel."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


ALLOWED = {
    "errors": set(),
    "settings": {"errors", "models"},
    "resources": {"errors"},
    "output": {"errors", "imagery"},
    "lexicon": {"errors", "resources"},
    "naming": {"errors", "resources", "lexicon"},
    "progress": set(),
    "imagery": {"errors"},
    "models": {"errors", "resources", "lexicon", "naming"},
    "index": {"errors", "progress", "imagery", "output"},
    "sample": {"errors", "resources", "output"},
    "presence": {"errors", "resources", "lexicon", "naming", "models", "output", "sample"},
    "search": {
        *("errors", "progress", "resources", "lexicon", "naming", "imagery", "models", "presence", "index", "output"),
    },
    "labeling": {
        *("errors", "progress", "resources", "lexicon", "naming", "imagery", "models", "presence", "index", "output"),
    },
    "layers": {"errors", "imagery", "output"},
    "jobs": {
        *("errors", "progress", "settings", "resources", "lexicon", "naming", "imagery", "models", "index", "output"),
        *("presence", "search", "labeling", "layers"),
    },
    "api": {
        *("errors", "progress", "settings", "resources", "lexicon", "naming", "imagery", "models", "index", "output"),
        *("search", "labeling", "layers", "jobs"),
    },
}
"""What each part of ``backend`` may import of the others; the command line may import all of them."""

TRAINING: dict[str, set[str]] = {
    "files": set(),
    "distributed": set(),
    "schedules": set(),
    "heads": set(),
    "data": {"files"},
    "captions": {"data"},
    "config": {"composites", "data", "files"},
    "losses": {"distributed"},
    "translation": {"data", "files"},
    "views": {"config"},
    "models": {"config", "files"},
    "composites": {"data"},
    "sources": {"captions", "composites", "config", "data", "files", "translation"},
    "evaluation": {"captions", "data", "files", "schedules", "sources"},
    "calibration": {"config", "data", "evaluation", "sources"},
    "batches": {"captions", "config", "data", "files", "models", "sources", "views"},
    "text_encoders": {"batches", "config", "models", "sources"},
    "loop": {
        *("batches", "captions", "config", "data", "distributed", "evaluation", "files", "heads", "losses", "models"),
        *("schedules", "sources", "views"),
    },
    "commands": {
        *("calibration", "config", "data", "distributed", "evaluation", "files", "loop", "sources", "text_encoders"),
        "translation",
    },
    "cli": {"commands"},
}
"""What each room of ``training`` imports of the others: no more, and no less."""

MODULES = [p for folder in ("backend", "training") for p in sorted((REPOSITORY / folder).rglob("*.py"))]


def imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("file", MODULES, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
def test_arrows_point_one_way(file: Path) -> None:
    package, *rest = file.relative_to(REPOSITORY).with_suffix("").parts
    for name in imports(file):
        parts = name.split(".")
        assert parts[0] not in {"qgis", "qgis_plugin", "osgeo"}, name
        if package == "backend":
            assert parts[0] not in {"training", "tests", "benchmarks"}, name
            part = rest[0]
            if parts[0] == "backend" and part in ALLOWED and len(parts) > 1:
                known = ALLOWED[part] | {part, "__version__"}
                assert parts[1] in known, f"{part} may not know {parts[1]}"
        else:
            assert parts[0] not in {"tests", "benchmarks"}, name


def test_every_room_of_training_imports_what_is_written_here_and_none_that_imports_it() -> None:
    known: dict[str, set[str]] = {}
    for file in MODULES:
        package, *rest = file.relative_to(REPOSITORY).with_suffix("").parts
        if package == "training" and rest != ["__init__"]:
            mine = known.setdefault(rest[0], set())
            mine |= {name.split(".")[1] for name in imports(file) if name.startswith("training.")} - {rest[0]}
    assert known == TRAINING
    order = list(graphlib.TopologicalSorter(TRAINING).static_order())  # raises where two rooms need each other
    assert order[-1] == "cli"


@pytest.mark.parametrize("file", MODULES, ids=lambda p: p.relative_to(REPOSITORY).as_posix())
def test_modules_are_small_and_named_after_a_concept(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400
    assert file.stem not in {"utils", "util", "helpers", "misc", "common"}


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
        "backend/cli.py",
    } <= names
    assert not any(name.startswith(("tests/", "benchmarks/", "runs/")) for name in names)
