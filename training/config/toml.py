"""Reading, validating and writing TOML files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from backend.errors import BadOption

Config = TypeVar("Config", bound=BaseModel)


def read_toml(file: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        BadOption: the file does not exist, or is not TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadOption(f"{file}: cannot be read ({error.strerror}).") from error
    except tomllib.TOMLDecodeError as error:
        raise BadOption(f"{file}: not valid TOML ({error}).") from error


def checked(kind: type[Config], rows: dict[str, Any], file: Path) -> Config:
    """The validated configuration from the tables ``rows`` of ``file``.

    Raises:
        BadOption: a key is unknown or missing, or has an invalid value.
    """
    try:
        return kind(**rows)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadOption(f"{file}: {where}: {first['msg']}.") from error


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    # A JSON string is a TOML basic string except for one control character; numbers and booleans are the same.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_toml(rows: Mapping[str, Any]) -> str:
    """TOML text of nested tables of strings, numbers, booleans and lists: values first, then tables."""
    single = [f"{key} = {_value(value)}" for key, value in rows.items() if not isinstance(value, Mapping)]
    tables = [
        "\n".join([f"\n[{key}]", *(f"{inner} = {_value(value)}" for inner, value in table.items())])
        for key, table in rows.items()
        if isinstance(table, Mapping)
    ]
    return "\n".join([*single, *tables]) + "\n"
