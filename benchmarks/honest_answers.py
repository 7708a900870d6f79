"""Does a search find what is there, say so where it is not, and know which words it does not know?

    python -m benchmarks.honest_answers [--model ID] [--list test|dev] [--languages en,ko] [--threshold R] [--regions]

Images laid side by side are one map; the queries of ``benchmarks/queries/honest_LIST.json`` are asked in every
language: 20 things that are on the map, 20 that are not, 20 that no one sees from above, and 10 strings that mean
nothing. A query is answered when a region reaches the threshold. P@10 is the share that is right of the first ten
regions (of those returned, where they are fewer): a region is right when at least half of its area lies in images of
the right classes. ``--list test`` is printed and chooses nothing; ``--list dev`` (RSICD's validation images) is what is
tuned by.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from backend.index.pipeline import index_layer
from backend.index.store import LayerIndex
from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.encoder import Encoder, load_encoder
from backend.presence.words import load_meaningless
from backend.search.query import parse_query
from backend.search.region import SearchResult
from backend.search.search import DEFAULT_MIN_RELEVANCE, SearchOptions, search
from benchmarks.image_mosaic import DATA, DATA_SETS, DataSet, Mosaic, make_mosaic, open_data_set
from training.calibration.reliability import Told
from training.config.data import SourceConfig
from training.sources.source import Source, open_source

QUERIES = Path(__file__).parent / "queries"
RSICD = DataSet("rsicd", "rsicd", 224, 0.5)  # of many samplings; what a pixel measures is not known
TOP = 10
RIGHT = 0.5


@dataclass(frozen=True)
class Row:
    """Shares of one language, 0-1."""

    present: float
    absent: float
    unseen: float
    gibberish: float
    precision: float
    wrong_first: float

    @property
    def nonsense(self) -> float:
        """Answered of what is not seen from above (20) and of what means nothing (10)."""
        return (2 * self.unseen + self.gibberish) / 3


def asked(index: LayerIndex, encoder: Encoder, text: str, threshold: float) -> SearchResult:
    """One search as a user would make it."""
    return search(index, encoder, parse_query(text), SearchOptions(top=TOP, min_relevance=threshold))


def measured(
    index: LayerIndex, encoder: Encoder, mosaic: Mosaic, told: dict[str, Any], language: str, threshold: float
) -> tuple[Row, list[str]]:
    """All queries of one language, and a line a query that went wrong."""
    shapes, truth = np.array(mosaic.shapes, dtype=object), np.char.lower(np.array(mosaic.truth))
    right_of: list[float] = []
    first_wrong, answered, notes = 0, 0, []
    for row in told["present"]:
        own = shapely.union_all(shapes[np.isin(truth, [name.lower() for name in row["right"]])])
        result = asked(index, encoder, row[language], threshold)
        rights = [shapely.area(one.geometry & own) >= RIGHT * one.geometry.area for one in result.regions]
        answered += bool(rights)
        if rights:
            right_of.append(sum(rights) / len(rights))
            first_wrong += not rights[0]
        if not rights or right_of[-1] < 0.5:
            notes.append(f"{row[language]}: {result.verdict.word}, {sum(rights)} of {len(rights)} right")
    shares = {}
    nonsense = load_meaningless()[language] if "unseen" not in told else None
    lists = {
        "absent": [row[language] for row in told["absent"]],
        "unseen": list(nonsense[:20]) if nonsense else [row[language] for row in told["unseen"]],
        "gibberish": list(nonsense[20:]) if nonsense else told["gibberish"][language],
    }
    for name, texts in lists.items():
        results = [asked(index, encoder, text, threshold) for text in texts]
        shares[name] = float(np.mean([bool(result.regions) for result in results]))
        notes += [
            f"{name} {text!r}: {result.verdict.word}, best {result.regions[0].relevance:.2f}"
            for text, result in zip(texts, results, strict=True)
            if result.regions
        ]
    count = len(told["present"])
    precision = float(np.mean(right_of)) if right_of else 0.0
    return Row(answered / count, **shares, precision=precision, wrong_first=first_wrong / count), notes


def regions_told(
    index: LayerIndex, encoder: Encoder, mosaic: Mosaic, told: dict[str, Any], languages: Sequence[str]
) -> Told:
    """Relevance of the first ten regions of what is there and what is not, without a threshold, and which are right."""
    shapes, truth = np.array(mosaic.shapes, dtype=object), np.char.lower(np.array(mosaic.truth))
    relevances, rights = [], []
    for language in languages:
        for row in [*told["present"], *told["absent"]]:
            own = shapely.union_all(shapes[np.isin(truth, [name.lower() for name in row.get("right", [])])])
            for region in asked(index, encoder, row[language], 0.0).regions:
                relevances.append(region.relevance)
                rights.append(shapely.area(region.geometry & own) >= RIGHT * region.geometry.area)
    return Told(np.array(relevances), np.array(rights))


def _open(told: dict[str, Any], root: Path) -> tuple[DataSet, Source]:
    if told["data_set"] != "rsicd":
        return DATA_SETS[told["data_set"]], open_data_set(DATA_SETS[told["data_set"]], root)
    config = SourceConfig(id="rsicd", kind="karpathy", images="rsicd.tar", annotation="rsicd.json", label_set="rsicd")
    return RSICD, open_source(config, root, load_lexicon(), print)


def main() -> None:
    """Print a row a language, and the queries that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--list", default="test", choices=["test", "dev"])
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--window-m", default="")
    parser.add_argument("--most", type=int, default=0, help="Images in the map at most; 0 takes all.")
    parser.add_argument("--threshold", type=float, default=DEFAULT_MIN_RELEVANCE)
    parser.add_argument("--regions", action="store_true", help="Print how many regions of a relevance are right.")
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    told = json.loads((QUERIES / f"honest_{arguments.list}.json").read_text(encoding="utf-8"))
    encoder = load_encoder(arguments.model)
    data_set, source = _open(told, arguments.data)
    side_m = data_set.side_px * data_set.ground_sampling_m
    sizes = [float(size) for size in arguments.window_m.split(",") if size] or [round(side_m / 2), round(side_m)]
    with tempfile.TemporaryDirectory(prefix="terralex-") as folder:
        mosaic = make_mosaic(Path(folder), data_set, source, told["split"], arguments.most)
        index = index_layer(mosaic.image, encoder, Path(folder) / "index", tuple(sizes))
        print(f"model {encoder.model_id} {encoder.revision}, {len(mosaic.samples)} {told['split']} images of")
        print(f"{told['data_set']} as one map, {index.count} windows of {sizes} m, threshold {arguments.threshold}\n")
        print(
            "| language | present answered, % | absent, % | nonsense, % (unseen, gibberish) | P@10 | wrong first, % |"
        )
        print("|---|---|---|---|---|---|")
        rows, problems = [], []
        for language in arguments.languages.split(","):
            row, notes = measured(index, encoder, mosaic, told, language, arguments.threshold)
            rows.append(row)
            problems += [f"- {language}: {note}" for note in notes]
            print(f"| {language} | {_cells(row)} |", flush=True)
        if arguments.regions:
            regions = regions_told(index, encoder, mosaic, told, arguments.languages.split(","))
    mean = Row(**{name: float(np.mean([vars(row)[name] for row in rows])) for name in vars(rows[0])})
    print(f"| mean | {_cells(mean)} |\n")
    print("\n".join(problems))
    if arguments.regions:
        print(f"\nregions without a threshold, calibration error {regions.ece:.3f}:\n")
        print("| relevance, mean | right, % | regions |\n|---|---|---|")
        for mean, right, count in regions.curve():
            print(f"| {mean:.2f} | {100 * right:.0f} | {count} |")


def _cells(row: Row) -> str:
    nonsense = f"{100 * row.nonsense:.1f} ({100 * row.unseen:.0f}, {100 * row.gibberish:.0f})"
    shares = [f"{100 * row.present:.0f}", f"{100 * row.absent:.0f}", nonsense, f"{row.precision:.2f}"]
    return " | ".join([*shares, f"{100 * row.wrong_first:.0f}"])


if __name__ == "__main__":
    main()
