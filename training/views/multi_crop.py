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
from numpy.typing import NDArray
from torch import Tensor

from training.fine_tuning.config import ViewsConfig
from training.views.resampling import crop_resize

SMALLEST_PX = 8
GREY = (0.299, 0.587, 0.114)


@dataclass(frozen=True)
class DrawnViews:
    """What was drawn for each view of each image.

    Attributes:
        boxes: int64 ``[n, v, 4]``: top, left, height, width in px of the image.
        turns: int64 ``[n, v]``, quarter turns counter-clockwise. mirrored: bool ``[n, v]``, before the turn.
        colour: float32 ``[n, v, 3]``, factors of brightness, contrast and saturation; saturation 0 is grey.
    """

    boxes: NDArray[np.int64]
    turns: NDArray[np.int64]
    mirrored: NDArray[np.bool_]
    colour: NDArray[np.float32]

    def views(self, first: int, last: int) -> DrawnViews:
        """Views ``first`` to ``last`` (exclusive) of every image."""
        chosen = slice(first, last)
        return DrawnViews(
            self.boxes[:, chosen], self.turns[:, chosen], self.mirrored[:, chosen], self.colour[:, chosen]
        )


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
    spread = np.array([config.brightness, config.contrast, config.saturation])
    for row, ((height, width), position) in enumerate(zip(sizes, positions, strict=True)):
        u = np.random.default_rng([seed, step, position]).random((count, 10))
        boxes[row] = _boxes(u[:, :4], config, height, width)
        if config.quarter_turns:
            turns[row] = np.floor(u[:, 4] * 4)
        if config.flips:
            mirrored[row] = u[:, 5] < 0.5
        colour[row] = 1 + (2 * u[:, 6:9] - 1) * spread
        colour[row, u[:, 9] < config.grey_share, 2] = 0
    return DrawnViews(boxes, turns, mirrored, colour)


def _recolour(pixels: Tensor, factors: Tensor) -> Tensor:
    brightness, contrast, saturation = (f.view(-1, 1, 1, 1) for f in factors.unbind(1))
    weights = torch.tensor(GREY, device=pixels.device).view(1, 3, 1, 1)
    pixels = (pixels * brightness).clamp(0, 255)
    mean = (pixels * weights).sum(1, keepdim=True).mean((2, 3), keepdim=True)
    pixels = (mean + (pixels - mean) * contrast).clamp(0, 255)
    grey = (pixels * weights).sum(1, keepdim=True)
    return (grey + (pixels - grey) * saturation).clamp(0, 255)


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
        pixels = torch.stack([images[row] for row in rows]).to(device).float()
        place = torch.tensor(rows, device=device)
        for view in range(views):
            boxes = torch.from_numpy(drawn.boxes[rows, view])
            crops = crop_resize(pixels, boxes, size).clamp_(0, 255)
            crops = _recolour(crops, torch.from_numpy(drawn.colour[rows, view]).to(device))
            mirrored = torch.from_numpy(drawn.mirrored[rows, view]).to(device)
            out[view, place] = _turn(crops, mirrored, torch.from_numpy(drawn.turns[rows, view]).to(device))
    return out
