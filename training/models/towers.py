"""The two towers of an open_clip model, with views of any size through the image tower."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from timm.layers.pos_embed import resample_abs_pos_embed
from torch import Tensor, nn
from torch.func import functional_call

from backend.errors import BadOption
from training.models.kept_texts import KeptTexts
from training.models.text_tower import encode_text_features, encode_texts
from training.models.trunk import PIXELS, Entry


def resized_positions(positions: Tensor, grid: tuple[int, int], new_grid: tuple[int, int]) -> Tensor:
    """Positional embedding for a smaller or larger grid of patches: ``[prefix + h * w, d]``, bicubic.

    Those of the prefix tokens are unchanged, and gradients flow to ``positions``.
    """
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
    """Embeddings ``[n, d]`` (not normalised) of normalised pixels ``[n, 3, s, s]`` of any side that the tower supports.

    A transformer's positional embedding is interpolated to the grid of patches; a convolutional tower supports any
    side.
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


def encode_views(visual: Any, views: Tensor, entry: Entry = PIXELS) -> Tensor:
    """Embeddings ``[n, d]`` of pixels, or of activations at ``entry``."""
    return encode_images(visual, views) if entry == PIXELS else entry.embed(visual, views)


def check_view_size(visual: Any, side: int, key: str) -> None:
    """Check that the tower supports views of a side.

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


class Towers(nn.Module):
    """Both towers in one forward call, as required by distributed training.

    Args:
        entry: where views enter the image tower.
        kept_texts: cache of the layers' text features, if only the projection after them trains.
    """

    def __init__(self, model: Any, pad_id: int = 0, entry: Entry = PIXELS, kept_texts: KeptTexts | None = None) -> None:
        super().__init__()
        self.model = model
        self.pad_id = pad_id
        self.entry = entry
        self.kept_texts = kept_texts

    def _read(self, tokens: Tensor) -> Tensor:
        if self.kept_texts is None:
            return encode_texts(self.model, tokens, self.pad_id)
        embedded: Tensor = self.model.text.proj(self.kept_texts.features(self.model, tokens))
        return embedded

    def forward(
        self, global_views: Tensor, local_views: Tensor | None, tokens: Tensor, anchors: Tensor | None = None
    ) -> tuple[Tensor, ...]:
        """Args: views: normalised ``[v * n, 3, s, s]``, or activations at ``entry``; tokens: ``[t, context]``; anchors:
        tokens of the anchors, ``[a, context]``.

        Returns:
            Embeddings of the global views, of the local ones (empty without any), of the texts; features of the
            anchors (empty without any), none normalised; and the temperature as a factor.
        """
        visual = self.model.visual
        seen = encode_views(visual, global_views, self.entry)
        local = encode_views(visual, local_views, self.entry) if local_views is not None else seen[:0]
        read = self._read(tokens)
        held = encode_text_features(self.model, anchors, self.pad_id) if anchors is not None else read[:0]
        return seen, local, read, held, self.model.logit_scale.exp()


def keep_batch_statistics(model: nn.Module) -> None:
    """Put batch norms in eval mode: crops of other sizes would disturb the statistics of the start model."""
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.eval()
