"""Features of a frozen image trunk, computed once and kept on disk.

A trunk that does not change gives the same features every epoch. So each view of each image goes through it once;
the text tower and the projections then train on the cached features in minutes instead of hours.
One ``.npy`` (float16 ``[n, ...]``) a source, split and view, written whole: an interrupted run starts again at
the first missing file.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

from training.data.archive import ImageArchive
from training.data.sample import Sample
from training.files import write_beside
from training.views.single import ViewConfig, plain_view, random_view

Trunk = Callable[[Tensor], Tensor]


def to_tensor(image: Image.Image) -> Tensor:
    """RGB image -> uint8 ``[3, h, w]``."""
    return torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1).contiguous()


def _seed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def view_of(sample: Sample, archive: ImageArchive, view: int, size: int, config: ViewConfig) -> Tensor:
    """View ``view`` of a sample, uint8 ``[3, size, size]``; 0 is the plain one, the others are random but fixed."""
    image = to_tensor(archive.open(sample.name))
    if view == 0:
        return plain_view(image, size)
    generator = torch.Generator().manual_seed(_seed(f"{sample.source}/{sample.name}/{view}"))
    return random_view(image, size, config, generator)


def _view_batches(
    samples: Sequence[Sample], archive: ImageArchive, view: int, size: int, config: ViewConfig, batch: int
) -> Iterator[Tensor]:
    starts = range(0, len(samples), batch)
    with ThreadPoolExecutor(1) as ahead, ThreadPoolExecutor(2) as decoders:

        def load(start: int) -> Tensor:
            chunk = samples[start : start + batch]
            return torch.stack(list(decoders.map(lambda s: view_of(s, archive, view, size, config), chunk)))

        pending = deque(ahead.submit(load, start) for start in starts[:2])
        for start in [*starts[2:], None, None][: len(starts)]:
            pixels = pending.popleft().result()
            if start is not None:
                pending.append(ahead.submit(load, start))
            yield pixels


class FeatureCache:
    """Cached features of one trunk, one input size and one view recipe.

    Args:
        folder: where caches live; each recipe has a folder of its own in it.
        recipe: whatever names the trunk (architecture, weights hash): part of the key.
    """

    def __init__(self, folder: Path, recipe: str, size: int, views: ViewConfig) -> None:
        key = json.dumps({"recipe": recipe, "size": size, **asdict(views)}, sort_keys=True)
        self.folder = folder / hashlib.sha256(key.encode()).hexdigest()[:16]
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "recipe.json").write_text(key)
        self.size = size
        self.views = views

    def path(self, source: str, split: str, view: int) -> Path:
        """File of one source, split and view."""
        return self.folder / f"{source}-{split}-{view:02d}.npy"

    def fill(
        self, trunk: nn.Module, normalise: Trunk, samples: Sequence[Sample], archive: ImageArchive, view: int
    ) -> NDArray[np.float16]:
        """Features of one view of samples of one source and split, from the cache or computed now."""
        file = self.path(samples[0].source, samples[0].split, view)
        if file.exists():
            cached: NDArray[np.float16] = np.load(file)
            if len(cached) == len(samples):
                return cached
        rows = []
        with torch.inference_mode():
            for pixels in _view_batches(samples, archive, view, self.size, self.views, 64):
                inputs = normalise(pixels).to(memory_format=torch.channels_last)
                rows.append(trunk(inputs).to(torch.float16).cpu().numpy())
        features = np.concatenate(rows)
        with write_beside(file) as beside, beside.open("wb") as stream:
            np.save(stream, features)
        return features
