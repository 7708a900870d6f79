"""Inductive against transductive labels on real embeddings, and where transduction hurts. No weights are tuned here.

    python -m benchmarks.transduction [../shared/features/whurs19_remoteclip_vit_b_32.safetensors]
    python -m benchmarks.transduction --images ucm=../shared/data/ucm.tar [--model terralex-mini]

The first form reads WHU-RS19 under RemoteCLIP ViT-B/32: every one of the 107 templates is labelled by itself, none is
chosen, and their mean is reported beside the ensemble of all. The second embeds the test split of a data set with one
of our models; its labels are the class prompts of ``preset:...`` in English.
Labels are used for scoring alone. "As published" is our code without its share term and anchor. "ECE" is the expected
calibration error in 15 equal bins.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from backend.labeling.label_set import load_label_set
from backend.labeling.transduction import TransductionRules, transduce
from backend.labeling.zero_shot import class_scores, probabilities

FEATURES = Path(__file__).resolve().parent.parent.parent / "shared/features/whurs19_remoteclip_vit_b_32.safetensors"
PRESETS = {"ucm": "uc-merced", "eurosat": "eurosat"}
CLIP_SCALE = 100.0
DRAWS = 20
BINS = 15
METHODS = ("inductive", "transductive, as published", "transductive, ours")
PUBLISHED = TransductionRules(share_weight=0.0, anchor=0.0)


@dataclass(frozen=True)
class Images:
    """Embeddings ``[n, d]``, class indices ``[n]``, one ``[k, d]`` array a template, and the model's logit scale."""

    name: str
    embeddings: NDArray[np.float32]
    labels: NDArray[np.int64]
    templates: NDArray[np.float32]
    scale: float

    @property
    def ensemble(self) -> NDArray[np.float32]:
        """The mean of all templates, ``[k, d]``."""
        mean = self.templates.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), np.float32)


def read_features(file: Path) -> Images:
    """WHU-RS19 as the reference project stored it; text features there are float16."""
    tensors = load_file(file)
    described = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    texts = tensors["text_features"].astype(np.float32)
    assert texts.shape[:2] == (len(described["templates"]), len(described["classes"]))
    texts /= np.linalg.norm(texts, axis=2, keepdims=True)
    return Images(file.stem, tensors["image_features"], tensors["labels"], texts, CLIP_SCALE)


def embed_images(name: str, archive: Path, model_id: str) -> Images:
    """The test split of a data set under one of our models; the "template" is the English class prompts."""
    from backend.lexicon import load_lexicon
    from backend.models.encoder import load_encoder
    from training.config.data import SourceConfig
    from training.evaluation.encode import encode_samples_with
    from training.evaluation.zero_shot import class_vectors
    from training.sources.source import open_source

    encoder = load_encoder(model_id, "cpu")
    label_set = load_label_set(f"preset:{PRESETS[name]}")
    config = SourceConfig(id=name, kind="class-folders", images=archive.name, label_set=PRESETS[name])
    source = open_source(config, archive.parent, load_lexicon(), print)
    samples = source.split("test")
    labels = np.array([label_set.names.index(sample.label or "") for sample in samples])
    embeddings = encode_samples_with(encoder)(source, samples)
    classes = {one.name: one.concepts for one in label_set.classes}
    vectors = class_vectors(classes, "en", encoder.encode_texts)
    return Images(f"{name} test, {model_id}", embeddings, labels, vectors[None], encoder.temperature)


