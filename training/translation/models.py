"""Translation models: their short names, and their files on this machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from backend.errors import BadOption, ModelUnavailable
from backend.lexicon import LANGUAGES
from backend.models import hub

HUB, LOCAL = "hf-hub:", "local-dir:"
TARGETS = tuple(language for language in LANGUAGES if language != "en")

_OPUS = "hf-hub:Helsinki-NLP/opus-mt"
PRESETS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "nllb": dict.fromkeys(TARGETS, "hf-hub:facebook/nllb-200-distilled-600M"),
        "tower": dict.fromkeys(TARGETS, "hf-hub:Unbabel/TowerInstruct-7B-v0.2"),
        # No Korean: the vocabulary of opus-mt-tc-big-en-ko is known to lack English.
        "opus-mt": {"pt": f"{_OPUS}-tc-big-en-pt"}
        | {language: f"{_OPUS}-en-{language}" for language in ("es", "fr", "de", "nl", "it", "zh", "ru")},
    }
)
"""Short name -> model for each language."""

_COMPANIONS = frozenset(
    {"generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"}
    | {"added_tokens.json", "vocab.json", "target_vocab.json", "source.spm", "target.spm", "chat_template.jinja"}
    | {"chat_template.json", "sentencepiece.bpe.model", "tokenizer.model", "merges.txt"}
)
_WEIGHTS = (("model", ".safetensors"), ("pytorch_model", ".bin"))


def models_by_language(chosen: Sequence[str]) -> dict[str, str]:
    """The model for each language, from ``--model``: a short name, a model, or ``LANGUAGE=MODEL``.

    Later ones replace earlier ones for their languages.

    Raises:
        BadOption: a language is unknown, or the short name has no model for it.
    """
    models: dict[str, str] = {}
    for choice in chosen:
        language, equals, model = choice.partition("=")
        if not equals or ":" in language:  # a folder's name may contain "=", too
            models.update(PRESETS.get(choice) or dict.fromkeys(TARGETS, choice))
        elif language not in TARGETS:
            raise BadOption(f"--model {choice}: unknown language {language!r}; choose one of {', '.join(TARGETS)}.")
        else:
            preset = PRESETS.get(model, {language: model})
            if language not in preset:
                raise BadOption(f"--model {choice}: {model} has no model of {language!r}; name another.")
            models[language] = preset[language]
    return models


def _choose(names: Sequence[str]) -> Sequence[str]:
    top = [name for name in names if "/" not in name]
    for stem, suffix in _WEIGHTS:
        weights = sorted(n for n in top if n.startswith(stem) and n.endswith((suffix, f"{suffix}.index.json")))
        if weights and "config.json" in top:
            return ["config.json", *(name for name in top if name in _COMPANIONS), *weights]
    raise ModelUnavailable(
        "The repository holds no translation model: it needs config.json with model.safetensors (or pytorch_model.bin)."
    )


def _is_complete(folder: Path) -> bool:
    if not (folder / "config.json").is_file():
        return False
    for stem, suffix in _WEIGHTS:
        index = folder / f"{stem}{suffix}.index.json"
        if index.is_file():
            try:
                parts = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
            except (ValueError, KeyError, TypeError, AttributeError):
                return False
            return all((folder / part).is_file() for part in parts)
        if (folder / f"{stem}{suffix}").is_file():
            return True
    return False


def find_model(model: str) -> Path:
    """Folder of a model in the layout of ``transformers``; fetched if it is not on this machine.

    Args:
        model: ``hf-hub:ORG/NAME[@REVISION]`` or ``local-dir:FOLDER``.

    Raises:
        ModelUnavailable: the model does not exist, has no weights, or cannot be fetched.
    """
    if model.startswith(LOCAL):
        folder = Path(model.removeprefix(LOCAL)).expanduser()
        if not _is_complete(folder):
            raise ModelUnavailable(f"{folder}: holds no config.json with model.safetensors; give a model's folder.")
        return folder
    if not model.startswith(HUB):
        raise ModelUnavailable(
            f"Unknown translation model {model!r}: choose one of {', '.join(PRESETS)}, or give {HUB}ORG/NAME or "
            f"{LOCAL}FOLDER."
        )
    repository, _, revision = model.removeprefix(HUB).partition("@")
    own_folder = hub.own_folder(repository.replace("/", "--"))
    if _is_complete(own_folder):
        return own_folder
    known = hub.cached(repository, revision or None, _is_complete)
    if known is not None:
        return known
    if hub.is_offline():
        raise ModelUnavailable(
            f"Model {model} is not on this machine and offline mode forbids to fetch it: put its files into "
            f"{own_folder}, or run this once where there is a network."
        )
    return hub.fetch(repository, revision or None, _choose)
