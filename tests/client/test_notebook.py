"""The notebook of docs/notebooks runs from the first cell to the last, in a kernel of its own and without a network."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
import pyogrio
import pytest
from nbclient import NotebookClient

REPOSITORY = Path(__file__).resolve().parents[2]
NOTEBOOK = REPOSITORY / "docs" / "notebooks" / "search_and_label.ipynb"
DEAD_PROXY = "http://127.0.0.1:9"


def test_the_notebook_runs_and_shows_regions_on_a_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # `terralex` as the wheel offers it; its command is beside this Python.
    roots = [str(REPOSITORY), str(REPOSITORY / "backend" / "client")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(roots))
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("TERRALEX_INDEX", str(tmp_path / "indexes"))
    monkeypatch.setenv("TERRALEX_PRELOAD", "0")
    monkeypatch.setenv("TERRALEX_OFFLINE", "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    for proxy in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(proxy, DEAD_PROXY)  # whoever asks for something of the net fails
        monkeypatch.delenv(proxy.upper(), raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "it is kept without outputs"
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()

    def shown(word: str, kind: str) -> str:
        cell = next(cell for cell in notebook.cells if cell.cell_type == "code" and word in cell.source)
        texts = [out["text"] if out.output_type == "stream" else out["data"].get(kind, "") for out in cell.outputs]
        return "".join(texts)

    assert "verdict: " in shown("verdict:", "text/plain") and "100 %" in shown("verdict:", "text/plain")
    regions_map, labels_map = shown("by_rank(feature)", "text/html"), shown("by_class(feature)", "text/html")
    assert "FeatureCollection" in regions_map and "relevance" in regions_map and "data:image/png" in regions_map
    assert "fillOpacity" in labels_map and "farmland" in labels_map
    assert "BadOption: The input 'threshold'" in shown("threshold=7", "text/plain")
    assert pyogrio.read_info(tmp_path / "cover.gpkg", layer="labels")["features"] > 0
    assert (tmp_path / "cover.tif").is_file()
