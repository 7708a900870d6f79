"""Draws translations to be read by somebody who knows the language.

python -m training.translation.grammar.sample rsicd.json --language de --count 100 --seed 1
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import click

from training.translation.grammar.translator import PhraseGrammar


def training_captions(rsicd: Path) -> list[str]:
    """The training captions of a Karpathy-style JSON file, one an occurrence."""
    images = json.loads(rsicd.read_text(encoding="utf-8"))["images"]
    return [row["raw"] for image in images if image["split"] == "train" for row in image["sentences"]]


@click.command()
@click.argument("captions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", required=True)
@click.option("--count", default=100, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(captions: Path, language: str, count: int, seed: int) -> None:
    """Print COUNT distinct captions that the grammar covers, drawn at random, with their translations."""
    grammar = PhraseGrammar()
    texts = training_captions(captions)
    distinct = sorted(set(texts))
    said = dict(zip(distinct, grammar.translate(distinct, language), strict=True))
    covered = [text for text in distinct if said[text] is not None]
    by_occurrence = sum(said[text] is not None for text in texts) / len(texts)
    click.echo(f"covered: {by_occurrence:.1%} of {len(texts)}, {len(covered) / len(distinct):.1%} of {len(distinct)}")
    for text in Random(seed).sample(covered, count):
        click.echo(f"{text}\n    {said[text]}")


if __name__ == "__main__":
    main()
