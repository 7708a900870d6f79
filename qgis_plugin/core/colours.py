"""Colours of classes that depend on the name alone, as the server's do: a class looks the same on every map."""

from __future__ import annotations

import colorsys
import hashlib
import re

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SATURATIONS = (0.55, 0.75, 0.95)
_VALUES = (0.95, 0.8, 0.6)


def parse_colour(text: str) -> str | None:
    """``#rgb`` or ``#rrggbb`` as ``#rrggbb`` in lower case; None for anything else."""
    text = text.strip()
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:].lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(2 * digit for digit in digits)


def default_colour(name: str) -> str:
    """The colour of a class without one of its own."""
    key = " ".join(name.split()).casefold()
    digest = hashlib.sha256(f"{key}\n0".encode()).digest()
    hue = int.from_bytes(digest[:2], "big") / 65536
    rgb = colorsys.hsv_to_rgb(hue, _SATURATIONS[digest[2] % 3], _VALUES[digest[3] % 3])
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in rgb)
