"""What schemathesis has to be told of tus: how the body of a part is sent."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def part_of_an_upload(context: schemathesis.SerializationContext, value: Any) -> bytes:
    """The bytes as they are."""
    return value if isinstance(value, bytes) else str(value).encode()
