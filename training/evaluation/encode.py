"""Embeds samples with the backend's encoder: the same path as for users' imagery."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from numpy.typing import NDArray

from backend.models.encoder import Encoder
from training.data.pixels import read_pixels
from training.data.sample import Sample
from training.evaluation.suite import EncodeSamples
from training.sources.source import Source


def encode_samples_with(encoder: Encoder) -> EncodeSamples:
    """A function that embeds samples: float32 ``[n, dimension]``, L2-normalised."""

    def encode(source: Source, samples: Sequence[Sample]) -> NDArray[np.float32]:
        def load(sample: Sample) -> torch.Tensor:
            image = read_pixels(source.archive, sample.name)
            return encoder.preprocessing.crop_resize(image, _middle_square(image))[0]

        rows = []
        with ThreadPoolExecutor(2) as pool:
            for start in range(0, len(samples), 256):
                pixels = torch.stack(list(pool.map(load, samples[start : start + 256])))
                rows.append(encoder.encode_pixels(pixels))
        return np.concatenate(rows)

    return encode


def _middle_square(image: torch.Tensor) -> NDArray[np.float64]:
    """``[1, 4]`` x0, y0, x1, y1 of the largest central square of an image ``[3, h, w]``, in whole pixels."""
    height, width = image.shape[-2:]
    side = min(height, width)
    left, top = (width - side) // 2, (height - side) // 2
    return np.array([[left, top, left + side, top + side]], np.float64)
