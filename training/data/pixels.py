"""Decoded images as tensors."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from training.data.archive import ImageArchive


def read_pixels(archive: ImageArchive, name: str) -> Tensor:
    """Read one image of an archive, uint8 ``[3, h, w]``.

    Raises:
        ImageNotReadable: the image does not exist, or is damaged.
    """
    return torch.from_numpy(np.asarray(archive.open(name)).copy()).permute(2, 0, 1).contiguous()
