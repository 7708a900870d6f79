"""The file of a concept: what is saved is what is loaded, and what is no concept is one clear sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, save

from backend.concepts.concept import Concept
from backend.concepts.concept_file import concept_bytes, load_concept, read_concept, save_concept
from backend.concepts.head import Head, Marks
from backend.errors import BadOption

names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda text: any(letter.isalnum() for letter in text)
)


def concept(seed: int = 0, marks: int = 5, name: str = "pools", dimension: int = 8) -> Concept:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(marks, dimension)).astype(np.float16).astype(np.float32)
    return Concept(
        name,
        ("swimming pool", "Schwimmbad"),
        ("pond",),
        Head(rng.normal(size=dimension).astype(np.float32), float(rng.normal()), -1.0, 0.1, 0.7),
        Marks(rows, rng.random(marks) < 0.5),
        "terralex-mini",
        "0123abcd",
        ("town.tif",),
        "2026-11-28T23:00:00Z",
    )


@given(st.integers(0, 1000), st.integers(0, 20), names, st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_what_is_saved_is_what_is_loaded(seed: int, marks: int, name: str, dimension: int) -> None:
    one = concept(seed, marks, name, dimension)
    two = read_concept(concept_bytes(one), "it")
    assert two.to_dict() == one.to_dict()
    assert np.array_equal(two.head.weights, one.head.weights)
    assert replace(two.head, weights=one.head.weights) == one.head
    assert np.array_equal(two.marks.embeddings, one.marks.embeddings)
    assert np.array_equal(two.marks.wanted, one.marks.wanted)


def test_a_file_is_safetensors_that_others_can_read(tmp_path: Path) -> None:
    path = tmp_path / "pools.tlx"
    save_concept(concept(), path)
    assert set(load(path.read_bytes())) == {"head", "marks", "wanted"}
    assert load_concept(path).to_dict()["name"] == "pools"
    assert path.stat().st_size < 5_000


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_bytes_that_are_no_concept_are_one_sentence(content: bytes) -> None:
    with pytest.raises(BadOption, match=r"^pools\.tlx is not a Terralex concept"):
        read_concept(content, "pools.tlx")


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_damaged_file_is_refused_or_still_whole(data: st.DataObject) -> None:
    content = bytearray(concept_bytes(concept()))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    try:
        found = read_concept(bytes(content), "it")
    except BadOption:
        return
    assert np.isfinite(found.head.weights).all() and np.isfinite(found.marks.embeddings).all()


@pytest.mark.parametrize("change", ["head", "marks", "version", "count", "unknown field"])
def test_a_file_that_contradicts_itself_is_refused(change: str) -> None:
    content = concept_bytes(concept())
    length = int.from_bytes(content[:8], "little")
    metadata = json.loads(content[8 : 8 + length])["__metadata__"]
    tensors, facts = load(content), json.loads(metadata["concept"])
    if change == "head":
        tensors["head"] = np.full(8, np.nan, np.float32)
    if change == "marks":
        tensors["marks"] = tensors["marks"][:, :4].copy()
    if change == "version":
        metadata["terralex"] = "2"
    if change == "count":
        facts["accepted"] += 1
    if change == "unknown field":
        facts["run"] = "rm"
    with pytest.raises(BadOption, match=r"not a (Terralex )?concept"):
        read_concept(save(tensors, metadata | {"concept": json.dumps(facts)}), "it")


def test_another_model_is_one_sentence() -> None:
    with pytest.raises(BadOption, match="was taught with terralex-mini 0123abcd and cannot be used with other ff"):
        concept().check_model("other", "ff")
    concept().check_model("renamed", "0123abcd")


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="cannot be read: No such file"):
        load_concept(tmp_path / "no.tlx")


@pytest.mark.parametrize("name", ["", "...", "x" * 101])
def test_a_concept_needs_a_name(name: str) -> None:
    with pytest.raises(BadOption):
        concept(name=name)
