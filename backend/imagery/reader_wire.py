"""What a reading process and the service say to each other: a JSON header, then raw bytes. Nothing is unpickled."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from backend import errors
from backend.imagery.remote import SUFFIX

CHECK = "check"
"""The task that shows whether a process can work."""

NEED = "need"
"""Key of a child's question in the middle of its work: ranges of a remote file's member."""

_LENGTH = struct.Struct(">I")
_MAX_HEADER_BYTES = 4 * 1024**2
MIB = 1024**2


@dataclass(frozen=True)
class ReaderLimits:
    """What an untrusted raster may ask of the process that reads it.

    Attributes:
        memory_bytes: address space of the process.
        timeout_s: of one request, in wall-clock and in processor time.
        max_pixels: width times height of a layer.
        max_bands: bands of a layer.
        max_block_bytes: one decoded block of the file, all bands.
        roots: folders with all files that may be read, where the kernel can keep a process to them; all if empty.
    """

    memory_bytes: int = 3 * 1024 * MIB
    timeout_s: float = 60.0
    max_pixels: int = 40_000_000_000
    max_bands: int = 512
    max_block_bytes: int = 512 * MIB
    roots: tuple[str, ...] = ()


def printable_name(path: str) -> str:
    """Name of a file for a sentence: who reads it knows the layer by its name, and must not learn where it lies."""
    name = os.path.basename(path).removesuffix(SUFFIX).removesuffix(".mosaic")  # noqa: PTH119  # a Path cannot hold every string
    return "".join(letter if letter.isprintable() else "?" for letter in name)


class ChannelClosed(Exception):
    """The other side has gone."""


def send(stream: BinaryIO, header: Mapping[str, Any], *payload: memoryview) -> None:
    """Write a message to an unbuffered pipe.

    Raises:
        ChannelClosed: nobody reads it.
    """
    text = json.dumps(header).encode()
    try:
        for part in (memoryview(_LENGTH.pack(len(text)) + text), *payload):
            rest = part.cast("B")
            while len(rest):
                rest = rest[stream.write(rest) or 0 :]
    except (OSError, ValueError) as error:  # ValueError: closed on our side
        raise ChannelClosed from error


def receive(stream: BinaryIO) -> dict[str, Any]:
    """Read the header of the next message; its payload, if any, is the reader's to take with :func:`fill`.

    Raises:
        ChannelClosed: the other side has gone, or does not keep to the protocol.
    """
    prefix = bytearray(_LENGTH.size)
    fill(stream, memoryview(prefix))
    length = _LENGTH.unpack(prefix)[0]
    if length > _MAX_HEADER_BYTES:
        raise ChannelClosed
    text = bytearray(length)
    fill(stream, memoryview(text))
    try:
        header = json.loads(text)
    except ValueError as error:
        raise ChannelClosed from error
    if not isinstance(header, dict):
        raise ChannelClosed
    return header


def fill(stream: BinaryIO, target: memoryview) -> None:
    """Read exactly as many bytes as ``target`` holds, into it.

    Raises:
        ChannelClosed: the stream ends before.
    """
    rest = target.cast("B")
    try:
        while len(rest):
            count = stream.readinto(rest)  # type: ignore[attr-defined]  # unbuffered pipes have it
            if not count:
                raise ChannelClosed
            rest = rest[count:]
    except (OSError, ValueError) as error:
        raise ChannelClosed from error


def error_of(header: Mapping[str, Any]) -> errors.TerralexError | None:
    """The error that an answer tells of: a class of our tree, whatever name is sent."""
    name = header.get("error")
    if name is None:
        return None
    kind = getattr(errors, str(name), None)
    if not (isinstance(kind, type) and issubclass(kind, errors.TerralexError)):
        kind = errors.LayerNotReadable
    return kind(str(header.get("message", "")))
