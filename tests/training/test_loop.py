"""A run: it learns, stops at a kill and goes on exactly, exports what loads."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

from backend.errors import BadOption
from backend.models.encoder import load_encoder
from tests.training import tiny_models
from tests.training.small_runs import (
    REPOSITORY,
    command_of,
    config_of,
    environment,
    logged,
    losses,
    run_of,
    write_config,
)
from training.cli import cli
from training.config.run import RunConfig
from training.config.run_file import load_run_file
from training.config.toml import as_toml
from training.distributed import Group
from training.loop.checkpoint import load_checkpoint
from training.loop.learner import Learner
from training.loop.loop import Loop
from training.loop.objective import StepLosses
from training.loop.run import TrainingRun

CONFIGS = REPOSITORY / "training" / "configs"


def test_training_lowers_the_losses_and_exports_a_model_the_backend_loads(data: Path) -> None:
    config = write_config(data, data / "model")
    runner = CliRunner()
    command = ["train", str(config), "--runs", str(data / "runs"), "--set", "training.steps=60", "--device", "cpu"]
    result = runner.invoke(cli, command)
    assert result.exit_code == 0, result.output
    run = data / "runs" / "small"
    rows = logged(run)
    assert len(rows) == 60
    for part in ("contrastive", "labels"):
        curve = [row[part] for row in rows]
        assert np.mean(curve[-8:]) < np.mean(curve[:8]) - 0.1, part
    assert sum(rows[0]["captions"].values()) == 16  # one a global view
    assert set(rows[0]["captions"]) <= {"en", "de", "ko"}
    (board,) = (run / "tensorboard").glob("events.*")
    events = [e for e in EventFileLoader(str(board)).Load() if any(v.tag == "loss" for v in e.summary.value)]
    assert [event.step for event in events] == list(range(1, 61))
    assert load_run_file(run / "config.toml") == load_run_file(config, ["training.steps=60"])
    result = runner.invoke(cli, ["export", str(run), "-o", str(data / "exported")])
    assert result.exit_code == 0, result.output
    encoder = load_encoder(f"local-dir:{data / 'exported'}", "cpu")
    assert encoder.encode_texts(["forest", "숲"]).shape == (2, 16)
    assert encoder.encode_windows(np.zeros((3, 40, 40), np.uint8), np.array([[0, 0, 32, 32.0]])).shape == (1, 16)


@pytest.mark.parametrize("kind", ["clip_vit", "timm_custom_text", "vit_xlm_roberta"])
def test_other_towers_train_and_export_too(data: Path, kind: str) -> None:
    getattr(tiny_models, kind)(data / kind)
    config = load_run_file(write_config(data, data / kind), ["training.steps=2", "training.checkpointing=true"])
    assert isinstance(config, RunConfig)
    TrainingRun(config, data / "runs" / "small", data, Group(), print).train()
    result = CliRunner().invoke(cli, ["export", str(data / "runs" / "small"), "-o", str(data / "exported")])
    assert result.exit_code == 0, result.output
    encoder = load_encoder(f"local-dir:{data / 'exported'}", "cpu")
    assert encoder.encode_texts(["forest"]).shape == (1, 16)


def test_a_run_killed_in_mid_epoch_goes_on_as_if_it_had_not_been(data: Path) -> None:
    config = write_config(data, data / "model")
    straight = subprocess.Popen(command_of(config, data / "straight"), cwd=data, env=environment())
    killed = subprocess.Popen(command_of(config, data / "killed"), cwd=data, env=environment())
    log = data / "killed" / "small" / "metrics.jsonl"
    deadline = time.monotonic() + 120
    while not (log.exists() and log.read_text().count("\n") >= 6):
        assert time.monotonic() < deadline and killed.poll() is None
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert straight.wait(120) == 0
    before = load_checkpoint(data / "killed" / "small")
    assert before is not None and before.step < 12, "it was killed too late to show anything"
    subprocess.run(command_of(config, data / "killed"), cwd=data, env=environment(), check=True)
    expected, resumed = losses(data / "straight" / "small"), losses(data / "killed" / "small")
    assert len(resumed) == 12
    assert resumed == pytest.approx(expected, abs=1e-6)
    ends = [load_checkpoint(data / name / "small") for name in ("straight", "killed")]
    assert ends[0] is not None and ends[1] is not None
    for part, tensors in ends[0].parts.items():
        for name, value in tensors.items():
            assert torch.allclose(value, ends[1].parts[part][name], atol=1e-6), (part, name)
    assert all(torch.allclose(v, ends[1].average[k], atol=1e-6) for k, v in ends[0].average.items())


def test_going_on_with_other_settings_is_refused_by_their_name(data: Path) -> None:
    run_of(data, "run", "training.steps=4").train()
    with pytest.raises(BadOption, match=r"another optimiser\.learning_rate"):
        run_of(data, "run", "training.steps=4", "optimiser.learning_rate=0.5")
    run_of(data, "run", "training.steps=4", "training.log_every=2")


def test_the_same_seed_gives_the_same_run_and_another_does_not(data: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        run_of(data, folder, f"seed={seed}", "training.steps=3").train()
    assert losses(data / "a") == losses(data / "b") != losses(data / "c")


def test_words_drawn_ahead_and_images_held_in_memory_change_nothing(data: Path) -> None:
    run_of(data, "plain", "training.steps=6", "text.token_dropout=0.2").train()
    quick = "training.word_processes=2", "training.hold_images=true"
    run_of(data, "quick", "training.steps=6", "text.token_dropout=0.2", *quick).train()
    assert losses(data / "plain") == losses(data / "quick")


def learner_of(data: Path, *settings: str) -> tuple[TrainingRun, Learner, Callable[[int], StepLosses]]:
    from training.batches.batch import BatchMaker
    from training.batches.images import ImageReader
    from training.batches.words import WordMaker, label_groups

    run = run_of(data, f"learner-{len(list(data.iterdir()))}", *settings)
    config = run.config
    learner = Learner(config, run.start.model, 16, run.start.pad_id, run.plan.steps_per_epoch, Group())
    reader = ImageReader(
        run.plan, {s.config.id: s.archive for s in run.sources}, range(config.training.batch), data / "skipped"
    )
    words = WordMaker(config, run.start, run.plan, label_groups(run.sources, run.samples, config))
    maker = BatchMaker(config, run.start, words, Group().device)

    def gradients(step: int) -> StepLosses:
        learner.model.zero_grad()
        (images,) = reader.steps(step, step + 1, 2)
        (said,) = words.steps(step, step + 1, reader.positions, 0)
        return learner.gradients(maker.make(step, reader.positions, images, said), step)

    return run, learner, gradients


def test_accumulated_gradients_are_those_of_the_whole_batch(data: Path) -> None:
    results = []
    for parts in (1, 2, 4):
        _, learner, gradients = learner_of(data, f"training.accumulation={parts}")
        gradients(5)
        results.append({n: p.grad.clone() for n, p in learner.towers.named_parameters() if p.grad is not None})
        assert learner.head is not None
        results[-1] |= {f"head.{n}": p.grad.clone() for n, p in learner.head.named_parameters() if p.grad is not None}
    for other in results[1:]:
        assert results[0].keys() == other.keys()
        assert all(torch.allclose(results[0][n], other[n], atol=2e-5) for n in other)


def test_half_precision_learns_in_nearly_the_same_direction(data: Path) -> None:
    directions = []
    for precision in ("float32", "bfloat16"):
        _, learner, gradients = learner_of(data, f"training.precision={precision}")
        total = gradients(5).total.detach()
        flat = [p.grad.flatten() for p in learner.parameters() if p.grad is not None]
        assert all(g.dtype == torch.float32 for g in flat)
        directions.append((float(total), torch.cat(flat)))
    (exact, direction), (rough, other) = directions
    assert rough == pytest.approx(exact, rel=0.02) and rough != exact
    assert float(torch.cosine_similarity(direction, other, dim=0)) > 0.98


def test_the_last_layer_rests_in_the_first_epoch_and_learns_after_it(data: Path) -> None:
    run, learner, gradients = learner_of(data)
    assert learner.head is not None
    gradients(0)
    assert learner.head.prototypes.weight.grad is None and learner.head.layers[0].weight.grad is not None
    gradients(int(run.plan.steps_per_epoch) + 1)
    assert learner.head.prototypes.weight.grad is not None


def test_the_teacher_follows_the_student_by_its_momentum_and_gets_no_gradient(data: Path) -> None:
    run, learner, gradients = learner_of(data, "self_distillation.momentum=[0.75, 1.0]")
    assert learner.teacher is not None and learner.head is not None
    before = learner.teacher.head.prototypes.weight.clone()
    result = gradients(0)
    with torch.no_grad():
        learner.head.prototypes.weight.add_(1.0)
    learner.after_step(result, 0)
    assert torch.allclose(learner.teacher.head.prototypes.weight, before + 0.25, atol=1e-6)
    learner.after_step(result, run.config.training.steps)
    assert torch.allclose(learner.teacher.head.prototypes.weight, before + 0.25, atol=1e-6)
    assert not any(p.requires_grad for p in learner.teacher.parameters())
    assert learner.distillation is not None and learner.distillation.centre.any()


def test_without_self_distillation_there_is_neither_head_nor_teacher_nor_local_view(data: Path) -> None:
    _, learner, gradients = learner_of(data, "losses.self_distillation=0")
    assert learner.head is None and learner.teacher is None
    assert set(gradients(0).parts) == {"contrastive", "labels", "names"}


def test_a_frozen_text_tower_stays_as_it_was(data: Path) -> None:
    loop = run_of(data, "frozen", "text.trains=nothing", "training.steps=3").train()
    start = load_file(data / "model" / "open_clip_model.safetensors")
    changed = {n.split(".")[0] for n, v in loop.learner.model.state_dict().items() if not torch.allclose(v, start[n])}
    assert "text" not in changed and "visual" in changed


def test_two_frozen_towers_are_nothing_to_learn(data: Path) -> None:
    with pytest.raises(BadOption, match="both towers are frozen"):
        config_of(data, "text.trains=nothing", "image.trains=nothing")


def test_half_a_start_model_is_the_mean_of_both(data: Path) -> None:
    run_of(data, "runs/small", "training.steps=4").train()
    found = load_checkpoint(data / "runs" / "small")
    assert found is not None
    for share in ("0", "0.5", "1"):
        command = ["export", str(data / "runs" / "small"), "-o", str(data / f"mixed{share}"), "--start-share", share]
        assert CliRunner().invoke(cli, command).exit_code == 0
    weights = [load_file(data / f"mixed{share}" / "open_clip_model.safetensors") for share in ("0", "0.5", "1")]
    tuned, half, start = (tensors["text.token_embedding.weight"].float() for tensors in weights)
    assert torch.allclose(half, (tuned + start) / 2, atol=1e-3) and not torch.allclose(tuned, start, atol=1e-3)


def test_an_earlier_model_can_be_mixed_in_place_of_the_start(data: Path) -> None:
    run_of(data, "runs/small", "training.steps=3").train()
    CliRunner().invoke(cli, ["export", str(data / "runs" / "small"), "-o", str(data / "first")])
    settings = (f"start.model=local-dir:{data / 'first'}", "training.steps=3", "export.start_share=0.4")
    settings = (*settings, f"export.mixed_with=local-dir:{data / 'model'}")
    run_of(data, "runs/second", *settings).train()
    for folder, share in (("plain", ["--start-share", "0"]), ("mixed", [])):
        command = ["export", str(data / "runs" / "second"), "-o", str(data / folder), *share]
        assert CliRunner().invoke(cli, command).exit_code == 0
    name = "text.token_embedding.weight"
    plain, mixed, model = (
        load_file(data / f / "open_clip_model.safetensors")[name] for f in ("plain", "mixed", "model")
    )
    assert torch.allclose(mixed.float(), 0.6 * plain.float() + 0.4 * model.float(), atol=1e-3)
    assert not torch.allclose(mixed.float(), plain.float(), atol=1e-3)


def test_runs_from_one_start_are_averaged_into_one_model(data: Path) -> None:
    folders = [data / "runs" / name for name in ("first", "second", "third")]
    for seed, folder in enumerate(folders):
        run_of(data, f"runs/{folder.name}", "training.steps=3", f"seed={seed}").train()
        assert CliRunner().invoke(cli, ["export", str(folder), "-o", str(data / folder.name)]).exit_code == 0
    command = ["export", *map(str, folders), "-o", str(data / "mean")]
    assert CliRunner().invoke(cli, command).exit_code == 0
    *runs, mean = (
        load_file(data / name / "open_clip_model.safetensors")["text.token_embedding.weight"].float()
        for name in ("first", "second", "third", "mean")
    )
    assert torch.allclose(mean, torch.stack(runs).mean(0), atol=1e-3) and not torch.allclose(runs[0], mean, atol=1e-3)


# Configuration


@pytest.mark.parametrize("key", ["views.local_cout", "nonsense", "training.stepps"])
def test_an_unknown_key_is_named(data: Path, key: str) -> None:
    with pytest.raises(BadOption, match=key.replace(".", r"\.")):
        config_of(data, f"{key}=3")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("training.accumulation=3", "cannot be cut into 3 equal parts"),
        ("languages.codes=['en', 'xx']", "unknown language 'xx'"),
        ("views.local_scale=[0.0, 0.5]", "greater than 0"),
        ("optimiser=3", "optimiser"),
    ],
)
def test_settings_that_cannot_be_are_explained(data: Path, setting: str, words: str) -> None:
    with pytest.raises(BadOption, match=words):
        config_of(data, setting)


@pytest.mark.parametrize("file", sorted(CONFIGS.glob("*.toml")), ids=lambda f: f.stem)
def test_every_ready_configuration_is_valid(file: Path) -> None:
    assert load_run_file(file).name == file.stem


scalars = st.one_of(st.booleans(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6), st.text(max_size=12))
keys = st.text("abcdefgh_", min_size=1, max_size=8)


@given(
    st.dictionaries(keys, st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(keys, scalars)), max_size=5)
)
@settings(max_examples=80)
def test_what_is_written_as_toml_reads_back_the_same(rows: dict[str, object]) -> None:
    import tomllib

    assert tomllib.loads(as_toml(rows)) == rows


def test_loop_is_done_when_it_is_done(data: Path) -> None:
    first = run_of(data, "run", "training.steps=4").train()
    again = run_of(data, "run", "training.steps=4").train()
    assert isinstance(again, Loop) and again.step == first.step == 4
    assert len(losses(data / "run")) == 4
