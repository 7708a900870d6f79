"""Letters: one form of each, whatever keyboard, page or file they come from."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Composed letters, without characters that cannot be seen.

    File names of macOS have decomposed letters; text from web pages and PDFs brings byte order marks, soft hyphens and
    marks of writing direction.
    """
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf")


def folded(text: str) -> str:
    """Letters as they are compared: :func:`plain`, of usual width (NFKC), without capitals."""
    return unicodedata.normalize("NFKC", plain(text)).casefold()


def without_marks(text: str) -> str:
    """Without accents, as typed in haste or on another keyboard."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))
