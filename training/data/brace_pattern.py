"""Brace expansion of file names, as in shells: ``shard-{000..099}.tar``, ``{train,val}/{0..9}.tar``."""

from __future__ import annotations

import re
from itertools import islice, product

from backend.errors import BadOption

MAX_NAMES = 1_000_000
_GROUP = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"(\d+)\.\.(\d+)")


def _alternatives(group: str, pattern: str) -> list[str]:
    if found := _RANGE.fullmatch(group):
        first, last = int(found[1]), int(found[2])
        if not first <= last < first + MAX_NAMES:
            raise BadOption(f"{pattern}: {{{group}}} must count upwards, and not over more than {MAX_NAMES} names.")
        padded = any(len(end) > 1 and end.startswith("0") for end in found.groups())
        width = max(map(len, found.groups())) if padded else 0
        return [str(number).zfill(width) for number in range(first, last + 1)]
    if "," not in group:
        raise BadOption(f"{pattern}: write {{{group}}} as a range {{000..099}} or a list {{a,b}}.")
    return group.split(",")


def expand_braces(pattern: str) -> list[str]:
    """The names of a pattern, in order: the last group varies fastest.

    Numbers keep their leading zeros. A pattern without braces is one name; groups do not nest.

    Raises:
        BadOption: a group is neither a range nor a list, braces are unbalanced, or it gives over a million names.
    """
    parts = _GROUP.split(pattern)  # text, group, text, group, ..., text
    if any(brace in text for text in parts[::2] for brace in "{}"):
        raise BadOption(f"{pattern}: a brace has no partner, or groups are nested; write {{000..099}} or {{a,b}}.")
    choices = [[text] if i % 2 == 0 else _alternatives(text, pattern) for i, text in enumerate(parts)]
    names = ["".join(chosen) for chosen in islice(product(*choices), MAX_NAMES + 1)]
    if len(names) > MAX_NAMES:
        raise BadOption(f"{pattern}: stands for more than {MAX_NAMES} names.")
    return names
