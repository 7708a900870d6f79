"""Commands that keep their indexes in a bucket, as a user gives them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.object_store import object_store

pytest.importorskip("moto", reason="moto is not installed")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_layer_is_indexed_into_a_bucket_and_searched_there(
    terralex: Run, layer: Path, tiny_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shared = ("--model", tiny_model, "--window-m", "50,100", "--index", "s3://indexes/one")
    with object_store("indexes") as store:
        for name, value in store.environment().items():
            monkeypatch.setenv(name, value)
        made = terralex("index", layer, *shared)
        assert (made.returncode, made.stderr) == (0, "") and "in s3://indexes/one/layer-" in made.stdout
        assert any(key.endswith("/index.json") for key in store.keys("indexes"))
        again = terralex("index", layer, *shared, "--stats")
        assert again.stdout == f"{made.stdout}Nothing had to be embedded.\n"
        search = ("search", "dark square", "--layer", layer, "--threshold", "0", "--json")
        found = terralex(*search, *shared)
        local = terralex(*search, *shared[:-1], tmp_path / "disk")
        assert found.returncode == local.returncode == 0, found.stderr
        assert json.loads(found.stdout)["regions"] == json.loads(local.stdout)["regions"]
    gone = terralex("index", layer, *shared)
    assert gone.returncode == 2 and "The store of s3://indexes/one/layer-" in gone.stderr
    assert gone.stderr.count("\n") == 1


def test_a_service_refuses_a_bucket(terralex: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("TERRALEX_INDEX", "s3://indexes/one")
    done = terralex("serve", "--port", "0", "--index", "s3://indexes/one")
    assert done.returncode == 2 and "The service keeps its indexes in a folder" in done.stderr
