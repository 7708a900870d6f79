"""Multi-crop: a few global and many local views of each image (DINO, arXiv 2104.14294; SILC, arXiv 2310.13355).

Aerial images have no "up", so quarter turns and mirroring are valid augmentations. What is drawn for an image is a
function of only seed, step and the image's position in the batch, whatever the process that renders it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor
from torchvision.transforms.v2 import InterpolationMode
from torchvision.transforms.v2.functional import resized_crop

from training.config.run import ViewsConfig
from training.views.resampling import crop_resize, through_coarser

SMALLEST_PX = 8
FINEST = 0.8
GREY = (0.299, 0.587, 0.114)


@dataclass(frozen=True)
class DrawnViews:
    """The random parameters of each view of each image.

    Attributes:
        boxes: int64 ``[n, v, 4]``: top, left, height, width in pixels of the image.
        turns: int64 ``[n, v]``, quarter turns counter-clockwise. mirrored: bool ``[n, v]``, before the turn.
        colour: float32 ``[n, v, 3]``, factors of brightness, contrast and saturation; saturation 0 is grey.
        sampling: float32 ``[n, v]``, resolution of a simulated coarser sensor, relative to the view's.
    """

    boxes: NDArray[np.int64]
    turns: NDArray[np.int64]
    mirrored: NDArray[np.bool_]
    colour: NDArray[np.float32]
    sampling: NDArray[np.float32]

    def views(self, first: int, last: int) -> DrawnViews:
        """Views ``first`` to ``last`` (exclusive) of every image."""
        chosen = slice(first, last)
        return DrawnViews(*(drawn[:, chosen] for drawn in vars(self).values()))


def _boxes(u: NDArray[np.float64], config: ViewsConfig, sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Uniform numbers ``[n, v, 4]``, heights and widths ``[n, 2]`` -> boxes; the first views are the global ones."""
    height, width = sizes[:, :1], sizes[:, 1:]
    ranges = [config.global_scale] * config.global_count + [config.local_scale] * config.local_count
    low, high = np.array(ranges).T
    area = height * width * (low + (high - low) * u[..., 0])
    aspect = np.exp((2 * u[..., 1] - 1) * math.log(config.aspect))
    box_height = np.clip(np.rint(np.sqrt(area / aspect)), np.minimum(SMALLEST_PX, height), height)
    box_width = np.clip(np.rint(np.sqrt(area * aspect)), np.minimum(SMALLEST_PX, width), width)
    top = np.floor(u[..., 2] * (height - box_height + 1))
    left = np.floor(u[..., 3] * (width - box_width + 1))
    return np.stack([top, left, box_height, box_width], -1).astype(np.int64)


def draw_views(
    config: ViewsConfig, sizes: Sequence[tuple[int, int]], seed: int, step: int, positions: Sequence[int]
) -> DrawnViews:
    """Draw the views of images with the given heights and widths at the given positions of the global batch."""
    count = config.global_count + config.local_count
    drawn = [np.random.default_rng([seed, step, position]).random((count, 12)) for position in positions]
    u = np.stack(drawn) if drawn else np.empty((0, count, 12))
    boxes = _boxes(u[..., :4], config, np.array(sizes, np.int64).reshape(-1, 2))
    turns = np.floor(u[..., 4] * (4 if config.quarter_turns else 0)).astype(np.int64)
    mirrored = (u[..., 5] < 0.5) & config.flips
    colour = 1 + (2 * u[..., 6:9] - 1) * np.array([config.brightness, config.contrast, config.saturation])
    colour[u[..., 9] < config.grey_share, 2] = 0
    coarse = config.coarsest + (max(config.coarsest, FINEST) - config.coarsest) * u[..., 11]
    sampling = np.where(u[..., 10] < config.coarse_share, coarse, 1.0)
    return DrawnViews(boxes, turns, mirrored, colour.astype(np.float32), sampling.astype(np.float32))


