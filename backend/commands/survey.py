"""``terralex survey``: ask many layers the same, and get one list."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.commands.console import progress_bar
from backend.commands.options import Indexing, overwrite_option, read_extent, with_indexing
from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.jobs.processes.survey import SurveyInputs
    from backend.search.contact_sheet import Place
    from backend.search.query import Query
    from backend.search.survey import SurveyResult

NOTHING_FOUND = 1


@click.command("survey")
@click.argument("words_and_layers", metavar="[TEXT] LAYER...", nargs=-1)
@click.option("--not", "unwanted", metavar="TEXT", multiple=True, help="What is not wanted; may be repeated.")
@click.option(
    "--concept",
    "concept_file",
    metavar="TLX",
    type=click.Path(path_type=Path),
    help="Search for what was taught, and leave TEXT out: a file of `terralex concept save`.",
)
@click.option("--extent", metavar="XMIN,YMIN,XMAX,YMAX", help="Search only here.")
@click.option("--extent-crs", metavar="EPSG:n", help="Reference system of --extent.  [default: each layer's own]")
@click.option(
    "--top", metavar="N", type=int, default=100, show_default=True, help="How many regions at most, of all layers."
)
@click.option(
    "--regions",
    "mode",
    type=click.Choice(["windows", "merged", "outline"]),
    default="merged",
    show_default=True,
    help="The best windows as they are, merged, or refined to outlines.",
)
@click.option("--threshold", metavar="R", type=float, help="Least relevance, 0 to 1.  [default: 0.3]")
@with_indexing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the regions; .gpkg, .geojson or .fgb.",
)
@click.option(
    "--preview", metavar="PNG", type=click.Path(path_type=Path), help="Draw the best twelve regions as thumbnails."
)
@click.option(
    "--save",
    "saved",
    metavar="JSON",
    type=click.Path(path_type=Path),
    help="Save what is asked, to be run again: `terralex watch JSON` says what is new.",
)
@click.option("--name", metavar="TEXT", help="Name of the saved search.  [default: what is looked for]")
@overwrite_option
def survey_command(
    words_and_layers: tuple[str, ...],
    unwanted: tuple[str, ...],
    concept_file: Path | None,
    extent: str | None,
    extent_crs: str | None,
    top: int,
    mode: str,
    threshold: float | None,
    indexing: Indexing,
    as_json: bool,
    output: Path | None,
    preview: Path | None,
    saved: Path | None,
    name: str | None,
    overwrite: bool,
) -> int:
    """Find what TEXT names in many layers, each a raster or a folder of rasters; one list, the most relevant first.

    A layer that cannot be searched says why, and the others are searched all the same.
    """
    text, layers, folders = parted(words_and_layers, concept_file is not None)
    box = read_extent(extent, extent_crs)

    from backend.concepts.concept_file import load_concept
    from backend.jobs.process import Run
    from backend.jobs.processes.survey import SurveyInputs, SurveyProcess
    from backend.jobs.processes.taught_query import taught_query
    from backend.output.outputs import Output, check_outputs
    from backend.search.contact_sheet import write_contact_sheet
    from backend.search.search import DEFAULT_MIN_RELEVANCE
    from backend.search.survey import LAYER_NAME, write_survey
    from backend.watch.saved_search import name_of

    concept = None if concept_file is None else load_concept(concept_file)
    query = taught_query(text, unwanted, concept=concept)
    called = name_of(name or query.title) if saved else ""
    inputs = SurveyInputs.model_construct(
        layers=layers,
        folders=folders,
        window_m=indexing.sizes_m,
        bands=indexing.bands,
        extent=box,
        top=top,
        mode=mode,
        threshold=DEFAULT_MIN_RELEVANCE if threshold is None else threshold,
    )
    with indexing.workbench() as bench:
        read = [Path(layer) for layer in layers] + ([concept_file] if concept_file else [])
        outputs = [
            Output("-o", output, layer=LAYER_NAME) if output else None,
            Output("--preview", preview, (".png",)) if preview else None,
            Output("--save", saved, (".json",)) if saved else None,
        ]
        check_outputs(filter(None, outputs), read, overwrite)
        prepared = SurveyProcess().prepare_with(query, inputs, bench)
        with progress_bar() as tell:
            result = prepared.survey(Run(tell))
        if output is not None:
            write_survey(output, result, overwrite)
        if preview is not None:
            write_contact_sheet(preview, _sentence(result, query.title), _places(result), bench.open_layer)
        if saved is not None:
            _save(saved, called, inputs, query, indexing.model_id)
    _print(result, query.title, [path for path in (output, preview, saved) if path], as_json)
    return 0 if result.regions else NOTHING_FOUND


def parted(given: tuple[str, ...], taught: bool) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Words, files and folders of the arguments: the words are the first, but for a concept.

    Raises:
        BadOption: no layer is left.
    """
    text, places = (None, given) if taught or not given else (given[0], given[1:])
    if not places:
        raise BadOption("There is nothing to look at: name rasters or folders of rasters after the text.")
    folders = tuple(place for place in places if Path(place).expanduser().is_dir())
    return text, tuple(place for place in places if place not in folders), folders


