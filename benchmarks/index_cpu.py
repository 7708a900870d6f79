"""Windows a second: ``terralex index`` against the loop that public model cards show, on one file and model.

    python -m benchmarks.index_cpu [--models terralex-mini,ViT-B-32] [--rounds 3] [--windows 200]

The peer opens the image with PIL and, window by window, crops, applies the model's own open_clip transform and calls
``encode_image``. Both run on the same cores, in turn, in the same process, on the same windows; what is compared is
the steady rate after each has done a few windows. Medians over the rounds are printed, and the ratio of each round.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import open_clip
import torch
from PIL import Image
from safetensors.torch import save_file

from backend.imagery.layer import open_layer
from backend.imagery.window_grid import WindowGrid, default_window_sizes
from backend.index.pipeline import index_layer
from backend.models.encoder import Encoder, load_encoder
from backend.sample import render_sample

Image.MAX_IMAGE_PIXELS = None


def random_model(architecture: str, folder: Path) -> str:
    """A local-dir of an open_clip architecture with random weights; its model id."""
    torch.manual_seed(0)
    model = open_clip.create_model(architecture)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, str(folder / "open_clip_model.safetensors"))
    config = {"model_cfg": open_clip.get_model_config(architecture), "preprocess_cfg": {}}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    return f"local-dir:{folder}"


def model_card_rate(encoder: Encoder, image: Path, boxes: np.ndarray) -> float:
    """Windows a second of the public loop."""
    model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{encoder.files.folder}")
    model.eval()
    picture = Image.open(image).convert("RGB")
    started = 0.0
    with torch.no_grad():
        for i, box in enumerate(boxes):
            if i == 8:  # warm
                started = time.perf_counter()
            crop = picture.crop(tuple(round(v) for v in box))
            features = model.encode_image(transform(crop).unsqueeze(0))
            features /= features.norm(dim=-1, keepdim=True)
    return (len(boxes) - 8) / (time.perf_counter() - started)


def terralex_rate(encoder: Encoder, image: Path, folder: Path) -> float:
    """Windows a second of a whole ``index_layer``, committed to disk."""
    shutil.rmtree(folder, ignore_errors=True)
    encoder.encode_windows(np.zeros((3, 256, 256), np.uint8), np.tile([0.0, 0, 224, 224], (32, 1)))  # load, warm
    started = time.perf_counter()
    index = index_layer(image, encoder, folder)
    return index.count / (time.perf_counter() - started)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", default="terralex-mini,ViT-B-32")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--windows", type=int, default=120, help="how many the peer does a round")
    parser.add_argument("--size", type=int, default=1536)
    arguments = parser.parse_args()
    print(f"{torch.get_num_threads()} threads, torch {torch.__version__}\n")
    print("| model | terralex index, windows/s | model-card loop, windows/s | ratio a round | median ratio |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        image = render_sample(folder / "sample", size_px=arguments.size, seed=1).image
        for name in arguments.models.split(","):
            model_id = name if name == "terralex-mini" else random_model(name, folder / name)
            encoder = load_encoder(model_id, "cpu")
            with open_layer(image) as layer:
                grid = WindowGrid(layer.info, default_window_sizes(layer.info), 0.5, encoder.image_size)
            windows = [chunk.windows for chunk in grid.chunks()]
            lefts = np.concatenate([w.col_off for w in windows])
            tops = np.concatenate([w.row_off for w in windows])
            sides = np.concatenate([w.width for w in windows])
            boxes = np.stack([lefts, tops, lefts + sides, tops + sides], 1)
            chosen = boxes[np.random.default_rng(0).permutation(len(boxes))[: arguments.windows]]
            ours, theirs = [], []
            for _ in range(arguments.rounds):
                ours.append(terralex_rate(encoder, image, folder / "index"))
                theirs.append(model_card_rate(encoder, image, chosen))
            ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
            print(
                f"| {name} ({encoder.dtype}) | {statistics.median(ours):.1f} | {statistics.median(theirs):.1f} | "
                f"{', '.join(f'{r:.2f}' for r in ratios)} | {statistics.median(ratios):.2f} |"
            )


if __name__ == "__main__":
    main()
