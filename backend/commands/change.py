"""``terralex change``: what a text names that appeared or disappeared between two dates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.commands.console import progress_bar
from backend.commands.options import Indexing, overwrite_option, tell_notes, with_extent, with_indexing
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
    help='What to look for.  [default: by words such as "new" or "gone" in TEXT, else both]',
)
@click.option("--not", "unwanted", metavar="TEXT", multiple=True, help="What is not wanted; may be repeated.")
@with_extent("Compare")
@click.option("--top", metavar="N", type=int, default=10, show_default=True, help="How many regions at most.")
@click.option(
    "--least-change",
    metavar="D",
    type=float,
    help="Least change, in standard deviations of the two layers' own differences.  [default: 3]",
)
@click.option(
    "--threshold",
    metavar="R",
    type=float,
    help="Least relevance at the date at which the thing is to be seen, 0 to 1.  [default: 0.3]",
)
@with_indexing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the regions; .gpkg, .geojson or .fgb. Needed unless --json, --pairs or --heatmap is given.",
)
@click.option("--pairs", metavar="PNG", type=click.Path(path_type=Path), help="Draw every region at both dates.")
@click.option(
    "--heatmap", metavar="TIF", type=click.Path(path_type=Path), help="Write how much every place changed, as a raster."
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

    Both are georeferenced rasters of one place; their resolutions and reference systems may differ. TEXT may say the
    direction itself: "new buildings", "forest that is gone".
    """
    if output is None and pairs is None and heatmap is None and not as_json:
        raise BadOption("Nowhere to put the result: name a file with -o, or ask for --json, --pairs or --heatmap.")

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
    if as_json:
        found = {**result.to_dict(), "files": [str(path) for path in written]}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(_verdict(result), markup=False, soft_wrap=True)
    if result.regions:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in ("rank", "change", "earlier", "later", "window m"):
            table.add_column(title, justify="right")
        table.add_column("")
        table.add_column("west, south, east, north")
        for row in result.to_dict()["regions"]:
            numbers = (
                *(str(row["rank"]), f"{row['change']:.1f}", f"{row['relevance_earlier']:.2f}"),
                *(f"{row['relevance_later']:.2f}", f"{row['window_m']:g}"),
            )
            table.add_row(*numbers, row["direction"], ", ".join(f"{value:.5f}" for value in row["bounds_wgs84"]))
        console.print(table)
    for path in written:
        console.print(f"Written: {path}", markup=False, soft_wrap=True)


def _verdict(result: ChangeResult) -> str:
    """The answer in one plain sentence."""
    asked, ground = repr(result.provenance.query.title), f"{result.ground_km2:.3g} km²"
    if result.verdict.word == "unknown_words":
        known = ", ".join(result.verdict.nearest_words)
        return f"The model does not know the words {asked}" + (
            f"; the nearest that it knows: {known}." if known else "."
        )
    if not result.regions:
        return f"Nothing on {ground} that both layers show changed enough for {asked}."
    count = "1 region" if len(result.regions) == 1 else f"{len(result.regions)} regions"
    return f"{asked}: {count} changed on {ground} that both layers show."