def _save(path: Path, name: str, inputs: SurveyInputs, query: Query, model_id: str | None) -> None:
    """Write a saved search; layers that lie below its folder are named from there, so that both can move."""
    from backend.concepts.concept_file import concept_bytes
    from backend.watch.saved_search import SavedSearch, write_saved_search

    def place(named: str) -> str:
        whole, folder = Path(named).expanduser().resolve(), path.parent.resolve()
        return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)

    asked: dict[str, Any] = inputs.model_dump(mode="json", exclude_none=True, exclude_defaults=True, warnings=False)
    asked |= {"layers": [place(one) for one in inputs.layers], "folders": [place(one) for one in inputs.folders]}
    asked |= {"top": inputs.top, "mode": inputs.mode, "threshold": inputs.threshold}
    if query.concept is not None:
        asked["concept"] = base64.b64encode(concept_bytes(query.concept)).decode("ascii")
    elif query.texts:
        asked["text"] = query.text
    asked |= {"unwanted": list(query.unwanted)} if query.unwanted else {}
    asked |= {"model": model_id} if model_id else {}
    write_saved_search(path, SavedSearch(name=name, inputs=asked))


def _sentence(result: SurveyResult, asked: str) -> str:
    searched = [answer for answer in result.answers if not answer.error]
    layers = "1 layer" if len(searched) == 1 else f"{len(searched):,} layers"
    regions = "1 region" if len(result.regions) == 1 else f"{len(result.regions):,} regions"
    return f"{asked!r}: {regions} in {layers}"


def _places(result: SurveyResult) -> list[Place]:
    """The regions as a contact sheet shows them."""
    from backend.search.contact_sheet import Place

    return [
        Place(
            *(Path(one.layer), one.region.geometry, one.crs),
            caption=f"{one.region.rank}  ·  {one.region.relevance:.2f}  ·  {one.title}",
            relevance=one.region.relevance,
        )
        for one in result.regions
    ]


def _print(result: SurveyResult, asked: str, written: list[Path], as_json: bool) -> None:
    found = result.to_dict()
    if as_json:
        found["files"] = [str(path) for path in written]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(f"{_sentence(result, asked)}.", markup=False, soft_wrap=True)
    if result.regions:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in ("rank", "relevance"):
            table.add_column(title, justify="right")
        table.add_column("layer")
        table.add_column("west, south, east, north")
        for row in found["regions"]:
            table.add_row(str(row["rank"]), f"{row['relevance']:.2f}", row["layer"], _box(row["bounds_wgs84"]))
        console.print(table)
    for answer in result.answers:
        if answer.error:
            click.echo(f"Not searched: {answer.title}: {answer.error}", err=True)
    for path in written:
        console.print(f"Written: {path}", markup=False, soft_wrap=True)


def _box(bounds: Any) -> str:
    return "" if bounds is None else ", ".join(f"{value:.5f}" for value in bounds)
