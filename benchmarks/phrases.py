"""How far is each language from English, for phrases? Sixty of them, asked of RSICD's and UC Merced's test images.

    python -m benchmarks.phrases [--model ID] [--languages en,ko] [--worst 10] [--split val] [--written sentence]

``queries/phrases.json`` holds each phrase in ten languages with the classes that answer it. P@10: among the ten images
nearest to the phrase as a search asks for it, of both sets' test images together, those of its classes. "same" is the
share of a language's ten images that English finds too. RSICD alone has a validation split: what weighs concepts
against words in a search was chosen by it (``--split val``), on the phrases that it can answer. ``--written`` asks for
them as others may type them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.encoder import load_encoder
from backend.search.directions import text_directions
from backend.search.query import Query
from training.config.data import SourceConfig
from training.evaluation.encode import encode_samples_with
from training.sources.source import open_source

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
QUERIES = Path(__file__).resolve().parent / "queries" / "phrases.json"
SETS = (
    SourceConfig(id="rsicd", kind="karpathy", images="rsicd.tar", annotation="rsicd.json", label_set="rsicd"),
    SourceConfig(id="ucm", kind="class-folders", images="ucm.tar", label_set="uc-merced"),
)
TOP = 10
WRITTEN: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "listed": lambda phrase: phrase,
        "lower": str.lower,
        "sentence": lambda phrase: phrase[:1].upper() + phrase[1:],
        "capitals": str.upper,
    }
)


@dataclass(frozen=True)
class Phrase:
    """A phrase by language code, and the classes of either set that answer it."""

    text: Mapping[str, str]
    classes: frozenset[str]


def read_phrases(file: Path = QUERIES) -> list[Phrase]:
    """The fixed list."""
    rows = json.loads(file.read_text(encoding="utf-8"))["phrases"]
    return [Phrase({code: row[code] for code in LANGUAGES}, frozenset(row["classes"])) for row in rows]


def first_images(images: NDArray[np.float32], text: NDArray[np.float32]) -> NDArray[np.intp]:
    """Rows of the ten images nearest to a text."""
    return np.argsort(-(images @ text), kind="stable")[:TOP]


def precision(rows: Sequence[int], labels: Sequence[str], classes: frozenset[str]) -> float:
    """Share of the images that have one of the classes; where there are fewer than ten, of as many as there are."""
    most = min(TOP, sum(label in classes for label in labels))
    return min(1.0, sum(labels[row] in classes for row in rows) / most)


def main() -> None:
    """Print a row a language, and the phrases on which it is furthest behind English."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--worst", type=int, default=0, help="how many phrases to list of each language")
    parser.add_argument("--split", default="test", choices=("test", "val"))
    parser.add_argument("--written", default="listed", choices=tuple(WRITTEN))
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    encoder, phrases = load_encoder(arguments.model), read_phrases()
    parts, labels = [], []
    for config in SETS:
        source = open_source(config, arguments.data, load_lexicon(), print)
        samples = source.split(arguments.split)
        if not samples:
            continue
        parts.append(encode_samples_with(encoder)(source, samples))
        labels += [sample.label or "" for sample in samples]
    images = np.concatenate(parts)
    phrases = [phrase for phrase in phrases if not phrase.classes.isdisjoint(labels)]
    written = WRITTEN[arguments.written]
    found = {
        code: [first_images(images, text_directions(Query((written(p.text[code]),)), encoder).wanted) for p in phrases]
        for code in dict.fromkeys(("en", *arguments.languages.split(",")))
    }
    hits = {
        code: np.array([precision(r.tolist(), labels, p.classes) for r, p in zip(rows, phrases, strict=True)])
        for code, rows in found.items()
    }
    print(f"model {encoder.model_id} {encoder.revision}, {len(images)} images, {len(phrases)} phrases\n")
    print(f"| language | P@{TOP}, % | to English | same, % |\n|---|---|---|---|")
    for code in found:
        same = np.mean([len(np.intersect1d(a, b)) / TOP for a, b in zip(found[code], found["en"], strict=True)])
        mean = 100 * hits[code].mean()
        print(f"| {code} | {mean:.1f} | {mean - 100 * hits['en'].mean():+.1f} | {100 * same:.0f} |", flush=True)
    for code in found if arguments.worst else ():
        for row in np.argsort(hits[code] - hits["en"], kind="stable")[: arguments.worst]:
            if hits[code][row] < hits["en"][row]:
                print(f"{code}: {hits[code][row]:.1f} for {hits['en'][row]:.1f}: {phrases[row].text[code]}")


if __name__ == "__main__":
    main()
