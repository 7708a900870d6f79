"""Weights: read without executing code from the file, and checked tensor by tensor before use."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import ModelUnavailable
from backend.models.batching import is_out_of_memory

if TYPE_CHECKING:
    from torch import Tensor, nn

_NOT_WEIGHTS = ("input_resolution", "context_length", "vocab_size")
"""Numbers that OpenAI's files contain besides the weights."""


def read_weights(path: Path) -> dict[str, Tensor]:
    """Tensors by name, on the CPU, from a safetensors file or a PyTorch file that contains only tensors.

    A ``state_dict`` wrapper and the ``module.`` prefix of data-parallel training are removed.

    Raises:
        ModelUnavailable: the file is damaged, or contains anything but tensors.
    """
    import torch

    loaded: object
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            loaded = load_file(path)
        else:
            loaded = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise ModelUnavailable(
            f"{path} is refused: it is damaged, or contains more than tensors and could run code; get it as "
            "safetensors."
        ) from error
    except Exception as error:  # safetensors and torch raise errors without a common base
        if is_out_of_memory(error):
            raise MemoryError(str(error)) from error
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(f"{path} cannot be read as weights ({first.rstrip('.')}): fetch it again.") from error
    if isinstance(loaded, Mapping) and isinstance(loaded.get("state_dict"), Mapping):
        loaded = loaded["state_dict"]
    if not isinstance(loaded, Mapping) or not loaded:
        raise ModelUnavailable(f"{path} is not a table of tensors: use the model's weights, not its training state.")
    prefix = "module." if all(str(name).startswith("module.") for name in loaded) else ""
    weights = {str(name).removeprefix(prefix): tensor for name, tensor in loaded.items()}
    for name in _NOT_WEIGHTS:
        weights.pop(name, None)
    other = next((name for name, value in weights.items() if not isinstance(value, torch.Tensor)), None)
    if other is not None:
        raise ModelUnavailable(f"{path} is not a table of tensors: {other} is a {type(weights[other]).__name__}.")
    return weights


def load_weights(model: nn.Module, path: Path) -> None:
    """Load the weights of a file into a model.

    Raises:
        ModelUnavailable: see :func:`read_weights`; or a tensor is missing, unknown or has another shape. The sentence
            names the first one.
    """
    from open_clip.convert import convert_state_dict
    from open_clip.model import convert_to_custom_text_state_dict

    weights = convert_state_dict(model, read_weights(path))
    expected = model.state_dict()
    if "positional_embedding" not in expected:
        weights = convert_to_custom_text_state_dict(weights)
    for name in [name for name in weights if name.endswith("embeddings.position_ids") and name not in expected]:
        del weights[name]  # older versions of transformers stored these
    for name in ("logit_scale", "logit_bias"):
        if name in weights and name in expected and weights[name].numel() == 1:
            weights[name] = weights[name].reshape(expected[name].shape)  # a scalar or a list of one
    _check(path, expected, weights)
    model.load_state_dict(weights)


def _check(path: Path, expected: Mapping[str, Tensor], found: Mapping[str, Tensor]) -> None:
    for name, tensor in expected.items():
        if name in found and found[name].shape != tensor.shape:
            raise ModelUnavailable(
                f"{path} does not match its architecture: {name} has the shape {list(found[name].shape)}, where "
                f"{list(tensor.shape)} is needed; use the weights and the architecture of the same model."
            )
    for name, tensor in expected.items():
        if name not in found:
            raise ModelUnavailable(
                f"{path} does not match its architecture: {name} of the shape {list(tensor.shape)} is missing."
            )
    for name in found:
        if name not in expected:
            raise ModelUnavailable(f"{path} does not match its architecture: it has no place for {name}.")
