"""The pool knows whether reading processes can be started, and notices when they can again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from backend.errors import LayerNotReadable
from backend.imagery import reader_child
from backend.imagery.sandbox import ReaderPool


def test_a_pool_that_cannot_start_a_process_says_so_until_it_can(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with ReaderPool(processes=1) as pool:
        with monkeypatch.context() as broken:
            broken.setattr(reader_child.sys, "executable", str(tmp_path / "no-python"))
            pool.check()
            assert pool.trouble == "No such file or directory"
            (tmp_path / "a.tif").write_bytes(b"II*\0")
            with pytest.raises(LayerNotReadable, match="no reader process can be started"):
                pool.open(tmp_path / "a.tif")
        pool.check()
        assert pool.trouble is None


def test_a_process_that_ends_at_once_is_trouble(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with ReaderPool(processes=1) as pool:
        with monkeypatch.context() as broken:
            broken.setattr(reader_child.sys, "executable", "/bin/false")
            pool.check()
            assert pool.trouble is not None
        assert sys.executable != "/bin/false"
        pool.check()
        assert pool.trouble is None


def test_a_process_without_memory_for_a_block_is_trouble() -> None:
    with ReaderPool(processes=1, memory_bytes=1_000_000) as pool:
        pool.check()
        assert pool.trouble is not None
