"""Colours of classes: in order from a colour-blind-safe palette, then by name."""

from __future__ import annotations

import colorsys
import hashlib
import re
from collections.abc import Sequence

PALETTE = (
    *("#0072b2", "#f0e442", "#661100", "#44aa99", "#999933", "#88ccee"),
    *("#882255", "#332288", "#ddcc77", "#117733", "#cc6677", "#e69f00"),
)
"""By Okabe and Ito and by Paul Tol, in an order in which each is as far as possible from its predecessors."""
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


def colours_by_order(given: Sequence[str], names: Sequence[str]) -> list[str]:
    """Colours of classes in their order: those given, else the next of the palette that no other class has.

    Args:
        given: ``#rrggbb``, or empty.
        names: as many; from them come the colours when the palette is used up.
    """
    taken = set(given)
    rest = iter([colour for colour in PALETTE if colour not in taken])
    return [colour or next(rest, "") or default_colour(name) for colour, name in zip(given, names)]


def default_colour(name: str) -> str:
    """A colour that depends only on a name."""
    key = " ".join(name.split()).casefold()
    digest = hashlib.sha256(f"{key}\n0".encode()).digest()
    hue = int.from_bytes(digest[:2], "big") / 65536
    rgb = colorsys.hsv_to_rgb(hue, _SATURATIONS[digest[2] % 3], _VALUES[digest[3] % 3])
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in rgb)
