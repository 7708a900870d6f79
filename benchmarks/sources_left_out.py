"""What a model knows of a set of images that it never saw: each source by the model that was trained without it.

    python -m benchmarks.sources_left_out --model MODEL --left-out ID=MODEL [--left-out ...] [--languages en,ko]

The sources are those of ``training/configs/calibration.json``, from which no test image is taken. An image is asked
with the name of every thing that its source is known to show or not to show; it counts as right when the nearest name
is one of what it shows. The last column asks by the mean of a name's ten languages, as a search does. ``--model`` is
asked about all sources, whatever it was trained on; ``--left-out`` says which model did not see a source. Nothing is
chosen by this table.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.encoder import Encoder, load_encoder
from training.calibration.evidence import Evidence, gather, load_calibration_data
from training.evaluation.zero_shot import class_vectors

TOGETHER = "together"
DATA = Path("../shared")
CALIBRATION = Path("training/configs/calibration.json")


@dataclass(frozen=True)
class Asked:
    """Shares of right images of one source, 0-1, by language."""

    source: str
    images: int
    names: int
    right: dict[str, float]


def asked(evidence: Evidence, encoder: Encoder, languages: Sequence[str]) -> Asked:
    """Every image of a source with every name of it, in each language."""
    lexicon = load_lexicon()
    concepts = list(evidence.concepts)
    shown = np.stack([evidence.shows(concept) for concept in concepts], axis=1)
    some = shown.any(axis=1)
    classes = {concept: (lexicon.concepts[concept],) for concept in concepts}
    directions = {
        language: class_vectors(classes, language, lambda texts: encoder.encode_texts(list(texts)))
        for language in LANGUAGES
    }
    directions[TOGETHER] = np.sum(list(directions.values()), axis=0)
    directions[TOGETHER] /= np.linalg.norm(directions[TOGETHER], axis=1, keepdims=True)
    right: dict[str, float] = {}
    for language in (*languages, TOGETHER):
        nearest: NDArray[np.intp] = (evidence.embeddings[some] @ directions[language].T).argmax(axis=1)
        right[language] = float(shown[some][np.arange(some.sum()), nearest].mean())
    return Asked(evidence.id, int(some.sum()), len(concepts), right)


def main() -> None:
    """Print a row a source, and the means."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True)
    parser.add_argument("--left-out", action="append", required=True, metavar="ID=MODEL")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    languages = arguments.languages.split(",")
    left_out = dict(pair.split("=", 1) for pair in arguments.left_out)
    data = load_calibration_data(CALIBRATION)
    print(f"| source | images | names | model | {' | '.join(languages)} | {TOGETHER} |")
    print("|---|---|---|---|" + "---|" * (len(languages) + 1))
    rows: dict[str, list[list[float]]] = {"all": [], "without": []}
    for source in data.sources:
        if source.id not in left_out:
            continue
        only = data.model_copy(update={"sources": (source,)})
        for which, model in (("all", arguments.model), ("without", left_out[source.id])):
            encoder = load_encoder(model)
            for evidence in gather(only, arguments.data, encoder, lambda _: None):
                result = asked(evidence, encoder, languages)
                rows[which].append(list(result.right.values()))
                facts = f"{source.id} | {result.images} | {result.names} | {Path(model).name}"
                print(f"| {facts} | {_cells(rows[which][-1])} |", flush=True)
    for which, title in (("all", Path(arguments.model).name), ("without", "left out")):
        print(f"| mean | | | {title} | {_cells(np.mean(rows[which], axis=0).tolist())} |")


def _cells(shares: Sequence[float]) -> str:
    return " | ".join(f"{100 * share:.1f}" for share in shares)


if __name__ == "__main__":
    main()
