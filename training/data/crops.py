"""Crops of the images of an archive, named and read like images."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image

from training.data.archive import ImageArchive, ImageNotReadable

Area = tuple[int, int, int, int]
"""Left, upper, right and lower edge in pixels."""


def crop_name(name: str, area: Area) -> str:
    """Name of a crop, from that of its image and its area."""
    return f"{name}@{'-'.join(map(str, area))}"


class CropArchive(ImageArchive):
    """An archive whose images are areas of another archive's images; whole images are not decoded again.

    Args:
        archive: archive of the whole images. areas: crop name -> name of its image, and area.
    """

    def __init__(self, archive: ImageArchive, areas: Mapping[str, tuple[str, Area]]) -> None:
        if not areas:
            raise ImageNotReadable(f"{archive.path}: none of its images can be used.")
        self.path = archive.path
        self._whole = archive
        self._areas = areas
        self.names = tuple(sorted(areas))

    @property
    def changed_ns(self) -> int:
        """Time at which the archive of the whole images was written."""
        return self._whole.changed_ns

    def open(self, name: str) -> Image.Image:
        """Decode one crop as RGB.

        Raises:
            ImageNotReadable: the crop does not exist, or its image is damaged.
        """
        if name not in self._areas:
            raise ImageNotReadable(f"{self.path}: there is no part {name}.")
        whole, area = self._areas[name]
        return self._whole.open(whole).crop(area)

    def read(self, name: str) -> bytes:
        """One crop as the bytes of a lossless WebP."""
        stored = io.BytesIO()
        self.open(name).save(stored, "WEBP", lossless=True)
        return stored.getvalue()

    def size(self, name: str) -> tuple[int, int]:
        """Width and height of one crop in pixels."""
        _, (left, upper, right, lower) = self._areas[name]
        return right - left, lower - upper


def quarters(archive: ImageArchive, names: tuple[str, ...]) -> dict[str, tuple[str, Area]]:
    """Each whole image and its four quarters."""
    areas: dict[str, tuple[str, Area]] = {}
    for name in names:
        width, height = archive.size(name)
        half_w, half_h = width // 2, height // 2
        parts = [(x, y, x + half_w, y + half_h) for y in (0, height - half_h) for x in (0, width - half_w)]
        for area in [(0, 0, width, height), *parts]:
            areas[crop_name(name, area)] = name, area
    return areas
