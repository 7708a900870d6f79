"""An index that does not fit into the memory for searches: made, made again, and searched, by the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.mark.slow
def test_it_is_given_lists_once_and_is_searched(
    terralex, tiny_model: str, layer: Path, index_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRALEX_MEMORY__MATRICES_BYTES", "1000")
    monkeypatch.setenv("TERRALEX_INDEX", str(index_root))
    first = terralex("index", layer, "--model", tiny_model, "--window-m", "16,32")
    assert first.returncode == 0, first.stderr
    assert "is larger than the memory for searches" in first.stderr
    [facts] = index_root.glob("*/*/lists/lists.json")
    told, stamp = json.loads(facts.read_text()), facts.stat().st_mtime_ns
    assert f"{told['rows']} windows of 16, 32 m" in first.stdout
    again = terralex("index", layer, "--model", tiny_model, "--window-m", "16,32")
    assert again.returncode == 0 and "larger" not in again.stderr
    assert facts.stat().st_mtime_ns == stamp, "they are there"
    found = terralex(
        "search", "dark", "--layer", layer, "--model", tiny_model, "--window-m", "16,32", "--threshold", 0, "--json"
    )
    assert found.returncode == 0, found.stderr
    answer = json.loads(found.stdout)
    assert answer["exact"] and answer["recall"] is None, "so few windows are all compared"
    assert answer["windows"] == told["rows"] and answer["regions"]
