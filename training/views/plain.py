"""The plain view of an image, as used in evaluation."""

from __future__ import annotations

from torch import Tensor
from torchvision.transforms.v2 import functional as F
from torchvision.transforms.v2.functional import InterpolationMode


def plain_view(image: Tensor, size: int) -> Tensor:
    """uint8 ``[3, h, w]`` -> uint8 ``[3, size, size]``: shorter side to ``size`` (antialiased bicubic), centre crop."""
    resized = F.resize(image, [size], interpolation=InterpolationMode.BICUBIC, antialias=True)
    cropped: Tensor = F.center_crop(resized, [size, size])
    return cropped
