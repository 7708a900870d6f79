"""Leakage check: training images that (nearly) equal validation or test images are found and left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backend.errors import TerralexError
from backend.storage.files import write_beside
from training.data.duplicates import Duplicate, find_duplicates, perceptual_hashes
from training.data.sample import Sample
from training.sources.source import Source

Report = Callable[[str], None]


class LeakFound(TerralexError):
    """An image of a held-out split is among the training images."""


@dataclass(frozen=True)
class LeakageReport:
    """The result of a leakage check.

    Attributes:
        checked: number of training images. held_out: number of validation and test images they were compared with.
        duplicates: training images within one bit of a held-out one.
        unreadable: damaged or missing images of any split, which are not used.
    """

    checked: int
    held_out: int
    duplicates: tuple[Duplicate, ...]
    unreadable: tuple[Sample, ...]

    def rows(self) -> list[dict[str, Any]]:
        """One row per excluded image, with the reason."""
        rows: list[dict[str, Any]] = [
            {
                "source": leak.train.source,
                "name": leak.train.name,
                "same as": f"{leak.held_out.source}/{leak.held_out.split}/{leak.held_out.name}",
                "bits": leak.distance,
            }
            for leak in self.duplicates
        ]
        rows += [
            {"source": sample.source, "name": sample.name, "split": sample.split, "unreadable": True}
            for sample in self.unreadable
        ]
        return rows


@dataclass(frozen=True)
class TrainingSet:
    """The training data after the leakage check.

    Attributes:
        sources: without damaged or missing images of any split.
        samples: of all sources, in order.
    """

    sources: tuple[Source, ...]
    samples: tuple[Sample, ...]


def find_leaks(sources: Sequence[Source], report: Report) -> LeakageReport:
    """Compare every training image of ``sources`` with every held-out image of all of them."""
    held_out: dict[Sample, int] = {}
    train: dict[Sample, int] = {}
    unreadable: list[Sample] = []
    for source in sources:
        report(f"perceptual hashes of {source.config.id}")
        for sample, value in zip(source.samples, perceptual_hashes(source.samples, source.archive), strict=True):
            if value is None:
                unreadable.append(sample)
            else:
                (train if sample.split == "train" else held_out)[sample] = value
    return LeakageReport(len(train), len(held_out), tuple(find_duplicates(train, held_out)), tuple(unreadable))


def _fingerprint(sources: Sequence[Source]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.archive.path.resolve()}\0{source.archive.changed_ns}\n".encode())
        for sample in source.samples:
            digest.update(f"{sample.source}\0{sample.name}\0{sample.split}\n".encode())
    return digest.hexdigest()[:16]


def drop_leaks(sources: Sequence[Source], folder: Path, report: Report, stop: bool = False) -> TrainingSet:
    """Training samples without unreadable ones and those that (nearly) equal a validation or test image of any source.

    Writes ``leakage.json`` with what was removed and why. Runs on the same data share the result, until the data
    change.

    Args:
        stop: raise an error for a leak instead.

    Raises:
        LeakFound: ``stop`` is set and there is a leak.
    """
    file = folder / "leakage.json"
    fingerprint = _fingerprint(sources)
    shared = folder.parent / "leakage" / f"{fingerprint}.json"  # hashing takes minutes, and runs share data
    if shared.exists():
        described = json.loads(shared.read_text(encoding="utf-8"))
    else:
        found = find_leaks(sources, report)
        described = {"checked": found.checked, "held out": found.held_out, "removed": found.rows()}
        shared.parent.mkdir(exist_ok=True)
        with write_beside(shared) as beside:
            beside.write_text(json.dumps(described, indent=1), encoding="utf-8")
    with write_beside(file) as beside:
        beside.write_text(json.dumps(described, indent=1), encoding="utf-8")
    rows = described["removed"]
    leaks = [row for row in rows if "same as" in row]
    if leaks and stop:
        first = leaks[0]
        raise LeakFound(
            f"Training image {first['source']}/{first['name']} is {first['same as']} ({len(leaks)} such in all, listed "
            f'in {file}): remove them, or set data.leaks = "drop".'
        )
    removed = {(row["source"], row["name"]) for row in rows}
    unreadable = {(row["source"], row["name"]) for row in rows if "unreadable" in row}
    readable = tuple(
        replace(source, samples=tuple(s for s in source.samples if (s.source, s.name) not in unreadable))
        for source in sources
    )
    trains = (sample for source in readable for sample in source.split("train"))
    samples = tuple(sample for sample in trains if (sample.source, sample.name) not in removed)
    report(
        f"{len(samples)} training images; {len(leaks)} dropped as duplicates of held-out ones, "
        f"{len(rows) - len(leaks)} unreadable"
    )
    return TrainingSet(readable, samples)
