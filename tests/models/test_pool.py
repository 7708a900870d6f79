"""Several real models in memory up to a budget."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from pathlib import Path

import numpy as np
import pytest

from backend.errors import ModelUnavailable
from backend.models.encoder import Encoder, load_encoder
from backend.models.pool import ModelPool
from tests.models.conftest import write_tiny_model


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("models")
    return [f"local-dir:{write_tiny_model(folder / str(seed), seed)}" for seed in range(3)]


def size_of(model_id: str) -> int:
    encoder = load_encoder(model_id, "cpu")
    assert encoder.encode_texts(["x"]).shape == (1, 16)
    return max(encoder.bytes, encoder.files.weights.stat().st_size)


def test_the_least_recently_used_model_goes_first(models: list[str]) -> None:
    pool = ModelPool("cpu", int(2.5 * size_of(models[0])))
    first, second, third = models
    kept = pool.get(first)
    pool.get(second)
    assert pool.get(first) is kept
    pool.get(third)
    assert [model.id for model in pool.loaded()] == [first, third]
    assert pool.get(first) is kept


def test_a_model_that_is_in_use_lives_on_and_one_that_is_not_is_gone(models: list[str]) -> None:
    pool = ModelPool("cpu", size_of(models[0]))
    held, dropped = pool.get(models[0]), weakref.ref(pool.get(models[1]))
    pool.get(models[2])
    gc.collect()
    assert held.encode_texts(["still here"]).shape == (1, 16)
    assert dropped() is None
    assert [model.id for model in pool.loaded()] == [models[2]]


def test_models_of_the_same_weights_and_other_tokenizers_share_no_texts(tmp_path: Path) -> None:
    pool = ModelPool("cpu", 10**9)
    folders = [write_tiny_model(tmp_path / clean) for clean in ("lower", "canonicalize")]
    for folder in folders:
        config = json.loads((folder / "open_clip_config.json").read_text())
        config["model_cfg"]["text_cfg"]["tokenizer_kwargs"] = {"clean": folder.name}
        (folder / "open_clip_config.json").write_text(json.dumps(config))
    lower, canonical = (pool.get(f"local-dir:{folder}") for folder in folders)
    assert lower.revision == canonical.revision and lower.text_revision != canonical.text_revision
    text = ["roads, cars"]
    embedding = lower.encode_texts(text)
    assert canonical.remembered(text) == {}
    assert not np.allclose(canonical.encode_texts(text), embedding)


def test_texts_belong_to_the_files_of_the_tokenizer(tmp_path: Path) -> None:
    folder = write_tiny_model(tmp_path / "model")
    config = json.loads((folder / "open_clip_config.json").read_text())
    config["model_cfg"]["text_cfg"]["hf_tokenizer_name"] = "own"
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    told = set()
    for tokenizer in ("{}", '{"model": {}}'):
        (folder / "tokenizer.json").write_text(tokenizer)
        told.add(load_encoder(f"local-dir:{folder}", "cpu").text_revision)
    assert len(told) == 2


def test_a_model_larger_than_the_budget_is_kept_alone(models: list[str]) -> None:
    pool = ModelPool("cpu", 1)
    assert pool.get(models[0]).encode_texts(["x"]).shape == (1, 16)
    assert [model.id for model in pool.loaded()] == models[:1]
    (loaded,) = pool.loaded()
    assert loaded.bytes == pool.get(models[0]).bytes and loaded.revision == pool.get(models[0]).revision
    pool.clear()
    assert pool.loaded() == []


def test_many_threads_that_ask_for_one_model_get_the_same_one(models: list[str]) -> None:
    loads = []

    def load(model_id: str, device: str) -> Encoder:
        loads.append(model_id)
        return load_encoder(model_id, device)

    pool = ModelPool("cpu", 10**9, load)
    found: list[tuple[Encoder, object]] = []

    def use() -> None:
        encoder = pool.get(models[0])
        found.append((encoder, encoder.model))

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == models[:1] and len(found) == 8
    assert len({id(encoder) for encoder, _ in found}) == len({id(model) for _, model in found}) == 1


def test_a_model_that_cannot_be_found_leaves_the_others(models: list[str], tmp_path: Path) -> None:
    pool = ModelPool("cpu", 10**9)
    pool.get(models[0])
    with pytest.raises(ModelUnavailable):
        pool.get(f"local-dir:{tmp_path}")
    assert [model.id for model in pool.loaded()] == models[:1]
