"""Does ``terralex label`` label as well as the trainer's evaluation says the model does?

    python -m benchmarks.label_accuracy [--sets ucm,eurosat] [--model ID] [--language en] [--data ../shared/data]

The test images are laid side by side as a georeferenced map, their footprints are the features, and the command is run
as a user runs it. Beside it, in the same run, the accuracy of the evaluator on the same images.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pyogrio

from backend.models.encoder import load_encoder
from benchmarks.image_mosaic import DATA, DATA_SETS, make_mosaic, open_data_set
from training.evaluation.encode import encode_samples_with
from training.evaluation.zero_shot import zero_shot_top1


def main() -> None:
    """Print one row a data set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default=",".join(DATA_SETS))
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--language", default="en")
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    encoder = load_encoder(arguments.model)
    print(f"model {encoder.model_id} {encoder.revision}, language {arguments.language}\n")
    print("| data set | images | terralex label, % | evaluator, % | transduced, % | seconds of the command |")
    print("|---|---|---|---|---|---|")
    for name in arguments.sets.split(","):
        data_set = DATA_SETS[name]
        source = open_data_set(data_set, arguments.data)
        with tempfile.TemporaryDirectory(prefix="terralex-") as folder:
            mosaic = make_mosaic(Path(folder), data_set, source)
            accuracies, seconds = [], 0.0
            for extra in ((), ("--transduce",)):
                out = Path(folder) / "labels.gpkg"
                command = [sys.executable, "-m", "backend.cli", "label", str(mosaic.image), "--json", "-o", str(out)]
                command += ["--labels", f"preset:{data_set.preset}", "--features", str(mosaic.footprints)]
                command += ["--model", arguments.model, "--language", arguments.language, *extra]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                seconds = seconds or sum(json.loads(done.stdout)["seconds"].values())
                meta, _, _, fields = pyogrio.raw.read(out, layer="labels", read_geometry=False)
                table = dict(zip(meta["fields"], fields, strict=True))
                accuracies.append(100 * float((table["class"] == table["truth"]).mean()))
        samples = source.split("test")
        images = encode_samples_with(encoder)(source, samples)
        labels = [sample.label or "" for sample in samples]
        told = zero_shot_top1(images, labels, source.classes, arguments.language, encoder.encode_texts)
        own, together = accuracies
        print(f"| {name} | {len(samples)} | {own:.2f} | {told:.2f} | {together:.2f} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
