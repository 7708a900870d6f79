"""Decoded images of each step, read ahead in threads; unreadable ones are replaced and logged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from backend.errors import TerralexError
from training.batches.plan import Plan
from training.data.archive import ImageArchive, ImageNotReadable
from training.data.pixels import read_pixels
from training.data.sample import Sample

ATTEMPTS = 20
AHEAD = 2


class TooManyBadImages(TerralexError):
    """Too many images of one step cannot be read: the problem is not a single damaged file."""


@dataclass(frozen=True)
class StepImage:
    """An image of a batch: its row in the run's samples, and its sample."""

    row: int
    sample: Sample


@dataclass(frozen=True)
class DecodedImage(StepImage):
    """An image of a batch with its pixels, uint8 ``[3, h, w]``."""

    pixels: Tensor


class Reader(Protocol):
    """Gives the images of steps in order.

    Attributes:
        positions: positions in the batch that belong to this process.
    """

    positions: Sequence[int]

    def steps(self, first: int, last: int, threads: int) -> Iterator[Sequence[StepImage]]:
        """The images of each step from ``first`` to ``last`` (exclusive)."""
        ...


class ImageReader:
    """Reads the images of steps in order, prefetching those of the next steps.

    Args:
        positions: positions in the batch that belong to this process.
        skipped: JSON Lines file to which unreadable images are logged.
        hold: device whose memory keeps decoded images, so that each is read once; None reads them every time.
    """

    def __init__(
        self,
        plan: Plan,
        archives: Mapping[str, ImageArchive],
        positions: Sequence[int],
        skipped: Path,
        hold: torch.device | None = None,
    ) -> None:
        self.plan = plan
        self.archives = archives
        self.positions = positions
        self.skipped = skipped
        self.hold = hold
        self._held: dict[int, DecodedImage] = {}

    def _open(self, row: int) -> DecodedImage:
        if row in self._held:
            return self._held[row]
        sample = self.plan.samples[row]
        image = DecodedImage(row, sample, read_pixels(self.archives[sample.source], sample.name))
        if self.hold is None:
            return image
        return self._held.setdefault(row, replace(image, pixels=image.pixels.to(self.hold)))

    def _read(self, step: int, position: int, row: int) -> tuple[DecodedImage, list[str]]:
        problems: list[str] = []
        for attempt in range(ATTEMPTS):
            try:
                return self._open(row), problems
            except ImageNotReadable as error:
                problems.append(str(error))
                row = self.plan.replacement(step, position, attempt)
        raise TooManyBadImages(f"{ATTEMPTS} images in a row cannot be read, the last of them: {problems[-1]}")

    def _note(self, step: int, problems: Sequence[str]) -> None:
        with self.skipped.open("a", encoding="utf-8") as stream:
            stream.writelines(json.dumps({"step": step, "problem": problem}) + "\n" for problem in problems)

    def steps(self, first: int, last: int, threads: int) -> Iterator[list[DecodedImage]]:
        """The images of each step from ``first`` to ``last`` (exclusive).

        Raises:
            TooManyBadImages: more than ``training.bad_samples`` of a step's images had to be replaced.
        """
        with ThreadPoolExecutor(threads) as pool:

            def submit(step: int) -> list[Future[tuple[DecodedImage, list[str]]]]:
                rows = self.plan.rows(step, self.positions)
                return [
                    pool.submit(self._read, step, place, row) for place, row in zip(self.positions, rows, strict=True)
                ]

            pending = {step: submit(step) for step in range(first, min(last, first + AHEAD))}
            try:
                for step in range(first, last):
                    if step + AHEAD < last:
                        pending[step + AHEAD] = submit(step + AHEAD)
                    read = [future.result() for future in pending.pop(step)]
                    problems = [problem for _, found in read for problem in found]
                    if problems:
                        self._note(step, problems)
                    bad = sum(bool(found) for _, found in read)
                    if bad > max(1, self.plan.config.training.bad_samples * len(read)):
                        raise TooManyBadImages(
                            f"Step {step}: {bad} of {len(read)} images cannot be read, the first of them: "
                            f"{problems[0]} All are listed in {self.skipped}."
                        )
                    yield [image for image, _ in read]
            finally:
                for futures in pending.values():
                    for future in futures:
                        future.cancel()
