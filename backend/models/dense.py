"""Dense features: an embedding for every position of an image, from a model that was trained on whole images.

Convolutional towers that average features over positions: the head is applied at every position instead of to the
average. With a linear head this is exact: the average of the per-position projections is the projection of the image.

Vision transformers: the last block is changed as in SegEarth-OV (arXiv 2410.01768): its attention becomes softmax(q q')
+ softmax(k k') + softmax(v v'), its residual and its MLP are omitted, and the final norm and projection are applied to
the patch tokens; larger images are processed in crops of the native size, half a crop apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backend.errors import ModelUnavailable

if TYPE_CHECKING:
    from torch import Tensor

    from backend.models.encoder import Encoder

CONTEXT_WEIGHT = 0.3
"""Share of the whole crop's cosine that SegEarth-OV subtracts at every position (arXiv 2410.01768)."""

_CROPS_AT_ONCE = 8


@dataclass(frozen=True)
class DenseFeatures:
    """Embeddings on a regular grid that spans the image.

    Attributes:
        embeddings: float32 ``[d, h, w]``, L2-normalised at every position.
        context: float32 ``[d, h, w]``, the embedding of the crops that contain each position; None if the tower
            processes the image in one piece.
    """

    embeddings: NDArray[np.float32]
    context: NDArray[np.float32] | None


def dense_embeddings(encoder: Encoder, pixels: NDArray[np.uint8]) -> DenseFeatures:
    """Embed every position of an image.

    Args:
        encoder: any; a tower of neither kind above is refused.
        pixels: uint8 ``[3, H, W]``, resized to the nearest multiple of the tower's stride; crops for a transformer have
            the size it was trained at.

    Raises:
        ModelUnavailable: outlines are not possible with this tower.
    """
    import torch

    visual = encoder.model.visual
    with torch.inference_mode():
        image = torch.from_numpy(np.ascontiguousarray(pixels)).to(encoder.device).unsqueeze(0)
        if _is_convolutional(visual):
            size = tuple(_multiple(side, _stride(visual)) for side in pixels.shape[1:])
            features, context = _convolutional(visual, _prepare(encoder, image, size)), None
        elif _is_transformer(visual):
            patch, native = visual.patch_size, visual.image_size
            size = tuple(max(_multiple(side, p), n) for side, p, n in zip(pixels.shape[1:], patch, native, strict=True))
            features, context = _transformer(visual, _prepare(encoder, image, size))
        else:
            raise ModelUnavailable(
                f"Outlines are not supported by the image tower of {encoder.model_id}: use --regions merged."
            )
    return DenseFeatures(_unit(features).cpu().numpy(), None if context is None else _unit(context).cpu().numpy())


def dense_similarity(
    features: DenseFeatures, vectors: NDArray[np.float32], context_weight: float = CONTEXT_WEIGHT
) -> NDArray[np.float32]:
    """Cosine of every position with each direction, minus ``context_weight`` times that of its surroundings.

    Args:
        vectors: float32 ``[k, d]``, L2-normalised.

    Returns:
        float32 ``[k, h, w]``.
    """
    similarity = np.tensordot(vectors, features.embeddings, axes=1)
    if features.context is not None and context_weight:
        similarity -= context_weight * np.tensordot(vectors, features.context, axes=1)
    return np.asarray(similarity, np.float32)


def _prepare(encoder: Encoder, image: Tensor, size: tuple[int, ...]) -> Tensor:
    import torch
    import torch.nn.functional as F

    if tuple(image.shape[-2:]) != size:
        resized = F.interpolate(image.float(), size, mode="bicubic", antialias=True, align_corners=False)
        image = resized.round_().clamp_(0, 255).to(torch.uint8)
    return encoder.preprocessing.normalise(image, encoder.dtype)


def _multiple(side: int, step: int) -> int:
    return max(1, round(side / step)) * step


def _unit(features: Tensor) -> Tensor:
    import torch.nn.functional as F

    return F.normalize(features.float(), dim=0)


def _is_convolutional(visual: Any) -> bool:
    """Whether it is a convolutional timm tower that averages over positions (open_clip's ``TimmModel``)."""
    trunk = getattr(visual, "trunk", None)
    if trunk is None or not hasattr(trunk, "forward_head") or not hasattr(visual, "head"):
        return False
    pools = {getattr(module, "pool_type", None) for module in trunk.modules()} - {None}
    return _stride(visual) > 0 and bool(pools) and pools <= {"avg", "fast"}


