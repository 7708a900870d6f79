"""Docstrings name things as ``:func:`backend.x.y``` for readers of the source; on the site that is the name as code."""

from __future__ import annotations

import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:mod|class|func|meth|attr|data|exc):`~?([^`]+)`")


class DocstringRoles(griffe.Extension):
    """An extension of griffe, which reads the docstrings for the site."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Take the roles of one docstring away."""
        if obj.docstring is not None:
            obj.docstring.value = _ROLE.sub(r"`\1`", obj.docstring.value)
