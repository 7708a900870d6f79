"""The headers of tus 1.0.0, the protocol of resumable uploads, read and written."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime

from backend.errors import BadOption, ChecksumMismatch, UploadConflict

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
PART_TYPE = "application/offset+octet-stream"
MAX_METADATA = 4096


def parse_metadata(header: str | None) -> dict[str, str]:
    """``filename YS50aWY=,kind`` -> values by key.

    Raises:
        BadOption: it does not hold keys with base64 values, or is too long.
    """
    values: dict[str, str] = {}
    if not header:
        return values
    if len(header) > MAX_METADATA:
        raise BadOption(f"The header Upload-Metadata is longer than {MAX_METADATA} characters: send less.")
    for row in header.split(","):
        key, _, value = row.strip().partition(" ")
        try:
            values[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadOption(
                "The header Upload-Metadata must hold keys with base64 values, separated by commas."
            ) from error
        if not key:
            raise BadOption("The header Upload-Metadata has a value without a key: add the key.")
    return values


def metadata_header(metadata: dict[str, str]) -> str:
    """Values by key as a header."""
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode('ascii')}".strip() for key, value in metadata.items()
    )


def http_date(moment: datetime) -> str:
    """A time in HTTP's format."""
    return format_datetime(moment, usegmt=True)


class PartChanged(UploadConflict):
    """Ends the reading of a part that does not match its checksum, so that the whole part is dropped."""


def checked(parts: Iterable[bytes], header: str | None) -> Iterator[bytes]:
    """The bytes of a part; its checksum is verified at the end.

    Args:
        parts: the bytes.
        header: ``Upload-Checksum``, ``sha1`` or ``sha256`` and the digest in base64; None where there is none.

    Raises:
        BadOption: the header is not understood; told before the first byte is read.
        PartChanged: the received bytes differ from those sent.
    """
    if header is None:
        yield from parts
        return
    name, _, text = header.partition(" ")
    try:
        digest, expected = ALGORITHMS[name.lower()](), base64.b64decode(text.strip(), validate=True)
    except (KeyError, binascii.Error) as error:
        raise BadOption(
            "The header Upload-Checksum must hold sha1 or sha256, a space and the digest in base64."
        ) from error
    for data in parts:
        digest.update(data)
        yield data
    if not hmac.compare_digest(digest.digest(), expected):
        raise PartChanged("The part was corrupted in transit.")


def part_changed(offset: int) -> ChecksumMismatch:
    """What is reported to the client."""
    return ChecksumMismatch(f"The part at byte {offset} was corrupted in transit: send it again.")
