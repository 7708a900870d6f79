"""A small data set made here: colours as classes, so that learning is quick and checkable."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.training import tiny_models

COLOURS = {"forest": (30, 90, 30), "river": (40, 60, 140), "beach": (220, 200, 150), "parkinglot": (120, 120, 125)}


def paint(colour: tuple[int, int, int], seed: int, side: int = 48) -> Image.Image:
    """A noisy patch of one colour, with a dark blob whose place depends on the seed."""
    rng = np.random.default_rng(seed)
    pixels = np.clip(np.array(colour) + rng.normal(0, 18, (side, side, 3)), 0, 255).astype(np.uint8)
    y, x = rng.integers(0, side - 12, 2)
    pixels[y : y + 12, x : x + 12] //= 2
    return Image.fromarray(pixels)


@pytest.fixture
def class_folders(tmp_path: Path) -> Path:
    """``<class>/<image>`` folders: four classes of ten images."""
    folder = tmp_path / "colours"
    for k, (name, colour) in enumerate(COLOURS.items()):
        (folder / name).mkdir(parents=True)
        for i in range(10):
            paint(colour, 100 * k + i).save(folder / name / f"{name}{i:02d}.png")
    return folder


@pytest.fixture
def karpathy(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of images and a Karpathy-style JSON over them."""
    folder = tmp_path / "captioned"
    folder.mkdir()
    rows = []
    for i in range(12):
        name, colour = list(COLOURS.items())[i % 4]
        paint(colour, 1000 + i).save(folder / f"{i:03d}.png")
        split = "train" if i < 8 else "val" if i < 10 else "test"
        word = {"parkinglot": "parking lot"}.get(name, name)
        sentences = [{"raw": f"many green trees are near a {word} .", "sentid": i}]
        rows.append({"filename": f"{i:03d}.png", "split": split, "label": name, "sentences": sentences})
    annotation = tmp_path / "captions.json"
    annotation.write_text(json.dumps({"dataset": "made", "images": rows}))
    return folder, annotation


@pytest.fixture
def data(class_folders: Path, karpathy: tuple[Path, Path]) -> Path:
    """Folder with two data sets and a small model to start from."""
    tiny_models.vit_custom_text(class_folders.parent / "model")
    return class_folders.parent
