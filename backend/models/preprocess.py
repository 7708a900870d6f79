"""From a block of pixels and boxes in it to the model's input, as tensors on the model's device.

The same crops, antialiased bicubic resize and normalisation as the model's own PIL transform, without leaving the
device: PIL makes about 1,000 windows a second and process, a GPU encoder wants ten times that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor


@dataclass(frozen=True)
class Preprocessing:
    """Input recipe of an image tower: side in pixels, and per-channel mean and deviation of values in 0-1."""

    image_size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: str = "bicubic"

    def crop_resize(self, pixels: Tensor, boxes: NDArray[np.float64]) -> Tensor:
        """Cut boxes out of a block and resize each to the model's input.

        Args:
            pixels: uint8 ``[3, h, w]`` on any device.
            boxes: ``[n, 4]`` as x0, y0, x1, y1 in pixels of the block; rounded to whole pixels and clipped.

        Returns:
            uint8 ``[n, 3, image_size, image_size]``, channels last in memory.
        """
        _, height, width = pixels.shape
        block = pixels.unsqueeze(0).contiguous(memory_format=torch.channels_last)
        size = (self.image_size, self.image_size)
        corners = np.rint(boxes).astype(np.int64)
        x0 = np.clip(corners[:, 0], 0, width - 1)
        y0 = np.clip(corners[:, 1], 0, height - 1)
        x1 = np.clip(corners[:, 2], x0 + 1, width)
        y1 = np.clip(corners[:, 3], y0 + 1, height)
        out = torch.empty(
            (len(boxes), 3, *size), dtype=torch.uint8, device=pixels.device, memory_format=torch.channels_last
        )
        for i, (left, top, right, bottom) in enumerate(zip(x0, y0, x1, y1, strict=True)):
            crop = block[:, :, top:bottom, left:right]
            out[i] = _resize(crop, size, self.interpolation)[0]
        return out

    def normalise(self, pixels: Tensor, dtype: torch.dtype) -> Tensor:
        """uint8 ``[n, 3, h, w]`` -> normalised ``dtype`` of the same shape, channels last in memory."""
        mean = torch.tensor(self.mean, device=pixels.device).view(1, 3, 1, 1) * 255
        std = torch.tensor(self.std, device=pixels.device).view(1, 3, 1, 1) * 255
        scaled: Tensor = ((pixels.float() - mean) / std).to(dtype)
        return scaled.contiguous(memory_format=torch.channels_last)


def _resize(crop: Tensor, size: tuple[int, int], mode: str) -> Tensor:
    if tuple(crop.shape[-2:]) == size:
        return crop
    # uint8 kernels exist on the CPU alone and are the fast ones there; their fixed-point weights bring single pixels to
    # two grey levels from PIL's result, where the float kernel stays within one.
    if crop.device.type == "cpu":
        return F.interpolate(crop, size, mode=mode, antialias=True, align_corners=False)
    resized = F.interpolate(crop.float(), size, mode=mode, antialias=True, align_corners=False)
    return resized.round_().clamp_(0, 255).to(torch.uint8)
