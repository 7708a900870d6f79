"""Damaged and hostile rasters: every one is read, or refused in a sentence, and the service lives."""

from __future__ import annotations

import os
import random
import struct
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.transform import from_origin

from backend.errors import TerralexError
from backend.imagery.sandbox import ReaderPool

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measures the processes in /proc")

SEED = 20_250_301
MEMORY_BYTES = 1536 * 1024**2
TIMEOUT_S = 8.0
HANG_S = 300.0  # a reader that is held for ever is looked for; how long a busy machine takes to start another is not
SIDE = 160
PLACE = {"crs": "EPSG:32632", "transform": from_origin(500_000, 5_200_000, 0.5, 0.5)}
EXTREMES = (0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)

Damage = Callable[[random.Random, bytes, list[bytes]], bytes]


def seeds(folder: Path) -> dict[str, bytes]:
    """Small sound rasters of many kinds, by file name."""
    rng = np.random.default_rng(SEED)
    picture = rng.integers(1, 255, (4, SIDE, SIDE), dtype=np.uint8)
    picture[:, : SIDE // 2] = 80
    variants: dict[str, dict[str, object]] = {
        "strips.tif": {},
        "tiles.tif": {"tiled": True, "blockxsize": 64, "blockysize": 64},
        "deflate.tif": {"compress": "deflate", "predictor": 2, "tiled": True, "blockxsize": 64, "blockysize": 64},
        "zstd.tif": {"compress": "zstd", "BIGTIFF": "YES"},
        "lzw.tif": {"compress": "lzw", "interleave": "band"},
        "packbits.tif": {"compress": "packbits", "ENDIANNESS": "BIG"},
        "jpeg.tif": {"compress": "jpeg", "photometric": "YCBCR", "tiled": True, "blockxsize": 64, "blockysize": 64},
        "webp.tif": {"compress": "webp", "tiled": True, "blockxsize": 64, "blockysize": 64},
        "lerc.tif": {"compress": "lerc", "dtype": "float32", "count": 1},
        "u16.tif": {"dtype": "uint16", "count": 4, "compress": "deflate"},
        "float.tif": {"dtype": "float32", "count": 1, "compress": "lzw", "predictor": 3},
        "double.tif": {"dtype": "float64", "count": 2, "nodata": 80.0},
        "fax.tif": {"count": 1, "NBITS": 1, "compress": "ccittfax4"},
        "cog.tif": {"driver": "COG", "compress": "deflate", "BLOCKSIZE": 128},
        "image.jp2": {"driver": "JP2OpenJPEG"},
        "image.gpkg": {"driver": "GPKG"},
        "image.ntf": {"driver": "NITF", "ICORDS": "G", "crs": "EPSG:4326", "transform": from_origin(8, 47, 1e-5, 1e-5)},
        "image.img": {"driver": "HFA"},
        "image.png": {"driver": "PNG"},
        "image.bmp": {"driver": "BMP"},
    }
    with rasterio.Env() as session:
        drivers = session.drivers()
    made = {}
    for name, options in variants.items():
        profile = {"driver": "GTiff", "width": SIDE, "height": SIDE, "count": 3, "dtype": "uint8", **PLACE, **options}
        if profile["driver"] not in drivers:
            continue
        path = folder / name
        with rasterio.open(path, "w", **profile) as dataset:
            pixels = picture[: dataset.count].astype(dataset.dtypes[0])
            dataset.write(pixels if "NBITS" not in options else pixels & 1)
        made[name] = path.read_bytes()
    made |= with_extras(folder, picture)
    for path in folder.iterdir():
        path.unlink()
    return made


def with_extras(folder: Path, picture: np.ndarray) -> dict[str, bytes]:
    """TIFFs with a mask and overviews, and with a palette."""
    profile = {"driver": "GTiff", "width": SIDE, "height": SIDE, "count": 3, "dtype": "uint8", **PLACE}
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        with rasterio.open(folder / "mask.tif", "w", compress="deflate", **profile) as dataset:
            dataset.write(picture[:3])
            dataset.write_mask(picture[0] > 90)
        with rasterio.open(folder / "mask.tif", "r+") as dataset:
            dataset.build_overviews([2, 4], Resampling.average)
    with rasterio.open(folder / "palette.tif", "w", **{**profile, "count": 1}) as dataset:
        dataset.write_colormap(1, {value: (value, 255 - value, 7, 255) for value in range(256)})
        dataset.colorinterp = (ColorInterp.palette,)
        dataset.write(picture[:1])
    return {name: (folder / name).read_bytes() for name in ("mask.tif", "palette.tif")}


def truncated(rng: random.Random, data: bytes, _: list[bytes]) -> bytes:
    return data[: rng.randrange(1, len(data))]


def flipped(rng: random.Random, data: bytes, _: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 4, 16, 64, 256))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def flipped_header(rng: random.Random, data: bytes, _: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 4, 8))):
        changed[rng.randrange(min(len(changed), 600))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def wrong_header(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    length = rng.choice((2, 4, 8, 16, 64))
    return rng.choice([rng.randbytes(length), rng.choice(others)[:length], bytes(length)]) + data[length:]


def overwritten(rng: random.Random, data: bytes, _: list[bytes]) -> bytes:
    start, length = rng.randrange(len(data)), rng.choice((8, 100, 4000))
    run = rng.choice([bytes(length), b"\xff" * length, rng.randbytes(length)])
    return (data[:start] + run + data[start + length :])[: max(len(data), 1)]


def spliced(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    other = rng.choice(others)
    return data[: rng.randrange(1, len(data))] + other[rng.randrange(len(other)) :]


def fields_changed(rng: random.Random, data: bytes, _: list[bytes]) -> bytes:
    """Extreme values in the first directory of a TIFF; bit flips in anything else."""
    if data[:4] not in (b"II*\0", b"MM\0*"):
        return flipped_header(rng, data, [])
    order = "<" if data[:2] == b"II" else ">"
    changed = bytearray(data)
    where = struct.unpack_from(order + "I", data, 4)[0]
    count = struct.unpack_from(order + "H", data, where)[0]
    for _ in range(rng.choice((1, 1, 2, 3))):
        entry = where + 2 + 12 * rng.randrange(count)
        part = rng.choice(("type", "count", "value", "value", "value", "next"))
        value = rng.choice((*EXTREMES, rng.getrandbits(32), where, len(data)))
        if part == "type":
            struct.pack_into(order + "H", changed, entry + 2, rng.randrange(20))
        elif part == "next":
            struct.pack_into(order + "I", changed, where + 2 + 12 * count, value)
        else:
            struct.pack_into(order + "I", changed, entry + (4 if part == "count" else 8), value)
    return bytes(changed)


def tiff(entries: dict[int, tuple[int, int, int]], tail: bytes = b"", following: int = 0) -> bytes:
    """A little-endian TIFF of one directory: tag -> type, count, value; ``tail`` comes right after it."""
    body = struct.pack("<H", len(entries))
    for tag, (kind, count, value) in sorted(entries.items()):
        body += struct.pack("<HHII", tag, kind, count, value)
    return b"II*\0" + struct.pack("<I", 8) + body + struct.pack("<I", following) + tail


def placed(width: int, height: int, more: dict[int, tuple[int, int, int]], following: int = 0) -> bytes:
    """A TIFF of 8-bit grey with a geotransform, a CRS and the given fields, whose strip or tile data come last."""
    entries = {
        256: (4, 1, width), 257: (4, 1, height), 258: (3, 1, 8), 259: (3, 1, 1), 262: (3, 1, 1), 277: (3, 1, 1),
        33550: (12, 3, 0), 33922: (12, 6, 0), 34735: (3, 12, 0), **more,
    }  # fmt: skip
    start = 8 + 2 + 12 * len(entries) + 4
    scale, tie = struct.pack("<3d", 0.5, 0.5, 0.0), struct.pack("<6d", 0, 0, 0, 500_000.0, 5_200_000.0, 0)
    keys = struct.pack("<12H", 1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, 32632)
    entries[33550], entries[33922] = (12, 3, start), (12, 6, start + len(scale))
    entries[34735] = (3, 12, start + len(scale) + len(tie))
    data_at = start + len(scale) + len(tie) + len(keys)
    entries = {tag: (kind, count, data_at if value == -1 else value) for tag, (kind, count, value) in entries.items()}
    return tiff(entries, scale + tie + keys, following)


def bomb(rng: random.Random, _: bytes, __: list[bytes]) -> bytes:
    """A small file that asks for much."""
    kind = rng.choice(("sparse", "block", "strip", "deflate", "loop", "chain", "many", "png", "bands"))
    side = rng.choice((20_000, 30_000, 65_535, 200_000, 2**31 - 1, 2**32 - 1))
    if kind == "sparse":
        return placed(side, side, {322: (3, 1, 256), 323: (3, 1, 256), 324: (4, 1, 0), 325: (4, 1, 0)})
    if kind == "block":
        zeros = zlib.compress(bytes(4_000_000))
        tiles = {259: (3, 1, 8), 322: (4, 1, side), 323: (4, 1, side), 324: (4, 1, -1), 325: (4, 1, len(zeros))}
        return placed(rng.choice((100, side)), rng.choice((100, side)), tiles) + zeros
    if kind == "strip":
        strips = {273: (4, 1, -1), 278: (4, 1, side), 279: (4, 1, 1000)}
        return placed(rng.choice((1000, side)), side, strips) + bytes(1000)
    if kind == "deflate":
        zeros = zlib.compress(bytes(rng.choice((10, 200)) * 1_000_000))
        tiles = {259: (3, 1, 8), 322: (4, 1, 16_384), 323: (4, 1, 16_384), 324: (4, 1, -1), 325: (4, 1, len(zeros))}
        return placed(16_384, 16_384, tiles) + zeros
    if kind == "loop":
        return placed(64, 64, {273: (4, 1, -1), 278: (4, 1, 64), 279: (4, 1, 4096)}, following=8) + bytes(4096)
    if kind == "chain":
        return chain(rng.choice((1000, 100_000)))
    if kind == "many":
        count = rng.choice((65_535, 2**24, 2**32 - 1))
        return placed(64, 64, {273: (4, count, -1), 278: (4, 1, 1), 279: (4, count, -1)}) + bytes(100_000)
    if kind == "png":
        head = struct.pack(">IIBBBBB", side & 0x7FFFFFFF, side & 0x7FFFFFFF, 16, 6, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(10_000_000))), (b"IEND", b""))
        chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    return placed(64, 64, {277: (3, 1, 65_535), 273: (4, 1, -1), 278: (4, 1, 64), 279: (4, 1, 4096)}) + bytes(4096)


def chain(count: int) -> bytes:
    """Directories one after the other, each the next one's father."""
    first = placed(64, 64, {273: (4, 1, -1), 278: (4, 1, 64), 279: (4, 1, 4096)}) + bytes(4096)
    entry = struct.pack("<HHII", 256, 4, 1, 64)
    size = 2 + len(entry) + 4
    rest = b"".join(
        struct.pack("<H", 1) + entry + struct.pack("<I", len(first) + (index + 1) * size) for index in range(count)
    )
    changed = bytearray(first)
    fields = struct.unpack_from("<H", changed, 8)[0]
    struct.pack_into("<I", changed, 10 + 12 * fields, len(first))
    return bytes(changed) + rest


DAMAGES: dict[str, Damage] = {
    "truncated": truncated,
    "flipped": flipped,
    "flipped header": flipped_header,
    "wrong header": wrong_header,
    "overwritten": overwritten,
    "spliced": spliced,
    "fields": fields_changed,
    "bomb": bomb,
}


def damaged(folder: Path, count: int) -> Iterator[tuple[str, str, bytes]]:
    """``count`` files: the damage, a file name, the bytes; the same in every run."""
    sound = seeds(folder)
    names, contents = list(sound), list(sound.values())
    kinds = list(DAMAGES)
    for number in range(count):
        rng = random.Random(f"{SEED}-{number}")
        kind = kinds[number % len(kinds)]
        name = names[number // len(kinds) % len(names)]
        if kind == "bomb":
            name = "bomb.tif"
        yield kind, f"{number}-{name}", DAMAGES[kind](rng, sound.get(name, b""), contents)


@dataclass
class Outcome:
    """What became of the files."""

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    reader_ended: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    slowest: str = ""
    peak_bytes: int = 0

    def __str__(self) -> str:
        total = sum(self.read.values()) + sum(self.refused.values())
        refused = ", ".join(f"{name} {count}" for name, count in self.refused.most_common())
        return (
            f"{total} files: {sum(self.read.values())} read, {sum(self.refused.values())} refused ({refused}); "
            f"{self.reader_ended} times a reader was ended; slowest {self.slowest_s:.1f} s ({self.slowest}); "
            f"largest reader {self.peak_bytes / 1024**2:.0f} MiB resident; wrong: {self.wrong[:5]}"
        )


def try_one(pool: ReaderPool, folder: Path, kind: str, name: str, data: bytes, outcome: Outcome) -> None:
    """Open, stretch and read a file as an index and a search would."""
    path = folder / name
    path.write_bytes(data)
    started = time.monotonic()
    try:
        with pool.open(path) as layer:
            width, height = layer.info.width, layer.info.height
            layer.stretch  # noqa: B018
            for box in ((0, 0, min(width, 2048), min(height, 2048)), (width // 2, height // 2, 300, 300)):
                block = layer.read(box, (256, 256))
                assert block.pixels.shape == (3, 256, 256) and block.mask.shape == (256, 256)
        outcome.read[kind] += 1
    except TerralexError as error:
        text = str(error)
        outcome.refused[type(error).__name__] += 1
        outcome.reader_ended += "crash" in text or "took longer" in text
        if not text or "\n" in text or not text.endswith(".") or str(folder) in text:
            outcome.wrong.append(f"{name}: {text!r}")
    except Exception as error:
        outcome.wrong.append(f"{name}: {type(error).__name__}: {error}")
    took = time.monotonic() - started
    if took > outcome.slowest_s:
        outcome.slowest_s, outcome.slowest = took, f"{kind} {name}"
    path.unlink()


def watch_memory(outcome: Outcome, done: threading.Event) -> None:
    """Note the largest resident size of any reading process of ours."""
    while not done.wait(0.05):
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if b"reader_process" not in (folder / "cmdline").read_bytes():
                    continue
                status = (folder / "status").read_text()
            except OSError:
                continue
            if "VmHWM:" in status and f"PPid:\t{os.getpid()}\n" in status:
                kib = int(status.split("VmHWM:")[1].split()[0])
                outcome.peak_bytes = max(outcome.peak_bytes, kib * 1024)


def fuzz(folder: Path, count: int) -> Outcome:
    outcome, done = Outcome(), threading.Event()
    made, tried = folder / "made", folder / "tried"
    made.mkdir()
    tried.mkdir()
    watcher = threading.Thread(target=watch_memory, args=(outcome, done))
    watcher.start()
    try:
        with (
            ReaderPool(processes=2, memory_bytes=MEMORY_BYTES, timeout_s=TIMEOUT_S) as pool,
            ThreadPoolExecutor(2) as threads,
        ):
            for work in [threads.submit(try_one, pool, tried, *one, outcome) for one in damaged(made, count)]:
                work.result()
    finally:
        done.set()
        watcher.join()
    return outcome


def check(outcome: Outcome, count: int) -> None:
    print(outcome)
    assert outcome.wrong == []
    assert sum(outcome.read.values()) + sum(outcome.refused.values()) == count
    assert outcome.slowest_s < HANG_S
    assert outcome.peak_bytes < MEMORY_BYTES


def test_sound_files_are_read(tmp_path):
    with ReaderPool(processes=1) as pool:
        for name, data in seeds(tmp_path).items():
            path = tmp_path / name
            path.write_bytes(data)
            if name in ("image.png", "image.bmp"):  # they hold no georeference
                continue
            with pool.open(path) as layer:
                assert layer.read((0, 0, SIDE, SIDE), (64, 64)).pixels.max() > 0


def test_sixty_damaged_rasters(tmp_path):
    check(fuzz(tmp_path, 60), 60)


@pytest.mark.slow
def test_two_thousand_damaged_rasters(tmp_path):
    check(fuzz(tmp_path, 2000), 2000)
