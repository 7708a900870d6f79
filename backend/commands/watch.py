"""``terralex watch``: run a saved search again and report what is new."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.commands.console import BOUNDS, bounds_cell, print_answer, progress_bar
from backend.commands.options import output_option, overwrite_option
from backend.errors import BadOption, Cancelled, TerralexError

if TYPE_CHECKING:
    from backend.jobs.processes.watch import PreparedWatch, Report
    from backend.jobs.workbench import Workbench
    from backend.watch.saved_search import SavedSearch
    from backend.watch.saved_searches import SavedSearches

NOTHING_NEW = 1
SEARCH, ROUND = "saved", "round"
STATE, LOCK = ".watch.sqlite", ".watch.lock"


@click.command("watch")
@click.argument("saved", metavar="JSON", type=click.Path(path_type=Path))
@click.option("--every", metavar="T", help="Repeat every 30m, 1h, 7d, until stopped.  [default: once]")
@click.option("--once", is_flag=True, help="Run once, even if the saved search has an interval.")
@click.option(
    "--index",
    "index_root",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder for indexes.  [default: TERRALEX_INDEX, otherwise the user's cache folder]",
)
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), help="Device for the model.  [default: auto]")
@click.option("--trust", is_flag=True, help="Read layers in this process; for files you created yourself.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per round.")
@output_option('Write the regions, with a column "change" that holds new, unchanged or gone')
@click.option("--preview", metavar="PNG", type=click.Path(path_type=Path), help="Draw the new regions as thumbnails.")
@overwrite_option
def watch_command(
    saved: Path,
    every: str | None,
    once: bool,
    index_root: Path | None,
    device: str | None,
    trust: bool,
    as_json: bool,
    output: Path | None,
    preview: Path | None,
    overwrite: bool,
) -> int:
    """Run a search saved by `terralex survey --save` again, and report what is new since the last time.

    Only layers that are new or have changed are searched. An interrupted run continues where it stopped. The first
    time, everything is new. Previous answers are stored beside JSON. Exit code 1: nothing is new.
    """
    if every is not None and once:
        raise BadOption("Give --every or --once, not both.")

    from backend.commands.in_process import workbench
    from backend.jobs.processes.watch import WatchInputs, WatchProcess
    from backend.output.outputs import Output, check_outputs
    from backend.search.survey import LAYER_NAME
    from backend.watch.saved_search import read_saved_search, seconds

    search = _placed(read_saved_search(saved), saved)
    interval = every or (None if once else search.every)
    pause_s = None if interval is None else seconds(interval)
    outputs = [
        Output("-o", output, layer=LAYER_NAME) if output else None,
        Output("--preview", preview, (".png",)) if preview else None,
    ]
    check_outputs(
        filter(None, outputs), [saved, *(Path(layer) for layer in search.inputs.get("layers", ()))], overwrite
    )
    with (
        _state_beside(saved) as searches,
        workbench(search.inputs.get("model"), index_root, device, trust=trust, saved=searches) as bench,
    ):
        searches.put(search, SEARCH)

        def run_once() -> Report:
            prepared = WatchProcess().prepare(WatchInputs(search=SEARCH), bench)
            return _round(prepared, searches, output, preview, overwrite, as_json)

        report = run_once()
        while pause_s is not None:
            time.sleep(pause_s)
            try:
                report = run_once()
            except Cancelled:
                raise
            except TerralexError as error:  # a disk that is not there may come back
                click.echo(f"Error: {error} Trying again in {interval}.", err=True)
    return 0 if report.summary["new"] else NOTHING_NEW


def _placed(search: SavedSearch, file: Path) -> SavedSearch:
    """The search with absolute paths; relative ones refer to the folder of the file."""
    from backend.watch.saved_search import SavedSearch

    here = file.resolve().parent
    places = {
        field: [str(here / Path(path).expanduser()) for path in search.inputs[field]]
        for field in ("layers", "folders")
        if isinstance(search.inputs.get(field), list) and all(isinstance(path, str) for path in search.inputs[field])
    }
    return SavedSearch(name=search.name, inputs={**search.inputs, **places}, every=search.every)


@contextmanager
def _state_beside(file: Path) -> Iterator[SavedSearches]:
    """Previous answers of the search, in a file beside it that only one run can use at a time.

    Raises:
        BadOption: another run is using it.
        OutputNotWritable: it cannot be opened.
    """
    from filelock import FileLock, Timeout

    from backend.errors import OutputNotWritable
    from backend.watch.saved_searches import SavedSearches

    lock = FileLock(file.with_name(f"{file.stem}{LOCK}"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BadOption(f"Another terralex watch is running {file.name}: stop it first, or wait.") from error
    except OSError as error:
        raise OutputNotWritable(
            f"The answers of {file.name} cannot be stored beside it: "
            f"{error.strerror or 'the folder cannot be written'}."
        ) from error
    try:
        searches = SavedSearches(file.with_name(f"{file.stem}{STATE}"))
        try:
            yield searches
        finally:
            searches.close()
    finally:
        lock.release()


def _round(
    prepared: PreparedWatch,
    searches: SavedSearches,
    output: Path | None,
    preview: Path | None,
    overwrite: bool,
    as_json: bool,
) -> Report:
    """One round; it becomes the basis of the next comparison only after its output has been delivered."""
    from backend.jobs.process import Run

    with progress_bar() as tell:
        report = prepared.round(Run(tell), ROUND)
    if output is not None:
        report.write(output, overwrite)
    if preview is not None:
        _draw(preview, report, prepared.bench)
    _print(report, [path for path in (output, preview) if path], as_json)
    searches.told(SEARCH)
    return report


def _draw(path: Path, report: Report, bench: Workbench) -> None:
    from backend.imagery.crs import WGS84
    from backend.search.contact_sheet import Place, write_contact_sheet
    from backend.watch.seen import SeenRegion

    rows = [row for row in report.regions["features"] if row["properties"]["change"] == "new" and row["geometry"]]
    places = [
        Place(
            *(Path(row["properties"]["layer_id"]), SeenRegion(row["geometry"], {}).shape, WGS84),
            caption=f"{row['properties']['relevance']:.2f}  ·  {row['properties']['layer']}",
            relevance=row["properties"]["relevance"],
        )
        for row in rows
    ]
    title = f"{report.summary['search']!r}: {report.summary['new']} new, {report.summary['gone']} gone"
    write_contact_sheet(path, title, places, bench.open_layer)


def _print(report: Report, written: list[Path], as_json: bool) -> None:
    said = report.summary
    if as_json:
        files = [str(path) for path in written]
        regions = [_row(feature) for feature in report.regions["features"]]
        click.echo(json.dumps({**said, "regions": regions, "files": files}, ensure_ascii=False))
        return
    looked = f"searched {said['looked_at']} of {said['layers_asked']} layers"
    if said["taken_up"]:
        looked += f", {said['taken_up']} of them before it was interrupted"
    counts = f"{said['new']} new, {said['unchanged']} unchanged, {said['gone']} gone"
    rows = [
        (row["change"], f"{row['relevance']:.2f}", row["layer"], bounds_cell(row["bounds_wgs84"]))
        for row in map(_row, report.regions["features"])
        if row["change"] != "unchanged"
    ]
    for layer in said["layers"]:
        if layer["error"]:
            click.echo(f"Not searched: {layer['layer']}: {layer['error']}", err=True)
    titles = ("change", ">relevance", "layer", BOUNDS)
    print_answer(f"{said['search']!r}: {counts}; {looked}.", titles, rows, written)


def _row(feature: dict[str, Any]) -> dict[str, Any]:
    """A region's fields and its bounds."""
    from backend.watch.seen import SeenRegion

    shape = SeenRegion(feature["geometry"], {}).shape
    bounds = None if shape is None else [round(float(value), 7) for value in shape.bounds]
    return {**feature["properties"], "bounds_wgs84": bounds}
