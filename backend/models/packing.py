"""Convolutions with weights prepacked in oneDNN's layout, and the following activation fused.

PyTorch keeps weights in its own layout and has oneDNN convert them in every call; an activation is another pass over
memory. Its compiler avoids both on CPUs with the operators used here, but takes long; used directly they cost nothing
and give the same results up to rounding.
"""

from __future__ import annotations

from itertools import zip_longest

import torch
from torch import Tensor, nn

from backend.models.folding import FoldedNorm

_ACTIVATIONS: dict[type[nn.Module], tuple[str, list[float]]] = {
    nn.ReLU: ("relu", []),
    nn.ReLU6: ("hardtanh", [0.0, 6.0]),
}
"""Activations that may be applied before or after rounding: their bounds are exact in any type."""


class PackedConv2d(nn.Module):
    """A convolution for inference on the CPU, and its activation if it has one.

    Args:
        conv: float32 or bfloat16, zero padding.
        size: its usual input size ``[n, c, h, w]``; others work too.
        activation: oneDNN's name and arguments of the activation, ``none`` without one.
    """

    def __init__(self, conv: nn.Conv2d, size: list[int], activation: tuple[str, list[float]] = ("none", [])) -> None:
        super().__init__()
        assert isinstance(conv.padding, tuple)
        self.geometry = (list(conv.padding), list(conv.stride), list(conv.dilation), conv.groups)
        self.activation = activation
        packed = torch.ops.mkldnn._reorder_convolution_weight(conv.weight.detach(), *self.geometry, size)
        self.register_buffer("weight", packed, persistent=False)
        self.register_buffer("bias", None if conv.bias is None else conv.bias.detach(), persistent=False)

    def forward(self, inputs: Tensor) -> Tensor:
        """``[n, c, h, w]`` -> ``[n, d, h', w']``, in the memory format of its input."""
        name, arguments = self.activation
        outputs: Tensor = torch.ops.mkldnn._convolution_pointwise(
            inputs, self.weight, self.bias, *self.geometry, name, arguments, ""
        )
        return outputs


def can_pack(dtype: torch.dtype) -> bool:
    """Whether this build of PyTorch has oneDNN and its operators for a type on this processor."""
    if dtype not in (torch.float32, torch.bfloat16) or not torch.backends.mkldnn.is_available():
        return False
    operators = torch.ops.mkldnn
    if dtype is torch.bfloat16 and not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return False  # plain layers compute in it, slowly; the packed layout is refused
    return hasattr(operators, "_reorder_convolution_weight") and hasattr(operators, "_convolution_pointwise")


def pack_convolutions(visual: nn.Module, image_size: int, batch: int) -> None:
    """Pack in place the plain convolutions of a tower with folded batch norms; eval mode, on the CPU.

    Args:
        visual: the tower, for inputs ``[n, 3, image_size, image_size]``; ``batch`` is the usual number of images.
    """
    sizes = _input_sizes(visual, image_size, batch)
    for parent in list(visual.modules()):
        children = list(parent.named_children())
        for (name, child), following in zip_longest(children, children[1:]):
            if not isinstance(child, nn.Conv2d) or child not in sizes:
                continue
            activation = _activation(following[1]) if following else None
            if following and activation:
                setattr(parent, following[0], nn.Identity())
            setattr(parent, name, PackedConv2d(child, sizes[child], activation or ("none", [])))


def _is_plain(module: nn.Module) -> bool:
    # A subclass may do more, such as timm's convolutions with dynamic padding.
    return type(module) is nn.Conv2d and isinstance(module.padding, tuple) and module.padding_mode == "zeros"


def _input_sizes(visual: nn.Module, image_size: int, batch: int) -> dict[nn.Module, list[int]]:
    """Input sizes of each plain convolution of a tower, determined with one image."""
    sizes: dict[nn.Module, list[int]] = {}

    def note(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        sizes[module] = [batch, *inputs[0].shape[1:]]

    hooks = [module.register_forward_pre_hook(note) for module in visual.modules() if _is_plain(module)]
    like = next(visual.parameters())
    with torch.inference_mode():
        visual(torch.zeros((1, 3, image_size, image_size), dtype=like.dtype))
    for hook in hooks:
        hook.remove()
    return sizes


def _activation(module: nn.Module) -> tuple[str, list[float]] | None:
    """oneDNN's name and arguments for the activation after a convolution; None if oneDNN cannot fuse it."""
    if isinstance(module, FoldedNorm) and isinstance(module[0], nn.Identity):
        return _ACTIVATIONS.get(type(module[1]))
    return None
