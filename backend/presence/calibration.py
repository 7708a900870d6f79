"""A model's calibration: the reference for its cosines, and the few numbers that turn them into probabilities.

One safetensors file: the bank (embeddings of many kinds of ground), a direction per concept of the lexicon, and the
fitted logistic models. It is stored beside the weights of a shipped model, else in a folder of the user's data, where
``terralex models calibrate`` writes it. It belongs to one revision of the weights, and to the tokenizer with which it
was made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from backend.errors import ModelUnavailable
from backend.models.catalog import find_source, locate_model
from backend.models.hub import own_folder
from backend.output.files import write_whole
from backend.presence.coincidence import coincidence
from backend.presence.logistic import Logistic

FILE = "calibration.safetensors"
_METADATA = "calibration"


class _Numbers(BaseModel):
    """The file's metadata; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    revision: str
    concepts: tuple[str, ...]
    relevance: tuple[float, float, float]
    presence: tuple[float, float, float]
    words: tuple[float, float]
    made_from: str
    text_revision: str = ""


@dataclass(frozen=True)
class Calibration:
    """Turns the cosines of one model into probabilities.

    Attributes:
        revision: revision of the weights to which it belongs.
        bank: float32 ``[b, d]``, embeddings of many kinds of ground, L2-normalised.
        concepts: ``c`` ids of the lexicon.
        vectors: float32 ``[c, d]``, a direction per concept: the mean of its names in all languages, L2-normalised.
        relevance: model of the relevance of a window; its measures are standard deviations above the bank, and the lead
            over rivals times the model's temperature (:mod:`backend.presence.scale`).
        presence: model of the presence of a thing on a map; its measures are those of
            :func:`backend.presence.scale.presence_measures`.
        words: model of whether words are known; its measure is the cosine with the nearest concept, the mean of the
            names subtracted from both.
        made_from: the data it was made from, in words.
        text_revision: :attr:`backend.models.encoder.Encoder.text_revision` of the model; empty in older files.
    """

    revision: str
    bank: NDArray[np.float32]
    concepts: tuple[str, ...]
    vectors: NDArray[np.float32]
    relevance: Logistic
    presence: Logistic
    words: Logistic
    made_from: str
    text_revision: str = ""

    @cached_property
    def bank_cosines(self) -> NDArray[np.float32]:
        """Cosines of the bank with the concepts, float32 ``[b, c]``."""
        return np.asarray(self.bank @ self.vectors.T)

    @cached_property
    def profiles(self) -> NDArray[np.float32]:
        """float32 ``[b, c]``: how a concept's cosine varies over the bank, each column centred and of length 1."""
        centred = self.bank_cosines - self.bank_cosines.mean(axis=0)
        return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=0), 1e-12))

    @cached_property
    def coincidence(self) -> NDArray[np.bool_]:
        """bool ``[c, c]``, see :func:`backend.presence.coincidence.coincidence`."""
        return coincidence(self.concepts)

    @cached_property
    def middle(self) -> NDArray[np.float32]:
        """float32 ``[d]``, the mean of the concepts: what all names share."""
        return np.asarray(self.vectors.mean(axis=0))

    @cached_property
    def apart(self) -> NDArray[np.float32]:
        """float32 ``[c, d]``: the concepts minus what all names share, L2-normalised."""
        rest = self.vectors - self.middle
        return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-12))

    def write(self, path: Path) -> None:
        """Write the file, completely or not at all, embeddings in half precision.

        Raises:
            OutputNotWritable: it cannot be written there.
        """
        numbers = _Numbers(
            revision=self.revision,
            concepts=self.concepts,
            relevance=(*self.relevance.weights, self.relevance.constant),  # type: ignore[arg-type]
            presence=(*self.presence.weights, self.presence.constant),  # type: ignore[arg-type]
            words=(*self.words.weights, self.words.constant),  # type: ignore[arg-type]
            made_from=self.made_from,
            text_revision=self.text_revision,
        )
        tensors = {"bank": self.bank.astype(np.float16), "concepts": self.vectors.astype(np.float16)}
        metadata = {_METADATA: numbers.model_dump_json(exclude_defaults=True)}
        write_whole(path, lambda file: save_file(tensors, file, metadata=metadata))


def read_calibration(path: Path) -> Calibration:
    """Read a calibration file.

    Raises:
        ModelUnavailable: it is damaged.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            numbers = _Numbers.model_validate(json.loads((file.metadata() or {})[_METADATA]))
            bank, vectors = (file.get_tensor(name).astype(np.float32) for name in ("bank", "concepts"))
    except (OSError, SafetensorError, KeyError, ValueError, ValidationError) as error:
        raise ModelUnavailable(
            f"{path} is damaged: remove it, or recreate it with `terralex models calibrate`."
        ) from error
    return Calibration(
        numbers.revision,
        bank,
        numbers.concepts,
        vectors,
        Logistic(numbers.relevance[:-1], numbers.relevance[-1]),
        Logistic(numbers.presence[:-1], numbers.presence[-1]),
        Logistic(numbers.words[:-1], numbers.words[-1]),
        numbers.made_from,
        numbers.text_revision,
    )


def own_file(revision: str) -> Path:
    """Path of the user's own calibration of some weights."""
    return own_folder("calibrations") / f"{revision}.safetensors"


def find_calibration(model_id: str, revision: str) -> Calibration | None:
    """The calibration of a model: the user's own, else the one beside its weights; None if there is none.

    One of other weights, or made with another tokenizer, is ignored.

    Raises:
        ModelUnavailable: the file is damaged.
    """
    try:
        folder = find_source(model_id).folder
    except ModelUnavailable:
        folder = None
    for path in (own_file(revision), *([folder / FILE] if folder is not None else [])):
        if path.is_file():
            found = _read(path, path.stat().st_mtime_ns)
            if found.revision == revision and _same_texts(found, model_id):
                return found
    return None


def _same_texts(found: Calibration, model_id: str) -> bool:
    """Whether the model still embeds texts as when it was calibrated; older files do not tell."""
    return not found.text_revision or found.text_revision == locate_model(model_id, offline=True).text_digest()


@lru_cache(maxsize=8)
def _read(path: Path, _mtime_ns: int) -> Calibration:
    return read_calibration(path)
