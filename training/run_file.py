"""A run's TOML file, of either kind: in stages on cached features, or end to end."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from backend.errors import BadOption
from training.config import DataConfig, RunConfig, checked, read_toml
from training.files import write_beside
from training.fine_tuning.config import FineTuningConfig


def _override(rows: dict[str, Any], setting: str) -> None:
    key, equals, text = setting.partition("=")
    if not equals or not key.strip():
        raise BadOption(f"--set {setting}: write it as table.key=value.")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text.strip()  # a bare word is a string, so that no quotes need quoting in a shell
    *tables, last = key.strip().split(".")
    for table in tables:
        rows = rows.setdefault(table, {})
        if not isinstance(rows, dict):
            raise BadOption(f"--set {setting}: {table} is no table.")
    rows[last] = value


def load_run_file(file: Path, overrides: Sequence[str] = ()) -> RunConfig | FineTuningConfig:
    """Read and check a run's configuration; a file with a ``[start]`` table is an end-to-end run.

    Args:
        overrides: ``table.key=value`` each, the value in TOML.

    Raises:
        BadOption: no such file, not TOML, or a key that is unknown or has a wrong value.
    """
    rows = read_toml(file)
    for setting in overrides:
        _override(rows, setting)
    if "start" in rows:
        return checked(FineTuningConfig, rows, file)
    return checked(RunConfig, rows, file)


class _DataFile(BaseModel):
    """What evaluation needs of a run's file; the rest may be missing."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    data: DataConfig


def load_data(file: Path) -> DataConfig:
    """The data sets of a run's file, or of a file that has a ``[data]`` table and nothing else.

    Raises:
        BadOption: no such file, not TOML, or a key of that table is unknown or has a wrong value.
    """
    return checked(_DataFile, read_toml(file), file).data


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    # A JSON string is a TOML basic string but for one control character; numbers and booleans are written alike.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_toml(rows: Mapping[str, Any]) -> str:
    """TOML text of nested tables of strings, numbers, booleans and lists: single values first, then the tables."""
    single = [f"{key} = {_value(value)}" for key, value in rows.items() if not isinstance(value, Mapping)]
    tables = [
        "\n".join([f"\n[{key}]", *(f"{inner} = {_value(value)}" for inner, value in table.items())])
        for key, table in rows.items()
        if isinstance(table, Mapping)
    ]
    return "\n".join([*single, *tables]) + "\n"


def save_run_file(config: FineTuningConfig, file: Path) -> None:
    """Write everything that decided a run, defaults and overrides included."""
    with write_beside(file) as beside:
        beside.write_text(as_toml(config.model_dump(mode="json")), encoding="utf-8")
