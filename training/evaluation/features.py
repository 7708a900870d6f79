"""Embeddings of one data set, computed once: what every evaluation but the leakage report works on.

On disk: a safetensors file with ``image_features`` ``[n, d]`` and ``labels`` ``[n]``, and beside it a JSON file of the
same name with ``classes``. Optional tensors: ``splits`` ``[n]`` (0 train, 1 val, 2 test), ``text_features``
``[templates, classes, d]`` or ``[classes, d]``, ``caption_features`` ``[m, d]`` with ``caption_images`` ``[m]``,
``count_features`` ``[n, 10, d]`` with ``counts`` ``[n]``. Optional in the JSON: ``templates`` and ``names``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from backend.errors import BadOption
from training.files import write_beside

SPLITS = ("train", "val", "test")
TRAIN_SHARE = 0.8


@dataclass(frozen=True)
class Features:
    """Embeddings of a data set; all vectors are float32 and L2-normalised.

    Attributes:
        images: ``[n, d]``. labels: int64 ``[n]``, -1 where an image has none. classes: names by label.
        splits: ``[n]``, places in :data:`SPLITS`.
        texts: ``[templates, classes, d]``; None without any. templates: their names.
        captions: ``[m, d]``, and ``caption_images`` the row of each one's image; None without any.
        count_texts: ``[n, 10, d]``, each image's caption with one to ten things in it, and ``counts``, the true
            number of each; None without any.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    splits: NDArray[np.int64]
    texts: NDArray[np.float32] | None = None
    templates: tuple[str, ...] = ()
    captions: NDArray[np.float32] | None = None
    caption_images: NDArray[np.int64] | None = None
    count_texts: NDArray[np.float32] | None = None
    counts: NDArray[np.int64] | None = None

    def rows(self, split: str, labelled: bool = True) -> NDArray[np.intp]:
        """Rows of one split, of labelled images alone unless told otherwise.

        Raises:
            BadOption: there is none.
        """
        chosen = self.splits == SPLITS.index(split)
        rows = np.flatnonzero(chosen & (self.labels >= 0) if labelled else chosen)
        if not len(rows):
            raise BadOption(f"The data hold no {'labelled ' if labelled else ''}image of the {split} split.")
        return rows

    def of(self, split: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Embeddings and labels of the labelled images of one split."""
        rows = self.rows(split)
        return self.images[rows], self.labels[rows]


def normalised(vectors: NDArray[Any]) -> NDArray[np.float32]:
    """Vectors along the last axis at length one, float32."""
    floats = vectors.astype(np.float32)
    scaled: NDArray[np.float32] = floats / np.maximum(np.linalg.norm(floats, axis=-1, keepdims=True), 1e-12)
    return scaled


def published_splits(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """RemoteCLIP's split of images in file-name order: in each class the first 80 % train, the rest test."""
    splits = np.full(len(labels), SPLITS.index("train"))
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        splits[rows[round(len(rows) * TRAIN_SHARE) :]] = SPLITS.index("test")
    return splits


def _maybe(tensors: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32] | None:
    return normalised(tensors[name]) if name in tensors else None


def _whole(tensors: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.int64] | None:
    return tensors[name].astype(np.int64) if name in tensors else None


def read_features(file: Path) -> Features:
    """Read precomputed features; a file without ``splits`` gets :func:`published_splits`.

    Raises:
        BadOption: the file or the JSON beside it is missing or damaged, or lacks what is needed.
    """
    try:
        tensors = load_file(file)
        described = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        classes = tuple(described["classes"])
        images, labels = tensors["image_features"], tensors["labels"].astype(np.int64)
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise BadOption(f"{file}: no features can be read from it and the JSON beside it ({error}).") from error
    texts = _maybe(tensors, "text_features")
    splits = _whole(tensors, "splits")
    return Features(
        images=normalised(images),
        labels=labels,
        classes=classes,
        splits=splits if splits is not None else published_splits(labels),
        texts=texts[None] if texts is not None and texts.ndim == 2 else texts,
        templates=tuple(described.get("templates", ())),
        captions=_maybe(tensors, "caption_features"),
        caption_images=_whole(tensors, "caption_images"),
        count_texts=_maybe(tensors, "count_features"),
        counts=_whole(tensors, "counts"),
    )


def write_features(features: Features, file: Path, names: Sequence[str] = ()) -> None:
    """Write features so that :func:`read_features` gives them back."""
    named = {
        "image_features": features.images,
        "labels": features.labels,
        "splits": features.splits,
        "text_features": features.texts,
        "caption_features": features.captions,
        "caption_images": features.caption_images,
        "count_features": features.count_texts,
        "counts": features.counts,
    }
    tensors = {name: np.ascontiguousarray(value) for name, value in named.items() if value is not None}
    described = {"classes": list(features.classes), "templates": list(features.templates), "names": list(names)}
    with write_beside(file.with_suffix(".json")) as beside:
        beside.write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    with write_beside(file) as beside:
        save_file(tensors, beside)
