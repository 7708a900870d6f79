"""Stored views: outputs of the frozen part of the image tower, drawn and computed once, stored on disk.

The first blocks of a convolutional tower process the largest activations, take half of the time or more, and change
least; or the whole trunk is frozen, and a view is one row of pooled features. What is frozen need not be computed
again: without a GPU that is the difference between days and an hour. There is one ``.npy`` file per set of views,
float16 ``[n, v, c, h, w]`` or ``[n, v, c]``, written atomically: an interrupted run resumes with the first missing one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.lib.format import open_memmap
from numpy.typing import NDArray
from torch import Tensor, nn

from training.batches.images import StepImage
from training.batches.plan import Plan
from training.config.run import RunConfig
from training.data.archive import ImageArchive
from training.data.pixels import read_pixels
from training.data.sample import Sample
from training.files import named_write_errors, reserve
from training.models.start import StartModel
from training.models.trunk import entry_of
from training.views.multi_crop import draw_views, render_views

CHUNK = 32
SEED = 0  # not the run's: runs with different seeds share the files

Report = Callable[[str], None]


def _frozen_part(config: RunConfig, start: StartModel) -> nn.Module:
    part = entry_of(config).before(start.model.visual)
    part.to(memory_format=torch.channels_last)
    return part.to(dtype=getattr(torch, config.training.precision))


def _key(config: RunConfig, start: StartModel, part: nn.Module, samples: Sequence[Sample]) -> str:
    digest = hashlib.sha256()
    for value in part.state_dict().values():
        digest.update(value.float().numpy().tobytes())
    views = config.views.model_dump(exclude={"kept"})
    recipe = [views, start.preprocessing.image_size, config.training.precision]
    digest.update(json.dumps([*recipe, [(s.source, s.name) for s in samples]]).encode())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class _Filler:
    config: RunConfig
    start: StartModel
    part: nn.Module
    samples: Sequence[Sample]
    archives: Mapping[str, ImageArchive]
    device: torch.device

    def _open(self, row: int) -> Tensor:
        sample = self.samples[row]
        return read_pixels(self.archives[sample.source], sample.name)

    def _decoded(self) -> Iterator[tuple[list[int], list[Tensor]]]:
        chunks = [list(range(a, min(a + CHUNK, len(self.samples)))) for a in range(0, len(self.samples), CHUNK)]
        with ThreadPoolExecutor(self.config.training.loader_threads) as pool:
            ahead = [pool.submit(self._open, row) for row in chunks[0]]
            for number, rows in enumerate(chunks):
                futures, following = ahead, chunks[number + 1 : number + 2]
                ahead = [pool.submit(self._open, row) for row in following[0]] if following else []
                yield rows, [future.result() for future in futures]

    def _through(self, images: Sequence[Tensor], rows: Sequence[int], number: int, first: int, last: int) -> Tensor:
        """Views ``first`` to ``last`` of a set: ``[n, v, c, h, w]``, or pooled."""
        sizes = [(image.shape[1], image.shape[2]) for image in images]
        views = self.config.views
        drawn = draw_views(views, sizes, SEED, number, rows).views(first, last)
        side = views.local_size if first else views.global_size or self.start.preprocessing.image_size
        pixels = render_views(images, drawn, side, self.device).transpose(0, 1)
        dtype = getattr(torch, self.config.training.precision)
        inputs = self.start.preprocessing.normalise(pixels.flatten(0, 1), dtype)
        outputs: Tensor = self.part(inputs.contiguous(memory_format=torch.channels_last))
        kept: Tensor = outputs.to(torch.float16).unflatten(0, (len(images), last - first))
        return kept

    @torch.inference_mode()
    def fill(self, number: int, targets: Mapping[tuple[int, int], Path]) -> None:
        """Write one set of views; ``targets`` maps first and last view to the file."""
        arrays: dict[Path, NDArray[np.float16]] = {}
        for rows, images in self._decoded():
            for (first, last), file in targets.items():
                outputs = self._through(images, rows, number, first, last).cpu().numpy()
                if file not in arrays:
                    shape = (len(self.samples), *outputs.shape[1:])
                    arrays[file] = open_memmap(file, mode="w+", dtype=np.float16, shape=shape)
                    reserve(file)
                arrays[file][rows] = outputs
        for array in arrays.values():
            array.flush()  # type: ignore[attr-defined]


class KeptViews:
    """Stored activations of a run's images, and which of them a step uses.

    Args:
        folder: written by :func:`keep_views`. count: number of sets.
    """

    def __init__(self, seed: int, folder: Path, count: int) -> None:
        self.seed = seed
        self.global_views = [np.load(folder / f"global-{n:02d}.npy", mmap_mode="r") for n in range(count)]
        files = [folder / f"local-{n:02d}.npy" for n in range(count)]
        self.local_views = [np.load(file, mmap_mode="r") for file in files if file.exists()]

    def _pick(
        self, kept: Sequence[NDArray[np.float16]], step: int, positions: Sequence[int], images: Sequence[StepImage]
    ) -> Tensor:
        each = kept[0].shape[1]
        picked = np.empty((each, len(images), *kept[0].shape[2:]), np.float16)
        for column, (position, image) in enumerate(zip(positions, images, strict=True)):
            order = np.random.default_rng([self.seed, step, position]).permutation(each * len(kept))
            for slot in range(each):
                number, view = divmod(int(order[slot]), each)
                picked[slot, column] = kept[number][image.row, view]
        return torch.from_numpy(picked).float()

    def views(self, step: int, positions: Sequence[int], images: Sequence[StepImage]) -> tuple[Tensor, Tensor | None]:
        """Global ``[g, n, c, h, w]`` and local views of the images at positions of a step, drawn from the stored
        ones."""
        local = self._pick(self.local_views, step, positions, images) if self.local_views else None
        return self._pick(self.global_views, step, positions, images), local


class KeptReader:
    """Replaces an :class:`ImageReader`, as no images have to be read."""

    def __init__(self, plan: Plan, positions: Sequence[int]) -> None:
        self.plan = plan
        self.positions = positions

    def steps(self, first: int, last: int, threads: int) -> Iterator[list[StepImage]]:
        """The images of each step from ``first`` to ``last`` (exclusive)."""
        for step in range(first, last):
            rows = self.plan.rows(step, self.positions)
            yield [StepImage(row, self.plan.samples[row]) for row in rows]


def keep_views(
    config: RunConfig,
    start: StartModel,
    samples: Sequence[Sample],
    archives: Mapping[str, ImageArchive],
    folder: Path,
    device: torch.device,
    report: Report,
) -> Path:
    """Compute what is not stored yet, and return the folder.

    Runs with the same images, views and first blocks share it.

    Args:
        folder: folder with the stored views of all runs.

    Raises:
        ImageNotReadable: an image was damaged since the run first checked it.
        OutputNotWritable: the disk is full.
    """
    part = _frozen_part(config, start).to(device)
    folder = folder / _key(config, start, part, samples)
    folder.mkdir(parents=True, exist_ok=True)
    filler = _Filler(config, start, part, samples, archives, device)
    views = config.views
    for number in range(views.kept):
        spans = {(0, views.global_count): folder / f"global-{number:02d}.npy"}
        if config.losses.self_distillation and views.local_count:
            spans[views.global_count, views.global_count + views.local_count] = folder / f"local-{number:02d}.npy"
        missing = {span: file for span, file in spans.items() if not file.exists()}
        if missing:
            report(f"views through the frozen part of the tower, set {number + 1} of {views.kept}, kept in {folder}")
            beside = {span: file.with_name(f".{file.name}") for span, file in missing.items()}
            try:
                with named_write_errors(folder, "the sets before are kept: free some space and start again."):
                    filler.fill(number, beside)
                    for span, file in missing.items():
                        beside[span].replace(file)
            finally:
                for file in beside.values():
                    file.unlink(missing_ok=True)
    return folder
