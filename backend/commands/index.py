"""``terralex index``: embed every window of a layer."""

from __future__ import annotations

import click

from backend.commands.console import progress_bar
from backend.commands.options import Indexing, tell_notes, with_indexing


@click.command("index")
@click.argument("layer", metavar="LAYER")
@click.option(
    "--executor",
    type=click.Choice(["local", "ray"]),
    help="Who embeds: processes of this machine, or a Ray cluster.  [default: this process]",
)
@click.option(
    "--workers", metavar="N", type=int, help="How many of them.  [default: one a GPU; with ray else one a processor]"
)
@click.option(
    "--address", metavar="HOST:PORT", help="Of a Ray cluster.  [default: RAY_ADDRESS, otherwise one of this machine]"
)
@with_indexing
@click.option("--stats", is_flag=True, help="Report how busy reading, cropping, encoding and writing were.")
def index_command(
    layer: str,
    executor: str | None,
    workers: int | None,
    address: str | None,
    indexing: Indexing,
    stats: bool,
) -> None:
    """Index LAYER, a georeferenced raster, so that searching it is fast.

    LAYER is a file, a folder of rasters that are one layer together, or an address: https://host/a.tif, s3://bucket/a.tif,
    or that of a STAC item or collection.

    An interrupted run continues where it stopped; a layer that is already indexed is not read again.
    """
    from backend.executors.choice import choice_of
    from backend.jobs.inputs import LayerInputs
    from backend.jobs.process import Run
    from backend.jobs.processes.index import IndexProcess

    choice = choice_of(executor, workers, address)
    inputs = LayerInputs.model_construct(**indexing.asked(layer))
    told: list[str] = []
    with indexing.workbench(choice) as bench, progress_bar() as tell:
        prepared = IndexProcess().prepare(inputs, bench)
        index = prepared.index(Run(tell, log=told.append))
        count = index.count
    tell_notes(index.info)
    for line in told:
        if line not in index.info.notes:
            click.echo(line, err=True)
    sizes = ", ".join(f"{size:g}" for size in index.window_sizes_m)
    click.echo(f"{count} windows of {sizes} m, {index.model_id} {index.model_revision}, in {index.address}")
    if stats:
        click.echo(prepared.stages.sentence())
