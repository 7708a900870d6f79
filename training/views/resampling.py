"""Crop and antialiased bicubic resize of many images, as batched matrix products on any device."""

from __future__ import annotations

import torch
from torch import Tensor


def _cubic(distance: Tensor) -> Tensor:
    """Keys' kernel with a = -0.5, as in PIL and torch's antialiased resize."""
    d = distance.abs()
    near = (1.5 * d - 2.5) * d * d + 1
    far = ((-0.5 * d + 2.5) * d - 4) * d + 2
    return torch.where(d < 1, near, torch.where(d < 2, far, torch.zeros_like(d)))


def resize_weights(start: Tensor, length: Tensor, pixels: int, size: int, sizes: Tensor | None = None) -> Tensor:
    """Weights that resize the pixels ``start .. start + length`` of a line to ``size``.

    Args:
        start, length: integers ``[n]`` within a line of ``pixels``.
        sizes: integers ``[n]``, each at most ``size``: the target size of each line, if they differ. Rows beyond a
            line's own size are undefined.

    Returns:
        float32 ``[n, size, pixels]``; every row sums to one, and is zero outside its interval.
    """
    device = start.device
    first, count = start.view(-1, 1, 1).float(), length.view(-1, 1, 1).float()
    scale = count / (size if sizes is None else sizes.view(-1, 1, 1))
    centre = first + (torch.arange(size, device=device).view(1, -1, 1) + 0.5) * scale
    middle = torch.arange(pixels, device=device).view(1, 1, -1) + 0.5
    weights = _cubic((middle - centre) / scale.clamp(min=1))
    weights = weights * ((middle > first) & (middle < first + count))
    return weights / weights.sum(-1, keepdim=True)


def crop_resize(images: Tensor, boxes: Tensor, size: int) -> Tensor:
    """One box of each image, resized.

    Args:
        images: float ``[n, 3, h, w]``.
        boxes: integers ``[n, 4]``: top, left, height, width in pixels.

    Returns:
        float ``[n, 3, size, size]``, not clipped: bicubic weights overshoot at edges.
    """
    _, _, height, width = images.shape
    top, left, box_height, box_width = boxes.to(images.device).unbind(1)
    rows = resize_weights(top, box_height, height, size).to(images.dtype)
    columns = resize_weights(left, box_width, width, size).to(images.dtype)
    resized: Tensor = rows.unsqueeze(1) @ images @ columns.transpose(1, 2).unsqueeze(1)
    return resized


def through_coarser(images: Tensor, sides: Tensor) -> Tensor:
    """Images resized to fewer pixels and back.

    Args:
        images: float ``[n, 3, s, s]``.
        sides: integers ``[n]`` up to ``s``: the intermediate side of each in pixels.

    Returns:
        float ``[n, 3, s, s]``, not clipped.
    """
    size, most = images.shape[-1], int(sides.max())
    start, whole = torch.zeros_like(sides), torch.full_like(sides, size)
    down = resize_weights(start, whole, size, most, sides)
    up = resize_weights(start, sides, most, size)
    both = (up @ torch.nan_to_num(down)).to(images.dtype).unsqueeze(1)
    resampled: Tensor = both @ images @ both.transpose(2, 3)
    return resampled
