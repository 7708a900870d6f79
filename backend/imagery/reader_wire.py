"""Messages between a reading process and the service: a JSON header, then raw bytes. Nothing is unpickled."""

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
"""The task that checks whether a process can work."""

NEED = "need"
"""Key of a child's request during its work: ranges of a member of a remote layer."""

_LENGTH = struct.Struct(">I")
_MAX_HEADER_BYTES = 4 * 1024**2
MIB = 1024**2


@dataclass(frozen=True)
class ReaderLimits:
    """The limits of a process that reads untrusted rasters.

    Attributes:
        memory_bytes: address space of the process.
        timeout_s: per request, in wall-clock and in processor time.
        max_pixels: largest width times height of a layer.
        max_bands: most bands of a layer.
        max_block_bytes: largest decoded block of the file, all bands.
        roots: the only folders that may be read, where the kernel can enforce it; everything if empty.
    """

    memory_bytes: int = 3 * 1024 * MIB
    timeout_s: float = 60.0
    max_pixels: int = 40_000_000_000
    max_bands: int = 512
    max_block_bytes: int = 512 * MIB
    roots: tuple[str, ...] = ()


def printable_name(path: str) -> str:
    """Name of a file for a sentence: readers know the layer by its name, and must not learn its path."""
    name = os.path.basename(path).removesuffix(SUFFIX).removesuffix(".mosaic")  # noqa: PTH119  # a Path cannot hold every string
    return "".join(letter if letter.isprintable() else "?" for letter in name)


class ChannelClosed(Exception):
    """The other process has ended or closed its pipe."""


def send(stream: BinaryIO, header: Mapping[str, Any], *payload: memoryview) -> None:
    """Write a message to an unbuffered pipe.

    Raises:
        ChannelClosed: the other side has closed the pipe.
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
    """Read the header of the next message; the caller reads its payload, if any, with :func:`fill`.

    Raises:
        ChannelClosed: the other side has closed the pipe, or violates the protocol.
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
        ChannelClosed: the stream ends early.
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
    """The error in an answer: always one of our own classes, whatever name was sent."""
    name = header.get("error")
    if name is None:
        return None
    kind = getattr(errors, str(name), None)
    if not (isinstance(kind, type) and issubclass(kind, errors.TerralexError)):
        kind = errors.LayerNotReadable
    return kind(str(header.get("message", "")))
