"""What goes wrong in a run: bad images, bad captions, no numbers, a full disk. None of it costs what was done."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner, Result
from PIL import Image

from backend.errors import BadOption, OutputNotWritable
from tests.training import tiny_models
from tests.training.small_runs import command_of, environment, logged, losses, run_of, write_config
from training.batches.images import TooManyBadImages
from training.cli import cli
from training.loop.checkpoint import load_checkpoint
from training.loop.loop import TrainingDiverged
from training.loop.objective import Objective, StepLosses
from training.sources.leakage import LeakFound


def test_a_damaged_and_a_vanished_image_are_replaced_and_written_down(data: Path) -> None:
    run = run_of(data, "run")
    (data / "colours" / "river" / "river01.png").write_bytes(b"no picture")
    (data / "captioned" / "003.png").unlink()
    run.train()
    problems = [json.loads(line)["problem"] for line in (data / "run" / "skipped.jsonl").read_text().splitlines()]
    assert any("river/river01.png" in p for p in problems) and any("003.png" in p for p in problems)
    assert len(losses(data / "run")) == 12


def test_images_damaged_or_missing_before_the_run_take_no_part_and_are_reported(data: Path) -> None:
    (data / "colours" / "beach" / "beach00.png").write_bytes(b"")
    (data / "captioned" / "003.png").unlink()
    said: list[str] = []
    run = run_of(data, "run", "training.steps=2", said=said)
    assert len(run.samples) == 38
    assert any("2 unreadable" in sentence for sentence in said)
    listed = json.loads((data / "run" / "leakage.json").read_text())["removed"]
    assert [row["name"] for row in listed if row.get("unreadable")] == ["beach/beach00.png", "missing/003.png"]
    run.train()


def test_damaged_validation_images_cost_a_run_nothing_but_themselves(data: Path) -> None:
    """Two of two: the one is damaged before the run, the other vanishes in it."""
    (data / "captioned" / "008.png").write_bytes(b"no picture")
    run = run_of(data, "run", "training.evaluate_every=6")

    def vanish(step: int, _: float) -> None:
        if step == 7:
            (data / "captioned" / "009.png").unlink()

    run.train(vanish)
    rows = [row for row in logged(data / "run") if "loss" not in row]
    assert rows[0]["validation"]["captioned mR en"] == 100  # one image is left, which is easy to find
    assert rows[1]["step"] == 12 and "009.png cannot be read" in rows[1]["validation left out"]


def test_a_folder_that_goes_away_stops_the_run_with_a_sentence(data: Path) -> None:
    run = run_of(data, "run")
    (data / "colours").rename(data / "elsewhere")
    (data / "captioned").rename(data / "elsewhere too")
    with pytest.raises(TooManyBadImages, match="images in a row cannot be read"):
        run.train()


def test_images_without_a_word_are_left_out_and_counted(data: Path) -> None:
    rows = json.loads((data / "captions.json").read_text())
    rows["images"][0]["sentences"] = [{"raw": "   "}]
    rows["images"][1]["sentences"] = []
    (data / "captions.json").write_text(json.dumps(rows))
    said: list[str] = []
    run = run_of(data, "run", "training.steps=3", said=said)
    run.train()
    assert any("2 images left out" in sentence and "captioned/000.png" in sentence for sentence in said)
    assert all(text.strip() for sample in run.samples for texts in sample.captions.values() for text in texts)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A mounted file system, resized with :func:`resize`."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def resize(disk: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def train(data: Path, runs: Path) -> Result:
    return invoke("train", write_config(data, data / "model"), "--runs", runs, "--device", "cpu")


def half_written(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.startswith(".")]


@pytest.mark.parametrize(("size", "done"), [("8k", 0), ("40k", 0), ("100k", 0), ("1500k", 4)])
def test_a_full_disk_is_one_sentence_and_with_room_the_run_goes_on_as_if_there_had_been_some(
    data: Path, disk: Path, size: str, done: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """From a disk without room for the tokenizer to one without room for the second checkpoint."""
    resize(disk, size)
    result = train(data, disk)
    assert isinstance(result.exception, OutputNotWritable), result.output
    assert re.fullmatch(
        r"\S+ cannot be written: the disk is full; .+ free some space and start again\.", str(result.exception)
    )
    assert "Traceback" not in capfd.readouterr().err  # of no thread either
    assert not half_written(disk)
    found = load_checkpoint(disk / "small")
    assert (found.step if found else 0) == done
    resize(disk, "8m")
    assert train(data, disk).exit_code == 0
    run_of(data, "straight").train()
    assert losses(disk / "small") == pytest.approx(losses(data / "straight"), abs=1e-6)


def test_a_disk_without_room_for_kept_views_is_one_sentence(data: Path, disk: Path) -> None:
    """In a process of its own: memory that has no disk behind it would end it with a signal."""
    tiny_models.timm_custom_text(data / "convolutional")
    config = write_config(data, data / "convolutional")
    resize(disk, "180k")  # room for the first of two sets
    command = command_of(config, disk, "image.frozen_blocks=3", "views.kept=2")
    done = subprocess.run(command, cwd=data, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert "the disk is full; the sets before are kept" in done.stderr.splitlines()[-1]
    (kept,) = (disk / "activations").iterdir()
    assert sorted(file.name for file in kept.iterdir()) == ["global-00.npy", "local-00.npy"]


def test_an_export_to_a_full_disk_leaves_the_model_that_was_there(data: Path, disk: Path) -> None:
    run_of(data, "runs/small", "training.steps=4").train()
    model = disk / "model"
    assert invoke("export", data / "runs" / "small", "-o", model).exit_code == 0
    before = {file.name: file.read_bytes() for file in model.iterdir()}
    assert len({file.stat().st_mode for file in model.iterdir()}) == 1  # whoever may read one may read all
    resize(disk, "300k")
    result = invoke("export", data / "runs" / "small", "-o", model)
    assert isinstance(result.exception, OutputNotWritable) and "the disk is full" in str(result.exception)
    assert {file.name: file.read_bytes() for file in model.iterdir()} == before and not half_written(disk)


def test_a_folder_that_cannot_be_made_is_one_sentence(data: Path) -> None:
    (data / "runs").write_text("a file")
    result = train(data, data / "runs")
    assert isinstance(result.exception, OutputNotWritable) and "choose another folder with --runs" in str(
        result.exception
    )


def poison(monkeypatch: pytest.MonkeyPatch, steps: set[int]) -> None:
    """Make a step's losses no numbers."""
    real = Objective.forward

    def poisoned(self: Objective, embedded: object, batch: object, teacher: object, step: int) -> StepLosses:
        found = real(self, embedded, batch, teacher, step)  # type: ignore[arg-type]
        nan = float("nan")
        return replace(found, total=found.total * nan, rows=found.rows * nan) if step in steps else found

    monkeypatch.setattr(Objective, "forward", poisoned)


