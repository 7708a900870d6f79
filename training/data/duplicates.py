"""Near-duplicate images by perceptual hash, to keep test images out of the training data.

The method of RemoteCLIP (arXiv 2306.11029, section on de-duplication): a 64-bit perceptual hash, divided into segments
with a dictionary each; two images are duplicates if their hashes differ in fewer than two bits. With at least two
segments, a pair that differs in at most one bit shares a segment, so that no pair is missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import imagehash

from training.data.archive import ImageArchive, ImageNotReadable
from training.data.sample import Sample

SEGMENT_BITS = 16
SEGMENTS = 4
MAX_DISTANCE = 1


@dataclass(frozen=True)
class Duplicate:
    """A training image that (nearly) equals an image of another split."""

    train: Sample
    held_out: Sample
    distance: int


def perceptual_hashes(samples: Sequence[Sample], archive: ImageArchive) -> list[int | None]:
    """64-bit perceptual hash (discrete cosine transform) of each sample; None if its image cannot be read."""

    def one(sample: Sample) -> int | None:
        try:
            return int(str(imagehash.phash(archive.open(sample.name))), 16)
        except ImageNotReadable:
            return None

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, samples))


def _segments(value: int) -> Iterable[tuple[int, int]]:
    mask = (1 << SEGMENT_BITS) - 1
    return ((i, value >> (i * SEGMENT_BITS) & mask) for i in range(SEGMENTS))


def find_duplicates(train: Mapping[Sample, int], held_out: Mapping[Sample, int]) -> list[Duplicate]:
    """Training samples with a hash within ``MAX_DISTANCE`` bits of a held-out one; each at most once."""
    buckets: dict[tuple[int, int], list[Sample]] = defaultdict(list)
    for sample, value in held_out.items():
        for segment in _segments(value):
            buckets[segment].append(sample)
    duplicates = []
    for sample, value in train.items():
        candidates = {other for segment in _segments(value) for other in buckets.get(segment, ())}
        best = min(((value ^ held_out[c]).bit_count(), c.source, c.name, c) for c in candidates) if candidates else None
        if best is not None and best[0] <= MAX_DISTANCE:
            duplicates.append(Duplicate(sample, best[3], best[0]))
    return duplicates
