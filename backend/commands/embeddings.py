"""``terralex embeddings``: write an index in an open form, and search embeddings of other tools by example."""

from __future__ import annotations

import json
from pathlib import Path

import click

from backend.commands.console import progress_bar
from backend.commands.marks import read_marks
from backend.commands.options import Indexing, json_option, overwrite_option, read_extent, with_indexing
from backend.errors import BadOption

NOTHING_FOUND = 1


@click.group("embeddings")
def embeddings_command() -> None:
    """Write embeddings as GeoParquet, and search those of other tools by example."""


@embeddings_command.command("export")
@click.argument("layer", metavar="LAYER")
@with_indexing
@click.option(
    "-o",
    "--output",
    metavar="PARQUET",
    type=click.Path(path_type=Path),
    required=True,
    help="The file to write; .parquet or .geoparquet.",
)
def export_command(layer: str, indexing: Indexing, output: Path) -> None:
    """Write the embeddings of LAYER, which is indexed first if it is not yet, as GeoParquet.

    A row is a window: its ground, its embedding, its side in metres. The file says of its model and its layer what
    STAC's embedding extension has names for.
    """
    from backend.embeddings.export import EXTENSIONS, write_embeddings
    from backend.jobs.inputs import LayerInputs
    from backend.jobs.process import Run
    from backend.jobs.processes.index import IndexProcess
    from backend.output.outputs import Output, check_outputs

    with indexing.workbench() as bench:
        check_outputs([Output("-o", output, EXTENSIONS)], indexing.reads(layer, bench), overwrite=False)
        prepared = IndexProcess().prepare(LayerInputs.model_construct(**indexing.asked(layer)), bench)
        with progress_bar() as tell:
            index = prepared.index(Run(tell))
        count = write_embeddings(output, index)
    click.echo(f"{count} embeddings of {index.dimension} numbers, {index.model_id}. Written: {output}")


@embeddings_command.command("search")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--like", "boxes", metavar="XMIN,YMIN,XMAX,YMAX", multiple=True, help="Ground that shows it; may be repeated."
)
@click.option(
    "--like-crs", metavar="EPSG:n", default="EPSG:4326", show_default=True, help="Reference system of --like."
)
@click.option("--marks", metavar="FILE", help='Polygons with a column "status" or "mark": accepted or rejected ground.')
@click.option("--column", metavar="NAME", help="Column of a GeoParquet file that holds the vectors.")
@click.option("--top", metavar="N", type=int, default=10, show_default=True, help="How many places at most.")
@click.option("--threshold", metavar="R", type=float, default=0.3, show_default=True, help="Least relevance, 0 to 1.")
@json_option
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write the places; .gpkg, .geojson, .fgb."
)
@overwrite_option
def search_command(
    file: Path,
    boxes: tuple[str, ...],
    like_crs: str,
    marks: str | None,
    column: str | None,
    top: int,
    threshold: float,
    as_json: bool,
    output: Path | None,
    overwrite: bool,
) -> int:
    """Find ground that is like examples, by the embeddings in FILE, whatever model made them.

    FILE is GeoParquet with a column of vectors (Clay, and what `terralex embeddings export` writes), or a raster with a
    band a number (AlphaEarth, TESSERA). It is read in this process: give files that you trust.
    """
    import shapely

    from backend.embeddings.foreign import NoWords
    from backend.embeddings.reading import open_embeddings
    from backend.output.outputs import Output, check_outputs
    from backend.search.export import LAYER_NAME, write_regions
    from backend.search.query import Example, Query
    from backend.search.search import SearchOptions, search

    if not boxes and marks is None:
        raise BadOption("Nothing says what is looked for: give ground that shows it with --like, or --marks.")
    if output is None and not as_json:
        raise BadOption("Nowhere to put the result: name a file with -o, or ask for --json.")
    extents = [read_extent(box, like_crs) for box in boxes]
    examples = tuple(Example(shapely.box(*one.box), one.epsg or like_crs) for one in extents if one is not None)
    accepted, rejected = ((), ()) if marks is None else read_marks(marks)
    check_outputs([Output("-o", output, layer=LAYER_NAME)] if output else [], [file], overwrite)
    index = open_embeddings(file, column)
    query = Query((), examples=examples, accepted=accepted, rejected=rejected)
    options = SearchOptions(top=top, mode="windows", min_relevance=threshold)
    result = search(index, NoWords(index), query, options)
    if output is not None:
        write_regions(output, result, overwrite)
    if as_json:
        click.echo(json.dumps(result.to_dict(), ensure_ascii=False))
    else:
        click.echo(f"{result.count} places of {index.count:,} embeddings. Written: {output}")
    return 0 if result.count else NOTHING_FOUND
