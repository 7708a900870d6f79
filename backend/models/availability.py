"""Is a model on this machine? Looks into folders only, never at the network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backend.errors import ModelUnavailable
from backend.models.catalog import locate_model


@dataclass(frozen=True)
class ModelState:
    """What of a model is on this machine.

    Attributes:
        here: can it be used with no network?
        path: of its weights.
        bytes: size of its weights' file.
        missing: where it is not here, the sentence that says what is missing and where to put it.
    """

    here: bool
    path: Path | None = None
    bytes: int | None = None
    missing: str | None = None


def model_state(model_id: str) -> ModelState:
    """Whether a model can be used with no network; unknown models cannot."""
    try:
        files = locate_model(model_id, offline=True)
    except ModelUnavailable as error:
        return ModelState(False, missing=str(error))
    return ModelState(True, files.weights, files.weights.stat().st_size)
