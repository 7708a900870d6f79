"""Real ground for composites: crops of photographs whose place, resolution and kind are roughly known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from training.composites.canvas import CANVAS_PX, texture, vary
from training.data.archive import ImageArchive
from training.data.readers import read_class_folders

Kind = Literal["bare", "grass", "field", "sand", "forest", "water", "suburb", "town", "rock"]
Source = Literal["rsicd", "ucm", "openaerialmap", "urban_trees"]
SOURCES: tuple[Source, ...] = ("rsicd", "ucm", "openaerialmap", "urban_trees")

RSICD: Mapping[str, tuple[Kind, float, str]] = MappingProxyType(
    {
        "BareLand": ("bare", 1.3, "bare_land"),
        "Desert": ("sand", 4.0, "desert"),
        "Meadow": ("grass", 1.3, "meadow"),
        "Farmland": ("field", 2.0, "farmland"),
        "Forest": ("forest", 1.6, "forest"),
        "Mountain": ("rock", 5.0, "mountain"),
        "Beach": ("water", 1.6, "beach"),
        "River": ("water", 3.0, "river"),
        "Pond": ("water", 1.6, "pond"),
        "SparseResidential": ("suburb", 1.3, "sparse_residential_area"),
        "MediumResidential": ("suburb", 1.0, "medium_residential_area"),
        "DenseResidential": ("town", 1.0, "dense_residential_area"),
    }
)
"""Label -> kind of ground, estimated metres per pixel (the set does not specify it), and concept."""
UCM: Mapping[str, tuple[Kind, str]] = MappingProxyType(
    {
        "agricultural": ("field", "farmland"),
        "beach": ("water", "beach"),
        "chaparral": ("bare", "shrubland"),
        "forest": ("forest", "forest"),
        "golfcourse": ("grass", "golf_course"),
        "river": ("water", "river"),
        "runway": ("bare", "runway"),
        "sparseresidential": ("suburb", "sparse_residential_area"),
    }
)
"""Classes of UC Merced without anything that is drawn here."""
_FOLDERS: Mapping[Source, str] = MappingProxyType(
    {"rsicd": "rsicd", "ucm": "ucm", "openaerialmap": "openaerialmap_tiles", "urban_trees": "urban_trees"}
)
_EVEN: frozenset[Kind] = frozenset({"bare", "grass", "field", "sand", "forest", "water", "rock"})
"""Kinds that look similar at several scales: their crops may be magnified more."""


@dataclass(frozen=True)
class GroundImage:
    """One photograph of ground. ``concept`` is what it shows; empty if unknown."""

    source: Source
    name: str
    kind: Kind
    sampling_m: float
    concept: str


@dataclass(frozen=True)
class Ground:
    """A crop, uint8 ``[448, 448, 3]``, and its photograph; None if it was generated."""

    rgb: NDArray[np.uint8]
    image: GroundImage | None


def looks_like_water(rgb: NDArray[np.uint8]) -> bool:
    """Whether a crop is uniformly smooth and blue, green or dark."""
    small = cv2.resize(rgb, (24, 24), interpolation=cv2.INTER_AREA).astype(np.float32)
    red, green, blue = (small[..., k] for k in range(3))
    wet = (np.maximum(green, blue) >= red + 4) & (small.mean(2) < 170) & (np.ptp(small, axis=2) < 110)
    leafy = (green > blue + 12) & (green > red + 12)
    fine = cv2.resize(rgb, (96, 96), interpolation=cv2.INTER_AREA).astype(np.float32).mean(2)
    rough = np.abs(cv2.Laplacian(fine, cv2.CV_32F)).mean()
    return bool(wet.mean() > 0.97 and leafy.mean() < 0.15 and small.std(axis=(0, 1)).max() < 22 and rough < 9)


class GroundBank:
    """The photographs of the available sets, by kind; each archive is opened once.

    Args:
        data: folder of the sets. sources: sets of ground; must not include a set held out for validation.
        keep: the part of the photographs to use, the front of a fixed shuffle (``"train"``) or the rest (``"test"``),
            so that composited test scenes use ground that is not in the training data.
    """

    def __init__(
        self, data: Path, sources: Sequence[Source] = SOURCES, keep: Literal["train", "test"] = "train"
    ) -> None:
        self.data = data
        self.sources = tuple(sources)
        self.keep = keep
        self._archives: dict[Source, ImageArchive] = {}

    def _archive(self, source: Source) -> ImageArchive:
        if source not in self._archives:
            self._archives[source] = ImageArchive(self.data / f"{_FOLDERS[source]}.tar")
        return self._archives[source]

    def _of_source(self, source: Source) -> list[GroundImage]:
        split = self.keep
        if source == "rsicd":
            rows = json.loads((self.data / "rsicd.json").read_text(encoding="utf-8"))["images"]
            return [
                GroundImage(
                    source,
                    row["filename"] if "/" in row["filename"] else f"images/{row['filename']}",
                    *RSICD[row["label"]],
                )
                for row in rows
                if row["split"] == split and row["label"] in RSICD
            ]
        if source == "ucm":
            samples = read_class_folders(source, self._archive(source))
            known = [(s, *UCM[s.label]) for s in samples if s.split == split and s.label is not None and s.label in UCM]
            return [GroundImage(source, sample.name, kind, 0.3, concept) for sample, kind, concept in known]
        names = self._archive(source).names
        places = sorted({_place(source, name) for name in names})
        held = set(places[::6])  # whole cities or columns of tiles, as neighbours show the same ground
        mine = [name for name in names if (_place(source, name) in held) == (split == "test")]
        if source == "urban_trees":
            return [GroundImage(source, name, "suburb", 0.6, "") for name in mine]
        return [GroundImage(source, name, "town", 0.074 * 2 ** (21 - _zoom(name)), "") for name in mine]

    @cached_property
    def by_kind(self) -> Mapping[Kind, tuple[GroundImage, ...]]:
        """Photographs of each kind."""
        kinds: dict[Kind, list[GroundImage]] = {}
        for source in self.sources:
            for image in self._of_source(source):
                kinds.setdefault(image.kind, []).append(image)
        return {kind: tuple(images) for kind, images in kinds.items()}

    def crop(self, rng: np.random.Generator, image: GroundImage, window_m: float) -> NDArray[np.uint8]:
        """A randomly rotated crop of about the window's size on the ground."""
        pixels = np.asarray(self._archive(image.source).open(image.name))
        side = min(pixels.shape[:2])
        least = 56 if image.kind in _EVEN else 100
        want = int(np.clip(window_m / image.sampling_m, least, side))
        row, column = (int(rng.integers(0, size - want + 1)) for size in pixels.shape[:2])
        part = np.rot90(pixels[row : row + want, column : column + want], int(rng.integers(4)))
        if rng.random() < 0.5:
            part = part[:, ::-1]
        return cv2.resize(np.ascontiguousarray(part), (CANVAS_PX, CANVAS_PX), interpolation=cv2.INTER_CUBIC).astype(
            np.uint8
        )

    def draw(self, rng: np.random.Generator, kinds: Sequence[Kind], window_m: float) -> Ground:
        """Ground of one of some kinds with a scale that fits the window; water is generated if there is none."""
        kind = kinds[int(rng.integers(len(kinds)))]
        images = self.by_kind.get(kind, ())
        if kind not in _EVEN:
            fitting = [i for i in images if window_m / i.sampling_m >= 60]
            images = tuple(fitting) or images
        if kind == "water":
            for image in (images[k] for k in rng.integers(0, len(images), 5)) if images and rng.random() < 0.75 else ():
                rgb = self.crop(rng, image, window_m * 0.5)
                if looks_like_water(rgb):
                    return Ground(_sharpened(rng, rgb, 5.0), image)
            return Ground(make_water(rng, window_m), None)
        if not images:
            return Ground(make_plain(rng, kind), None)
        image = images[int(rng.integers(len(images)))]
        rgb = self.crop(rng, image, window_m)
        stretch = CANVAS_PX * image.sampling_m / window_m
        return Ground(_sharpened(rng, rgb, 7.0) if stretch > 4 and kind in _EVEN else rgb, image)


