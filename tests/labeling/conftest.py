"""Clouds of embeddings with known classes, and a layer of coloured shapes under an encoder that sees colours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.labeling.label_set import LabelSet, parse_label_set
from tests.search.conftest import ColouredLayer, ColourEncoder, coloured_layer

COLOUR_OF = {"red": "#dc1414", "green": "#14dc14", "blue": "#1414dc"}


def unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    """Rows of length one."""
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def clouds(
    seed: int, per_class: int, classes: int = 4, dimension: int = 32, spread: float = 0.12, gap: float = 0.9
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """Embeddings ``[n, d]`` around one centre a class, class vectors ``[k, d]`` that miss the centres, and labels.

    ``gap`` is how far the texts lie from the images, as they do in CLIP.
    """
    rng = np.random.default_rng(seed)
    centres = unit(rng.standard_normal((classes, dimension)))
    labels = np.repeat(np.arange(classes), per_class)
    embeddings = unit(centres[labels] + spread * rng.standard_normal((len(labels), dimension)))
    vectors = unit(centres + gap * unit(rng.standard_normal((classes, dimension))))
    return embeddings, vectors, labels


@pytest.fixture(scope="session")
def encoder() -> ColourEncoder:
    return ColourEncoder()


@pytest.fixture(scope="session")
def colours() -> LabelSet:
    """Red, green, blue, and "ground", which is what the encoder calls all else."""
    classes = [{"name": name, "colour": colour} for name, colour in COLOUR_OF.items()]
    return parse_label_set([*classes, {"name": "plain", "colour": "#808080"}], "colours.json")


@pytest.fixture(scope="session", params=["EPSG:32632", "EPSG:4326", "turned"])
def coloured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ColouredLayer:
    """500 m of grey with a red and a blue square and a green disc: in metres, in degrees, and turned by 30 degrees."""
    turned = request.param == "turned"
    path = tmp_path_factory.mktemp("coloured") / "coloured.tif"
    return coloured_layer(path, "EPSG:32632" if turned else request.param, 30.0 if turned else 0.0)


@pytest.fixture(scope="session")
def index(coloured: ColouredLayer, encoder: ColourEncoder, tmp_path_factory: pytest.TempPathFactory) -> LayerIndex:
    return index_layer(coloured.path, encoder, tmp_path_factory.mktemp("indexes"), (25.0, 50.0))


@pytest.fixture(scope="session")
def plain_layer(tmp_path_factory: pytest.TempPathFactory) -> ColouredLayer:
    """The same in metres alone."""
    return coloured_layer(tmp_path_factory.mktemp("plain") / "coloured.tif")


def folder_names(folder: Path) -> list[str]:
    """What lies in a folder, sorted."""
    return sorted(file.name for file in folder.iterdir())
