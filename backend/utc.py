"""Times as they are written everywhere: ISO 8601 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The clock of those who are given none."""
    return datetime.now(UTC)


def to_text(time: datetime) -> str:
    """To the millisecond; sorts as the times do."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now_text() -> str:
    """Now, to the second."""
    return utc_now().strftime("%Y-%m-%dT%H:%M:%SZ")