def _stride(visual: Any) -> int:
    """Pixels per output position, from timm's table of stages; 0 if it has none."""
    stages = getattr(visual.trunk, "feature_info", None)
    return int(stages[-1]["reduction"]) if stages else 0


def _convolutional(visual: Any, inputs: Tensor) -> Tensor:
    """``[1, 3, H, W]`` -> ``[d, h, w]``, not normalised."""
    features = visual.trunk.forward_features(inputs)
    if features.ndim != 4:
        raise ModelUnavailable("Outlines are not supported by this image tower: use --regions merged.")
    _, channels, rows, cols = features.shape
    # Every position becomes an image of one position, so that any head works as it was trained.
    positions = features.permute(0, 2, 3, 1).reshape(rows * cols, channels, 1, 1)
    projected: Tensor = visual.head(visual.trunk.forward_head(positions))
    return projected.T.reshape(-1, rows, cols)


def _is_transformer(visual: Any) -> bool:
    """Whether it is open_clip's ``VisionTransformer`` with plain attention and a projection of its tokens."""
    blocks = getattr(getattr(visual, "transformer", None), "resblocks", None)
    if not blocks or getattr(visual, "attn_pool", None) is not None or getattr(visual, "proj", None) is None:
        return False
    attention = getattr(blocks[-1], "attn", None)
    return hasattr(attention, "in_proj_weight") and getattr(attention, "logit_scale", None) is None


def _transformer(visual: Any, inputs: Tensor) -> tuple[Tensor, Tensor]:
    """``[1, 3, H, W]`` -> embeddings and context, each ``[d, h, w]``; overlapping crops are averaged."""
    import torch
    import torch.nn.functional as F

    (patch_rows, patch_cols), (crop_rows, crop_cols) = visual.patch_size, visual.image_size
    rows, cols = inputs.shape[-2] // patch_rows, inputs.shape[-1] // patch_cols
    total = torch.zeros((visual.proj.shape[1], rows, cols), device=inputs.device)
    around, seen = torch.zeros_like(total), torch.zeros((1, rows, cols), device=inputs.device)
    places = list(_crop_places(inputs.shape[-2:], visual.image_size, visual.patch_size))
    for start in range(0, len(places), _CROPS_AT_ONCE):
        part = places[start : start + _CROPS_AT_ONCE]
        crops = torch.cat([inputs[..., top : top + crop_rows, left : left + crop_cols] for top, left in part])
        tokens, whole = _changed_last_block(visual, crops)
        tokens, whole = F.normalize(tokens.float(), dim=-1), F.normalize(whole.float(), dim=-1)
        for (top, left), patches, crop in zip(part, tokens, whole, strict=True):
            r, c = top // patch_rows, left // patch_cols
            h, w = visual.grid_size
            total[:, r : r + h, c : c + w] += patches.T.reshape(-1, h, w)
            around[:, r : r + h, c : c + w] += crop[:, None, None]
            seen[:, r : r + h, c : c + w] += 1
    return total / seen, around / seen


def _crop_places(size: tuple[int, ...], crop: tuple[int, int], patch: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Top and left of crops half a crop apart, aligned with patches; the last ones end at the image's edge."""
    axes = []
    for length, side, step in zip(size, crop, patch, strict=True):
        stride = max(side // 2 // step, 1) * step
        axes.append(sorted({*range(0, length - side + 1, stride), length - side}))
    return ((top, left) for top in axes[0] for left in axes[1])


def _changed_last_block(visual: Any, crops: Tensor) -> tuple[Tensor, Tensor]:
    """``[n, 3, s, s]`` -> patch embeddings ``[n, patches, d]`` and the image embeddings ``[n, d]``, not normalised."""
    import torch.nn.functional as F

    *blocks, last = visual.transformer.resblocks
    tokens = visual._embeds(crops)
    for block in blocks:
        tokens = block(tokens)
    pooled, _ = visual._pool(last(tokens))
    attention = last.attn
    normed = last.ln_1(tokens)
    n, length, width = normed.shape
    heads = attention.num_heads
    qkv = F.linear(normed, attention.in_proj_weight, attention.in_proj_bias).reshape(n, length, 3, heads, -1)
    query, key, value = qkv.permute(2, 0, 3, 1, 4)
    scale = (width // heads) ** -0.5
    weights = sum(
        ((projection @ projection.transpose(-1, -2)) * scale).softmax(dim=-1) for projection in (query, key, value)
    )
    mixed = (weights @ value).transpose(1, 2).reshape(n, length, width)
    patches = visual.ln_post(attention.out_proj(mixed))[:, 1:] @ visual.proj
    return patches, pooled @ visual.proj
