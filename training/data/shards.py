"""WebDataset shards: any number of uncompressed tars with ``key.jpg`` and ``key.txt`` or ``key.json``.

Shards are indexed, not streamed: one pass over each tar records the position and metadata of every image, stored beside
the tar as Parquet. After that images can be read in any order, so that sampling is the same as for every other source,
and a stopped run resumes exactly. Key and extension are split at the first dot of the file's name, as in WebDataset.
"""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from backend.errors import BadOption
from backend.storage.files import write_beside
from training.data.archive import IMAGE_SUFFIXES, ImageArchive, ImageNotReadable, Span
from training.data.brace_pattern import expand_braces
from training.data.sample import Sample, Split

Report = Callable[[str], None]

INDEX_SUFFIX = ".index.parquet"
RECORD_SUFFIXES = (".json", ".txt")
_MAX_RECORD_BYTES = 1 << 20
_VERSION = "1"
_SCHEMA = pa.schema(
    [
        ("image", pa.string()),
        ("offset", pa.int64()),
        ("size", pa.int64()),
        ("label", pa.string()),
        ("split", pa.string()),
        ("captions", pa.map_(pa.string(), pa.list_(pa.string()))),
    ]
)


@dataclass(frozen=True)
class ShardEntry:
    """One image of a shard.

    Attributes:
        image: its name in the tar.
        offset, size: position of its bytes in the tar.
        label, split: from the record; None if missing.
        captions: language code -> sentences.
    """

    image: str
    offset: int
    size: int
    label: str | None = None
    split: str | None = None
    captions: Mapping[str, tuple[str, ...]] | None = None


def _sentences(value: Any) -> tuple[str, ...]:
    rows = [value] if isinstance(value, str) else value
    if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
        raise ValueError("captions must be texts")
    return tuple(row.strip() for row in rows if row.strip())


def _with_record(entry: ShardEntry, suffix: str, content: bytes) -> ShardEntry:
    """An entry with the metadata of a ``.txt`` (an English sentence per line) or a ``.json``.

    JSON: ``caption`` (a text), or ``captions`` (a text, a list of texts, or these by language), ``label`` and
    ``split``.

    Raises:
        ValueError: it is neither.
    """
    text = content.decode("utf-8-sig")
    if suffix == ".txt":
        return replace(entry, captions={"en": _sentences(text.splitlines())} | dict(entry.captions or {}))
    row = json.loads(text)
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    said = row.get("captions") or row.get("caption") or []
    by_language = said if isinstance(said, dict) else {"en": said}
    captions = {str(language): _sentences(value) for language, value in by_language.items() if value}
    label, split = row.get("label"), row.get("split")
    if not all(value is None or isinstance(value, str) for value in (label, split)):
        raise ValueError("label and split must be texts")
    return replace(entry, label=label, split=split, captions=dict(entry.captions or {}) | captions)


