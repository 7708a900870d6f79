"""Crop windows from a block and resize them to a model's input, exactly as the model's own PIL transform does.

On the CPU that is PIL itself, one thread per core: for the sizes of windows hardly slower than torch's 8-bit kernel,
whose 16-bit weights put single pixels two grey levels off. On a GPU it is PIL's arithmetic as matrix products over all
windows of one size: two passes, each with 22-bit weights, rounded to whole grey levels and clipped. (A single pass in
float is up to ten levels off at sharp edges, where bicubic interpolation overshoots.)
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from backend.models.corners import whole_corners

_PIL = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
_PIECE = 1 << 26
"""Maximum number of values resized at once on a GPU: 256 MB of float32."""

_WEIGHT_BITS = 22
_LOW_BITS = 11


class Crops(Protocol):
    """A block from which windows are cropped."""

    def cut(self, boxes: NDArray[np.float64]) -> Tensor:
        """Windows at the model's input size.

        Args:
            boxes: ``[n, 4]`` as x0, y0, x1, y1 in pixels of the block; rounded to whole pixels and clipped.

        Returns:
            uint8 ``[n, 3, size, size]``, channels last in memory, on the block's device.
        """


def open_crops(pixels: NDArray[np.uint8], device: str, size: int, interpolation: str) -> Crops:
    """Prepare a block, uint8 ``[3, h, w]``, for cropping on a device; an ``interpolation`` but bilinear is bicubic."""
    mode = interpolation if interpolation in _PIL else "bicubic"
    if device == "cpu":
        return PictureCrops(Image.merge("RGB", [Image.fromarray(np.ascontiguousarray(b)) for b in pixels]), size, mode)
    return TensorCrops(torch.from_numpy(np.ascontiguousarray(pixels)).to(device), size, mode)


@dataclass(frozen=True)
class PictureCrops:
    """Crops on the CPU, by PIL."""

    picture: Image.Image
    size: int
    interpolation: str

    def cut(self, boxes: NDArray[np.float64]) -> Tensor:
        """See :class:`Crops`."""
        out = np.empty((len(boxes), self.size, self.size, 3), np.uint8)

        def resize(i: int) -> None:
            crop = self.picture.crop(corners[i])
            out[i] = np.asarray(crop.resize((self.size, self.size), _PIL[self.interpolation]))

        corners = [tuple(row) for row in whole_corners(boxes, self.picture.width, self.picture.height).tolist()]
        threads = min(torch.get_num_threads(), len(corners))
        if threads > 1:  # PIL releases the GIL while it resizes
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(resize, range(len(corners))))
        else:
            for i in range(len(corners)):
                resize(i)
        return torch.from_numpy(out).permute(0, 3, 1, 2)


@dataclass(frozen=True)
class TensorCrops:
    """Crops on any device, by torch; ``pixels`` is uint8 ``[3, h, w]``."""

    pixels: Tensor
    size: int
    interpolation: str

    def cut(self, boxes: NDArray[np.float64]) -> Tensor:
        """See :class:`Crops`."""
        shape = (len(boxes), 3, self.size, self.size)
        out = torch.empty(shape, dtype=torch.uint8, device=self.pixels.device, memory_format=torch.channels_last)
        corners = whole_corners(boxes, self.pixels.shape[2], self.pixels.shape[1]).tolist()
        same: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        for i, (x0, y0, x1, y1) in enumerate(corners):
            same.setdefault((y1 - y0, x1 - x0), []).append((i, x0, y0))
        for (height, width), places in same.items():
            step = max(1, _PIECE // (3 * height * max(width, self.size)))
            for start in range(0, len(places), step):
                piece = places[start : start + step]
                crops = torch.stack([self.pixels[:, y : y + height, x : x + width] for _, x, y in piece])
                out[[i for i, _, _ in piece]] = resize_like_pil(crops, (self.size, self.size), self.interpolation)
        return out


def resize_like_pil(crops: Tensor, size: tuple[int, int], interpolation: str) -> Tensor:
    """uint8 ``[n, 3, h, w]`` -> uint8 ``[n, 3, *size]``: bit-identical to PIL's bilinear or bicubic resize."""
    across = _resize_rows(crops, size[1], interpolation)
    return _resize_rows(across.transpose(2, 3), size[0], interpolation).transpose(2, 3)


def _resize_rows(pixels: Tensor, size: int, interpolation: str) -> Tensor:
    """uint8 ``[..., length]`` -> uint8 ``[..., size]``."""
    if pixels.shape[-1] == size:
        return pixels
    # Products of 8 by 11 bits and their sums are integers below 2^24, which float32 represents exactly.
    high, low = _weights(pixels.shape[-1], size, interpolation, str(pixels.device))
    values = pixels.float()
    total = ((values @ high).to(torch.int32) << _LOW_BITS) + (values @ low).to(torch.int32)
    return ((total + (1 << (_WEIGHT_BITS - 1))) >> _WEIGHT_BITS).clamp_(0, 255).to(torch.uint8)


@lru_cache(maxsize=256)
def _weights(length: int, size: int, interpolation: str, device: str) -> tuple[Tensor, Tensor]:
    """PIL's weights for resizing ``length`` pixels to ``size``, ``[length, size]``, split into high and low bits."""
    scale = length / size
    stretch = max(scale, 1.0)
    support = stretch * (2.0 if interpolation == "bicubic" else 1.0)
    centre = (np.arange(size) + 0.5) * scale
    first = np.maximum(np.trunc(centre - support + 0.5), 0)
    last = np.minimum(np.trunc(centre + support + 0.5), length)
    at = np.arange(length)[:, None]
    distance = np.abs(at + 0.5 - centre) / stretch
    weights = np.where((at >= first) & (at < last), _filter(distance, interpolation), 0.0)
    weights /= weights.sum(axis=0)
    whole = np.trunc(weights * (1 << _WEIGHT_BITS) + np.copysign(0.5, weights)).astype(np.int64)
    parts = (whole >> _LOW_BITS, whole & ((1 << _LOW_BITS) - 1))
    high, low = (torch.from_numpy(part.astype(np.float32)).to(device) for part in parts)
    return high, low


def _filter(distance: NDArray[np.float64], interpolation: str) -> NDArray[np.float64]:
    if interpolation == "bilinear":
        return np.maximum(1.0 - distance, 0.0)
    a = -0.5
    near = ((a + 2) * distance - (a + 3)) * distance * distance + 1
    far = (((distance - 5) * distance + 8) * distance - 4) * a
    return np.where(distance < 1, near, np.where(distance < 2, far, 0.0))
