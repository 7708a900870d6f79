"""Whether a model is on this machine; only looks into folders, never uses the network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backend.errors import ModelUnavailable
from backend.models.catalog import locate_model


@dataclass(frozen=True)
class ModelState:
    """The state of a model on this machine.

    Attributes:
        here: whether it can be used without the network.
        path: path of its weights.
        bytes: size of its weights' file.
        missing: if it is not here, a sentence that says what is missing and where to put it.
    """

    here: bool
    path: Path | None = None
    bytes: int | None = None
    missing: str | None = None


def model_state(model_id: str) -> ModelState:
    """Whether a model can be used without the network; unknown models cannot."""
    try:
        files = locate_model(model_id, offline=True)
    except ModelUnavailable as error:
        return ModelState(False, missing=str(error))
    return ModelState(True, files.weights, files.weights.stat().st_size)
