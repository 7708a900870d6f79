"""The disk fills, memory ends, files change and readers die: a job says so in one sentence, and the server lives."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import open_clip
import pytest
import rasterio
import torch
from safetensors.torch import save_file

from backend.index.store import LayerIndex
from harness.live_service import Service, running_service
from harness.text_model import save_text_model
from tests.api.test_chaos import children, enlarged, index_facts

MIB = 1024**2
WINDOWS = {"window_m": [40.0, 80.0]}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model of random weights that embeds thousands of windows a second."""
    return save_text_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory, data_root: Path) -> Path:
    """A data root with ``sample.tif``, and ``large.tif`` of nine blocks."""
    folder = tmp_path_factory.mktemp("layers")
    shutil.copy(data_root / "sample.tif", folder)
    enlarged(folder / "sample.tif", folder / "large.tif")
    return folder


@contextmanager
def serving(folder: Path, layers: Path, model: str, *options: str, **variables: str) -> Iterator[Service]:
    with running_service(folder, layers, "--model", model, *options, OMP_NUM_THREADS="1", **variables) as service:
        yield service


def healthy(service: Service) -> bool:
    with service.client() as client:
        return client.get("/health").status_code == 200 and service.process.poll() is None


def failed(service: Service, job_id: str, *kinds: str) -> str:
    """The sentence of a job that must have failed with an error of one of these kinds."""
    status = service.wait_for(job_id)
    assert status["status"] == "failed", status
    assert status["error_type"] in kinds, status
    sentence = str(status["message"])
    assert sentence.endswith(".")
    assert str(service.folder.parent) not in sentence
    assert healthy(service)
    return sentence


def succeeded(service: Service, job_id: str) -> None:
    status = service.wait_for(job_id)
    assert status["status"] == "successful", status


def until_running(service: Service, job_id: str, percent: int = 1) -> None:
    until = time.monotonic() + 120
    while (status := service.job(job_id))["progress"] < percent:
        assert time.monotonic() < until, status
        assert status["status"] in {"accepted", "running"}, status
        time.sleep(0.02)


