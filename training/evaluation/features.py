"""Embeddings of one data set, computed once: the input of every evaluation.

On disk: a safetensors file with ``image_features`` ``[n, d]`` and ``labels`` ``[n]``, and beside it a JSON file of the
same name with ``classes``. Optional tensors: ``splits`` ``[n]`` (0 train, 1 val, 2 test), ``text_features``
``[templates, classes, d]`` or ``[classes, d]``, ``caption_features`` ``[m, d]`` with ``caption_images`` ``[m]``,
``count_features`` ``[n, 10, d]`` with ``counts`` ``[n]``. Texts are English; the names of those in other languages end
in the code (``text_features.de``). Optional in the JSON: ``templates`` (names of the English ones) and ``names``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from backend.errors import BadOption
from backend.lexicon import LANGUAGES
from backend.storage.files import write_beside

SPLITS = ("train", "val", "test")
TRAIN_SHARE = 0.8
TEXTS, CAPTIONS, CAPTION_IMAGES = "text_features", "caption_features", "caption_images"


@dataclass(frozen=True)
class CaptionFeatures:
    """Captions in one language: vectors ``[m, d]``, and the row of each one's image, int64 ``[m]``."""

    vectors: NDArray[np.float32]
    images: NDArray[np.int64]


@dataclass(frozen=True)
class Features:
    """Embeddings of a data set; all vectors are float32 and L2-normalised.

    Attributes:
        images: ``[n, d]``. labels: int64 ``[n]``, -1 for an image without one. classes: names by label.
        splits: ``[n]``, positions in :data:`SPLITS`.
        texts: ``[templates, classes, d]`` by language. templates: names of the English ones.
        captions: of images of the test split, by language.
        count_texts: ``[n, 10, d]``, each image's caption with the numbers one to ten, and ``counts``, the true numbers;
            None without any.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    splits: NDArray[np.int64]
    texts: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    templates: tuple[str, ...] = ()
    captions: Mapping[str, CaptionFeatures] = field(default_factory=dict)
    count_texts: NDArray[np.float32] | None = None
    counts: NDArray[np.int64] | None = None

    def rows(self, split: str, labelled: bool = True) -> NDArray[np.intp]:
        """Rows of one split, by default only of labelled images.

        Raises:
            BadOption: there are none.
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
    """Vectors L2-normalised along the last axis, float32."""
    floats = vectors.astype(np.float32)
    scaled: NDArray[np.float32] = floats / np.maximum(np.linalg.norm(floats, axis=-1, keepdims=True), 1e-12)
    return scaled


def published_splits(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """RemoteCLIP's split of images in file-name order: the first 80 % of each class for training, the rest for
    testing."""
    splits = np.full(len(labels), SPLITS.index("train"))
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        splits[rows[round(len(rows) * TRAIN_SHARE) :]] = SPLITS.index("test")
    return splits


def _whole(tensors: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.int64] | None:
    return tensors[name].astype(np.int64) if name in tensors else None


def _in(language: str, name: str) -> str:
    return name if language == "en" else f"{name}.{language}"


def _texts(tensors: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    texts = {code: normalised(tensors[_in(code, TEXTS)]) for code in LANGUAGES if _in(code, TEXTS) in tensors}
    return {code: vectors[None] if vectors.ndim == 2 else vectors for code, vectors in texts.items()}


def _captions(tensors: Mapping[str, NDArray[Any]]) -> dict[str, CaptionFeatures]:
    return {
        code: CaptionFeatures(
            normalised(tensors[_in(code, CAPTIONS)]), tensors[_in(code, CAPTION_IMAGES)].astype(np.int64)
        )
        for code in LANGUAGES
        if _in(code, CAPTIONS) in tensors
    }


def _check(features: Features, file: Path) -> None:
    """Refuse inconsistent features.

    Raises:
        BadOption: a length, a label, a row or a number does not match the others.
    """
    rows, width, classes = len(features.images), features.images.shape[-1], len(features.classes)
    vectors = [features.images, *features.texts.values(), *(said.vectors for said in features.captions.values())]
    lengths = [len(features.labels), len(features.splits)]
    if features.count_texts is not None and features.counts is not None:
        vectors.append(features.count_texts)
        lengths += [len(features.count_texts), len(features.counts)]
    wrong = {
        "vectors of several lengths": any(each.shape[-1] != width for each in vectors),
        "numbers that are not finite": any(not np.isfinite(each).all() for each in vectors),
        "several numbers of images": any(length != rows for length in lengths),
        "a label without a class": rows and int(features.labels.max()) >= classes,
        "another number of text_features than of classes": any(t.shape[1] != classes for t in features.texts.values()),
        "captions of images that there are not": any(
            len(said.images) != len(said.vectors) or (len(said.images) and int(said.images.max()) >= rows)
            for said in features.captions.values()
        ),
    }
    for what, wrong_shape in wrong.items():
        if wrong_shape:
            raise BadOption(f"{file}: holds {what}.")


def read_features(file: Path) -> Features:
    """Read precomputed features; a file without ``splits`` gets :func:`published_splits`.

    Raises:
        BadOption: the file or the JSON beside it is missing, damaged or incomplete.
    """
    try:
        tensors = load_file(file)
        described = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        labels = tensors["labels"].astype(np.int64)
        splits = _whole(tensors, "splits")
        features = Features(
            images=normalised(tensors["image_features"]),
            labels=labels,
            classes=tuple(described["classes"]),
            splits=splits if splits is not None else published_splits(labels),
            texts=_texts(tensors),
            templates=tuple(described.get("templates", ())),
            captions=_captions(tensors),
            count_texts=normalised(tensors["count_features"]) if "count_features" in tensors else None,
            counts=_whole(tensors, "counts"),
        )
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise BadOption(f"{file}: no features can be read from it and the JSON beside it ({error}).") from error
    _check(features, file)
    return features


def write_features(features: Features, file: Path, names: Sequence[str] = ()) -> None:
    """Write features in the format of :func:`read_features`."""
    named = {
        "image_features": features.images,
        "labels": features.labels,
        "splits": features.splits,
        "count_features": features.count_texts,
        "counts": features.counts,
    }
    named |= {_in(code, TEXTS): vectors for code, vectors in features.texts.items()}
    for code, said in features.captions.items():
        named |= {_in(code, CAPTIONS): said.vectors, _in(code, CAPTION_IMAGES): said.images}
    tensors = {name: np.ascontiguousarray(value) for name, value in named.items() if value is not None}
    described = {"classes": list(features.classes), "templates": list(features.templates), "names": list(names)}
    with write_beside(file.with_suffix(".json")) as beside:
        beside.write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    with write_beside(file) as beside:
        save_file(tensors, beside)
        beside.chmod(file.with_suffix(".json").stat().st_mode)  # safetensors makes it readable only by its owner
