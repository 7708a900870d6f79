"""The data sets of a run's file on which a command works."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import BadOption

if TYPE_CHECKING:
    from training.config.data import DataConfig


def chosen_data(config_file: Path, source: str = "") -> DataConfig:
    """Data sets of a run's file that are not generated, or only the one chosen by ``--source``.

    Raises:
        BadOption: the file is invalid, or does not have the data set.
    """
    from training.config.run_file import load_data

    data = load_data(config_file)
    chosen = tuple(s for s in data.sources if s.kind not in ("rendered", "composites") and source in ("", s.id))
    if not chosen:
        raise BadOption(f"--source {source}: {config_file} has no such data set.")
    return data.model_copy(update={"sources": chosen})
