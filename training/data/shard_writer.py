"""Write any data set as WebDataset shards: stored image bytes with a JSON record each."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from backend.errors import BadOption
from backend.storage.files import write_beside
from training.data.archive import ImageArchive, ImageNotReadable
from training.data.sample import Sample
from training.files import named_write_errors


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)  # owner and time stay zero, so that the same data give the same bytes
    tar.addfile(member, io.BytesIO(content))


def _record(sample: Sample) -> bytes:
    row = {
        "source": sample.source,
        "name": sample.name,
        "split": sample.split,
        "label": sample.label,
        "captions": {language: list(said) for language, said in sample.captions.items()},
    }
    return json.dumps(row, ensure_ascii=False).encode()


def write_shards(
    folder: Path,
    name: str,
    samples: Sequence[Sample],
    archive: ImageArchive,
    per_shard: int,
    report: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write ``folder/<name>-000000.tar`` and so on, each atomically.

    Unreadable images are reported and left out. Captions in all languages, label and split are in ``<key>.json``.

    Raises:
        BadOption: a shard would be empty.
        OutputNotWritable: the disk is full, or the folder cannot be written.
    """
    if per_shard < 1:
        raise BadOption(f"A shard cannot hold {per_shard} images.")
    with named_write_errors(folder, "nothing was written."):
        folder.mkdir(parents=True, exist_ok=True)
    shards = []
    for number, first in enumerate(range(0, len(samples), per_shard)):
        shard = folder / f"{name}-{number:06d}.tar"
        with (
            named_write_errors(shard, "the shards before it are whole."),
            write_beside(shard) as beside,
            tarfile.open(beside, "w", format=tarfile.PAX_FORMAT) as tar,
        ):
            for place, sample in enumerate(samples[first : first + per_shard], start=first):
                try:
                    content = archive.read(sample.name)
                except ImageNotReadable as error:
                    report(f"left out: {error}")
                    continue
                _add(tar, f"{place:09d}{PurePosixPath(sample.name).suffix.lower()}", content)
                _add(tar, f"{place:09d}.json", _record(sample))
        shards.append(shard)
        report(f"{shard}: {min(first + per_shard, len(samples))} of {len(samples)} images")
    return shards
