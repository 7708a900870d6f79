"""``terralex search``: find what a text names in a layer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.commands.console import BOUNDS, bounds_cell, nothing_found, print_answer, progress_bar, unknown_words
from backend.commands.marks import read_marks
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
    from backend.jobs.inputs import Extent
    from backend.search.region import SearchResult

NOTHING_FOUND = 1


@click.command("search")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option(
    "--layer",
    metavar="LAYER",
    required=True,
    help="A georeferenced raster file, a folder of them that are one layer, or an address.",
)
@click.option("--not", "unwanted", metavar="TEXT", multiple=True, help="What to exclude; may be repeated.")
@click.option(
    "--concept",
    "concept_file",
    metavar="TLX",
    type=click.Path(path_type=Path),
    help="Search for a taught concept instead of TEXT: a file from `terralex concept save`.",
)
@click.option(
    "--marks",
    metavar="FILE",
    help=(
        'Regions accepted and rejected so far: polygons with a column "status" or "mark" that holds "accepted" or '
        '"rejected".'
    ),
)
@click.option(
    "--uncertain",
    metavar="N",
    type=int,
    default=0,
    show_default=True,
    help="Number of additional places to return whose marks would teach the most.",
)
@with_extent("Search")
@click.option("--top", metavar="N", type=int, default=10, show_default=True, help="Maximum number of regions.")
@click.option(
    "--regions",
    "mode",
    type=click.Choice(["windows", "merged", "outline"]),
    default="merged",
    show_default=True,
    help="Return single windows, merged windows, or outlines.",
)
@click.option(
    "--threshold",
    metavar="R",
    type=float,
    help="Minimum relevance, 0 to 1; 0 returns the best matches in any case.  [default: 0.3]",
)
@click.option(
    "--candidates",
    metavar="N",
    type=int,
    default=0,
    show_default=True,
    help="Number of regions below the threshold to return as well, marked as weak.",
)
@click.option(
    "--fast",
    is_flag=True,
    help="Of ground that is not indexed, embed only what is promising, a quarter at most: places elsewhere are missed.",
)
@with_indexing
@json_option
@output_option("Write the regions", "--json, --preview or --heatmap")
@click.option("--preview", metavar="PNG", type=click.Path(path_type=Path), help="Draw the regions on the image.")
@click.option("--heatmap", metavar="TIF", type=click.Path(path_type=Path), help="Write the relevance as a raster.")
@overwrite_option
def search_command(
    text: str | None,
    layer: str,
    unwanted: tuple[str, ...],
    concept_file: Path | None,
    marks: str | None,
    uncertain: int,
    box: Extent | None,
    top: int,
    mode: str,
    threshold: float | None,
    candidates: int,
    fast: bool,
    indexing: Indexing,
    as_json: bool,
    output: Path | None,
    preview: Path | None,
    heatmap: Path | None,
    overwrite: bool,
) -> int:
    """Find what TEXT names, or what a concept was taught, in a layer. The layer is indexed first if necessary.

    TEXT may be in any of the model's languages, and may contain several phrases with the same meaning, separated by
    ";".
    """
    if output is None and preview is None and heatmap is None and not as_json:
        raise BadOption(
            "There is nowhere to write the result: give a file with -o, or use --json, --preview or --heatmap."
        )
    if fast and heatmap is not None:
        raise BadOption("A heat map needs all of the ground: leave out --fast or --heatmap.")

    from backend.concepts.concept_file import load_concept
    from backend.jobs.process import Run
    from backend.jobs.processes.search import SearchInputs, SearchProcess
    from backend.jobs.processes.taught_query import taught_query
    from backend.output.outputs import Output, check_outputs
    from backend.search.export import LAYER_NAME, write_regions
    from backend.search.heatmap import write_heatmap
    from backend.search.preview import write_preview
    from backend.search.search import DEFAULT_MIN_RELEVANCE, Stopwatch

    outputs = [
        Output("-o", output, layer=LAYER_NAME) if output else None,
        Output("--preview", preview, (".png",)) if preview else None,
        Output("--heatmap", heatmap, (".tif", ".tiff")) if heatmap else None,
    ]
    concept = None if concept_file is None else load_concept(concept_file)
    accepted, rejected = ((), ()) if marks is None else read_marks(marks)
    query = taught_query(text, unwanted, concept=concept, accepted=accepted, rejected=rejected)
    least = DEFAULT_MIN_RELEVANCE if threshold is None else threshold
    inputs = SearchInputs.model_construct(
        **indexing.asked(layer),
        extent=box,
        top=top,
        mode=mode,
        threshold=least,
        candidates=candidates,
        uncertain=uncertain,
        fast=fast,
    )
    watch = Stopwatch()
    with indexing.workbench() as bench:
        read = [path for path in (concept_file, marks and Path(marks.partition("|")[0])) if path]
        check_outputs(filter(None, outputs), [*indexing.reads(layer, bench), *read], overwrite)
        prepared = SearchProcess().prepare_with(query, inputs, bench)
        tell_notes(prepared.site.info)
        with watch.stage("index"), progress_bar() as tell:
            index, result = prepared.answer(Run(tell))
        watch.seconds.update(result.seconds)
        with watch.stage("write"):
            if output is not None:
                write_regions(output, result, overwrite)
            if preview is not None:
                write_preview(preview, result, index.stretch, bench.open_layer)
            if heatmap is not None:
                encoder, matrices = prepared.site.encoder, bench.matrices(result.extent)
                write_heatmap(heatmap, index, encoder, prepared.query, extent=result.extent, matrices=matrices)
    written = [path for path in (output, preview, heatmap) if path is not None]
    _print(result, watch.seconds, written, as_json)
    return 0 if result.count else NOTHING_FOUND


def answer_sentence(result: SearchResult) -> str:
    """The answer in one sentence."""
    asked, verdict, windows = (
        repr(result.provenance.asked.title or "the marks"),
        result.verdict,
        f"{result.windows:,} windows",
    )
    if verdict.word == "unknown_words":
        return unknown_words(asked, verdict.nearest_words)
    if verdict.word == "found":
        regions = "1 region" if result.count == 1 else f"{result.count} regions"
        return f"Found {asked}: {regions} in {windows}."
    seen = result.exact or result.recall is not None
    place = "on this map" if result.extent is None else "in this extent"
    where = f"which is not {place}" if seen else "which may be on ground that was not looked at"
    return nothing_found(asked, verdict.word, windows, where, result.best_relevance)


def _print(result: SearchResult, seconds: dict[str, float], written: list[Path], as_json: bool) -> None:
    document = result.to_dict()
    for warning in result.warnings:
        click.echo(f"Warning: {warning}", err=True)
    if as_json:
        document["seconds"] = {stage: round(time, 4) for stage, time in seconds.items()}
        document["files"] = [str(path) for path in written]
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    rows = [
        (
            *(str(row["rank"]), f"{row['relevance']:.2f}", f"{row['score']:.3f}", f"{row['window_m']:g}"),
            bounds_cell(row["bounds_wgs84"]),
        )
        for row in document["regions"]
    ]
    print_answer(answer_sentence(result), (">rank", ">relevance", ">score", ">window m", BOUNDS), rows, written)
