"""Settings of the service: by options, then environment, then file, then what is safe by default.

Environment variables are ``TERRALEX_`` and the field's name, nested fields joined by two underscores
(``TERRALEX_LIMITS__MAX_TOP=500``); the file is TOML with the same names. An unknown key is an error that names it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_cache_path, user_state_path
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from backend.errors import BadOption
from backend.models.catalog import DEFAULT_MODEL

MIB = 1024**2
GIB = 1024**3

PREFIX, NESTED = "TERRALEX_", "__"
OTHER_VARIABLES = frozenset(
    {
        *("TERRALEX_DEBUG", "TERRALEX_MODEL_DIR", "TERRALEX_PROVENANCE", "TERRALEX_CLASSES"),
        *("TERRALEX_URL", "TERRALEX_COMMAND"),
    }
)
"""Variables of ours that are no settings of the service: a traceback for developers, a folder of models, those of the
plugin, whose server inherits them, and the metadata of rasters that we write, which share the prefix."""
_TESTS = "TERRALEX_TEST_"


class Limits(BaseModel):
    """What one request, one file and one job may ask for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_body_bytes: PositiveInt = 64 * MIB
    """Of any request, upload parts and posted GeoJSON included."""
    max_upload_bytes: PositiveInt = 64 * GIB
    upload_quota_bytes: PositiveInt = 256 * GIB
    """Of all uploads together, shared content counted once."""
    max_queued_jobs: PositiveInt = 100
    max_top: PositiveInt = 1000
    """Regions of one search."""
    max_items: PositiveInt = 10_000
    """Features of one page."""
    max_features: PositiveInt = 100_000
    """Polygons of one label-features request."""
    max_pixels: PositiveInt = 40_000_000_000
    """Width times height of a layer."""
    max_bands: PositiveInt = 512
    max_layer_windows: PositiveInt = 20_000_000
    reader_memory_bytes: PositiveInt = 3 * GIB
    """Address space of one process that reads untrusted rasters."""
    reader_timeout_s: PositiveFloat = 60.0
    """Of one read of one block."""
    sync_timeout_s: PositiveFloat = 60.0
    """How long a synchronous execution waits before it answers with a job to follow."""


class Memory(BaseModel):
    """Byte budgets of what is kept for the next request; least recently used goes first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    models_bytes: PositiveInt = 8 * GIB
    matrices_bytes: PositiveInt = 4 * GIB


class Expiry(BaseModel):
    """After how many days what is no longer used is removed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jobs_days: PositiveFloat = 30.0
    """Ended jobs with their results and logs."""
    uploads_days: PositiveFloat = 30.0
    """Uploads whose layer was not used since; unfinished ones go after a day."""


