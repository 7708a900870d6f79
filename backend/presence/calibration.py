"""A model's calibration: what its cosines are measured against, and the few numbers that make probabilities of them.

One safetensors file. The bank holds embeddings of many grounds, the names those of everything that the lexicon names;
with them come the fitted logistic models. It lies beside the weights of a model that ships, else in a folder of the
user's data, where ``terralex models calibrate`` puts it; it belongs to one revision of the weights.
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
from backend.models.catalog import find_source
from backend.models.hub import own_folder
from backend.output.files import write_whole
from backend.presence.coincidence import coincidence
from backend.presence.logistic import Logistic

FILE = "calibration.safetensors"
_METADATA = "calibration"


class _Numbers(BaseModel):
    """What the file's metadata hold beside the tensors; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    revision: str
    concepts: tuple[str, ...]
    relevance: tuple[float, float, float]
    presence: tuple[float, float, float]
    words: tuple[float, float]
    made_from: str


@dataclass(frozen=True)
class Calibration:
    """What makes probabilities of one model's cosines.

    Attributes:
        revision: of the weights it belongs to.
        bank: float32 ``[b, d]``, embeddings of many grounds, L2-normalised.
        concepts: ids of the lexicon, ``c`` of them.
        vectors: float32 ``[c, d]``, a direction a concept: its names in all languages together, L2-normalised.
        relevance: of a window; measures are standard deviations above the bank, and the lead over rivals times the
            model's temperature (:mod:`backend.presence.scale`).
        presence: of a thing on a map; measures as :func:`backend.presence.scale.presence_measures` makes them.
        words: that words are known; the measure is the cosine with the nearest concept, both less the names' mean.
        made_from: in words.
    """

    revision: str
    bank: NDArray[np.float32]
    concepts: tuple[str, ...]
    vectors: NDArray[np.float32]
    relevance: Logistic
    presence: Logistic
    words: Logistic
    made_from: str

    @cached_property
    def bank_cosines(self) -> NDArray[np.float32]:
        """``[b, c]``, of the bank with the concepts."""
        return np.asarray(self.bank @ self.vectors.T)

    @cached_property
    def profiles(self) -> NDArray[np.float32]:
        """``[b, c]``: how a concept's cosine varies over the bank, each column centred and of length 1."""
        centred = self.bank_cosines - self.bank_cosines.mean(axis=0)
        return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=0), 1e-12))

    @cached_property
    def coincidence(self) -> NDArray[np.bool_]:
        """``[c, c]``, see :func:`backend.presence.coincidence.coincidence`."""
        return coincidence(self.concepts)

    @cached_property
    def middle(self) -> NDArray[np.float32]:
        """``[d]``, the mean of the concepts: what all names share."""
        return np.asarray(self.vectors.mean(axis=0))

    @cached_property
    def apart(self) -> NDArray[np.float32]:
        """``[c, d]``: the concepts less what all names share, L2-normalised."""
        rest = self.vectors - self.middle
        return np.asarray(rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-12))

    def write(self, path: Path) -> None:
        """Write the file, whole or not at all, embeddings in half precision.

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
        )
        tensors = {"bank": self.bank.astype(np.float16), "concepts": self.vectors.astype(np.float16)}
        write_whole(path, lambda file: save_file(tensors, file, metadata={_METADATA: numbers.model_dump_json()}))


def read_calibration(path: Path) -> Calibration:
    """Read a file.

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
    )


def own_file(revision: str) -> Path:
    """Where a user's calibration of some weights lies."""
    return own_folder("calibrations") / f"{revision}.safetensors"


def find_calibration(model_id: str, revision: str) -> Calibration | None:
    """The calibration of a model: the user's own, else the one beside its weights; None where there is none.

    One that belongs to other weights does not count.

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
            if found.revision == revision:
                return found
    return None


@lru_cache(maxsize=8)
def _read(path: Path, _mtime_ns: int) -> Calibration:
    return read_calibration(path)
