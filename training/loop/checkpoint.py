"""The state of a run on disk, replaced atomically, so that a kill at any moment leaves a complete one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from backend.errors import BadOption
from backend.storage.files import sync, write_beside
from training.files import named_write_errors

FILE = "checkpoint.pt"


@dataclass(frozen=True)
class Checkpoint:
    """Everything that a run needs to resume exactly.

    Attributes:
        step: steps done. seconds: their total time.
        parts: state of model, head, teacher and loss. average: averaged weights; empty without averaging.
        optimiser: state of AdamW.
    """

    step: int
    seconds: float
    parts: dict[str, dict[str, Tensor]]
    average: dict[str, Tensor]
    optimiser: dict[str, Any]


def save_checkpoint(checkpoint: Checkpoint, folder: Path) -> None:
    """Write ``folder/checkpoint.pt``.

    Raises:
        OutputNotWritable: the disk is full, or the folder cannot be written; the previous checkpoint is kept.
    """
    target = folder / FILE
    kept = "the checkpoint before it, if there is one, is whole: free some space and start again."
    with named_write_errors(target, kept), write_beside(target) as beside:
        with beside.open("wb") as stream:
            torch.save(vars(checkpoint), stream)
        sync(beside)


def load_checkpoint(folder: Path) -> Checkpoint | None:
    """The checkpoint of a run; None if it has none.

    Raises:
        BadOption: the file is damaged.
    """
    file = folder / FILE
    if not file.exists():
        return None
    try:
        return Checkpoint(**torch.load(file, map_location="cpu", weights_only=True))
    except Exception as error:  # errors of a damaged pickle have no common base
        raise BadOption(f"{file}: is damaged ({type(error).__name__}); remove it to start afresh.") from error
