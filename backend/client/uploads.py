"""Upload in parts by tus 1.0.0, each with its checksum; lost parts are sent again."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

from backend.client.transport import Transport
from backend.errors import BadOption, ChecksumMismatch, ServiceUnreachable, UploadConflict

PART_BYTES = 8 * 1024**2
_TRIES = 4
_TUS = {"Tus-Resumable": "1.0.0"}


def upload(transport: Transport, file: Path, progress: Callable[[int, int], None] | None = None) -> str:
    """Upload a file and return the id of the upload.

    Args:
        transport: the service.
        file: in a single-file format, such as GeoTIFF.
        progress: called with the number of bytes received and the total.

    Raises:
        BadOption: it cannot be read, or is empty.
        TerralexError: the service does not accept it.
    """
    try:
        size = file.stat().st_size
        source = file.open("rb")
    except OSError as error:
        raise BadOption(f"{file} cannot be read: {error.strerror}.") from error
    with source:
        if size == 0:
            raise BadOption(f"{file} is empty: there is nothing to send.")
        name = base64.b64encode(file.name.encode()).decode("ascii")
        headers = {**_TUS, "Upload-Length": str(size), "Upload-Metadata": f"filename {name}"}
        address = transport.send("POST", "/uploads", headers=headers).headers["Location"]
        offset, tries = 0, 0
        while offset < size:
            source.seek(offset)
            part = source.read(PART_BYTES)
            if not part:
                raise BadOption(f"{file} shrank while it was being sent: send it again.")
            try:
                offset, tries = _send_part(transport, address, offset, part), 0
            except (ServiceUnreachable, ChecksumMismatch, UploadConflict):
                tries += 1
                if tries == _TRIES:
                    raise
                offset = int(transport.send("HEAD", address, headers=_TUS).headers["Upload-Offset"])
            if progress is not None:
                progress(offset, size)
    return address.rstrip("/").rsplit("/", 1)[-1]


def _send_part(transport: Transport, address: str, offset: int, part: bytes) -> int:
    digest = base64.b64encode(hashlib.sha256(part).digest()).decode("ascii")
    headers = {
        **_TUS,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {digest}",
    }
    return int(transport.send("PATCH", address, headers=headers, content=part).headers["Upload-Offset"])