# The disk is full


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A mounted file system of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a file system; the limit of file sizes stands in for it below")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """A file that takes all room but ``leave`` bytes."""
    file = disk / "film.mp4"
    with file.open("wb", buffering=0) as stream:
        free = os.statvfs(disk)
        stream.write(bytes(max(free.f_bavail * free.f_frsize - leave, 0)))
    return file


def assert_room_is_wanted(service: Service, limit: Callable[[], Callable[[], None]]) -> None:
    """``limit`` takes the room away, and returns what gives it back."""
    small, large = (
        service.add_layer(service.data_root / "sample.tif"),
        service.add_layer(service.data_root / "large.tif"),
    )
    succeeded(service, service.start_job("index", layer=small))
    give_back = limit()
    sentence = failed(service, service.start_job("index", layer=large, **WINDOWS), "OutputNotWritable", "DiskFull")
    assert "No space left" in sentence or "File too large" in sentence, sentence
    with service.client() as client:  # what is indexed is still found
        body = {"inputs": {"layer": small, "text": "river", "threshold": 0}, "response": "document"}
        found = client.post("/processes/search/execution", json=body)
        assert found.status_code == 200, found.text
        assert found.json()["regions"]["features"]
    give_back()
    succeeded(service, service.start_job("index", layer=large, **WINDOWS))


def test_a_full_disk_is_a_sentence_and_the_next_job_succeeds_when_there_is_room(
    tmp_path: Path, disk: Path, layers: Path, model: str
) -> None:
    places = ("--state-dir", str(disk / "state"), "--index", str(disk / "indexes"))

    def full() -> Callable[[], None]:
        return fill(disk, leave=MIB).unlink

    with serving(tmp_path / "service", layers, model, *places) as service:
        assert_room_is_wanted(service, full)


def test_a_disk_without_a_single_byte_refuses_jobs_with_a_sentence(
    tmp_path: Path, disk: Path, layers: Path, model: str
) -> None:
    places = ("--state-dir", str(disk / "state"), "--index", str(disk / "indexes"))
    with serving(tmp_path / "service", layers, model, *places) as service, service.client() as client:
        layer = service.add_layer(layers / "sample.tif")
        film = fill(disk, leave=0)
        body = {"inputs": {"layer": layer, "window_m": [50.0]}}
        answers = []
        for _ in range(200):  # what the file of the jobs has reserved is used up first
            answers.append(client.post("/processes/index/execution", json=body, headers={"Prefer": "respond-async"}))
            if answers[-1].status_code != 201:
                break
        refused = answers[-1]
        assert refused.status_code in {503, 507}, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert "disk" in refused.json()["detail"]
        assert str(disk) not in refused.text
        assert healthy(service)
        film.unlink()
        time.sleep(1.5)
        for answer in answers[:-1]:
            assert service.wait_for(answer.json()["jobID"])["status"] in {"successful", "failed"}
        succeeded(service, service.start_job("index", layer=layer, window_m=[50.0]))


def test_a_file_that_may_not_grow_is_a_sentence_and_the_next_job_succeeds_when_it_may(
    tmp_path: Path, layers: Path, model: str
) -> None:
    with serving(tmp_path / "service", layers, model) as service:
        pid = service.process.pid

        def limited() -> Callable[[], None]:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (700_000, resource.RLIM_INFINITY))
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            return lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited) and None

        assert_room_is_wanted(service, limited)


# Memory ends


@pytest.fixture(scope="module")
def hungry_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that wants several hundred megabytes for a single image, and few for its weights."""
    folder = tmp_path_factory.mktemp("hungry")
    config = {
        "embed_dim": 64,
        "vision_cfg": {
            "image_size": 1024,
            "patch_size": 16,
            "layers": 1,
            "width": 512,
            "head_width": 64,
            "mlp_ratio": 32.0,
        },
        "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 32, "heads": 1, "layers": 1},
    }
    torch.manual_seed(0)
    weights = {name: value.contiguous() for name, value in open_clip.CLIP(**config).state_dict().items()}
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": config, "preprocess_cfg": {}}))
    save_file(weights, folder / "open_clip_model.safetensors")
    return f"local-dir:{folder}"


def used_address_space(pid: int) -> int:
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines["VmSize"].split()[0]) * 1024


@contextmanager
def memory_left(service: Service, left: int) -> Iterator[None]:
    """Let the server's process have only so many bytes more than it has now."""
    pid, unlimited = service.process.pid, resource.RLIM_INFINITY
    resource.prlimit(pid, resource.RLIMIT_AS, (used_address_space(pid) + left, unlimited))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_AS, (unlimited, unlimited))


@pytest.fixture
def warm(tmp_path: Path, layers: Path, model: str, hungry_model: str) -> Iterator[tuple[Service, str]]:
    """A server that has done some work, and a layer of it."""
    variables = {"TERRALEX_MODELS": f"{model},{hungry_model}", "MALLOC_ARENA_MAX": "2"}
    with serving(tmp_path / "service", layers, model, **variables) as service:
        layer = service.add_layer(layers / "sample.tif")
        succeeded(service, service.start_job("index", layer=layer))
        succeeded(service, service.start_job("label-windows", layer=layer, labels="preset:sample"))
        yield service, layer


def test_memory_that_ends_in_a_job_is_a_sentence_and_small_work_goes_on(
    warm: tuple[Service, str], hungry_model: str
) -> None:
    service, layer = warm
    hungry = {"layer": layer, "model": hungry_model}
    succeeded(service, service.start_job("index", **hungry, window_m=[512.0]))  # the model is in memory now
    with memory_left(service, 160 * MIB):
        sentence = failed(service, service.start_job("index", **hungry, window_m=[300.0]), "DeviceOutOfMemory")
        assert sentence.startswith("Not enough memory on the cpu for a single image")
        succeeded(service, service.start_job("label-windows", layer=layer, labels="preset:sample", smooth=0.5))
    succeeded(service, service.start_job("index", **hungry, window_m=[300.0]))


