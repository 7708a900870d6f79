"""Teach on the command line: mark, keep, ask again, label; and what cannot be used is one sentence."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

Run = Callable[..., "subprocess.CompletedProcess[str]"]
WINDOWS = ("--window-m", "50,100")


def mark(found: Path, *words: str) -> None:
    """Write what a person thinks of the first regions into their column."""
    data = json.loads(found.read_text(encoding="utf-8"))
    for feature, word in zip(data["features"], words, strict=False):
        feature["properties"]["mark"] = word
    found.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def marked(terralex: Run, tiny_model: str, layer: Path, tmp_path: Path) -> Path:
    options = ("--layer", layer, "--model", tiny_model, *WINDOWS, "--threshold", 0, "--top", 6, "-o", "first.geojson")
    done = terralex("search", "dark square", *options)
    assert done.returncode == 0, done.stderr
    mark(tmp_path / "first.geojson", "accepted", "rejected", "Rejected ", "")
    return tmp_path / "first.geojson"


def test_what_was_taught_is_kept_asked_again_and_labels(
    terralex: Run, tiny_model: str, layer: Path, marked: Path, tmp_path: Path
) -> None:
    model = ("--model", tiny_model, *WINDOWS)
    done = terralex("concept", "save", "dark square", "--layer", layer, *model, "--marks", marked, "-o", "dark.tlx")
    assert done.returncode == 0, done.stderr
    assert "'dark square': 1 accepted and 2 rejected places" in done.stdout and "Written: dark.tlx" in done.stdout
    shown = terralex("concept", "show", "dark.tlx", "--json")
    assert json.loads(shown.stdout)["layers"] == ["layer.tif"]

    again = terralex(
        *("search", "--concept", "dark.tlx", "--layer", layer, *model, "--marks", marked, "--uncertain", 2),
        *("--threshold", 0, "--top", 5, "--json", "-o", "second.geojson"),
    )
    assert again.returncode == 0, again.stderr
    told = json.loads(again.stdout)
    assert told["provenance"]["concept"]["name"] == "dark square"
    assert told["regions"][0]["mark"] == "accepted" and len(told["next"]["uncertain"]) <= 2
    rows = json.loads(marked.read_text())["features"]
    refused = shapely.union_all([shapely.from_geojson(json.dumps(row["geometry"])) for row in rows[1:3]])
    for row in json.loads((tmp_path / "second.geojson").read_text())["features"]:
        assert shapely.from_geojson(json.dumps(row["geometry"])).intersection(refused).area < 1e-12

    further = terralex(
        *("concept", "save", "--concept", "dark.tlx", "--layer", layer, *model, "--marks", marked, "--name", "Shade"),
        *("-o", "shade.tlx", "--json"),
    )
    assert further.returncode == 0, further.stderr
    assert (json.loads(further.stdout)["accepted"], json.loads(further.stdout)["rejected"]) == (2, 4)

    labelled = terralex("label", layer, "--concepts", "dark.tlx, shade.tlx", *model, "--json")
    assert labelled.returncode in (0, 1), labelled.stderr
    assert [row["class"] for row in json.loads(labelled.stdout)["told_by"]] == ["dark square", "Shade"]

    polygons = ("--features", marked, "--labels", "preset:eurosat", "--concepts", "dark.tlx")
    done = terralex("label", layer, *polygons, "--model", tiny_model, "--json", "-o", "labelled.geojson")
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)["told_by"][-1]["class"] == "dark square"
    assert len(json.loads((tmp_path / "labelled.geojson").read_text())["features"]) == len(rows)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("search", "--concept", "no.tlx", "--layer", "{layer}", "--json"), "no.tlx cannot be read"),
        (("search", "--concept", "{layer}", "--layer", "{layer}", "--json"), "is not a Terralex concept"),
        (("search", "--layer", "{layer}", "--json"), "The query is empty"),
        (("search", "x", "--marks", "{layer}", "--layer", "{layer}", "--json"), "cannot be read as features"),
        (("label", "{layer}", "--json"), "There are no classes"),
        (("label", "{layer}", "--concepts", "no.tlx", "--json"), "no.tlx cannot be read"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    terralex: Run, layer: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = terralex(*(part.format(layer=layer) for part in arguments))
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_marks_without_their_column_are_refused(terralex: Run, layer: Path, tmp_path: Path) -> None:
    shape = {"type": "Polygon", "coordinates": [[[9, 46], [9.001, 46], [9.001, 46.001], [9, 46]]]}
    feature = {"type": "Feature", "geometry": shape, "properties": {"name": "x"}}
    (tmp_path / "m.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    done = terralex("search", "x", "--layer", layer, "--marks", "m.geojson", "--json")
    assert done.returncode == 2 and "no column 'status' or 'mark'" in done.stderr


def test_a_concept_and_words_are_not_both_given(terralex: Run, tiny_model: str, layer: Path, marked: Path) -> None:
    model = ("--model", tiny_model, *WINDOWS)
    assert (
        terralex("concept", "save", "dark", "--layer", layer, *model, "--marks", marked, "-o", "d.tlx").returncode == 0
    )
    done = terralex("search", "dark", "--concept", "d.tlx", "--layer", layer, *model, "--json")
    assert done.returncode == 2 and "not both" in done.stderr
