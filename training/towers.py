"""The two towers of an open_clip model: any size of view through the one, any length of text through the other."""

from __future__ import annotations

import re
from typing import Any

import torch
import torch.nn.functional as F
from timm.layers.pos_embed import resample_abs_pos_embed
from torch import Tensor, nn
from torch.func import functional_call

from backend.errors import BadOption
from training.model import encode_text, trunk_tail


def resized_positions(positions: Tensor, grid: tuple[int, int], new_grid: tuple[int, int]) -> Tensor:
    """Positional embedding of a smaller or larger grid of patches: ``[prefix + h * w, d]``, bicubic; the first are
    those of the prefix tokens and stay. Gradients flow to ``positions``."""
    if grid == new_grid:
        return positions
    prefix = len(positions) - grid[0] * grid[1]
    tokens, patches = positions[:prefix], positions[prefix:]
    picture = patches.float().T.reshape(1, -1, *grid)
    picture = F.interpolate(picture, new_grid, mode="bicubic", align_corners=False)
    return torch.cat([tokens, picture[0].flatten(1).T.to(tokens.dtype)])


def _is_open_clip_vit(visual: Any) -> bool:
    return hasattr(visual, "positional_embedding") and hasattr(visual, "grid_size")


def encode_images(visual: Any, pixels: Tensor) -> Tensor:
    """Embeddings ``[n, d]`` (not normalised) of normalised pixels ``[n, 3, s, s]`` of any side the tower can take.

    A transformer's positional embedding is interpolated to the grid of patches; a convolutional tower takes any side.
    """
    embedded: Tensor
    side = pixels.shape[-1]
    if _is_open_clip_vit(visual):
        new_grid = (side // visual.patch_size[0], side // visual.patch_size[1])
        if new_grid != tuple(visual.grid_size):
            positions = resized_positions(visual.positional_embedding, tuple(visual.grid_size), new_grid)
            embedded = functional_call(visual, {"positional_embedding": positions}, (pixels,))
            return embedded
    trunk: Any = getattr(visual, "trunk", None)
    resizes_itself = getattr(trunk, "dynamic_img_size", False)
    if isinstance(getattr(trunk, "pos_embed", None), Tensor) and not resizes_itself:
        patches = trunk.patch_embed
        new_grid = (side // patches.patch_size[0], side // patches.patch_size[1])
        if new_grid != tuple(patches.grid_size):
            prefix = 0 if getattr(trunk, "no_embed_class", False) else trunk.num_prefix_tokens
            positions = resample_abs_pos_embed(
                trunk.pos_embed, list(new_grid), list(patches.grid_size), num_prefix_tokens=prefix, antialias=False
            )
            patches.strict_img_size = False
            embedded = functional_call(visual, {"trunk.pos_embed": positions}, (pixels,))
            return embedded
    embedded = visual(pixels)
    return embedded


def encode_activations(visual: Any, activations: Tensor, blocks: int) -> Tensor:
    """Embeddings ``[n, d]`` (not normalised) of what a :class:`TrunkStem` of ``blocks`` blocks gave."""
    embedded: Tensor = visual.head(trunk_tail(visual.trunk, activations, blocks))
    return embedded


def encode_views(visual: Any, views: Tensor, kept_blocks: int = 0) -> Tensor:
    """Embeddings ``[n, d]`` of pixels, or of what the first ``kept_blocks`` blocks gave of them."""
    return encode_activations(visual, views, kept_blocks) if kept_blocks else encode_images(visual, views)


def check_view_size(visual: Any, side: int, key: str) -> None:
    """Make sure that the tower takes views of a side.

    Raises:
        BadOption: it does not.
    """
    training = visual.training
    parameter = next(visual.parameters())
    try:
        with torch.no_grad():
            encode_images(visual.eval(), torch.zeros(1, 3, side, side, device=parameter.device))
    except (RuntimeError, ValueError, AssertionError) as error:
        sentence = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadOption(f"{key}: this image tower takes no views of {side} px ({sentence}).") from error
    finally:
        visual.train(training)


def encode_texts(model: Any, tokens: Tensor, pad_id: int) -> Tensor:
    """Embeddings ``[n, d]`` (not normalised) of token ids ``[n, context]`` padded with ``pad_id`` on the right.

    Columns that are padding in every text are cut off where that changes nothing but time: before a tower that masks
    padding, and before a causal one that pools at the end token.
    """
    embedded: Tensor
    text = getattr(model, "text", None)
    length = max(1, int((tokens != pad_id).sum(1).max()))
    if text is not None and hasattr(text, "transformer") and hasattr(text, "config"):
        embedded = model.encode_text(tokens[:, :length])
        return embedded
    mask = getattr(text, "attn_mask", None)
    if text is not None and mask is not None and getattr(text, "pool_type", "") == "argmax":
        return encode_text(model, tokens, pad_id=pad_id)
    embedded = model.encode_text(tokens)
    return embedded


TEXT_PREFIXES = ("text.", "transformer.", "token_embedding.", "positional_embedding", "ln_final.", "text_projection")
"""Where the text tower's parameters lie: in a module of their own, or (CLIP) in the model itself."""


def tower_of(parameter: str) -> str:
    """``image``, ``text`` or ``shared`` (the temperature), from the name of a parameter of an open_clip model."""
    if parameter.startswith("visual."):
        return "image"
    return "text" if parameter.startswith(TEXT_PREFIXES) else "shared"


def in_frozen_block(parameter: str, blocks: int) -> bool:
    """Whether a parameter of an open_clip model lies in the stem or the first ``blocks`` blocks of a timm trunk."""
    if not blocks or not parameter.startswith("visual.trunk."):
        return False
    block = re.match(r"visual\.trunk\.blocks\.(\d+)\.", parameter)
    stem = parameter.startswith(("visual.trunk.conv_stem.", "visual.trunk.bn1."))
    return stem or (block is not None and int(block[1]) < blocks)


def check_frozen_blocks(visual: Any, blocks: int) -> None:
    """Make sure that an image tower has so many blocks that can be frozen.

    Raises:
        BadOption: it has not.
    """
    if not blocks:
        return
    trunk = getattr(visual, "trunk", None)
    if trunk is None or not hasattr(trunk, "conv_stem") or not hasattr(trunk, "conv_head"):
        raise BadOption(
            "training.frozen_blocks: needs an image tower of timm's EfficientNet family (MobileNetV2, ...)."
        )
    if blocks > len(trunk.blocks):
        raise BadOption(f"training.frozen_blocks: this image tower has {len(trunk.blocks)} blocks.")


class Towers(nn.Module):
    """Both towers in one forward call, as distributed training wants it.

    Args:
        frozen_blocks: first blocks of the image tower that do not train.
        kept_blocks: first blocks that views have been through already.
    """

    def __init__(
        self,
        model: Any,
        frozen: tuple[str, ...] = (),
        pad_id: int = 0,
        frozen_blocks: int = 0,
        kept_blocks: int = 0,
    ) -> None:
        super().__init__()
        self.model = model
        self.frozen = frozen
        self.pad_id = pad_id
        self.kept_blocks = kept_blocks
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(tower_of(name) not in frozen and not in_frozen_block(name, frozen_blocks))

    def forward(self, global_views: Tensor, local_views: Tensor | None, tokens: Tensor) -> tuple[Tensor, ...]:
        """Args: views: normalised ``[v * n, 3, s, s]``, or activations of kept blocks; tokens: ``[t, context]``.

        Returns:
            Embeddings of the global views, of the local ones (empty without any), of the texts, none normalised,
            and the temperature as a factor.
        """
        visual, blocks = self.model.visual, self.kept_blocks
        seen = encode_views(visual, global_views, blocks)
        local = encode_views(visual, local_views, blocks) if local_views is not None else seen[:0]
        with torch.set_grad_enabled(torch.is_grad_enabled() and "text" not in self.frozen):
            read = encode_texts(self.model, tokens, self.pad_id)
        return seen, local, read, self.model.logit_scale.exp()


def keep_batch_statistics(model: nn.Module) -> None:
    """Put batch norms in evaluation mode: crops of other sizes would disturb the statistics of the start model."""
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.eval()
