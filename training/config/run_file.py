"""The TOML file of a run, read with overrides and written with defaults."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from backend.errors import BadOption
from backend.storage.files import write_beside
from training.config.data import DataConfig
from training.config.run import RunConfig
from training.config.toml import as_toml, checked, read_toml


def _override(rows: dict[str, Any], setting: str) -> None:
    key, equals, text = setting.partition("=")
    if not equals or not key.strip():
        raise BadOption(f"--set {setting}: write it as table.key=value.")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text.strip()  # a bare word is a string, to avoid nested quotes in a shell
    *tables, last = key.strip().split(".")
    for table in tables:
        rows = rows.setdefault(table, {})
        if not isinstance(rows, dict):
            raise BadOption(f"--set {setting}: {table} is no table.")
    rows[last] = value


def load_run_file(file: Path, overrides: Sequence[str] = ()) -> RunConfig:
    """Read and validate a run's configuration.

    Args:
        overrides: ``table.key=value`` each, the value in TOML.

    Raises:
        BadOption: the file does not exist or is not TOML, or a key is unknown or has an invalid value.
    """
    rows = read_toml(file)
    for setting in overrides:
        _override(rows, setting)
    return checked(RunConfig, rows, file)


class _DataFile(BaseModel):
    """The part of a run's file that evaluation needs."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    data: DataConfig


def load_data(file: Path) -> DataConfig:
    """The data sets of a run's file, or of a file with only a ``[data]`` table.

    Raises:
        BadOption: the file does not exist or is not TOML, or a key of that table is unknown or has an invalid value.
    """
    return checked(_DataFile, read_toml(file), file).data


def save_run_file(config: RunConfig, file: Path) -> None:
    """Write a run's configuration, including defaults and overrides."""
    with write_beside(file) as beside:
        beside.write_text(as_toml(config.model_dump(mode="json")), encoding="utf-8")