def test_a_batch_that_does_not_fit_is_made_smaller(warm: tuple[Service, str], hungry_model: str) -> None:
    service, layer = warm
    hungry = {"layer": layer, "model": hungry_model}
    succeeded(service, service.start_job("index", **hungry, window_m=[512.0]))
    with memory_left(service, 1024 * MIB):  # sixteen images want several times as much
        succeeded(service, service.start_job("index", **hungry, window_m=[220.0]))


def test_a_model_that_does_not_fit_is_a_sentence(warm: tuple[Service, str], hungry_model: str) -> None:
    service, layer = warm
    with memory_left(service, 64 * MIB):
        sentence = failed(service, service.start_job("index", layer=layer, model=hungry_model), "DeviceOutOfMemory")
        assert "memory" in sentence
    succeeded(service, service.start_job("index", layer=layer, window_m=[60.0]))


# The layer changes, and its readers die


@pytest.fixture
def busy(tmp_path: Path, layers: Path, model: str) -> Iterator[tuple[Service, Path]]:
    """A server and a layer of its own, whose index takes some seconds."""
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(layers / "large.tif", folder)
    with serving(tmp_path / "service", folder, model) as service:
        yield service, folder / "large.tif"


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 3)


def unlink(file: Path) -> None:
    file.unlink()


def scramble(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.seek(file.stat().st_size // 4)
        stream.write(np.random.default_rng(0).bytes(file.stat().st_size // 2))


@pytest.mark.parametrize("damage", [truncate, unlink, scramble])
def test_a_layer_that_is_damaged_in_mid_job_is_a_sentence_and_is_indexed_when_it_is_whole_again(
    busy: tuple[Service, Path], layers: Path, damage: Callable[[Path], None]
) -> None:
    service, file = busy
    layer = service.add_layer(file)
    job = service.start_job("index", layer=layer, window_m=[30.0, 60.0])
    until_running(service, job)
    damage(file)
    sentence = failed(service, job, "LayerNotReadable", "LayerNotFound")
    assert file.name in sentence or layer in sentence
    shutil.copy(layers / "large.tif", file)
    succeeded(service, service.start_job("index", layer=layer, window_m=[30.0, 60.0]))
    with rasterio.open(file) as raster:
        assert raster.count == 3


def test_readers_that_are_killed_in_mid_job_cost_a_job_at_most_and_never_its_rows(
    busy: tuple[Service, Path], tmp_path: Path
) -> None:
    service, file = busy
    layer = service.add_layer(file)
    windows = [30.0, 60.0, 120.0]
    job = service.start_job("index", layer=layer, window_m=windows)
    killed = 0
    while (status := service.job(job))["status"] in {"accepted", "running"}:
        for child in children(service.process.pid):
            os.kill(child, signal.SIGKILL)
            killed += 1
        time.sleep(0.3)
    assert killed
    if status["status"] == "failed":
        assert status["error_type"] == "LayerNotReadable", status
        assert "reader" in status["message"]
    # A check of the readers may have met one that was just killed; it is made again before long.
    deadline = time.monotonic() + 60
    while not healthy(service):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    succeeded(service, service.start_job("index", layer=layer, window_m=windows))
    succeeded(service, service.start_job("label-windows", layer=layer, labels="preset:sample", window_m=windows))
    ((complete, ids, *_),) = index_facts(service.folder / "indexes").values()
    assert complete
    assert len(ids) == len(np.unique(ids)) > 0
    (manifest,) = (service.folder / "indexes").glob("*/*/index.json")
    assert len(ids) == LayerIndex.open(manifest.parent).manifest.total_windows
