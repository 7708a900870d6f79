"""Views of an image: what the image tower sees of it in one step.

The plain view is the evaluation transform. The random views are those that keep an aerial image an aerial image:
there is no up from above, so quarter turns and mirror images are free; ground sizes differ, so crops and coarser
sampling are allowed; cameras and seasons differ, so colour shifts a little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torchvision.transforms.v2 import functional as F
from torchvision.transforms.v2.functional import InterpolationMode


@dataclass(frozen=True)
class ViewConfig:
    """Ranges of the random view. Shares are probabilities, scales are shares of the image's area."""

    min_scale: float = 0.35
    max_scale: float = 1.0
    coarse_share: float = 0.25
    coarsest: float = 0.35
    colour: float = 0.25
    grey_share: float = 0.05


def plain_view(image: Tensor, size: int) -> Tensor:
    """uint8 ``[3, h, w]`` -> uint8 ``[3, size, size]``: shorter side to ``size`` (antialiased bicubic), centre crop."""
    resized = F.resize(image, [size], interpolation=InterpolationMode.BICUBIC, antialias=True)
    cropped: Tensor = F.center_crop(resized, [size, size])
    return cropped


def _uniform(generator: torch.Generator, low: float, high: float) -> float:
    return low + (high - low) * float(torch.rand((), generator=generator))


def random_view(image: Tensor, size: int, config: ViewConfig, generator: torch.Generator) -> Tensor:
    """uint8 ``[3, h, w]`` -> uint8 ``[3, size, size]``, drawn from ``generator`` alone."""
    _, height, width = image.shape
    area = height * width * _uniform(generator, config.min_scale, config.max_scale)
    aspect = math.exp(_uniform(generator, math.log(4 / 5), math.log(5 / 4)))
    crop_h = min(height, max(8, round(math.sqrt(area / aspect))))
    crop_w = min(width, max(8, round(math.sqrt(area * aspect))))
    top = int(_uniform(generator, 0, height - crop_h + 1 - 1e-6))
    left = int(_uniform(generator, 0, width - crop_w + 1 - 1e-6))
    view = image[:, top : top + crop_h, left : left + crop_w]
    if _uniform(generator, 0, 1) < config.coarse_share:
        coarse = max(24, round(size * _uniform(generator, config.coarsest, 0.8)))
        if coarse < min(crop_h, crop_w):
            view = F.resize(view, [coarse, coarse], interpolation=InterpolationMode.BICUBIC, antialias=True)
    view = F.resize(view, [size, size], interpolation=InterpolationMode.BICUBIC, antialias=True)
    view = torch.rot90(view, int(_uniform(generator, 0, 3.999)), (1, 2))
    if _uniform(generator, 0, 1) < 0.5:
        view = view.flip(2)
    if config.colour:
        c = config.colour
        view = F.adjust_brightness(view, _uniform(generator, 1 - c, 1 + c))
        view = F.adjust_contrast(view, _uniform(generator, 1 - c, 1 + c))
        view = F.adjust_saturation(view, _uniform(generator, 1 - 2 * c, 1 + 2 * c))
    if _uniform(generator, 0, 1) < config.grey_share:
        view = F.rgb_to_grayscale(view, num_output_channels=3)
    return view.contiguous()
