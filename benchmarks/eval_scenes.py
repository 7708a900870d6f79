"""Searches the real scenes and draws the answers, for judging by eye.

    python -m benchmarks.eval_scenes ../shared/scenes build/scenes [--model ID]

Runs the queries of ``scene_queries.toml`` through the code that ``terralex search`` runs, writes a preview of the first
five regions each, and prints a table to fill in. Previews show imagery that is not ours: look, do not publish.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

from backend.index.pipeline import index_layer
from backend.models.encoder import load_encoder
from backend.search.preview import write_preview
from backend.search.query import parse_query
from backend.search.search import SearchOptions, search

TOP = 5


def main() -> None:
    """Print the table and write ``<number>-<scene>.png``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenes", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="terralex-mini")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    encoder = load_encoder(arguments.model)
    rows = tomllib.loads((Path(__file__).parent / "scene_queries.toml").read_text(encoding="utf-8"))["query"]
    print(
        "| # | scene | query | regions above 0.5 | relevance of the first | window sizes m |\n|---|---|---|---|---|---|"
    )
    number = 0
    for row in rows:
        index = index_layer(arguments.scenes / row["scene"], encoder, arguments.folder / "index")
        for text in row["texts"]:
            number += 1
            result = search(index, encoder, parse_query(text), SearchOptions(top=TOP, min_relevance=0.0))
            preview = arguments.folder / f"{number:02d}-{row['scene'].split('_')[0]}.png"
            write_preview(preview, result, index.stretch)
            relevant = sum(region.relevance >= 0.5 for region in result.regions)
            first = result.regions[0].relevance if result.regions else 0.0
            sizes = ", ".join(f"{size:g}" for size in index.window_sizes_m)
            print(
                f"| {number} | {row['scene'].split('_')[0]} | {text} | {relevant} | {first:.2f} | {sizes} |", flush=True
            )


if __name__ == "__main__":
    main()
