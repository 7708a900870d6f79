"""Fonts for text in pictures: only glyphs that a font of this machine has are drawn."""

from __future__ import annotations

from functools import lru_cache

from PIL import ImageFont

# By name; Pillow searches the system's font folders. Latin, Cyrillic and Greek first, then Chinese and Korean.
_NAMES = [
    "DejaVuSans.ttf",
    "LiberationSans-Regular.ttf",
    "NotoSans-Regular.ttf",
    "arial.ttf",
    "Arial.ttf",
    "segoeui.ttf",
    "Helvetica.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansKR-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "NanumGothic.ttf",
    "UnDotum.ttf",
    "msyh.ttc",
    "simsun.ttc",
    "malgun.ttf",
    "PingFang.ttc",
    "AppleSDGothicNeo.ttc",
    "STHeiti-Medium.ttc",
]

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=32)
def fonts(size_px: int) -> tuple[Font, ...]:
    """The fonts of this machine at one size, in order of preference; Pillow's own is the last."""
    usable: list[Font] = []
    for name in _NAMES:
        try:
            usable.append(ImageFont.truetype(name, size_px))
        except OSError:
            continue
    own = ImageFont.load_default(size_px)
    return (*usable, own) if isinstance(own, ImageFont.FreeTypeFont) else tuple(usable)


@lru_cache(maxsize=1024)
def _can_draw(font: Font, character: str) -> bool:
    """Whether a font has a glyph: a missing one is drawn like that of a character that no font has."""
    if character.isspace():
        return True
    missing = bytes(font.getmask("\U0010fffe"))
    return bytes(font.getmask(character)) not in (missing, b"")


def drawable_runs(text: str, size_px: int) -> list[tuple[str, Font]] | None:
    """Split a text into runs, each with a font that has all its glyphs; None if a character has no font."""
    runs: list[tuple[str, Font]] = []
    for character in text:
        current = runs[-1][1] if runs else None
        candidates = fonts(size_px) if current is None else (current, *fonts(size_px))
        font = next((font for font in candidates if _can_draw(font, character)), None)
        if font is None:
            return None
        if runs and font is current:
            runs[-1] = (runs[-1][0] + character, font)
        else:
            runs.append((character, font))
    return runs
