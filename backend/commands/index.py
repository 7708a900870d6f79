"""``terralex index``: embed every window of a layer."""

from __future__ import annotations

from pathlib import Path

import click

from backend.commands.console import progress_bar
from backend.commands.options import index_options, parse_bands, parse_window_sizes, tell_notes


@click.command("index")
@click.argument("layer", metavar="LAYER")
@index_options
def index_command(
    layer: str,
    model_id: str | None,
    index_root: Path | None,
    window_m: str | None,
    bands: str | None,
    device: str | None,
    trust: bool,
) -> None:
    """Index LAYER, a georeferenced raster, so that searches in it take a moment.

    An interrupted run continues where it stopped; a layer that is indexed already costs nothing.
    """
    sizes_m = parse_window_sizes(window_m)

    from backend.commands.in_process import workbench
    from backend.jobs.inputs import LayerInputs
    from backend.jobs.process import Run
    from backend.jobs.processes.index import IndexProcess

    inputs = LayerInputs.model_construct(layer=layer, window_m=sizes_m, bands=parse_bands(bands))
    with workbench(model_id, index_root, device, trust=trust) as bench, progress_bar() as tell:
        index = IndexProcess().prepare(inputs, bench).index(Run(tell))
        count = index.count
    tell_notes(index.info)
    sizes = ", ".join(f"{size:g}" for size in index.window_sizes_m)
    click.echo(f"{count} windows of {sizes} m, {index.model_id} {index.model_revision}, in {index.folder}")
