"""``terralex-train shards``: a data set of a run as WebDataset shards."""

from __future__ import annotations

from pathlib import Path

import click

from training.commands.console import say


@click.command()
@click.argument("config_file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="Id of the data set in the file.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
@click.option("--images-per-shard", type=click.IntRange(1), default=2000, show_default=True)
def shards(config_file: Path, source: str, output: Path, images_per_shard: int) -> None:
    """Write one data set of CONFIG_FILE as shards: images as they are, with captions in all languages they have.

    Captions made of boxes and masks, and the translations that the file names, are written with them.
    """
    from backend.lexicon import load_lexicon
    from training.commands.run_data import chosen_data
    from training.data.shard_writer import write_shards
    from training.sources.source import open_sources

    (opened,) = open_sources(chosen_data(config_file, source), Path.cwd(), load_lexicon(), say)
    write_shards(output, source, opened.samples, opened.archive, images_per_shard, say)
