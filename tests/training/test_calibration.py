"""``terralex-train calibrate``: a fit to sources with a known truth, some judged by a model that is new to them."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.errors import BadOption
from backend.models.encoder import load_encoder
from backend.presence.calibration import read_calibration
from tests.training.conftest import COLOURS, paint
from training.calibration.evidence import CalibrationData, gather
from training.cli import cli


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two sources of painted images, and the file that tells what they show."""
    rows = []
    for number, source in enumerate(("one", "two")):
        for at, (name, colour) in enumerate(COLOURS.items()):
            for i in range(4):
                file = tmp_path / source / name / f"{i}.png"
                file.parent.mkdir(parents=True, exist_ok=True)
                paint(colour, 1000 * number + 100 * at + i).save(file)
        with tarfile.open(tmp_path / f"{source}.tar", "w") as tar:
            tar.add(tmp_path / source, source)
        right = {"forest": ["forest"], "river": ["river"], "beach": ["beach"]}
        rows.append({"id": source, "images": f"{source}.tar", "most": 16, "right": right, "absent": ["glacier"]})
    (tmp_path / "data.json").write_text(json.dumps({"note": "painted", "sources": rows}))
    return tmp_path


def calibrate(data: Path, output: str, *arguments: str) -> Result:
    given = ["terralex-mini", "--data", str(data / "data.json"), "--root", str(data), "-o", str(data / output)]
    return CliRunner().invoke(cli, ["calibrate", *given, *arguments])


@pytest.mark.slow
def test_a_source_is_judged_by_a_stranger_as_by_the_model_where_the_two_are_one(data: Path) -> None:
    plain = calibrate(data, "plain.safetensors", "--curve", str(data / "curve.png"))
    assert plain.exit_code == 0, plain.output
    assert "| names | 80 |" in plain.output and (data / "curve.png").stat().st_size > 1000
    assert calibrate(data, "strange.safetensors", "--fit-only", "--unseen", "two=terralex-mini").exit_code == 0
    one, other = (read_calibration(data / f"{name}.safetensors") for name in ("plain", "strange"))
    assert other.relevance.weights == pytest.approx(one.relevance.weights, abs=1e-4)
    assert other.presence.constant == pytest.approx(one.presence.constant, abs=1e-3)


def test_places_that_show_several_things_are_evidence_of_each(tmp_path: Path) -> None:
    file = tmp_path / "oam" / "1.png"
    file.parent.mkdir()
    paint(next(iter(COLOURS.values())), 1).save(file)
    paint(next(iter(COLOURS.values())), 2).save(file.with_name("2.png"))
    with tarfile.open(tmp_path / "oam.tar", "w") as tar:
        tar.add(tmp_path / "oam", "")
    (tmp_path / "counts.json").write_text(json.dumps({"1.png": 3, "2.png": 0}))
    told = {
        "id": "oam", "images": "oam.tar", "annotation": "counts.json", "format": "building-counts", "most": 9,
        "right": {"house": ["building"], "roof": ["building"]}, "absent": ["glacier"],
    }  # fmt: skip
    data = CalibrationData.model_validate({"note": "painted", "sources": [told]})
    (one,) = gather(data, tmp_path, load_encoder("terralex-mini"), lambda _: None)
    assert one.labels == (frozenset({"building"}),), "none mapped is no proof of absence"
    assert one.shows("house").tolist() == one.shows("roof").tolist() == [True]
    assert one.shows("glacier").tolist() == [False]


def test_a_stranger_to_no_source_is_refused_in_a_sentence(data: Path) -> None:
    told = calibrate(data, "none.safetensors", "--unseen", "three=terralex-mini")
    assert isinstance(told.exception, BadOption) and "give SOURCE=MODEL, the source one of one, two" in str(
        told.exception
    )
    assert not (data / "none.safetensors").exists()
