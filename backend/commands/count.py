"""``terralex count``: count what a text names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.commands.console import print_answer, progress_bar, unknown_words
from backend.commands.options import (
    Indexing,
    json_option,
    output_option,
    overwrite_option,
    parse_numbers,
    tell_notes,
    with_extent,
    with_indexing,
)
from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.counting.find import Counted
    from backend.jobs.inputs import Extent
    from backend.labeling.feature_table import FeatureTable
    from backend.search.sizes import Size

NOTHING_FOUND = 1


@click.command("count")
@click.argument("layer", metavar="LAYER")
@click.argument("text", metavar="TEXT")
@click.option("--zones", "zone_file", metavar="FILE", help="Polygons; each gets its own count.")
@click.option(
    "--size-m", metavar="M,M", help="Minimum and maximum size of one object in metres.  [default: from the words]"
)
@click.option("--not", "unwanted", metavar="TEXT", multiple=True, help="What to exclude; may be repeated.")
@with_extent("Count")
@with_indexing
@json_option
@output_option("Write the zones with their counts, or single objects as points")
@overwrite_option
def count_command(
    layer: str,
    text: str,
    zone_file: str | None,
    size_m: str | None,
    unwanted: tuple[str, ...],
    box: Extent | None,
    indexing: Indexing,
    as_json: bool,
    output: Path | None,
    overwrite: bool,
) -> int:
    """Count what TEXT names, such as cars, in LAYER, as a whole or by zone.

    The count comes with an interval in which the true number should lie in nine cases out of ten; it is wide where the
    model is unsure of what it counts. There is no number if it could be wrong by more than ten times, and only a lower
    bound where objects touch. Objects too small for the layer's pixels are not counted, and a message says so.
    """
    size = _size(size_m)

    from backend.counting.export import LAYER_NAME, write_counts
    from backend.jobs.process import Run
    from backend.jobs.processes.count import CountInputs, CountProcess
    from backend.labeling.feature_table import LAYER_MARK, read_features
    from backend.output.outputs import Output, check_outputs

    inputs = CountInputs.model_construct(
        **indexing.asked(layer),
        text=text,
        unwanted=unwanted,
        size_m=size,
        extent=box,
    )
    outputs = [Output("-o", output, layer=LAYER_NAME)] if output else []
    with indexing.workbench() as bench:
        read = indexing.reads(layer, bench)
        if zone_file is not None:
            read.append(Path(zone_file.partition(LAYER_MARK)[0]))
        check_outputs(outputs, read, overwrite)
        zones = None if zone_file is None else read_features(zone_file)
        prepared = CountProcess().prepare_with(zones, inputs, bench)
        tell_notes(prepared.site.info)
        with progress_bar() as tell:
            index = prepared.index(Run(tell))
        counted = prepared.count(index)
        if output is not None:
            write_counts(output, counted, zones, overwrite)
    _print(counted, zones, output, as_json)
    return 0 if counted.total.instances else NOTHING_FOUND


def _size(text: str | None) -> Size | None:
    if text is None:
        return None
    numbers = parse_numbers(text, "the minimum and maximum size of one object in metres: write them like 4,6")
    if len(numbers) != 2:
        raise BadOption(f"{text!r} is not a minimum and maximum size in metres: write them like 4,6.")
    return numbers[0], numbers[1]


def _print(counted: Counted, zones: FeatureTable | None, written: Path | None, as_json: bool) -> None:
    from backend.counting.export import zone_columns

    rows = [] if zones is None else _rows(counted, zones, zone_columns(counted))
    if as_json:
        files = [] if written is None else [str(written)]
        click.echo(json.dumps({**counted.facts(), "by_zone": rows, "files": files}, ensure_ascii=False))
        return
    cells = [
        (
            str(row["id"]),
            *("" if row[name] is None else str(row[name]) for name in ("count", "low", "high")),
            f"{row['covered']:.0%}",
        )
        for row in rows
    ]
    titles = (">zone", ">count", ">low", ">high", ">covered")
    print_answer(_sentence(counted), titles, cells, [] if written is None else [written])


def _rows(counted: Counted, zones: FeatureTable, columns: dict[str, object]) -> list[dict[str, object]]:
    """One row per zone, for JSON and for the table."""
    lists = {name: values.to_pylist() for name, values in columns.items()}  # type: ignore[attr-defined]
    return [
        {"id": int(zones.fids[number]), **{name: values[number] for name, values in lists.items()}}
        for number in range(len(counted.zones))
    ]


def _sentence(counted: Counted) -> str:
    """The answer in one sentence."""
    asked, total = repr(counted.provenance.query.title), counted.total
    ground = f"{counted.ground_km2:.3g} km²"
    if counted.verdict.word == "unknown_words":
        return unknown_words(asked, counted.verdict.nearest_words)
    if not total.instances:
        return f"No {asked} on {ground}."
    if total.kind == "no_number":
        return (
            f"{asked}: no number on {ground}. The model is too unsure of what it sees: there may be {total.low} to "
            f"{total.high}."
        )
    if total.kind == "lower_bound":
        return (
            f"{asked}: at least {total.low} on {ground}. They may stand too close together to be counted one by one, "
            "so there may be many more."
        )
    return f"{asked}: about {total.count}, probably {total.low} to {total.high}, on {ground}."
