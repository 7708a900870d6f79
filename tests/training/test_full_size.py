"""The reproduction at full size, without its weights: it fits, it learns, and what it exports loads."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest

from backend.models.encoder import load_encoder
from tests.training.small_runs import losses

REPOSITORY = Path(__file__).resolve().parents[2]
MOST_BYTES = 12 * 10**9
IMAGES = 8


def small_rsicd(shared: Path, folder: Path) -> None:
    """The first training images of RSICD as a data set of their own."""
    rows = json.loads((shared / "data" / "rsicd.json").read_text())["images"]
    rows = [row for row in rows if row["split"] == "train"][:: len(rows) // (IMAGES + 4)][:IMAGES]
    wanted = {Path(row["filename"]).name for row in rows}
    (folder / "images").mkdir(parents=True)
    with tarfile.open(shared / "data" / "rsicd.tar") as tar:
        for member in tar:
            if Path(member.name).name in wanted:
                content = tar.extractfile(member)
                assert content is not None
                (folder / "images" / Path(member.name).name).write_bytes(io.BytesIO(content.read()).getvalue())
    (folder / "captions.json").write_text(json.dumps({"images": rows}))


@pytest.mark.slow
@pytest.mark.shared
def test_twenty_steps_of_the_true_architecture_learn_in_under_twelve_gigabytes(shared: Path, tmp_path: Path) -> None:
    small_rsicd(shared, tmp_path)
    source = '[{ id = "rsicd", kind = "karpathy", images = "images", annotation = "captions.json" }]'
    settings = [
        "start.model=xlm-roberta-base-ViT-B-32",
        "start.weights=random",
        f"start.tokenizer={shared / 'tokenizers' / 'xlm-roberta-pruned'}",
        f"data.root={tmp_path}",
        f"data.sources={source}",
        "training.steps=20",
        "training.batch=8",
        "training.log_every=1",
        "training.precision=float32",
        "training.checkpointing=false",
        "training.average_decay=0.0",
        "training.loader_threads=2",
        "optimiser.learning_rate=1e-4",
        "optimiser.head_factor=5.0",
        "optimiser.warmup_steps=8",
    ]
    command = [sys.executable, "-m", "training.cli", "train", "training/configs/rs-m-clip.toml", "--device", "cpu"]
    command += ["--runs", str(tmp_path / "runs"), *(part for setting in settings for part in ("--set", setting))]
    subprocess.run(command, cwd=REPOSITORY, env=os.environ, check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    curve = losses(tmp_path / "runs" / "rs-m-clip")
    print(f"loss {curve}; most memory {peak / 1e9:.1f} GB")
    assert len(curve) == 20 and np.mean(curve[-5:]) < np.mean(curve[:5]) - 0.1
    assert peak < MOST_BYTES
    export = [sys.executable, "-m", "training.cli", "export", str(tmp_path / "runs" / "rs-m-clip")]
    subprocess.run([*export, "-o", str(tmp_path / "model")], cwd=REPOSITORY, check=True)
    (tmp_path / "runs" / "rs-m-clip" / "checkpoint.pt").unlink()  # gigabytes, and pytest keeps the last folders
    encoder = load_encoder(f"local-dir:{tmp_path / 'model'}", "cpu")
    assert encoder.encode_texts(["a forest", "лес"]).shape == (2, 512)
    assert encoder.encode_windows(np.zeros((3, 64, 64), np.uint8), np.array([[0, 0, 64, 64.0]])).shape == (1, 512)