def _place(source: Source, name: str) -> str:
    stem = PurePosixPath(name).stem
    if source == "urban_trees":
        return stem.split("_")[0]
    _, x, _, zoom = stem.split("-")
    return f"{PurePosixPath(name).parent.name}/{int(x) >> (int(zoom) - 19)}"


def _zoom(name: str) -> int:
    return int(PurePosixPath(name).stem.rsplit("-", 1)[1])


def _sharpened(rng: np.random.Generator, rgb: NDArray[np.uint8], amount: float) -> NDArray[np.uint8]:
    """Adds fine grain to magnified ground, as otherwise things would stand out by being sharp."""
    grain = texture(rng, CANVAS_PX, 0.8, 0.6, 0.0) * np.float32(rng.uniform(0.4, 1.0) * amount)
    return np.clip(rgb + grain[..., None], 0, 255).astype(np.uint8)


def make_water(rng: np.random.Generator, window_m: float) -> NDArray[np.uint8]:
    """Generate open water with swell and ripples, in one of several colours."""
    colours = ((30, 62, 84), (44, 84, 98), (58, 98, 96), (70, 96, 82), (36, 76, 106), (92, 110, 96), (24, 44, 58))
    colour = np.asarray(vary(rng, colours[int(rng.integers(len(colours)))], 8), np.float32)
    tone = texture(rng, CANVAS_PX, 0.7, 0.8, 1.1) * np.float32(rng.uniform(2.0, 6.0))
    turn, length = rng.uniform(0, np.pi), rng.uniform(1.5, 5.0) * CANVAS_PX / window_m
    grid = np.arange(CANVAS_PX, dtype=np.float32)
    phase = (grid[None, :] * np.cos(turn) + grid[:, None] * np.sin(turn)) / max(length, 4.0) * 2 * np.pi
    tone += np.sin(phase + 1.6 * texture(rng, CANVAS_PX, 0.1, 0.8, 1.0)) * np.float32(rng.uniform(0.5, 3.0))
    return np.clip(colour + tone[..., None], 0, 255).astype(np.uint8)


def make_plain(rng: np.random.Generator, kind: Kind) -> NDArray[np.uint8]:
    """Generate ground of one colour with grain, if there is no photograph of its kind."""
    colours: Mapping[Kind, tuple[float, float, float]] = {
        "bare": (158, 138, 112), "grass": (96, 116, 70), "field": (128, 124, 82), "sand": (206, 186, 150),
        "forest": (58, 80, 48), "suburb": (120, 122, 104), "town": (140, 134, 124), "rock": (132, 126, 118),
    }  # fmt: skip
    colour = np.asarray(vary(rng, colours.get(kind, (130, 126, 110)), 8), np.float32)
    return np.asarray(np.clip(colour + texture(rng, CANVAS_PX, 0.8, 0.8, 1.0)[..., None] * 8, 0, 255), dtype=np.uint8)
