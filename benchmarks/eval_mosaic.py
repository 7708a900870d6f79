"""Search and labels on a map whose truth is known exactly: UC Merced's test images laid side by side.

    python -m benchmarks.eval_mosaic [--model ID] [--languages en,ko] [--window-m 50,100] [--data ../shared/data]

* precision@10: each class is searched for by its name in the language (the first ten merged regions, no threshold); a
  region is right when at least half of its area lies in images of that class.
* ground: share of the map whose cells (``terralex label`` without features) have the class of the image below them.
* footprints: share of the images whose footprint, given as a feature, gets its class; the trainer's evaluator on the
  same images beside it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.labeling.feature_table import read_features
from backend.labeling.features import label_features
from backend.labeling.label_set import LabelSet, load_label_set
from backend.labeling.windows import LabelledWindows, label_windows
from backend.lexicon import LANGUAGES
from backend.models.encoder import Encoder, load_encoder
from backend.search.query import Query
from backend.search.search import SearchOptions, search
from benchmarks.image_mosaic import DATA, DATA_SETS, Mosaic, make_mosaic, open_data_set
from training.evaluation.encode import encode_samples_with
from training.evaluation.zero_shot import zero_shot_top1

TOP = 10
RIGHT = 0.5


def precision(index: LayerIndex, encoder: Encoder, label_set: LabelSet, mosaic: Mosaic) -> dict[str, float]:
    """Right among the first ten regions, by class, 0-1; regions that were not returned are wrong."""
    shapes, truth = np.array(mosaic.shapes, dtype=object), np.array(mosaic.truth)
    found = {}
    for one in label_set.classes:
        own = shapely.union_all(shapes[truth == one.name])
        result = search(index, encoder, Query((one.title,)), SearchOptions(top=TOP, min_relevance=0.0))
        areas = [shapely.area(region.geometry & own) / region.geometry.area for region in result.regions]
        found[one.name] = sum(area >= RIGHT for area in areas) / TOP
    return found


def ground_accuracy(labelled: LabelledWindows, mosaic: Mosaic) -> float:
    """Share of the cells, by their middles, with the class of the image below; gaps do not count."""
    tree = shapely.STRtree(list(mosaic.shapes))
    middles = shapely.centroid(labelled.grid.polygons(labelled.cells))
    cell, image = tree.query(middles, predicate="within")
    truth: NDArray[np.str_] = np.array(mosaic.truth)[image]
    names = np.array(labelled.label_set.names)[labelled.labels.label[cell]]
    return float((names == truth).mean())


def main() -> None:
    """Print a row a language, and precision by class."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--window-m", default="50,100")
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    encoder, data_set = load_encoder(arguments.model), DATA_SETS["ucm"]
    sizes = tuple(float(size) for size in arguments.window_m.split(","))
    source = open_data_set(data_set, arguments.data)
    languages = arguments.languages.split(",")
    by_class: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="terralex-") as folder:
        mosaic = make_mosaic(Path(folder), data_set, source)
        start = time.perf_counter()
        index = index_layer(mosaic.image, encoder, Path(folder) / "index", sizes)
        took = time.perf_counter() - start
        print(f"model {encoder.model_id} {encoder.revision}, {len(mosaic.samples)} images as one map of 0.3 m")
        print(f"{index.count} windows of {arguments.window_m} m, indexed in {took:.0f} s\n")
        print("| language | precision@10 | ground labelled right, % | footprints right, % | evaluator, % |")
        print("|---|---|---|---|---|")
        samples = source.split("test")
        images = encode_samples_with(encoder)(source, samples)
        labels = [sample.label or "" for sample in samples]
        features, rows = read_features(mosaic.footprints), []
        for language in languages:
            label_set = load_label_set(f"preset:{data_set.preset}", language)
            by_class[language] = precision(index, encoder, label_set, mosaic)
            ground = 100 * ground_accuracy(label_windows(index, encoder, label_set), mosaic)
            labelled = label_features(mosaic.image, encoder, label_set, features)
            own = np.array(label_set.names)[labelled.labels.label] == np.array(mosaic.truth)[labelled.rows]
            told = zero_shot_top1(images, labels, source.classes, language, encoder.encode_texts)
            mean = float(np.mean(list(by_class[language].values())))
            rows.append((mean, ground, 100 * float(own.sum()) / len(mosaic.samples), told))
            figures = " | ".join(f"{value:.1f}" for value in rows[-1][1:])
            print(f"| {language} | {mean:.3f} | {figures} |", flush=True)
        means = np.mean(rows, axis=0)
        print(f"| mean | {means[0]:.3f} | " + " | ".join(f"{value:.1f}" for value in means[1:]) + " |")
    print("\n| class | " + " | ".join(languages) + " |\n|---|" + "---|" * len(languages))
    for name in next(iter(by_class.values())):
        print(f"| {name} | " + " | ".join(f"{by_class[language][name]:.1f}" for language in languages) + " |")


if __name__ == "__main__":
    main()
