"""Colours of classes: parsing, and defaults that depend only on the class."""

from __future__ import annotations

import colorsys
import hashlib
import re
from collections.abc import Sequence

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SATURATIONS = (0.55, 0.75, 0.95)
_VALUES = (0.95, 0.8, 0.6)


def parse_colour(text: str) -> str | None:
    """``#rgb`` or ``#rrggbb`` -> ``#rrggbb`` in lower case; None for anything else."""
    text = text.strip()
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:].lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(2 * digit for digit in digits)


def default_colour(name: str, attempt: int = 0) -> str:
    """A colour ``#rrggbb`` that depends only on the class's name, ignoring letter case and surrounding blanks.

    Hue, saturation and value come from the name's SHA-256, so that "forest" looks the same on every map and after
    classes were added or reordered. ``attempt`` gives further colours of the same name.
    """
    key = " ".join(name.split()).casefold()
    digest = hashlib.sha256(f"{key}\n{attempt}".encode()).digest()
    hue = int.from_bytes(digest[:2], "big") / 65536
    rgb = colorsys.hsv_to_rgb(hue, _SATURATIONS[digest[2] % 3], _VALUES[digest[3] % 3])
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in rgb)


def fill_colours(names: Sequence[str], given: Sequence[str | None]) -> tuple[str, ...]:
    """Colours of a set: those given, and for the rest defaults that do not repeat another colour of the set."""
    taken = {colour for colour in given if colour}
    colours = []
    for name, chosen in zip(names, given, strict=True):
        attempt = 0
        colour = chosen or default_colour(name)
        while chosen is None and colour in taken:
            attempt += 1
            colour = default_colour(name, attempt)
        taken.add(colour)
        colours.append(colour)
    return tuple(colours)
