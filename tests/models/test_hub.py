"""Fetching models by the real client from a hub on this machine: what works, what breaks, and what is said then."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.models.conftest import write_tiny_model
from tests.models.hub_server import Hub

Client = Callable[..., "subprocess.CompletedProcess[str]"]
MODEL = "hf-hub:tests/tiny"
WEIGHTS = "open_clip_model.safetensors"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("served") / "tiny")


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("served") / "newer", seed=1)


def fetched(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One sentence on stderr, after what the client itself may have warned of."""
    assert done.returncode == 2 and done.stdout == ""
    sentence = done.stderr.strip().splitlines()[-1]
    assert sentence.startswith("Error: ") and sentence.endswith(".")
    assert all(word in sentence for word in words), sentence
    assert "Traceback" not in done.stderr


def test_a_model_is_fetched_once_and_then_needs_no_hub(hub: Hub, fetch: Client, client: Client, tiny: Path) -> None:
    commit = hub.add("tests/tiny", tiny)
    row = fetched(fetch(MODEL, "--json"))
    assert row["commit"] == commit and Path(str(row["path"])).read_bytes() == (tiny / WEIGHTS).read_bytes()
    asked = len(hub.asked)
    assert fetched(fetch(MODEL, "--json")) == row
    assert len(hub.asked) == asked
    encode = (
        f"from backend.models.encoder import load_encoder as l; print(l('{MODEL}', 'cpu').encode_texts(['x']).shape)"
    )
    for environment in ({"HF_ENDPOINT": "http://127.0.0.1:9"}, {"TERRALEX_OFFLINE": "1"}, {"HF_HUB_OFFLINE": "1"}):
        done = client("-c", encode, **environment)
        assert done.stdout == "(1, 16)\n", done.stderr
    assert len(hub.asked) == asked


def test_of_two_weights_only_the_safe_ones_are_fetched(hub: Hub, fetch: Client, tiny: Path) -> None:
    hub.add("tests/tiny", tiny)
    fetched(fetch(MODEL, "--json"))
    assert any(WEIGHTS in line for line in hub.asked)
    assert not any(".bin" in line or "README" in line for line in hub.asked)


def test_a_model_stays_at_the_commit_it_was_first_fetched_at(
    hub: Hub, fetch: Client, tiny: Path, newer: Path, tmp_path: Path
) -> None:
    first = hub.add("tests/tiny", tiny)
    assert fetched(fetch(MODEL, "--json"))["commit"] == first
    second = hub.add("tests/tiny", newer)
    assert fetched(fetch(MODEL, "--json"))["commit"] == first
    for lost in ("snapshots", "blobs"):
        shutil.rmtree(tmp_path / "hf" / "hub" / "models--tests--tiny" / lost)
    assert fetched(fetch(MODEL, "--json"))["commit"] == first
    assert fetched(fetch(MODEL, "--update", "--json"))["commit"] == second
    assert fetched(fetch(MODEL, "--json"))["commit"] == second


def test_a_revision_can_be_named(hub: Hub, fetch: Client, tiny: Path, newer: Path) -> None:
    first = hub.add("tests/tiny", tiny)
    hub.add("tests/tiny", newer)
    hub.tags["v1"] = first
    assert fetched(fetch(f"{MODEL}@v1", "--json"))["commit"] == first
    assert fetched(fetch(f"{MODEL}@{first}", "--json"))["commit"] == first


def test_a_recorded_commit_that_the_hub_has_lost_is_said(
    hub: Hub, fetch: Client, tiny: Path, newer: Path, tmp_path: Path
) -> None:
    first = hub.add("tests/tiny", tiny)
    fetched(fetch(MODEL, "--json"))
    shutil.rmtree(tmp_path / "hf" / "hub" / "models--tests--tiny" / "snapshots")
    del hub.repositories["tests/tiny"][first]
    hub.add("tests/tiny", newer)
    refused(fetch(MODEL), first, "--update")


def test_other_bytes_under_the_same_commit_are_refused(
    hub: Hub, fetch: Client, tiny: Path, newer: Path, tmp_path: Path
) -> None:
    commit = hub.add("tests/tiny", tiny)
    fetched(fetch(MODEL, "--json"))
    for lost in ("snapshots", "blobs"):
        shutil.rmtree(tmp_path / "hf" / "hub" / "models--tests--tiny" / lost)
    hub.repositories["tests/tiny"][commit] = newer
    refused(fetch(MODEL), WEIGHTS, "a different file from the one known under this commit")


def test_a_dropped_connection_is_taken_up_where_it_broke(hub: Hub, fetch: Client, tmp_path: Path) -> None:
    served = write_tiny_model(tmp_path / "served", text_width=160)
    assert (served / WEIGHTS).stat().st_size > 30_000_000
    hub.add("tests/tiny", served)
    hub.drop_after[WEIGHTS] = [15_000_000, 12_000_000]
    row = fetched(fetch(MODEL, "--json"))
    assert Path(str(row["path"])).read_bytes() == (served / WEIGHTS).read_bytes()
    ranges = [line.split("bytes=")[1] for line in hub.asked if "/cdn/" in line and "bytes=" in line]
    chunk = 10 * 1024**2  # what the client writes at once
    assert ranges == [f"{chunk}-", f"{2 * chunk}-"]


