"""How long does a round of teaching take on 200,000 windows, beside the words alone?

    python -m benchmarks.teaching_speed [--windows 200000] [--marks 30] [--rounds 10] [--folder DIR]

The index is that of :mod:`harness.made_up_index`. In every round both are asked in turn in one process: the words and
the words with so many marks (a third of them accepted) and three uncertain places. The first is the first round on a
layer, which also works out what varies on it; the others are medians.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from backend.models.encoder import load_encoder
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Example, Query
from backend.search.search import SearchOptions, search
from harness.made_up_index import PHRASES, build_index
from harness.text_model import save_text_model


def main() -> None:
    """Print a row a way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--windows", type=int, default=200_000)
    parser.add_argument("--marks", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path("build/search-speed"))
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    encoder = load_encoder(save_text_model(arguments.folder / "model"), "cpu")
    index = build_index(arguments.folder, arguments.windows, encoder)
    matrices, crs = MatrixCache(8 * 1024**3), str(index.info.crs.to_epsg())
    options = SearchOptions(top=100, min_relevance=0.0, uncertain=3)
    words = Query((PHRASES[0],))
    found = search(index, encoder, words, SearchOptions(top=arguments.marks, min_relevance=0.0), matrices=matrices)
    marks = [Example(region.geometry, f"EPSG:{crs}") for region in found.regions]
    taught = Query(words.texts, accepted=tuple(marks[::3]), rejected=tuple(marks[1::3] + marks[2::3]))
    seconds: dict[str, list[float]] = {"words alone": [], "taught": []}
    stages: dict[str, list[float]] = {}
    for _ in range(arguments.rounds + 1):
        for name, query in (("words alone", words), ("taught", taught)):
            started = time.perf_counter()
            result = search(index, encoder, query, options, matrices=matrices)
            seconds[name].append(time.perf_counter() - started)
            if name == "taught":
                for stage, spent in result.seconds.items():
                    stages.setdefault(stage, []).append(spent)
    print(
        f"{arguments.windows:,} windows, {len(marks)} marks, {arguments.threads} threads, torch {torch.__version__}\n"
    )
    print("| | first, s | median, s | 95th percentile, s |\n|---|---|---|---|")
    for name, times in seconds.items():
        print(f"| {name} | {times[0]:.3f} | {np.median(times[1:]):.3f} | {np.percentile(times[1:], 95):.3f} |")
    ratio = np.median(np.array(seconds["taught"][1:]) / np.array(seconds["words alone"][1:]))
    print(f"\nTaught takes {ratio:.2f} of the words alone in the same round. Stages: ", end="")
    print(", ".join(f"{stage} {np.median(spent[1:]):.3f}" for stage, spent in stages.items()))


if __name__ == "__main__":
    main()
