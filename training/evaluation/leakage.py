"""The result of a leakage check as a table: which split of which set is in the training images of which other set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from training.data.sample import Split
from training.evaluation.features import SPLITS, Features
from training.evaluation.report import Row
from training.sources.leakage import LeakageReport
from training.sources.source import Source

HELD_OUT: tuple[Split, ...] = ("val", "test")
_CHUNK = 1024


def leakage_rows(sources: Sequence[Source], found: LeakageReport) -> list[Row]:
    """One row per data set: its training images, and how many of them are held-out images of each set."""
    counts = Counter((leak.train.source, leak.held_out.source, leak.held_out.split) for leak in found.duplicates)
    unreadable = Counter(sample.source for sample in found.unreadable)
    rows: list[Row] = []
    for source in sources:
        name = source.config.id
        row: Row = {"training images of": name, "checked": len(source.split("train"))}
        for other in sources:
            for split in HELD_OUT:
                if other.split(split):
                    row[f"in {other.config.id} {split}"] = counts[name, other.config.id, split]
        rows.append(row | {"unreadable": unreadable[name]})
    return rows


def leakage_by_embedding(features: Features, alike: float) -> list[dict[str, Any]]:
    """Pairs of a training and a held-out row whose embeddings have a cosine of at least ``alike``, nearest first."""
    train = np.flatnonzero(features.splits == SPLITS.index("train"))
    held_out = np.flatnonzero(features.splits != SPLITS.index("train"))
    leaks = []
    for start in range(0, len(train), _CHUNK):
        rows = train[start : start + _CHUNK]
        cosines = features.images[rows] @ features.images[held_out].T
        for i, j in zip(*np.nonzero(cosines >= alike), strict=True):
            leaks.append(
                {"train": int(rows[i]), "held out": int(held_out[j]), "cosine": round(float(cosines[i, j]), 4)}
            )
    return sorted(leaks, key=lambda row: -row["cosine"])
