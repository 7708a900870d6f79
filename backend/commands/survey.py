"""``terralex survey``: run one query on many layers, with one list as the answer."""

from __future__ import annotations

import base64
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.commands.console import BOUNDS, bounds_cell, nothing_found, print_answer, progress_bar, unknown_words
from backend.commands.options import Indexing, json_option, output_option, overwrite_option, read_extent, with_indexing
from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.jobs.processes.survey import SurveyInputs
    from backend.search.contact_sheet import Place
    from backend.search.query import Query
    from backend.search.survey import SurveyResult

NOTHING_FOUND = 1


@click.command("survey")
@click.argument("words_and_layers", metavar="[TEXT] LAYER...", nargs=-1)
@click.option("--not", "unwanted", metavar="TEXT", multiple=True, help="What to exclude; may be repeated.")
@click.option(
    "--concept",
    "concept_file",
    metavar="TLX",
    type=click.Path(path_type=Path),
    help="Search for a taught concept (leave TEXT out): a file from `terralex concept save`.",
)
@click.option("--extent", metavar="XMIN,YMIN,XMAX,YMAX", help="Search only this extent.")
@click.option("--extent-crs", metavar="EPSG:n", help="CRS of --extent.  [default: that of each layer]")
@click.option(
    "--top", metavar="N", type=int, default=100, show_default=True, help="Maximum number of regions over all layers."
)
@click.option(
    "--regions",
    "mode",
    type=click.Choice(["windows", "merged", "outline"]),
    default="merged",
    show_default=True,
    help="Return single windows, merged windows, or outlines.",
)
@click.option("--threshold", metavar="R", type=float, help="Minimum relevance, 0 to 1.  [default: 0.3]")
@with_indexing
@json_option
@output_option("Write the regions")
@click.option(
    "--preview", metavar="PNG", type=click.Path(path_type=Path), help="Draw the twelve best regions as thumbnails."
)
@click.option(
    "--save",
    "saved",
    metavar="JSON",
    type=click.Path(path_type=Path),
    help="Save the search, to be run again: `terralex watch JSON` reports what is new.",
)
@click.option("--name", metavar="TEXT", help="Name of the saved search.  [default: the words searched for]")
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
    """Find what TEXT names in many layers, given as rasters or folders of rasters; one list, most relevant first.

    If a layer cannot be searched, the reason is reported and the others are searched all the same.
    """
    text, layers, folders = split_arguments(words_and_layers, concept_file is not None)
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


def split_arguments(given: tuple[str, ...], taught: bool) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """Split the arguments into words (the first one, unless a concept is used), files and folders.

    Raises:
        BadOption: no layer is left.
    """
    text, places = (None, given) if taught or not given else (given[0], given[1:])
    if not places:
        raise BadOption("There is nothing to search: give rasters or folders of rasters after the text.")
    folders = tuple(place for place in places if Path(place).expanduser().is_dir())
    return text, tuple(place for place in places if place not in folders), folders


def _save(path: Path, name: str, inputs: SurveyInputs, query: Query, model_id: str | None) -> None:
    """Write a saved search, with layers below its folder as relative paths, so that all can be moved together."""
    from backend.concepts.concept_file import concept_bytes
    from backend.watch.saved_search import SavedSearch, write_saved_search

    def place(named: str) -> str:
        whole, folder = Path(named).expanduser().resolve(), path.parent.resolve()
        return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else str(whole)

    asked: dict[str, Any] = inputs.model_dump(mode="json", exclude_none=True, exclude_defaults=True, warnings=False)
    asked |= {
        "layers": [place(layer) for layer in inputs.layers],
        "folders": [place(folder) for folder in inputs.folders],
    }
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


def answer_sentence(result: SurveyResult, asked: str) -> str:
    """The answer in one sentence, as a search of one layer gives it."""
    results = [answer.result for answer in result.answers if answer.result is not None]
    verdict = result.verdict
    if not results:
        return "No layer lies in this extent."
    if verdict.word == "unknown_words":
        return unknown_words(repr(asked), verdict.nearest_words)
    if result.regions:
        return f"{_sentence(result, asked)}."
    layers = "1 layer" if len(results) == 1 else f"{len(results):,} layers"
    maps = "on this map" if len(results) == 1 else "on these maps"
    place = maps if all(one.extent is None for one in results) else "in this extent"
    best = max((one.best_relevance for one in results if one.best_relevance is not None), default=None)
    looked_at = f"{sum(one.windows for one in results):,} windows of {layers}"
    return nothing_found(repr(asked), verdict.word, looked_at, f"which is not {place}", best)


def shared_warnings(result: SurveyResult) -> list[str]:
    """The warnings of the layers, each once, with how many layers have it unless all do."""
    results = [answer.result for answer in result.answers if answer.result is not None]
    counted = Counter(warning for one in results for warning in one.warnings)
    return [
        warning if count == len(results) else f"{warning} ({count:,} of {len(results):,} layers)"
        for warning, count in counted.items()
    ]


def _places(result: SurveyResult) -> list[Place]:
    """The regions as a contact sheet shows them."""
    from backend.search.contact_sheet import Place

    return [
        Place(
            *(Path(entry.layer), entry.region.geometry, entry.crs),
            caption=f"{entry.region.rank}  ·  {entry.region.relevance:.2f}  ·  {entry.title}",
            relevance=entry.region.relevance,
        )
        for entry in result.regions
    ]


def _print(result: SurveyResult, asked: str, written: list[Path], as_json: bool) -> None:
    document = result.to_dict()
    for warning in shared_warnings(result):
        click.echo(f"Warning: {warning}", err=True)
    if as_json:
        document["files"] = [str(path) for path in written]
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    rows = [
        (str(row["rank"]), f"{row['relevance']:.2f}", row["layer"], bounds_cell(row["bounds_wgs84"]))
        for row in document["regions"]
    ]
    for answer in result.answers:
        if answer.error:
            click.echo(f"Not searched: {answer.title}: {answer.error}", err=True)
    print_answer(answer_sentence(result, asked), (">rank", ">relevance", "layer", BOUNDS), rows, written)
