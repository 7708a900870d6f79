"""Decodes one rendered tile of unknown origin to pixels and mask, within limits."""

from __future__ import annotations

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backend.errors import BadOption

FORMATS = ("PNG", "WEBP", "JPEG")
MAX_SCANS = 100
MAX_SCANNED_PX = 20 * 4096**2
"""Of a progressive JPEG, which has about ten scans: every one costs the decoder the whole image once more."""
_SCAN = b"\xff\xda"  # cannot occur in the compressed data of a scan


def decode_tile(data: bytes, tile_px: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Decode a PNG, WebP or JPEG whose sides are ``tile_px``; nothing is decoded of one that says it is larger.

    Returns:
        uint8 ``[3, tile_px, tile_px]`` red, green, blue, and bool ``[tile_px, tile_px]``: True where alpha is not 0.

    Raises:
        BadOption: it is none of these, of another size, damaged, or made to keep its decoder busy.
    """
    scans = data.count(_SCAN) if data.startswith(b"\xff\xd8") else 0
    if scans > MAX_SCANS or scans * tile_px**2 > MAX_SCANNED_PX:
        raise BadOption(f"A tile is a JPEG of {scans} scans, which is too many: save it as an ordinary JPEG.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if image.size != (tile_px, tile_px):
                    raise BadOption(
                        f"A tile has {image.size[0]} x {image.size[1]} pixels, but {tile_px} x {tile_px} were "
                        "announced."
                    )
                rgba = np.asarray(image.convert("RGBA"))
    except BadOption:
        raise
    except Exception as error:  # decoders have many ways to say that bytes are damaged
        raise BadOption(f"A tile is not a complete {', '.join(FORMATS[:-1])} or {FORMATS[-1]} image.") from error
    mask = rgba[..., 3] > 0
    pixels = np.where(mask[None], np.moveaxis(rgba[..., :3], -1, 0), np.uint8(0))
    return np.ascontiguousarray(pixels), mask
