"""Validation of a model's files: a model is data, and nothing in it may load code, open other files or contact hosts.

Configurations and tokenizers come from a hub or from an untrusted folder. Names in them that open_clip, timm and
transformers would follow are checked against known ones before any of these libraries sees them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.errors import ModelUnavailable
from backend.models.layout import CONFIG_FILE

TOKENIZER_OPTIONS = frozenset({"clean", "strip_sep_token", "language", "reduction_mask"})
"""Tokenizer options that a configuration may set; others go to transformers and could load code."""

CLEANINGS = ("lower", "whitespace", "canonicalize")
"""Values of the tokenizer option ``clean`` that open_clip knows."""

TEXT_TOWERS = frozenset({"bert", "m2m_100", "mt5", "roberta", "xlm-roberta"})
"""Types of transformers text towers that open_clip supports."""

TOKENIZERS = frozenset(
    {"BertTokenizer", "CLIPTokenizer", "GemmaTokenizer", "GPT2Tokenizer", "M2M100Tokenizer", "NllbTokenizer"}
    | {"PreTrainedTokenizer", "RobertaTokenizer", "SiglipTokenizer", "T5Tokenizer", "TokenizersBackend"}
    | {"XLMRobertaTokenizer"}
)
"""Tokenizer classes that are loaded, also as ``...Fast``. All of them only read tables."""

_TIMM_NAME = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)?")  # a built-in name of timm, not "hf-hub:..." or a folder
_MAX_LAYERS = 256
_MAX_NUMBER = 16_777_216
_MAX_IMAGE_PX = 4096
_MAX_JSON_BYTES = 64 * 1024**2
_MAX_DEPTH = 16


def check_configuration(model_id: str, config: Mapping[str, Any]) -> None:
    """Refuse an open_clip configuration that names code or hosts, or sizes that no model has.

    Raises:
        ModelUnavailable: the sentence names the field.
    """
    model = config["model_cfg"]
    vision, text = model["vision_cfg"], model["text_cfg"]
    if not isinstance(vision, Mapping) or not isinstance(text, Mapping):
        raise ModelUnavailable(f"Model {model_id}: vision_cfg and text_cfg of its configuration must be tables.")
    options = text.get("tokenizer_kwargs") or {}
    if not isinstance(options, Mapping):
        raise ModelUnavailable(f"Model {model_id}: tokenizer_kwargs of {CONFIG_FILE} must be a table.")
    unknown = sorted(set(options) - TOKENIZER_OPTIONS)
    if unknown:
        raise ModelUnavailable(
            f"Model {model_id}: tokenizer_kwargs of its configuration holds {str(unknown[0])[:60]!r}, which is not "
            f"accepted from a model: remove it; allowed are {', '.join(sorted(TOKENIZER_OPTIONS))}."
        )
    if "clean" in options and options["clean"] not in CLEANINGS:
        raise ModelUnavailable(
            f"Model {model_id}: clean in tokenizer_kwargs of {CONFIG_FILE} is {str(options['clean'])[:60]!r}: the "
            f"values are {', '.join(CLEANINGS)}."
        )
    name = vision.get("timm_model_name")
    if name is not None and _TIMM_NAME.fullmatch(str(name)) is None:
        raise ModelUnavailable(
            f"Model {model_id}: timm_model_name {str(name)[:60]!r} is not the name of an architecture of timm."
        )
    _check_numbers(model_id, "model_cfg", model, 0)


def check_text_tower(model_id: str, folder: Path) -> None:
    """Refuse a ``config.json`` of a text tower that brings code, or is of a type that open_clip does not support.

    Raises:
        ModelUnavailable: the sentence names the file.
    """
    file = folder / "config.json"
    config = _read(model_id, file)
    kind = config.get("model_type")
    if kind not in TEXT_TOWERS:
        known = ", ".join(sorted(TEXT_TOWERS))
        raise ModelUnavailable(
            f"Model {model_id}: {file} has the model_type {str(kind)[:60]!r}: supported are {known}."
        )
    if "auto_map" in config:
        raise _brings_code(model_id, file)
    _check_numbers(model_id, file.name, config, 0)


def check_tokenizer(model_id: str, folder: Path) -> None:
    """Refuse a tokenizer that brings code, or whose class may do more than read tables.

    Raises:
        ModelUnavailable: the sentence names the file.
    """
    for name in ("tokenizer_config.json", "config.json"):
        file = folder / name
        if not file.is_file():
            continue
        config = _read(model_id, file)
        if "auto_map" in config:
            raise _brings_code(model_id, file)
        kind = config.get("tokenizer_class")
        if kind is not None and str(kind).removesuffix("Fast") not in TOKENIZERS:
            raise ModelUnavailable(
                f"Model {model_id}: {file} requires the tokenizer class {str(kind)[:60]!r}, which is not known to "
                "be safe: give the model's tokenizer.json with tokenizer_class PreTrainedTokenizerFast."
            )


def _brings_code(model_id: str, file: Path) -> ModelUnavailable:
    return ModelUnavailable(
        f"Model {model_id}: {file} asks to run its own code (auto_map), which is never allowed: remove that entry "
        "if the model works without it."
    )


def _read(model_id: str, file: Path) -> Mapping[str, Any]:
    try:
        if file.stat().st_size > _MAX_JSON_BYTES:
            raise ValueError(f"more than {_MAX_JSON_BYTES // 1024**2} MiB")
        table = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(table, dict):
            raise ValueError("not a table")
    except (OSError, ValueError, RecursionError) as error:
        raise ModelUnavailable(f"Model {model_id}: {file} cannot be read ({error}): fetch it again.") from error
    return table


def _check_numbers(model_id: str, name: str, value: Any, depth: int) -> None:
    """Refuse sizes that would exhaust the machine before the weights are even read."""
    if depth > _MAX_DEPTH:
        raise ModelUnavailable(f"Model {model_id}: {name} of its configuration is nested too deep.")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _check_numbers(model_id, str(key)[:60], inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_numbers(model_id, name, inner, depth + 1)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        most = _MAX_LAYERS if "layers" in name else _MAX_IMAGE_PX if name == "image_size" else _MAX_NUMBER
        if not abs(value) <= most and name not in ("model_max_length", "max_length"):
            raise ModelUnavailable(f"Model {model_id}: {name} of its configuration is {value}: the maximum is {most}.")
