"""Compare two dates on the command line: every output, and one sentence where it cannot be."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import rasterio

Run = Callable[..., "subprocess.CompletedProcess[str]"]

LONG_S = 600.0
"""Two layers are indexed: on a busy machine that takes its time."""


def brighter(layer: Path, target: Path) -> Path:
    with rasterio.open(layer) as source, rasterio.open(target, "w", **source.profile) as later:
        pixels = source.read()
        pixels[:, 300:400, 300:400] = 250
        later.write(pixels)
    return target


def test_every_output_is_written_and_told(terralex: Run, tiny_model: str, layer: Path, tmp_path: Path) -> None:
    later = brighter(layer, tmp_path / "later.tif")
    asked = ("change", layer, later, "new bright square", "--model", tiny_model, "--window-m", "50")
    written = ("-o", "changes.gpkg", "--pairs", "pairs.png", "--heatmap", "change.tif")
    done = terralex(*asked, "--threshold", 0, "--least-change", 0, "--top", 3, *written, "--json", timeout_s=LONG_S)
    assert done.returncode in (0, 1), done.stderr  # what a random model sees, nobody knows
    told = json.loads(done.stdout)
    assert told["files"] == ["changes.gpkg", "pairs.png", "change.tif"]
    assert told["count"] == len(told["regions"])
    assert told["provenance"]["direction"] == "appeared" and told["provenance"]["query"] == ["bright square"]
    assert all((tmp_path / name).stat().st_size for name in told["files"])
    again = terralex(*asked, "--threshold", 0, "--least-change", 0, "--pairs", "pairs.png", timeout_s=LONG_S)
    assert again.returncode == done.returncode and "both layers cover" in again.stdout


def test_nothing_changed_is_exit_code_one(terralex: Run, tiny_model: str, layer: Path, tmp_path: Path) -> None:
    asked = ("change", layer, brighter(layer, tmp_path / "later.tif"), "square", "--model", tiny_model)
    done = terralex(*asked, "--window-m", "50", "--least-change", 900, "--json", timeout_s=LONG_S)
    assert done.returncode == 1 and json.loads(done.stdout)["regions"] == []


def test_what_cannot_be_compared_is_one_sentence(terralex: Run, tiny_model: str, layer: Path, tmp_path: Path) -> None:
    model = ("--model", tiny_model, "--json")
    same = terralex("change", layer, layer, "square", *model, timeout_s=LONG_S)
    assert same.returncode == 2 and "same layer" in same.stderr and "Traceback" not in same.stderr
    nowhere = terralex("change", layer, tmp_path / "none.tif", "square", *model, timeout_s=LONG_S)
    assert nowhere.returncode == 2 and "none.tif" in nowhere.stderr
    unwritten = terralex("change", layer, layer, "square", timeout_s=LONG_S)
    assert unwritten.returncode == 2 and "There is nowhere to write the result" in unwritten.stderr
    own = terralex(
        "change", layer, brighter(layer, tmp_path / "later.tif"), "square", "-o", layer, *model, timeout_s=LONG_S
    )
    assert own.returncode == 2
