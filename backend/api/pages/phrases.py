"""What documents of the API say in English, in the words of a page: whole sentences, and some with names in them."""

from __future__ import annotations

import re
from collections.abc import Callable

WITH_NAMES = ("Index of {name}", "Windows of {sizes} m under {model}.", "Features of the job {id}.")
"""Sentences of documents that hold a name."""
WHOLE = (
    *("Search and label georeferenced imagery with words.", "Conformance classes", "Indexes and results as features"),
    *("Saved searches", "Features so far", "Results", "Not Found", "Bad Request", "Forbidden"),
)
"""Sentences of documents, besides the titles and descriptions of processes."""
_PATTERNS = {
    sentence: re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(sentence)), re.DOTALL)
    for sentence in WITH_NAMES
}


def phrase(text: str, translate: Callable[..., str]) -> str:
    """A sentence of a document in the language of a page; as it is where it has no translation.

    Args:
        text: the sentence, or what somebody has named something.
        translate: an English sentence, with values to put in, into that language.
    """
    for sentence, pattern in _PATTERNS.items():
        found = pattern.fullmatch(text)
        if found is not None:
            return translate(sentence, **found.groupdict())
    return translate(text)
