"""Export the model of a run as an open_clip ``local-dir``, optionally mixed with the start or an earlier model."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from torch import Tensor

from backend.errors import BadOption
from backend.models.layout import CONFIG_FILE
from training.config.run import RunConfig, StartConfig
from training.loop.checkpoint import load_checkpoint
from training.loop.run import COMPANIONS
from training.models.interpolation import interpolate, mean_weights
from training.models.local_dir import write_local_dir
from training.models.start import as_started, load_start


def _weights(run_folder: Path) -> Mapping[str, Tensor]:
    checkpoint = load_checkpoint(run_folder)
    if checkpoint is None:
        raise BadOption(f"{run_folder}: holds no checkpoint.pt; train first.")
    weights: Mapping[str, Tensor] = checkpoint.average or checkpoint.parts["model"]
    return weights


def export(
    config: RunConfig,
    run_folder: Path,
    output: Path,
    base: Path,
    start_share: float | None = None,
    hub_name: str = "",
    others: Sequence[Path] = (),
) -> Path:
    """Write a run's averaged weights (the last ones without averaging) to ``output``.

    Args:
        base: base of relative paths of the start model.
        start_share: share of the start model to mix in; None uses the run's setting.
        hub_name: see :func:`write_local_dir`.
        others: folders of further runs from the same start; the weights are the mean of all.

    Raises:
        BadOption: a run has no checkpoint yet, or the two models do not match.
    """
    state = mean_weights([_weights(folder) for folder in (run_folder, *others)])
    share = config.export.start_share if start_share is None else start_share
    if share:
        with TemporaryDirectory() as scratch:
            mixed, own = config.export.mixed_with, (run_folder / COMPANIONS).resolve()
            other = StartConfig(model=mixed) if mixed else as_started(config.start, own)
            start = load_start(other, base, config.seed, Path(scratch))
        state = interpolate(start.model.state_dict(), state, share)
    companions = run_folder / COMPANIONS
    described = json.loads((companions / CONFIG_FILE).read_text(encoding="utf-8"))

    def write_companions(target: Path) -> None:
        for file in companions.iterdir():
            if file.name != CONFIG_FILE:
                shutil.copyfile(file, target / file.name)

    return write_local_dir(output, state, described, write_companions, hub_name)
