"""From files to a model: builds open_clip's towers from a configuration without fetching anything."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from backend.errors import ModelUnavailable
from backend.models.batching import is_out_of_memory
from backend.models.catalog import ModelFiles
from backend.models.configuration import check_text_tower, check_tokenizer
from backend.models.weights import load_weights
from backend.resources import resource_path

_LEAST_BYTES = 1  # per stored number: float8
_SLACK = 4_194_304  # parameters: tied ones are stored once


def build_model(files: ModelFiles) -> Any:
    """Build the open_clip model: float32 on the CPU, in eval mode, without gradients.

    open_clip's own factory would fetch the configuration of a transformers text tower from the hub, and would
    interpolate position embeddings that do not fit; here the configuration comes from ``files.text_tower``, and a
    mismatch is an error.

    Raises:
        ModelUnavailable: the configuration cannot be built, or the weights do not match their digest or the
            configuration.
    """
    if files.sha256 is not None and files.full_digest() != files.sha256:
        raise ModelUnavailable(
            f"Model {files.id}: {files.weights} is not the expected file (its SHA-256 is not "
            f"{files.sha256[:16]}...): remove it and fetch the model again."
        )
    if files.text_tower is not None:
        check_text_tower(files.id, files.text_tower)
    try:
        _refuse_giant(files)
        model = build_towers(files)
    except (RuntimeError, ValueError, OSError, KeyError, TypeError, AssertionError) as error:
        if is_out_of_memory(error):
            raise MemoryError(str(error)) from error
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(
            f"Model {files.id} cannot be built from the configuration in {files.folder}: {first}"
        ) from error
    load_weights(model, files.weights)
    return model.eval().requires_grad_(False)


def build_tokenizer(files: ModelFiles) -> Any:
    """The model's own tokenizer: texts -> int64 ``[n, context]``.

    Raises:
        ModelUnavailable: its files are missing or damaged.
    """
    from open_clip.tokenizer import DEFAULT_CONTEXT_LENGTH, HFTokenizer, SimpleTokenizer

    text = files.config["model_cfg"]["text_cfg"]
    context = text.get("context_length", DEFAULT_CONTEXT_LENGTH)
    options = dict(text.get("tokenizer_kwargs") or {})
    if files.tokenizer is not None:
        check_tokenizer(files.id, files.tokenizer)
    try:
        if files.tokenizer is None:
            return SimpleTokenizer(context_length=context, **options)
        mode = text.get("tokenizer_mode")
        # No code, and no request: all files are local, whatever they refer to.
        safe = {"trust_remote_code": False, "local_files_only": True}
        return HFTokenizer(str(files.tokenizer), context_length=context, tokenizer_mode=mode, **options, **safe)
    except (RuntimeError, ValueError, OSError, KeyError, TypeError, AssertionError) as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(
            f"Model {files.id}: its tokenizer cannot be loaded from {files.tokenizer or files.folder} ({first})."
        ) from error


def _refuse_giant(files: ModelFiles) -> None:
    """Refuse a configuration with more parameters than the weights can fill, before memory is allocated for them.

    Raises:
        ModelUnavailable: it is refused.
    """
    import torch

    if files.folder.is_relative_to(resource_path("models")):  # shipped with Terralex
        return
    with torch.device("meta"):
        parameters = sum(tensor.numel() for tensor in build_towers(files).parameters())
    held = files.weights.stat().st_size // _LEAST_BYTES
    if parameters > held + _SLACK:
        raise ModelUnavailable(
            f"Model {files.id}: its configuration makes {parameters:,} parameters but {files.weights} holds at "
            f"most {held:,}: use the configuration and the weights of the same model."
        )


def build_towers(files: ModelFiles) -> Any:
    """The towers of a configuration with open_clip's random weights; exceptions of open_clip pass through."""
    from open_clip.coca_model import CoCa
    from open_clip.model import CLIP, CustomTextCLIP

    config = deepcopy(dict(files.config["model_cfg"]))
    vision, text = config["vision_cfg"], config["text_cfg"]
    if "timm_model_name" in vision:
        vision["timm_model_pretrained"] = False
    if files.text_tower is not None:
        text["hf_model_name"], text["hf_model_pretrained"] = str(files.text_tower), False
    custom_text = config.pop("custom_text", False) or files.text_tower is not None
    kind = CoCa if "multimodal_cfg" in config else CustomTextCLIP if custom_text else CLIP
    return kind(**config)
