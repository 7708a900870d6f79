"""Does relevance mean something? What of a class reaches the default threshold, and what of the others does.

    python -m benchmarks.relevance_calibration [--model ID] [--languages en,ko] [--also "land,a landscape"]

RSICD's validation images are windows, the names of its classes are queries. ``--also`` adds neutral phrases to those
that ship and prints a second row a language: a phrase that says something about the ground takes answers away. The
second table has the share of right images by class, in the first language.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.models.encoder import Encoder, load_encoder
from backend.search.query import phrase_vectors
from backend.search.relevance import load_neutral_phrases, relevance
from backend.search.search import DEFAULT_MIN_RELEVANCE
from training.commands.evaluation_data import EvaluationData
from training.evaluation.encode import encode_samples_with
from training.sources.source import Source

CONFIG = Path("training/configs/terralex-mini.toml")


def calibration(
    encoder: Encoder,
    source: Source,
    images: NDArray[np.float32],
    labels: NDArray[np.str_],
    language: str,
    neutral: NDArray[np.float32],
) -> dict[str, tuple[float, float, float]]:
    """By class: shares of right and of other images at the threshold, and the Brier score balanced between the two."""
    against, rows = neutral @ images.T, {}
    for name, concepts in source.classes.items():
        right = labels == name
        if not right.any():
            continue
        wanted = phrase_vectors((concepts[0].terms[language].one,), encoder)[0] @ images.T
        told = relevance(wanted, against, encoder.temperature)
        reached = told >= DEFAULT_MIN_RELEVANCE
        error = (told - right) ** 2
        brier = (error[right].mean() + error[~right].mean()) / 2
        rows[name] = (float(reached[right].mean()), float(reached[~right].mean()), float(brier))
    return rows


def main() -> None:
    """Print one row a language and set of neutral phrases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--languages", default="en,de,ko")
    parser.add_argument("--also", default="")
    arguments = parser.parse_args()
    data = EvaluationData(arguments.model, CONFIG, "rsicd", None, "auto")
    encoder, (source,) = load_encoder(arguments.model), data.sources()
    samples = source.split("val")
    images = encode_samples_with(encoder)(source, samples)
    labels = np.array([sample.label or "" for sample in samples])
    phrases = {"as shipped": load_neutral_phrases()}
    if arguments.also:
        phrases["and those"] = (*load_neutral_phrases(), *arguments.also.split(","))
    print(f"model {encoder.model_id} {encoder.revision}, {len(samples)} images, threshold {DEFAULT_MIN_RELEVANCE}\n")
    print("| language | neutral phrases | right ones that reach it, % | others, % | balanced Brier score |")
    print("|---|---|---|---|---|")
    by_class: list[dict[str, tuple[float, float, float]]] = []
    for language in arguments.languages.split(","):
        for title, chosen in phrases.items():
            by_class.append(calibration(encoder, source, images, labels, language, encoder.encode_texts(list(chosen))))
            hit, false, brier = np.mean(list(by_class[-1].values()), axis=0)
            print(f"| {language} | {title} | {100 * hit:.1f} | {100 * false:.1f} | {brier:.3f} |", flush=True)
    print("\n| class | " + " | ".join(phrases) + " |\n|---|" + "---|" * len(phrases))
    for name in by_class[0]:
        print(f"| {name} | " + " | ".join(f"{100 * rows[name][0]:.1f}" for rows in by_class[: len(phrases)]) + " |")


if __name__ == "__main__":
    main()
