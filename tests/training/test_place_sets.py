"""Sets that tell by a map, points, counts or folders what they show; composited windows as a source."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backend.errors import BadOption
from backend.lexicon import load_lexicon
from training.config.data import SourceConfig
from training.data.archive import ImageArchive
from training.data.crops import CropArchive
from training.sources.composites import caption_composites, read_composites
from training.sources.place_sets import map_shares, read_places
from training.sources.source import open_source

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def _save(file: Path, pixels: np.ndarray) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels.astype(np.uint8)).save(file)


def test_a_map_tells_what_each_quarter_of_its_photograph_shows(tmp_path: Path) -> None:
    plan = np.full((100, 100, 3), (230, 226, 220))
    plan[:50, :50] = (178, 208, 254)
    plan[:50, 60:] = (203, 223, 171)
    plan[50:, 70:76] = (246, 158, 32)
    _save(tmp_path / "aerial" / "1.png", np.random.default_rng(0).integers(0, 255, (200, 200, 3)))
    _save(tmp_path / "map" / "1.png", plan)
    archive, samples = read_places("ny", "map-pairs", ImageArchive(tmp_path), tmp_path, load_lexicon(), ["en", "de"])
    said = {sample.name.split("@")[1]: sample.captions for sample in samples}
    assert said["0-0-100-100"]["en"][0] == "water" and said["0-0-100-100"]["de"] == ("Wasser",)
    assert said["100-0-200-100"]["en"][0] == "park"
    assert said["100-100-200-200"]["en"][0] == "highway"
    assert "0-100-100-200" not in said
    assert archive.open(samples[0].name).size == archive.size(samples[0].name)
    assert isinstance(archive, CropArchive) and archive.read(samples[0].name)[:4] == b"RIFF"
    assert map_shares(plan.astype(np.uint8))["water"] == pytest.approx(0.25)


def test_points_and_counts_are_told_in_numbers(tmp_path: Path) -> None:
    _save(tmp_path / "images" / "a_0.png", np.zeros((64, 64, 3)))
    (tmp_path / "trees.json").write_text(json.dumps({"a_0.png": [[3, 3], [10, 8], [40, 50]]}))
    (tmp_path / "houses.json").write_text(json.dumps({"a_0.png": 4}))
    images = ImageArchive(tmp_path / "images")
    _, trees = read_places("t", "tree-points", images, tmp_path / "trees.json", load_lexicon(), ["en"])
    counted = {sample.name: sample.captions["en"][0] for sample in trees}
    assert counted["a_0.png@0-0-64-64"] == "three trees" and counted["a_0.png@0-0-32-32"] == "two trees"
    assert "a_0.png@32-0-64-32" not in counted
    _, houses = read_places("h", "building-counts", images, tmp_path / "houses.json", load_lexicon(), ["en", "fr"])
    assert houses[0].captions["fr"][0] == "quatre bâtiments"


def test_an_annotation_that_is_none_is_named(tmp_path: Path) -> None:
    _save(tmp_path / "images" / "a.png", np.zeros((8, 8, 3)))
    (tmp_path / "bad.json").write_text("[1")
    with pytest.raises(BadOption, match=r"bad\.json"):
        read_places("t", "tree-points", ImageArchive(tmp_path / "images"), tmp_path / "bad.json", load_lexicon(), [])


def test_composites_are_made_once_and_read_in_every_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.sources.composites.WINDOWS_PER_SEED", 3)
    config = SourceConfig(id="c", kind="composites", images="made", annotation=".", seeds=(7,), grounds=())
    said: list[str] = []
    source = open_source(config, tmp_path, load_lexicon(), said.append, ["en", "ko"], data=tmp_path)
    assert said == ["composited windows, seed 7"] and source.samples
    assert source.archive.open(source.samples[0].name).size == (224, 224)
    assert all(sample.captions["en"] and sample.captions["ko"] for sample in source.samples)
    open_source(config, tmp_path, load_lexicon(), said.append, ["en"], data=tmp_path)
    assert len(said) == 1
    records = read_composites(tmp_path / "made", (7,))
    assert len(records) == 3 and len(caption_composites("c", records, load_lexicon(), ["en"])) == len(source.samples)


def test_seeds_of_test_scenes_cannot_train(tmp_path: Path) -> None:
    config = SourceConfig(id="c", kind="composites", images="made", annotation=".", seeds=(1_000_001,), grounds=())
    with pytest.raises(BadOption, match="kept for test scenes"):
        open_source(config, tmp_path, load_lexicon(), print, data=tmp_path)


@pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data")
def test_real_sets_are_read() -> None:
    sets = [
        ("tree-points", "urban_trees", "urban_trees.json"),
        ("building-counts", "openaerialmap_tiles", "openaerialmap_tiles.json"),
        ("flood-damage", "hurricane_harvey", ""),
        ("wind-turbines", "wind_turbines", ""),
    ]
    for form, name, annotation in sets:
        archive, samples = read_places(
            name, form, ImageArchive(DATA / f"{name}.tar"), DATA / annotation, load_lexicon(), ["en"]
        )
        assert len(samples) > 500 and all("test" not in Path(sample.name).parts for sample in samples)
        assert archive.open(samples[100].name).width >= 100
