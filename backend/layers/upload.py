"""One upload: its state, the name of its file, the checksums of its parts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.errors import BadOption

EXTENSIONS = (".tif", ".tiff", ".gtiff", ".jp2", ".j2k", ".gpkg", ".mbtiles", ".ecw", ".sid")
_MAX_NAME_BYTES = 120


@dataclass(frozen=True)
class Upload:
    """One upload.

    Attributes:
        id: names it in requests.
        name: of the file, made safe.
        length: bytes announced.
        offset: bytes that arrived and are on the disk.
        metadata: what the client said of it.
        created, updated: ISO 8601, UTC.
        sha256: of the whole content, once finished.
    """

    id: str
    name: str
    length: int
    offset: int
    metadata: Mapping[str, Any]
    created: str
    updated: str
    sha256: str | None


def safe_name(name: str) -> str:
    """A file's name without folders, control characters and what systems object to.

    Raises:
        BadOption: its extension is not of a format that is taken.
    """
    plain = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    plain = re.sub(r"[^\w.-]", "_", plain).lstrip(".-")
    stem, dot, extension = plain.rpartition(".")
    if f".{extension.lower()}" not in EXTENSIONS or not dot:
        raise BadOption(f"{name[:80]!r} has a format that cannot be uploaded: send {', '.join(EXTENSIONS[:6])}.")
    while len(stem.encode()) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem or 'image'}.{extension.lower()}"


def part_digest(checksum: str | None) -> bytes | None:
    """Digest that a part must have: ``sha256`` and base64, as in the tus protocol; None if it came without.

    Raises:
        BadOption: the checksum is not one.
    """
    if checksum is None:
        return None
    algorithm, _, text = checksum.partition(" ")
    try:
        digest = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if algorithm.lower() != "sha256" or len(digest) != hashlib.sha256().digest_size:
        raise BadOption("The checksum must be the word sha256, a space and the digest in base64.")
    return digest
