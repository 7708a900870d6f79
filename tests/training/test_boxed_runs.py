"""Boxes and class masks as a source of training: captions in every language, and a run that learns from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from backend.errors import BadOption
from backend.lexicon import LANGUAGES, load_lexicon
from tests.training import tiny_models
from tests.training.small_runs import logged, write_config
from tests.training.test_from_boxes import SIMD
from tests.training.test_masks import DUBAI
from training.config.data import SourceConfig
from training.config.run import RunConfig
from training.config.run_file import load_run_file
from training.config.toml import as_toml
from training.distributed import Group
from training.loop.run import TrainingRun
from training.sources.source import Source, open_source

COCO = {
    "images": [{"id": 1, "file_name": "a.png", "width": 90, "height": 90}],
    "annotations": [{"id": k, "image_id": 1, "category_id": 7, "bbox": [30 * k, 40, 9, 9]} for k in range(3)],
    "categories": [{"id": 7, "name": "airplane"}],
}


def opened(root: Path, **fields: object) -> Source:
    return open_source(SourceConfig(id="made", **fields), root, load_lexicon(), print)  # type: ignore[arg-type]


@pytest.fixture
def coco(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "images").mkdir()
    Image.new("RGB", (90, 90)).save(tmp_path / "images" / "a.png")
    (tmp_path / "boxes.json").write_text(json.dumps(COCO))
    return {"kind": "boxes", "format": "coco", "images": "images", "annotation": "boxes.json"}


def test_boxes_become_five_captions_in_every_language(tmp_path: Path, coco: dict[str, str]) -> None:
    (sample,) = opened(tmp_path, **coco).samples
    assert sample.split == "train" and set(sample.captions) == set(LANGUAGES)
    assert all(len(said) == 5 for said in sample.captions.values())
    assert any("one airplane" in said for said in sample.captions["en"][:1])  # the middle holds one of the three
    assert opened(tmp_path, **coco).samples[0].captions == sample.captions


def test_how_captions_are_made_can_be_set(tmp_path: Path, coco: dict[str, str]) -> None:
    (usual,) = opened(tmp_path, **coco).samples
    (other,) = opened(tmp_path, **coco, split="val", captions={"seed": 1, "aliases": {"airplane": "ship"}}).samples
    (whole,) = opened(tmp_path, **coco, captions={"middle": [0.0, 1.0], "part": "classes"}).samples
    assert other.split == "val" and "ship" in other.captions["en"][0] and "airplane" in usual.captions["en"][0]
    assert all("three airplanes" in said for said in whole.captions["en"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"format": ""}, "kind 'boxes' needs format"),
        ({"format": "yolo"}, "needs classes"),
        ({"label_set": "rsicd"}, "has no use for label_set"),
        ({"kind": "csv"}, "kind 'csv' has no use for format"),
        ({"captions": {"sed": 3}}, r"captions\.sed"),
        ({"splitt": "train"}, "splitt"),
    ],
)
def test_a_source_that_lacks_a_field_or_has_a_foreign_one_is_told(
    tmp_path: Path, coco: dict[str, str], fields: dict[str, object], words: str
) -> None:
    file = tmp_path / "run.toml"
    source = {"id": "made"} | coco | fields
    rows = {"name": "x", "data": {"root": ".", "sources": [source]}, "start": {"model": "m"}}
    file.write_text(as_toml(rows | {"optimiser": {"learning_rate": 1.0}, "training": {"steps": 1, "batch": 2}}))
    with pytest.raises(BadOption, match=words):
        load_run_file(file)


@pytest.mark.shared
def test_a_run_trains_on_real_boxes_and_masks_in_ten_languages(tmp_path: Path, shared: Path) -> None:
    (tmp_path / "simd.txt").write_text("\n".join(SIMD))
    (tmp_path / "dubai.json").write_text(
        json.dumps({f"#{colour:06X}": name for colour, name in DUBAI.labels.items()} | {"#9B9B9B": None})
    )
    sources = [
        {"id": "simd", "kind": "boxes", "format": "yolo", "classes": str(tmp_path / "simd.txt")}
        | {"images": "simd_yolo", "annotation": "simd_yolo"},
        {"id": "dota", "kind": "boxes", "format": "dota", "images": "dota", "annotation": "dota"},
        {"id": "dubai", "kind": "masks", "classes": str(tmp_path / "dubai.json"), "captions": {"min_pixels": 64}}
        | {"images": "dubai_masks/images", "annotation": "dubai_masks/masks"},
    ]
    settings = [
        f"data.root={shared / 'boxes'}",
        "data.sources=" + as_toml({"s": sources}).removeprefix("s = "),
        f"languages.codes={list(LANGUAGES)}",
        "languages.composed=false",
        "losses.labels=0",
        "losses.names=0",
        "training.steps=3",
    ]
    model = tiny_models.vit_custom_text(tmp_path / "model")
    config = load_run_file(write_config(tmp_path, model), settings)
    assert isinstance(config, RunConfig)
    run = TrainingRun(config, tmp_path / "run", tmp_path, Group(), print)
    by_source = {source.config.id: source.samples for source in run.sources}
    assert {name: len(samples) for name, samples in by_source.items()} == {"simd": 20, "dota": 2, "dubai": 9}
    silent = {sample.name for sample in run.samples if set(sample.captions) != set(LANGUAGES)}
    assert silent <= {"0263.jpg"}  # it shows nothing but vans, which the lexicon names in English only
    run.train()
    rows = logged(tmp_path / "run")
    assert len(rows) == 3 and len(set().union(*(row["captions"] for row in rows))) > 6  # type: ignore[arg-type]
