"""``terralex index``: embed every window of a layer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.commands.console import index_bar
from backend.commands.options import (
    default_index_root,
    index_options,
    open_encoder,
    parse_bands,
    parse_window_sizes,
    tell_notes,
)

if TYPE_CHECKING:
    from backend.index.store import LayerIndex
    from backend.models.encoder import Encoder


@click.command("index")
@click.argument("layer", metavar="LAYER")
@index_options
def index_command(
    layer: str,
    model_id: str | None,
    index_root: Path | None,
    window_m: str | None,
    bands: str | None,
    device: str,
) -> None:
    """Index LAYER, a georeferenced raster, so that searches in it take a moment.

    An interrupted run continues where it stopped; a layer that is indexed already costs nothing.
    """
    sizes_m = parse_window_sizes(window_m)
    index = make_index(layer, open_encoder(model_id, device), index_root, sizes_m, parse_bands(bands))
    tell_notes(index.info)
    sizes = ", ".join(f"{size:g}" for size in index.window_sizes_m)
    click.echo(f"{index.count} windows of {sizes} m, {index.model_id} {index.model_revision}, in {index.folder}")


def make_index(
    layer: str,
    encoder: Encoder,
    index_root: Path | None,
    window_sizes_m: tuple[float, ...] | None,
    bands: tuple[str, ...] | None = None,
) -> LayerIndex:
    """The layer's index, made or completed now where it has to be, with a progress bar on a terminal."""
    from backend.index.pipeline import index_layer

    with index_bar() as progress:
        root = index_root or default_index_root()
        return index_layer(layer, encoder, root, window_sizes_m, bands=bands, progress=progress)
