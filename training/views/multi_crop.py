"""Multi-crop: a few global and many local views of each image (DINO, arXiv 2104.14294; SILC, arXiv 2310.13355).

There is no up from above: quarter turns and mirror images are free. What is drawn for an image is a function of seed,
step and the image's place in the batch alone, wherever and in whichever process it is rendered.
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

from training.fine_tuning.config import ViewsConfig
from training.views.resampling import crop_resize

SMALLEST_PX = 8
FINEST = 0.8
GREY = (0.299, 0.587, 0.114)


@dataclass(frozen=True)
class DrawnViews:
    """What was drawn for each view of each image.

    Attributes:
        boxes: int64 ``[n, v, 4]``: top, left, height, width in px of the image.
        turns: int64 ``[n, v]``, quarter turns counter-clockwise. mirrored: bool ``[n, v]``, before the turn.
        colour: float32 ``[n, v, 3]``, factors of brightness, contrast and saturation; saturation 0 is grey.
        sampling: float32 ``[n, v]``, share of the view's pixels a line that a coarser sensor would have kept.
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


def _boxes(u: NDArray[np.float64], config: ViewsConfig, height: int, width: int) -> NDArray[np.int64]:
    """``[v, 4]`` uniform numbers -> boxes; the first views are the global ones."""
    ranges = [config.global_scale] * config.global_count + [config.local_scale] * config.local_count
    low, high = np.array(ranges).T
    area = height * width * (low + (high - low) * u[:, 0])
    aspect = np.exp((2 * u[:, 1] - 1) * math.log(config.aspect))
    box_height = np.clip(np.rint(np.sqrt(area / aspect)), min(SMALLEST_PX, height), height)
    box_width = np.clip(np.rint(np.sqrt(area * aspect)), min(SMALLEST_PX, width), width)
    top = np.floor(u[:, 2] * (height - box_height + 1))
    left = np.floor(u[:, 3] * (width - box_width + 1))
    return np.stack([top, left, box_height, box_width], 1).astype(np.int64)


def draw_views(
    config: ViewsConfig, sizes: Sequence[tuple[int, int]], seed: int, step: int, positions: Sequence[int]
) -> DrawnViews:
    """Draw the views of images of the given heights and widths at the given places of the global batch."""
    count = config.global_count + config.local_count
    boxes = np.empty((len(sizes), count, 4), np.int64)
    turns = np.zeros((len(sizes), count), np.int64)
    mirrored = np.zeros((len(sizes), count), np.bool_)
    colour = np.empty((len(sizes), count, 3), np.float32)
    sampling = np.ones((len(sizes), count), np.float32)
    spread = np.array([config.brightness, config.contrast, config.saturation])
    for row, ((height, width), position) in enumerate(zip(sizes, positions, strict=True)):
        u = np.random.default_rng([seed, step, position]).random((count, 12))
        boxes[row] = _boxes(u[:, :4], config, height, width)
        if config.quarter_turns:
            turns[row] = np.floor(u[:, 4] * 4)
        if config.flips:
            mirrored[row] = u[:, 5] < 0.5
        colour[row] = 1 + (2 * u[:, 6:9] - 1) * spread
        colour[row, u[:, 9] < config.grey_share, 2] = 0
        coarse = u[:, 10] < config.coarse_share
        sampling[row, coarse] = config.coarsest + (max(config.coarsest, FINEST) - config.coarsest) * u[coarse, 11]
    return DrawnViews(boxes, turns, mirrored, colour, sampling)


def _resample(pixels: Tensor, sampling: NDArray[np.float32]) -> None:
    size = pixels.shape[-1]
    for row in np.flatnonzero(sampling < 1):
        side = max(SMALLEST_PX, round(size * float(sampling[row])))
        coarse = F.interpolate(pixels[row : row + 1], (side, side), mode="bicubic", antialias=True)
        pixels[row : row + 1] = F.interpolate(coarse, (size, size), mode="bicubic").clamp_(0, 255)


def _crop(images: Sequence[Tensor], boxes: NDArray[np.int64], size: int, device: torch.device) -> Tensor:
    """One box of each image, resized: ``[n, 3, size, size]``, values in 0..255. The kernels differ by a grey level."""
    if device.type == "cpu":  # torchvision's integer kernel is seven times as fast as the matrix products here
        bicubic = InterpolationMode.BICUBIC
        crops = [
            resized_crop(image, *map(int, box), [size, size], interpolation=bicubic, antialias=True)
            for image, box in zip(images, boxes, strict=True)
        ]
        return torch.stack(crops).float()
    pixels = torch.stack(list(images)).to(device).float()
    return crop_resize(pixels, torch.from_numpy(boxes), size).clamp_(0, 255)


def _recolour(pixels: Tensor, factors: Tensor) -> Tensor:
    """In place: brightness, contrast around the mean grey, saturation."""
    brightness, contrast, saturation = (f.view(-1, 1, 1, 1) for f in factors.unbind(1))
    weights = torch.tensor(GREY, device=pixels.device)
    pixels.mul_(brightness).clamp_(0, 255)
    mean = (pixels.mean((2, 3)) @ weights).view(-1, 1, 1, 1)
    pixels.mul_(contrast).add_(mean * (1 - contrast)).clamp_(0, 255)
    grey = torch.einsum("nchw,c->nhw", pixels, weights).unsqueeze(1)
    return pixels.mul_(saturation).add_(grey.mul_(1 - saturation)).clamp_(0, 255)


def _turn(pixels: Tensor, mirrored: Tensor, turns: Tensor) -> Tensor:
    pixels = torch.where(mirrored.view(-1, 1, 1, 1), pixels.flip(3), pixels)
    for turn in (1, 2, 3):
        chosen = turns == turn
        if bool(chosen.any()):
            pixels[chosen] = torch.rot90(pixels[chosen], turn, (2, 3))
    return pixels


def render_views(images: Sequence[Tensor], drawn: DrawnViews, size: int, device: torch.device) -> Tensor:
    """Pixels of drawn views.

    Args:
        images: uint8 ``[3, h, w]`` each, of any sizes; those of one size are rendered together.
        drawn: one row an image.

    Returns:
        float32 ``[v, n, 3, size, size]`` on ``device``, values in 0..255.
    """
    views = drawn.turns.shape[1]
    out = torch.empty((views, len(images), 3, size, size), device=device)
    by_size: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for row, image in enumerate(images):
        by_size[tuple(image.shape)].append(row)
    for rows in by_size.values():
        place = torch.tensor(rows, device=device)
        of_one_size = [images[row] for row in rows]
        for view in range(views):
            crops = _crop(of_one_size, drawn.boxes[rows, view], size, device)
            _resample(crops, drawn.sampling[rows, view])
            crops = _recolour(crops, torch.from_numpy(drawn.colour[rows, view]).to(device))
            mirrored = torch.from_numpy(drawn.mirrored[rows, view]).to(device)
            out[view, place] = _turn(crops, mirrored, torch.from_numpy(drawn.turns[rows, view]).to(device))
    return out