class Settings(BaseSettings):
    """All settings of one service."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8765
    """0 takes a free one."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    """What a request's ``Host`` may say, without port."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "::1")
    """Addresses or networks of reverse proxies whose ``X-Forwarded-Proto``, ``-Host`` and ``-Prefix`` are heeded."""
    url_prefix: Annotated[str, Field(pattern=r"^(?:/[A-Za-z0-9._~-]+)*$")] = ""
    """The path under which a proxy serves the service, such as ``/terralex``, where the proxy does not say it."""
    token: SecretStr | None = None
    token_file: Path | None = None
    """Read if it exists, else written with a new token, readable by its owner alone."""
    state_dir: Path = Field(default_factory=lambda: user_state_path("terralex"))
    """Jobs, results, uploads and the names of layers."""
    index: Path = Field(default_factory=lambda: user_cache_path("terralex") / "indexes")
    """Folder of all indexes; or ``s3://bucket/prefix``, on the command line, which is then ``index_storage``."""
    index_storage: str = ""
    """The bucket where indexes lie, ``s3://bucket/prefix``; in ``index`` there are only locks then."""
    data_roots: Annotated[tuple[Path, ...], NoDecode] = ()
    """Folders whose rasters may be named by their path."""
    online_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Hosts, with port where it is not the scheme's own, from which tiles and parts of rasters may be fetched."""
    s3_buckets: Annotated[tuple[str, ...], NoDecode] = ()
    """Buckets of S3-compatible storage from which parts of rasters may be fetched."""
    model: str = DEFAULT_MODEL
    """Model where a request names none."""
    models: Annotated[tuple[str, ...], NoDecode] = ()
    """Models requests may name; all of the catalogue if empty. Others load only if they are named here."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    offline: bool = False
    """Never fetch a model."""
    preload: bool = True
    """Load the default model at the start, so that the first query does not wait for it."""
    job_workers: PositiveInt = 2
    limits: Limits = Limits()
    memory: Memory = Memory()
    expiry: Expiry = Expiry()
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otlp_endpoint: str | None = None
    """Where OpenTelemetry traces go (OTLP over HTTP); none are made if empty."""

    @field_validator(
        "allowed_hosts", "trusted_proxies", "online_hosts", "s3_buckets", "models", "data_roots", mode="before"
    )
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @model_validator(mode="before")
    @classmethod
    def _in_a_bucket(cls, values: Any) -> Any:
        """An ``index`` that is an address is the bucket, with a folder of its own for locks."""
        address = re.sub(r"^s3:/+", "s3://", str(values.get("index", ""))) if isinstance(values, dict) else ""
        if not address.startswith("s3://"):
            return values
        name = hashlib.sha256(address.encode()).hexdigest()[:16]
        return {**values, "index": user_cache_path("terralex") / "buckets" / name, "index_storage": address}

    @field_validator("host")
    @classmethod
    def _named(cls, value: str) -> str:
        if not value.strip():  # a socket takes no name for every interface
            raise ValueError("it is empty: give an address of this machine, or leave it out to listen on 127.0.0.1")
        return value.strip()

    @field_validator("state_dir", "index", "token_file", mode="before")
    @classmethod
    def _not_empty(cls, value: Any) -> Any:
        if isinstance(value, str) and not value.strip():  # would mean the working directory
            raise ValueError("it is empty: give a path, or leave it out")
        return value

    @field_validator("token")
    @classmethod
    def _given(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().strip():
            raise ValueError("it is empty: give a token, or leave it out to get a new one")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for item in value:
            ipaddress.ip_network(item, strict=False)
        return value

    @field_validator("state_dir", "index", "token_file")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @field_validator("data_roots")
    @classmethod
    def _existing(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        for root in value:
            if not root.expanduser().is_dir():
                raise ValueError(f"{root} is not an existing folder")
        return tuple(root.expanduser().resolve() for root in value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options, then environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(file: Path | None = None, **options: Any) -> Settings:
    """Settings from a TOML file, the environment and options; options that are None are not given.

    Raises:
        BadOption: the file cannot be read, or a value or key is wrong; the sentence names it.
    """

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    if file is not None and not file.is_file():
        raise BadOption(f"The settings file {file} does not exist: check the path.")
    refuse_unknown_variables(os.environ)
    try:
        return FromFile(**{name: value for name, value in options.items() if value is not None})
    except tomllib.TOMLDecodeError as error:
        raise BadOption(f"{file} is not valid TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        raise BadOption(f"The setting {name} cannot be used: {first['msg'].removeprefix('Value error, ')}.") from error


def refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    """Refuse a variable with our prefix that sets nothing: a mistyped limit must not be taken for one that holds.

    Raises:
        BadOption: there is one; the sentence names it, and what was probably meant.
    """
    known = {*_variables(Settings), *OTHER_VARIABLES}
    for name in sorted(environment):
        given = name.upper()
        if given.startswith(PREFIX) and given not in known and not given.startswith(_TESTS):
            meant = get_close_matches(given, known, 1)
            advice = f"did you mean {meant[0]}?" if meant else "see docs/service.md for their names."
            raise BadOption(f"The environment variable {name} has no effect: {advice}")


def _variables(model: type[BaseModel], before: str = PREFIX) -> list[str]:
    """The variables of a model's fields, the nested ones too."""
    names = []
    for field, info in model.model_fields.items():
        name = f"{before}{field.upper()}"
        names.append(name)
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            names += _variables(info.annotation, f"{name}{NESTED}")
    return names
