"""Composited windows as test pictures: seeds and ground that never train, resampled to one ground sampling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import shapely
from numpy.typing import NDArray

from backend.lexicon import load_lexicon
from training.composites.composer import FIRST_TEST_SEED, Composer
from training.composites.grounds import GroundBank

LAYOUTS = (
    "one_vehicle", "few_cars", "one_airplane", "few_boats", "marina", "one_pool", "tanks", "turbines", "tents",
    "containers", "courts", "greenhouses", "look_alike", "plain_ground",
)  # fmt: skip
CONCEPTS = {"sailboat": "boat"}
"""Concepts of boxes that are found under another name."""
FIRST_DEVELOPMENT_SEED = 900_000
LEAST_PX, MOST_PX = 60, 260


def composited(
    data: Path, sampling_m: float, count: int, keep: Literal["train", "test"] = "test"
) -> Iterator[tuple[NDArray[np.uint8], dict[str, list[shapely.Polygon]]]]:
    """Windows ``[3, h, w]`` uint8 with their true boxes by concept, in px; in plain weather, 60 to 260 px wide.

    Those to ``train`` on are for development: their seeds never trained either, but the ground did.
    """
    composer = Composer(GroundBank(data, keep=keep), load_lexicon(), LAYOUTS, finest_m=sampling_m)
    first = FIRST_TEST_SEED if keep == "test" else FIRST_DEVELOPMENT_SEED
    made = index = 0
    while made < count:
        window = composer.make(first + round(1000 * sampling_m), index)
        index += 1
        side = round(window.window_m / sampling_m)
        if not LEAST_PX <= side <= MOST_PX or window.ground_sampling_m > 2.5 * sampling_m or window.look != "plain":
            continue
        made += 1
        how = cv2.INTER_AREA if side < window.image.shape[0] else cv2.INTER_CUBIC
        pixels = np.asarray(cv2.resize(window.image, (side, side), interpolation=how), dtype=np.uint8)
        scale = side / window.image.shape[0]
        boxes: dict[str, list[shapely.Polygon]] = {}
        for box in window.boxes:
            shape = shapely.box(*(edge * scale for edge in (box.xmin, box.ymin, box.xmax, box.ymax)))
            boxes.setdefault(CONCEPTS.get(box.label, box.label), []).append(shape)
        yield pixels.transpose(2, 0, 1), boxes
