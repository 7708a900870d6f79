"""Does search find what is there? Every kind of the rendered sample, in ten languages, on seeds nothing trained on.

    python -m benchmarks.eval_sample [--kinds boat] [--seeds 1,2,3] [--model ID] [--languages en,ko] [--json FILE]

A kind counts as found when one of the first three merged regions for its name has an intersection over union above
0.1 with the truth: with one true polygon of the kind, or with all of them that the region touches (a region may hold
a whole block of tennis courts, which the truth draws one by one).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from backend.imagery.layer import open_layer
from backend.imagery.window_grid import default_window_sizes
from backend.index.pipeline import index_layer
from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.encoder import Encoder, load_encoder
from backend.sample import render_sample
from backend.search.query import Query
from backend.search.search import SearchOptions, search
from backend.search.sizes import sizes_for

TWELVE = (
    "airport",
    "storage_tank",
    "stadium",
    "harbor",
    "golf_course",
    "tennis_court",
    "parking_lot",
    "dense_residential_area",
    "farmland",
    "forest",
    "river",
    "beach",
)
TOP, MIN_IOU = 3, 0.1


def read_truth(file: Path) -> dict[str, NDArray[np.object_]]:
    """True polygons by kind, in the layer's CRS."""
    _, _, wkb, fields = pyogrio.raw.read(file, layer="truth", columns=["kind"])
    kinds, shapes = np.asarray(fields[0]), shapely.from_wkb(wkb)
    return {str(kind): shapes[kinds == kind] for kind in np.unique(kinds)}


def best_iou(region: shapely.Geometry, truth: NDArray[np.object_]) -> float:
    """Highest intersection over union with one true polygon, or with all that the region touches."""
    touched = truth[shapely.intersects(truth, region)]
    if not len(touched):
        return 0.0
    candidates = [*touched, shapely.union_all(touched)]
    return max(shapely.area(region & c) / shapely.area(region | c) for c in candidates)


def found(image: Path, folder: Path, encoder: Encoder, text: str, truth: NDArray[np.object_]) -> bool:
    """Whether one of the first regions is the thing; the layer is indexed with the windows that the query needs."""
    query = Query((text,))
    with open_layer(image) as layer:
        info = layer.info
    index = index_layer(image, encoder, folder, sizes_for(query, info, default_window_sizes(info)))
    result = search(index, encoder, query, SearchOptions(top=TOP, min_relevance=0.0))
    return any(best_iou(r.geometry, truth) > MIN_IOU for r in result.regions)


def evaluate_seed(
    folder: Path, seed: int, encoder: Encoder, languages: Sequence[str], kinds: Sequence[str] | None = None
) -> dict[str, dict[str, bool]]:
    """language -> kind -> found, of one rendered sample; kept in ``folder``, so that a stopped evaluation goes on."""
    kept = folder / f"found-{encoder.revision}.json"
    results: dict[str, dict[str, bool]] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    image, truth_file = folder / "sample.tif", folder / "truth.gpkg"
    if not (image.exists() and truth_file.exists()):
        render_sample(folder, seed=seed)
    truth = read_truth(truth_file)
    lexicon = load_lexicon()
    for language in languages:
        known = results.setdefault(language, {})
        for kind in sorted(truth):
            if kind not in known and (kinds is None or kind in kinds):
                text = lexicon[kind][language].many
                known[kind] = found(image, folder / "index", encoder, text, truth[kind])
                kept.write_text(json.dumps(results), encoding="utf-8")
    return results


def main() -> None:
    """Print the table: kinds found of the twelve a seed and language, and how often each kind was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--kinds", help="of the lexicon; all that the samples show if left out")
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--folder", type=Path, default=Path("build/eval-sample"))
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    seeds = [int(s) for s in arguments.seeds.split(",")]
    languages = arguments.languages.split(",")
    asked = None if arguments.kinds is None else arguments.kinds.split(",")
    encoder = load_encoder(arguments.model)
    results = {}
    for seed in seeds:
        results[seed] = evaluate_seed(arguments.folder / f"seed-{seed}", seed, encoder, languages, asked)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(f"model {encoder.model_id} {encoder.revision}; found of the twelve kinds, top {TOP}, IoU > {MIN_IOU}\n")
    print("| language | " + " | ".join(f"seed {s}" for s in seeds) + " | mean |")
    print("|---|" + "---|" * (len(seeds) + 1))
    for language in languages:
        counts = [sum(results[s][language].get(kind, False) for kind in TWELVE) for s in seeds]
        print(f"| {language} | " + " | ".join(map(str, counts)) + f" | {np.mean(counts):.1f} |")
    kinds = sorted({kind for s in seeds for kind in results[s][languages[0]]}, key=lambda k: (k not in TWELVE, k))
    print("\n| kind | " + " | ".join(languages) + " |\n|---|" + "---|" * len(languages))
    for kind in kinds:
        cells = []
        for language in languages:
            held = [results[s][language][kind] for s in seeds if kind in results[s][language]]
            cells.append(f"{sum(held)}/{len(held)}")
        print(f"| {kind}{'' if kind in TWELVE else ' (not of the twelve)'} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