def test_a_killed_download_leaves_nothing_that_is_taken_for_a_model(hub: Hub, fetch: Client, tmp_path: Path) -> None:
    hub.add("tests/tiny", write_tiny_model(tmp_path / "served", text_width=160))
    hub.stalls_after[WEIGHTS] = 15_000_000
    with pytest.raises(subprocess.TimeoutExpired):
        fetch(MODEL, timeout=8)
    hub.stalls_after.clear()
    refused(fetch(MODEL, TERRALEX_OFFLINE="1"), "not on this machine")
    assert fetched(fetch(MODEL, "--json"))


def test_a_damaged_file_is_not_kept(hub: Hub, fetch: Client, tiny: Path) -> None:
    hub.add("tests/tiny", tiny)
    hub.flipped.add(WEIGHTS)
    refused(fetch(MODEL), WEIGHTS, "was damaged in transit")
    refused(fetch(MODEL, TERRALEX_OFFLINE="1"), "not on this machine")
    hub.flipped.clear()
    assert fetched(fetch(MODEL, "--json"))


def test_a_damaged_small_file_is_not_kept(hub: Hub, fetch: Client, tiny: Path) -> None:
    hub.add("tests/tiny", tiny)
    hub.flipped.add("open_clip_config.json")
    refused(fetch(MODEL), "open_clip_config.json", "was damaged in transit")
    hub.flipped.clear()
    assert fetched(fetch(MODEL, "--json"))


def test_a_file_of_the_wrong_length_is_not_kept(hub: Hub, fetch: Client, tiny: Path) -> None:
    hub.add("tests/tiny", tiny)
    hub.short_by[WEIGHTS] = 1000
    refused(fetch(MODEL), "cannot be fetched", "and try again")
    hub.short_by.clear()
    assert fetched(fetch(MODEL, "--json"))


def test_a_file_that_rots_in_the_cache_is_noticed_before_it_is_used(
    hub: Hub, fetch: Client, client: Client, tiny: Path
) -> None:
    hub.add("tests/tiny", tiny)
    blob = Path(str(fetched(fetch(MODEL, "--json"))["path"])).resolve()
    content = bytearray(blob.read_bytes())
    content[-5] ^= 1
    blob.write_bytes(content)
    done = client("-c", f"from backend.models.encoder import load_encoder as l; l('{MODEL}', 'cpu').model")
    assert "is not the expected file" in done.stderr


def test_unknown_repositories_revisions_and_layouts_are_told_apart(
    hub: Hub, fetch: Client, tiny: Path, tmp_path: Path
) -> None:
    hub.add("tests/tiny", tiny)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "weights.gguf").write_text("x")
    hub.add("tests/other", tmp_path / "other")
    refused(fetch("hf-hub:tests/nothing"), "no public model repository tests/nothing")
    refused(fetch("hf-hub:not a name"), "no public model repository not a name")
    refused(fetch(f"{MODEL}@v9"), "tests/tiny", "no revision v9")
    refused(fetch("hf-hub:tests/other"), "tests/other", "open_clip_config.json")


def test_a_hub_that_does_not_answer_is_one_sentence(fetch: Client) -> None:
    refused(fetch(MODEL, HF_ENDPOINT="http://127.0.0.1:9"), "tests/tiny", "check the connection")


def test_offline_says_what_is_missing_and_where_it_goes(hub: Hub, fetch: Client, tiny: Path, tmp_path: Path) -> None:
    hub.add("tests/tiny", tiny)
    folder = tmp_path / "own" / "tests--tiny"
    refused(fetch(MODEL, TERRALEX_OFFLINE="1"), "open_clip_config.json", str(folder), f"models fetch {MODEL}")
    shutil.copytree(tiny, folder)
    row = fetched(fetch(MODEL, "--json", TERRALEX_OFFLINE="1"))
    assert row["commit"] is None and row["path"] == str(folder / WEIGHTS)
    assert hub.asked == []


def test_offline_says_which_file_of_a_catalogue_model_is_missing(fetch: Client, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "remoteclip-rn50"
    refused(fetch("remoteclip-rn50", TERRALEX_OFFLINE="1"), "RemoteCLIP-RN50.pt", "chendelong/RemoteCLIP", str(folder))


def test_a_known_digest_is_checked_when_a_model_is_fetched(hub: Hub, fetch: Client, tmp_path: Path) -> None:
    (tmp_path / "served" / "ckpt").mkdir(parents=True)
    (tmp_path / "served" / "ckpt" / "RS5M_ViT-B-32.pt").write_bytes(b"x" * 2_000_000)
    hub.add("Zilun/GeoRSCLIP", tmp_path / "served", "4920188e6eba4e711ef9848cfd7cb77e874ee33f")
    refused(fetch("georsclip-vit-b-32"), "RS5M_ViT-B-32.pt", "not 129bafaa6a097b8b")


def test_a_catalogue_model_is_fetched_at_its_pinned_commit(hub: Hub, fetch: Client, tmp_path: Path) -> None:
    (tmp_path / "served").mkdir()
    (tmp_path / "served" / "RemoteCLIP-RN50.pt").write_bytes(b"x" * 2_000_000)
    hub.add("chendelong/RemoteCLIP", tmp_path / "served", "0" * 40)
    refused(fetch("remoteclip-rn50"), "chendelong/RemoteCLIP", "no revision bf1d8a3ccf2ddbf7c875705e46373bfe542bce38")


def test_the_listing_asks_no_hub(hub: Hub, client: Client, fetch: Client, tiny: Path) -> None:
    done = client("-m", "backend.cli", "models", "--json")
    rows = {row["id"]: row for row in json.loads(done.stdout)}
    assert rows["terralex-mini"]["here"] and not rows["rs-m-clip"]["here"]
    assert hub.asked == []
