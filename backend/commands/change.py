"""``terralex change``: what appeared or disappeared between two dates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.commands.console import BOUNDS, bounds_cell, print_answer, progress_bar, unknown_words
from backend.commands.options import (
    Indexing,
    json_option,
    output_option,
    overwrite_option,
    tell_notes,
    with_extent,
    with_indexing,
)
from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.change.region import ChangeResult
    from backend.jobs.inputs import Extent

NOTHING_FOUND = 1


@click.command("change")
@click.argument("earlier", metavar="EARLIER")
@click.argument("later", metavar="LATER")
@click.argument("text", metavar="TEXT")
@click.option(
    "--direction",
    type=click.Choice(["appeared", "disappeared", "both"]),
    help='Direction of the change.  [default: from words such as "new" or "gone" in TEXT, otherwise both]',
)
@click.option("--not", "unwanted", metavar="TEXT", multiple=True, help="What to exclude; may be repeated.")
@with_extent("Compare")
@click.option("--top", metavar="N", type=int, default=10, show_default=True, help="Maximum number of regions.")
@click.option(
    "--least-change",
    metavar="D",
    type=float,
    help="Minimum change, in standard deviations of the differences between the two layers.  [default: 1]",
)
@click.option(
    "--threshold",
    metavar="R",
    type=float,
    help="Minimum relevance at the date that shows the object, 0 to 1.  [default: 0.02]",
)
@with_indexing
@json_option
@output_option("Write the regions", "--json, --pairs or --heatmap")
@click.option("--pairs", metavar="PNG", type=click.Path(path_type=Path), help="Draw each region at both dates.")
@click.option(
    "--heatmap", metavar="TIF", type=click.Path(path_type=Path), help="Write the amount of change as a raster."
)
@overwrite_option
def change_command(
    earlier: str,
    later: str,
    text: str,
    direction: str | None,
    unwanted: tuple[str, ...],
    box: Extent | None,
    top: int,
    least_change: float | None,
    threshold: float | None,
    indexing: Indexing,
    as_json: bool,
    output: Path | None,
    pairs: Path | None,
    heatmap: Path | None,
    overwrite: bool,
) -> int:
    """Find what TEXT names that is in LATER and not in EARLIER, or the other way round.

    Both are georeferenced rasters of the same place; their resolutions and CRSs may differ. TEXT may state the
    direction itself: "new buildings", "forest that is gone".
    """
    if output is None and pairs is None and heatmap is None and not as_json:
        raise BadOption(
            "There is nowhere to write the result: give a file with -o, or use --json, --pairs or --heatmap."
        )

    from backend.change.export import LAYER_NAME, write_changes
    from backend.change.find import DEFAULT_LEAST_CHANGE, DEFAULT_MIN_RELEVANCE
    from backend.jobs.process import Run
    from backend.jobs.processes.change import ChangeInputs, ChangeProcess
    from backend.output.outputs import Output, check_outputs

    outputs = [
        Output("-o", output, layer=LAYER_NAME) if output else None,
        Output("--pairs", pairs, (".png",)) if pairs else None,
        Output("--heatmap", heatmap, (".tif", ".tiff")) if heatmap else None,
    ]
    inputs = ChangeInputs.model_construct(
        **indexing.asked(later),
        earlier=earlier,
        text=text,
        unwanted=unwanted,
        direction=direction,
        extent=box,
        top=top,
        least_change=DEFAULT_LEAST_CHANGE if least_change is None else least_change,
        threshold=DEFAULT_MIN_RELEVANCE if threshold is None else threshold,
    )
    with indexing.workbench() as bench:
        read = [path for layer in (earlier, later) for path in indexing.reads(layer, bench)]
        check_outputs(filter(None, outputs), read, overwrite)
        prepared = ChangeProcess().prepare(inputs, bench)
        for info in (prepared.sites.earlier_layer, prepared.sites.later_layer):
            tell_notes(info)
        with progress_bar() as tell:
            dates = prepared.dates(Run(tell))
        compared = prepared.compare(dates)
        result = prepared.find(dates, compared)
        if output is not None:
            write_changes(output, result, overwrite)
        if heatmap is not None:
            prepared.draw_map(heatmap, compared, result)
        if pairs is not None:
            prepared.draw_pairs(pairs, dates, result)
    _print(result, [path for path in (output, pairs, heatmap) if path is not None], as_json)
    return 0 if result.regions else NOTHING_FOUND


def _print(result: ChangeResult, written: list[Path], as_json: bool) -> None:
    document = result.to_dict()
    if as_json:
        document["files"] = [str(path) for path in written]
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    rows = [
        (
            *(str(row["rank"]), f"{row['change']:.1f}", f"{row['relevance_earlier']:.2f}"),
            *(f"{row['relevance_later']:.2f}", f"{row['window_m']:g}", row["direction"]),
            bounds_cell(row["bounds_wgs84"]),
        )
        for row in document["regions"]
    ]
    titles = (">rank", ">change", ">earlier", ">later", ">window m", "", BOUNDS)
    print_answer(_verdict(result), titles, rows, written)


def _verdict(result: ChangeResult) -> str:
    """The answer in one sentence."""
    asked, ground = repr(result.provenance.query.title), f"{result.ground_km2:.3g} km²"
    if result.verdict.word == "unknown_words":
        return unknown_words(asked, result.verdict.nearest_words)
    if not result.regions:
        return f"No sufficient change for {asked} on the {ground} that both layers cover."
    count = "1 region" if len(result.regions) == 1 else f"{len(result.regions)} regions"
    return f"{asked}: {count} changed on the {ground} that both layers cover."