def _resample(pixels: Tensor, sampling: NDArray[np.float32]) -> None:
    """Simulate coarser sensors, in place: affected views lose resolution."""
    size = pixels.shape[-1]
    rows = np.flatnonzero(sampling < 1)
    sides = [max(SMALLEST_PX, round(size * float(share))) for share in sampling[rows]]
    if pixels.device.type == "cpu":
        for row, side in zip(rows, sides, strict=True):
            coarse = F.interpolate(pixels[row : row + 1], (side, side), mode="bicubic", antialias=True)
            pixels[row : row + 1] = F.interpolate(coarse, (size, size), mode="bicubic").clamp_(0, 255)
    elif sides:
        chosen = torch.from_numpy(rows).to(pixels.device)
        pixels[chosen] = through_coarser(pixels[chosen], torch.tensor(sides, device=pixels.device)).clamp_(0, 255)


def _crop(images: Tensor, boxes: NDArray[np.int64], size: int) -> Tensor:
    """Crop one box of each image and resize it: ``[n, 3, size, size]``, 0-255.

    The kernels differ by up to one grey level.
    """
    if images.device.type == "cpu":  # torchvision's integer kernel is seven times as fast as matrix products here
        bicubic = InterpolationMode.BICUBIC
        crops = [
            resized_crop(image, *map(int, box), [size, size], interpolation=bicubic, antialias=True)
            for image, box in zip(images, boxes, strict=True)
        ]
        return torch.stack(crops).float()
    return crop_resize(images.float(), torch.from_numpy(boxes), size).clamp_(0, 255)


def _recolour(pixels: Tensor, factors: Tensor) -> Tensor:
    """Apply brightness, contrast around the mean grey and saturation, in place."""
    brightness, contrast, saturation = (f.view(-1, 1, 1, 1) for f in factors.unbind(1))
    weights = torch.tensor(GREY, device=pixels.device)
    pixels.mul_(brightness).clamp_(0, 255)
    mean = (pixels.mean((2, 3)) @ weights).view(-1, 1, 1, 1)
    pixels.mul_(contrast).add_(mean * (1 - contrast)).clamp_(0, 255)
    grey = torch.einsum("nchw,c->nhw", pixels, weights).unsqueeze(1)
    return pixels.mul_(saturation).add_(grey.mul_(1 - saturation)).clamp_(0, 255)


def _turn(pixels: Tensor, mirrored: NDArray[np.bool_], turns: NDArray[np.int64]) -> Tensor:
    pixels = torch.where(torch.from_numpy(mirrored).to(pixels.device).view(-1, 1, 1, 1), pixels.flip(3), pixels)
    for turn in (1, 2, 3):
        rows = np.flatnonzero(turns == turn)
        if len(rows):
            chosen = torch.from_numpy(rows).to(pixels.device)
            pixels[chosen] = torch.rot90(pixels[chosen], turn, (2, 3))
    return pixels


def render_views(images: Sequence[Tensor], drawn: DrawnViews, size: int, device: torch.device) -> Tensor:
    """Render drawn views.

    Args:
        images: uint8 ``[3, h, w]`` each, of any sizes; those of equal size are rendered together.
        drawn: one row per image.

    Returns:
        float32 ``[v, n, 3, size, size]`` on ``device``, 0-255.
    """
    views = drawn.turns.shape[1]
    out = torch.empty((views, len(images), 3, size, size), device=device)
    by_size: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for row, image in enumerate(images):
        by_size[tuple(image.shape)].append(row)
    for rows in by_size.values():
        place = torch.tensor(rows, device=device)
        of_one_size = torch.stack([images[row] for row in rows]).to(device)
        for view in range(views):
            crops = _crop(of_one_size, drawn.boxes[rows, view], size)
            _resample(crops, drawn.sampling[rows, view])
            crops = _recolour(crops, torch.from_numpy(drawn.colour[rows, view]).to(device))
            out[view, place] = _turn(crops, drawn.mirrored[rows, view], drawn.turns[rows, view])
    return out