def calibration_error(probability: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Expected calibration error (Guo et al., arXiv 1706.04599, equation 3) of the best class's probability."""
    confidence, right = probability.max(axis=1), probability.argmax(axis=1) == labels
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(sum(gaps))


def measure(images: Images, vectors: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """Accuracy and calibration error of each method: ``[3, 2]``, inductive, as published, ours."""
    embeddings, labels = images.embeddings[rows], images.labels[rows]
    scores = class_scores(embeddings, vectors)
    found = [probabilities(scores, images.scale)]
    found += [transduce(embeddings, scores, images.scale, rules) for rules in (PUBLISHED, TransductionRules())]
    return np.array([((p.argmax(axis=1) == labels).mean(), calibration_error(p, labels)) for p in found])


def scenarios(images: Images) -> Iterator[tuple[str, Callable[[np.random.Generator], NDArray[np.intp]]]]:
    """Subsamples under which the assumptions of transduction fail, one after the other."""
    labels, classes = images.labels, images.templates.shape[1]
    largest = int(np.bincount(labels).min())

    def of_class(rng: np.random.Generator, which: int, count: int) -> NDArray[np.intp]:
        return rng.permutation(np.flatnonzero(labels == which))[:count]

    def per_class(count: int) -> Callable[[np.random.Generator], NDArray[np.intp]]:
        return lambda rng: np.concatenate([of_class(rng, which, count) for which in range(classes)])

    def present(count: int) -> Callable[[np.random.Generator], NDArray[np.intp]]:
        return lambda rng: np.flatnonzero(np.isin(labels, rng.permutation(classes)[:count]))

    def long_tail(ratio: int) -> Callable[[np.random.Generator], NDArray[np.intp]]:
        counts = np.rint(largest * ratio ** (-np.arange(classes) / (classes - 1))).astype(int)
        return lambda rng: np.concatenate(
            [of_class(rng, which, max(1, count)) for which, count in zip(rng.permutation(classes), counts, strict=True)]
        )

    def one_big(rest: int) -> Callable[[np.random.Generator], NDArray[np.intp]]:
        def draw(rng: np.random.Generator) -> NDArray[np.intp]:
            big = int(rng.integers(classes))
            counts = [largest if which == big else rest for which in range(classes)]
            return np.concatenate([of_class(rng, which, count) for which, count in enumerate(counts)])

        return draw

    for count in (1, 2, 5, 10, 20):
        yield f"{count} a class", per_class(min(count, largest))
    for count in (1, 2, 3, 5, 10):
        yield f"{count} of {classes} classes on the layer", present(count)
    for ratio in (10, 50):
        yield f"long tail, {ratio}:1", long_tail(ratio)
    yield "one class whole, 1 of each other", one_big(1)


def report(images: Images) -> None:
    """Print the tables of one data set."""
    everything, classes = np.arange(len(images.labels)), images.templates.shape[1]
    print(f"## {images.name}: {len(everything)} images, {classes} classes, logit scale {images.scale:.1f}\n")
    print("| labelled with | method | top-1 | ECE | worst template | templates made worse |\n|---|---|---|---|---|---|")
    start = time.perf_counter()
    each = np.stack([measure(images, vectors, everything) for vectors in images.templates])
    seconds = time.perf_counter() - start
    ensemble = measure(images, images.ensemble, everything)
    for number, method in enumerate(METHODS):
        top1 = each[:, number, 0]
        mean, error = each[:, number].mean(axis=0)
        print(
            f"| mean of {len(each)} templates | {method} | {mean:.4f} | {error:.4f} | {top1.min():.4f} "
            f"| {int((top1 < each[:, 0, 0]).sum())} |"
        )
    for number, method in enumerate(METHODS):
        print(f"| ensemble | {method} | {ensemble[number, 0]:.4f} | {ensemble[number, 1]:.4f} | | |")
    print(f"\n{seconds:.1f} s for all templates and methods.\n")
    print(f"Where it hurts: top-1 of the ensemble on {DRAWS} seeded subsamples each.\n")
    print(f"| subsample | images | {' | '.join(METHODS)} | gain of ours | draws made worse |")
    print("|---|---|---|---|---|---|---|")
    for name, draw in scenarios(images):
        rows = [draw(np.random.default_rng(seed)) for seed in range(DRAWS)]
        found = np.stack([measure(images, images.ensemble, chosen) for chosen in rows])[:, :, 0]
        means = " | ".join(f"{mean:.4f}" for mean in found.mean(axis=0))
        gain, worse = 100 * (found[:, 2] - found[:, 0]).mean(), int((found[:, 2] < found[:, 0]).sum())
        size = np.mean([len(chosen) for chosen in rows])
        print(f"| {name} | {size:.0f} | {means} | {gain:+.1f} | {worse} of {DRAWS} |", flush=True)
    print()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("features", type=Path, nargs="?", default=FEATURES)
    parser.add_argument("--images", action="append", default=[], metavar="ucm|eurosat=ARCHIVE")
    parser.add_argument("--model", default="terralex-mini")
    arguments = parser.parse_args()
    if not arguments.images:
        report(read_features(arguments.features))
    for given in arguments.images:
        name, _, archive = given.partition("=")
        report(embed_images(name, Path(archive), arguments.model))


if __name__ == "__main__":
    main()
