"""Broad classes of many kinds: CORINE land cover, level 1, on photographs with finer classes.

    python -m benchmarks.land_cover [--model ID] [--languages en,ko]

The test images of UC Merced and EuroSAT and the validation images of RSICD, their classes assigned to CORINE's by its
nomenclature. Three ways to ask for a class: the mean direction of its kinds, its best kind, and all of its kinds
together, as Terralex labels (:mod:`backend.labeling.kinds`). Share of the images that are right, and the mean of the
classes' shares.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.labeling.kinds import class_directions
from backend.labeling.label_set import load_label_set
from backend.models.encoder import load_encoder
from training.commands.evaluation_data import EvaluationData
from training.data.sample import Split
from training.evaluation.encode import encode_samples_with

CONFIG = Path("training/configs/terralex-mini.toml")
PRESET = "preset:corine-level-1"
SPLITS: dict[str, Split] = {"ucm": "test", "eurosat": "test", "rsicd": "val"}
FARMLAND = {"agricultural", "AnnualCrop", "PermanentCrop", "Pasture", "Farmland"}
SEMI_NATURAL = {"beach", "chaparral", "forest", "Forest", "HerbaceousVegetation", "BareLand", "Beach", "Desert"}
SEMI_NATURAL |= {"Meadow", "Mountain"}
WATER = {"river", "River", "SeaLake", "Pond"}


def broad(label: str) -> str:
    """CORINE's class of a data set's; all that is built is artificial, and so are parks and sports grounds."""
    if label in FARMLAND:
        return "Agricultural areas"
    if label in SEMI_NATURAL:
        return "Forest and semi-natural areas"
    return "Water bodies" if label in WATER else "Artificial surfaces"


def right(scores: NDArray[np.float32], truth: NDArray[np.intp]) -> str:
    """Share of the images, and mean share of the classes, in percent."""
    own = scores.argmax(axis=1) == truth
    return f"{100 * own.mean():.1f} / {100 * np.mean([own[truth == one].mean() for one in np.unique(truth)]):.1f}"


def main() -> None:
    """Print one row a data set and language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--languages", default="en,de,ko")
    arguments = parser.parse_args()
    encoder = load_encoder(arguments.model)
    sources = EvaluationData(arguments.model, CONFIG, "", None, "auto").sources()
    print(f"model {encoder.model_id} {encoder.revision}\n")
    print("| data set | images | language | mean direction | best kind | all kinds together |")
    print("|---|---|---|---|---|---|")
    for source in sources:
        samples = source.split(SPLITS[source.config.id])
        images = encode_samples_with(encoder)(source, samples)
        for language in arguments.languages.split(","):
            label_set = load_label_set(PRESET, language)
            truth = np.array([label_set.names.index(broad(sample.label or "")) for sample in samples])
            directions = class_directions(label_set, encoder)
            kinds = images @ directions.vectors.T
            mean = np.stack([each.mean(axis=0) for each in np.split(directions.vectors, directions.starts[1:])])
            mean /= np.linalg.norm(mean, axis=1, keepdims=True)
            ways = (images @ mean.T, directions.best(kinds), directions.together(kinds, encoder.temperature))
            told = " | ".join(right(scores, truth) for scores in ways)
            print(f"| {source.config.id} | {len(samples)} | {language} | {told} |", flush=True)


if __name__ == "__main__":
    main()
