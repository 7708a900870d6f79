"""Preprocessing of an image tower: input size, normalisation and resizing of windows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from backend.models.crops import Crops, open_crops


@dataclass(frozen=True)
class Preprocessing:
    """Preprocessing of an image tower: side in pixels, and mean and standard deviation per channel for values 0-1."""

    image_size: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    interpolation: str = "bicubic"

    def open_block(self, pixels: NDArray[np.uint8], device: str) -> Crops:
        """Prepare a block, uint8 ``[3, h, w]``, for cropping windows on a device."""
        return open_crops(pixels, device, self.image_size, self.interpolation)

    def crop_resize(self, pixels: Tensor, boxes: NDArray[np.float64]) -> Tensor:
        """Crop boxes from one block and resize each to the model's input; see :class:`backend.models.crops.Crops`.

        Args:
            pixels: uint8 ``[3, h, w]`` on any device; the crops are on the same one.
        """
        return self.open_block(pixels.cpu().numpy(), pixels.device.type).cut(boxes)

    def normalise(self, pixels: Tensor, dtype: torch.dtype) -> Tensor:
        """uint8 ``[n, 3, h, w]`` -> normalised ``dtype`` of the same shape, channels last in memory."""
        if pixels.device.type == "cpu":
            return self._normalise_by_image(pixels, dtype)
        mean = torch.tensor(self.mean, device=pixels.device).view(1, 3, 1, 1) * 255
        std = torch.tensor(self.std, device=pixels.device).view(1, 3, 1, 1) * 255
        scaled: Tensor = ((pixels.float() - mean) / std).to(dtype)
        return scaled.contiguous(memory_format=torch.channels_last)

    def _normalise_by_image(self, pixels: Tensor, dtype: torch.dtype) -> Tensor:
        """The same result, image by image through one small buffer that stays in the processor's cache.

        A row of pixels with interleaved channels is one contiguous run of numbers, so that every step vectorises;
        operating on three channels at a time would not.
        """
        _, bands, height, width = pixels.shape
        out = torch.empty(pixels.shape, dtype=dtype, memory_format=torch.channels_last)
        mean, std = ((torch.tensor(value) * 255).repeat(width) for value in (self.mean, self.std))
        buffer = torch.empty((height, width * bands))
        for image, target in zip(pixels.permute(0, 2, 3, 1), out.permute(0, 2, 3, 1), strict=True):
            buffer.copy_(image.reshape(height, -1)).sub_(mean).div_(std)
            target.view(height, -1).copy_(buffer)
        return out