def test_one_step_that_is_no_number_is_skipped_and_leaves_no_trace(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poison(monkeypatch, {5})
    loop = run_of(data, "run", "training.log_every=4").train()
    assert all(bool(torch.isfinite(v).all()) for v in loop.weights().values() if v.is_floating_point())

    def refuse(word: str) -> float:
        raise ValueError(f"{word} is no JSON")

    lines = (data / "run" / "metrics.jsonl").read_text().splitlines()
    rows = [json.loads(line, parse_constant=refuse) for line in lines]
    assert [(row["step"], row["loss"] is None) for row in rows] == [(4, False), (6, True), (8, False), (12, False)]
    assert [row["step"] for row in rows if row.get("skipped")] == [6]
    assert None not in [loss for row in rows for loss in row["loss by language"].values()]


def test_steps_that_stay_no_numbers_stop_the_run_and_keep_the_last_good_state(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison(monkeypatch, set(range(6, 99)))
    with pytest.raises(TrainingDiverged, match=r"Steps 7 to 9.*learning_rate.*checkpoint\.pt"):
        run_of(data, "run", "training.bad_steps=3").train()
    found = load_checkpoint(data / "run")
    assert found is not None and found.step in (4, 8)
    assert all(bool(torch.isfinite(v).all()) for v in found.parts["model"].values() if v.is_floating_point())


def test_a_damaged_checkpoint_is_named(data: Path) -> None:
    run_of(data, "run", "training.steps=4").train()
    (data / "run" / "checkpoint.pt").write_bytes(b"half a file")
    with pytest.raises(BadOption, match=r"checkpoint\.pt: is damaged"):
        run_of(data, "run", "training.steps=4").train()


def test_a_test_image_among_the_training_images_stops_the_run_where_that_is_asked(data: Path) -> None:
    smooth = np.kron(np.random.default_rng(5).integers(0, 255, (6, 6, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    Image.fromarray(smooth).save(data / "colours" / "river" / "river00.png")
    Image.fromarray(smooth).save(data / "captioned" / "011.png")
    with pytest.raises(LeakFound, match=r"colours/river/river00\.png is captioned/test/011\.png"):
        run_of(data, "run", "data.leaks=stop")
    assert "river/river00.png" not in {sample.name for sample in run_of(data, "other").samples}


def test_a_test_image_that_is_put_among_the_training_images_later_is_found_too(data: Path) -> None:
    smooth = np.kron(np.random.default_rng(5).integers(0, 255, (6, 6, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    Image.fromarray(smooth).save(data / "captioned" / "011.png")
    assert "river/river00.png" in {sample.name for sample in run_of(data, "run").samples}
    Image.fromarray(smooth).save(data / "elsewhere.png")
    os.utime(data / "elsewhere.png", (0, 0))
    (data / "elsewhere.png").replace(data / "colours" / "river" / "river00.png")
    assert "river/river00.png" not in {sample.name for sample in run_of(data, "run").samples}
