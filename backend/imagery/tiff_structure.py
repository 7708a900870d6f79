"""Whether a TIFF is as long as its directories say: GDAL opens a truncated one without a warning."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

_SIZES = {3: 2, 4: 4, 16: 8}
_OFFSETS = {273: 279, 324: 325}  # strip and tile offsets -> their byte counts
_WIDTH, _HEIGHT, _BITS, _COMPRESSION = 256, 257, 258, 259
_SAMPLES, _ROWS_PER_STRIP, _PLANAR, _TILE_WIDTH, _TILE_HEIGHT = 277, 278, 284, 322, 323
_MAX_DIRECTORIES = 256
_MAX_ENTRIES = 65_535  # a BigTIFF may claim 2^64


def missing_bytes(file: Path) -> int:
    """How many bytes of image data lie past the end of the file, by its own directories; 0 if complete or not a TIFF.

    Only the headers and the block tables are read. Tables that cannot be parsed are left to GDAL.
    """
    size = file.stat().st_size
    with file.open("rb") as stream:
        try:
            return max(0, _declared_end(stream, size) - size)
        except (struct.error, ValueError, OverflowError, OSError):
            return 0


def _declared_end(stream: BinaryIO, size: int) -> int:
    head = stream.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        return 0
    version: int = struct.unpack(order + "H", head[2:4])[0]
    if version not in (42, 43):
        return 0
    big = version == 43
    where: int = struct.unpack(order + ("Q" if big else "I"), head[8:16] if big else head[4:8])[0]
    end, seen = 0, set[int]()
    while where and where not in seen and len(seen) < _MAX_DIRECTORIES:
        seen.add(where)
        if where >= size:
            return max(end, where + 1)
        tables, where, directory_end = _directory(stream, where, order, big)
        end = max(end, directory_end)
        for offsets_tag, counts_tag in _OFFSETS.items():
            if offsets_tag in tables and counts_tag in tables:
                offsets = _values(stream, tables[offsets_tag], order, big)
                counts = _values(stream, tables[counts_tag], order, big)
                if len(offsets) == len(counts):
                    counts = np.minimum(counts, _needed(stream, tables, order, big, len(counts)))
                    stored = (counts > 0) & (offsets > 0)  # sparse blocks have neither
                    if stored.any():
                        end = max(end, int((offsets[stored] + counts[stored]).max()))
    return end


Field = tuple[int, int, bytes]  # type, number of values, the value field itself


def _directory(stream: BinaryIO, where: int, order: str, big: bool) -> tuple[dict[int, Field], int, int]:
    """Entries of one image file directory as tag -> (type, count, value field), the offset of the next one, its end."""
    number, entry, pointer = ("Q", 20, "Q") if big else ("H", 12, "I")
    width = struct.calcsize(number)
    stream.seek(where)
    count = struct.unpack(order + number, stream.read(width))[0]
    if count > _MAX_ENTRIES:
        raise ValueError(f"{count} entries in a directory")
    body = stream.read(count * entry)
    following = struct.unpack(order + pointer, stream.read(struct.calcsize(pointer)))[0]
    entries: dict[int, Field] = {}
    for start in range(0, len(body), entry):
        tag, kind = struct.unpack_from(order + "HH", body, start)
        length = struct.unpack_from(order + ("Q" if big else "I"), body, start + 4)[0]
        entries[tag] = (kind, length, body[start + (12 if big else 8) : start + entry])
    return entries, following, where + width + len(body) + struct.calcsize(pointer)


def _needed(stream: BinaryIO, tables: dict[int, Field], order: str, big: bool, blocks: int) -> NDArray[np.int64]:
    """Bytes that the pixels of every block need if uncompressed: some programs declare a full length for the last
    strip, although it has fewer rows. Unbounded if compressed."""

    def one(tag: int, otherwise: int) -> int:
        return int(_values(stream, tables[tag], order, big)[0]) if tag in tables else otherwise

    if one(_COMPRESSION, 1) != 1:
        return np.full(blocks, np.iinfo(np.int64).max)
    samples = one(_SAMPLES, 1) if one(_PLANAR, 1) == 1 else 1
    bits = samples * one(_BITS, 1)
    if _TILE_WIDTH in tables:
        return np.full(blocks, -(-one(_TILE_WIDTH, 0) * bits // 8) * one(_TILE_HEIGHT, 0))
    height = one(_HEIGHT, 0)
    rows = max(1, min(one(_ROWS_PER_STRIP, height), height))
    strips = -(-height // rows)
    start = np.arange(blocks) % max(strips, 1) * rows
    return np.minimum(rows, height - start) * -(-one(_WIDTH, 0) * bits // 8)


def _values(stream: BinaryIO, field: Field, order: str, big: bool) -> NDArray[np.int64]:
    kind, length, value = field
    if kind not in _SIZES:
        raise ValueError(f"type {kind} in a block table")
    needed = _SIZES[kind] * length
    if needed <= len(value):
        raw = value[:needed]
    else:
        place = struct.unpack(order + ("Q" if big else "I"), value)[0]
        if place + needed > os.fstat(stream.fileno()).st_size:
            return np.array([place + needed], np.int64)
        stream.seek(place)
        raw = stream.read(needed)
    return np.frombuffer(raw, f"{order}u{_SIZES[kind]}").astype(np.int64)