def _key_and_suffix(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    stem, dot, extension = path.name.partition(".")
    return (path.parent / stem).as_posix(), f"{dot}{extension}".lower()


def scan_shard(shard: Path) -> tuple[list[ShardEntry], list[str]]:
    """Entries of a shard in the order of its images, and problems of single ones.

    An image without a record has no captions; a record without an image, or an unreadable one, is a problem.

    Raises:
        ImageNotReadable: the file is missing, not an uncompressed tar, or truncated.
    """
    images: dict[str, ShardEntry] = {}
    records: dict[str, list[tuple[str, bytes]]] = {}
    problems: list[str] = []
    try:
        length = shard.stat().st_size
        with tarfile.open(shard, "r:") as tar:
            for member in tar:
                if not member.isfile():
                    continue
                if member.offset_data + member.size > length:
                    raise ImageNotReadable(f"{shard}: is cut off in {member.name}; copy it again.")
                key, suffix = _key_and_suffix(member.name)
                if suffix in IMAGE_SUFFIXES:
                    images.setdefault(key, ShardEntry(member.name, member.offset_data, member.size))
                elif suffix in RECORD_SUFFIXES and member.size > _MAX_RECORD_BYTES:
                    problems.append(f"{shard}: {member.name} has more than {_MAX_RECORD_BYTES} bytes")
                elif suffix in RECORD_SUFFIXES:
                    stream = tar.extractfile(member)
                    assert stream is not None  # it is a file
                    records.setdefault(key, []).append((suffix, stream.read()))
    except (OSError, tarfile.TarError) as error:
        raise ImageNotReadable(f"{shard}: cannot be read as a plain tar of images ({error}).") from error
    for key, found in records.items():
        for suffix, content in found:
            if key not in images:
                problems.append(f"{shard}: {key}{suffix} has no image")
                continue
            try:
                images[key] = _with_record(images[key], suffix, content)
            except ValueError as error:
                problems.append(f"{shard}: {key}{suffix} cannot be read ({error})")
    return list(images.values()), problems


def _stamp(shard: Path) -> dict[bytes, bytes]:
    status = shard.stat()
    return {b"terralex.shard": f"{_VERSION} {status.st_size} {status.st_mtime_ns}".encode()}


def _cached(index: Path, shard: Path) -> list[ShardEntry] | None:
    try:
        with pq.ParquetFile(index) as file:
            if file.schema_arrow.metadata != _stamp(shard):
                return None
            rows = file.read().to_pylist()
    except (OSError, pa.ArrowInvalid):
        return None
    return [ShardEntry(**row | {"captions": {code: tuple(said) for code, said in row["captions"]}}) for row in rows]


def index_shard(shard: Path, report: Report) -> list[ShardEntry]:
    """Entries of a shard, from the index beside it or from the tar; then the index is written if possible.

    Raises:
        ImageNotReadable: the file is missing, not an uncompressed tar, or truncated.
    """
    index = shard.with_name(shard.name + INDEX_SUFFIX)
    if shard.is_file() and (known := _cached(index, shard)) is not None:
        return known
    entries, problems = scan_shard(shard)
    if problems:
        report(f"{len(problems)} captions left out: {problems[0]}")
    rows = [vars(entry) | {"captions": list((entry.captions or {}).items())} for entry in entries]
    table = pa.Table.from_pylist(rows, schema=_SCHEMA.with_metadata(_stamp(shard)))
    try:
        with write_beside(index) as beside:
            pq.write_table(table, beside)
    except OSError as error:
        report(f"{index} cannot be kept ({error.strerror}): the next start reads the shard again")
    return entries


def _split_of(shard: Path, entry: ShardEntry, otherwise: Split) -> Split:
    if entry.split is None:
        return otherwise
    split = "train" if entry.split == "restval" else entry.split
    if split not in get_args(Split):
        raise BadOption(f"{shard}: {entry.image} is of the unknown split {entry.split!r}: use train, val or test.")
    return split  # type: ignore[return-value]


def find_shards(pattern: str) -> list[Path]:
    """The tars of a brace pattern, or those in a folder sorted by name.

    Raises:
        BadOption: the pattern cannot be expanded, or the folder has no tars.
    """
    if not Path(pattern).is_dir():
        return [Path(name) for name in expand_braces(pattern)]
    shards = sorted(Path(pattern).glob("*.tar"))
    if not shards:
        raise BadOption(f"{pattern}: holds no *.tar.")
    return shards


def read_shards(source: str, pattern: str, split: Split, report: Report) -> tuple[ImageArchive, list[Sample]]:
    """Images and samples of shards, in the order of the pattern and of each tar.

    An image is named ``<shard>/<its name in the tar>``; the shard by its path relative to the common folder.

    Args:
        pattern: path of one tar, of many (``/data/rs-{000000..000099}.tar``), or of a folder of tars.
        split: split of samples whose record has none.

    Raises:
        BadOption: the pattern cannot be expanded, or a record has an unknown split.
        ImageNotReadable: a shard is missing or damaged, or there are no images.
    """
    shards = find_shards(pattern)
    folder = Path(os.path.commonpath([shard.parent for shard in shards]))
    spans: dict[str, Span] = {}
    samples = []
    for shard in shards:
        place = shard.relative_to(folder).with_suffix("").as_posix()
        for entry in index_shard(shard, report):
            name = f"{place}/{entry.image}"
            spans[name] = Span(shard, entry.offset, entry.size)
            kept = {language: said for language, said in (entry.captions or {}).items() if said}
            samples.append(Sample(source, name, _split_of(shard, entry, split), entry.label, kept))
    return ImageArchive(Path(pattern), spans), samples
