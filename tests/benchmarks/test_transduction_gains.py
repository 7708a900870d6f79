"""Transduction on the features that a reference project stored, as the benchmark reads them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backend.labeling.transduction import transduce
from backend.labeling.zero_shot import assign_labels, class_scores
from benchmarks.transduction import CLIP_SCALE, read_features


@pytest.mark.shared
def test_real_embeddings_gain_under_every_template(shared: Path) -> None:
    images = read_features(shared / "features/whurs19_remoteclip_vit_b_32.safetensors")
    inductive, transductive = [], []
    for vectors in images.templates:
        scores = class_scores(images.embeddings, vectors)
        shares = transduce(images.embeddings, scores, CLIP_SCALE)
        inductive.append((scores.argmax(axis=1) == images.labels).mean())
        transductive.append((assign_labels(scores, shares).label == images.labels).mean())
    assert len(transductive) == 107
    assert np.mean(inductive) == pytest.approx(0.942, abs=0.001)
    assert np.mean(transductive) >= 0.97
    assert all(after > before for before, after in zip(inductive, transductive, strict=True))


@pytest.mark.shared
def test_real_layers_that_show_few_of_the_classes_are_not_spoilt(shared: Path) -> None:
    images = read_features(shared / "features/whurs19_remoteclip_vit_b_32.safetensors")
    gains = []
    for first in range(0, 15, 3):
        rows = np.isin(images.labels, range(first, first + 3))
        scores = class_scores(images.embeddings[rows], images.ensemble)
        found = transduce(images.embeddings[rows], scores, images.scale)
        gains.append(np.mean(found.argmax(1) == images.labels[rows]) - np.mean(scores.argmax(1) == images.labels[rows]))
    assert np.mean(gains) > 0
