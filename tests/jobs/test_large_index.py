"""Which indexes are given lists, and what is said of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from backend.index.store import LayerIndex
from backend.jobs.large_index import is_large, with_lists
from backend.jobs.process import Run
from backend.models.encoder import Encoder, load_encoder
from backend.progress import Progress
from backend.search.matrix_cache import MatrixCache
from backend.search.streamed import StreamedMatrix
from harness.made_up_index import build_index
from harness.text_model import DIMENSION, save_text_model

WINDOWS = 3000


@pytest.fixture
def made(tmp_path: Path) -> tuple[LayerIndex, Encoder]:
    encoder = load_encoder(save_text_model(tmp_path / "model"), "cpu")
    return build_index(tmp_path, WINDOWS, encoder), encoder


@pytest.mark.parametrize("budget", [100_000, 2_000_000, 5_000_000, 1_000_000_000])
def test_an_index_is_large_when_searches_leave_it_on_disk(made: tuple[LayerIndex, Encoder], budget: int) -> None:
    on_disk = isinstance(MatrixCache(budget).get(made[0]), StreamedMatrix)
    assert is_large(WINDOWS, DIMENSION, budget) == on_disk


def test_lists_are_made_once_and_described(made: tuple[LayerIndex, Encoder]) -> None:
    index, encoder = made
    lines: list[str] = []
    steps: list[Progress] = []
    with_lists(index, encoder, Run(log=lines.append), steps.append)
    found = index.lists()
    assert found is not None and steps[-1].done == WINDOWS
    assert len(lines) == 1 and f"{found.facts.probes} of {found.facts.lists} lists" in lines[0]
    with_lists(index, encoder, Run(log=lines.append), steps.append)
    assert len(lines) == 1, "they are there"


def test_that_they_cannot_be_made_is_no_failure(
    made: tuple[LayerIndex, Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "faiss", None)
    lines: list[str] = []
    with_lists(*made, Run(log=lines.append), lambda _: None)
    assert len(lines) == 1 and 'pip install "terralex[large]"' in lines[0] and "from disk" in lines[0]
